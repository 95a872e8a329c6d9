import pytest

from acquis.common.domain import publications
from acquis.common.domain.publications import published_at, read_published

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publications, "_readers", [])

    @published_at(r"/lists/(?P<number>\d+)")
    def read_list(number: str) -> bytes | None:
        return b"list " + number.encode() if number != "0" else None

    @published_at(r"/lists/(?P<name>\w+)")
    def read_named(name: str) -> bytes | None:
        return b"named " + name.encode()


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/lists/12", b"list 12"),
        ("/lists/abc", b"named abc"),
        ("/lists/0", None),
        ("/lists/12/", None),
        ("/lists/12\n", None),
        ("/x/lists/12", None),
        ("/lists/", None),
        ("", None),
    ],
)
def test_a_document_is_found_by_its_whole_path(path: str, document: bytes | None) -> None:
    assert read_published(path) == document


def test_a_registered_reader_stays_a_function() -> None:
    assert published_at("/x")(lambda: b"x")() == b"x"
