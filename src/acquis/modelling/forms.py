from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from acquis.modelling.domain.achievements import Content
from acquis.modelling.domain.images import PICTOGRAMS, SHAPES
from acquis.modelling.domain.queries.skills import available_levels, available_skills
from acquis.modelling.models import AchievementVersion, Level, Skill
from acquis.organizations.models import Organization

LANGUAGES = ("fr", "en")
NORMAL_SKILLS = 2
VALIDITIES = [
    ("", _("for life")),
    ("6", _("6 months")),
    ("12", _("1 year")),
    ("24", _("2 years")),
    ("36", _("3 years")),
    ("60", _("5 years")),
]


class AchievementForm(forms.Form):
    """The editor of a draft. Skills and criteria come as lists of equally named fields."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    description_fr = forms.CharField(
        label=_("What it recognises, in French"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    description_en = forms.CharField(
        label=_("What it recognises, in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    validity_months = forms.TypedChoiceField(
        label=_("Valid"), choices=VALIDITIES, coerce=int, empty_value=None, required=False
    )
    shape = forms.ChoiceField(label=_("Shape"), choices=SHAPES, widget=forms.RadioSelect)
    pictogram = forms.ChoiceField(
        label=_("Pictogram"), choices=PICTOGRAMS, widget=forms.RadioSelect
    )
    primary_colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}\Z",
        label=_("Main colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    accent_colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}\Z",
        label=_("Second colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.levels: list[Level] = list(available_levels(organization))
        self.chosen: list[tuple[Skill, Level | None]] = []
        self.criteria: list[dict[str, str]] = []
        if self.is_bound and isinstance(self.data, QueryDict):
            self.chosen = self._read_skills(self.data)
            self.criteria = self._read_criteria(self.data)

    @classmethod
    def of_version(cls, version: AchievementVersion) -> "AchievementForm":
        """The form as a draft's content fills it."""
        form = cls(
            organization=version.organization,
            initial={
                **{f"name_{code}": version.name.data.get(code, "") for code in LANGUAGES},
                **{
                    f"description_{code}": version.description.data.get(code, "")
                    for code in LANGUAGES
                },
                "validity_months": version.validity_months or "",
                **version.design,
            },
        )
        form.chosen = [(row.skill, row.level) for row in version.skills.all()]
        form.criteria = [
            {code: row.text.data.get(code, "") for code in LANGUAGES}
            for row in version.criteria.all()
        ]
        return form

    def clean(self) -> dict[str, Any]:
        for skill, level in self.chosen:
            if level is None:
                self.add_error(None, _now("Choose a level for “%(skill)s”.") % {"skill": skill})
        for texts in self.criteria:
            if not texts["fr"]:
                self.add_error(
                    None, _now("Write in French too: “%(text)s”.") % {"text": texts["en"]}
                )
        return self.cleaned_data

    def content(self) -> Content:
        data = self.cleaned_data
        return Content(
            name={code: data[f"name_{code}"] for code in LANGUAGES},
            description={code: data[f"description_{code}"] for code in LANGUAGES},
            criteria=self.criteria,
            skills=[(skill, level) for skill, level in self.chosen if level is not None],
            validity_months=data["validity_months"],
            design=self.design(),
        )

    def design(self) -> dict[str, str]:
        return {
            key: self.cleaned_data[key]
            for key in ("shape", "pictogram", "primary_colour", "accent_colour")
            if key in self.cleaned_data
        }

    def _read_skills(self, data: QueryDict) -> list[tuple[Skill, Level | None]]:
        wanted = [found for raw in data.getlist("skill") if (found := _uuid(raw)) is not None]
        known = {s.pk: s for s in available_skills(self.organization).filter(pk__in=wanted)}
        levels = {str(level.pk): level for level in self.levels}
        return [
            (known[pk], levels.get(data.get(f"level-{pk}", "")))
            for pk in dict.fromkeys(wanted)
            if pk in known
        ]

    @staticmethod
    def _read_criteria(data: QueryDict) -> list[dict[str, str]]:
        columns = [[t.strip()[:1000] for t in data.getlist(f"criterion_{c}")] for c in LANGUAGES]
        rows = [dict(zip(LANGUAGES, texts, strict=True)) for texts in zip(*columns, strict=False)]
        return [row for row in rows if any(row.values())]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
