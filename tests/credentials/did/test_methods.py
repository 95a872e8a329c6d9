"""did:key, did:web and Multikey; did:jwk has its own tests."""

import json
from pathlib import Path
from typing import Any

import pytest
from nacl.bindings import crypto_sign_seed_keypair

from acquis.credentials import KeyProblem
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import (
    did_key,
    did_web,
    did_web_url,
    multibase,
    multikey,
    read_jwk,
    read_multikey,
)
from tests.credentials import samples

pytestmark = pytest.mark.unit

OTHER_KIND = "The key is of a kind that is not Ed25519, P-256, P-384 or RSA."


# did:key method specification, test vectors: seeds of 0, 1 and 2.
@pytest.mark.parametrize(
    ("seed", "did"),
    [
        (0, "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"),
        (1, "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"),
        (2, "did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf"),
    ],
)
def test_published_seeds_have_their_published_names(seed: int, did: str) -> None:
    public_key, _ = crypto_sign_seed_keypair(seed.to_bytes(32, "big"))
    assert did_key(public_key) == did
    assert read_multikey(did.removeprefix("did:key:")) == (KeyKind.ED25519, public_key)


# did:key method specification, "P-256" and "P-384": a name and the JSON Web Key behind it.
@pytest.mark.parametrize(
    ("kind", "did", "jwk"),
    [
        (
            KeyKind.P256,
            "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
            {
                "kty": "EC",
                "crv": "P-256",
                "x": "igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns",
                "y": "efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM",
            },
        ),
        (
            KeyKind.P384,
            "did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9",
            {
                "kty": "EC",
                "crv": "P-384",
                "x": "lInTxl8fjLKp_UCrxI0WDklahi-7-_6JbtiHjiRvMvhedhKVdHBfi2HCY8t_QJyc",
                "y": "y6N1IC-2mXxHreETBW7K3mBcw0qGr3CWHCs-yl09yCQRLcyfGv7XhqAngHOu51Zv",
            },
        ),
    ],
)
def test_published_points_have_their_published_names(
    kind: KeyKind, did: str, jwk: dict[str, str]
) -> None:
    assert read_jwk(jwk) == read_multikey(did.removeprefix("did:key:"))
    assert did_key(read_jwk(jwk)[1], kind) == did


def published(shared_data: Path, name: str) -> dict[str, Any]:
    file = shared_data / "w3c" / "did-key" / f"{name}.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_every_published_ed25519_name_is_that_of_its_seed(shared_data: Path) -> None:
    vectors = published(shared_data, "ed25519-x25519")
    found = {
        did_key(crypto_sign_seed_keypair(bytes.fromhex(v["seed"]))[0]) for v in vectors.values()
    }
    assert found == set(vectors)


@pytest.mark.parametrize(("name", "count"), [("nist-curves", 4), ("rsa", 2)])
def test_every_published_name_of_these_kinds_is_that_of_its_json_web_key(
    shared_data: Path, name: str, count: int
) -> None:
    seen = 0
    for did, vector in published(shared_data, name).items():
        method = vector.get("verificationMethod", vector)
        jwk = method.get("publicKeyJwk", {"crv": "none"})
        if jwk.get("crv") in {"P-256", "P-384", None}:
            kind, public_key = read_multikey(did.removeprefix("did:key:"))
            assert read_jwk(jwk) == (kind, public_key)
            assert kind is KeyKind.RSA or did_key(public_key, kind) == did
            seen += 1
    assert seen == count


@pytest.mark.parametrize(("name", "count"), [("bls12381", 6), ("secp256k1", 6), ("nist-curves", 2)])
def test_every_published_name_of_another_kind_of_key_is_refused(
    shared_data: Path, name: str, count: int
) -> None:
    refused = 0
    for did in published(shared_data, name):
        if did.startswith(("did:key:zDn", "did:key:z82")):
            continue
        with pytest.raises(KeyProblem) as caught:
            read_multikey(did.removeprefix("did:key:"))
        assert str(caught.value) == OTHER_KIND
        refused += 1
    assert refused == count


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_public_key_of_another_length_is_neither_written_nor_read(length: int) -> None:
    with pytest.raises(KeyProblem, match=r"^The Ed25519 public key has not 32 bytes\.$"):
        multikey(bytes(length))
    with pytest.raises(KeyProblem, match=r"^The Ed25519 public key has not 32 bytes\.$"):
        read_multikey(multibase.encode(b"\xed\x01" + bytes(length)))


