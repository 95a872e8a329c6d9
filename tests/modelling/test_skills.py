"""Finding skills: what is typed is found whatever its accents, and only where one may look."""

import pytest

from acquis.common.text import fold
from acquis.modelling.domain.frameworks import SkillEntry, install_framework
from acquis.modelling.domain.queries.skills import (
    available_levels,
    available_skills,
    search_skills,
)
from acquis.modelling.models import Level, Scale, Skill, SkillFramework
from acquis.organizations.models import Organization
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LABELS = {
    1: ("écouter activement", "listen actively"),
    2: ("écouter", "listen"),
    3: ("écouter un client avec 100% d’attention_", "listen to a client"),
    4: ("rédiger un compte rendu", "write minutes"),
    5: ("gérer l’œuvre d’art", "manage a work of art"),
}


@pytest.fixture(autouse=True)
def _everybodys_framework() -> None:
    install_framework(
        uri="https://skills.example/",
        name="Essai",
        version="1",
        attribution="",
        skills=[
            SkillEntry(f"https://skills.example/{number}", {"fr": french, "en": english})
            for number, (french, english) in LABELS.items()
        ],
    )


@pytest.fixture
def organization() -> Organization:
    return factories.organization()


def own_skill(organization: Organization, label: str) -> Skill:
    framework = SkillFramework.objects.create(
        organization=organization, uri=f"https://{organization.slug}.example/skills", name="Maison"
    )
    return Skill.objects.create(
        framework=framework, uri=f"{framework.uri}/1", label=label, search_text=fold(label)
    )


def found(organization: Organization, text: str) -> list[int]:
    return [int(skill.uri.rpartition("/")[2]) for skill in search_skills(organization, text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("écouter", [2, 1, 3]),
        ("ECOUTER", [2, 1, 3]),
        ("  Écouter\tactivement ", [1]),
        ("activement écouter", [1]),
        ("act éco", [1]),
        ("listen client", [3]),
        ("client écouter", [3]),
        ("minutes", [4]),
        ("e\u0301couter activement", [1]),
        ("œuvre", [5]),
        ("100%", [3]),
        ("%", [3]),
        ("_", [3]),
        ("écouter nager", []),
        ("'; DROP TABLE", []),
        ("", []),
        ("   ", []),
        ("\x00", []),
        ("écouter\x00activement", [1]),
        ("\\", []),
    ],
)
def test_every_word_typed_is_in_the_labels_of_what_is_found(
    organization: Organization, text: str, numbers: list[int]
) -> None:
    assert found(organization, text) == numbers


def test_a_search_shows_a_handful(organization: Organization) -> None:
    for number in range(20):
        factories.skill(f"souder {number:02}")
    assert len(search_skills(organization, "souder")) == 8
    assert [str(s) for s in search_skills(organization, "souder", limit=2)] == [
        "souder 00",
        "souder 01",
    ]


@pytest.mark.parametrize(
    ("owner", "seen"),
    [
        ("itself", True),
        ("parent", True),
        ("grandparent", True),
        ("child", False),
        ("sibling", False),
        ("another", False),
    ],
)
def test_a_framework_of_an_organisation_is_for_itself_and_below(owner: str, seen: bool) -> None:
    grandparent = factories.organization()
    parent = factories.organization(parent=grandparent)
    places = {
        "grandparent": grandparent,
        "parent": parent,
        "itself": factories.organization(parent=parent),
        "sibling": factories.organization(parent=parent),
        "another": factories.organization(),
    }
    places["child"] = factories.organization(parent=places["itself"])
    skill = own_skill(places[owner], "secret de fabrique")
    here = places["itself"]
    assert search_skills(here, "secret") == ([skill] if seen else [])
    assert (skill in available_skills(here)) is seen
    scale = Scale.objects.create(organization=places[owner], name="Maison")
    level = Level.objects.create(scale=scale, rank=1, name="Seul")
    assert (level in available_levels(here)) is seen


def test_levels_come_scale_by_scale_from_low_to_high(organization: Organization) -> None:
    factories.scale()
    own = Scale.objects.create(organization=organization, name="Maison")
    for rank in (2, 1):
        Level.objects.create(scale=own, rank=rank, name=f"Maison {rank}")
    assert [str(level) for level in available_levels(organization)] == [
        "Niveau 1",
        "Niveau 2",
        "Niveau 3",
        "Niveau 4",
        "Maison 1",
        "Maison 2",
    ]
