"""The interface's texts: collected from code and templates, checked for a French word each.

`update` writes new texts into the French catalogue (with what the Python files named after it give
in a dictionary FR), `check` fails when a text has no French, or when one in the catalogue is no
longer used. Needs no gettext tools: Babel reads Python, Django's own lexer reads the templates.
"""

import io
import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "acquis"
CATALOGUE = SOURCE / "web" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None, "_now": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "_n": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def collect() -> Catalog:
    catalogue = Catalog(project="Acquis", charset="utf-8")
    files = sorted(SOURCE.rglob("*.py")) + sorted(SOURCE.rglob("templates/**/*.*"))
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        for _line, function, found, _comments in _messages(file):
            _add(catalogue, KEYWORDS[function], found, name)
    return catalogue


def _messages(file: Path) -> Iterator[tuple[int, str, object, list[str]]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # Django turns a template into lines that any gettext extractor understands.
        from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings

        text = templatize(text, origin=str(file))
    yield from extract_python(io.BytesIO(text.encode()), KEYWORDS.keys(), [], {})


def _add(catalogue: Catalog, spec: tuple[object, ...] | None, found: object, name: str) -> None:
    parts = list(found) if isinstance(found, tuple) else [found]
    if spec == ((1, "c"), 2):
        if parts[1]:
            catalogue.add(parts[1], context=parts[0], locations=[(name, 0)])
    elif spec == (1, 2):
        catalogue.add((parts[0], parts[1]), locations=[(name, 0)])
    elif parts[0]:
        catalogue.add(parts[0], locations=[(name, 0)])


def read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="fr", project="Acquis", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fr")


def update(given: dict[str, str | tuple[str, ...]]) -> int:
    catalogue = read()
    catalogue.update(collect(), no_fuzzy_matching=True)
    for text, french in given.items():
        message = catalogue.get(text)
        if message is not None and not _complete(message.string):
            message.string = french
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, no_location=True, omit_header=False)
    missing = [message.id for message in catalogue if message.id and not _complete(message.string)]
    print(f"{len(catalogue)} texts, {len(missing)} without French")
    for text in missing:
        print(f'    {text!r}: "",')
    return 0


def check() -> int:
    used, known = collect(), read()
    problems = []
    for message in used:
        if not message.id:
            continue
        french = known.get(message.id, message.context)
        where = message.locations[0][0]
        if french is None or not _complete(french.string):
            problems.append(f"{where}: no French for {message.id!r}")
        elif isinstance(message.id, str) and set(PLACEHOLDER.findall(message.id)) != set(
            PLACEHOLDER.findall(str(french.string))
        ):
            problems.append(f"{where}: the French of {message.id!r} has other placeholders")
    problems += [
        f"no longer used: {message.id!r}"
        for message in known
        if message.id and used.get(message.id, message.context) is None
    ]
    print("\n".join(problems) or f"{len(used)} texts, each in English and French")
    return 1 if problems else 0


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def main() -> int:
    settings.configure(USE_I18N=True)
    if sys.argv[1:2] == ["check"]:
        return check()
    given: dict[str, str | tuple[str, ...]] = {}
    for file in sys.argv[2:]:
        given |= runpy.run_path(file)["FR"]
    return update(given)


if __name__ == "__main__":
    sys.exit(main())
