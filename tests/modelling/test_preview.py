"""The badge image as the editor's form would draw it now."""

import base64
import re
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse

from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from tests import factories
from tests.modelling.editor import filled

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier", name="Atelier & fils")


@pytest.fixture
def client(organization: Organization) -> Client:
    found = Client()
    found.force_login(factories.member(organization, Role.DESIGNER))
    return found


def preview(client: Client, fields: dict[str, Any]) -> tuple[Any, str]:
    """The drawing, parsed, and its alternative text."""
    response = client.post(reverse("modelling:preview", args=["atelier"]), fields)
    assert response.status_code == 200
    encoded = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', response.content.decode())
    assert len(set(encoded)) == 1
    return (
        ElementTree.fromstring(base64.b64decode(encoded[0])),
        response.context["alternative"],
    )


def marks(drawing: Any) -> list[bool]:
    """The marks of the level, filled or not."""
    found = [node for node in drawing.iter(f"{SVG}circle") if node.get("cy") == "464"]
    return [node.get("fill") != "none" for node in found]


def test_the_image_shows_name_issuer_and_level(client: Client) -> None:
    drawing, alternative = preview(client, filled())
    assert drawing.findtext(f"{SVG}title") == "Animer une réunion"
    assert drawing.findtext(f"{SVG}desc") == "Atelier & fils"
    assert marks(drawing) == [True, True, False, False]
    assert alternative == (
        "Badge « Animer une réunion » décerné par Atelier & fils, niveau Niveau 2"
    )


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"name_fr": ""}, "Nom du badge"),
        ({"name_fr": None}, "Nom du badge"),
        ({"name_fr": "x" * 121}, "Nom du badge"),
        ({"name_fr": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
        ({"shape": "star", "pictogram": "x"}, "Animer une réunion"),
        ({"primary_colour": 'red"/><script/>', "accent_colour": ""}, "Animer une réunion"),
        ({"skill": [], "criterion_fr": []}, "Animer une réunion"),
    ],
    ids=["empty", "missing", "long", "script", "choices", "colours", "nothing else"],
)
def test_an_unfinished_or_hostile_form_is_drawn_all_the_same(
    client: Client, changes: dict[str, Any], title: str
) -> None:
    drawing, alternative = preview(client, filled(**changes))
    assert drawing.findtext(f"{SVG}title") == title
    assert title in alternative
    assert not list(drawing.iter(f"{SVG}script"))


def test_an_empty_form_is_drawn_with_the_defaults(client: Client) -> None:
    drawing, alternative = preview(client, {})
    assert drawing.findtext(f"{SVG}title") == "Nom du badge"
    assert marks(drawing) == []
    assert alternative == "Badge « Nom du badge » décerné par Atelier & fils"


def test_skills_of_different_levels_show_no_level(client: Client) -> None:
    first, second = factories.skill("un"), factories.skill("deux")
    same = filled(
        first,
        skill=[str(first.pk), str(second.pk)],
        **{f"level-{second.pk}": str(factories.level(2).pk)},
    )
    assert marks(preview(client, same)[0]) == [True, True, False, False]
    same[f"level-{second.pk}"] = str(factories.level(3).pk)
    assert marks(preview(client, same)[0]) == []


def test_a_preview_keeps_nothing(client: Client, organization: Organization) -> None:
    preview(client, filled())
    assert organization.achievements.count() == 0
