"""Secrets at rest: text that opens under its key and for its purpose alone."""

from typing import Any

import pytest

from acquis.common import sealing
from acquis.common.errors import SealBroken

pytestmark = pytest.mark.unit

PURPOSE = "a test"
TEXT = "JBSWY3DPEHPK3PXP"
SAID = (
    "Un secret conservé ici ne peut pas être ouvert. L’exploitant de ce système doit le démarrer "
    "avec la clé ACQUIS_KEY_ENCRYPTION_KEY sous laquelle il a été scellé."
)


def refused(sealed: str, purpose: str = PURPOSE) -> str:
    with pytest.raises(SealBroken) as caught:
        sealing.unseal(sealed, purpose=purpose)
    return str(caught.value)


@pytest.mark.parametrize("text", [TEXT, "", "clé à garder 🔑"])
def test_it_opens_to_itself_and_shows_nothing(text: str) -> None:
    first, second = (sealing.seal(text, purpose=PURPOSE) for _ in range(2))
    assert first != second
    assert not text or text not in first
    assert first.isascii()
    assert sealing.is_sealed(first)
    assert sealing.unseal(first, purpose=PURPOSE) == text


def test_it_opens_for_its_purpose_alone() -> None:
    assert refused(sealing.seal(TEXT, purpose=PURPOSE), "another test") == SAID


def test_another_secret_does_not_open_it_and_the_web_secret_is_another(settings: Any) -> None:
    sealed = sealing.seal(TEXT, purpose=PURPOSE)
    for other in ("another secret of at least 32 characters", settings.SECRET_KEY):
        settings.KEY_ENCRYPTION_KEY = other
        assert refused(sealed) == SAID


def test_the_web_secret_can_change(settings: Any) -> None:
    sealed = sealing.seal(TEXT, purpose=PURPOSE)
    settings.SECRET_KEY = "another web secret of at least 32 characters"
    assert sealing.unseal(sealed, purpose=PURPOSE) == TEXT


@pytest.mark.parametrize(
    "text",
    [TEXT, "", sealing.MARK, f"{sealing.MARK}AAAA", f"{sealing.MARK}é", f"{sealing.MARK}***="],
)
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    assert refused(text) == SAID


def test_an_altered_seal_does_not_open() -> None:
    sealed = sealing.seal(TEXT, purpose=PURPOSE)
    for position in range(len(sealing.MARK), len(sealed), 7):
        other = "B" if sealed[position] == "A" else "A"
        assert refused(sealed[:position] + other + sealed[position + 1 :]) == SAID
