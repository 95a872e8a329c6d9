"""A role reaches the organisation where it is held and all below it, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from acquis.organizations.domain.organizations import join
from acquis.organizations.domain.queries.access import (
    memberships_of,
    organizations_with_role,
    roles_in,
)
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.organizations.rules import has_role, is_member, is_owner
from acquis.people.models import Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

# Where the role is held is called "here"; each other place is named as seen from there.
REACHED = {
    "grandparent": False,
    "parent": False,
    "here": True,
    "child": True,
    "grandchild": True,
    "sibling": False,
    "nephew": False,
    "other tree": False,
    "child of the other tree": False,
}
BELONGS = REACHED | {"grandparent": True, "parent": True}
EVERY_ROLE = pytest.mark.parametrize("role", Role, ids=[role.value for role in Role])


@pytest.fixture
def places() -> dict[str, Organization]:
    made: dict[str, Organization] = {}
    for name, parent in [
        ("grandparent", None),
        ("parent", "grandparent"),
        ("here", "parent"),
        ("child", "here"),
        ("grandchild", "child"),
        ("sibling", "parent"),
        ("nephew", "sibling"),
        ("other tree", None),
        ("child of the other tree", "other tree"),
    ]:
        made[name] = factories.organization(name=name, parent=made.get(parent or ""))
    # Adding a node moves others' paths in the database only.
    return {name: Organization.objects.get(pk=node.pk) for name, node in made.items()}


def asked_everywhere(
    question: Any, person: Any, places: dict[str, Organization]
) -> dict[str, bool]:
    return {name: question(person, node) for name, node in places.items()}


@EVERY_ROLE
def test_a_role_reaches_its_subtree_and_nothing_else(
    role: Role, places: dict[str, Organization]
) -> None:
    person = factories.member(places["here"], role)
    assert asked_everywhere(has_role(role), person, places) == REACHED


@EVERY_ROLE
def test_a_role_is_no_other_role(role: Role, places: dict[str, Organization]) -> None:
    person = factories.member(places["here"], role)
    others = [other for other in Role if other != role]
    assert not any(asked_everywhere(has_role(*others), person, places).values())


@EVERY_ROLE
def test_the_queries_say_the_same_as_the_rules(role: Role, places: dict[str, Organization]) -> None:
    person = factories.member(places["here"], role)
    reached = [node.name for node in organizations_with_role(person, [role])]
    assert sorted(reached) == sorted(name for name, reaches in REACHED.items() if reaches)
    found = {name: roles_in(person, node) for name, node in places.items()}
    assert found == {name: {role} if reaches else set() for name, reaches in REACHED.items()}


def test_a_member_without_a_role_holds_none(places: dict[str, Organization]) -> None:
    person = factories.member(places["here"])
    assert not any(asked_everywhere(has_role(*Role), person, places).values())
    assert list(organizations_with_role(person, Role)) == []


def test_a_member_belongs_to_her_own_line_of_organisations(places: dict[str, Organization]) -> None:
    person = factories.member(places["here"])
    assert asked_everywhere(is_member, person, places) == BELONGS


@pytest.mark.parametrize("stranger", ["anonymous", "of no organisation"])
def test_a_stranger_holds_no_role_and_belongs_nowhere(
    stranger: str, places: dict[str, Organization]
) -> None:
    person = AnonymousUser() if stranger == "anonymous" else factories.person()
    for question in (is_member, is_owner, has_role(*Role)):
        assert not any(asked_everywhere(question, person, places).values())


@pytest.mark.parametrize("question", [is_member, is_owner], ids=["is_member", "is_owner"])
def test_nothing_is_nobodys(question: Any, places: dict[str, Organization]) -> None:
    assert question(factories.member(places["here"], Role.OWNER), None) is False


def test_what_belongs_to_an_organisation_is_guarded_as_the_organisation(
    places: dict[str, Organization],
) -> None:
    person = factories.member(places["here"], Role.OWNER)
    profiles = {name: node.profile for name, node in places.items()}
    assert {name: is_owner(person, part) for name, part in profiles.items()} == REACHED
    assert {name: is_member(person, part) for name, part in profiles.items()} == BELONGS


def test_roles_at_several_nodes_add_up(places: dict[str, Organization]) -> None:
    person = factories.member(places["parent"], Role.VIEWER)
    join(person, places["child"], roles=[Role.ASSESSOR, Role.DESIGNER])
    assert roles_in(person, places["grandchild"]) == {Role.VIEWER, Role.ASSESSOR, Role.DESIGNER}
    assert roles_in(person, places["here"]) == {Role.VIEWER}
    asked = organizations_with_role(person, [Role.ASSESSOR, Role.DESIGNER])
    assert [node.name for node in asked] == ["child", "grandchild"]


@pytest.mark.parametrize(
    ("permission", "held_by"),
    [
        ("organizations.view_organization", set(Role)),
        ("organizations.change_profile", {Role.OWNER}),
    ],
)
def test_who_holds_which_permission(
    permission: str, held_by: set[Role], places: dict[str, Organization]
) -> None:
    people = {role: factories.member(places["here"], role) for role in Role}
    assert {r for r, p in people.items() if p.has_perm(permission, places["here"])} == held_by
    assert not any(p.has_perm(permission, places["sibling"]) for p in people.values())


def test_an_inactive_person_holds_no_permission(places: dict[str, Organization]) -> None:
    person = factories.member(places["here"], Role.OWNER)
    Person.objects.update(is_active=False)
    person = Person.objects.get(pk=person.pk)
    assert not person.has_perm("organizations.change_profile", places["here"])


def test_memberships_are_listed_from_the_top_of_each_tree(places: dict[str, Organization]) -> None:
    person = factories.member(places["child"], Role.VIEWER)
    join(person, places["parent"], roles=[Role.OWNER])
    factories.member(places["here"])
    found = [
        (membership.organization.name, [row.role for row in membership.roles.all()])
        for membership in memberships_of(person)
    ]
    assert found == [("parent", ["owner"]), ("child", ["viewer"])]
