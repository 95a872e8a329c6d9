"""Search by any words, accents and capitals aside, alike on both engines."""

import pytest

from acquis.common.searching import MAX_WORDS, matching
from acquis.organizations.models import Organization
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def names() -> list[str]:
    found = ["Institut Boréal", "Énergie du Sud", "Atelier Œuvre 50%", "Straße e.V."]
    for number, name in enumerate(found):
        factories.organization(f"node-{number}", name=name)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("boreal", ["Institut Boréal"]),
        ("BORÉAL", ["Institut Boréal"]),
        ("bore\u0301al", ["Institut Boréal"]),  # the accent as a sign of its own
        ("sud énergie", ["Énergie du Sud"]),
        ("energie nord", []),
        ("50%", ["Atelier Œuvre 50%"]),
        ("_", []),
        ("%", ["Atelier Œuvre 50%"]),
        ("'; DROP TABLE x --", []),
        ("\x00", ["Atelier Œuvre 50%", "Institut Boréal", "Straße e.V.", "Énergie du Sud"]),
        ("", ["Atelier Œuvre 50%", "Institut Boréal", "Straße e.V.", "Énergie du Sud"]),
    ],
)
@pytest.mark.usefixtures("names")
def test_words_are_found(text: str, expected: list[str]) -> None:
    found = matching(Organization.objects.all(), text, columns=["name"])

    assert sorted(found.values_list("name", flat=True)) == expected


@pytest.mark.usefixtures("names")
def test_any_of_the_places_may_hold_a_word() -> None:
    found = matching(Organization.objects.all(), "node-1 sud", columns=["name", "slug"])

    assert [node.name for node in found] == ["Énergie du Sud"]


@pytest.mark.usefixtures("names")
def test_words_beyond_the_eighth_are_passed_over() -> None:
    text = " ".join(["boreal"] * MAX_WORDS + ["nowhere"])

    assert matching(Organization.objects.all(), text, columns=["name"]).count() == 1
