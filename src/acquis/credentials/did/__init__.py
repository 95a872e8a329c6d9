"""Decentralised identifiers: did:key, did:jwk, did:web, and the documents that hold keys."""

from acquis.credentials.did.document import (
    VerificationKey,
    did_document,
    find_key,
    find_same_key,
)
from acquis.credentials.did.jwk import did_jwk, jwk_of, read_did_jwk, read_jwk
from acquis.credentials.did.methods import did_key, did_web, did_web_url, multikey, read_multikey

__all__ = [
    "VerificationKey",
    "did_document",
    "did_jwk",
    "did_key",
    "did_web",
    "did_web_url",
    "find_key",
    "find_same_key",
    "jwk_of",
    "multikey",
    "read_did_jwk",
    "read_jwk",
    "read_multikey",
]
