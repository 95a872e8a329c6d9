"""Multibase texts: base58btc (`z...`) and base64url without padding (`u...`)."""

import base64

from acquis.credentials.errors import KeyProblem

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
MAX_LENGTH = 4096


def encode(data: bytes) -> str:
    """base58btc with its prefix; leading zero bytes are kept as leading `1`s."""
    number = int.from_bytes(data, "big")
    letters = []
    while number:
        number, rest = divmod(number, 58)
        letters.append(_ALPHABET[rest])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(reversed(letters))


def decode(text: str) -> bytes:
    """The bytes of a `z...` or `u...` text. Raises `KeyProblem` for anything else."""
    if not text or len(text) > MAX_LENGTH:
        raise KeyProblem("A multibase value is empty or far too long.")
    prefix, body = text[0], text[1:]
    if prefix == "z":
        return _decode_base58(body)
    if prefix == "u":
        return _decode_base64url(body)
    raise KeyProblem(f"Multibase prefix {prefix!r} is not supported: use z (base58btc) or u.")


def _decode_base64url(body: str) -> bytes:
    padded = body + "=" * (-len(body) % 4)
    if set(body) & set("+/="):  # Python's decoder would let them pass
        padded = "?"
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError as error:
        raise KeyProblem("A base64url multibase value has characters out of place.") from error


def _decode_base58(body: str) -> bytes:
    number = 0
    for letter in body:
        if letter not in _VALUES:
            raise KeyProblem(f"{letter!r} is not a base58btc character.")
        number = number * 58 + _VALUES[letter]
    zeros = len(body) - len(body.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
