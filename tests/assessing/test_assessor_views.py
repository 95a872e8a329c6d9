"""The assessor's pages: the queue, one judgement, the evidence; the coordinator's overview."""

import io
import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from acquis.assessing.domain.evidence import NewEvidence, attach
from acquis.assessing.enums import Decision
from acquis.assessing.models import Application, Assessment
from acquis.organizations.enums import Role
from acquis.people.models import Person
from tests import factories
from tests.assessing.test_applications import stranger_applies
from tests.web.pages import notices, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def application() -> Application:
    return factories.application(factories.published(factories.organization()))


@pytest.fixture
def assessor(application: Application) -> Person:
    return factories.member(application.organization, Role.ASSESSOR)


@pytest.fixture
def client(assessor: Person) -> Client:
    return signed_in(assessor)


def judge_url(application: Application) -> str:
    return reverse("assessing:judge", args=[application.pk])


def whole_judgement(application: Application, decision: str) -> dict[str, str]:
    version = application.version
    return {
        "decision": decision,
        "comment": "Clair.",
        **{f"criterion-{row.pk}": "yes" for row in version.criteria.all()},
        **{f"skill-{row.pk}": str(row.level_id) for row in version.skills.all()},
    }


def test_the_judgement_s_form_asks_for_every_criterion_and_every_skill(
    application: Application, client: Client
) -> None:
    response = client.get(judge_url(application))

    form = response.context["form"]
    assert (response.status_code, response.context["open"]) == (200, True)
    assert [field.label for field in form.criteria_fields] == [
        "L’ordre du jour est une question.",
        "La décision est écrite.",
    ]
    assert [(field.label, field.help_text) for field in form.skill_fields] == [
        ("animer une réunion", "Attendu : Niveau 2")
    ]
    assert [name for _level, name in form.skill_fields[0].field.choices] == [
        "Niveau 1",
        "Niveau 2",
        "Niveau 3",
        "Niveau 4",
    ]


@pytest.mark.parametrize(
    ("decision", "status", "notice"),
    [
        ("award", "awarded", "Attribuée. Le badge est en cours de signature et d’envoi."),
        ("question", "questioned", "Votre question est envoyée au candidat."),
        ("refuse", "refused", "Enregistré. Le candidat reçoit votre explication."),
    ],
)
def test_a_judgement_is_recorded_and_leads_back_to_the_queue(
    application: Application, client: Client, decision: str, status: str, notice: str
) -> None:
    response = client.post(
        judge_url(application), whole_judgement(application, decision), follow=True
    )

    application.refresh_from_db()
    assert application.status == status
    assert response.redirect_chain == [(reverse("assessing:queue"), 302)]
    assert notices(response) == [notice]


def test_a_question_needs_no_judgement_of_the_criteria(
    application: Application, client: Client
) -> None:
    client.post(judge_url(application), {"decision": "question", "comment": "Combien ?"})

    [assessment] = Assessment.objects.all()
    judged: list[Any] = [
        *assessment.criterion_judgements.all(),
        *assessment.skill_judgements.all(),
    ]
    assert (assessment.decision, judged) == ("question", [])


