"""Signers with keys of the other kinds, held in memory; neither `repr` nor an attribute shows them.

Loading this module loads OpenSSL's bindings, which Ed25519 does without.
"""

from acquis.credentials import openssl
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.errors import KeyProblem


class EcdsaSigner:
    """Signs with a P-256 or P-384 key, deterministically (RFC 6979).

    `secret` is the scalar, as long as the curve's field: 32 or 48 bytes.
    """

    __slots__ = ("_private_key", "kind", "public_key", "verification_method")

    def __init__(self, kind: KeyKind, secret: bytes, verification_method: str) -> None:
        if kind not in (KeyKind.P256, KeyKind.P384):
            raise KeyProblem("ECDSA signs with keys on P-256 and P-384.")
        self._private_key = openssl.load_ec_private_key(kind, secret)
        self.public_key = openssl.public_key_bytes(self._private_key.public_key())
        self.kind, self.verification_method = kind, verification_method

    def __repr__(self) -> str:
        return f"EcdsaSigner({self.verification_method})"

    def sign(self, data: bytes) -> bytes:
        return openssl.sign_ecdsa(self.kind, self._private_key, data)


class RsaSigner:
    """Signs with an RSA key (RS256). `pkcs8` is unencrypted PKCS#8 in DER."""

    __slots__ = ("_private_key", "public_key", "verification_method")
    kind = KeyKind.RSA

    def __init__(self, pkcs8: bytes, verification_method: str) -> None:
        self._private_key = openssl.load_rsa_private_key(pkcs8)
        self.public_key = openssl.public_key_bytes(self._private_key.public_key())
        self.verification_method = verification_method

    def __repr__(self) -> str:
        return f"RsaSigner({self.verification_method})"

    def sign(self, data: bytes) -> bytes:
        return openssl.sign_rsa(self._private_key, data)
