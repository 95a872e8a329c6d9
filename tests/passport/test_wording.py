"""A check's sentence in the reader's language."""

import pytest
from django.utils import translation

from acquis.credentials import REASONS, Check, CheckName, Outcome
from acquis.passport.domain.wording import sentence

pytestmark = pytest.mark.unit


def check(reason: str, **parameters: str) -> Check:
    return Check(CheckName.DATES, Outcome.PASSED, reason, parameters)


SENTENCES = [
    pytest.param(
        check("well_formed"),
        "Le document est un Open Badge 3.0 complet.",
        "The document is a complete Open Badge 3.0.",
        id="without-parameters",
    ),
    pytest.param(
        check("dates_until", since="2026-03-09T12:00:00Z", until="2028-12-31T12:00:00Z"),
        "Valable depuis le 9 mars 2026 et jusqu’au 31 décembre 2028.",
        "Valid since March 9, 2026 and until Dec. 31, 2028.",
        id="dates",
    ),
    pytest.param(
        check("dates_current", since="2025-12-31T23:30:00Z", until=""),
        "Valable depuis le 1 janvier 2026, sans limite.",
        "Valid since Jan. 1, 2026, without end.",
        id="a-date-as-it-is-here",
    ),
    pytest.param(
        check("key_belongs", issuer="did:web:boreal.example"),
        "La clé est publiée par l’émetteur did:web:boreal.example.",
        "The key is published by the issuer did:web:boreal.example.",
        id="an-identifier-as-it-is",
    ),
    pytest.param(
        check("not_a_credential", detail="it has no validFrom."),
        "Le document n’est pas une attestation complète : il n’a pas de date validFrom.",
        "The document is not a complete credential: it has no validFrom.",
        id="an-explanation-in-the-reader-s-language",
    ),
    pytest.param(
        Check(
            CheckName.STATUS,
            Outcome.UNDECIDED,
            "status_list_invalid",
            cause=check("expired", until="2026-03-09T12:00:00Z"),
        ),
        "La liste d’état n’est pas valable : A expiré le 9 mars 2026.",
        "The status list does not hold: Expired on March 9, 2026.",
        id="what-another-check-says",
    ),
    pytest.param(
        check("malformed", detail=""),
        "Le document est illisible : ",
        "The document cannot be read: ",
        id="an-empty-explanation",
    ),
]


@pytest.mark.parametrize(("given", "french", "english"), SENTENCES)
def test_a_check_is_a_sentence_in_either_language(given: Check, french: str, english: str) -> None:
    with translation.override("fr"):
        in_french = sentence(given)
    with translation.override("en"):
        in_english = sentence(given)

    assert (in_french, in_english) == (french, english)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_its_french(reason: str) -> None:
    with translation.override("fr"):
        french = translation.gettext(REASONS[reason])

    assert french != REASONS[reason]
