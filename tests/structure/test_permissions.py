"""The matrix of roles and permissions is what the document says, and stops where roles stop."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tools import permissions

from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.people.models import Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

# Places, as seen from the organisation where the role is held, and whether the role reaches them.
REACHED = {"itself": True, "child": True, "parent": False, "sibling": False, "other tree": False}


@pytest.fixture
def places() -> dict[str, Organization]:
    made: dict[str, Organization] = {}
    for name, above in [
        ("parent", None),
        ("itself", "parent"),
        ("sibling", "parent"),
        ("child", "itself"),
        ("other tree", None),
    ]:
        made[name] = factories.organization(name=name, parent=made.get(above or ""))
        made = {key: Organization.objects.get(pk=node.pk) for key, node in made.items()}
    return made


def test_the_document_is_what_the_rules_say() -> None:
    said = permissions.DOCUMENT.read_text(encoding="utf-8")
    assert said == permissions.render(permissions.ask(factories.organization())), "run make docs"


def test_every_permission_stops_where_the_role_stops(places: dict[str, Organization]) -> None:
    # What the roles may at their own organisation was just compared with the document.
    granted = permissions.ask(factories.organization())
    for node in places.values():
        node.refresh_from_db()  # a new tree may move the others' paths
    about = {name: permissions.targets(node) for name, node in places.items()}
    made = {name: {app: make()[0] for app, make in found.items()} for name, found in about.items()}
    expected, found = {}, {}
    for role in Role:
        person = factories.member(places["itself"], role)
        for permission in permissions.permissions():
            app = permission.partition(".")[0]
            for name, node in places.items():
                case = (role.value, permission, name)
                target = made[name].get(app, node)
                expected[case] = granted[permission][role.value] and REACHED[name]
                found[case] = person.has_perm(permission, target)
    # Whoever belongs to a part of a tree may know that the whole exists.
    for role in Role:
        expected[(role.value, "organizations.view_organization", "parent")] = True
    assert found == expected
    assert len(found) == len(Role) * len(permissions.permissions()) * len(places)


@pytest.mark.parametrize("who", ["anonymous", "inactive owner", "former owner"])
def test_whoever_is_out_holds_nothing(places: dict[str, Organization], who: str) -> None:
    node = places["itself"]
    person: Person | AnonymousUser = AnonymousUser()
    if who != "anonymous":
        person = factories.member(node, *Role)
        if who == "inactive owner":
            Person.objects.filter(pk=person.pk).update(is_active=False)
        else:
            person.memberships.all().delete()
        person = Person.objects.get(pk=person.pk)
    made = {app: make()[0] for app, make in permissions.targets(node).items()}
    held = [
        permission
        for permission in permissions.permissions()
        if person.has_perm(permission, made.get(permission.partition(".")[0], node))
    ]
    assert held == []
