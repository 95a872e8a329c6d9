"""Run by a test in a process of its own: fills an installation through the domain."""

import django

django.setup()

from acquis.common.tenancy import SYSTEM, scoped  # noqa: E402 - Django first
from tests import factories  # noqa: E402 - Django first

if __name__ == "__main__":
    with scoped(SYSTEM):
        version = factories.published(factories.organization("forge"))
        factories.held(version)
        factories.credential(version)
        factories.application(version)
