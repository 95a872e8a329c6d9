"""Hostile tokens (VC-JWT): each is the good one with another header, payload or signature."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from acquis.credentials import issue_jwt
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import jwk_of
from acquis.credentials.formats import base64url
from tests.credentials import samples
from tests.credentials.samples import DID, DID_KEY_SIGNER, ISSUED, METHOD, OTHER_SIGNER, SIGNER

GOOD = issue_jwt(samples.credential(), SIGNER, created=ISSUED)
HEADER = {"alg": "EdDSA", "kid": METHOD, "typ": "JWT"}
PAYLOAD: dict[str, Any] = json.loads(base64url.decode(GOOD.decode().split(".")[1]))


def token(
    header: dict[str, Any] | str,
    payload: dict[str, Any] | str | None = None,
    *,
    sign: Callable[[bytes], bytes] = SIGNER.sign,
) -> bytes:
    """Signed by the issuer's key, whatever header and payload say."""
    parts = (header, PAYLOAD if payload is None else payload)
    texts = [part if isinstance(part, str) else json.dumps(part) for part in parts]
    signed = ".".join(base64url.encode(text.encode()) for text in texts).encode()
    return signed + b"." + base64url.encode(sign(signed)).encode()


def by_hmac(signed: bytes) -> bytes:
    """With the public key as the shared secret: what a careless verifier falls for."""
    return hmac.new(SIGNER.public_key, signed, hashlib.sha256).digest()


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in PAYLOAD.items() if key != name}


MADE: dict[str, Callable[[], bytes]] = {
    "good.jwt": lambda: GOOD,
    "token-alg-hmac.jwt": lambda: token(HEADER | {"alg": "HS256"}, sign=by_hmac),
    "token-alg-missing.jwt": lambda: token({"kid": METHOD, "typ": "JWT"}),
    "token-alg-none.jwt": lambda: token(HEADER | {"alg": "none"}, sign=lambda _: b""),
    "token-alg-none-disguised.jwt": lambda: token(HEADER | {"alg": "nOnE"}, sign=lambda _: b""),
    "token-alg-of-another-key.jwt": lambda: token(HEADER | {"alg": "ES256"}),
    "token-alg-unknown.jwt": lambda: token(HEADER | {"alg": "XS999"}),
    "token-audience.jwt": lambda: token(HEADER, PAYLOAD | {"aud": "https://elsewhere.example"}),
    "token-claim-issuer-differs.jwt": lambda: token(HEADER, PAYLOAD | {"iss": "did:web:a.example"}),
    "token-claim-id-differs.jwt": lambda: token(HEADER, PAYLOAD | {"jti": "urn:uuid:1"}),
    "token-claim-missing.jwt": lambda: token(HEADER, without("iss")),
    "token-claim-until-differs.jwt": lambda: token(HEADER, PAYLOAD | {"exp": 9_999_999_999}),
    "token-critical.jwt": lambda: token(HEADER | {"crit": ["x"], "x": True}),
    "token-cut.jwt": lambda: GOOD.rpartition(b".")[0] + b".",
    "token-duplicate-alg.jwt": lambda: token('{"alg":"none","alg":"EdDSA","kid":"' + METHOD + '"}'),
    "token-duplicate-claim.jwt": lambda: token(
        HEADER, json.dumps(PAYLOAD)[:-1] + ',"validUntil":"2999-01-01T00:00:00Z"}'
    ),
    "token-key-brought-along.jwt": lambda: token(
        {"alg": "EdDSA", "typ": "JWT", "jwk": jwk_of(KeyKind.ED25519, OTHER_SIGNER.public_key)},
        sign=OTHER_SIGNER.sign,
    ),
    "token-key-of-another.jwt": lambda: token(
        HEADER | {"kid": DID_KEY_SIGNER.verification_method}, sign=DID_KEY_SIGNER.sign
    ),
    "token-key-swapped.jwt": lambda: token(HEADER, sign=OTHER_SIGNER.sign),
    "token-key-unlisted.jwt": lambda: token(HEADER | {"kid": f"{DID}#key-of-nobody"}),
    "token-payload-changed.jwt": lambda: GOOD.replace(
        GOOD.split(b".")[1], token(HEADER, PAYLOAD | {"name": "Diriger"}).split(b".")[1]
    ),
    "token-payload-unencoded.jwt": lambda: token(HEADER | {"b64": False, "crit": ["b64"]}),
    "token-padded.jwt": lambda: GOOD + b"==",
    "token-two-dots-more.jwt": lambda: GOOD + b".x.y",
    "token-type-of-another-purpose.jwt": lambda: token(HEADER | {"typ": "at+jwt"}),
}
