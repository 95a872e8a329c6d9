"""How a person wants to be addressed."""

from django.conf import settings

from acquis.people.models import Person


def choose_language(person: Person, language: str) -> None:
    """Pages and mail speak it from now on; a language that we do not have changes nothing."""
    if language in dict(settings.LANGUAGES):
        person.language = language
        person.save(update_fields=["language"])
