"""The sections of the account pages, and devices in words."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()

# The first that is found counts: a browser names those that it descends from as well.
_BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
             ("Safari", "Safari")]  # fmt: skip
_SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")]  # fmt: skip
_PHONES = {"iPhone", "Android"}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Device:
    """`name` is what the browser says of itself, which proves nothing."""

    name: str
    icon: str


@register.simple_tag(takes_context=True)
def account_tabs(context: template.Context) -> list[Tab]:
    path: str = context["request"].path
    password = "account_change_password" if context["user"].has_usable_password() else ""
    entries = [
        ("people:profile", _("Profile"), "/account/"),
        ("account_email", _("Addresses"), reverse("account_email")),
        (password or "account_set_password", _("Password"), "/accounts/password/"),
        ("mfa_index", _("Second factor"), reverse("mfa_index")),
        ("mfa_list_webauthn", _("Passkeys"), reverse("mfa_list_webauthn")),
        ("usersessions_list", _("Devices"), reverse("usersessions_list")),
        ("people:notifications", _("Notifications"), reverse("people:notifications")),
    ]
    # The longest address that the page lies below is where it belongs.
    below = [start for _name, _label, start in entries if path.startswith(start)]
    here = max(below, key=len, default="")
    return [Tab(label, reverse(name), start == here) for name, label, start in entries]


@register.simple_tag
def device(user_agent: Any) -> Device:
    text = str(user_agent)
    browser = next((name for mark, name in _BROWSERS if mark in text), "")
    system = next((name for mark, name in _SYSTEMS if mark in text), "")
    icon = "device_phone_mobile" if system in _PHONES else "computer_desktop"
    if browser and system:
        name = _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    else:
        name = browser or system or _("Unknown device")
    return Device(name, icon)
