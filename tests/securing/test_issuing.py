"""Signing: once for each award, bytes that never change, a mail that hands over."""

import hashlib
import json
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from acquis import credentials as ob
from acquis.assessing.models import Award
from acquis.common.domain import events
from acquis.common.models import EventRecord, OutgoingMail
from acquis.people.domain import mail_links
from acquis.people.models import MailLink, Person
from acquis.securing.domain.issuing import CLAIM, add_months, issue_award
from acquis.securing.domain.keys import published_document
from acquis.securing.errors import CredentialIsImmutable
from acquis.securing.models import Credential, Delivery, IssuerKey
from tests import factories

BOREAL = "did:web:localhost%3A8000:issuers:boreal"
integration = pytest.mark.integration
database = pytest.mark.django_db


def award(**more: object) -> Award:
    version = factories.published(factories.organization("boreal", name="Institut Boréal"))
    holder = factories.person("lea@courriel.example", name="Léa", **more)  # type: ignore[arg-type] # names
    return factories.awarded(factories.application(version, candidate=holder)).award


@integration
@database
def test_the_worker_signs_what_was_awarded() -> None:
    decided = award()
    assert not Credential.objects.exists()

    assert events.deliver_pending() is None

    [credential] = Credential.objects.all()
    assert (credential.award, credential.organization, credential.person) == (
        decided,
        decided.organization,
        decided.person,
    )
    assert bytes(credential.image_png) == bytes(decided.version.image_png)
    assert str(credential) == f"urn:uuid:{credential.pk}"
    assert json.loads(bytes(credential.document))["id"] == str(credential)
    assert str(credential.delivery) == f"urn:uuid:{credential.pk} → lea@courriel.example"
    assert [
        (event.name, event.subject, event.payload)
        for event in EventRecord.objects.exclude(name="assessing.award_decided")
    ] == [
        (
            "securing.credential_issued",
            f"credential:{credential.pk}",
            {"credential_id": str(credential.pk), "person_id": str(decided.person_id)},
        )
    ]


@integration
@database
def test_an_event_delivered_twice_signs_once() -> None:
    award()
    events.deliver_pending()
    before = bytes(Credential.objects.get().document)
    EventRecord.objects.filter(name="assessing.award_decided").update(
        delivered_at=None, delivered_to=[]
    )

    assert events.deliver_pending() is None

    assert bytes(Credential.objects.get().document) == before
    assert (Delivery.objects.count(), MailLink.objects.count()) == (1, 1)
    assert OutgoingMail.objects.filter(subject__startswith="Bravo").count() == 1


@integration
@database
def test_an_award_that_is_signed_already_gives_what_was_signed() -> None:
    decided = award()

    assert issue_award(decided.pk) == issue_award(decided.pk)


@integration
@database
def test_a_signed_row_is_never_written_again() -> None:
    credential = issue_award(award().pk)
    before = bytes(credential.document)
    credential.document = b"{}"

    with pytest.raises(CredentialIsImmutable) as refusal:
        credential.save()

    assert str(refusal.value) == f"{credential} is signed; its row is never written again."
    assert bytes(Credential.objects.get().document) == before


@integration
@database
def test_the_badge_verifies_with_the_did_document_that_the_site_serves(client: object) -> None:
    credential = issue_award(award().pk)

    response = client.get("/issuers/boreal/did.json")  # type: ignore[attr-defined] # Django's client

    report = ob.examine(
        bytes(credential.document),
        now=timezone.now(),
        did_documents={BOREAL: response.json()},
        expected_email="LEA@courriel.example",
    )
    assert [(check.name, check.outcome) for check in report.checks] == [
        ("structure", "passed"),
        ("context", "passed"),
        ("proof", "passed"),
        ("issuer_key", "passed"),
        ("dates", "passed"),
        ("status", "not_applicable"),
        ("endorsements", "not_applicable"),
        ("identity", "passed"),
    ]


@integration
@database
def test_each_issuer_signs_with_its_own_key() -> None:
    parent = factories.organization("groupe")
    child = factories.organization("filiale", parent=parent)

    signed = [factories.credential(factories.published(node)) for node in (parent, child)]

    methods = [json.loads(bytes(c.document))["proof"][0]["verificationMethod"] for c in signed]
    assert methods == [
        "did:web:localhost%3A8000:issuers:groupe#key-1",
        "did:web:localhost%3A8000:issuers:filiale#key-1",
    ]
    assert [str(c.key) for c in signed] == methods
    keys = {bytes(key.public_key) for key in IssuerKey.objects.all()}
    assert len(keys) == 2


