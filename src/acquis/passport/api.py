"""Verifying for programs: the same checks as on the verify page, under the same limits."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from ninja.errors import HttpError

from acquis.common.api.access import public
from acquis.common.api.problems import FieldRefused, Problem, TooMany
from acquis.common.limits import take
from acquis.passport.domain.reading import Summary, summarise
from acquis.passport.domain.verification import examine_document, extract_credential
from acquis.passport.domain.wording import worded
from acquis.passport.errors import NotACredential

router = Router(tags=["verification"])
JSON_TYPES = ("application/json", "application/vc+ld+json")
_DOCUMENT = {"schema": {"type": "object", "description": "An Open Badges 3.0 credential."}}
_UPLOAD = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
}
BODY = {
    "required": True,
    "content": dict.fromkeys(JSON_TYPES, _DOCUMENT) | {"multipart/form-data": {"schema": _UPLOAD}},
}


class CheckOut(Schema):
    """`reason` is a code for programs; `text` says it in the language of Accept-Language."""

    check: str
    outcome: str
    reason: str
    text: str


class SkillOut(Schema):
    name: str
    framework: str
    uri: str
    level: str
    rank: int
    of: int


class SummaryOut(Schema):
    """What the credential says of itself; it is true only if the verdict is `valid`."""

    id: str
    achievement: str
    achievement_id: str
    holder: str
    issuer: str
    issuer_id: str
    valid_from: datetime | None
    valid_until: datetime | None
    skills: list[SkillOut]


class ReportOut(Schema):
    """`kind` is what the document is (`open_badge`, `endorsement`, `learner_record`, ...); None if
    it could not be read. `endorsements` and `credentials` are the reports on those inside it."""

    verdict: str
    kind: str | None
    checks: list[CheckOut]
    endorsements: list["ReportOut"]
    credentials: list["ReportOut"]


class Verification(ReportOut):
    """`summary` is None for what could not be read as a credential."""

    summary: SummaryOut | None


@router.post(
    "verify",
    response={200: Verification, 400: Problem, 413: Problem, 415: Problem, 422: Problem,
              429: Problem},
    summary=gettext_noop("Is this badge genuine? A credential's JSON, or a file that carries one"),
    openapi_extra={"requestBody": BODY},
)  # fmt: skip
@public("anybody may ask whether a badge is genuine; nothing of it is kept")
def verify(request: HttpRequest) -> Verification:
    wait = take(request, "verify")
    if wait:
        raise TooMany(wait)
    field, content = _handed_in(request)
    try:
        document = extract_credential(content)
    except NotACredential as error:
        raise FieldRefused(field, error.message) from error
    report = examine_document(document)
    summary = None if report.document is None else _summary(summarise(report.document))
    return Verification.model_validate({**worded(report), "summary": summary})


def _handed_in(request: HttpRequest) -> tuple[str, bytes]:
    """The field's name in refusals, and the bytes."""
    if request.content_type in JSON_TYPES:
        _refuse_large(int(request.META.get("CONTENT_LENGTH") or 0))
        return "body", request.read()
    if request.content_type != "multipart/form-data":
        said = _("Send %(kinds)s.") % {"kinds": ", ".join([*JSON_TYPES, "multipart/form-data"])}
        raise HttpError(415, said)
    file = request.FILES.get("file")
    if file is None:
        raise FieldRefused("file", _("This is needed."))
    _refuse_large(file.size or 0)
    return "file", file.read()


def _refuse_large(size: int) -> None:
    if size > settings.VERIFY_MAX_BYTES:
        limit = filesizeformat(settings.VERIFY_MAX_BYTES)
        raise HttpError(
            413, _("This file is too large to be a badge: at most %(limit)s.") % {"limit": limit}
        )


def _summary(summary: Summary) -> SummaryOut:
    return SummaryOut(
        id=summary.id,
        achievement=summary.name,
        achievement_id=summary.achievement_id,
        holder=summary.holder,
        issuer=summary.issuer_name,
        issuer_id=summary.issuer_id,
        valid_from=summary.valid_from,
        valid_until=summary.valid_until,
        skills=[
            SkillOut(
                name=skill.name,
                framework=skill.framework,
                uri=skill.url,
                level=skill.level,
                rank=skill.level_rank,
                of=skill.level_count,
            )
            for skill in summary.skills
        ],
    )
