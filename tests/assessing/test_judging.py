"""Judging: what each decision records, what an award needs, who may not judge."""

import uuid

import pytest
from django.utils import timezone, translation

from acquis.assessing.domain import letters
from acquis.assessing.domain.judging import judge
from acquis.assessing.enums import Decision
from acquis.assessing.errors import (
    AssessingError,
    ConflictOfInterest,
    DecisionIsFinal,
    JudgementIncomplete,
    NotAllowedNow,
)
from acquis.assessing.models import Application, Assessment, Award
from acquis.common.models import EventRecord, OutgoingMail
from acquis.modelling.domain.frameworks import install_scale
from acquis.organizations.enums import Role
from acquis.people.models import Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def application() -> Application:
    skills = [
        (factories.skill(), factories.level(2)),
        (factories.skill("écouter activement", english="listen actively"), factories.level(1)),
    ]
    return factories.application(factories.published(factories.organization(), skills=skills))


@pytest.fixture
def assessor(application: Application) -> Person:
    return factories.member(application.organization, Role.ASSESSOR, name="Hugo Marchal")


def found_in(assessment: Assessment) -> tuple[list[tuple[str, bool]], list[tuple[str, int]]]:
    return (
        [(str(row.criterion), row.met) for row in assessment.criterion_judgements.all()],
        [
            (str(row.skill), row.level.rank)
            for row in assessment.skill_judgements.order_by("created_at")
        ],
    )


def test_an_award_records_every_judgement_and_the_event_that_has_it_signed(
    application: Application, assessor: Person
) -> None:
    best = {row.pk: factories.level(4).pk for row in application.version.skills.all()}
    before = timezone.now()

    assessment = judge(
        application,
        factories.judgement(application, levels=best, comment="  Clair. "),
        by=assessor,
    )

    application.refresh_from_db()
    award = assessment.award
    assert (assessment.assessor, assessment.decision, assessment.comment) == (
        assessor,
        "award",
        "Clair.",
    )
    assert found_in(assessment) == (
        [("L’ordre du jour est une question.", True), ("La décision est écrite.", True)],
        [("animer une réunion", 4), ("écouter activement", 4)],
    )
    assert application.status == "awarded"
    assert application.decided_at is not None
    assert before <= application.decided_at <= timezone.now()
    assert (award.application, award.organization, award.version, award.person) == (
        application,
        application.organization,
        application.version,
        application.candidate,
    )
    assert [
        (event.name, event.subject, event.payload, event.delivered_at)
        for event in EventRecord.objects.all()
    ] == [
        (
            "assessing.award_decided",
            f"award:{award.pk}",
            {"award_id": str(award.pk)},
            None,
        )
    ]


def test_an_award_needs_no_comment(application: Application, assessor: Person) -> None:
    assert factories.awarded(application, by=assessor, comment="").award.application == application


def test_a_question_sends_the_application_back_undecided(
    application: Application, assessor: Person
) -> None:
    assessment = judge(
        application,
        factories.judgement(
            application,
            decision=Decision.QUESTION,
            comment="Combien étiez-vous ?",
            criteria_met={application.version.criteria.all()[0].pk: True},
            levels={},
        ),
        by=assessor,
    )

    application.refresh_from_db()
    assert (application.status, application.decided_at) == ("questioned", None)
    assert found_in(assessment) == ([("L’ordre du jour est une question.", True)], [])
    assert not Award.objects.exists()
    assert not EventRecord.objects.exists()


def test_a_refusal_may_say_what_was_met_and_what_was_not(
    application: Application, assessor: Person
) -> None:
    met, missed = application.version.criteria.all()
    skill = application.version.skills.all()[0]

    assessment = judge(
        application,
        factories.judgement(
            application,
            decision=Decision.REFUSE,
            comment="Pas de décision écrite.",
            criteria_met={met.pk: True, missed.pk: False},
            levels={skill.pk: factories.level(1).pk},
        ),
        by=assessor,
    )

    application.refresh_from_db()
    assert application.status == "refused"
    assert application.decided_at is not None
    assert found_in(assessment) == (
        [("L’ordre du jour est une question.", True), ("La décision est écrite.", False)],
        [("animer une réunion", 1)],
    )
    assert not Award.objects.exists()
    assert not EventRecord.objects.exists()


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision.QUESTION, "Dites ce que vous avez besoin de savoir."),
        (Decision.REFUSE, "Donnez au candidat la raison de votre décision."),
    ],
)
def test_a_question_and_a_refusal_need_words(
    application: Application, assessor: Person, decision: Decision, message: str
) -> None:
    with pytest.raises(JudgementIncomplete) as refusal:
        factories.awarded(application, by=assessor, decision=decision, comment=" \n")

    assert str(refusal.value) == message
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("met", [False, None])
def test_an_award_needs_every_criterion(
    application: Application, assessor: Person, met: bool | None
) -> None:
    first, second = application.version.criteria.all()
    criteria = {first.pk: True} | ({} if met is None else {second.pk: met})

    with pytest.raises(JudgementIncomplete) as refusal:
        factories.awarded(application, by=assessor, criteria_met=criteria)

    assert str(refusal.value) == (
        "Pour attribuer, chaque critère doit être atteint. Non atteint : "
        "« La décision est écrite. »."
    )
    application.refresh_from_db()
    assert application.status == "submitted"
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("rank", [1, None])
def test_an_award_needs_every_level(
    application: Application, assessor: Person, rank: int | None
) -> None:
    wanted, other = application.version.skills.all()
    levels = {other.pk: other.level_id}
    levels |= {} if rank is None else {wanted.pk: factories.level(rank).pk}

    with pytest.raises(JudgementIncomplete) as refusal:
        factories.awarded(application, by=assessor, levels=levels)

    assert str(refusal.value) == (
        "Pour attribuer, « animer une réunion » doit atteindre le niveau « Niveau 2 »."
    )
    application.refresh_from_db()
    assert application.status == "submitted"


