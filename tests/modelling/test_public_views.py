"""What everybody may see: the catalogue, an achievement's page and its image; never a draft."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from acquis.modelling.domain.achievements import retire
from acquis.modelling.models import AchievementVersion
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SLUG = "animer-une-reunion-utile"


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier")


def to(page: str, *arguments: Any) -> str:
    return reverse(f"modelling:{page}", args=arguments)


def names(response: Any) -> list[str]:
    return [str(version) for version in response.context["list"].rows]


def next_version(version: AchievementVersion, name: str, *, status: str) -> AchievementVersion:
    """A later wording of the same achievement, as the domain will make it one day."""
    return AchievementVersion.objects.create(
        achievement=version.achievement,
        number=version.number + 1,
        status=status,
        name=name,
        description=name,
        image_svg="<svg/>",
        image_png=b"png",
    )


# --- The catalogue --------------------------------------------------------------------------------


def test_the_catalogue_shows_what_is_published_the_newest_first(
    client: Client, organization: Organization
) -> None:
    other = factories.organization()
    factories.published(organization, name={"fr": "Première"})
    factories.published(other, name={"fr": "Deuxième"})
    factories.draft(organization, name={"fr": "Brouillon"})
    retire(factories.published(organization, name={"fr": "Retirée"}), by=factories.person())
    response = client.get(to("catalogue"))
    assert (response.status_code, names(response)) == (200, ["Deuxième", "Première"])
    page = response.content.decode()
    assert "Brouillon" not in page
    assert "Retirée" not in page


def test_an_organisations_catalogue_shows_its_own(
    client: Client, organization: Organization
) -> None:
    factories.published(organization, name={"fr": "La sienne"})
    factories.draft(organization, name={"fr": "Brouillon"})
    factories.published(factories.organization(), name={"fr": "D’ailleurs"})
    factories.published(factories.organization(parent=organization), name={"fr": "D’en bas"})
    response = client.get(to("organization_catalogue", "atelier"))
    assert (response.status_code, names(response)) == (200, ["La sienne"])


def test_a_catalogue_of_nothing_says_so(client: Client, organization: Organization) -> None:
    for address in (to("catalogue"), to("organization_catalogue", "atelier")):
        response = client.get(address)
        assert (response.status_code, names(response)) == (200, [])
        assert "Rien n’est encore publié" in response.content.decode()


def test_an_unknown_organisation_has_no_catalogue(client: Client) -> None:
    assert client.get(to("organization_catalogue", "nulle-part")).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_catalogue_takes_the_same_number_of_queries_however_long_it_is(
    client: Client, organization: Organization, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        skills = [(factories.skill(f"savoir {number} {n}"), factories.level()) for n in range(2)]
        factories.published(organization, skills=skills)
    with django_assert_num_queries(11):
        assert client.get(to("catalogue")).context["list"].total == count


# --- An achievement -------------------------------------------------------------------------------


def test_the_page_says_what_is_proven_and_what_it_takes(
    client: Client, organization: Organization
) -> None:
    version = factories.published(organization, description={"fr": "**Prépare**, anime."})
    response = client.get(to("achievement", "atelier", SLUG))
    assert (response.status_code, response.context["open"]) == (200, True)
    page = response.content.decode()
    for part in (
        "<h1>Animer une réunion utile</h1>",
        "<strong>Prépare</strong>, anime.",
        "animer une réunion",
        "Niveau 2",
        "La décision est écrite.",
        reverse("assessing:apply", args=["atelier", SLUG]),
        to("image_svg", version.pk),
    ):
        assert part in page


def test_a_page_is_read_in_english(client: Client, organization: Organization) -> None:
    factories.published(organization)
    address = to("achievement", "atelier", SLUG)
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "<h1>Chair a useful meeting</h1>" in page
    assert "The agenda is a question." in page
    assert "La décision est écrite." in page  # said in French only


def test_hostile_words_are_shown_not_run(client: Client, organization: Organization) -> None:
    attack = "<script>alert(1)</script>\"'"
    version = factories.published(
        organization,
        name={"fr": attack},
        description={"fr": f"{attack} [x](javascript:alert(1)) ![x](https://spy.example)"},
        criteria=[{"fr": attack}],
        skills=[(factories.skill("crocheter"), factories.level())],
    )
    for address in (to("catalogue"), to("achievement", "atelier", version.achievement.slug)):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert 'href="javascript' not in page
        assert 'src="https://spy' not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_retired_achievement_is_still_shown_but_closed(
    client: Client, organization: Organization
) -> None:
    retire(factories.published(organization), by=factories.person())
    response = client.get(to("achievement", "atelier", SLUG))
    assert (response.status_code, response.context["open"]) == (200, False)
    assert reverse("assessing:apply", args=["atelier", SLUG]) not in response.content.decode()


def test_a_draft_has_no_public_page_not_even_for_its_designer(
    client: Client, organization: Organization
) -> None:
    version = factories.draft(organization)
    client.force_login(factories.member(organization, Role.DESIGNER))
    answers = {
        page: client.get(address).status_code
        for page, address in {
            "achievement": to("achievement", "atelier", SLUG),
            **{page: to(page, version.pk) for page in ("version", "image_svg", "image_png")},
        }.items()
    }
    assert answers == dict.fromkeys(("achievement", "version", "image_svg", "image_png"), 404)


@pytest.mark.parametrize(
    "place", [("nulle-part", SLUG), ("atelier", "autre"), ("autre", SLUG)], ids=str
)
def test_what_does_not_exist_is_not_found(
    client: Client, organization: Organization, place: tuple[str, str]
) -> None:
    factories.published(organization)
    factories.organization("autre")
    assert client.get(to("achievement", *place)).status_code == 404


def test_the_address_shows_the_newest_version_that_was_published(
    client: Client, organization: Organization
) -> None:
    first = factories.published(organization)
    second = next_version(first, "Deuxième", status="published")
    next_version(second, "Troisième", status="draft")
    assert client.get(to("achievement", "atelier", SLUG)).context["version"] == second


def test_the_newest_versions_own_address_leads_to_its_page(
    client: Client, organization: Organization
) -> None:
    version = factories.published(organization)
    response = client.get(to("version", version.pk))
    assert (response.status_code, response.url) == (302, to("achievement", "atelier", SLUG))


def test_an_older_version_is_shown_under_its_own_address(
    client: Client, organization: Organization
) -> None:
    first = factories.published(organization)
    retire(first, by=factories.person())
    next_version(first, "Deuxième", status="published")
    response = client.get(to("version", first.pk))
    assert (response.status_code, response.context["version"]) == (200, first)
    assert response.context["open"] is False


# --- The image ------------------------------------------------------------------------------------


@pytest.mark.parametrize("retired", [False, True], ids=["published", "retired"])
@pytest.mark.parametrize(
    ("address_of", "media_type"), [("image_svg", "image/svg+xml"), ("image_png", "image/png")]
)
def test_the_image_is_the_one_that_was_published(
    client: Client, organization: Organization, address_of: str, media_type: str, retired: bool
) -> None:
    version = factories.published(organization)
    if retired:
        retire(version, by=factories.person())
    stored = AchievementVersion.objects.get()
    kept = stored.image_svg.encode() if address_of == "image_svg" else bytes(stored.image_png)
    response = client.get(to(address_of, version.pk))
    assert (response.status_code, response.content) == (200, kept)
    assert {
        name: response[name]
        for name in (
            "Content-Type",
            "Cache-Control",
            "Access-Control-Allow-Origin",
            "X-Content-Type-Options",
        )
    } == {
        "Content-Type": media_type,
        "Cache-Control": "public, max-age=31536000, immutable",
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
    }
    assert "script-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("address_of", ["version", "image_svg", "image_png"])
def test_an_unknown_version_is_not_found(client: Client, address_of: str) -> None:
    missing = "00000000-0000-4000-8000-000000000001"
    assert client.get(to(address_of, missing)).status_code == 404


@pytest.mark.parametrize(
    "address_of", ["catalogue", "organization", "achievement", "version", "image"]
)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_only_read(
    client: Client, organization: Organization, address_of: str, method: str
) -> None:
    version = factories.published(organization)
    address = {
        "catalogue": to("catalogue"),
        "organization": to("organization_catalogue", "atelier"),
        "achievement": to("achievement", "atelier", SLUG),
        "version": to("version", version.pk),
        "image": to("image_png", version.pk),
    }[address_of]
    assert getattr(client, method)(address).status_code == 405
