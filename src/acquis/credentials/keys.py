"""Finding the public key that a proof names, offline or through a fetcher."""

from collections.abc import Mapping
from typing import Any

from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import (
    VerificationKey,
    did_web_url,
    find_key,
    find_same_key,
    read_did_jwk,
    read_multikey,
)
from acquis.credentials.errors import CredentialError, FetchError, KeyProblem, MalformedDocument
from acquis.credentials.formats import strict_json
from acquis.credentials.ports import Fetcher

MAX_DID_DOCUMENT_BYTES = 256 * 1024
DID_MEDIA_TYPES = "application/did+ld+json, application/did+json, application/json"


class KeyUnavailable(CredentialError):
    """The key could not be looked up: nothing is known against it. `reason` is a report's code."""

    def __init__(self, reason: str, **parameters: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.parameters = parameters


class KeyRing:
    """Keys by DID URL; each DID document is looked up once."""

    def __init__(
        self, *, fetcher: Fetcher | None, documents: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._fetcher = fetcher
        self._documents: dict[str, Any] = dict(documents)

    def find(self, verification_method: str) -> VerificationKey:
        """The key of a DID URL.

        Raises:
            KeyProblem: it does not exist, or is not for assertions.
            KeyUnavailable: it could not be looked up.
        """
        did, _, fragment = verification_method.partition("#")
        own = _own_key(did)
        if own is None:
            return find_key(self._document_of(did), verification_method)
        if fragment != own.fragment:
            raise KeyProblem(f"{did} has one key, {did}#{own.fragment}.")
        return own

    def find_same(self, did: str, kind: KeyKind, public_key: bytes) -> VerificationKey:
        """The key of a DID that has these bytes, for a signature that brings its own key.

        Raises:
            KeyProblem: the DID has no such key for assertions.
            KeyUnavailable: it could not be looked up.
        """
        own = _own_key(did)
        if own is None:
            return find_same_key(self._document_of(did), did, kind, public_key)
        if (own.kind, own.public_key) != (kind, public_key):
            raise KeyProblem(f"{did} does not list the key that the signature came with.")
        return own

    def _document_of(self, did: str) -> Any:
        if did not in self._documents:
            self._documents[did] = self._look_up(did)
        return self._documents[did]

    def _look_up(self, did: str) -> Any:
        if not did.startswith("did:web:"):
            raise KeyUnavailable("key_method", did=did)
        url = did_web_url(did)
        if self._fetcher is None:
            raise KeyUnavailable("key_offline")
        try:
            data = self._fetcher.fetch(
                url, accept=DID_MEDIA_TYPES, max_bytes=MAX_DID_DOCUMENT_BYTES
            )
            return strict_json.loads(data)
        except (FetchError, MalformedDocument) as error:
            raise KeyUnavailable("key_unavailable", detail=str(error)) from error


def _own_key(did: str) -> VerificationKey | None:
    """The key of a DID that is its own document; None for one whose document is elsewhere."""
    if did.startswith("did:key:"):
        fragment = did.removeprefix("did:key:")
        kind, public_key = read_multikey(fragment)
    elif did.startswith("did:jwk:"):
        fragment = "0"
        kind, public_key = read_did_jwk(did)
    else:
        return None
    return VerificationKey(fragment=fragment, public_key=public_key, kind=kind)
