"""Applying: who has applied at once, who has to confirm, and what is refused."""

import re

import pytest
from django.utils import timezone

from acquis.assessing.domain import applications
from acquis.assessing.domain.applications import answer, apply, confirm, waiting_for, withdraw
from acquis.assessing.domain.evidence import NewEvidence
from acquis.assessing.enums import Decision
from acquis.assessing.errors import (
    AlreadyApplied,
    AssessingError,
    EvidenceRefused,
    NotAllowedNow,
)
from acquis.assessing.models import Application, Message
from acquis.common.models import OutgoingMail
from acquis.modelling.domain.achievements import retire
from acquis.modelling.models import AchievementVersion
from acquis.organizations.enums import Role
from acquis.people.domain import addresses, mail_links
from acquis.people.errors import MailLinkError, MailLinkUsed
from acquis.people.models import Person
from tests import factories
from tests.assessing.requests import request

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TWICE = (
    "Vous avez déjà fait une demande pour cette micro-certification : retrouvez-la dans vos "
    "demandes."
)
EARNED = "Vous avez déjà obtenu cette micro-certification : retrouvez-la dans votre passeport."
CLOSED = "Cette micro-certification n’est pas ouverte aux demandes pour le moment."


@pytest.fixture
def version() -> AchievementVersion:
    return factories.published(factories.organization())


def token_in_last_mail() -> str:
    mail = OutgoingMail.objects.order_by("-created_at")[0]
    [token] = re.findall(r"/applications/confirm/([\w-]+)/", mail.text)
    return str(token)


def stranger_applies(version: AchievementVersion, email: str = "lea@courriel.example") -> str:
    """A stranger hands in; returns the token that was mailed to the address."""
    asked = applications.Request(name="Léa Dubois", email=email, statement="…", evidence=[])
    apply(version, asked, language="fr", applicant=None)
    return token_in_last_mail()


def test_whoever_is_signed_in_with_a_verified_address_has_applied_at_once(
    version: AchievementVersion,
) -> None:
    candidate = factories.person("lea@courriel.example", name="Léa")
    before = timezone.now()

    application = apply(
        version,
        request(candidate, name="  Léa Dubois ", email="LEA@courriel.example"),
        language="fr",
        applicant=candidate,
    )

    assert (
        application.status,
        application.candidate,
        application.candidate_name,
        application.email,
        application.organization,
        application.statement,
        application.decided_at,
    ) == (
        "submitted",
        candidate,
        "Léa Dubois",
        "lea@courriel.example",
        version.organization,
        "J’ai animé dix réunions.",
        None,
    )
    assert application.submitted_at is not None
    assert before <= application.submitted_at <= timezone.now()
    assert str(application) == "Léa Dubois · Animer une réunion utile"


def test_every_verified_address_of_hers_serves(version: AchievementVersion) -> None:
    candidate = factories.person("lea@courriel.example")
    addresses.verify_address(candidate, "lea@travail.example")

    application = apply(
        version,
        request(candidate, email="lea@travail.example"),
        language="fr",
        applicant=candidate,
    )

    assert (application.status, application.email) == ("submitted", "lea@travail.example")


def test_a_stranger_s_application_waits_for_its_confirmation(version: AchievementVersion) -> None:
    token = stranger_applies(version)

    [application] = Application.objects.all()
    assert (application.status, application.submitted_at) == ("unconfirmed", None)
    assert application.candidate.email == "lea@courriel.example"
    assert addresses.verified_addresses(application.candidate) == []
    link = mail_links.look_up(token, purpose=applications.CONFIRMATION)
    assert waiting_for(link) == application
    assert (link.person, link.email) == (application.candidate, "lea@courriel.example")
    assert abs(link.expires_at - timezone.now() - applications.CONFIRMATION_LASTS).seconds < 60


def test_following_the_mail_s_link_hands_in_and_verifies_the_address(
    version: AchievementVersion,
) -> None:
    token = stranger_applies(version)

    application = confirm(token)

    assert application.status == "submitted"
    assert application.submitted_at is not None
    assert application.candidate.name == "Léa Dubois"
    assert addresses.verified_addresses(application.candidate) == ["lea@courriel.example"]


