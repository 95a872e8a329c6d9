"""What every page's frame needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(_request: HttpRequest) -> dict[str, Any]:
    return {"demo": settings.DEMO, "base_url": settings.BASE_URL}
