"""Applying: from a stranger's form to a file that an assessor can judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from acquis.assessing.domain import letters
from acquis.assessing.domain.evidence import NewEvidence, attach
from acquis.assessing.domain.lifecycle import move
from acquis.assessing.enums import ApplicationStatus as Status
from acquis.assessing.enums import AssessingAct
from acquis.assessing.errors import AlreadyApplied, AssessingError, NotAllowedNow
from acquis.assessing.models import Application, Message
from acquis.common.tenancy import system_scope
from acquis.modelling.enums import VersionStatus
from acquis.modelling.models import AchievementVersion
from acquis.organizations.domain import audit
from acquis.people.domain import addresses, mail_links
from acquis.people.models import MailLink, Person

CONFIRMATION = "assessing.confirm_application"
CONFIRMATION_LASTS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a candidate hands in."""

    name: str
    email: str
    statement: str
    evidence: Sequence[NewEvidence]


@system_scope("a stranger's form makes a person and her application")
@transaction.atomic
def apply(
    version: AchievementVersion, request: Request, *, language: str, applicant: Person | None
) -> Application:
    """Hand in an application.

    Whoever is signed in and gives an address verified as hers has applied at once. Anybody else
    gets a mail: the application waits until the address is confirmed, so that nobody applies in
    another's name, and so that it cannot be told from outside who has an account.

    Raises:
        NotAllowedNow: the achievement is not open to applications.
        AlreadyApplied: she has an open application for this version, or has earned it.
        EvidenceRefused: a file or a link is not acceptable.
    """
    _demand_open(version)
    email = addresses.normalise(request.email)
    known = applicant is not None and email in addresses.verified_addresses(applicant)
    if applicant is not None and known:
        candidate = applicant
        _refuse_second(version, candidate)
    else:
        candidate = addresses.find_or_create_person(
            email=email, name=request.name, language=language
        )
    application = Application.objects.create(
        version=version,
        organization=version.organization,
        candidate=candidate,
        candidate_name=request.name.strip(),
        email=email,
        statement=request.statement,
    )
    attach(application, request.evidence)
    if known:
        return _submit(application)
    _link, token = mail_links.create(
        candidate, email=email, purpose=CONFIRMATION, target=application.pk,
        lasts=CONFIRMATION_LASTS,
    )  # fmt: skip
    letters.confirm_address(application, token, language=language)
    return application


@system_scope("the secret link is the permission")
@transaction.atomic
def confirm(token: str) -> Application:
    """Follow the link of the confirmation mail: the address is verified, the application handed in.

    Raises:
        MailLinkError: the link is unknown, expired, or already served.
        AlreadyApplied: she has meanwhile another open application for this version.
        NotAllowedNow: the achievement was retired since she wrote; the link stays as it was.
    """
    link = mail_links.follow(token, purpose=CONFIRMATION)
    application = Application.objects.select_related("candidate", "version").get(pk=link.target)
    _demand_open(application.version)
    _refuse_second(application.version, application.candidate)
    candidate = application.candidate
    if not candidate.name:
        candidate.name = application.candidate_name
        candidate.save(update_fields=["name"])
    return _submit(application)


@transaction.atomic
def answer(
    application: Application, *, by: Person, text: str, evidence: Sequence[NewEvidence] = ()
) -> Application:
    """The candidate answers the assessor's question; the file goes back into the queue.

    Raises:
        NotAllowedNow: no question is waiting.
        AssessingError: the answer says nothing.
        EvidenceRefused: a file or a link is not acceptable.
    """
    if not text.strip() and not evidence:
        raise AssessingError(_("Write your answer, or join a file or a link."))
    moved = move(application.pk, Status.SUBMITTED)
    moved.save()
    attach(moved, evidence)
    if text.strip():
        Message.objects.create(application=moved, author=by, text=text.strip())
    audit.record(moved.organization, AssessingAct.ANSWERED, moved, by=by)
    return moved


@transaction.atomic
def withdraw(application: Application) -> Application:
    """The candidate takes her application back. Raises `NotAllowedNow` once it is decided."""
    moved = move(application.pk, Status.WITHDRAWN)
    moved.decided_at = timezone.now()
    moved.save()
    audit.record(moved.organization, AssessingAct.WITHDRAWN, moved, by=moved.candidate)
    return moved


def _submit(application: Application) -> Application:
    moved = move(application.pk, Status.SUBMITTED)
    moved.submitted_at = timezone.now()
    moved.save()
    letters.received(moved)
    audit.record(moved.organization, AssessingAct.SUBMITTED, moved, by=moved.candidate)
    return moved


def _demand_open(version: AchievementVersion) -> None:
    if version.status != VersionStatus.PUBLISHED:
        raise NotAllowedNow(_("This achievement is not open to applications at present."))


def _refuse_second(version: AchievementVersion, candidate: Person) -> None:
    # Two clicks on one form come at the same time: the second waits here, then sees the first.
    Person.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    same = Application.objects.filter(version=version, candidate=candidate)
    if same.filter(status__in=[Status.SUBMITTED, Status.QUESTIONED]).exists():
        raise AlreadyApplied(
            _("You have already applied for this achievement. You find it among your applications.")
        )
    if version.validity_months is None and same.filter(status=Status.AWARDED).exists():
        raise AlreadyApplied(_("You have earned this achievement. You find it in your passport."))


@system_scope("the secret link is the permission")
def waiting_for(link: MailLink) -> Application:
    """The application that a confirmation link is about."""
    return Application.objects.select_related("version__achievement__organization").get(
        pk=link.target
    )
