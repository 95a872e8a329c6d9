"""The candidate's pages: applying, confirming, following, answering, withdrawing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acquis.assessing.domain.applications import withdraw
from acquis.assessing.enums import Decision
from acquis.assessing.forms import AnswerForm
from acquis.assessing.models import Application, Evidence
from acquis.common.models import OutgoingMail
from acquis.modelling.domain.achievements import retire
from acquis.modelling.models import AchievementVersion
from acquis.people.models import MailLink
from tests import factories
from tests.assessing.test_applications import CLOSED, TWICE, stranger_applies
from tests.web.pages import notices, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

UNCHANGED = {"name": "Léa Dubois", "email": "lea@courriel.example", "statement": "J’ai animé."}


@pytest.fixture
def version() -> AchievementVersion:
    return factories.published(factories.organization("boreal", name="Institut Boréal"))


def apply_url(version: AchievementVersion, name: str = "apply") -> str:
    slug = version.achievement.slug
    return reverse(f"assessing:{name}", args=[version.organization.slug, slug])


def test_the_form_starts_with_what_is_known_of_the_person(version: AchievementVersion) -> None:
    person = factories.person("lea@courriel.example", name="Léa Dubois")

    response = signed_in(person).get(apply_url(version))

    assert response.status_code == 200
    assert response.context["form"].initial == {
        "name": "Léa Dubois",
        "email": "lea@courriel.example",
    }


def test_a_stranger_sees_an_empty_form(version: AchievementVersion, client: Client) -> None:
    response = client.get(apply_url(version))

    assert (response.status_code, response.context["form"].initial) == (200, {})


def test_a_person_hands_in_files_and_links(version: AchievementVersion) -> None:
    person = factories.person("lea@courriel.example", name="Léa Dubois")
    files = [
        SimpleUploadedFile("un.pdf", b"%PDF-1.7\n", content_type="text/html"),
        SimpleUploadedFile("deux.txt", "été".encode()),
    ]
    links = [" https://portfolio.example ", "", "http://intranet/page"]

    response = signed_in(person).post(
        apply_url(version), UNCHANGED | {"files": files, "link": links}, follow=True
    )

    [application] = Application.objects.all()
    assert response.redirect_chain == [
        (reverse("assessing:application", args=[application.pk]), 302)
    ]
    assert notices(response) == ["Votre demande est déposée."]
    assert [(item.name, item.media_type, item.url) for item in application.evidence.all()] == [
        ("un.pdf", "application/pdf", ""),
        ("deux.txt", "text/plain", ""),
        ("portfolio.example", "", "https://portfolio.example"),
        ("intranet", "", "http://intranet/page"),
    ]


def test_a_stranger_is_told_to_look_into_her_mail_and_confirms(
    version: AchievementVersion, client: Client
) -> None:
    response = client.post(apply_url(version), UNCHANGED, follow=True)

    assert response.redirect_chain == [(apply_url(version, "apply_sent"), 302)]
    assert response.context["email"] == "lea@courriel.example"
    [mail] = OutgoingMail.objects.all()
    [path] = re.findall(r"http://localhost:8000(/applications/confirm/\S+)", mail.text)

    page = client.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert [found.status for found in Application.objects.all()] == ["unconfirmed"]
    assert not MailLink.objects.exclude(used_at=None).exists()

    done = client.post(path, follow=True)
    [application] = Application.objects.all()
    assert application.status == "submitted"
    assert done.redirect_chain == [(reverse("assessing:application", args=[application.pk]), 302)]
    assert done.wsgi_request.user == application.candidate
    assert notices(done)[0] == "Votre demande est déposée."


def test_who_asks_for_the_mail_page_without_applying_reads_no_address(
    version: AchievementVersion, client: Client
) -> None:
    response = client.get(apply_url(version, "apply_sent"))

    assert (response.status_code, response.context["email"]) == (200, "")


@pytest.mark.parametrize("name", ["apply", "apply_sent"])
@pytest.mark.parametrize("state", ["unknown", "draft"])
def test_nobody_applies_for_what_is_not_published(client: Client, name: str, state: str) -> None:
    draft = factories.draft(factories.organization("boreal"))
    slug = draft.achievement.slug if state == "draft" else "nothing"

    url = reverse(f"assessing:{name}", args=["boreal", slug])

    assert client.get(url).status_code == 404


def test_a_closed_achievement_says_so(version: AchievementVersion, client: Client) -> None:
    retire(version, by=factories.person())

    response = client.post(apply_url(version), UNCHANGED)

    assert response.status_code == 422
    assert response.context["form"].errors == {"__all__": [CLOSED]}


def test_a_second_open_application_says_so(version: AchievementVersion) -> None:
    person = factories.person("lea@courriel.example")
    factories.application(version, candidate=person)

    response = signed_in(person).post(apply_url(version), UNCHANGED)

    assert response.status_code == 422
    assert response.context["form"].errors == {"__all__": [TWICE]}


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"name": ""}, {"name": ["Ce champ est obligatoire."]}),
        ({"email": "lea"}, {"email": ["Saisissez une adresse de courriel valide."]}),
        ({"statement": " "}, {"statement": ["Ce champ est obligatoire."]}),
        (
            {"name": "n" * 151},
            {
                "name": [
                    "Assurez-vous que cette valeur comporte au plus 150 caractères (actuellement "
                    "151)."
                ]
            },
        ),
        (
            {"email": "a" * 64 + "@" + ("b" * 60 + ".") * 4 + "example"},
            {
                "email": [
                    "Assurez-vous que cette valeur comporte au plus 254 caractères (actuellement "
                    "316)."
                ]
            },
        ),
        (
            {"link": "javascript:alert(1)"},
            {
                "__all__": [
                    "« javascript:alert(1) » n’est pas une adresse web. Elle commence par https://"
                ]
            },
        ),
    ],
    ids=["name", "email", "statement", "long-name", "long-email", "link"],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    version: AchievementVersion,
    client: Client,
    changed: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    response = client.post(apply_url(version), UNCHANGED | changed)

    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert not Application.objects.exists()


def test_at_most_ten_links_are_taken(version: AchievementVersion) -> None:
    person = factories.person("lea@courriel.example")
    links = [f"https://portfolio.example/{number}" for number in range(12)]

    signed_in(person).post(apply_url(version), UNCHANGED | {"link": links})

    assert [item.url for item in Evidence.objects.all()] == links[:10]


def test_a_form_that_was_not_sent_by_a_browser_has_no_links() -> None:
    assert AnswerForm({"link": "https://portfolio.example"}).links == []


def confirm_url(token: str) -> str:
    return reverse("assessing:confirm", args=[token])


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link_leads_to_signing_in(client: Client, method: str) -> None:
    response = getattr(client, method)(confirm_url("unknown"))

    assert (response.status_code, response.context["message"], response.context["login"]) == (
        410,
        "Nous ne connaissons pas ce lien. Copiez-le en entier depuis votre e-mail, ou "
        "demandez-en un nouveau.",
        "/accounts/login/",
    )


def test_an_expired_link_hands_nothing_in(version: AchievementVersion, client: Client) -> None:
    token = stranger_applies(version)
    MailLink.objects.update(expires_at=timezone.now())

    response = client.post(confirm_url(token))

    assert response.status_code == 410
    assert [found.status for found in Application.objects.all()] == ["unconfirmed"]


def test_a_used_link_leads_who_is_signed_in_to_her_applications(
    version: AchievementVersion, client: Client
) -> None:
    token = stranger_applies(version)
    client.post(confirm_url(token))

    again = client.get(confirm_url(token))
    assert (again.status_code, again["Location"]) == (302, "/applications/")
    assert Client().get(confirm_url(token)).status_code == 410


def test_a_confirmation_beside_an_open_application_says_so(
    version: AchievementVersion, client: Client
) -> None:
    token = stranger_applies(version)
    factories.application(version, candidate=factories.person("lea@courriel.example"))

    response = client.post(confirm_url(token))

    assert (response.status_code, response.context["message"]) == (410, TWICE)
    assert not response.wsgi_request.user.is_authenticated


def test_a_confirmation_signs_out_whoever_else_was_signed_in(version: AchievementVersion) -> None:
    token = stranger_applies(version)

    response = signed_in(factories.person("autre@courriel.example")).post(
        confirm_url(token), follow=True
    )

    assert response.wsgi_request.user.email == "lea@courriel.example"
    assert response.status_code == 200


@pytest.fixture
def application(version: AchievementVersion) -> Application:
    return factories.application(version)


def test_the_candidate_follows_her_application(application: Application) -> None:
    client = signed_in(application.candidate)

    page = client.get(reverse("assessing:application", args=[application.pk]))

    shown = {name: page.context[name] for name in ("application", "may_answer", "may_withdraw")}
    assert page.status_code == 200
    assert shown == {"application": application, "may_answer": False, "may_withdraw": True}
    assert client.get("/applications/").context["list"].rows == [application]


def test_her_applications_are_searched_and_filtered(application: Application) -> None:
    candidate = application.candidate
    other = factories.published(application.organization, name={"fr": "Souder proprement"})
    refused = factories.application(other, candidate=candidate)
    factories.awarded(refused, decision=Decision.REFUSE, comment="Trop peu.")
    client = signed_in(candidate)

    def found(**asked: str) -> list[Application]:
        return list(client.get("/applications/", asked).context["list"].rows)

    assert found() == [refused, application]
    assert found(q="SOUDER") == [refused]
    assert found(status="submitted") == [application]
    assert found(status="awarded") == []


def test_the_candidate_answers_a_question(application: Application) -> None:
    factories.awarded(application, decision=Decision.QUESTION, comment="Combien ?")
    client = signed_in(application.candidate)

    page = client.get(reverse("assessing:application", args=[application.pk]))
    assert page.context["may_answer"] is True
    done = client.post(
        reverse("assessing:answer", args=[application.pk]),
        {"text": "Huit.", "link": "https://portfolio.example/suite"},
        follow=True,
    )

    application.refresh_from_db()
    assert application.status == "submitted"
    assert notices(done) == ["Votre réponse est envoyée."]
    assert [item.url for item in application.evidence.all()][-1] == (
        "https://portfolio.example/suite"
    )


def test_an_empty_answer_is_said_to_be_empty(application: Application) -> None:
    factories.awarded(application, decision=Decision.QUESTION, comment="Combien ?")

    response = signed_in(application.candidate).post(
        reverse("assessing:answer", args=[application.pk]), {"text": " "}
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "__all__": ["Écrivez votre réponse, ou joignez un fichier ou un lien."]
    }


def test_an_answer_that_is_too_long_is_refused(application: Application) -> None:
    factories.awarded(application, decision=Decision.QUESTION, comment="Combien ?")

    response = signed_in(application.candidate).post(
        reverse("assessing:answer", args=[application.pk]), {"text": "a" * 5001}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]


def test_the_candidate_withdraws(application: Application) -> None:
    done = signed_in(application.candidate).post(
        reverse("assessing:withdraw", args=[application.pk]), follow=True
    )

    application.refresh_from_db()
    assert application.status == "withdrawn"
    assert notices(done) == ["Votre demande est retirée."]


def test_what_is_withdrawn_is_neither_withdrawn_nor_answered_again(
    application: Application,
) -> None:
    withdraw(application)
    client = signed_in(application.candidate)
    refusal = "Ce n’est plus possible : l’état de la demande est « retirée »."

    withdrawn = client.post(reverse("assessing:withdraw", args=[application.pk]), follow=True)
    answered = client.post(
        reverse("assessing:answer", args=[application.pk]), {"text": "Huit."}, follow=True
    )

    assert (notices(withdrawn), notices(answered)) == ([refusal], [refusal])
