"""Parts that credentials of every kind share (Open Badges 3.0, appendix B), as frozen values.

Each `to_json` gives the part's JSON-LD in the order of the specification; what is not given is
left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from acquis.credentials.contexts import CREDENTIALS_V2
from acquis.credentials.errors import MalformedDocument
from acquis.credentials.formats import strict_json
from acquis.credentials.times import format_time

Json = dict[str, Any]
_JWT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\Z")


class _Part(Protocol):
    def to_json(self) -> Json: ...


def compact(**fields: Any) -> Json:
    """The fields that say something, in their order."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value not in ("", [], {})
    }


def json_list(parts: Sequence[_Part]) -> list[Json]:
    return [part.to_json() for part in parts]


def json_of(part: _Part | None) -> Json | None:
    return part.to_json() if part else None


def time_of(moment: datetime | None) -> str | None:
    return format_time(moment) if moment else None


def endorsed_by(documents: Sequence[bytes]) -> Json:
    """Signed endorsements where they belong: with a proof inside as objects, as a JWT as texts.

    Raises:
        MalformedDocument: one is neither.
    """
    texts = [document.decode("ascii") for document in documents if is_token(document)]
    objects = [_signed_object(document) for document in documents if not is_token(document)]
    return {"endorsement": objects, "endorsementJwt": texts}


def embedded(documents: Sequence[bytes]) -> list[Json]:
    """Signed credentials as objects in another one; a JWT in an envelope (VC Data Model 2.0, 4.13).

    Raises:
        MalformedDocument: one is neither the JSON of a credential nor a JWT.
    """
    return [
        _enveloped(document.decode("ascii")) if is_token(document) else _signed_object(document)
        for document in documents
    ]


def is_token(document: bytes) -> bool:
    return bool(_JWT.match(document))


def _signed_object(document: bytes) -> Json:
    if not document.lstrip().startswith(b"{"):
        raise MalformedDocument(
            "What is to be embedded is neither the JSON of a signed credential nor a compact JWT."
        )
    return strict_json.load_object(document)


def _enveloped(token: str) -> Json:
    return {
        "@context": [CREDENTIALS_V2],
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """`id` is an address or a `data:` URI; `caption` says in words what the image shows."""

    id: str
    caption: str = ""

    def to_json(self) -> Json:
        return compact(id=self.id, type="Image", caption=self.caption)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry:
    """An identifier that another system gave (B.1.17): `identifier_type` is one of the
    specification's (`sourcedId`, `lisSourcedId`, `systemId`, ...) or begins with `ext:`."""

    identifier: str
    identifier_type: str

    def to_json(self) -> Json:
        return compact(
            type="IdentifierEntry", identifier=self.identifier, identifierType=self.identifier_type
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoCoordinates:
    """Degrees, north and east positive (B.1.16)."""

    latitude: float
    longitude: float

    def to_json(self) -> Json:
        return compact(type="GeoCoordinates", latitude=self.latitude, longitude=self.longitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address (B.1.3). `country_code` is of ISO 3166-1, two letters."""

    country: str = ""
    country_code: str = ""
    region: str = ""
    locality: str = ""
    street: str = ""
    post_office_box: str = ""
    postal_code: str = ""
    geo: GeoCoordinates | None = None

    def to_json(self) -> Json:
        return compact(
            type=["Address"],
            addressCountry=self.country,
            addressCountryCode=self.country_code,
            addressRegion=self.region,
            addressLocality=self.locality,
            streetAddress=self.street,
            postOfficeBoxNumber=self.post_office_box,
            postalCode=self.postal_code,
            geo=json_of(self.geo),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An issuer, a holder or another party (B.1.22). `id` is a DID for whoever signs.

    `official` is the name of whoever may speak for the organisation; `endorsements` are signed
    ones, as `issue` gave them.
    """

    id: str
    name: str = ""
    url: str = ""
    phone: str = ""
    email: str = ""
    description: str = ""
    image: Image | None = None
    address: Address | None = None
    other_identifiers: tuple[IdentifierEntry, ...] = ()
    official: str = ""
    parent: "Profile | None" = None
    family_name: str = ""
    given_name: str = ""
    additional_name: str = ""
    patronymic_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    family_name_prefix: str = ""
    date_of_birth: date | None = None
    endorsements: tuple[bytes, ...] = ()

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["Profile"],
            name=self.name,
            url=self.url,
            phone=self.phone,
            email=self.email,
            description=self.description,
            **endorsed_by(self.endorsements),
            image=json_of(self.image),
            address=json_of(self.address),
            otherIdentifier=json_list(self.other_identifiers),
            official=self.official,
            parentOrg=json_of(self.parent),
            familyName=self.family_name,
            givenName=self.given_name,
            additionalName=self.additional_name,
            patronymicName=self.patronymic_name,
            honorificPrefix=self.honorific_prefix,
            honorificSuffix=self.honorific_suffix,
            familyNamePrefix=self.family_name_prefix,
            dateOfBirth=self.date_of_birth.isoformat() if self.date_of_birth else None,
        )


class Issuable(Protocol):
    """Whatever can be signed as a credential: a badge, an endorsement, a status list, ..."""

    @property
    def issuer(self) -> Profile:
        """Who signs; its id is the DID whose key does."""

    def to_json(self) -> Json:
        """The document to sign, with its contexts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What supports the claim (B.1.13). Without `id` it is only described."""

    name: str
    id: str = ""
    narrative: str = ""
    description: str = ""
    genre: str = ""
    audience: str = ""

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["Evidence"],
            narrative=self.narrative,
            name=self.name,
            description=self.description,
            genre=self.genre,
            audience=self.audience,
        )
