"""Evidence is known by its content, never by its name."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from acquis.assessing.domain.applications import apply
from acquis.assessing.domain.evidence import (
    SNIFFED_BYTES,
    NewEvidence,
    attach,
    check_file,
    check_link,
)
from acquis.assessing.errors import EvidenceRefused
from acquis.assessing.models import Application, Evidence
from tests import factories
from tests.assessing.requests import request

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CALC = "application/vnd.oasis.opendocument.spreadsheet"


def archive(*names: str, first: bytes = b"<x/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, first)
    return file.getvalue()


def cut(character: str, kept: int) -> bytes:
    """Text in which only the first bytes of a character stand before the border of the sniff."""
    return b"a" * (SNIFFED_BYTES - kept) + character.encode() + b" and more"


@pytest.mark.unit
@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "application/pdf", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 32, "image/png", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0" + b"\0" * 32, "image/jpeg", id="jpeg"),
        pytest.param(b"GIF89a" + b"\0" * 32, "image/gif", id="gif"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 32, "image/webp", id="webp"),
        pytest.param(b"ID3\x03" + b"\0" * 32, "audio/mpeg", id="mp3"),
        pytest.param(
            archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"), WORD, id="word"
        ),
        pytest.param(archive("mimetype", first=CALC.encode()), CALC, id="open-document"),
        pytest.param("Décision : oui.".encode(), "text/plain", id="text"),
        pytest.param(b"\xef\xbb\xbfD\xc3\xa9cision", "text/plain", id="text-with-bom"),
        pytest.param(b"a < b", "text/plain", id="text-with-a-less-than-sign"),
        pytest.param(cut("é", 1), "text/plain", id="two-bytes-cut-after-one"),
        pytest.param(cut("€", 1), "text/plain", id="three-bytes-cut-after-one"),
        pytest.param(cut("€", 2), "text/plain", id="three-bytes-cut-after-two"),
        pytest.param(cut("🎓", 1), "text/plain", id="four-bytes-cut-after-one"),
        pytest.param(cut("🎓", 3), "text/plain", id="four-bytes-cut-after-three"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, media_type: str) -> None:
    file = ContentFile(content, name="says-nothing.exe")

    assert check_file(file) == media_type
    assert file.tell() == 0


@pytest.mark.unit
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="html"),
        pytest.param(b" \r\n\t<p onclick='alert(1)'>", id="mark-up-after-blanks"),
        pytest.param(b"\xef\xbb\xbf<script>alert(1)</script>", id="html-after-a-bom"),
        pytest.param(b"\xef\xbb\xbf \n<script>", id="html-after-a-bom-and-blanks"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", id="svg"),
        pytest.param(b"<?xml version='1.0'?><svg/>", id="svg-with-a-prolog"),
        pytest.param(b"MZ\x90\0" + b"\0" * 64, id="windows-program"),
        pytest.param(b"\x7fELF" + b"\0" * 64, id="linux-program"),
        pytest.param(b"PK\x03\x04" + b"\0" * 64, id="archive"),
        pytest.param(archive("setup.js"), id="archive-of-scripts"),
        pytest.param("Décision".encode("utf-16"), id="utf-16"),
        pytest.param("Décision : oui".encode("latin-1"), id="latin-1"),
        pytest.param("Validé".encode("latin-1"), id="latin-1-at-the-very-end"),
        pytest.param(b"text\0with a nul", id="binary"),
        pytest.param(b"a" * (SNIFFED_BYTES - 4) + b"\xe9abc and more", id="bad-byte-near-the-cut"),
    ],
)
def test_what_is_no_document_is_refused_under_an_innocent_name(content: bytes) -> None:
    with pytest.raises(EvidenceRefused) as refusal:
        check_file(ContentFile(content, name="rapport.pdf"))

    assert str(refusal.value) == (
        "« rapport.pdf » est d’un type que nous n’acceptons pas. Donnez un PDF, un document "
        "bureautique, une image, une vidéo ou du texte."
    )


@pytest.mark.unit
def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EvidenceRefused) as refusal:
        check_file(ContentFile(b"", name="vide.txt"))

    assert str(refusal.value) == "« vide.txt » est vide. Choisissez un autre fichier."


@pytest.mark.unit
def test_a_file_beyond_the_limit_is_refused(settings: object) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024  # type: ignore[attr-defined] # Django's settings

    assert check_file(ContentFile(b"a" * 1024, name="juste.txt")) == "text/plain"
    with pytest.raises(EvidenceRefused) as refusal, translation.override("en"):
        check_file(ContentFile(b"a" * 1025, name="gros.txt"))

    assert str(refusal.value) == (
        "“gros.txt” is too large: at most 1.0\xa0KB. Make it smaller, or give a link."
    )


@pytest.mark.unit
@pytest.mark.parametrize(
    "url", ["https://portfolio.example/a?b=c#d", "http://intranet/page", "HTTPS://EXAMPLE.ORG"]
)
def test_a_web_address_is_taken(url: str) -> None:
    check_link(url)


@pytest.mark.unit
@pytest.mark.parametrize(
    "url",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("JaVaScRiPt://x.example/%0Aalert(1)", id="script-with-a-host"),
        pytest.param("java\nscript:alert(1)", id="script-cut-in-two"),
        pytest.param("data:text/html,<script>", id="data"),
        pytest.param("ftp://files.example/a", id="ftp"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("https://", id="no-host"),
        pytest.param("https:///page", id="no-host-but-a-path"),
        pytest.param("//portfolio.example", id="no-scheme"),
        pytest.param("portfolio.example", id="bare-name"),
        pytest.param("https://[::1", id="broken-address"),
        pytest.param("https://portfolio.example/\0", id="nul"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(EvidenceRefused) as refusal:
        check_link(url)

    assert str(refusal.value) == f"« {url} » n’est pas une adresse web. Elle commence par https://"


@pytest.mark.unit
def test_a_link_longer_than_its_place_is_refused() -> None:
    start = "https://portfolio.example/"

    check_link(start.ljust(1000, "a"))
    with pytest.raises(EvidenceRefused) as refusal:
        check_link(start.ljust(1001, "a"))

    assert str(refusal.value) == "Un lien est trop long : 1000 caractères au plus."


@pytest.mark.integration
@pytest.mark.django_db
def test_files_and_links_are_kept_with_what_is_known_of_them() -> None:
    application = factories.application(factories.published(factories.organization()), evidence=[])

    joined = attach(
        application,
        [
            NewEvidence(file=ContentFile(b"%PDF-1.7\n", name="bilan.pdf")),
            NewEvidence(name="Mon film", url="https://video.example/1"),
            NewEvidence(url="https://portfolio.example/page"),
            NewEvidence(name="n" * 250, file=factories.text_file()),
        ],
    )

    assert [(item.kind, item.name, item.url, item.media_type, item.size) for item in joined] == [
        ("file", "bilan.pdf", "", "application/pdf", 9),
        ("link", "Mon film", "https://video.example/1", "", 0),
        ("link", "portfolio.example", "https://portfolio.example/page", "", 0),
        ("file", "n" * 200, "", "text/plain", 16),
    ]
    assert list(application.evidence.all()) == joined


@pytest.mark.integration
@pytest.mark.django_db
def test_a_stored_file_tells_nothing_by_its_name() -> None:
    application = factories.application(factories.published(factories.organization()), evidence=[])

    [item] = attach(application, [NewEvidence(file=factories.text_file("secret.txt"))])

    folder, start, name = item.file.name.split("/")
    assert (folder, start, len(name), name.isalnum()) == ("evidence", name[:2], 32, True)
    with item.file.open() as stored:
        assert stored.read() == "Décision : oui.".encode()
    assert item.name == str(item) == "secret.txt"


@pytest.mark.integration
@pytest.mark.django_db
def test_a_photo_does_not_tell_where_the_camera_was() -> None:
    application = factories.application(factories.published(factories.organization()), evidence=[])
    photo = io.BytesIO()
    tags = Image.Exif()
    tags.get_ifd(0x8825)[0x001D] = "2026:01:01"  # GPS: the day
    Image.new("RGB", (8, 8)).save(photo, "JPEG", exif=tags)
    given = photo.getvalue() + b"words behind the picture"

    [item] = attach(application, [NewEvidence(file=ContentFile(given, name="photo.jpg"))])

    with item.file.open() as stored:
        kept = stored.read()
    assert [secret for secret in (b"Exif", b"2026:01:01", b"words") if secret in kept] == []
    assert (item.name, item.media_type, item.size) == ("photo.jpg", "image/jpeg", len(kept))


@pytest.mark.integration
@pytest.mark.django_db
def test_what_only_looks_like_a_picture_is_refused() -> None:
    application = factories.application(factories.published(factories.organization()), evidence=[])
    pretended = ContentFile(b"\x89PNG\r\n\x1a\n" + b"\0" * 32, name="photo.png")

    with pytest.raises(EvidenceRefused) as refusal:
        attach(application, [NewEvidence(file=pretended)])

    assert str(refusal.value) == (
        "«\u00a0photo.png\u00a0» n’est pas lisible comme image. Enregistrez-la à nouveau, "
        "ou choisissez un autre fichier."
    )
    assert not Evidence.objects.exists()


@pytest.mark.integration
@pytest.mark.django_db
def test_one_refused_piece_refuses_the_whole_application() -> None:
    version = factories.published(factories.organization())
    candidate = factories.person()
    pieces = [
        NewEvidence(file=factories.text_file()),
        NewEvidence(url="https://portfolio.example"),
        NewEvidence(file=ContentFile(b"<svg/>", name="badge.png")),
    ]

    with pytest.raises(EvidenceRefused):
        apply(
            version,
            request(candidate, evidence=pieces),
            language="fr",
            applicant=candidate,
        )

    assert not Application.objects.exists()
    assert not Evidence.objects.exists()