def test_a_level_that_does_not_exist_counts_as_not_given(
    application: Application, assessor: Person
) -> None:
    levels = {row.pk: uuid.uuid4() for row in application.version.skills.all()}

    with pytest.raises(JudgementIncomplete):
        factories.awarded(application, by=assessor, levels=levels)


def test_a_level_of_another_scale_is_refused(application: Application, assessor: Person) -> None:
    foreign = install_scale(
        name={"fr": "Autre"}, levels=[({"fr": f"Étoile {n}"}, {"fr": ""}) for n in range(1, 6)]
    )
    levels = {row.pk: foreign.levels.get(rank=5).pk for row in application.version.skills.all()}

    with pytest.raises(AssessingError) as refusal:
        factories.awarded(application, by=assessor, levels=levels)

    assert str(refusal.value) == (
        "« Étoile 5 » n’est pas un niveau de l’échelle employée pour « animer une réunion »."
    )
    assert not Assessment.objects.exists()


def test_ids_of_another_achievement_s_criteria_are_not_heard(
    application: Application, assessor: Person
) -> None:
    other = factories.published(application.organization)
    judgement = factories.judgement(application)
    criteria = {**judgement.criteria_met} | {row.pk: False for row in other.criteria.all()}

    assessment = factories.awarded(application, by=assessor, criteria_met=criteria)

    assert [row.met for row in assessment.criterion_judgements.all()] == [True, True]


def test_nobody_judges_her_own_application(application: Application) -> None:
    with pytest.raises(ConflictOfInterest) as refusal:
        judge(application, factories.judgement(application), by=application.candidate)

    assert str(refusal.value) == "Nul n’évalue sa propre demande : un collègue doit le faire."
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("decision", list(Decision))
def test_what_is_decided_is_not_judged_again(
    application: Application, assessor: Person, decision: Decision
) -> None:
    factories.awarded(application, by=assessor)

    with pytest.raises(NotAllowedNow) as refusal:
        factories.awarded(application, by=assessor, decision=decision)

    assert str(refusal.value) == (
        "Ce n’est plus possible : l’état de la demande est « attribuée »."
    )
    assert Assessment.objects.count() == 1


def test_a_decision_and_its_parts_are_written_once(
    application: Application, assessor: Person
) -> None:
    assessment = factories.awarded(application, by=assessor)
    rows = [
        assessment,
        assessment.award,
        assessment.criterion_judgements.all()[0],
        assessment.skill_judgements.all()[0],
    ]

    for row in rows:
        with pytest.raises(DecisionIsFinal) as refusal:
            row.save()
        assert str(refusal.value) == f"{type(row).__name__} {row.pk} is written once."


def test_rows_say_what_they_record(application: Application, assessor: Person) -> None:
    assessment = factories.awarded(application, by=assessor)
    name = application.candidate.name

    assert [
        str(assessment),
        str(assessment.award),
        str(assessment.criterion_judgements.all()[0]),
        str(assessment.skill_judgements.order_by("created_at")[0]),
    ] == [
        f"{name} · Animer une réunion utile · attribuer",
        f"{name} · Animer une réunion utile",
        "L’ordre du jour est une question.: True",
        "animer une réunion · Niveau 2",
    ]


class LetterLost(Exception):
    pass


def test_the_decision_falls_with_whatever_fails_in_its_transaction(
    application: Application, assessor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise LetterLost

    monkeypatch.setattr(letters, "refused", fail)

    with pytest.raises(LetterLost):
        factories.awarded(application, by=assessor, decision=Decision.REFUSE)

    application.refresh_from_db()
    assert application.status == "submitted"
    assert not Assessment.objects.exists()


def test_an_assessor_reads_refusals_in_english(application: Application, assessor: Person) -> None:
    with translation.override("en"), pytest.raises(JudgementIncomplete) as refusal:
        factories.awarded(application, by=assessor, levels={})

    assert str(refusal.value) == "To award, “chair a meeting” must reach the level “Level 2”."


def test_an_award_writes_no_letter_of_its_own(application: Application, assessor: Person) -> None:
    OutgoingMail.objects.all().delete()

    factories.awarded(application, by=assessor)

    assert not OutgoingMail.objects.exists()
