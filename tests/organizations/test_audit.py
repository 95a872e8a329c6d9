"""The audit trail: written with the act, in one chain, and found out when it is tampered with."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from acquis.assessing.domain import applications
from acquis.assessing.enums import Decision
from acquis.common.tenancy import NOBODY, scoped
from acquis.modelling.domain.achievements import retire
from acquis.organizations.domain import audit
from acquis.organizations.enums import OrganizationAct, Role
from acquis.organizations.errors import AuditBroken, AuditIsAppendOnly
from acquis.organizations.models import AuditChain, AuditRecord, Organization
from acquis.passport.domain import holding
from acquis.securing.domain.keys import rotate_key
from acquis.web.cli import main
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def acts(organization: Organization) -> list[str]:
    return [row.act for row in reversed(audit.records_of(organization))]


def test_the_whole_life_of_an_achievement_is_kept() -> None:
    place = factories.organization()
    version = factories.published(place, by=factories.member(place, Role.DESIGNER))
    asked = factories.application(version)
    factories.answered(asked)
    credential = factories.issue_award(
        factories.awarded(asked, by=factories.member(place, Role.ASSESSOR)).award.pk
    )
    holding.receive(credential.person, credential.delivery.pk)
    rotate_key(place.profile)
    retire(version, by=factories.person())

    assert acts(place) == [
        "organizations.founded",
        "organizations.joined",
        "modelling.drafted",
        "modelling.published",
        "assessing.submitted",
        "organizations.joined",
        "assessing.questioned",
        "assessing.answered",
        "organizations.joined",
        "assessing.awarded",
        "securing.key_made",
        "securing.issued",
        "securing.claimed",
        "securing.key_retired",
        "securing.key_made",
        "modelling.retired",
    ]
    assert audit.check(place) == 16


def test_refusing_and_withdrawing_are_kept_with_who_did_it() -> None:
    place = factories.organization()
    version = factories.published(place)
    assessor = factories.member(place, Role.ASSESSOR)
    refused = factories.application(version)
    factories.awarded(refused, by=assessor, decision=Decision.REFUSE, comment="Trop court.")
    withdrawn = factories.application(version)
    applications.withdraw(withdrawn)

    kept = {(row.act, row.target): row.actor for row in audit.records_of(place)}
    assert kept["assessing.refused", refused.pk] == assessor.pk
    assert kept["assessing.withdrawn", withdrawn.pk] == withdrawn.candidate_id


def test_no_name_address_or_text_of_a_person_is_in_the_chain() -> None:
    place = factories.organization()
    candidate = factories.person("ines.moreau@courriel.example", name="Inès Moreau")
    factories.awarded(factories.application(factories.published(place), candidate=candidate))

    everything = json.dumps(list(AuditRecord.objects.values_list("details", "act", "target_type")))
    for personal in ("Inès", "Moreau", "courriel", "janvier", "Clair et complet"):
        assert personal not in everything


def test_an_act_that_is_rolled_back_leaves_no_record() -> None:
    place = factories.organization()
    before = audit.head_of(place)
    savepoint = transaction.savepoint()
    factories.published(place)
    assert audit.head_of(place) != before
    transaction.savepoint_rollback(savepoint)

    assert audit.head_of(place) == before
    assert audit.check(place) == before[0]


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused() -> None:
    place = factories.organization()
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        audit.record(place, OrganizationAct.FOUNDED, place, by=None)


def test_whoever_acts_the_chain_is_the_organisation_s() -> None:
    place = factories.organization()
    with scoped(NOBODY):
        audit.record(place, OrganizationAct.FOUNDED, place, by=None)
        assert AuditRecord.objects.count() == 0
    assert audit.check(place) == 2


def test_organisations_have_chains_of_their_own() -> None:
    first, second = factories.organization(), factories.organization()
    factories.published(first)

    assert audit.check(second) == 1
    assert [row.number for row in audit.records_of(second)] == [1]


def test_a_record_is_written_once() -> None:
    entry = audit.records_of(factories.organization())[0]
    with pytest.raises(AuditIsAppendOnly):
        entry.save()
    with pytest.raises(AuditIsAppendOnly):
        entry.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRecord.objects.filter(pk=entry.pk).update(act="x")


@pytest.fixture
def chain() -> Organization:
    """An organisation with a dozen records, in a database whose guard somebody has taken away."""
    place = factories.organization()
    for _ in range(3):
        factories.published(place)
    with connection.cursor() as cursor:
        table = " ON organizations_auditrecord" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER acquis_append_only{table}")
    return place


def altered(place: Organization) -> None:
    AuditRecord.objects.filter(organization=place, number=4).update(actor=uuid4())


def altered_with_its_digest(place: Organization) -> None:
    entry = AuditRecord.objects.get(organization=place, number=4)
    entry.act = "modelling.retired"
    digest = audit.digest_of(entry)
    AuditRecord.objects.filter(pk=entry.pk).update(act=entry.act, digest=digest)


def removed(place: Organization) -> None:
    AuditRecord.objects.filter(organization=place, number=4).delete()


def removed_and_renumbered(place: Organization) -> None:
    removed(place)
    for number in range(5, 11):
        AuditRecord.objects.filter(organization=place, number=number).update(number=number - 1)


def put_in(place: Organization) -> None:
    for number in range(10, 3, -1):
        AuditRecord.objects.filter(organization=place, number=number).update(number=number + 1)
    entry = AuditRecord.objects.get(organization=place, number=3)
    entry.pk, entry.number = None, 4
    entry.previous, entry._state.adding = entry.digest, True
    entry.digest = audit.digest_of(entry)
    entry.save(force_insert=True)


def cut_off(place: Organization) -> None:
    AuditRecord.objects.filter(organization=place, number__gte=8).delete()


@pytest.mark.parametrize(
    ("tamper", "number", "problem"),
    [
        (altered, 4, "it was altered"),
        (altered_with_its_digest, 5, "it does not follow the one before it"),
        (removed, 4, "a record is missing"),
        (removed_and_renumbered, 4, "it does not follow the one before it"),
        (put_in, 5, "it does not follow the one before it"),
        (cut_off, 8, "the end of the chain was cut off"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_was_tampered_with_is_found(
    chain: Organization,
    tamper: Callable[[Organization], None],
    number: int,
    problem: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert audit.check(chain) == 10
    assert main(["audit", "check"]) == 0
    capsys.readouterr()

    tamper(chain)

    with pytest.raises(AuditBroken) as broken:
        audit.check(chain)
    assert (broken.value.number, broken.value.problem) == (number, problem)
    assert main(["audit", "check", "--json"]) == 1
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"organization": chain.slug, "record": number, "problem": problem}
    ]


def test_heads_can_be_kept_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    place = factories.organization("institut")
    other = factories.organization("autre")
    length, digest = audit.head_of(place)

    assert main(["audit", "heads", "--organization", "institut"]) == 0
    assert capsys.readouterr().out == f"ok      institut: {length} records {digest}\n"
    assert AuditChain.objects.get(organization=other).length == 1


def test_people_read_a_timeline_in_their_language() -> None:
    place = factories.organization()
    designer = factories.member(place, Role.DESIGNER, name="Camille Renaud")
    version = factories.published(place, by=designer)

    moments = audit.timeline(audit.records_of(place).filter(target=version.pk))

    assert [(moment.what, moment.who, moment.number) for moment in moments] == [
        ("micro-certification publiée", "Camille Renaud", 4),
        ("brouillon commencé", "Camille Renaud", 3),
    ]


def test_who_was_erased_is_nobody() -> None:
    place = factories.organization()
    audit.record(place, OrganizationAct.FOUNDED, place, by=factories.person("a@courriel.example"))
    factories.Person.objects.get(email="a@courriel.example").delete()

    newest = audit.timeline(audit.records_of(place))[0]
    assert newest.who == ""
    assert audit.check(place) == 2