@integration
@database
@pytest.mark.parametrize("forged", ["name", "validUntil"])
def test_a_changed_credential_no_longer_verifies(forged: str) -> None:
    document = json.loads(bytes(issue_award(award().pk).document))
    document[forged] = "2999-01-01T00:00:00Z" if forged == "validUntil" else "Docteur"

    report = ob.examine(
        json.dumps(document).encode(),
        now=timezone.now(),
        did_documents={BOREAL: json.loads(published_document("boreal") or b"")},
    )

    assert report.verdict == ob.Verdict.INVALID
    assert report.deciding is not None
    assert report.deciding.reason == "proof_mismatch"


LETTERS = {
    "fr": (
        "Bravo ! Votre badge : Animer une réunion utile",
        "Bonjour Léa,\n\n"
        "Institut Boréal vous attribue « Animer une réunion utile ».\n\n"
        "Le badge est signé, et à vous pour la vie. Ajoutez-le à votre passeport pour le garder, "
        "le télécharger et le partager.\n\n"
        "> Clair et complet.\n\n"
        "Récupérer mon badge :\n{address}\n\n\n-- \n"
        "Acquis : vos compétences, prouvées et à vous.\n{site}",
    ),
    "en": (
        "Well done! Your badge: Chair a useful meeting",
        "Hello Léa,\n\n"
        "Institut Boréal awards you “Chair a useful meeting”.\n\n"
        "The badge is signed and yours for life. Add it to your passport to keep it, download it "
        "and share it.\n\n"
        "> Clair et complet.\n\n"
        "Get my badge:\n{address}\n\n\n-- \n"
        "Acquis: your skills, proven and yours.\n{site}",
    ),
}


@integration
@database
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_mail_offers_the_badge_in_the_holder_s_language(language: str) -> None:
    credential = issue_award(award(language=language).pk)

    mail = OutgoingMail.objects.order_by("-created_at")[0]
    [address] = re.findall(r"http\S+/passport/claim/\S+", mail.text)
    subject, text = LETTERS[language]
    assert (mail.to, mail.language, mail.subject, mail.text.strip()) == (
        "lea@courriel.example",
        language,
        subject,
        text.format(address=address, site=settings.BASE_URL),
    )
    token = address.rstrip("/").rpartition("/")[2]
    link = mail_links.look_up(token, purpose=CLAIM)
    assert (link.target, link.person, link.email) == (
        credential.delivery.pk,
        credential.person,
        "lea@courriel.example",
    )


@integration
@database
def test_the_credential_goes_to_the_address_of_the_application() -> None:
    holder = factories.person("lea@travail.example")
    factories.addresses.verify_address(holder, "lea@courriel.example")
    version = factories.published(factories.organization())
    application = factories.application(version, candidate=holder, email="lea@courriel.example")

    credential = issue_award(factories.awarded(application).award.pk)

    identity = json.loads(bytes(credential.document))["credentialSubject"]["identifier"][1]
    plain = f"lea@courriel.example{identity['salt']}".encode()
    assert identity["identityHash"] == f"sha256${hashlib.sha256(plain).hexdigest()}"
    assert credential.delivery.email == "lea@courriel.example"


@integration
@database
def test_an_award_that_does_not_exist_is_not_signed(django_user_model: type[Person]) -> None:
    with pytest.raises(Award.DoesNotExist):
        issue_award(factories.person().pk)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2096-02-29", 48, "2100-02-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-15", 1, "2026-12-15"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-06-01", 240, "2046-06-01"),
        ("2026-06-01", 0, "2026-06-01"),
    ],
)
def test_months_later_is_the_same_day_or_the_month_s_last(
    start: str, months: int, end: str
) -> None:
    moment = datetime.fromisoformat(f"{start}T09:30:00").replace(tzinfo=UTC)

    assert add_months(moment, months) == datetime.fromisoformat(f"{end}T09:30:00").replace(
        tzinfo=UTC
    )
