"""Template builtins that every page may use."""

from django import template
from django.utils.safestring import SafeString

from acquis.common.text import render_markdown

register = template.Library()


@register.filter
def markdown(text: object) -> SafeString:
    return render_markdown(str(text))


@register.filter
def rungs(count: int) -> range:
    """1 to the count: what a scale's marks are drawn from."""
    return range(1, int(count) + 1)


@register.filter
def initials(name: object) -> str:
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
