"""What holds for every document, however it came about."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.credentials import Outcome, Report, Verdict, examine
from tests.credentials import samples, tokens
from tests.credentials.samples import DOCUMENTS, EMAIL, NOW, parsed

pytestmark = pytest.mark.unit

SIGNED = samples.signed()


def report_on(document: bytes) -> Report:
    return examine(document, now=NOW, did_documents=DOCUMENTS, expected_email=EMAIL)


def demand_sound(report: Report) -> None:
    """Every check has a sentence, and the verdict follows from the outcomes."""
    assert all(check.text for check in report.checks)
    outcomes = {check.outcome for check in report.checks}
    assert (report.verdict == Verdict.INVALID) == (Outcome.FAILED in outcomes)
    json.dumps(report.to_json())


@settings(max_examples=250, deadline=None)
@given(st.integers(0, len(SIGNED) - 1), st.integers(0, 255))
def test_no_byte_can_be_changed_unless_the_json_stays_equal(position: int, byte: int) -> None:
    altered = bytearray(SIGNED)
    altered[position] = byte
    report = report_on(bytes(altered))
    demand_sound(report)
    if report.verdict == Verdict.VALID:
        assert json.loads(bytes(altered)) == parsed()


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 40), st.binary(max_size=8))
def test_no_stretch_can_be_replaced_unless_the_json_stays_equal(
    position: int, length: int, by: bytes
) -> None:
    altered = SIGNED[:position] + by + SIGNED[position + length :]
    report = report_on(altered)
    if report.verdict == Verdict.VALID:
        assert json.loads(altered) == parsed()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_examination(data: bytes) -> None:
    report = report_on(data)
    demand_sound(report)
    assert report.verdict == Verdict.INVALID


NAMES = st.sampled_from(
    [
        "id",
        "type",
        "@context",
        "@id",
        "@type",
        "@value",
        "@list",
        "@set",
        "@graph",
        "@reverse",
        "@included",
        "name",
        "validFrom",
        "validUntil",
        "proof",
        "issuer",
        "evidence",
        "allowedValue",
        "jwk",
        "_sd",
        "verifiableCredential",
        "credentialStatus",
        "identifier",
        "criteria",
        "image",
        "creditsAvailable",
        "awardedDate",
        "endorsement",
        "related",
        "result",
        "nonsense",
        "proofPurpose",
        "verificationMethod",
        "created",
        "expires",
        "cryptosuite",
        "proofValue",
        "previousProof",
    ]
)
SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(
        [
            "_:b0",
            "_:",
            "urn:x",
            "a b",
            "#",
            ":",
            "//x/y",
            "@type",
            "@json",
            "\\ufffe",
            samples.DID,
            samples.METHOD,
            "2026-01-01T00:00:00Z",
            "9999-12-31T23:59:59-23:59",
            "Evidence",
        ]
    ),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: Any = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    return [path, *(inner for key, item in items for inner in paths(item, (*path, key)))]


PATHS = paths(parsed())[1:]


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(PATHS), NAMES, VALUES, st.sampled_from(["replace", "add", "rename", "drop"]))
def test_no_structure_breaks_the_examination(
    path: tuple[Any, ...], name: str, value: Any, kind: str
) -> None:
    document = parsed()
    *way, last = path
    item: Any = document
    for part in way:
        item = item[part]
    if kind == "replace" or not isinstance(item, dict):
        item[last] = value
    elif kind == "add":
        item[name] = value
    elif kind == "rename":
        item[name] = item.pop(last)
    else:
        del item[last]
    demand_sound(report_on(samples.packed(document)))


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_no_did_document_breaks_the_examination(value: Any) -> None:
    for document in (value, {"id": samples.DID, "verificationMethod": value}):
        report = examine(SIGNED, now=NOW, did_documents={samples.DID: document})
        demand_sound(report)
        assert report.verdict != Verdict.VALID


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["type", "controller", "publicKeyMultibase", "expires", "revoked"]), VALUES)
def test_no_key_in_a_did_document_breaks_the_examination(name: str, value: Any) -> None:
    document = json.loads(json.dumps(DOCUMENTS[samples.DID]))
    document["verificationMethod"][0][name] = value
    demand_sound(examine(SIGNED, now=NOW, did_documents={samples.DID: document}))


TOKEN = tokens.token()


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(TOKEN) - 1), st.integers(0, 255))
def test_no_byte_of_a_token_can_be_changed(position: int, byte: int) -> None:
    altered = bytearray(TOKEN)
    altered[position] = byte
    report = report_on(bytes(altered))
    demand_sound(report)
    assert (report.verdict == Verdict.VALID) == (bytes(altered) == TOKEN)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["alg", "kid", "jwk", "typ", "crit", "b64", "cty", "x5c", "jku"]),
        st.one_of(
            VALUES,
            st.sampled_from(["EdDSA", "ES256", "RS256", "none", "HS256", "JWT", "#key-1", "did:"]),
            st.just({"kty": "OKP", "crv": "Ed25519", "x": "AA"}),
        ),
        max_size=3,
    )
)
def test_no_header_breaks_the_examination(header: dict[str, Any]) -> None:
    report = report_on(tokens.token({name: value or ... for name, value in header.items()}))
    demand_sound(report)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["iss", "sub", "jti", "nbf", "exp", "iat", "aud", "cnf", "id", "issuer"]),
        VALUES,
        max_size=3,
    )
)
def test_no_claim_breaks_the_examination(payload: dict[str, Any]) -> None:
    demand_sound(report_on(tokens.token(payload=payload)))


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["kty", "crv", "x", "y", "n", "e", "d", "alg", "use", "key_ops"]),
        st.one_of(VALUES, st.sampled_from(["EC", "OKP", "RSA", "P-256", "Ed25519", "AQAB", "AA"])),
        max_size=5,
    )
)
def test_no_json_web_key_breaks_the_examination(jwk: dict[str, Any]) -> None:
    document = json.loads(json.dumps(DOCUMENTS[samples.DID]))
    method = document["verificationMethod"][0]
    del method["publicKeyMultibase"]
    method |= {"type": "JsonWebKey", "publicKeyJwk": jwk}
    for data in (SIGNED, TOKEN, tokens.token({"kid": None, "jwk": jwk})):
        report = examine(data, now=NOW, did_documents={samples.DID: document})
        demand_sound(report)
        assert report.verdict != Verdict.VALID
