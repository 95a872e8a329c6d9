"""What owners say about their organisation, its members and those they invite."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from acquis.organizations.domain.invitations import MOST_AT_ONCE, Invitee, Offer
from acquis.organizations.domain.profiles import ProfileChanges
from acquis.organizations.domain.queries.members import unit_names
from acquis.organizations.enums import Role
from acquis.organizations.models import Membership, Organization
from acquis.organizations.models.organization import hex_colour
from acquis.people.domain.addresses import normalise

# "Name <address>" as mail programs copy it, or the address alone.
_ENTRY = re.compile(r'"?(?P<name>[^"<>]*?)"?\s*<(?P<named>[^<>]*)>|(?P<bare>\S+)')
_BETWEEN = re.compile(r"[\n\r,;\t]+")
_NAMES_AT_MOST = 150
_SHOWN_AT_MOST = 5


class PlaceForm(forms.Form):
    """Roles and place of one or several people in an organisation."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They reach this organisation and those below it. A member needs none."),
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=_NAMES_AT_MOST,
        help_text=_("A department, site or team; a new name makes a new one."),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    job = forms.CharField(label=_("Job"), required=False, max_length=_NAMES_AT_MOST)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = unit_names(organization)

    def offer(self) -> Offer:
        """What the cleaned form says."""
        return Offer(
            roles=tuple(Role(role) for role in self.cleaned_data["roles"]),
            unit=self.cleaned_data["unit"],
            job=self.cleaned_data["job"],
        )


class InviteForm(PlaceForm):
    people = forms.CharField(
        label=_("E-mail addresses"),
        max_length=50_000,
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "placeholder": "lea@exemple.fr\nNoa Petit <noa@exemple.fr>",
                "spellcheck": "false",
            }
        ),
        help_text=_("One or many, pasted from a list or a mail; a name before it is kept."),
    )
    field_order = ["people", "roles", "unit", "job"]

    def clean_people(self) -> list[Invitee]:
        """Everybody once. One entry that is no address sends nobody anything."""
        found: dict[str, Invitee] = {}
        wrong = []
        for part in filter(None, map(str.strip, _BETWEEN.split(self.cleaned_data["people"]))):
            invitee = _invitee(part)
            if invitee is None:
                wrong.append(part)
            else:
                found.setdefault(normalise(invitee.email), invitee)
        if wrong:
            shown = ", ".join(f"“{part[:60]}”" for part in wrong[:_SHOWN_AT_MOST])
            raise ValidationError(
                ngettext(
                    "This is no e-mail address: %(entries)s. Nobody was invited.",
                    "These are no e-mail addresses: %(entries)s. Nobody was invited.",
                    len(wrong),
                )
                % {"entries": shown + ("…" if len(wrong) > _SHOWN_AT_MOST else "")}
            )
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(
                _now("Invite at most %(most)d people at once.") % {"most": MOST_AT_ONCE}
            )
        return list(found.values())


class MemberForm(PlaceForm):
    @classmethod
    def of(cls, membership: Membership, *args: Any) -> "MemberForm":
        initial = {
            "roles": [row.role for row in membership.roles.all()],
            "unit": membership.unit.name if membership.unit else "",
            "job": membership.job,
        }
        return cls(*args, initial=initial, organization=membership.organization)


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=_NAMES_AT_MOST,
        help_text=_("It stands on the badges that you receive."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class TokenForm(forms.Form):
    """A program's name and for how long it may act; nothing lasts for ever."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Which program uses it, for example the HR system."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        choices=[("30", _("30 days")), ("90", _("90 days")), ("365", _("one year"))],
        initial="90",
    )

    def lasts(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


class ProfileForm(forms.Form):
    """The issuer profile, its texts in each language."""

    name = forms.CharField(label=_("Name shown on credentials"), max_length=150)
    url = forms.URLField(label=_("Web site"), required=False, assume_scheme="https", max_length=200)
    email = forms.EmailField(label=_("Public e-mail address"), required=False)
    description_fr = forms.CharField(
        label=_("Description in French"), required=False, max_length=1000, widget=forms.Textarea
    )
    description_en = forms.CharField(
        label=_("Description in English"), required=False, max_length=1000, widget=forms.Textarea
    )
    linkedin_organization_id = forms.CharField(
        label=_("LinkedIn organisation number"),
        required=False,
        max_length=20,
        validators=[RegexValidator(r"^[0-9]+\Z", _("Digits only, for example 1337."))],
        help_text=_(
            "With it, LinkedIn shows your page and your logo beside the badge. It stands in the "
            "address of your page's administration."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    primary_colour = forms.CharField(
        label=_("Main colour"),
        validators=[hex_colour],
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    accent_colour = forms.CharField(
        label=_("Second colour"),
        validators=[hex_colour],
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or SVG, 512 kB at most. A transparent ground looks best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/svg+xml"}),
    )
    remove_logo = forms.BooleanField(label=_("Show no logo"), required=False)

    @classmethod
    def of(cls, organization: Organization) -> "ProfileForm":
        profile = organization.profile
        words = profile.description.data
        texts = words if isinstance(words, dict) else {"fr": str(profile.description)}
        return cls(
            initial={
                "name": profile.name,
                "url": profile.url,
                "email": profile.email,
                "description_fr": texts.get("fr", ""),
                "description_en": texts.get("en", ""),
                "linkedin_organization_id": profile.linkedin_organization_id,
                "primary_colour": organization.primary_colour,
                "accent_colour": organization.accent_colour,
            }
        )

    def changes(self) -> ProfileChanges:
        """What the cleaned form asks for."""
        said: dict[str, Any] = self.cleaned_data
        file = said["logo"]
        logo = file.read() if file else (b"" if said["remove_logo"] else None)
        return ProfileChanges(
            name=said["name"],
            url=said["url"],
            email=said["email"],
            description={"fr": said["description_fr"], "en": said["description_en"]},
            linkedin_organization_id=said["linkedin_organization_id"],
            primary_colour=said["primary_colour"].lower(),
            accent_colour=said["accent_colour"].lower(),
            logo=logo,
        )


def _invitee(part: str) -> Invitee | None:
    match = _ENTRY.fullmatch(part)
    if match is None:
        return None
    email = (match["named"] or match["bare"] or "").strip()
    try:
        validate_email(email)
    except ValidationError:
        return None
    return Invitee(email=email, name=" ".join((match["name"] or "").split())[:_NAMES_AT_MOST])
