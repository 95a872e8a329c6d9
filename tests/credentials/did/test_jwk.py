"""JSON Web Keys, and the identifiers that are one."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import import_key

from acquis.credentials import KeyProblem
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import did_jwk, jwk_of, read_did_jwk, read_jwk
from acquis.credentials.formats import base64url, strict_json
from acquis.credentials.keys import KeyRing
from acquis.credentials.openssl import load_public_key
from tests.credentials import samples

pytestmark = pytest.mark.unit

# did:jwk method specification, examples: P-256; and the one of RFC 8037, appendix A.2.
P256_DID = (
    "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6"
    "OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
)
P256_JWK = {
    "crv": "P-256",
    "kty": "EC",
    "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
    "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
}
RFC_8037 = {
    "crv": "Ed25519",
    "kty": "OKP",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}


def signers() -> list[Any]:
    return [samples.SIGNER, samples.P256_SIGNER, samples.P384_SIGNER, samples.rsa_signer()]


def test_the_published_identifier_is_its_key() -> None:
    kind, public_key = read_did_jwk(P256_DID)
    assert (kind, jwk_of(kind, public_key)) == (KeyKind.P256, P256_JWK)
    assert did_jwk(kind, public_key) == P256_DID


def test_the_published_ed25519_key_is_its_bytes() -> None:
    kind, public_key = read_jwk(RFC_8037)
    assert (kind, public_key.hex()) == (
        KeyKind.ED25519,
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    )
    assert jwk_of(kind, public_key) == RFC_8037


def pem_of(signer: Any) -> bytes:
    key: Any = (
        Ed25519PublicKey.from_public_bytes(signer.public_key)
        if signer.kind is KeyKind.ED25519
        else load_public_key(signer.kind, signer.public_key)
    )
    found: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return found


@pytest.mark.parametrize("index", range(4), ids=["Ed25519", "P-256", "P-384", "RSA"])
def test_a_key_of_every_kind_comes_back_and_is_joserfcs_too(index: int) -> None:
    signer = signers()[index]
    jwk = jwk_of(signer.kind, signer.public_key)
    assert read_jwk(jwk) == (signer.kind, signer.public_key)
    assert import_key(pem_of(signer), str(jwk["kty"])).as_dict(private=False) == jwk
    did = did_jwk(signer.kind, signer.public_key)
    assert read_did_jwk(did) == (signer.kind, signer.public_key)
    found = KeyRing(fetcher=None, documents={}).find(f"{did}#0")
    assert (found.fragment, found.kind, found.public_key) == ("0", signer.kind, signer.public_key)


@pytest.mark.parametrize(
    "more",
    [
        {"use": "sig"},
        {"key_ops": ["verify"]},
        {"key_ops": ["sign", "verify"]},
        {"alg": "ES256"},
        {"kid": "1", "x5t": "AA"},
    ],
)
def test_what_a_key_says_of_itself_may_be_there(more: dict[str, Any]) -> None:
    assert read_jwk({**P256_JWK, **more}) == read_jwk(P256_JWK)


PRIVATE = (
    "The JSON Web Key shows its private part, so anybody can sign with it. Its owner must replace "
    "it."
)
UNKNOWN = "The JSON Web Key is not an Ed25519, P-256, P-384 or RSA key."
NOT_MEANT = "The JSON Web Key is not meant for verifying signatures."


def other_algorithm(name: object) -> str:
    return f"The JSON Web Key is meant for another algorithm: {name!r}."


@pytest.mark.parametrize(
    ("jwk", "message"),
    [
        (None, "The JSON Web Key is not an object."),
        ([P256_JWK], "The JSON Web Key is not an object."),
        ("x", "The JSON Web Key is not an object."),
        *(({**P256_JWK, name: "AA"}, PRIVATE) for name in ("d", "p", "oth", "k")),
        ({"kty": "oct", "k": "AAAA"}, PRIVATE),
        ({}, UNKNOWN),
        ({**P256_JWK, "crv": "P-521"}, UNKNOWN),
        ({**P256_JWK, "crv": "secp256k1"}, UNKNOWN),
        ({**P256_JWK, "crv": ["P-256"]}, UNKNOWN),
        ({**P256_JWK, "kty": "OKP"}, UNKNOWN),
        ({**RFC_8037, "crv": "X25519"}, UNKNOWN),
        ({**RFC_8037, "crv": "Ed448"}, UNKNOWN),
        ({**P256_JWK, "use": "enc"}, NOT_MEANT),
        ({**P256_JWK, "use": None}, NOT_MEANT),
        ({**P256_JWK, "key_ops": ["sign"]}, NOT_MEANT),
        ({**P256_JWK, "key_ops": []}, NOT_MEANT),
        ({**P256_JWK, "key_ops": "verify"}, NOT_MEANT),
        ({**P256_JWK, "alg": "ES384"}, other_algorithm("ES384")),
        ({**P256_JWK, "alg": "HS256"}, other_algorithm("HS256")),
        ({**P256_JWK, "alg": None}, other_algorithm(None)),
        ({**P256_JWK, "alg": ["ES256"]}, other_algorithm(["ES256"])),
        ({**P256_JWK, "x": None}, "The JSON Web Key has no 'x'."),
        ({"kty": "EC", "crv": "P-256", "x": P256_JWK["x"]}, "The JSON Web Key has no 'y'."),
        (
            {**P256_JWK, "x": P256_JWK["x"] + "="},
            "The JSON Web Key's 'x' cannot be read: The text is not base64url without padding.",
        ),
        (
            {**P256_JWK, "x": "AA"},
            "The P-256 public key has coordinates of the wrong length.",
        ),
        ({**P256_JWK, "y": P256_JWK["x"]}, "The P-256 public key is not on its curve."),
        ({**P256_JWK, "crv": "P-384"}, "The P-384 public key has coordinates of the wrong length."),
        ({**RFC_8037, "x": "AA"}, "The Ed25519 public key has not 32 bytes."),
        (
            {**RFC_8037, "x": base64url.encode(bytes(32))},
            "The Ed25519 public key is not a point of the group that keys are taken from.",
        ),
        (
            {"kty": "RSA", "n": "AQ", "e": "AQAB"},
            "An RSA key must have 2048 to 8192 bits; this one has 1.",
        ),
        ({"kty": "RSA", "n": "AQAB"}, "The JSON Web Key has no 'e'."),
        *(
            (
                {"kty": "RSA", "n": number, "e": "AQAB"},
                "The JSON Web Key's 'n' is not a number in as few bytes as it needs.",
            )
            for number in ("", "AA", "AAE")
        ),
    ],
)
def test_a_key_that_may_not_be_used_is_refused(jwk: Any, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        read_jwk(jwk)
    assert str(caught.value) == message


NO_KEY = "The did:jwk holds no JSON Web Key"


def named(value: Any) -> str:
    data = value if isinstance(value, bytes) else strict_json.dumps(value)
    return f"did:jwk:{base64url.encode(data)}"


@pytest.mark.parametrize(
    ("did", "message"),
    [
        (
            "did:jwk:",
            f"{NO_KEY}: The document is not JSON: Expecting value (line 1, column 1).",
        ),
        (
            "did:jwk:e30=",
            f"{NO_KEY}: The text is not base64url without padding.",
        ),
        (
            named(b'{"kty":"EC","kty":"RSA"}'),
            f"{NO_KEY}: An object has the key 'kty' twice.",
        ),
        (named([]), "The JSON Web Key is not an object."),
        (named({**P256_JWK, "d": "AA"}), PRIVATE),
        ("did:jwk:" + "A" * 8193, "The did:jwk is far too long."),
    ],
)
def test_an_identifier_that_holds_no_key_is_refused(did: str, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        KeyRing(fetcher=None, documents={}).find(f"{did}#0")
    assert str(caught.value) == message
