"""The mails of an application, in the reader's language."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.assessing.models import Application
from acquis.common.domain.mail import Letter, post


def _address(name: str, *args: object) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def _about(application: Application) -> dict[str, str]:
    return {
        "name": application.candidate_name,
        "achievement": str(application.version.name),
        "organization": application.organization.name,
    }


def confirm_address(application: Application, token: str, *, language: str) -> None:
    """Sent before the address is known to be read by the candidate: it tells nothing of her."""
    with translation.override(language):
        about = _about(application)
        letter = Letter(
            subject=_("Confirm your application: %(achievement)s") % about,
            greeting=_("Hello %(name)s,") % about,
            paragraphs=(
                _(
                    "You have applied to %(organization)s for the recognition of "
                    "“%(achievement)s”. One click hands it in:"
                )
                % about,
            ),
            action=(_("Confirm my application"), _address("assessing:confirm", token)),
            closing=(
                _("The link serves once and lasts seven days."),
                _("If you did not apply, do nothing: the application will not be read."),
            ),
        )
    post(letter, to=application.email, language=language)


def received(application: Application) -> None:
    _to_candidate(
        application,
        subject=gettext_noop("Your application has arrived: %(achievement)s"),
        text=gettext_noop(
            "%(organization)s has received your application. An assessor will read it."
        ),
        label=gettext_noop("Follow my application"),
    )


def questioned(application: Application, question: str) -> None:
    _to_candidate(
        application,
        subject=gettext_noop("A question about your application: %(achievement)s"),
        text=gettext_noop("The assessor needs your answer before deciding:"),
        label=gettext_noop("Answer"),
        quote=question,
    )


def refused(application: Application, reason: str) -> None:
    _to_candidate(
        application,
        subject=gettext_noop("Your application was not successful: %(achievement)s"),
        text=gettext_noop(
            "The assessor did not find what the criteria ask for, and gives the reason:"
        ),
        label=gettext_noop("See the assessment"),
        quote=reason,
    )


def _to_candidate(
    application: Application, *, subject: str, text: str, label: str, quote: str = ""
) -> None:
    candidate = application.candidate
    with translation.override(candidate.language):
        about = _about(application)
        letter = Letter(
            subject=_(subject) % about,
            greeting=_("Hello %(name)s,") % about,
            paragraphs=(_(text) % about,),
            quote=quote,
            action=(_(label), _address("assessing:application", application.pk)),
        )
    post(letter, to=application.email, language=candidate.language)
