"""The credential core against the raw rates of PyNaCl: R signs 64 bytes, V verifies them.

Every credential of a measurement differs from the others in its ids, its holder's identity and so
in its signature; nothing is signed or verified twice in a round. What is issued is verified once
before it is measured.
"""

import gc
import resource
import time
from collections.abc import Callable, Sequence
from itertools import islice

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from acquis.credentials import Batch, Verdict, examination, examine, issue
from acquis.credentials.canon.layouts import Layouts
from acquis.credentials.did import VerificationKey
from acquis.credentials.formats import strict_json
from acquis.credentials.proofs import data_integrity
from acquis.credentials.proofs.data_integrity import Digests
from acquis.credentials.status import bitstring
from bench.harness import Line, delays, rate_line, rates
from bench.samples import NOW, ONE_SKILL, SEED, SIGNER, TWO_SKILLS, Shape, rows, sample, vary

SAME_TIME = 256  # credentials in one call of what is measured
MILLION = 1_000_000
STATUS_ENTRIES = 131_072
STATUS_SET = 1_000
_PUBLIC, _SECRET = crypto_sign_seed_keypair(SEED)
_RAW: dict[str, Callable[[], object]] = {
    "R": lambda: crypto_sign(bytes(64), _SECRET),
    "V": lambda: crypto_sign_open(_SIGNED, _PUBLIC),
}
_SIGNED = crypto_sign(bytes(64), _SECRET)


def issuing() -> list[Line]:
    lines = []
    for shape in (ONE_SKILL, TWO_SKILLS):
        work: dict[str, Callable[[], object]] = {"R": _RAW["R"]}
        for name, batch in _batches(shape).items():
            _demand_valid(next(batch.issue(rows(shape))))
            work[name] = _issue_all(batch, shape)
        found = rates(work)
        lines += [
            {**_per_credential(name, found, "R"), "size": shape.name} for name in _batches(shape)
        ]
    one = rates({"R": _RAW["R"], "issue_one": lambda: issue(_ONE, SIGNER, created=NOW)})
    return [*lines, {**rate_line("issue_one", one, "R"), "size": ONE_SKILL.name}]


_ONE = sample(ONE_SKILL)


def _batches(shape: Shape) -> dict[str, Batch]:
    options = {"sample": sample(shape), "signer": SIGNER, "vary": vary(shape), "created": NOW}
    return {
        "issue_eddsa_rdfc_2022": Batch(**options, cryptosuite="eddsa-rdfc-2022"),
        "issue_eddsa_jcs_2022": Batch(**options, cryptosuite="eddsa-jcs-2022"),
        "issue_vc_jwt_eddsa": Batch(**options, as_token=True),
    }


def _issue_all(batch: Batch, shape: Shape) -> Callable[[], object]:
    given = list(islice(rows(shape), SAME_TIME))

    def run() -> None:
        for _ in batch.issue(given):
            pass

    return run


def verifying() -> list[Line]:
    """`verify_warm` is the whole report, with every check. `verify_proof` is the part of it that
    the limit V is of: the bytes are recognised, canonicalised and held against the signature."""
    lines = []
    for shape in (ONE_SKILL, TWO_SKILLS):
        batch = _batches(shape)["issue_eddsa_rdfc_2022"]
        documents = list(batch.issue(islice(rows(shape), SAME_TIME)))
        for document in documents:
            _demand_valid(document)
        found = rates({
            "V": _RAW["V"],
            "verify_warm": lambda documents=documents: _examine_all(documents),
            "verify_proof": lambda documents=documents: _check_proofs(documents),
        })  # fmt: skip
        lines += [
            {**_per_credential(name, found, "V"), "size": shape.name}
            for name in ("verify_warm", "verify_proof")
        ]
    return lines


def _examine_all(documents: Sequence[bytes]) -> None:
    for document in documents:
        examine(document, now=NOW)


_KEY = VerificationKey(fragment="key", public_key=_PUBLIC)


def _check_proofs(documents: Sequence[bytes]) -> None:
    for document in documents:
        reading = examination.LAYOUTS.read(document)
        if reading is None:
            raise AssertionError("a layout that was met is not recognised")
        parts = reading.parts()
        digests = Digests(parts, {("rdfc", "sha256"): reading.digest()})
        data_integrity.check_proof(parts, parts["proof"][0], _KEY, digests=digests)


def verifying_anew() -> list[Line]:
    """A shape never met before, and one that is made to be slow."""
    new = issue(sample(TWO_SKILLS), SIGNER, created=NOW)
    hostile = _poisoned(new)
    return [
        {"name": "verify_cold", "size": "new shape", **delays(_forgetfully(new), count=60)},
        {"name": "verify_cold", "size": "poison graph", **delays(_forgetfully(hostile), count=20)},
    ]


def _forgetfully(document: bytes) -> Callable[[], object]:
    def run() -> None:
        examination.LAYOUTS = Layouts()
        examine(document, now=NOW)

    return run


def _poisoned(document: bytes) -> bytes:
    """Sixty-four pieces of evidence that only their order in the text tells apart."""
    content = strict_json.load_object(document)
    content["evidence"] = [{"type": ["Evidence"], "name": "x"}] * 64
    return strict_json.dumps(content)


def a_million() -> list[Line]:
    """Ids and identities are made on the way, and counted; results are looked at and let go."""
    batch = _batches(ONE_SKILL)["issue_eddsa_rdfc_2022"]
    started, size, last = time.process_time(), 0, b""
    for last in batch.issue(islice(rows(ONE_SKILL), MILLION)):
        size += len(last)
    seconds = time.process_time() - started
    _demand_valid(last)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        {
            "name": "issue_million_seconds_one_core",
            "seconds": round(seconds, 1),
            "peak_mb": round(peak, 1),
            "size": f"{ONE_SKILL.name}, {size / MILLION:.0f} bytes each",
        }
    ]


def statuses() -> list[Line]:
    bits = bitstring.new_bits(STATUS_ENTRIES)
    bitstring.set_bits(bits, range(7, STATUS_ENTRIES, STATUS_ENTRIES // STATUS_SET))
    found = rates({"status_encode_131072": lambda: bitstring.encode(bits), "R": _RAW["R"]})
    return [rate_line("status_encode_131072", found, "R")]


def _per_credential(name: str, found: dict[str, float], of: str) -> Line:
    return rate_line(name, {of: found[of], name: found[name] * SAME_TIME}, of)


def _demand_valid(document: bytes) -> None:
    report = examine(document, now=NOW)
    if report.verdict != Verdict.VALID:
        raise AssertionError(f"what is measured is not valid: {report.deciding}")


gc.freeze()  # what was loaded is not looked through again and again
FIGURES = (
    (
        (
            "issue_eddsa_rdfc_2022",
            "issue_eddsa_jcs_2022",
            "issue_vc_jwt_eddsa",
            "issue_one",
        ),
        issuing,
    ),
    (("verify_warm", "verify_proof"), verifying),
    (("verify_cold",), verifying_anew),
    (("status_encode_131072",), statuses),
    (("issue_million_seconds_one_core",), a_million),
)
