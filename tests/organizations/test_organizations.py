"""Founding organisations, and giving people their place in them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from acquis.organizations.domain.organizations import found_organization, issuer_did, join
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.enums import OrganizationKind, Role
from acquis.organizations.models import Membership, MembershipRole, Organization, Profile, Unit
from acquis.people.models import Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_an_organisation_is_founded_with_its_issuer_profile(settings: Any) -> None:
    settings.BASE_URL = "https://badges.example"
    node = found_organization(
        name="Atelier",
        slug="atelier",
        kind=OrganizationKind.TRAINING,
        colours=("#112233", "#445566"),
        url="https://atelier.example",
        email="contact@atelier.example",
        description={"fr": "Forme.", "en": "Trains."},
    )
    assert (node.name, node.kind, node.depth) == ("Atelier", "training", 1)
    assert (node.primary_colour, node.accent_colour) == ("#112233", "#445566")
    profile = node.profile
    assert (profile.did, profile.name, profile.url, profile.email) == (
        "did:web:badges.example:issuers:atelier",
        "Atelier",
        "https://atelier.example",
        "contact@atelier.example",
    )
    assert profile.description.data == {"fr": "Forme.", "en": "Trains."}
    assert (str(node), str(profile)) == ("Atelier", "Atelier")


def test_what_is_not_said_is_left_to_the_defaults() -> None:
    node = found_organization(name="Atelier", slug="atelier", kind=OrganizationKind.SCHOOL)
    assert (node.primary_colour, node.accent_colour) == ("#3a2ec2", "#f2a541")
    assert (node.profile.url, node.profile.email, str(node.profile.description)) == ("", "", "")


def test_organisations_form_trees() -> None:
    head = factories.organization("tete")
    branch = factories.organization("branche", parent=head)
    leaf = factories.organization("feuille", parent=branch)
    assert leaf.lineage == [head.path, branch.path, leaf.path]
    assert [len(path) for path in leaf.lineage] == [4, 8, 12]
    head = Organization.objects.get(pk=head.pk)
    assert [node.slug for node in head.get_descendants()] == ["branche", "feuille"]


def test_a_short_name_is_taken_once_and_leaves_no_half_founded_organisation() -> None:
    factories.organization("atelier")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.organization("atelier")
    assert (Organization.objects.count(), Profile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("base_url", "did"),
    [
        ("https://badges.example", "did:web:badges.example:issuers:atelier"),
        ("http://localhost:8000", "did:web:localhost%3A8000:issuers:atelier"),
    ],
)
def test_the_did_web_names_this_systems_address(settings: Any, base_url: str, did: str) -> None:
    settings.BASE_URL = base_url
    assert issuer_did("atelier") == did


def test_the_did_stays_whatever_the_names_become(settings: Any) -> None:
    settings.BASE_URL = "https://badges.example"
    node = factories.organization("atelier")
    settings.BASE_URL = "https://elsewhere.example"
    node.slug, node.name = "fabrique", "La Fabrique"
    node.save()
    node.profile.name = "La Fabrique"
    node.profile.save()
    assert by_slug("fabrique").profile.did == "did:web:badges.example:issuers:atelier"


def test_a_did_is_of_one_profile_only() -> None:
    first, second = factories.organization(), factories.organization()
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.filter(pk=second.profile.pk).update(did=first.profile.did)


@pytest.mark.parametrize("colour", ["#abc", "red", "#12345g", "#1234567", "#123456\n", ""])
def test_a_colour_is_six_hexadecimal_digits(colour: str) -> None:
    node = factories.organization()
    node.primary_colour = colour
    with pytest.raises(ValidationError) as caught:
        node.full_clean()
    assert list(caught.value.message_dict) == ["primary_colour"]


def test_an_organisation_is_found_by_its_short_name() -> None:
    node = factories.organization("atelier")
    assert by_slug("atelier") == node
    with pytest.raises(Organization.DoesNotExist):
        by_slug("nulle-part")


# --- Membership -----------------------------------------------------------------------------------


@pytest.fixture
def organization() -> Organization:
    return factories.organization(name="Atelier")


@pytest.fixture
def person() -> Person:
    return factories.person(name="Léa")


def roles(membership: Membership) -> list[str]:
    return sorted(membership.roles.values_list("role", flat=True))


def test_a_person_joins_with_unit_job_and_roles(organization: Organization, person: Person) -> None:
    membership = join(
        person, organization, roles=[Role.ASSESSOR, Role.VIEWER], unit="Achats", job="Acheteuse"
    )
    assert membership.unit == Unit.objects.get(organization=organization, name="Achats")
    assert (membership.job, roles(membership)) == ("Acheteuse", ["assessor", "viewer"])
    assert (str(membership), str(membership.unit)) == ("Léa · Atelier", "Achats")
    assert {str(row) for row in membership.roles.all()} == {"évaluateur", "lecteur des compétences"}


def test_joining_again_adds_roles_and_drops_none(
    organization: Organization, person: Person
) -> None:
    first = join(person, organization, roles=[Role.ASSESSOR])
    again = join(person, organization, roles=[Role.DESIGNER, Role.ASSESSOR])
    assert again == first
    assert roles(again) == ["assessor", "designer"]
    assert roles(join(person, organization)) == ["assessor", "designer"]
    assert (Membership.objects.count(), MembershipRole.objects.count()) == (1, 2)


def test_joining_again_changes_the_place(organization: Organization, person: Person) -> None:
    join(person, organization, unit="Achats", job="Acheteuse")
    moved = join(person, organization, unit="Ventes", job="Vendeuse")
    assert (str(moved.unit), moved.job) == ("Ventes", "Vendeuse")
    left = join(person, organization)
    assert (left.unit, left.job) == (None, "")


def test_a_unit_is_made_once_in_its_organisation(organization: Organization) -> None:
    for place in (organization, organization, factories.organization()):
        join(factories.person(), place, unit="Achats")
    assert Unit.objects.filter(organization=organization).count() == 1
    assert Unit.objects.count() == 2


def test_an_organisation_with_members_cannot_be_deleted(
    organization: Organization, person: Person
) -> None:
    join(person, organization)
    with pytest.raises(ProtectedError):
        organization.delete()


def test_a_person_takes_her_memberships_with_her(
    organization: Organization, person: Person
) -> None:
    join(person, organization, roles=[Role.OWNER])
    person.delete()
    assert (Membership.objects.count(), MembershipRole.objects.count()) == (0, 0)
