"""Exporting and offering again: for coordinators and owners of the organisation, by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acquis.common.domain import jobs
from acquis.common.models import Job, JobPart, OutgoingMail
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.securing.domain import exports
from acquis.securing.domain.delivery import hand_over
from acquis.securing.models import Credential
from tests import factories
from tests.web.pages import login_before, methods_but, notices, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROLES = [
    (None, 403),
    (Role.OWNER, 302),
    (Role.DESIGNER, 403),
    (Role.COORDINATOR, 302),
    (Role.ASSESSOR, 403),
    (Role.VIEWER, 403),
    (Role.INTEGRATOR, 403),
]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("boreal")


@pytest.fixture
def credential(organization: Organization) -> Credential:
    found = factories.credential(factories.published(organization))
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=1))
    return found


@pytest.fixture
def export_url(organization: Organization) -> str:
    return reverse("securing:start_export", args=[organization.slug])


def again_url(credential: Credential) -> str:
    return reverse("securing:offer_again", args=[credential.delivery.pk])


def member(organization: Organization, *roles: Role) -> Client:
    return signed_in(factories.member(organization, *roles))


def finished(organization: Organization) -> Job:
    """An export that is ready, started by somebody who coordinates."""
    by = factories.member(organization, Role.COORDINATOR)
    job = exports.start_export(organization, by=by)
    while Job.objects.get(pk=job.pk).is_active:
        jobs.run_due()
    return Job.objects.get(pk=job.pk)


@pytest.mark.parametrize(("role", "status"), ROLES)
def test_who_may_export(
    organization: Organization, export_url: str, role: Role | None, status: int
) -> None:
    client = member(organization, *([role] if role else []))
    assert client.post(export_url).status_code == status
    assert Job.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize(("role", "status"), ROLES)
def test_who_may_offer_again(
    organization: Organization, credential: Credential, role: Role | None, status: int
) -> None:
    before = OutgoingMail.objects.count()
    client = member(organization, *([role] if role else []))
    assert client.post(again_url(credential)).status_code == status
    assert OutgoingMail.objects.count() - before == (1 if status == 302 else 0)


@pytest.mark.parametrize(("role", "status"), [(r, 200 if s == 302 else s) for r, s in ROLES])
def test_who_may_download(
    organization: Organization, credential: Credential, role: Role | None, status: int
) -> None:
    """Also an export that a colleague has started: the permission is the organisation's."""
    url = finished(organization).result["url"]
    client = member(organization, *([role] if role else []))
    response = client.get(url)
    assert response.status_code == status
    if status == 200:
        assert b"".join(response)[:4] == b"PK\x03\x04"  # type: ignore[arg-type] # a stream
        assert response["Content-Disposition"] == 'attachment; filename="boreal-credentials.zip"'
        assert response["Cache-Control"] == "private, no-store"


def test_another_organisation_s_people_find_nothing(
    organization: Organization, credential: Credential, export_url: str
) -> None:
    url = finished(organization).result["url"]
    other = factories.organization("other")
    stranger = member(other, *Role)
    before = (Job.objects.count(), OutgoingMail.objects.count())
    assert [
        stranger.post(export_url).status_code,
        stranger.get(url).status_code,
        stranger.get(url.replace("/o/boreal/", "/o/other/")).status_code,
        stranger.post(again_url(credential)).status_code,
    ] == [404, 404, 404, 404]
    assert (Job.objects.count(), OutgoingMail.objects.count()) == before


def test_the_holder_herself_does_not_offer_again(credential: Credential) -> None:
    assert signed_in(credential.person).post(again_url(credential)).status_code in (403, 404)


def test_who_lost_her_role_no_longer_downloads(
    organization: Organization, credential: Credential
) -> None:
    job = finished(organization)
    person = factories.person()
    Job.objects.filter(pk=job.pk).update(requested_by=person.pk)
    assert signed_in(person).get(job.result["url"]).status_code == 404


def test_an_export_that_is_not_ready_or_forgotten_is_not_found(
    organization: Organization, credential: Credential
) -> None:
    job = finished(organization)
    client = member(organization, Role.OWNER)
    JobPart.objects.all().delete()
    assert client.get(job.result["url"]).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(
    client: Client, credential: Credential, export_url: str
) -> None:
    for url in (export_url, again_url(credential)):
        assert client.post(url)["Location"] == login_before(url)


def test_offering_again_says_so_or_why_not(
    organization: Organization, credential: Credential
) -> None:
    client = member(organization, Role.COORDINATOR)
    said = notices(client.post(again_url(credential), follow=True))
    assert said == ["Un nouvel e-mail est en route. Le lien précédent ne fonctionne plus."]
    said = notices(client.post(again_url(credential), follow=True))
    assert said == ["Un e-mail vient d’être écrit. Attendez cinq minutes avant le suivant."]
    hand_over(credential.delivery.pk)
    said = notices(client.post(again_url(credential), follow=True))
    assert said == ["Ce badge est déjà dans le passeport de son titulaire."]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"sent_at": timezone.now()}, "attend dans les e-mails du titulaire"),
        ({"bounced_at": timezone.now()}, "l’adresse refuse les e-mails"),
        ({"last_error": "OSError()"}, "pas encore envoyé"),
        ({}, "sur le point de partir"),
    ],
)
def test_the_register_says_what_became_of_the_mail(
    organization: Organization, credential: Credential, changes: dict[str, object], shown: str
) -> None:
    OutgoingMail.objects.filter(pk=credential.delivery.mail_id).update(**changes)
    page = member(organization, Role.COORDINATOR).get(
        reverse("securing:issued", args=[organization.slug])
    )
    rows = page.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert shown in rows
    assert "Renvoyer" in rows
    assert "OSError" not in rows


def test_the_register_shows_the_person_s_own_export(
    organization: Organization, credential: Credential, export_url: str
) -> None:
    client, other = (member(organization, Role.COORDINATOR) for _ in range(2))
    issued = client.post(export_url)["Location"]
    assert client.get(issued).context["job"] == Job.objects.get()
    assert other.get(issued).context["job"] is None


@pytest.mark.parametrize("method", methods_but("post"))
def test_acts_are_only_posted(
    organization: Organization, credential: Credential, export_url: str, method: str
) -> None:
    client = member(organization, Role.OWNER)
    for url in (export_url, again_url(credential)):
        assert getattr(client, method)(url).status_code == 405
