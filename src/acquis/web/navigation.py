"""What each person finds in the navigation: what she can do, and nothing else."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis.assessing.domain.queries import applications
from acquis.organizations.domain.queries.access import organizations_with_role
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


def personal_entries(request: HttpRequest, person: Person) -> list[Entry]:
    entries = [
        ("passport:passport", _("My passport"), "identification"),
        ("assessing:applications", _("My applications"), "paper_airplane"),
        ("modelling:catalogue", _("Catalogue"), "squares_2x2"),
        ("passport:verify", _("Verify"), "shield_check"),
    ]
    found = [_entry(request, *entry) for entry in entries]
    if organizations_with_role(person, [Role.ASSESSOR]).exists():
        waiting = applications.queue(person).count()
        found.insert(
            2,
            _entry(request, "assessing:queue", _("To assess"), "clipboard_document_check", waiting),
        )
    return found


def spaces(request: HttpRequest, person: Person) -> list[Space]:
    """The organisations where the person designs or coordinates, with what she can do there."""
    designing = set(organizations_with_role(person, [Role.DESIGNER, Role.OWNER]))
    coordinating = set(organizations_with_role(person, [Role.COORDINATOR, Role.OWNER]))
    assessing = set(organizations_with_role(person, [Role.ASSESSOR]))
    found = []
    for organization in sorted(designing | coordinating, key=lambda node: str(node.path)):
        entries = []
        if organization in designing:
            entries.append(("modelling:achievements", _("Achievements"), "sparkles"))
        if organization in coordinating | assessing:
            entries.append(("assessing:overview", _("Applications"), "inbox_stack"))
        if organization in coordinating:
            entries.append(("securing:issued", _("Credentials issued"), "check_badge"))
        found.append(
            Space(
                organization,
                tuple(_entry(request, *entry, arguments=(organization.slug,)) for entry in entries),
            )
        )
    return found


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
