import hashlib
from importlib.resources import files

import pytest

from acquis.credentials import UnknownContext, contexts

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("url", contexts.PINNED)
def test_every_pinned_context_is_whole(url: str) -> None:
    name, digest = contexts.PINNED[url]
    data = files("acquis.credentials.contexts").joinpath(name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == digest
    assert "@context" in contexts.load(url)


def test_the_digest_of_credentials_v2_is_the_published_one() -> None:
    # Verifiable Credentials Data Model 2.0, appendix B.1.
    assert contexts.PINNED[contexts.CREDENTIALS_V2][1] == (
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    )


def test_an_altered_copy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://altered.example/v1"
    monkeypatch.setitem(contexts.PINNED, url, ("did-v1.jsonld", "0" * 64))
    with pytest.raises(UnknownContext) as caught:
        contexts.load(url)
    assert str(caught.value) == (
        f"The pinned copy of {url!r} was altered. Install this package again."
    )


def test_no_term_lends_its_meaning_to_another_that_checks_read() -> None:
    """A check reads `validUntil`; a second term for the same IRI would be a place to hide it."""
    read = {
        "validFrom", "validUntil", "credentialStatus", "issuer", "credentialSubject",
        "achievement", "identifier", "identityHash", "salt", "hashed", "expires", "created",
        "proofPurpose", "verificationMethod",
    }  # fmt: skip
    terms: dict[str, set[str]] = {}
    todo: list[object] = [contexts.load(url) for url in contexts.PINNED]
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(item)
        elif isinstance(item, dict):
            for term, definition in item.items():
                meaning = definition.get("@id") if isinstance(definition, dict) else definition
                if isinstance(meaning, str) and not term.startswith("@"):
                    terms.setdefault(meaning, set()).add(term)
                todo.append(definition)
    shared = {frozenset(names) for names in terms.values() if len(names) > 1}
    assert [names for names in shared if names & read] == []
