"""What each person finds in the navigation: what she can do, and nothing else."""

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis.assessing.domain.queries import applications
from acquis.organizations.domain.queries.reach import Reach, having
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.people.models import Person


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Space:
    """An organisation in which the person has something to do."""

    organization: Organization
    entries: tuple[Entry, ...]
    current: bool = False

    @property
    def url(self) -> str:
        return self.entries[0].url


def personal_entries(request: HttpRequest, person: Person, reach: Reach) -> list[Entry]:
    """Her own pages; `reach` is `reach_of(person)`, which the whole frame reads once."""
    entries = [
        ("passport:passport", _("My passport"), "identification"),
        ("assessing:applications", _("My applications"), "paper_airplane"),
        ("modelling:catalogue", _("Catalogue"), "squares_2x2"),
        ("passport:verify", _("Verify"), "shield_check"),
    ]
    found = [_entry(request, *entry) for entry in entries]
    if having(reach, Role.COORDINATOR, Role.OWNER):
        found.append(_entry(request, "common:jobs", _("My jobs"), "queue_list"))
    if having(reach, Role.ASSESSOR):
        waiting = applications.queue(person).count()
        found.insert(
            2,
            _entry(request, "assessing:queue", _("To assess"), "clipboard_document_check", waiting),
        )
    return found


def spaces(request: HttpRequest, reach: Reach) -> list[Space]:
    """The organisations where the person has something to do, with what she can do there.

    One of them is current: that of the page, or else the first.
    """
    found = []
    for organization, roles in reach.items():
        designs = roles & {Role.DESIGNER, Role.OWNER}
        coordinates = roles & {Role.COORDINATOR, Role.OWNER}
        connects = roles & {Role.INTEGRATOR, Role.OWNER}
        if not designs | coordinates | connects:
            continue
        entries = []
        if designs:
            entries.append(("modelling:achievements", _("Achievements"), "sparkles"))
        if coordinates or Role.ASSESSOR in roles:
            entries.append(("assessing:overview", _("Applications"), "inbox_stack"))
        if coordinates:
            entries.append(("securing:issued", _("Credentials issued"), "check_badge"))
        if Role.OWNER in roles:
            entries.append(("organizations:members", _("Members"), "user_group"))
            entries.append(("organizations:profile", _("Issuer profile"), "building_office_2"))
            entries.append(("organizations:journal", _("Journal"), "book_open"))
        if connects:
            entries.append(("organizations:tokens", _("API tokens"), "key"))
        shown = tuple(_entry(request, *entry, arguments=(organization.slug,)) for entry in entries)
        found.append(Space(organization, shown))
    return _with_current(request, found)


def _with_current(request: HttpRequest, found: list[Space]) -> list[Space]:
    slugs = [space.organization.slug for space in found]
    if not slugs:
        return []
    here = _organization_of_page(request)
    current = here if here in slugs else slugs[0]
    return [replace(space, current=space.organization.slug == current) for space in found]


def _organization_of_page(request: HttpRequest) -> str:
    """The short name in the address of an organisation's own page (`/o/<slug>/...`)."""
    parts = request.path.split("/")
    return parts[2] if len(parts) > 3 and parts[1] == "o" else ""  # noqa: PLR2004 - /o/slug/


def _entry(
    request: HttpRequest,
    name: str,
    label: str,
    icon: str,
    count: int = 0,
    *,
    arguments: tuple[str, ...] = (),
) -> Entry:
    url = reverse(name, args=arguments)
    return Entry(label, url, icon, request.path.startswith(url), count)
