"""Founding organisations and giving people their place in them."""

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction
from i18nfield.strings import LazyI18nString

from acquis.organizations.domain import audit
from acquis.organizations.enums import OrganizationAct, OrganizationKind, Role
from acquis.organizations.models import Membership, MembershipRole, Organization, Profile, Unit
from acquis.people.models import Person


@transaction.atomic
def found_organization(
    *,
    name: str,
    slug: str,
    kind: OrganizationKind,
    parent: Organization | None = None,
    colours: tuple[str, str] | None = None,
    url: str = "",
    email: str = "",
    description: dict[str, str] | None = None,
) -> Organization:
    """A new organisation with its issuer profile, below `parent` if one is given.

    The profile's did:web names this system's address at this moment and the short name.
    """
    fields = {"name": name, "slug": slug, "kind": kind}
    if colours is not None:
        fields["primary_colour"], fields["accent_colour"] = colours
    node: Organization = (
        parent.add_child(**fields) if parent is not None else Organization.add_root(**fields)
    )
    Profile.objects.create(
        organization=node,
        did=issuer_did(slug),
        name=name,
        url=url,
        email=email,
        description=LazyI18nString(description or {}),
    )
    audit.record(node, OrganizationAct.FOUNDED, node, by=None)
    return node


def issuer_did(slug: str, *, host: str = "") -> str:
    """The did:web of an issuer served below `/issuers/` (did:web method, a port is `%3A`).

    `host` is this system's present one, unless another is given.
    """
    authority = quote(host or urlsplit(settings.BASE_URL).netloc, safe="")
    return f"did:web:{authority}:issuers:{slug}"


@transaction.atomic
def join(
    person: Person,
    organization: Organization,
    *,
    roles: Iterable[Role] = (),
    unit: str = "",
    job: str = "",
    by: Person | None = None,
) -> Membership:
    """Make the person a member, or change the place she has; roles are added, never dropped."""
    place = place_in(organization, unit)
    membership, created = Membership.objects.update_or_create(
        person=person, organization=organization, defaults={"unit": place, "job": job}
    )
    for role in roles:
        MembershipRole.objects.get_or_create(membership=membership, role=role)
    audit.record(
        organization,
        OrganizationAct.JOINED if created else OrganizationAct.ROLES_CHANGED,
        membership,
        by=by,
        person=str(person.pk),
        roles=" ".join(sorted(membership.roles.values_list("role", flat=True))),
    )
    return membership


def place_in(organization: Organization, unit: str) -> Unit | None:
    """The organisation's unit of this name, made if there is none; without a name, no unit."""
    name = " ".join(unit.split())
    if not name:
        return None
    return Unit.objects.get_or_create(organization=organization, name=name)[0]