def test_a_confirmation_names_a_person_who_has_no_name_yet(version: AchievementVersion) -> None:
    person = Person.objects.create_user("lea@courriel.example", language="fr")

    application = confirm(stranger_applies(version, person.email))

    person.refresh_from_db()
    assert (application.candidate, person.name) == (person, "Léa Dubois")


def test_a_confirmation_serves_once(version: AchievementVersion) -> None:
    token = stranger_applies(version)
    confirm(token)

    with pytest.raises(MailLinkUsed):
        confirm(token)


def test_an_unknown_confirmation_confirms_nothing(version: AchievementVersion) -> None:
    stranger_applies(version)

    with pytest.raises(MailLinkError):
        confirm("unknown")

    assert [found.status for found in Application.objects.all()] == ["unconfirmed"]


def test_nobody_applies_in_another_s_name(version: AchievementVersion) -> None:
    victim = factories.person("victime@courriel.example", name="Victime")
    attacker = factories.person("attaquant@courriel.example", name="Attaquant")

    application = apply(
        version, request(attacker, email=victim.email), language="fr", applicant=attacker
    )

    assert (application.candidate, application.status) == (victim, "unconfirmed")
    victim.refresh_from_db()
    assert victim.name == "Victime"
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["victime@courriel.example"]


def test_an_address_of_hers_that_is_not_verified_waits_for_its_confirmation(
    version: AchievementVersion,
) -> None:
    candidate = factories.person(verified=False)

    application = apply(version, request(candidate), language="fr", applicant=candidate)

    assert (application.candidate, application.status) == (candidate, "unconfirmed")


def test_a_second_open_application_is_refused(version: AchievementVersion) -> None:
    candidate = factories.person()
    factories.application(version, candidate=candidate)

    with pytest.raises(AlreadyApplied) as refusal:
        factories.application(version, candidate=candidate)

    assert str(refusal.value) == TWICE
    assert Application.objects.count() == 1


def test_a_second_application_is_refused_while_a_question_waits(
    version: AchievementVersion,
) -> None:
    candidate = factories.person()
    first = factories.application(version, candidate=candidate)
    factories.awarded(first, decision=Decision.QUESTION)

    with pytest.raises(AlreadyApplied) as refusal:
        factories.application(version, candidate=candidate)

    assert str(refusal.value) == TWICE


def test_a_confirmation_is_refused_when_another_application_is_open_and_stays_unspent(
    version: AchievementVersion,
) -> None:
    candidate = factories.person("lea@courriel.example")
    token = stranger_applies(version)
    open_one = factories.application(version, candidate=candidate)

    with pytest.raises(AlreadyApplied) as refusal:
        confirm(token)

    assert str(refusal.value) == TWICE
    withdraw(open_one)
    assert confirm(token).status == "submitted"


def test_what_is_earned_for_life_is_not_applied_for_again() -> None:
    version = factories.published(factories.organization(), validity_months=None)
    candidate = factories.person()
    factories.awarded(factories.application(version, candidate=candidate))

    with pytest.raises(AlreadyApplied) as refusal:
        factories.application(version, candidate=candidate)

    assert str(refusal.value) == EARNED


def test_what_expires_is_applied_for_again(version: AchievementVersion) -> None:
    candidate = factories.person()
    factories.awarded(factories.application(version, candidate=candidate))

    assert factories.application(version, candidate=candidate).status == "submitted"


@pytest.mark.parametrize("end", ["refused", "withdrawn"])
def test_after_a_refusal_or_a_withdrawal_she_applies_again(
    version: AchievementVersion, end: str
) -> None:
    candidate = factories.person()
    first = factories.application(version, candidate=candidate)
    if end == "refused":
        factories.awarded(first, decision=Decision.REFUSE)
    else:
        withdraw(first)

    assert factories.application(version, candidate=candidate).status == "submitted"


def test_another_person_applies_for_the_same(version: AchievementVersion) -> None:
    factories.application(version)

    assert factories.application(version).status == "submitted"


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_a_closed_achievement_takes_no_application(state: str) -> None:
    organization = factories.organization()
    version = (
        factories.draft(organization)
        if state == "draft"
        else retire(factories.published(organization), by=factories.person())
    )

    with pytest.raises(NotAllowedNow) as refusal:
        factories.application(version)

    assert str(refusal.value) == CLOSED
    assert not Application.objects.exists()


