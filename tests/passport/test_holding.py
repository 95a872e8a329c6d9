"""What a passport keeps is the holder's own: whatever becomes of the issuer, it still proves."""

import hashlib
import json

import pytest
from django.test import Client
from django.urls import reverse

from acquis.assessing.models import Application, Assessment, Award
from acquis.credentials import Verdict, extract
from acquis.organizations.models import Organization, Profile
from acquis.passport.domain import holding, queries
from acquis.passport.domain.verification import examine_document
from acquis.passport.models import HeldCredential, Share
from acquis.people.models import Person
from acquis.securing.domain.keys import published_document, rotate_key
from acquis.securing.models import Credential, Delivery, IssuerKey
from tests import factories
from tests.web.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("boreal", name="Institut Boréal")


@pytest.fixture
def held(organization: Organization) -> HeldCredential:
    return factories.held(factories.published(organization))


def issuer_disappears() -> None:
    """Everything that the issuer's side keeps is deleted; its DID document is published no more."""
    Delivery.objects.all().delete()
    Credential.objects.all().delete()
    IssuerKey.objects.all().delete()
    Profile.objects.all().delete()


def checks_of(held: HeldCredential) -> list[tuple[str, str, str]]:
    report = examine_document(bytes(held.document), kept_did_document=held.did_document)
    return [(check.name, check.outcome, check.reason) for check in report.checks]


VALID = [
    ("structure", "passed", "well_formed"),
    ("context", "passed", "context_known"),
    ("proof", "passed", "proof_matches"),
    ("issuer_key", "passed", "key_belongs"),
    ("dates", "passed", "dates_until"),
    ("status", "not_applicable", "no_status"),
    ("endorsements", "not_applicable", "no_endorsement"),
]


def test_the_holder_has_her_own_copy_of_everything_that_proves(held: HeldCredential) -> None:
    credential = Credential.objects.get()

    assert (
        held.person,
        held.credential_id,
        bytes(held.document),
        held.digest,
        bytes(held.image_png),
        held.did_document,
        held.name,
        held.issuer_name,
        held.valid_until,
        str(held),
    ) == (
        credential.person,
        str(credential),
        bytes(credential.document),
        hashlib.sha256(credential.document).hexdigest(),
        bytes(credential.image_png),
        json.loads(published_document("boreal") or b""),
        "Animer une réunion utile",
        "Institut Boréal",
        credential.valid_until.replace(microsecond=0),  # type: ignore[union-attr] # it has an end
        "Animer une réunion utile",
    )


def test_no_foreign_key_leads_from_the_passport_to_the_issuer() -> None:
    related = {
        field.related_model
        for field in HeldCredential._meta.get_fields()
        if field.is_relation and field.related_model is not None
    }

    assert related == {Person, Share}


def test_it_verifies_while_the_issuer_is_there(held: HeldCredential) -> None:
    assert checks_of(held) == VALID


def test_it_verifies_when_the_issuer_is_gone(held: HeldCredential) -> None:
    issuer_disappears()

    assert published_document("boreal") is None
    assert checks_of(held) == VALID


def test_without_the_kept_document_a_gone_issuer_leaves_it_undecided(
    held: HeldCredential,
) -> None:
    issuer_disappears()

    assert examine_document(bytes(held.document)).verdict == Verdict.UNDECIDED


def test_the_kept_document_does_not_overrule_what_the_issuer_says_now(
    held: HeldCredential,
) -> None:
    """An issuer that is there and no longer lists the key has taken its word back."""
    Delivery.objects.all().delete()
    Credential.objects.all().delete()
    IssuerKey.objects.all().delete()

    assert checks_of(held)[3] == ("issuer_key", "failed", "key_unlisted")


def test_the_kept_document_proves_nothing_that_was_changed(held: HeldCredential) -> None:
    issuer_disappears()
    forged = bytes(held.document).replace(b"Animer", b"Diriger")

    report = examine_document(forged, kept_did_document=held.did_document)

    assert report.verdict == Verdict.INVALID


def test_every_page_of_a_held_badge_works_when_the_issuer_is_gone(held: HeldCredential) -> None:
    issuer_disappears()
    Award.objects.all().delete()
    Assessment.objects.all().delete()
    Application.objects.all().delete()
    client = signed_in(held.person)

    pages = {
        name: client.get(reverse(f"passport:{name}", args=[held.pk]))
        for name in ("held", "json", "png", "image")
    }
    shared = Client().get(reverse("passport:shared", args=[held.share.token]))

    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert pages["held"].context["report"].verdict == Verdict.VALID
    assert pages["json"].content == bytes(held.document)
    assert extract(pages["png"].content) == bytes(held.document)
    assert shared.context["report"].verdict == Verdict.VALID


def test_a_rotation_of_the_issuer_s_keys_changes_nothing(
    organization: Organization, held: HeldCredential
) -> None:
    rotate_key(organization.profile)

    assert checks_of(held) == VALID


def test_keeping_the_same_bytes_again_gives_what_is_held(held: HeldCredential) -> None:
    again = holding.keep(held.person, bytes(held.document), b"another picture")

    assert again == held
    assert Share.objects.count() == 1


def test_two_people_may_hold_the_same_bytes(held: HeldCredential) -> None:
    other = holding.keep(factories.person(), bytes(held.document), bytes(held.image_png))

    assert other != held
    assert HeldCredential.objects.count() == 2


def test_the_public_page_is_closed_and_opened_again_at_the_same_address(
    held: HeldCredential,
) -> None:
    token = held.share.token
    assert (held.share.active, str(held.share)) == (True, token)

    assert holding.set_shared(held, active=False).active is False
    with pytest.raises(Share.DoesNotExist):
        queries.shared(token)
    assert holding.set_shared(held, active=True).active is True
    assert queries.shared(token).held == held


def test_a_passport_lists_the_newest_first_without_the_bytes(
    organization: Organization,
) -> None:
    holder = factories.person()
    first, second = (
        factories.held(factories.published(organization), holder=holder) for _ in range(2)
    )
    factories.held()

    listed = list(queries.passport_of(holder))

    assert listed == [second, first]
    assert listed[0].get_deferred_fields() == {"document", "image_png", "did_document"}
