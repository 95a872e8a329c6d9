"""An issuer's keys over time: whatever is rotated, what was honestly signed stays valid; what was
signed with a key that was no longer safe does not."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.credentials import LocalSigner, Profile, Verdict, examine, issue, issue_jwt
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import VerificationKey, did_document, did_web
from acquis.credentials.ports import Signer
from acquis.credentials.signers import EcdsaSigner
from tests.credentials import samples, tokens
from tests.credentials.samples import DID, ISSUED, credential, proof_with, with_proof

pytestmark = pytest.mark.unit

HOUR = timedelta(hours=1)
END = ISSUED + 1000 * HOUR


@dataclass
class History:
    """An issuer that signs, changes its keys, and sometimes finds one stolen."""

    now: datetime = ISSUED
    signers: list[Signer] = field(default_factory=list)
    keys: list[VerificationKey] = field(default_factory=list)
    signed: list[tuple[int, datetime, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.add_key(KeyKind.ED25519)

    def add_key(self, kind: KeyKind) -> None:
        number = len(self.keys)
        method = f"{DID}#key-{number}"
        if kind is KeyKind.ED25519:
            signer: Signer = LocalSigner(bytes([number + 1]) * 32, method)
        else:
            signer = EcdsaSigner(kind, bytes([number + 1]) * 32, method)
        self.signers.append(signer)
        self.keys.append(replace(samples.key_of(signer), fragment=f"key-{number}"))

    def rotate(self, kind: KeyKind) -> None:
        self.keys[-1] = replace(self.keys[-1], expires=self.now)
        self.now += HOUR
        self.add_key(kind)

    def sign(self, *, as_token: bool) -> None:
        sign = issue_jwt if as_token else issue
        document = sign(credential(valid_until=None), self.signers[-1], created=self.now)
        self.signed.append((len(self.signers) - 1, self.now, document))

    def find_stolen(self, index: int, hours: int) -> None:
        """A key turns out to be unsafe, since some hours ago."""
        chosen = index % len(self.keys)
        since = self.now - hours * HOUR
        known = self.keys[chosen].revoked
        self.keys[chosen] = replace(
            self.keys[chosen], revoked=since if known is None else min(since, known)
        )


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign"), st.booleans()),
        st.tuples(st.just("rotate"), st.sampled_from([KeyKind.ED25519, KeyKind.P256])),
        st.tuples(st.just("stolen"), st.tuples(st.integers(0, 9), st.integers(0, 6))),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_what_was_signed_while_its_key_was_safe_stays_valid(
    steps: list[tuple[str, object]],
) -> None:
    history = History()
    for what, detail in steps:
        history.now += HOUR
        if what == "sign":
            history.sign(as_token=bool(detail))
        elif what == "rotate":
            assert isinstance(detail, KeyKind)
            history.rotate(detail)
        else:
            assert isinstance(detail, tuple)
            history.find_stolen(*detail)
    published = {DID: did_document(DID, history.keys)}
    for index, moment, document in history.signed:
        revoked = history.keys[index].revoked
        report = examine(document, now=END, did_documents=published)
        if revoked is None or moment < revoked:
            assert report.verdict == Verdict.VALID
        else:
            assert report.deciding is not None
            assert (report.verdict, report.deciding.reason) == (Verdict.INVALID, "key_revoked")


@pytest.mark.parametrize("count", [1, 30])
def test_after_any_number_of_rotations_the_first_proof_is_valid(count: int) -> None:
    history = History()
    history.sign(as_token=False)
    history.sign(as_token=True)
    for _ in range(count):
        history.rotate(KeyKind.ED25519)
    published = {DID: did_document(DID, history.keys)}
    for _index, _moment, document in history.signed:
        assert examine(document, now=END, did_documents=published).verdict == Verdict.VALID


def test_who_has_a_retired_key_can_sign_nothing_new_with_it() -> None:
    """Neither with the true time nor without one; backdated it can, until the key is declared
    unsafe: that is what `revoked` is for."""
    history = History()
    history.now += HOUR
    history.rotate(KeyKind.ED25519)
    thief = history.signers[0]
    kid = {"kid": thief.verification_method}
    now = "2026-03-01T11:00:00Z"
    forged = {
        "dated": with_proof(proof_with(thief, created=now)),
        "undated": with_proof(proof_with(thief, created=None)),
        "token": tokens.token(kid, {"iat": int((ISSUED + 3 * HOUR).timestamp())}, signer=thief),
        "undated token": tokens.token(kid, {"iat": None}, signer=thief),
        "backdated": with_proof(proof_with(thief, created="2026-03-01T09:30:00Z")),
    }
    retired = {DID: did_document(DID, history.keys)}
    history.keys[0] = replace(history.keys[0], revoked=ISSUED)
    revoked = {DID: did_document(DID, history.keys)}

    def reasons(documents: dict[str, dict[str, object]]) -> dict[str, str]:
        found = {}
        for name, document in forged.items():
            report = examine(document, now=END, did_documents=documents)
            found[name] = report.deciding.reason if report.deciding else "valid"
        return found

    assert reasons(retired) == {
        "dated": "key_unlisted",
        "undated": "key_unlisted",
        "token": "key_unlisted",
        "undated token": "key_unlisted",
        "backdated": "valid",
    }
    assert set(reasons(revoked).values()) == {"key_revoked"}


def test_an_issuer_that_moves_elsewhere_takes_no_proof_along() -> None:
    """A new identifier with the same key is another issuer."""
    elsewhere = did_web("other.example")
    signer = LocalSigner(samples.SEED, f"{elsewhere}#key-1")
    moved = issue(credential(issuer=Profile(id=elsewhere, name="Ailleurs")), signer, created=ISSUED)
    published = {elsewhere: did_document(elsewhere, [samples.KEY]), **samples.DOCUMENTS}
    assert examine(moved, now=samples.NOW, did_documents=published).verdict == Verdict.VALID
    claimed = moved.replace(
        f'"issuer":{{"id":"{elsewhere}"'.encode(), f'"issuer":{{"id":"{DID}"'.encode()
    )
    assert claimed != moved
    assert examine(claimed, now=samples.NOW, did_documents=published).verdict == Verdict.INVALID
