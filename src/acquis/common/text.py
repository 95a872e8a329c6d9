"""Text as people type it and as machines compare it."""

import unicodedata

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")
_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre",
    "h1", "h2", "h3", "h4", "hr",
}  # fmt: skip


def fold(text: str) -> str:
    """Lower case, without accents, blanks collapsed: equal for what a searcher takes as equal.

    Control characters count as blanks: PostgreSQL takes no U+0000, not even to search for it.
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    kept = (c for c in spread if not unicodedata.combining(c))
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in kept).split())


def render_markdown(text: str) -> SafeString:
    """CommonMark as HTML that is safe to show: no raw HTML, images, or script addresses."""
    html = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(html)  # noqa: S308 - nh3 has just cleaned it
