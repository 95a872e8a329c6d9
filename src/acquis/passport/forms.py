import base64

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

PNG = b"\x89PNG\r\n\x1a\n"


class VerifyForm(forms.Form):
    """Either a file or pasted text; kept nowhere."""

    file = forms.FileField(
        label=_("Badge"),
        required=False,
        help_text=_("A badge picture (PNG, SVG) or the JSON of a credential."),
    )
    text = forms.CharField(
        label=_("Or paste the credential's JSON"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > settings.VERIFY_MAX_BYTES:
            raise forms.ValidationError(
                _now("This file is too large to be a badge: at most %(limit)s.")
                % {"limit": filesizeformat(settings.VERIFY_MAX_BYTES)}
            )
        return file

    def clean(self) -> dict[str, object]:
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data["text"]:
            raise forms.ValidationError(_now("Choose a file, or paste the JSON of a credential."))
        return self.cleaned_data

    def content(self) -> bytes:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return str(self.cleaned_data["text"]).strip().encode("utf-8", "surrogatepass")
        file.seek(0)
        return bytes(file.read())

    def picture(self) -> str:
        """The handed-in PNG as a data address, to be shown beside its verdict; "" for the rest."""
        content = self.content()
        if not content.startswith(PNG):
            return ""
        return "data:image/png;base64," + base64.b64encode(content).decode("ascii")
