"""The secrets of authenticator apps and recovery codes, sealed in allauth's table."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator

from acquis.common import sealing
from acquis.common.errors import SealBroken

PURPOSE = "second factor"
# Where allauth keeps what a second factor is computed from (a passkey's row has public data only).
_SECRETS = ("secret", "seed")


def seal_secret(text: str) -> str:
    return sealing.seal(text, purpose=PURPOSE)


def open_secret(kept: str) -> str:
    """The secret as allauth knows it. What a release without sealing wrote is taken as it lies.

    Raises:
        SealBroken: it was sealed under another ACQUIS_KEY_ENCRYPTION_KEY, or altered.
    """
    return sealing.unseal(kept, purpose=PURPOSE) if sealing.is_sealed(kept) else kept


def with_sealed_secrets(data: dict[str, Any]) -> dict[str, Any]:
    """The data of a row, each secret in it sealed; equal to what was given if all are."""
    return data | {
        name: seal_secret(data[name])
        for name in _SECRETS
        if name in data and not sealing.is_sealed(data[name])
    }


def with_open_secrets(data: dict[str, Any]) -> dict[str, Any]:
    """The counterpart of `with_sealed_secrets`, for going back to a release without sealing."""
    return data | {name: open_secret(data[name]) for name in _SECRETS if name in data}


def unsealed() -> list[Authenticator]:
    """The rows whose secret lies open in the database."""
    return [row for row in _rows() if with_sealed_secrets(row.data) != row.data]


def closed() -> list[Authenticator]:
    """The rows whose secret does not open under today's ACQUIS_KEY_ENCRYPTION_KEY."""
    return [row for row in _rows() if not _opens(row)]


def seal_open_ones() -> int:
    """Seal what lies open, and leave the rest as it is. Returns how many rows it was."""
    rows = unsealed()
    for row in rows:
        row.data = with_sealed_secrets(row.data)
        row.save(update_fields=["data"])
    return len(rows)


def remove_closed() -> int:
    """Remove second factors that nobody can use any more. Returns how many rows it was."""
    rows = closed()
    for row in rows:
        row.delete()
    return len(rows)


def _rows() -> Iterator[Authenticator]:
    yield from Authenticator.objects.filter(type__in=("totp", "recovery_codes")).iterator()


def _opens(row: Authenticator) -> bool:
    try:
        with_open_secrets(row.data)
    except SealBroken:
        return False
    return True
