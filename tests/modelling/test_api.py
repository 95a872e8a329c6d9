"""The catalogue for programs: what is published, in the language asked for."""

from typing import Any

import pytest

from acquis.modelling.domain.achievements import retire
from acquis.modelling.models import AchievementVersion
from tests import factories
from tests.asking import ask, cost, every_page, problem

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def version() -> AchievementVersion:
    return factories.published(factories.organization("boreal", name="Boréal"))


def as_said(version: AchievementVersion, **changes: Any) -> dict[str, Any]:
    assert version.published_at is not None
    moment = version.published_at.isoformat(timespec="milliseconds")
    return {
        "id": str(version.pk),
        "organization": {"slug": "boreal", "name": "Boréal"},
        "type": "MicroCredential",
        "status": "published",
        "name": "Chair a useful meeting",
        "description": "Prepares, chairs, concludes.",
        "criteria": ["The agenda is a question.", "La décision est écrite."],
        "skills": [
            {
                "uri": "https://skills.example/animer-une-réunion",
                "name": "chair a meeting",
                "framework": "Compétences d’essai",
                "level": {"name": "Level 2", "rank": 2, "of": 4},
            }
        ],
        "validity_months": 24,
        "published_at": moment.replace("+00:00", "Z"),
        "image_url": f"http://localhost:8000/achievements/{version.pk}/image.png",
        "page_url": f"http://localhost:8000/achievements/{version.pk}/",
    } | changes


def test_the_whole_of_what_is_published_is_said(version: AchievementVersion) -> None:
    factories.draft(version.organization)

    answer = ask("achievements")

    assert answer.json() == {"items": [as_said(version)], "next": None}
    assert (answer.status_code, answer["Content-Language"]) == (200, "en")
    assert ask(f"achievements/{version.pk}").json() == as_said(version)


def test_it_is_said_in_french_to_who_asks_for_it(version: AchievementVersion) -> None:
    found = ask(f"achievements/{version.pk}", language="fr").json()

    assert (found["name"], found["criteria"][0], found["skills"][0]["level"]["name"]) == (
        "Animer une réunion utile",
        "L’ordre du jour est une question.",
        "Niveau 2",
    )


def test_what_was_published_is_still_read_by_its_id_and_no_longer_listed(
    version: AchievementVersion,
) -> None:
    retire(version, by=factories.person())

    assert ask("achievements").json() == {"items": [], "next": None}
    assert ask(f"achievements/{version.pk}").json() == as_said(version, status="retired")


def test_a_draft_does_not_exist(version: AchievementVersion) -> None:
    draft = factories.draft(version.organization)
    for unknown in (draft.pk, "6f1b0c0e-6f0f-4c0c-8e5a-000000000000", "x", "%00"):
        answer = ask(f"achievements/{unknown}")
        assert answer.status_code == 404
        assert problem(answer)["title"] == "There is nothing here"


def test_it_is_searched_and_narrowed(version: AchievementVersion) -> None:
    other = factories.published(factories.organization("austral"), name={"fr": "Souder au TIG"})

    def ids(**parameters: str) -> list[str]:
        return [item["id"] for item in ask("achievements", **parameters).json()["items"]]

    assert ids() == [str(other.pk), str(version.pk)]
    assert ids(q="SOUDER") == [str(other.pk)]
    assert ids(organization="boreal") == [str(version.pk)]
    assert ids(organization="boreal", q="souder") == []
    assert ids(organization="nowhere") == []
    assert ids(q="\x00") == [str(other.pk), str(version.pk)]


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"limit": "0"}, "limit", "Give at least 1."),
        ({"limit": "101"}, "limit", "Give at most 100."),
        ({"limit": "many"}, "limit", "Give a whole number."),
        ({"q": "x" * 201}, "q", "Give at most 200 characters."),
        (
            {"organization": "a b"},
            "organization",
            "This has characters that are not allowed here.",
        ),
        ({"cursor": "x"}, "cursor", "This cursor is none. Begin again without it."),
    ],
)
def test_what_is_not_right_is_named(sent: dict[str, str], field: str, message: str) -> None:
    answer = ask("achievements", **sent)
    assert answer.status_code == 422
    assert problem(answer) == {
        "title": "Something in the request is not right",
        "detail": f"{field}: {message}",
        "errors": [{"field": field, "message": message}],
    }


def test_all_pages_together_are_the_catalogue(version: AchievementVersion) -> None:
    wanted = [version, *(factories.published(version.organization) for _ in range(6))]
    found = [item["id"] for item in every_page("achievements", limit=3)]
    assert found == [str(item.pk) for item in reversed(wanted)]


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_however_long_it_is(rows: int) -> None:
    place = factories.organization()
    for _ in range(rows):
        factories.published(place)
    assert cost("achievements", limit=100) == 8
