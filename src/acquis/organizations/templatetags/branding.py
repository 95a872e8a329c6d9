from django import template
from django.utils.safestring import SafeString, mark_safe

from acquis.organizations.domain.branding import brand_of

register = template.Library()


@register.simple_tag
def brand(primary_colour: str) -> SafeString:
    """The organisation's colours, for a style element that carries the page's nonce."""
    return mark_safe(brand_of(primary_colour).css())  # noqa: S308 - digits and names of ours only
