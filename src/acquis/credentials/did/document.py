"""DID documents that keep the whole history of an issuer's keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acquis.credentials.algorithms import KeyKind
from acquis.credentials.contexts import DID_V1, JWK_V1, MULTIKEY_V1
from acquis.credentials.did.jwk import jwk_of, read_jwk
from acquis.credentials.did.methods import multikey, read_multikey
from acquis.credentials.errors import KeyProblem
from acquis.credentials.reasons import mark as _n
from acquis.credentials.times import format_time, parse_time

_JWK_TYPES = frozenset({"JsonWebKey", "JsonWebKey2020"})
_SECRETS = frozenset({"secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk"})


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key under `<did>#<fragment>`, its bytes as `algorithms` has them.

    `expires`: when it ceased to sign; what it signed before stays valid. `revoked`: when it was no
    longer safe; a proof made then or later fails.
    """

    fragment: str
    public_key: bytes
    expires: datetime | None = None
    revoked: datetime | None = None
    kind: KeyKind = KeyKind.ED25519


def did_document(did: str, keys: Iterable[VerificationKey]) -> dict[str, Any]:
    """The document to publish: every key the issuer ever had, so that old proofs still verify."""
    known = list(keys)
    methods = [_write(key, did) for key in known]
    contexts = [DID_V1, MULTIKEY_V1]
    if any(key.kind is KeyKind.RSA for key in known):
        contexts.append(JWK_V1)
    return {
        "@context": contexts,
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
    listed, asserting = _methods(document, did)
    if verification_method not in listed:
        raise KeyProblem(f"{did} does not list the key {verification_method}.")
    if verification_method not in asserting:
        raise KeyProblem(f"{verification_method} is not a key for making assertions.")
    return _read(listed[verification_method], did, fragment)


def find_same_key(document: Any, did: str, kind: KeyKind, public_key: bytes) -> VerificationKey:
    """The key for assertions in a DID document that has these very bytes, whatever its name.

    Raises:
        KeyProblem: there is none.
    """
    listed, asserting = _methods(document, did)
    for name in asserting & listed.keys():
        try:
            found = _read(listed[name], did, name.partition("#")[2])
        except KeyProblem:
            continue  # a key of a kind that is not read here is not the one looked for
        if (found.kind, found.public_key) == (kind, public_key):
            return found
    raise KeyProblem(f"{did} does not list the key that the signature came with.")


def _methods(document: Any, did: str) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """The methods by their whole names, of two with one name the first; the names that assert."""
    if not isinstance(document, dict) or document.get("id") != did:
        raise KeyProblem(f"The DID document is not that of {did}.")
    asserting = _as_list(document.get("assertionMethod"))
    listed: dict[str, dict[str, Any]] = {}
    for method in [*_as_list(document.get("verificationMethod")), *asserting]:
        if isinstance(method, dict):
            name = _absolute(method.get("id"), did)
            if name:
                listed.setdefault(name, method)
    names = (entry.get("id") if isinstance(entry, dict) else entry for entry in asserting)
    return listed, {_absolute(name, did) for name in names} - {""}


def _write(key: VerificationKey, did: str) -> dict[str, Any]:
    method: dict[str, Any] = {"id": f"{did}#{key.fragment}", "type": "Multikey", "controller": did}
    if key.kind is KeyKind.RSA:
        method |= {"type": "JsonWebKey", "publicKeyJwk": jwk_of(key.kind, key.public_key)}
    else:
        method["publicKeyMultibase"] = multikey(key.public_key, key.kind)
    for name, moment in (("expires", key.expires), ("revoked", key.revoked)):
        if moment is not None:
            method[name] = format_time(moment)
    return method


def _read(method: dict[str, Any], did: str, fragment: str) -> VerificationKey:
    if method.get("controller") != did:
        raise KeyProblem(f"The key {did}#{fragment} is controlled by somebody else.")
    if _SECRETS & method.keys():
        raise KeyProblem(
            _n(
                "The DID document shows the key's private part, so anybody can sign with it. Its "
                "owner must replace it."
            )
        )
    kind, public_key = _material(method, f"{did}#{fragment}")
    return VerificationKey(
        fragment=fragment,
        public_key=public_key,
        expires=_time(method, "expires"),
        revoked=_time(method, "revoked"),
        kind=kind,
    )


def _material(method: dict[str, Any], name: str) -> tuple[KeyKind, bytes]:
    """The key itself, in the one form that the method's type has (Controlled Identifiers, 2.2)."""
    written = method.get("type")
    text, jwk = method.get("publicKeyMultibase"), method.get("publicKeyJwk")
    if text is not None and jwk is not None:
        raise KeyProblem(f"The key {name} is written twice, as Multikey and as JSON Web Key.")
    if isinstance(written, str) and written in _JWK_TYPES:
        return read_jwk(jwk)
    if written not in ("Multikey", "Ed25519VerificationKey2020") or not isinstance(text, str):
        raise KeyProblem(f"The key {name} is written neither as Multikey nor as JSON Web Key.")
    kind, public_key = read_multikey(text)
    if written == "Ed25519VerificationKey2020" and kind is not KeyKind.ED25519:
        raise KeyProblem(f"The key {name} is said to be an Ed25519 key, but is a {kind} key.")
    return kind, public_key


def _time(method: dict[str, Any], name: str) -> datetime | None:
    if name not in method:
        return None
    found = parse_time(method[name])
    if found is None:
        raise KeyProblem(f"The key's {name!r} is not a date and time with a time zone.")
    return found


def _absolute(name: Any, did: str) -> str:
    """The whole name of a method, which may be written relative to its document; "" for none."""
    if not isinstance(name, str):
        return ""
    return did + name if name.startswith("#") else name


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
