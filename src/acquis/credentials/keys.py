"""Finding the public key that a proof names, offline or through a fetcher."""

from collections.abc import Mapping
from typing import Any

from acquis.credentials.did import VerificationKey, did_web_url, find_key, public_key_of
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
        if did.startswith("did:key:"):
            text = did.removeprefix("did:key:")
            if fragment != text:
                raise KeyProblem(f"A did:key has one key, {did}#{text}.")
            return VerificationKey(fragment=fragment, public_key=public_key_of(text))
        if did not in self._documents:
            self._documents[did] = self._look_up(did)
        return find_key(self._documents[did], verification_method)

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
