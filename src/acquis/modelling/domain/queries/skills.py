"""Finding skills and levels that an organisation may use."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from acquis.common.text import fold
from acquis.modelling.models import Level, Skill
from acquis.organizations.models import Organization


def available_skills(organization: Organization) -> QuerySet[Skill]:
    """Everybody's skills, and those of the organisation and of the organisations above it."""
    return Skill.objects.filter(
        Q(framework__organization=None) | Q(framework__organization__path__in=organization.lineage)
    ).select_related("framework")


def search_skills(organization: Organization, text: str, *, limit: int = 8) -> list[Skill]:
    """The skills whose labels, in any language, contain every word typed; the shortest first."""
    words = fold(text).split()
    if not words:
        return []
    found = available_skills(organization)
    for word in words:
        found = found.filter(search_text__contains=word)
    return list(found.order_by(Length("search_text"), "search_text")[:limit])


def available_levels(organization: Organization) -> QuerySet[Level]:
    """The rungs of every scale the organisation may use, scale by scale, from low to high."""
    return (
        Level.objects.filter(
            Q(scale__organization=None) | Q(scale__organization__path__in=organization.lineage)
        )
        .select_related("scale")
        .order_by("scale__created_at", "scale", "rank")
    )
