"""DID documents that keep the whole history of an issuer's keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acquis.credentials.contexts import DID_V1, MULTIKEY_V1
from acquis.credentials.did.methods import multikey, public_key_of
from acquis.credentials.errors import KeyProblem
from acquis.credentials.times import format_time, parse_time


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """An Ed25519 key under `<did>#<fragment>`.

    `expires`: when it ceased to sign; what it signed before stays valid. `revoked`: when it was no
    longer safe; a proof made then or later fails.
    """

    fragment: str
    public_key: bytes
    expires: datetime | None = None
    revoked: datetime | None = None


def did_document(did: str, keys: Iterable[VerificationKey]) -> dict[str, Any]:
    """The document to publish: every key the issuer ever had, so that old proofs still verify."""
    methods = []
    for key in keys:
        method = {
            "id": f"{did}#{key.fragment}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": multikey(key.public_key),
        }
        if key.expires is not None:
            method["expires"] = format_time(key.expires)
        if key.revoked is not None:
            method["revoked"] = format_time(key.revoked)
        methods.append(method)
    return {
        "@context": [DID_V1, MULTIKEY_V1],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def find_key(document: Any, verification_method: str) -> VerificationKey:
    """The key that a DID document lists for assertions under this DID URL.

    Raises:
        KeyProblem: the document is another's, lists no such key, or does not allow it to assert.
    """
    did, _, fragment = verification_method.partition("#")
    if not isinstance(document, dict) or document.get("id") != did:
        raise KeyProblem(f"The DID document is not that of {did}.")
    asserting = _as_list(document.get("assertionMethod"))
    embedded = [entry for entry in asserting if isinstance(entry, dict)]
    allowed = {entry for entry in asserting if isinstance(entry, str)}
    for method in [*_as_list(document.get("verificationMethod")), *embedded]:
        if isinstance(method, dict) and _absolute(method.get("id"), did) == verification_method:
            if method not in embedded and not allowed & {verification_method, f"#{fragment}"}:
                raise KeyProblem(f"{verification_method} is not a key for making assertions.")
            return _read(method, did, fragment)
    raise KeyProblem(f"{did} does not list the key {verification_method}.")


def _read(method: dict[str, Any], did: str, fragment: str) -> VerificationKey:
    if method.get("controller") != did:
        raise KeyProblem(f"The key {did}#{fragment} is controlled by somebody else.")
    kind, text = method.get("type"), method.get("publicKeyMultibase")
    if kind not in ("Multikey", "Ed25519VerificationKey2020") or not isinstance(text, str):
        raise KeyProblem(f"The key {did}#{fragment} is not written as Multikey.")
    return VerificationKey(
        fragment=fragment,
        public_key=public_key_of(text),
        expires=_time(method, "expires"),
        revoked=_time(method, "revoked"),
    )


def _time(method: dict[str, Any], name: str) -> datetime | None:
    if name not in method:
        return None
    found = parse_time(method[name])
    if found is None:
        raise KeyProblem(f"The key's {name!r} is not a date and time with a time zone.")
    return found


def _absolute(name: Any, did: str) -> Any:
    return did + name if isinstance(name, str) and name.startswith("#") else name


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
