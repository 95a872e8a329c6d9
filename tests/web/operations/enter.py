"""Run by a test in a process of its own: a person, an achievement to apply for, and her session."""

import json
from importlib import import_module

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402

from acquis.common.tenancy import SYSTEM, scoped  # noqa: E402 - Django first
from tests import factories  # noqa: E402 - Django first

if __name__ == "__main__":
    with scoped(SYSTEM):
        version = factories.published(factories.organization())
        person = factories.person()
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
    achievement = version.achievement
    print(  # noqa: T201 - what it is run for
        json.dumps(
            {
                "path": f"/catalog/{achievement.organization.slug}/{achievement.slug}/apply/",
                "email": person.email,
                "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
            }
        )
    )
