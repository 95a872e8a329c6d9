"""The first wall: what a query shows, by who is looking."""

from uuid import uuid4

import pytest

from acquis.assessing.models import Application, Evidence
from acquis.common.tenancy import (
    NOBODY,
    SYSTEM,
    Scope,
    ScopeMissing,
    current_scope,
    enter,
    scoped,
    system_scope,
    tenant_models,
)
from acquis.modelling.models import AchievementVersion, Criterion
from acquis.organizations.enums import Role
from acquis.organizations.middleware import scope_of
from acquis.organizations.models import Membership
from acquis.passport.models import HeldCredential
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_without_a_scope_every_tenant_s_table_raises() -> None:
    token = enter(SYSTEM)
    token.var.set(None)  # nobody has said anything
    try:
        for model in tenant_models():
            with pytest.raises(ScopeMissing):
                model.objects.count()
        with pytest.raises(ScopeMissing):
            current_scope()
    finally:
        token.var.reset(token)


def test_the_system_gives_its_reason() -> None:
    with pytest.raises(ScopeMissing, match="needs a reason"), system_scope(" "):
        pass


def test_a_scope_ends_where_it_ends() -> None:
    with scoped(NOBODY):
        with system_scope("a test"):
            assert current_scope() == SYSTEM
        assert current_scope() == NOBODY


@pytest.mark.parametrize("path", ["'", "0001 0002", "0001%", "", "0001\n"])
def test_a_path_that_could_say_more_than_a_path_is_refused(path: str) -> None:
    with pytest.raises(ScopeMissing):
        Scope(paths=(path,))


def test_a_member_sees_her_subtree_and_nothing_beside_or_above() -> None:
    group = factories.organization("groupe")
    below = factories.organization("filiale", parent=group)
    beside = factories.organization("voisine", parent=group)
    seen = {
        place.slug: factories.application(factories.published(place))
        for place in (group, below, beside)
    }
    head = factories.member(group, Role.COORDINATOR)
    local = factories.member(below, Role.COORDINATOR)

    with scoped(scope_of(head.pk)):
        assert set(Application.objects.all()) == set(seen.values())
    with scoped(scope_of(local.pk)):
        assert set(Application.objects.all()) == {seen["filiale"]}
        assert {item.application_id for item in Evidence.objects.all()} == {seen["filiale"].pk}


def test_a_candidate_sees_her_own() -> None:
    hers = factories.application(factories.published(factories.organization()))
    factories.application(factories.published(factories.organization()))

    with scoped(scope_of(hers.candidate_id)):
        assert list(Application.objects.all()) == [hers]
        assert Evidence.objects.count() == 2


def test_a_stranger_sees_what_is_published_and_nothing_else() -> None:
    place = factories.organization()
    published = factories.published(place)
    factories.draft(place)
    factories.application(published)
    factories.held(published)

    for scope in (NOBODY, Scope(person=uuid4())):
        with scoped(scope):
            assert list(AchievementVersion.objects.all()) == [published]
            assert set(Criterion.objects.values_list("version", flat=True)) == {published.pk}
            assert Application.objects.count() == 0
            assert Membership.objects.count() == 0
            assert HeldCredential.objects.count() == 0


def test_a_passport_is_its_person_s_even_within_her_organisation() -> None:
    place = factories.organization()
    version = factories.published(place)
    holder = factories.member(place)
    held = factories.held(version, holder=holder)

    with scoped(scope_of(factories.member(place, Role.OWNER).pk)):
        assert HeldCredential.objects.count() == 0
    with scoped(scope_of(holder.pk)):
        assert list(HeldCredential.objects.all()) == [held]


def test_who_is_no_longer_active_reaches_nothing() -> None:
    place = factories.organization()
    former = factories.member(place, Role.OWNER)
    former.is_active = False
    former.save()

    assert scope_of(former.pk) == Scope(person=former.pk)


def test_organisations_that_another_reaches_are_named_once() -> None:
    group = factories.organization()
    below = factories.organization(parent=group)
    person = factories.member(group)
    factories.join(person, below)

    assert scope_of(person.pk) == Scope(person=person.pk, paths=(group.path,))
