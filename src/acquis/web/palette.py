"""Where a few typed letters can lead: pages, organisations, achievements of the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis.common.text import fold
from acquis.modelling.domain.queries import catalogue
from acquis.organizations.domain.queries.reach import reach_of
from acquis.people.models import Person
from acquis.web import navigation

ACHIEVEMENTS = 6
ORGANIZATIONS = 6


@dataclass(frozen=True, slots=True)
class Destination:
    label: str
    url: str
    icon: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    destinations: tuple[Destination, ...]


def groups(request: HttpRequest, person: Person | None, query: str) -> list[Group]:
    """What the words match and the visitor may open. Without words: her pages."""
    words = fold(query).split()
    pages, organizations = _pages(request, person)
    found = [
        Group(_("Pages"), tuple(_matching(pages, words))),
        Group(_("Organisations"), tuple(_matching(organizations, words))[:ORGANIZATIONS]),
    ]
    if words:
        versions = catalogue.search(catalogue.published(), query)[:ACHIEVEMENTS]
        achievements = tuple(
            Destination(
                str(version.name),
                reverse(
                    "modelling:achievement",
                    args=[version.organization.slug, version.achievement.slug],
                ),
                "sparkles",
                version.organization.profile.name,
            )
            for version in versions
        )
        found.append(Group(_("Catalogue"), achievements))
    return [group for group in found if group.destinations]


def _pages(
    request: HttpRequest, person: Person | None
) -> tuple[list[Destination], list[Destination]]:
    if person is None:
        open_pages = [
            Destination(_("Catalogue"), reverse("modelling:catalogue"), "squares_2x2"),
            Destination(_("Verify a badge"), reverse("passport:verify"), "shield_check"),
            Destination(_("Sign in"), reverse("account_login"), "arrow_right_end_on_rectangle"),
        ]
        return open_pages, []
    reach = reach_of(person)
    spaces = navigation.spaces(request, reach)
    pages = [Destination(_("Home"), reverse("web:dashboard"), "home")]
    pages += [
        Destination(entry.label, entry.url, entry.icon)
        for entry in navigation.personal_entries(request, person, reach)
    ]
    pages += [
        Destination(entry.label, entry.url, entry.icon, space.organization.name)
        for space in spaces
        for entry in space.entries
    ]
    organizations = [
        Destination(space.organization.name, space.url, "building_office_2") for space in spaces
    ]
    return pages, organizations


def _matching(destinations: Iterable[Destination], words: list[str]) -> list[Destination]:
    return [
        entry
        for entry in destinations
        if all(word in fold(f"{entry.label} {entry.detail}") for word in words)
    ]
