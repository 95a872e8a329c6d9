"""The API's description: for machines as OpenAPI, for people as a page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from acquis.common.access import Access, public
from acquis.common.api.problems import not_found
from acquis.web.api import ROOT, operations, schema


@public("programs read from it how to use the API; it holds nobody's data")
@require_GET
def openapi(_request: HttpRequest) -> HttpResponse:
    response = JsonResponse(schema())
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public("people read here how to use the API; it holds nobody's data")
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    list_of_credentials = f"{settings.BASE_URL}{ROOT}organizations/$ORGANIZATION/credentials"
    context = {
        "endpoints": endpoints(),
        "example": f'curl -H "Authorization: Bearer $TOKEN" \\\n  {list_of_credentials}',
    }
    return render(request, "web/api.html", context)


@public("answers what the API does not have")
@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - of the address
    return not_found(request)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    description: str
    limits: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`permission` is empty where no token is needed."""

    id: str
    method: str
    path: str
    summary: str
    permission: str
    parameters: tuple[Parameter, ...]
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    statuses: tuple[str, ...]


def endpoints() -> list[Endpoint]:
    """What the schema says, in the reader's language."""
    gates = {
        operation.view_func.__name__: getattr(operation.view_func, "access", None)
        for _path, operation in operations()
    }
    return [
        _endpoint(path, method, said, gates)
        for path, methods in schema()["paths"].items()
        for method, said in methods.items()
    ]


def _endpoint(
    path: str, method: str, said: dict[str, Any], gates: dict[str, Access | None]
) -> Endpoint:
    gate = next(gate for name, gate in gates.items() if said["operationId"].endswith(f"_{name}"))
    return Endpoint(
        id=said["operationId"].rpartition("api_")[2].replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=_said(said["summary"]),
        permission=gate.detail if gate is not None and gate.kind == "permission" else "",
        parameters=tuple(
            Parameter(entry["name"], _said(entry["description"]), _limits(entry["schema"]))
            for entry in said["parameters"]
            if entry["in"] == "query"
        ),
        takes=tuple(said.get("requestBody", {}).get("content", {})),
        gives=tuple(said["responses"]["200"].get("content", {})),
        statuses=tuple(said["responses"]),
    )


def _said(text: str) -> str:
    """What the schema says in English, in the reader's language."""
    return _(text)


def _limits(said: dict[str, Any]) -> str:
    """The values that a parameter takes, as far as a few signs can say it."""
    kinds = [kind for kind in said.get("anyOf", [said]) if kind.get("type") != "null"]
    kind = kinds[0]
    if "enum" in kind:
        return " | ".join(kind["enum"])
    if "minimum" in kind:
        return f"{kind['minimum']} … {kind['maximum']}"
    return str(kind.get("format", ""))
