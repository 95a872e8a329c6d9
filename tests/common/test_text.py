from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from acquis.common.errors import AcquisError
from acquis.common.templatetags import acquis as tags
from acquis.common.text import fold, render_markdown

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Bonjour", "<p>Bonjour</p>\n"),
        ("**fort** et *léger*", "<p><strong>fort</strong> et <em>léger</em></p>\n"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"),
        ("3. trois", "<ol>\n<li>trois</li>\n</ol>\n"),
        ("# Titre\n\n> dit", "<h1>Titre</h1>\n<blockquote>\n<p>dit</p>\n</blockquote>\n"),
        ("`a < b`", "<p><code>a &lt; b</code></p>\n"),
        ("a\\\nb", "<p>a<br>\nb</p>\n"),
        ("---", "<hr>\n"),
        (
            "[site](https://a.example)",
            '<p><a href="https://a.example" rel="noopener nofollow">site</a></p>\n',
        ),
        (
            "<lea@courriel.example>",
            '<p><a href="mailto:lea@courriel.example" rel="noopener nofollow">'
            "lea@courriel.example</a></p>\n",
        ),
        ("", ""),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert render_markdown(text) == html


ATTACKS = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "frame": '<iframe src="https://evil.example"></iframe>',
    "style": "<style>*{display:none}</style>",
    "link with handler": '<a href="https://a.example" onclick="alert(1)">x</a>',
    "unclosed": "<script",
    "comment": "<!--><script>alert(1)</script-->",
    "javascript": "[x](javascript:alert(1))",
    "javascript in capitals": "[x](JaVaScRiPt:alert(1))",
    "javascript by entity": "[x](&#106;avascript:alert(1))",
    "javascript after a tab": "[x](java&Tab;script:alert(1))",
    "javascript by reference": "[x][y]\n\n[y]: javascript:alert(1)",
    "javascript in angle brackets": "<javascript:alert(1)>",
    "vbscript": "[x](vbscript:msgbox(1))",
    "data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "file": "[x](file:///etc/passwd)",
    "image by markdown": "![x](https://spy.example/pixel.png)",
    "title with quotes": "[x](https://a.example '\" onmouseover=\"alert(1)')",
    "code fence": '```"><script>alert(1)</script>\nx\n```',
    "address with quotes": '[x](https://a.example/"onmouseover="alert(1))',
}


class Harmless(HTMLParser):
    """Fails on whatever could run, load something or disguise itself."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert tag in {"p", "a", "pre", "code"}
        assert values.keys() <= {"href", "rel", "title"}
        assert urlsplit(values.get("href") or "").scheme in {"", "https", "http", "mailto"}

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_markdown_runs_and_loads_nothing(text: str) -> None:
    Harmless().feed(render_markdown(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>a</script>", "<p>&lt;script&gt;a&lt;/script&gt;</p>\n"),
        ("![logo](https://spy.example/x.png)", None),
        ("[x](javascript:a)", "<p>[x](javascript:a)</p>\n"),
        ("[x](ftp://a.example)", '<p><a rel="noopener nofollow">x</a></p>\n'),
    ],
    ids=["script", "image", "javascript", "other scheme"],
)
def test_what_is_refused_is_shown_as_typed(text: str, html: str | None) -> None:
    shown = html or (
        '<p>!<a href="https://spy.example/x.png" rel="noopener nofollow">logo</a></p>\n'
    )
    assert render_markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Développer l’ÉCOUTE", "developper l’ecoute"),
        ("  a \t b\n c\u00a0d ", "a b c d"),
        ("STRASSE straße", "strasse strasse"),
        ("e\u0301te\u0301", "ete"),
        ("ﬁn ②", "fin 2"),
        ("Œuvre", "œuvre"),
        ("a\x00b\x1fc", "a b c"),
        ("\u0130stanbul", "istanbul"),
        ("", ""),
    ],
)
def test_what_a_searcher_takes_as_equal_folds_to_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_the_markdown_filter_takes_any_text() -> None:
    assert tags.markdown(12) == "<p>12</p>\n"


@pytest.mark.parametrize(
    ("reached", "marks"),
    [
        (0, '<i class=""></i><i class=""></i>'),
        (1, '<i class="is-reached"></i><i class=""></i>'),
        (2, '<i class="is-reached"></i><i class="is-reached"></i>'),
    ],
)
def test_rungs_are_filled_up_to_the_one_reached(reached: int, marks: str) -> None:
    assert tags.rungs(reached, 2) == f'<span class="rungs" aria-hidden="true">{marks}</span>'


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Léa Martin", "LM"), ("léa", "L"), ("Jean de La Fontaine", "JF"), ("", ""), ("  ", "")],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert tags.initials(name) == letters


def test_a_refusal_is_said_in_the_readers_words() -> None:
    error = AcquisError("Trop tard.")
    assert (error.message, str(error)) == ("Trop tard.", "Trop tard.")
