"""Every component in every state, to look at while building. In development and in tests only."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from acquis.common.access import public
from acquis.common.forms import FilesField
from acquis.common.listing import Filter, Order, list_page
from acquis.organizations.domain.branding import brand_of
from acquis.organizations.models import Organization
from acquis.web.navigation import Entry, Space

TOKENS = [
    "paper", "surface", "sunken", "ink", "muted", "line", "brand", "brand-soft", "accent", "good",
    "good-soft", "warn", "warn-soft", "bad", "bad-soft",
]  # fmt: skip
ICONS = [
    "home", "identification", "paper_airplane", "clipboard_document_check", "squares_2x2",
    "shield_check", "sparkles", "inbox_stack", "check_badge", "building_office_2", "envelope",
    "magnifying_glass", "globe_alt", "clock", "lock_closed", "photo", "code_bracket", "trash",
]  # fmt: skip
BRANDS = ["#3a2ec2", "#ffd400", "#0a0a0a", "#ffffff", "#00a19a", "#e4002b"]


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As it stands on the credential.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Reached"), ("b", "Not reached")], widget=forms.RadioSelect
    )
    months = forms.ChoiceField(label="Valid", choices=[("12", "1 year"), ("24", "2 years")])
    colour = forms.CharField(
        label="Colour",
        initial="#3a2ec2",
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    documents = FilesField(label="Files", required=False)


@public("shows components with invented content; mounted in development and in tests only")
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "web/design/gallery.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    bad = SampleForm({"name": "", "kind": "c", "months": "12"})
    bad.add_error(None, "The file has changed since you opened it. Load the page again.")
    nodes = [Organization(name=name, slug=name[:6].lower()) for name in ("Institut Boréal", "Nord")]
    entries = (
        Entry("Achievements", "#", "sparkles", current=True),
        Entry("Credentials", "#", "check_badge", count=3),
    )
    return {
        "tokens": TOKENS,
        "icons": ICONS,
        "brands": [(colour, brand_of(colour)) for colour in BRANDS],
        "form": SampleForm(),
        "bad_form": bad,
        "now": timezone.now(),
        "sample_spaces": [Space(node, entries, current=not at) for at, node in enumerate(nodes)],
        "tabs": [
            {"label": "Overview", "url": "#", "current": True},
            {"label": "Waiting", "url": "#", "count": 4},
            {"label": "History", "url": "#"},
        ],
        "list": list_page(
            request,
            Organization.objects.order_by("path"),
            search=lambda rows, text: rows.filter(name__icontains=text),
            orders=[Order("name", "Name", ("name",)), Order("kind", "Kind", ("kind",))],
            filters=[
                Filter(
                    "kind",
                    "Kind",
                    [("company", "Company"), ("training", "Training")],
                    lambda rows, kind: rows.filter(kind=kind),
                )
            ],
            size=3,
        ),
        "nothing": list_page(request, Organization.objects.none()),
    }
