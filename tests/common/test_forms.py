from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from acquis.common.forms import FilesField

pytestmark = pytest.mark.unit


class Parcel(forms.Form):
    files = FilesField(required=False, max_length=12)
    needed = FilesField()


def uploaded(name: str = "a.txt", content: bytes = b"x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def parcel(**files: Any) -> Parcel:
    return Parcel({}, MultiValueDict({"needed": [uploaded()]} | files))


def test_several_files_come_as_a_list() -> None:
    files = [uploaded("a.txt"), uploaded("b.txt")]
    form = parcel(files=files)
    assert form.is_valid()
    assert form.cleaned_data["files"] == files


def test_no_file_is_an_empty_list() -> None:
    form = parcel()
    assert form.is_valid()
    assert form.cleaned_data["files"] == []


@pytest.mark.parametrize(
    ("files", "errors"),
    [
        ({"needed": []}, {"needed": ["Ce champ est obligatoire."]}),
        (
            {"files": [uploaded(), uploaded("b.txt", b"")]},
            {"files": ["Le fichier soumis est vide."]},
        ),
        (
            {"files": [uploaded(), uploaded("beaucoup-trop-long.txt")]},
            {
                "files": [
                    "Assurez-vous que ce nom de fichier comporte au plus 12 caractères "
                    "(actuellement 22)."
                ]
            },
        ),
    ],
    ids=["required", "empty", "long name"],
)
def test_each_file_is_checked(files: Any, errors: Any) -> None:
    assert parcel(**files).errors == errors


def test_the_field_lets_several_files_be_chosen() -> None:
    assert "multiple" in str(parcel()["files"])
