"""Template builtins that every page may use."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from acquis.common.text import render_markdown

register = template.Library()


@register.filter
def markdown(text: object) -> SafeString:
    return render_markdown(str(text))


@register.simple_tag
def rungs(reached: int, count: int) -> SafeString:
    """A scale's marks, filled up to the rung reached; the level's name stands beside them."""
    marks = format_html_join(
        "", '<i class="{}"></i>', (("is-reached" if n < reached else "",) for n in range(count))
    )
    return format_html('<span class="rungs" aria-hidden="true">{}</span>', marks)


@register.filter
def initials(name: object) -> str:
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
