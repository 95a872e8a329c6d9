"""Form fields that Django does not have."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field; cleans to a list, empty when none was chosen."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        chosen = [item for item in data or [] if item]
        if not chosen:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(item, initial) for item in chosen]
