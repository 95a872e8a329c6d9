from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from acquis.organizations.domain.profiles import ProfileChanges
from acquis.organizations.models import Organization
from acquis.organizations.models.organization import hex_colour


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
