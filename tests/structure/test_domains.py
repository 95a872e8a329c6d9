"""What import-linter cannot see, since it knows other packages only as wholes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.floors import ROOT

pytestmark = pytest.mark.unit

SOURCE = ROOT / "src" / "acquis"
# A domain function takes values and returns values: it knows no request, response or page.
FOR_VIEWS_ONLY = (
    "django.http", "django.shortcuts", "django.views", "django.contrib.messages", "django.forms",
    "django.template.response", "django.middleware", "allauth.account.utils",
)  # fmt: skip


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden(source: str) -> list[str]:
    return [
        name
        for name in imports(source)
        if any(name == banned or name.startswith(banned + ".") for banned in FOR_VIEWS_ONLY)
    ]


def domain_modules() -> list[Path]:
    return sorted(file for file in SOURCE.rglob("*.py") if "domain" in file.parts)


def test_no_domain_knows_requests_or_pages() -> None:
    found = {
        file.relative_to(SOURCE).as_posix(): names
        for file in domain_modules()
        if (names := forbidden(file.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_there_are_domains_to_look_at() -> None:
    assert len(domain_modules()) > 20


@pytest.mark.parametrize(
    "line",
    ["import django.http", "from django.http import Http404", "from django import shortcuts"],
)
def test_a_request_in_a_domain_is_found(line: str) -> None:
    assert len(forbidden(line)) == 1


@pytest.mark.parametrize("line", ["from django.db import models", "import django.httpx"])
def test_what_a_domain_may_use_is_let_be(line: str) -> None:
    assert forbidden(line) == []
