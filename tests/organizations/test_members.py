"""Roles changed and memberships ended: by owners only, and never down to no owner."""

from functools import partial
from typing import Any

import pytest

from acquis.organizations.domain.members import change_member, end_membership
from acquis.organizations.domain.organizations import join
from acquis.organizations.enums import Role
from acquis.organizations.errors import LastOwner, NotAnOwner
from acquis.organizations.models import AuditRecord, Membership, Organization, Unit
from acquis.people.models import Person
from tests import factories
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier", name="Atelier")


@pytest.fixture
def owner(organization: Organization) -> Person:
    return factories.member(organization, Role.OWNER, name="Olga")


def of(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def demote(membership: Membership, *, by: Person) -> None:
    change_member(membership, roles=[], unit="", job="", by=by)


def end(membership: Membership, *, by: Person) -> None:
    end_membership(membership, by=by)


BOTH = pytest.mark.parametrize("act", [demote, end])


def roles(person: Person) -> list[str]:
    return sorted(of(person).roles.values_list("role", flat=True))


def test_a_member_gets_exactly_these_roles_and_this_place(
    organization: Organization, owner: Person
) -> None:
    member = factories.member(organization, Role.ASSESSOR, Role.VIEWER)
    change_member(
        of(member), roles=[Role.VIEWER, Role.DESIGNER], unit=" Les  achats ", job=" Chef ", by=owner
    )
    assert roles(member) == ["designer", "viewer"]
    assert (str(of(member).unit), of(member).job) == ("Les achats", "Chef")
    change_member(of(member), roles=[], unit="", job="", by=owner)
    assert (roles(member), of(member).unit, of(member).job) == ([], None, "")
    assert Unit.objects.count() == 1


def test_changing_twice_doubles_nothing(organization: Organization, owner: Person) -> None:
    member = factories.member(organization)
    for _again in range(2):
        change_member(of(member), roles=[Role.VIEWER, Role.VIEWER], unit="A", job="", by=owner)
    assert (roles(member), Unit.objects.count()) == (["viewer"], 1)


def test_a_membership_is_ended(organization: Organization, owner: Person) -> None:
    member = factories.member(organization, Role.ASSESSOR)
    end_membership(of(member), by=owner)
    assert Membership.objects.filter(person=member).count() == 0
    assert Person.objects.filter(pk=member.pk).exists()


@BOTH
def test_only_an_owner_decides(organization: Organization, owner: Person, act: Any) -> None:
    member = factories.member(organization, Role.ASSESSOR)
    everything_else = [role for role in Role if role != Role.OWNER]
    for person in (
        member,
        factories.member(organization, *everything_else),
        factories.member(factories.organization(), Role.OWNER),
        factories.person(),
    ):
        with pytest.raises(NotAnOwner):
            act(of(member), by=person)
    assert roles(member) == ["assessor"]


@BOTH
def test_nobody_makes_herself_owner(organization: Organization, owner: Person, act: Any) -> None:
    member = factories.member(organization, Role.COORDINATOR)
    with pytest.raises(NotAnOwner):
        change_member(of(member), roles=[Role.OWNER], unit="", job="", by=member)
    assert roles(member) == ["coordinator"]


@BOTH
def test_the_last_owner_stays(organization: Organization, owner: Person, act: Any) -> None:
    with pytest.raises(LastOwner) as caught:
        act(of(owner), by=owner)
    assert caught.value.message == (
        "Olga est la dernière personne propriétaire de Atelier. Nommez d’abord un autre "
        "propriétaire."
    )
    assert roles(owner) == ["owner"]


@BOTH
def test_one_of_two_owners_may_go(organization: Organization, owner: Person, act: Any) -> None:
    second = factories.member(organization, Role.OWNER)
    act(of(owner), by=owner)
    with pytest.raises(LastOwner):
        act(of(second), by=second)
    assert roles(second) == ["owner"]


@BOTH
def test_an_inactive_owner_does_not_count(
    organization: Organization, owner: Person, act: Any
) -> None:
    second = factories.member(organization, Role.OWNER)
    Person.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(LastOwner):
        act(of(owner), by=owner)


@BOTH
def test_an_owner_above_counts_and_one_below_or_beside_does_not(
    organization: Organization, owner: Person, act: Any
) -> None:
    branch = factories.organization("branche", parent=organization)
    factories.member(factories.organization("autre", parent=organization), Role.OWNER)
    local = factories.member(branch, Role.OWNER)
    with pytest.raises(LastOwner):
        act(of(owner), by=owner)
    act(of(local), by=local)
    assert Membership.objects.filter(roles__role=Role.OWNER, organization=branch).count() == 0


def test_an_owner_s_other_roles_and_place_change_freely(
    organization: Organization, owner: Person
) -> None:
    change_member(of(owner), roles=[Role.OWNER, Role.DESIGNER], unit="A", job="B", by=owner)
    assert roles(owner) == ["designer", "owner"]


@pytest.mark.django_db(transaction=True)
@BOTH
def test_of_two_owners_who_remove_each_other_one_stays(act: Any) -> None:
    organization = factories.organization()
    pair = [factories.member(organization, Role.OWNER) for _n in range(2)]
    memberships = [Membership.objects.get(person=person) for person in pair]

    def remove(number: int) -> str:
        try:
            act(memberships[1 - number], by=pair[number])
        except (LastOwner, NotAnOwner):
            return "refused"
        return "done"

    answers = at_the_same_time(partial(remove, 0), partial(remove, 1))
    assert sorted(answers) == ["done", "refused"]
    left = Membership.objects.filter(organization=organization, roles__role=Role.OWNER)
    assert left.count() == 1


def test_what_was_decided_is_in_the_audit_trail(organization: Organization, owner: Person) -> None:
    member = factories.member(organization)
    membership = of(member)
    change_member(membership, roles=[Role.VIEWER, Role.DESIGNER], unit="", job="", by=owner)
    end_membership(membership, by=owner)
    found = AuditRecord.objects.order_by("number").filter(actor=owner.pk)
    assert [(record.act, record.details) for record in found] == [
        (
            "organizations.roles_changed",
            {"person": str(member.pk), "roles": "designer viewer"},
        ),
        ("organizations.left", {"person": str(member.pk)}),
    ]


def test_a_person_is_member_of_several_organisations_with_one_account(
    organization: Organization, owner: Person
) -> None:
    elsewhere = factories.organization()
    join(owner, elsewhere, roles=[Role.VIEWER])
    found = Membership.objects.filter(person=owner).order_by("created_at")
    assert [sorted(row.roles.values_list("role", flat=True)) for row in found] == [
        ["owner"],
        ["viewer"],
    ]
