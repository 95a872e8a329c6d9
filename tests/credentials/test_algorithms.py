"""Keys of every kind: sound ones sign, and no other is taken."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from nacl.bindings import crypto_sign

from acquis.credentials import KeyProblem, LocalSigner, generate_seed
from acquis.credentials.algorithms import KeyKind, check_public_key, is_signed
from acquis.credentials.openssl import (
    generate_secret,
    load_public_key,
    load_rsa_private_key,
    point,
    public_key_bytes,
    rsa_public_key,
)
from acquis.credentials.signers import EcdsaSigner, RsaSigner
from tests.credentials import samples
from tests.credentials.samples import P256_SIGNER, P384_SIGNER, SIGNER

pytestmark = pytest.mark.unit

P = 2**255 - 19
ORDER_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# Every encoding of a point of order 1, 2, 4 or 8 (Cryptology ePrint 2020/1244, table 2).
Y8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL_ORDER = [0, 1, P - 1, P, P + 1, Y8, P - Y8]
SIGN = 2**255


def signers() -> list[Any]:
    return [SIGNER, P256_SIGNER, P384_SIGNER, samples.rsa_signer()]


@pytest.mark.parametrize("index", range(4), ids=["Ed25519", "P-256", "P-384", "RSA"])
def test_a_signature_is_of_one_text_by_one_key(index: int) -> None:
    signer = signers()[index]
    signature = signer.sign(b"a proof")
    kind, key = signer.kind, signer.public_key
    check_public_key(kind, key)
    assert is_signed(kind, key, signature, b"a proof")
    assert not is_signed(kind, key, signature, b"another")
    assert not is_signed(kind, key, signature[:-1], b"a proof")
    assert not is_signed(kind, key, signature + b"\0", b"a proof")
    assert not is_signed(kind, key, bytes(len(signature)), b"a proof")
    assert not is_signed(kind, key, b"", b"a proof")


def test_the_judge_of_ecdsa_and_rsa_agrees() -> None:
    for signer, digest in ((P256_SIGNER, hashes.SHA256()), (P384_SIGNER, hashes.SHA384())):
        signature = signer.sign(b"a proof")
        half = len(signature) // 2
        r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
        key: Any = load_public_key(signer.kind, signer.public_key)
        key.verify(encode_dss_signature(r, s), b"a proof", ec.ECDSA(digest))
    key = load_public_key(KeyKind.RSA, samples.rsa_signer().public_key)
    key.verify(samples.rsa_signer().sign(b"x"), b"x", padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(InvalidSignature):
        key.verify(samples.rsa_signer().sign(b"x"), b"y", padding.PKCS1v15(), hashes.SHA256())


def test_ecdsa_signs_the_same_text_the_same_way() -> None:
    """RFC 6979, appendix A.2.5: P-256 with SHA-256, the message "sample"."""
    secret = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    signer = EcdsaSigner(KeyKind.P256, secret.to_bytes(32, "big"), "did:x:1#1")
    assert signer.sign(b"sample").hex() == (
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    )


def test_of_two_ecdsa_signatures_with_opposite_s_both_count() -> None:
    """No specification that is followed here demands the lower one."""
    signature = P256_SIGNER.sign(b"a proof")
    s = ORDER_P256 - int.from_bytes(signature[32:], "big")
    other = signature[:32] + s.to_bytes(32, "big")
    assert is_signed(KeyKind.P256, P256_SIGNER.public_key, other, b"a proof")
    beyond = (s + ORDER_P256) % 2**256
    wrapped = signature[:32] + beyond.to_bytes(32, "big")
    assert not is_signed(KeyKind.P256, P256_SIGNER.public_key, wrapped, b"a proof")


def test_an_ecdsa_signature_has_one_length() -> None:
    signature = P256_SIGNER.sign(b"a proof")
    longer = b"\0" + signature[:32] + b"\0" + signature[32:]
    assert not is_signed(KeyKind.P256, P256_SIGNER.public_key, longer, b"a proof")


def ed25519(y: int, sign: int = 0) -> bytes:
    return (y | sign).to_bytes(32, "little")


@pytest.mark.parametrize("sign", [0, SIGN], ids=["even", "odd"])
@pytest.mark.parametrize("y", SMALL_ORDER, ids=hex)
def test_an_ed25519_key_of_small_order_is_refused(y: int, sign: int) -> None:
    """Under the point 0, one signature is good for half of all texts."""
    with pytest.raises(KeyProblem) as caught:
        check_public_key(KeyKind.ED25519, ed25519(y, sign))
    assert str(caught.value) == (
        "The Ed25519 public key is not a point of the group that keys are taken from."
    )


@pytest.mark.parametrize("y", [P + 2, P + 18, 2**255 - 1, 2], ids=hex)
def test_an_ed25519_key_that_is_not_canonical_or_on_the_curve_is_refused(y: int) -> None:
    with pytest.raises(KeyProblem):
        check_public_key(KeyKind.ED25519, ed25519(y))


def test_an_ed25519_signature_of_a_larger_s_is_refused() -> None:
    """RFC 8032, 5.1.7: S + L would be a second signature of the same text."""
    order = 2**252 + 27742317777372353535851937790883648493
    signature = SIGNER.sign(b"a proof")
    s = int.from_bytes(signature[32:], "little") + order
    other = signature[:32] + s.to_bytes(32, "little")
    assert not is_signed(KeyKind.ED25519, SIGNER.public_key, other, b"a proof")


@pytest.mark.parametrize(
    ("kind", "key", "message"),
    [
        (KeyKind.ED25519, bytes(31), "The Ed25519 public key has not 32 bytes."),
        (KeyKind.P256, b"", "The P-256 public key has not 33 bytes."),
        (KeyKind.P256, b"\4" + bytes(32), "The P-256 public key is malformed."),
        (KeyKind.P256, b"\2" + b"\xff" * 32, "The P-256 public key is malformed."),
        (KeyKind.P256, b"\0" * 33, "The P-256 public key is malformed."),
        (KeyKind.P384, P256_SIGNER.public_key, "The P-384 public key has not 49 bytes."),
        (KeyKind.P384, b"\3" + b"\xff" * 48, "The P-384 public key is malformed."),
        (KeyKind.RSA, b"", "The RSA public key is malformed."),
        (KeyKind.RSA, b"\x30\x06\x02\x01\x00\x02\x01\x00", "The RSA public key is malformed."),
    ],
)
def test_bytes_that_are_no_key_are_refused(kind: KeyKind, key: bytes, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        check_public_key(kind, key)
    assert str(caught.value) == message


def test_a_point_that_is_not_on_the_curve_is_refused() -> None:
    with pytest.raises(KeyProblem) as caught:
        point(KeyKind.P256, 1, 1)
    assert str(caught.value) == "The P-256 public key is not on its curve."


def info(key: Any) -> bytes:
    found: bytes = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return found


# A SubjectPublicKeyInfo of an algorithm that does not exist (object identifier 1.2.3.4).
UNKNOWN_ALGORITHM = bytes.fromhex("300d300706032a03040500030200ff")


@pytest.mark.parametrize("what", ["rsa in another form", "dsa", "unknown", "something behind it"])
def test_an_rsa_key_has_one_form(what: str) -> None:
    key = load_public_key(KeyKind.RSA, samples.rsa_signer().public_key)
    data = {
        "rsa in another form": info(key),
        "dsa": info(dsa.generate_private_key(1024).public_key()) if what == "dsa" else b"",
        "unknown": UNKNOWN_ALGORITHM,
        "something behind it": samples.rsa_signer().public_key + b"\0",
    }[what]
    with pytest.raises(KeyProblem) as caught:
        check_public_key(KeyKind.RSA, data)
    assert str(caught.value) == "The RSA public key is malformed."


@pytest.mark.parametrize(
    ("modulus", "exponent", "message"),
    [
        (
            2**1023 + 1,
            65537,
            "An RSA key must have 2048 to 8192 bits; this one has 1024.",
        ),
        (2**8192, 65537, "An RSA key must have 2048 to 8192 bits; this one has 8193."),
        (0, 3, "An RSA key must have 2048 to 8192 bits; this one has 0."),
        (2**2047 + 1, 1, "The RSA public key is malformed."),
        (2**2047 + 1, 2, "The RSA public key is malformed."),
        (
            2**2047 + 1,
            2**33 + 1,
            "The RSA public key has an exponent far beyond any in use.",
        ),
    ],
)
def test_an_rsa_key_that_is_too_weak_or_too_slow_is_refused(
    modulus: int, exponent: int, message: str
) -> None:
    with pytest.raises(KeyProblem) as caught:
        rsa_public_key(modulus, exponent)
    assert str(caught.value) == message


def test_a_short_rsa_key_is_refused_in_every_form() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    message = "An RSA key must have 2048 to 8192 bits; this one has 1024."
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(KeyProblem, match=f"^{message}$"):
        RsaSigner(pkcs8, samples.METHOD)
    with pytest.raises(KeyProblem, match=f"^{message}$"):
        check_public_key(KeyKind.RSA, public_key_bytes(key.public_key()))


def pkcs8_of(key: Any, password: bytes | None = None) -> bytes:
    encryption: Any = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    found: bytes = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, encryption
    )
    return found


def test_what_is_no_open_rsa_key_does_not_sign() -> None:
    unreadable = "The RSA private key is not unencrypted PKCS#8 in DER."
    locked = pkcs8_of(samples.rsa_signer()._private_key, b"secret")
    for data in (b"", b"x" * 100, locked):
        with pytest.raises(KeyProblem) as caught:
            load_rsa_private_key(data)
        assert str(caught.value) == unreadable
    with pytest.raises(KeyProblem) as caught:
        load_rsa_private_key(pkcs8_of(P256_SIGNER._private_key))
    assert str(caught.value) == "The private key is not an RSA key."


@pytest.mark.parametrize(
    ("kind", "secret", "message"),
    [
        (KeyKind.P256, bytes(31), "A P-256 private key has 32 bytes."),
        (KeyKind.P384, bytes(32), "A P-384 private key has 48 bytes."),
        (KeyKind.P256, bytes(32), "The number is no P-256 private key."),
        (KeyKind.P256, b"\xff" * 32, "The number is no P-256 private key."),
        (KeyKind.ED25519, bytes(32), "ECDSA signs with keys on P-256 and P-384."),
        (KeyKind.RSA, bytes(32), "ECDSA signs with keys on P-256 and P-384."),
    ],
)
def test_what_is_no_private_key_does_not_sign(kind: KeyKind, secret: bytes, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        EcdsaSigner(kind, secret, samples.METHOD)
    assert str(caught.value) == message


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
def test_new_secrets_are_never_the_same_and_sign(kind: KeyKind) -> None:
    secrets = {generate_secret(kind) for _ in range(20)}
    assert len(secrets) == 20
    for secret in secrets:
        signer = EcdsaSigner(kind, secret, samples.METHOD)
        assert is_signed(kind, signer.public_key, signer.sign(b"x"), b"x")


@pytest.mark.parametrize("index", range(1, 4), ids=["P-256", "P-384", "RSA"])
def test_a_signer_shows_nothing_of_its_key(index: int) -> None:
    signer = signers()[index]
    name = "RsaSigner" if index == 3 else "EcdsaSigner"
    assert f"{signer!r} {signer}" == " ".join([f"{name}({signer.verification_method})"] * 2)
    public = [name for name in dir(signer) if not name.startswith("_")]
    assert public == ["kind", "public_key", "sign", "verification_method"]
    assert not hasattr(signer, "__dict__")


def test_a_seed_signs_as_nacl_does() -> None:
    seed = generate_seed()
    signer = LocalSigner(seed, samples.METHOD)
    assert signer.sign(b"x") == crypto_sign(b"x", seed + signer.public_key)[:64]