@pytest.fixture
def questioned(version: AchievementVersion) -> Application:
    application = factories.application(version)
    factories.awarded(application, decision=Decision.QUESTION, comment="Combien étiez-vous ?")
    return application


def test_an_answer_puts_the_application_back_into_the_queue(questioned: Application) -> None:
    candidate = questioned.candidate
    handed_in = questioned.submitted_at

    moved = answer(questioned, by=candidate, text="  Nous étions huit. ")

    assert (moved.status, moved.submitted_at) == ("submitted", handed_in)
    assert [(m.author, m.text, str(m)) for m in Message.objects.all()] == [
        (candidate, "Nous étions huit.", "Nous étions huit.")
    ]


def test_evidence_alone_is_an_answer(questioned: Application) -> None:
    link = NewEvidence(url="https://portfolio.example/suite")

    moved = answer(questioned, by=questioned.candidate, text=" ", evidence=[link])

    assert moved.status == "submitted"
    assert [item.url for item in moved.evidence.all()][2:] == ["https://portfolio.example/suite"]
    assert not Message.objects.exists()


def test_an_answer_that_says_nothing_is_refused(questioned: Application) -> None:
    with pytest.raises(AssessingError) as refusal:
        answer(questioned, by=questioned.candidate, text=" \n ")

    assert str(refusal.value) == "Écrivez votre réponse, ou joignez un fichier ou un lien."


def test_refused_evidence_refuses_the_whole_answer(questioned: Application) -> None:
    pieces = [NewEvidence(url="https://portfolio.example"), NewEvidence(url="javascript:1")]

    with pytest.raises(EvidenceRefused):
        answer(questioned, by=questioned.candidate, text="Voici.", evidence=pieces)

    questioned.refresh_from_db()
    assert (questioned.status, questioned.evidence.count()) == ("questioned", 2)
    assert not Message.objects.exists()


def test_there_is_no_answer_without_a_question(version: AchievementVersion) -> None:
    application = factories.application(version)

    with pytest.raises(NotAllowedNow):
        answer(application, by=application.candidate, text="Au fait…")

    assert not Message.objects.exists()


def test_an_open_application_is_withdrawn(version: AchievementVersion) -> None:
    application = factories.application(version)
    before = timezone.now()

    moved = withdraw(application)

    assert moved.status == "withdrawn"
    assert moved.decided_at is not None
    assert before <= moved.decided_at <= timezone.now()


def test_a_question_need_not_be_answered_to_withdraw(questioned: Application) -> None:
    assert withdraw(questioned).status == "withdrawn"


def test_what_is_decided_is_not_withdrawn(version: AchievementVersion) -> None:
    application = factories.application(version)
    assessor = factories.member(version.organization, Role.ASSESSOR)
    factories.awarded(application, by=assessor)

    with pytest.raises(NotAllowedNow):
        withdraw(application)

    application.refresh_from_db()
    assert application.status == "awarded"


def test_what_was_not_confirmed_before_the_retirement_is_not_handed_in(
    version: AchievementVersion,
) -> None:
    token = stranger_applies(version)
    retire(version, by=factories.person())
    mails = OutgoingMail.objects.count()

    for _ in range(2):  # refused alike each time: the link is not spent
        with pytest.raises(NotAllowedNow) as refusal:
            confirm(token)
        assert str(refusal.value) == CLOSED

    application = Application.objects.get()
    assert (application.status, application.submitted_at) == ("unconfirmed", None)
    assert (OutgoingMail.objects.count(), addresses.verified_addresses(application.candidate)) == (
        mails,
        [],
    )


def test_what_was_handed_in_before_the_retirement_takes_its_course(
    version: AchievementVersion,
) -> None:
    asked = factories.application(version)
    retire(version, by=factories.person())

    answered = factories.answered(asked)
    assessment = factories.awarded(answered)

    assert (answered.status, assessment.award.version) == ("submitted", version)
    version.refresh_from_db()
    assert version.status == "retired"
