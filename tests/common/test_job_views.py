"""The job centre: each person her own jobs, live, to be stopped and tried again."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from acquis.common.domain import jobs
from acquis.common.enums import JobState
from acquis.common.models import Job
from acquis.organizations.enums import Role
from acquis.people.models import Person
from tests import factories
from tests.web.pages import login_before, methods_but, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CENTRE = "/jobs/"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        jobs._kinds, "tests.work", jobs.Kind("tests.work", "Work", lambda work: work.finish())
    )


@pytest.fixture
def person() -> Person:
    return factories.person()


def start(
    person: Person | None = None, organization_id: UUID | None = None, **fields: object
) -> Job:
    job = jobs.start(
        "tests.work",
        requested_by=person.pk if person else uuid4(),
        organization_id=organization_id,
    )
    Job.objects.filter(pk=job.pk).update(**fields)
    return Job.objects.get(pk=job.pk)


def test_a_person_sees_her_own_jobs_the_newest_first(person: Person) -> None:
    first, second = start(person), start(person)
    start()
    response = signed_in(person).get(CENTRE)
    assert response.context["list"].rows == [second, first]


def test_jobs_are_searched_sorted_and_filtered(person: Person) -> None:
    first = start(person, title="Export de l’été", state="done")
    second = start(person, title="Import", state="failed")
    client = signed_in(person)

    def found(**asked: str) -> list[Job]:
        return list(client.get(CENTRE, asked).context["list"].rows)

    assert found(q="ETE") == [first]
    assert found(sort="title") == [first, second]
    assert found(sort="-title") == [second, first]
    assert found(state="failed") == [second]
    assert found(state="queued") == []
    assert "Rien ne correspond" in client.get(CENTRE, {"state": "queued"}).content.decode()


def test_nobody_sees_a_job_that_the_system_started(person: Person) -> None:
    jobs.start("tests.work")
    assert signed_in(person).get(CENTRE).context["list"].rows == []


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(CENTRE)["Location"] == login_before(CENTRE)
    url = reverse("common:job", args=[start().pk])
    assert client.get(url)["Location"] == login_before(url)


@pytest.mark.parametrize("name", ["job", "cancel_job", "retry_job"])
def test_another_person_s_job_is_not_found_whatever_roles_she_has(name: str) -> None:
    organization = factories.organization()
    job = start(factories.member(organization, Role.COORDINATOR), organization.pk)
    owner = signed_in(factories.member(organization, *Role))
    url = reverse(f"common:{name}", args=[job.pk])
    response = owner.get(url) if name == "job" else owner.post(url)
    assert response.status_code == 404
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_an_unknown_job_is_not_found(person: Person) -> None:
    assert signed_in(person).get(reverse("common:job", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "shown", "hidden"),
    [
        ({"state": "queued"}, ["every 1s", "démarrage", "Arrêter"], ["Réessayer", 'value="0"']),
        (
            {"state": "running", "done": 1, "total": 3},
            [
                "every 1s",
                "1 sur 3",
                '<progress aria-label="Avancement" max="100" value="33">',
                "Arrêter",
            ],
            ["Réessayer"],
        ),
        (
            {"state": "done", "result": {"url": "/x.zip", "label": "Télécharger"}},
            ["/x.zip", "Télécharger", "terminé"],
            ["every 1s", "Arrêter", "Réessayer", "<progress"],
        ),
        (
            {"state": "failed", "error": "Plus de place. Appelez."},
            ["Plus de place. Appelez.", "Réessayer"],
            ["every 1s", "Arrêter"],
        ),
        ({"state": "cancelled"}, ["annulé", "Réessayer"], ["every 1s", "Arrêter"]),
    ],
    ids=["queued", "running", "done", "failed", "cancelled"],
)
def test_each_state_says_what_can_be_done(
    person: Person, fields: dict[str, object], shown: list[str], hidden: list[str]
) -> None:
    job = start(person, **fields)
    client = signed_in(person)
    news = client.get(reverse("common:job", args=[job.pk]), headers={"HX-Request": "true"})
    text = news.content.decode()
    assert [part for part in shown if part not in text] == []
    assert [part for part in hidden if part in text] == []
    assert "<html" not in text
    page = client.get(reverse("common:job", args=[job.pk])).content.decode()
    assert "<html" in page
    assert [part for part in shown if part not in page] == []


def test_the_end_is_announced_once(person: Person) -> None:
    url = reverse("common:job", args=[start(person).pk])
    client = signed_in(person)
    headers = {"HX-Request": "true"}
    assert "job-said" not in client.get(url, headers=headers).content.decode()
    Job.objects.update(state=JobState.DONE)
    assert "hx-swap-oob" in client.get(url, headers=headers).content.decode()


def test_a_job_is_stopped_and_tried_again(person: Person) -> None:
    job, client = start(person), signed_in(person)
    response = client.post(reverse("common:cancel_job", args=[job.pk]))
    assert (response.status_code, response["Location"]) == (302, CENTRE)
    assert Job.objects.get().state == JobState.CANCELLED
    client.post(reverse("common:retry_job", args=[job.pk]))
    assert Job.objects.get().state == JobState.QUEUED


@pytest.mark.parametrize(
    ("page", "then"),
    [
        ("/o/boreal/credentials/", "/o/boreal/credentials/"),
        ("https://evil.example/", CENTRE),
        ("//evil.example/", CENTRE),
        ("javascript:alert(1)", CENTRE),
        ("", CENTRE),
    ],
)
def test_the_button_leads_back_to_its_own_page_and_to_no_other_site(
    person: Person, page: str, then: str
) -> None:
    url = reverse("common:cancel_job", args=[start(person).pk])
    assert signed_in(person).post(url, {"from": page})["Location"] == then


@pytest.mark.parametrize("method", methods_but("get"))
def test_the_centre_is_only_read(person: Person, method: str) -> None:
    client = signed_in(person)
    assert getattr(client, method)(CENTRE).status_code == 405
    url = reverse("common:job", args=[start(person).pk])
    assert getattr(client, method)(url).status_code == 405


@pytest.mark.parametrize("method", methods_but("post"))
def test_acts_are_only_posted(person: Person, method: str) -> None:
    job, client = start(person), signed_in(person)
    for name in ("cancel_job", "retry_job"):
        assert getattr(client, method)(reverse(f"common:{name}", args=[job.pk])).status_code == 405


@pytest.mark.parametrize("rows", [1, 30])
def test_the_centre_costs_the_same_with_one_row_and_with_thirty(
    person: Person, django_assert_num_queries: Callable[[int], object], rows: int
) -> None:
    for _ in range(rows):
        start(person)
    client = signed_in(person)
    with django_assert_num_queries(6):
        assert len(client.get(CENTRE).context["list"].rows) == min(rows, 25)
