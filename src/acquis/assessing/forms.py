from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from acquis.assessing.domain.applications import Request
from acquis.assessing.domain.evidence import NewEvidence
from acquis.assessing.domain.judging import Judgement
from acquis.assessing.enums import Decision
from acquis.assessing.models import Application
from acquis.common.forms import FilesField
from acquis.modelling.models import AchievementSkill, Criterion
from acquis.people.models import Person

MAX_LINKS = 10


class EvidenceFields(forms.Form):
    """Files and links; the links come as a list of equally named fields."""

    files = FilesField(  # type: ignore[assignment] # the stubs know `files` as the uploads
        label=_("Files"),
        required=False,
        help_text=_("PDF, office document, picture, film or text. Only the assessors see them."),
    )

    @property
    def links(self) -> list[str]:
        if not isinstance(self.data, QueryDict):
            return []
        return [link.strip() for link in self.data.getlist("link") if link.strip()][:MAX_LINKS]

    def evidence(self) -> list[NewEvidence]:
        files = [NewEvidence(file=file) for file in self.cleaned_data["files"]]
        return files + [NewEvidence(url=link) for link in self.links]


class ApplyForm(EvidenceFields):
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As it should stand on the badge."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("A personal address stays yours when you change employer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    statement = forms.CharField(
        label=_("What you did, and what it shows"),
        max_length=5000,
        help_text=_("A real situation, what you did yourself, and what came of it."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    field_order = ["name", "email", "statement", "files"]

    def __init__(self, *args: Any, applicant: Person | None, **kwargs: Any) -> None:
        if applicant is not None:
            kwargs["initial"] = {"name": applicant.name, "email": applicant.email}
        super().__init__(*args, **kwargs)

    def request(self) -> Request:
        return Request(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            statement=self.cleaned_data["statement"],
            evidence=self.evidence(),
        )


class AnswerForm(EvidenceFields):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ["text", "files"]


class JudgementForm(forms.Form):
    """A field for each criterion and each skill of the version applied for."""

    comment = forms.CharField(
        label=_("Your comment"),
        max_length=5000,
        required=False,
        help_text=_("The candidate reads it. Needed for a question and for a refusal."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    decision = forms.ChoiceField(choices=Decision.choices)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._criteria: list[Criterion] = list(application.version.criteria.all())
        self._skills: list[AchievementSkill] = list(application.version.skills.all())
        for criterion in self._criteria:
            self.fields[f"criterion-{criterion.pk}"] = forms.ChoiceField(
                label=str(criterion.text),
                choices=[("yes", _("Met")), ("no", _("Not met"))],
                required=False,
                widget=forms.RadioSelect,
            )
        for wanted in self._skills:
            self.fields[f"skill-{wanted.pk}"] = forms.ChoiceField(
                label=str(wanted.skill),
                choices=[(level.pk, str(level)) for level in wanted.level.scale.levels.all()],
                required=False,
                help_text=_("Asked for: %(level)s") % {"level": wanted.level},
                widget=forms.RadioSelect,
            )

    @property
    def criteria_fields(self) -> list[forms.BoundField]:
        return [self[f"criterion-{criterion.pk}"] for criterion in self._criteria]

    @property
    def skill_fields(self) -> list[forms.BoundField]:
        return [self[f"skill-{wanted.pk}"] for wanted in self._skills]

    def judgement(self) -> Judgement:
        data = self.cleaned_data
        return Judgement(
            decision=Decision(data["decision"]),
            comment=data["comment"],
            criteria_met={
                criterion.pk: data[f"criterion-{criterion.pk}"] == "yes"
                for criterion in self._criteria
                if data[f"criterion-{criterion.pk}"]
            },
            levels={
                wanted.pk: UUID(data[f"skill-{wanted.pk}"])
                for wanted in self._skills
                if data[f"skill-{wanted.pk}"]
            },
        )
