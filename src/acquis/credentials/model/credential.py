"""The credentials that can be issued, before they are signed.

In each, `id` is an absolute IRI, times carry a zone, and `issuer.id` must be the DID whose key
signs. `status` says where later word of it is kept; `endorsements` are signed ones, as `issue` gave
them.
"""

from dataclasses import dataclass
from datetime import datetime

from acquis.credentials.contexts import (
    CREDENTIALS_V2,
    LEARNER_RECORD_V2,
    OPEN_BADGES_EXTENSIONS,
    OPEN_BADGES_V3,
)
from acquis.credentials.errors import UnsafeDocument
from acquis.credentials.formats import base64url, strict_json
from acquis.credentials.model.achievement import Achievement, AchievementSubject
from acquis.credentials.model.identity import IdentityObject
from acquis.credentials.model.parts import (
    Evidence,
    Image,
    Json,
    Profile,
    compact,
    embedded,
    endorsed_by,
    is_token,
    json_list,
    json_of,
    time_of,
)
from acquis.credentials.model.status import StatusEntry, status_json
from acquis.credentials.times import format_time

_SCHEMAS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
SCHEMA = f"{_SCHEMAS}ob_v3p0_achievementcredential_schema.json"
ENDORSEMENT_SCHEMA = f"{_SCHEMAS}ob_v3p0_endorsementcredential_schema.json"
RECORD_SCHEMA = (
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
)
CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """An OpenBadgeCredential (OB 3.0, B.1.4). `refresh_url` is where a newer version is to be had
    (1EdTech Credential Refresh 1.0)."""

    id: str
    issuer: Profile
    subject: AchievementSubject
    valid_from: datetime
    valid_until: datetime | None = None
    awarded: datetime | None = None
    name: str = ""
    description: str = ""
    image: Image | None = None
    evidence: tuple[Evidence, ...] = ()
    status: tuple[StatusEntry, ...] = ()
    refresh_url: str = ""
    endorsements: tuple[bytes, ...] = ()

    def to_json(self) -> Json:
        return {
            "@context": CONTEXTS.copy(),
            **compact(
                id=self.id,
                type=["VerifiableCredential", "OpenBadgeCredential"],
                name=self.name,
                description=self.description,
                image=json_of(self.image),
                credentialSubject=self.subject.to_json(),
                **endorsed_by(self.endorsements),
                evidence=json_list(self.evidence),
                issuer=self.issuer.to_json(),
                validFrom=format_time(self.valid_from),
                validUntil=time_of(self.valid_until),
                awardedDate=time_of(self.awarded),
                credentialStatus=status_json(self.status),
                refreshService=compact(
                    id=self.refresh_url,
                    type="1EdTechCredentialRefresh" if self.refresh_url else "",
                ),
                credentialSchema=_schema(SCHEMA),
            ),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """An EndorsementCredential (OB 3.0, B.1.9): what its issuer says of another thing.

    `endorsed` is the id of a credential, an achievement or a profile; `comment` is Markdown.
    """

    id: str
    issuer: Profile
    endorsed: str
    comment: str
    name: str
    valid_from: datetime
    valid_until: datetime | None = None
    awarded: datetime | None = None
    description: str = ""
    status: tuple[StatusEntry, ...] = ()

    def to_json(self) -> Json:
        return {
            "@context": CONTEXTS.copy(),
            **compact(
                id=self.id,
                type=["VerifiableCredential", "EndorsementCredential"],
                name=self.name,
                description=self.description,
                credentialSubject=compact(
                    id=self.endorsed, type=["EndorsementSubject"], endorsementComment=self.comment
                ),
                issuer=self.issuer.to_json(),
                validFrom=format_time(self.valid_from),
                validUntil=time_of(self.valid_until),
                awardedDate=time_of(self.awarded),
                credentialStatus=status_json(self.status),
                credentialSchema=_schema(ENDORSEMENT_SCHEMA),
            ),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCredential:
    """A signed Profile (OB 3.0, 8.3): that the subject is who the profile says."""

    id: str
    issuer: Profile
    profile: Profile
    valid_from: datetime
    valid_until: datetime | None = None
    name: str = ""
    status: tuple[StatusEntry, ...] = ()
    endorsements: tuple[bytes, ...] = ()

    def to_json(self) -> Json:
        return {
            "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
            **compact(
                id=self.id,
                # The context has no term ProfileCredential: the subject's type says what it is.
                type=["VerifiableCredential"],
                name=self.name,
                credentialSubject=self.profile.to_json(),
                **endorsed_by(self.endorsements),
                issuer=self.issuer.to_json(),
                validFrom=format_time(self.valid_from),
                validUntil=time_of(self.valid_until),
                credentialStatus=status_json(self.status),
            ),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """How two things in a learner record belong together (CLR 2.0, B.1.5).

    `association_type` is `isChildOf`, `isParentOf`, `isPartOf`, `precedes`, `isRelatedTo`, ...;
    both ids are of credentials or achievements in the record.
    """

    association_type: str
    source: str
    target: str

    def to_json(self) -> Json:
        return compact(
            type=["Association"],
            associationType=self.association_type,
            sourceId=self.source,
            targetId=self.target,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRecord:
    """A ClrCredential (CLR 2.0, B.1.8): credentials of one person, gathered and signed together.

    `members` are signed credentials, as `issue` or `issue_jwt` gave them; each keeps its own proof.
    `partial` tells that the publisher knows of more.
    """

    id: str
    issuer: Profile
    members: tuple[bytes, ...]
    valid_from: datetime
    name: str
    holder: str = ""
    identifier: tuple[IdentityObject, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    associations: tuple[Association, ...] = ()
    valid_until: datetime | None = None
    awarded: datetime | None = None
    partial: bool | None = None
    description: str = ""
    image: Image | None = None
    status: tuple[StatusEntry, ...] = ()
    endorsements: tuple[bytes, ...] = ()

    def to_json(self) -> Json:
        """Raises `UnsafeDocument` if an association names what the record does not hold."""
        self._demand_associated()
        return {
            "@context": [CREDENTIALS_V2, LEARNER_RECORD_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS],
            **compact(
                id=self.id,
                type=["VerifiableCredential", "ClrCredential"],
                name=self.name,
                description=self.description,
                image=json_of(self.image),
                credentialSubject=compact(
                    id=self.holder,
                    type=["ClrSubject"],
                    identifier=json_list(self.identifier),
                    achievement=json_list(self.achievements),
                    verifiableCredential=embedded(self.members),
                    association=json_list(self.associations),
                ),
                **endorsed_by(self.endorsements),
                partial=self.partial,
                issuer=self.issuer.to_json(),
                validFrom=format_time(self.valid_from),
                validUntil=time_of(self.valid_until),
                awardedDate=time_of(self.awarded),
                credentialStatus=status_json(self.status),
                credentialSchema=_schema(RECORD_SCHEMA),
            ),
        }

    def _demand_associated(self) -> None:
        held = [*map(_read, self.members), *json_list(self.achievements)]
        known = {str(one.get("id")) for one in held}
        subjects = [one.get("credentialSubject") for one in held]
        known |= {
            str(subject["achievement"].get("id"))
            for subject in subjects
            if isinstance(subject, dict) and isinstance(subject.get("achievement"), dict)
        }
        for association in self.associations:
            for end in (association.source, association.target):
                if end not in known:
                    raise UnsafeDocument(
                        f"An association names {end!r}, which the record does not hold. Name the "
                        "id of one of its credentials or achievements."
                    )


def _read(member: bytes) -> Json:
    """What a signed credential says; its signature is not looked at."""
    if is_token(member):
        member = base64url.decode(member.decode("ascii").split(".")[1])
    return strict_json.load_object(member)


def _schema(url: str) -> list[Json]:
    return [{"id": url, "type": "1EdTechJsonSchemaValidator2019"}]
