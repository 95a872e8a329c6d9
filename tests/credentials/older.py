"""Badges of Open Badges 2.0: documents at their addresses, keys, and signed assertions."""

import json
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from openbadgeslib.ob2 import OB2Signer
from openbadgeslib.ob2.models import Assertion

from acquis.credentials.model import hash_identity
from tests.credentials.samples import EMAIL, SALT

SITE = "https://badges.example"
ISSUER = f"{SITE}/issuer"
BADGE = f"{SITE}/badges/7"
ASSERTION = f"{SITE}/assertions/1"
KEY = f"{SITE}/key"
REVOCATIONS = f"{SITE}/revocations"
CONTEXT = "https://w3id.org/openbadges/v2"
SIGNED_ID = "urn:uuid:5a9f1b7e-6d0e-4a53-8c11-0d3f5f6f7a22"


def assertion(**changes: Any) -> dict[str, Any]:
    found = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": SALT,
            "identity": hash_identity(EMAIL, SALT),
        },
        "badge": BADGE,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-03-01T09:00:00+00:00",
        "expires": "2028-03-01T09:00:00Z",
        "evidence": [{"id": f"{SITE}/evidence", "narrative": "Observée en mars"}],
    } | changes
    return {name: value for name, value in found.items() if value is not None}


def badge(**changes: Any) -> dict[str, Any]:
    found = {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": BADGE,
        "name": "Animer une réunion",
        "description": "Prépare, anime et conclut.",
        "image": f"{SITE}/7.png",
        "criteria": {"narrative": "La décision est écrite."},
        "issuer": ISSUER,
        "tags": ["réunion"],
        "alignment": [{"targetName": "Animer", "targetUrl": "https://skills.example/a"}],
    } | changes
    return {name: value for name, value in found.items() if value is not None}


def profile(**changes: Any) -> dict[str, Any]:
    found = {
        "@context": CONTEXT,
        "type": "Issuer",
        "id": ISSUER,
        "name": "Campus Élan",
        "url": SITE,
        "email": "contact@badges.example",
        "publicKey": KEY,
        "revocationList": REVOCATIONS,
    } | changes
    return {name: value for name, value in found.items() if value is not None}


def published(**documents: Any) -> dict[str, bytes]:
    """What stands at the addresses; None takes a document away."""
    values = {
        "assertion": assertion(),
        "badge": badge(),
        "profile": profile(),
        "key": key_document(),
        "revocations": {"type": "RevocationList", "issuer": ISSUER, "revokedAssertions": []},
    } | documents
    places = {
        "assertion": ASSERTION,
        "badge": BADGE,
        "profile": ISSUER,
        "key": KEY,
        "revocations": REVOCATIONS,
    }
    return {
        places[name]: json.dumps(value).encode()
        for name, value in values.items()
        if value is not None
    }


PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@cache
def private_key(name: str = "RSA") -> PrivateKey:
    if name.startswith("RSA"):
        bits = int(name.removeprefix("RSA") or 2048)
        return rsa.generate_private_key(public_exponent=65537, key_size=bits)
    if name.startswith("P-"):
        curves = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
        return ec.generate_private_key(curves[name])
    return ed25519.Ed25519PrivateKey.generate()


def pem(name: str = "RSA") -> str:
    key = private_key(name).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def key_document(name: str = "RSA", **changes: Any) -> dict[str, Any]:
    found = {
        "@context": CONTEXT,
        "type": "CryptographicKey",
        "id": KEY,
        "owner": ISSUER,
        "publicKeyPem": pem(name),
    } | changes
    return {part: value for part, value in found.items() if value is not None}


def signed_assertion(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": SIGNED_ID,
        "verification": {"type": "SignedBadge", "creator": KEY},
        "evidence": f"{SITE}/evidence",
    }
    return assertion(**(values | changes))


def token(
    document: dict[str, Any] | None = None, key: str = "RSA", algorithm: str = "RS256"
) -> bytes:
    """The assertion as openbadgeslib signs it."""
    secret = private_key(key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signer = OB2Signer(secret, algorithm)
    return signer.sign(Assertion.from_dict(document or signed_assertion())).encode()
