from dataclasses import dataclass
from datetime import datetime

from acquis.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3
from acquis.credentials.model.parts import (
    AchievementSubject,
    Evidence,
    Image,
    Json,
    Profile,
    compact,
    json_list,
)
from acquis.credentials.model.status import StatusEntry, status_json
from acquis.credentials.times import format_time

SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """An OpenBadgeCredential (OB 3.0, B.1.4) before it is signed.

    `id` is an absolute IRI; times carry a zone. `issuer.id` must be the DID whose key signs.
    """

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

    def to_json(self) -> Json:
        return {
            "@context": [CREDENTIALS_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS],
            **compact(
                id=self.id,
                type=["VerifiableCredential", "OpenBadgeCredential"],
                name=self.name,
                description=self.description,
                image=self.image.to_json() if self.image else None,
                credentialSubject=self.subject.to_json(),
                evidence=json_list(self.evidence),
                issuer=self.issuer.to_json(),
                validFrom=format_time(self.valid_from),
                validUntil=format_time(self.valid_until) if self.valid_until else None,
                awardedDate=format_time(self.awarded) if self.awarded else None,
                credentialStatus=status_json(self.status),
                credentialSchema=[{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
            ),
        }
