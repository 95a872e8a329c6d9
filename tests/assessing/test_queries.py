"""Applications as each side sees them."""

import pytest
from django.utils import timezone

from acquis.assessing.domain.applications import answer, withdraw
from acquis.assessing.domain.queries import applications as queries
from acquis.assessing.enums import Decision
from acquis.assessing.models import Application, Evidence
from acquis.organizations.enums import Role
from tests import factories
from tests.assessing.test_applications import stranger_applies

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_an_assessor_s_queue_has_what_waits_in_all_her_organisations_the_oldest_first() -> None:
    group = factories.organization("groupe")
    subsidiary = factories.organization("filiale", parent=group)
    stranger = factories.organization("ailleurs")
    assessor = factories.member(group, Role.ASSESSOR)
    first = factories.application(factories.published(subsidiary))
    factories.application(factories.published(stranger))
    second = factories.application(factories.published(group))
    own = factories.published(group)
    factories.application(own, candidate=assessor)
    questioned = factories.application(own)
    factories.awarded(questioned, decision=Decision.QUESTION)
    stranger_applies(own)

    assert list(queries.queue(assessor)) == [first, second]


def test_a_question_s_answer_brings_the_application_back_to_its_old_place() -> None:
    version = factories.published(factories.organization())
    assessor = factories.member(version.organization, Role.ASSESSOR)
    first, second = factories.application(version), factories.application(version)
    factories.awarded(first, by=assessor, decision=Decision.QUESTION)
    assert list(queries.queue(assessor)) == [second]

    answer(first, by=first.candidate, text="Huit.")

    assert list(queries.queue(assessor)) == [first, second]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ASSESSOR])
def test_nothing_waits_for_who_is_no_assessor(role: Role) -> None:
    version = factories.published(factories.organization())
    factories.application(version)

    assert list(queries.queue(factories.member(version.organization, role))) == []


def test_a_candidate_and_an_organisation_see_what_is_confirmed_the_newest_first() -> None:
    organization = factories.organization()
    versions = [factories.published(organization) for _ in range(3)]
    candidate = factories.person("lea@courriel.example")
    first = factories.application(versions[0], candidate=candidate)
    second = factories.application(versions[1], candidate=candidate)
    stranger_applies(versions[2], candidate.email)
    other = factories.application(versions[0])
    factories.application(factories.published(factories.organization()))

    assert list(queries.of_candidate(candidate)) == [second, first]
    assert list(queries.of_organization(organization)) == [other, second, first]


def test_an_unconfirmed_application_and_its_evidence_are_found_by_nobody() -> None:
    version = factories.published(factories.organization())
    stranger_applies(version)
    [application] = Application.objects.all()
    item = Evidence.objects.create(application=application, kind="link", name="a", url="https://a")

    with pytest.raises(Application.DoesNotExist):
        queries.application(application.pk)
    with pytest.raises(Evidence.DoesNotExist):
        queries.evidence(item.pk)


def test_a_confirmed_application_and_its_evidence_are_found() -> None:
    application = factories.application(factories.published(factories.organization()))
    [file, link] = application.evidence.all()

    assert queries.application(application.pk) == application
    assert [queries.evidence(item.pk) for item in (file, link)] == [file, link]


def told(application: Application) -> list[tuple[str, str, str]]:
    application.refresh_from_db()
    return [(m.kind, m.author, m.text) for m in queries.history(application)]


def test_history_tells_what_happened_in_order() -> None:
    candidate = factories.person(name="Léa Dubois")
    version = factories.published(factories.organization())
    assessor = factories.member(version.organization, Role.ASSESSOR, name="Hugo Marchal")
    application = factories.application(version, candidate=candidate)

    factories.awarded(
        application, by=assessor, decision=Decision.QUESTION, comment="Combien étiez-vous ?"
    )
    answer(application, by=candidate, text="Huit.")
    last = factories.awarded(application, by=assessor, comment="Bravo.")

    assert told(application) == [
        ("submitted", "Léa Dubois", ""),
        ("question", "Hugo Marchal", "Combien étiez-vous ?"),
        ("answer", "Léa Dubois", "Huit."),
        ("award", "Hugo Marchal", "Bravo."),
    ]
    assert queries.history(application)[-1].assessment == last


def test_history_ends_with_the_withdrawal() -> None:
    candidate = factories.person(name="Léa Dubois")
    application = factories.application(
        factories.published(factories.organization()), candidate=candidate
    )

    moved = withdraw(application)

    assert told(application) == [
        ("submitted", "Léa Dubois", ""),
        ("withdrawn", "Léa Dubois", ""),
    ]
    assert queries.history(moved)[-1].at <= timezone.now()


def test_nothing_has_happened_to_an_unconfirmed_application() -> None:
    stranger_applies(factories.published(factories.organization()))

    assert queries.history(Application.objects.get()) == []
