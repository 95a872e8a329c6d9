"""Template builtins that every page may use."""

from django import template
from django.utils.safestring import SafeString

from acquis.common.text import render_markdown

register = template.Library()


@register.filter
def markdown(text: object) -> SafeString:
    return render_markdown(str(text))
