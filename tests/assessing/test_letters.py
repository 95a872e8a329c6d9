"""The mails of an application, word for word, in the reader's language."""

import pytest
from django.conf import settings
from django.utils import translation

from acquis.assessing.domain.applications import Request, apply
from acquis.assessing.enums import Decision
from acquis.assessing.models import Application
from acquis.common.models import OutgoingMail
from tests import factories
from tests.assessing.test_applications import token_in_last_mail

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

FOOT = {
    "fr": "-- \nAcquis : vos compétences, prouvées et à vous.\n",
    "en": "-- \nAcquis: your skills, proven and yours.\n",
}


def last_mail() -> OutgoingMail:
    return OutgoingMail.objects.order_by("-created_at")[0]


def application_in(language: str) -> Application:
    version = factories.published(factories.organization("boreal", name="Institut Boréal"))
    candidate = factories.person("lea@courriel.example", name="Léa", language=language)
    return factories.application(version, candidate=candidate)


def text(*paragraphs: str, language: str) -> str:
    return "\n\n".join([*paragraphs, FOOT[language] + settings.BASE_URL])


def shown(mail: OutgoingMail) -> tuple[str, str, str, str]:
    return mail.to, mail.language, mail.subject, mail.text.strip()


def test_a_candidate_learns_in_french_that_her_application_has_arrived() -> None:
    application = application_in("fr")
    address = f"{settings.BASE_URL}/applications/{application.pk}/"

    assert shown(last_mail()) == (
        "lea@courriel.example",
        "fr",
        "Votre demande est bien arrivée : Animer une réunion utile",
        text(
            "Bonjour Léa,",
            "Institut Boréal a reçu votre demande. Un évaluateur va la lire.",
            f"Suivre ma demande :\n{address}\n",
            language="fr",
        ),
    )


def test_a_candidate_learns_in_english_that_her_application_has_arrived() -> None:
    application = application_in("en")
    address = f"{settings.BASE_URL}/applications/{application.pk}/"

    assert shown(last_mail()) == (
        "lea@courriel.example",
        "en",
        "Your application has arrived: Chair a useful meeting",
        text(
            "Hello Léa,",
            "Institut Boréal has received your application. An assessor will read it.",
            f"Follow my application:\n{address}\n",
            language="en",
        ),
    )


@pytest.mark.parametrize(
    ("decision", "subject", "paragraph", "label"),
    [
        (
            Decision.QUESTION,
            "Une question sur votre demande : Animer une réunion utile",
            "L’évaluateur a besoin de votre réponse avant de décider :",
            "Répondre",
        ),
        (
            Decision.REFUSE,
            "Votre demande n’a pas abouti : Animer une réunion utile",
            "L’évaluateur n’a pas trouvé ce que demandent les critères, et en donne la raison :",
            "Voir l’évaluation",
        ),
    ],
)
def test_a_question_and_a_refusal_reach_the_candidate_with_the_assessor_s_words(
    decision: Decision, subject: str, paragraph: str, label: str
) -> None:
    application = application_in("fr")

    with translation.override("en"):
        factories.awarded(application, decision=decision, comment="Qui a décidé <quoi> ?")

    address = f"{settings.BASE_URL}/applications/{application.pk}/"
    assert shown(last_mail()) == (
        "lea@courriel.example",
        "fr",
        subject,
        text(
            "Bonjour Léa,",
            paragraph,
            "> Qui a décidé <quoi> ?",
            f"{label} :\n{address}\n",
            language="fr",
        ),
    )
    assert "Qui a décidé &lt;quoi&gt; ?" in last_mail().html


def test_a_stranger_confirms_in_the_language_of_the_page_she_applied_on() -> None:
    version = factories.published(factories.organization("boreal", name="Institut Boréal"))
    asked = Request(name="Emma", email="emma@mail.example", statement="…", evidence=[])

    apply(version, asked, language="en", applicant=None)

    address = f"{settings.BASE_URL}/applications/confirm/{token_in_last_mail()}/"
    assert shown(last_mail()) == (
        "emma@mail.example",
        "en",
        "Confirm your application: Chair a useful meeting",
        text(
            "Hello Emma,",
            "You have applied to Institut Boréal for the recognition of “Chair a useful meeting”. "
            "One click hands it in:",
            f"Confirm my application:\n{address}",
            "The link serves once and lasts seven days.\n"
            "If you did not apply, do nothing: the application will not be read.",
            language="en",
        ),
    )
