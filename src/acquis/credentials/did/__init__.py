"""Decentralised identifiers: did:key, did:web, and the documents that hold an issuer's keys."""

from acquis.credentials.did.document import VerificationKey, did_document, find_key
from acquis.credentials.did.methods import did_key, did_web, did_web_url, multikey, public_key_of

__all__ = [
    "VerificationKey",
    "did_document",
    "did_key",
    "did_web",
    "did_web_url",
    "find_key",
    "multikey",
    "public_key_of",
]