def test_what_is_not_met_is_recorded_as_not_met(application: Application, client: Client) -> None:
    data = whole_judgement(application, "refuse")
    first = application.version.criteria.all()[0]

    client.post(judge_url(application), data | {f"criterion-{first.pk}": "no"})

    [assessment] = Assessment.objects.all()
    assert [row.met for row in assessment.criterion_judgements.all()] == [False, True]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"decision": "question", "comment": " "},
            {"__all__": ["Dites ce que vous avez besoin de savoir."]},
        ),
        (
            {"decision": "perhaps"},
            {"decision": ["Sélectionnez un choix valide. perhaps n’en fait pas partie."]},
        ),
        ({"decision": ""}, {"decision": ["Ce champ est obligatoire."]}),
    ],
    ids=["no-comment", "unknown-decision", "no-decision"],
)
def test_what_is_wrong_with_a_judgement_is_said(
    application: Application,
    client: Client,
    changed: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    response = client.post(judge_url(application), whole_judgement(application, "award") | changed)

    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("kind", ["criterion", "skill"])
def test_a_value_that_is_not_among_the_choices_is_refused(
    application: Application, client: Client, kind: str
) -> None:
    data = whole_judgement(application, "award")
    [*_others, name] = [name for name in data if name.startswith(kind)]

    response = client.post(judge_url(application), data | {name: "perhaps"})

    assert response.status_code == 422
    assert response.context["form"].errors == {
        name: ["Sélectionnez un choix valide. perhaps n’en fait pas partie."]
    }


def test_what_a_colleague_has_decided_meanwhile_is_said(
    application: Application, client: Client
) -> None:
    data = whole_judgement(application, "award")
    factories.awarded(application, decision=Decision.REFUSE)

    response = client.post(judge_url(application), data)

    assert (response.status_code, response.context["open"]) == (422, False)
    assert response.context["form"].errors == {
        "__all__": ["Ce n’est plus possible : l’état de la demande est « non attribuée »."]
    }


def picture() -> bytes:
    """A picture that is already as we encode it."""
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    return target.getvalue()


def file_of(application: Application, name: str, content: bytes) -> str:
    attach(application, [NewEvidence(file=ContentFile(content, name=name))])
    [item] = application.evidence.filter(name=name)
    return reverse("assessing:evidence", args=[item.pk])


@pytest.mark.parametrize(
    ("name", "content", "served"),
    [
        ("plan.pdf", b"%PDF-1.7\n", ("application/pdf", "inline")),
        ("vue.png", picture(), ("image/png", "inline")),
        ("notes.txt", b"alert(1)", ("text/plain", "attachment")),
        ("son.mp3", b"ID3\x03" + b"\0" * 32, ("audio/mpeg", "inline")),
        ("page.html", b"alert(1)", ("text/plain", "attachment")),
    ],
)
def test_evidence_is_served_so_that_nothing_in_it_can_act_here(
    application: Application,
    client: Client,
    name: str,
    content: bytes,
    served: tuple[str, str],
) -> None:
    media_type, disposition = served
    response = client.get(file_of(application, name, content))

    assert b"".join(response.streaming_content) == content  # type: ignore[attr-defined] # a file
    assert {
        header: response.get(header)
        for header in (
            "Content-Type",
            "Content-Disposition",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Cache-Control",
        )
    } == {
        "Content-Type": media_type,
        "Content-Disposition": f'{disposition}; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"
        if media_type.startswith("audio/")
        else "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cache-Control": "private, no-store",
    }


def test_a_link_is_no_file(application: Application, client: Client) -> None:
    [link] = application.evidence.filter(kind="link")

    assert client.get(reverse("assessing:evidence", args=[link.pk])).status_code == 404


def test_evidence_of_an_unconfirmed_application_is_not_shown(
    application: Application, client: Client
) -> None:
    stranger_applies(application.version)
    [waiting] = Application.objects.filter(status="unconfirmed")
    url = file_of(waiting, "plan.pdf", b"%PDF-1.7\n")

    assert client.get(url).status_code == 404


def test_the_queue_shows_what_waits(application: Application, client: Client) -> None:
    assert client.get(reverse("assessing:queue")).context["list"].rows == [application]


def test_the_queue_is_searched(application: Application, client: Client) -> None:
    factories.application(application.version, candidate=factories.person(name="Zoé Martin"))

    def found(**asked: str) -> list[str]:
        rows = client.get(reverse("assessing:queue"), asked).context["list"].rows
        return [row.candidate_name for row in rows]

    first = application.candidate_name
    assert found() == [first, "Zoé Martin"]
    assert found(q="zoe reunion") == ["Zoé Martin"]
    assert found(q="nobody") == []
    assert found(sort="-candidate") == ["Zoé Martin", first]


def links_of_the_overview(person: Person, overview_url: str) -> list[str]:
    page = signed_in(person).get(overview_url).content.decode()
    return re.findall(r'<td class="font-semibold"><a class="link" href="([^"]+)"', page)


def test_the_overview_leads_to_what_its_reader_may_open(
    application: Application, overview_url: str
) -> None:
    node = application.organization
    both = factories.member(node, Role.COORDINATOR, Role.ASSESSOR)
    own = factories.application(application.version, candidate=both)

    assert links_of_the_overview(both, overview_url) == [
        reverse("assessing:application", args=[own.pk]),
        reverse("assessing:judge", args=[application.pk]),
    ]
    assert links_of_the_overview(factories.member(node, Role.COORDINATOR), overview_url) == []


@pytest.fixture
def overview_url(application: Application) -> str:
    return reverse("assessing:overview", args=[application.organization.slug])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["refused", "submitted"]),
        ("?status=submitted", ["submitted"]),
        ("?status=refused", ["refused"]),
        ("?status=awarded", []),
        ("?status=unconfirmed", ["refused", "submitted"]),
        ("?status=anything", ["refused", "submitted"]),
    ],
)
def test_the_overview_filters_by_state(
    application: Application, overview_url: str, query: str, expected: list[str]
) -> None:
    factories.awarded(factories.application(application.version), decision=Decision.REFUSE)
    stranger_applies(application.version)
    coordinator = factories.member(application.organization, Role.COORDINATOR)

    response = signed_in(coordinator).get(overview_url + query)

    assert [row.status for row in response.context["list"].rows] == expected
    assert [choice.value for choice in response.context["list"].filters[0].choices] == [
        "submitted",
        "questioned",
        "awarded",
        "refused",
        "withdrawn",
    ]
