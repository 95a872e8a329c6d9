"""Status entries of credentials, and the lists that they point to (Bitstring Status List v1.0)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from acquis.credentials.contexts import CREDENTIALS_V2
from acquis.credentials.errors import StatusListProblem
from acquis.credentials.model.parts import Json, Profile, compact, json_list
from acquis.credentials.status import bitstring
from acquis.credentials.times import format_time


class StatusPurpose(StrEnum):
    """What a set bit means. A revocation is for good; a suspension can be lifted."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """The place of a credential in a status list (2.1). `list_url` is where the list is published;
    `index` comes from a `Permutation`, so that neighbours were not issued one after the other."""

    list_url: str
    index: int
    purpose: StatusPurpose = StatusPurpose.REVOCATION

    def to_json(self) -> Json:
        if self.index < 0:
            raise StatusListProblem(f"{self.index} is no place in a status list.")
        return {
            "id": f"{self.list_url}#{self.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose.value,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_url,
        }


def status_json(entries: Sequence[StatusEntry]) -> Json | list[Json]:
    """A single entry stands for itself: Open Badges 3.0 knows no array of them (B.1.4)."""
    found = json_list(entries)
    return found[0] if len(found) == 1 else found


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """A BitstringStatusListCredential (2.2) before it is signed.

    `id` is the https address where it is published, and `issuer` must be the issuer of the
    credentials that point to it. `bits` come from `new_bits` and `set_bits`. Without `valid_until`
    an old copy of the list could be shown for ever; `ttl` is how long, in milliseconds, readers may
    keep it before they ask again.
    """

    id: str
    issuer: Profile
    bits: bytes | bytearray = field(repr=False)
    valid_from: datetime
    valid_until: datetime | None = None
    purpose: StatusPurpose = StatusPurpose.REVOCATION
    ttl: int | None = None

    def to_json(self) -> Json:
        if len(self.bits) * 8 < bitstring.MIN_ENTRIES:
            raise StatusListProblem(
                f"A status list has at least {bitstring.MIN_ENTRIES} entries: make it by new_bits."
            )
        return {
            "@context": [CREDENTIALS_V2],
            **compact(
                id=self.id,
                type=["VerifiableCredential", "BitstringStatusListCredential"],
                issuer=self.issuer.id,
                validFrom=format_time(self.valid_from),
                validUntil=format_time(self.valid_until) if self.valid_until else None,
                credentialSubject=compact(
                    id=f"{self.id}#list",
                    type="BitstringStatusList",
                    statusPurpose=self.purpose.value,
                    ttl=self.ttl,
                    encodedList=bitstring.encode(self.bits),
                ),
            ),
        }
