"""The stranger's pages: a shared badge, and the verify page for whatever is handed in."""

import base64
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from acquis.credentials import Outcome, Verdict, bake_png, bake_svg, extract
from acquis.modelling.models import AchievementVersion
from acquis.passport.domain import holding
from acquis.passport.models import HeldCredential
from acquis.people.models import Person
from acquis.securing.models import Credential, IssuerKey
from tests import factories
from tests.web.pages import methods_but, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SHARED = ["shared", "shared_image", "shared_json"]


@pytest.fixture
def held() -> HeldCredential:
    holder = factories.person(name="Léa Dubois")
    return factories.held(factories.published(factories.organization("boreal")), holder=holder)


def shared_url(held: HeldCredential, name: str = "shared") -> str:
    return reverse(f"passport:{name}", args=[held.share.token])


def test_a_stranger_sees_whose_badge_it_is_and_that_it_is_valid(
    client: Client, held: HeldCredential
) -> None:
    response = client.get(shared_url(held))

    image = shared_url(held, "shared_image")
    assert response.status_code == 200
    assert {
        name: response.context[name] for name in ("holder", "image_url", "page_url", "og_image")
    } == {
        "holder": "Léa Dubois",
        "image_url": image,
        "page_url": f"http://localhost:8000{shared_url(held)}",
        "og_image": f"http://localhost:8000{image}",
    }
    assert response.context["report"].verdict == Verdict.VALID
    page = response.content.decode()
    assert "Léa Dubois" in page
    assert held.person.email not in page
    assert '<meta name="robots" content="noindex">' in page


def test_its_holder_is_told_that_this_is_what_others_see(
    client: Client, held: HeldCredential
) -> None:
    back = f'href="{reverse("passport:held", args=[held.pk])}"'

    pages = [
        reader.get(shared_url(held)).content.decode()
        for reader in (signed_in(held.person), signed_in(factories.person()), client)
    ]

    assert [page.count(back) for page in pages] == [1, 0, 0]


def test_the_shared_picture_and_document_prove_themselves(
    client: Client, held: HeldCredential
) -> None:
    image = client.get(shared_url(held, "shared_image"))
    document = client.get(shared_url(held, "shared_json"))

    assert extract(image.content) == bytes(held.document) == document.content
    assert (image["Content-Type"], image["Cache-Control"]) == ("image/png", "public, max-age=300")
    assert (document["Content-Type"], document["Access-Control-Allow-Origin"]) == (
        "application/vc+ld+json",
        "*",
    )


@pytest.mark.parametrize("name", SHARED)
def test_a_closed_page_is_found_by_nobody_not_even_its_holder(
    client: Client, held: HeldCredential, name: str
) -> None:
    holding.set_shared(held, active=False)

    assert client.get(shared_url(held, name)).status_code == 404
    assert signed_in(held.person).get(shared_url(held, name)).status_code == 404


@pytest.mark.parametrize("name", SHARED)
def test_an_unknown_page_is_not_found(client: Client, name: str) -> None:
    assert client.get(reverse(f"passport:{name}", args=["unknown"])).status_code == 404


@pytest.mark.parametrize("name", SHARED)
def test_shared_pages_are_only_read(client: Client, held: HeldCredential, name: str) -> None:
    found = {getattr(client, m)(shared_url(held, name)).status_code for m in methods_but("get")}

    assert found == {405}


def hand_in(client: Client, content: bytes, name: str = "badge") -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile(name, content)})


def told(response: Any) -> tuple[int, str, list[tuple[str, str, str]]]:
    report = response.context["report"]
    return (
        response.status_code,
        report.verdict,
        [
            (check.name, check.outcome, check.reason)
            for check in report.checks
            if check.outcome not in {Outcome.PASSED, Outcome.NOT_APPLICABLE}
        ],
    )


VALID = (200, "valid", [])


def test_the_verify_page_is_open_to_everybody(client: Client) -> None:
    response = client.get("/verify/")

    assert response.status_code == 200
    assert "report" not in response.context


@pytest.mark.parametrize("method", methods_but("get", "post"))
def test_the_verify_page_refuses_wrong_methods(client: Client, method: str) -> None:
    assert getattr(client, method)("/verify/").status_code == 405


def test_a_baked_png_is_verified_and_shown(client: Client, held: HeldCredential) -> None:
    picture = holding.baked_png(held)

    response = hand_in(client, picture, "photo.jpg")

    assert told(response) == VALID
    assert response.context["summary"].name == "Animer une réunion utile"
    assert response.context["image_data"] == (
        "data:image/png;base64," + base64.b64encode(picture).decode()
    )


def test_a_baked_svg_is_verified_and_never_shown(client: Client, held: HeldCredential) -> None:
    svg = AchievementVersion.objects.get().image_svg.encode()

    response = hand_in(client, bake_svg(svg, bytes(held.document)), "badge.svg")

    assert told(response) == VALID
    assert response.context["image_data"] == ""


def test_a_json_file_is_verified(client: Client, held: HeldCredential) -> None:
    assert told(hand_in(client, bytes(held.document))) == VALID