def test_an_rsa_key_has_no_name_of_its_own() -> None:
    with pytest.raises(KeyProblem) as caught:
        multikey(samples.rsa_signer().public_key, KeyKind.RSA)
    assert str(caught.value) == (
        "RSA keys are not written as Multikey. Publish them as JsonWebKey."
    )


def test_a_key_in_base64url_is_read_too() -> None:
    text = "u7QEDoQe_884Qvh1w3RjnS8CZZ-TWMJulDV8d3IZkElUxuA"
    assert read_multikey(text) == (KeyKind.ED25519, samples.SIGNER.public_key)


@pytest.mark.parametrize(
    ("arguments", "did", "url"),
    [
        (("w3c-ccg.github.io",), "did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        (("w3c-ccg.github.io", "user", "alice"), "did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        (("example.com:3000", "user", "alice"), "did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        (("localhost:8000",), "did:web:localhost%3A8000", "https://localhost:8000/.well-known/did.json"),
        (("campus.example", "é/à"), "did:web:campus.example:%C3%A9%2F%C3%A0", "https://campus.example/%C3%A9%2F%C3%A0/did.json"),
        (("campus.example", "a:b"), "did:web:campus.example:a%3Ab", "https://campus.example/a%3Ab/did.json"),
    ],
)  # fmt: skip
def test_hosts_ports_and_paths(arguments: tuple[str, ...], did: str, url: str) -> None:
    assert did_web(*arguments) == did
    assert did_web_url(did) == url


@pytest.mark.parametrize(
    "host",
    ["", "a b", "user@campus.example", "campus.example/x", "a:b", "a:123456", "é.example", "a\n"],
)
def test_no_name_is_made_of_what_is_no_host(host: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        did_web(host)
    assert str(caught.value) == f"{host!r} is not a host name with an optional port."


NOT_WEB, NO_HOST, ELSEWHERE = (
    "{!r} is not a did:web identifier.",
    "{!r} names no valid host.",
    "{!r} has a path that could lead elsewhere.",
)


@pytest.mark.parametrize(
    ("did", "message"),
    [
        ("", NOT_WEB),
        ("did:key:z6Mk", NOT_WEB),
        ("DID:WEB:campus.example", NOT_WEB),
        ("did:webs:campus.example", NOT_WEB),
        ("did:web:", NO_HOST),
        ("did:web:user%40campus.example", NO_HOST),
        ("did:web:user@campus.example", NO_HOST),
        ("did:web:campus.example%2Fx", NO_HOST),
        ("did:web:campus.example/x", NO_HOST),
        ("did:web:campus.example%3Fx", NO_HOST),
        ("did:web:campus.example?x", NO_HOST),
        ("did:web:campus.example%23x", NO_HOST),
        ("did:web:campus.example%3A", NO_HOST),
        ("did:web:campus.example%3A123456", NO_HOST),
        ("did:web:campus.example%3A80%3A81", NO_HOST),
        ("did:web:%5B%3A%3A1%5D", NO_HOST),
        ("did:web:caf%C3%A9.example", NO_HOST),
        ("did:web:campus.example%0A", NO_HOST),
        ("did:web:campus.example\n", NO_HOST),
        ("did:web:campus.example%00", NO_HOST),
        ("did:web:campus.example:", ELSEWHERE),
        ("did:web:campus.example::a", ELSEWHERE),
        ("did:web:campus.example:..", ELSEWHERE),
        ("did:web:campus.example:%2e%2E", ELSEWHERE),
        ("did:web:campus.example:.:a", ELSEWHERE),
        ("did:web:campus.example:a/b", ELSEWHERE),
        ("did:web:campus.example:a\\b", ELSEWHERE),
        ("did:web:campus.example:a?b", ELSEWHERE),
        ("did:web:campus.example:a b", ELSEWHERE),
        ("did:web:campus.example:a\n", ELSEWHERE),
        ("did:web:campus.example:é", ELSEWHERE),
        ("did:web:campus.example:@evil.example", ELSEWHERE),
    ],
)
def test_hostile_names_lead_nowhere(did: str, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        did_web_url(did)
    assert str(caught.value) == message.format(did)
