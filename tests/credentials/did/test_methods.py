import json
from pathlib import Path

import pytest
from nacl.bindings import crypto_sign_seed_keypair

from acquis.credentials import KeyProblem
from acquis.credentials.did import (
    did_key,
    did_web,
    did_web_url,
    multibase,
    multikey,
    public_key_of,
)
from tests.credentials import samples

pytestmark = pytest.mark.unit


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
    assert public_key_of(did.removeprefix("did:key:")) == public_key


def test_every_published_ed25519_name_is_that_of_its_seed(shared_data: Path) -> None:
    file = shared_data / "w3c" / "did-key" / "ed25519-x25519.json"
    vectors = json.loads(file.read_text(encoding="utf-8"))
    found = {
        did_key(crypto_sign_seed_keypair(bytes.fromhex(v["seed"]))[0]) for v in vectors.values()
    }
    assert found == set(vectors)


@pytest.mark.parametrize("name", ["bls12381", "nist-curves", "rsa", "secp256k1"])
def test_every_published_name_of_another_kind_of_key_is_refused(
    shared_data: Path, name: str
) -> None:
    file = shared_data / "w3c" / "did-key" / f"{name}.json"
    for did in json.loads(file.read_text(encoding="utf-8")):
        with pytest.raises(KeyProblem) as caught:
            public_key_of(did.removeprefix("did:key:"))
        assert str(caught.value) == (
            "The key is not an Ed25519 key, the only kind that is supported so far."
        )


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_public_key_of_another_length_is_neither_written_nor_read(length: int) -> None:
    with pytest.raises(KeyProblem, match=r"^An Ed25519 public key has 32 bytes\.$"):
        multikey(bytes(length))
    with pytest.raises(KeyProblem, match=r"^The Ed25519 public key has not 32 bytes\.$"):
        public_key_of(multibase.encode(b"\xed\x01" + bytes(length)))


def test_a_key_in_base64url_is_read_too() -> None:
    assert public_key_of("u7QEAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw") == samples.SEED


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