def test_pasted_text_is_verified(client: Client, held: HeldCredential) -> None:
    text = f"\n  {bytes(held.document).decode()}  \n"

    response = client.post("/verify/", {"text": text})

    assert told(response) == VALID
    assert response.context["image_data"] == ""


def changed(held: HeldCredential, **values: object) -> bytes:
    return json.dumps(json.loads(bytes(held.document)) | values).encode()


def test_a_changed_badge_is_not_valid(client: Client, held: HeldCredential) -> None:
    response = hand_in(client, changed(held, name="Docteur"))

    assert told(response) == (200, "invalid", [("proof", "failed", "proof_mismatch")])
    assert "Ne vous y fiez pas" in response.content.decode()


def test_a_changed_badge_baked_again_is_not_valid(client: Client, held: HeldCredential) -> None:
    picture = bake_png(bytes(held.image_png), changed(held, validUntil="2999-01-01T00:00:00Z"))

    assert told(hand_in(client, picture)) == (
        200,
        "invalid",
        [("proof", "failed", "proof_mismatch")],
    )


def test_an_unsigned_badge_is_not_valid(client: Client, held: HeldCredential) -> None:
    response = hand_in(client, changed(held, proof=[]))

    assert told(response) == (200, "invalid", [("proof", "failed", "proof_missing")])


def test_a_badge_of_an_issuer_that_is_gone_cannot_be_decided(
    client: Client, held: HeldCredential
) -> None:
    """Unlike its holder's page, this one has no copy of the keys and invents no verdict."""
    for model in (Credential.objects.get().delivery, Credential.objects.get()):
        model.delete()
    profile = IssuerKey.objects.get().profile
    IssuerKey.objects.all().delete()
    profile.delete()

    status, verdict, found = told(hand_in(client, bytes(held.document)))

    assert (status, verdict) == (200, "undecided")
    assert found == [
        ("proof", "undecided", "proof_needs_key"),
        ("issuer_key", "undecided", "key_unavailable"),
    ]


def test_json_that_is_no_badge_is_not_valid_and_has_no_summary(client: Client) -> None:
    response = hand_in(client, b'{"hello": ["world"]}')

    assert told(response)[:2] == (200, "invalid")
    assert "summary" not in response.context


def refused(response: Any) -> tuple[int, dict[str, list[str]]]:
    assert "report" not in response.context
    return response.status_code, dict(response.context["form"].errors)


GARBAGE = (
    "Ce fichier ne porte pas de badge : le fichier n’est ni un badge PNG ou SVG, ni le JSON d’une "
    "attestation."
)


def test_garbage_is_said_to_be_no_badge(client: Client) -> None:
    assert refused(hand_in(client, b"garbage")) == (422, {"__all__": [GARBAGE]})


def test_a_picture_without_a_badge_is_said_to_have_none(
    client: Client, held: HeldCredential
) -> None:
    status, errors = refused(hand_in(client, bytes(held.image_png)))

    assert (status, list(errors)) == (422, ["__all__"])


def test_nothing_handed_in_is_said(client: Client) -> None:
    assert refused(client.post("/verify/", {"text": " "})) == (
        422,
        {"__all__": ["Choisissez un fichier, ou collez le JSON d’une attestation."]},
    )


def test_a_file_that_is_too_large_is_refused(client: Client, settings: LazySettings) -> None:
    settings.VERIFY_MAX_BYTES = 1024

    assert refused(hand_in(client, b"{" + b" " * 1024)) == (
        422,
        {"file": ["Ce fichier est trop volumineux pour être un badge : 1,0\xa0Kio au plus."]},
    )


def test_an_empty_file_is_refused(client: Client) -> None:
    assert refused(hand_in(client, b"")) == (422, {"file": ["Le fichier soumis est vide."]})


def test_nothing_that_was_verified_is_kept(client: Client, held: HeldCredential) -> None:
    before = HeldCredential.objects.count(), Person.objects.count(), timezone.now()

    hand_in(client, bytes(held.document))

    assert (HeldCredential.objects.count(), Person.objects.count()) == before[:2]


SENTENCES = {
    "fr": [
        "Le document est un Open Badge 3.0 complet.",
        "Chaque terme est défini par un vocabulaire publié et figé.",
        "La signature correspond : rien n’a changé depuis qu’il a été signé.",
        "La clé est publiée par l’émetteur did:web:localhost%3A8000:issuers:boreal.",
        "L’émetteur ne tient pas de liste de révocation pour cette attestation.",
    ],
    "en": [
        "The document is a complete Open Badge 3.0.",
        "Every term is defined by published, pinned contexts.",
        "The signature matches: nothing was changed since it was signed.",
        "The key is published by the issuer did:web:localhost%3A8000:issuers:boreal.",
        "The issuer keeps no revocation list for this credential.",
    ],
}


@pytest.mark.parametrize("language", SENTENCES)
def test_the_report_speaks_the_reader_s_language(
    client: Client, held: HeldCredential, language: str
) -> None:
    with translation.override("fr"):  # a request leaves its language behind in this thread
        response = client.post(
            "/verify/",
            {"text": bytes(held.document).decode()},
            headers={"Accept-Language": language},
        )

    page = response.content.decode().replace("&#x27;", "'")
    assert [sentence for sentence in SENTENCES[language] if sentence not in page] == []
