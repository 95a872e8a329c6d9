from django import template
from django.utils.safestring import SafeString, mark_safe

from acquis.modelling.drawing.pictograms import drawings

register = template.Library()


@register.simple_tag
def pictogram(name: str) -> SafeString:
    """A pictogram as an inline line drawing in the text's colour."""
    return mark_safe(  # noqa: S308 - our own drawings; an unknown name draws nothing
        '<svg class="pictogram" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        f"{drawings().get(name, '')}</svg>"
    )
