"""One token for each way in which it can be wrong, and what the checks say of it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac

from acquis.credentials import Verdict, examine, verify
from acquis.credentials.did import did_document, jwk_of
from acquis.credentials.proofs import jws
from acquis.credentials.proofs.data_integrity import make_proof
from tests.credentials import samples
from tests.credentials.samples import (
    DID,
    ISSUED,
    KEY,
    METHOD,
    NOW,
    OTHER_SIGNER,
    P256_SIGNER,
    SIGNER,
    key_of,
)
from tests.credentials.tampering import GOOD, columns, judged
from tests.credentials.tokens import CLAIMS, DOCUMENT, HEADER, part, spliced, token

pytestmark = pytest.mark.unit

GOOD_TOKEN = token()
MISMATCH = (
    "failed",
    "proof_mismatch",
    "The signature does not match: the content was changed after signing.",
)
MISSING = ("failed", "proof_missing", "The document is not signed.")
UNCHECKED = (
    "not_applicable",
    "not_checked",
    "Not checked, because an earlier check already failed.",
)
NEEDS_KEY = (
    "undecided",
    "proof_needs_key",
    "The signature cannot be checked without the issuer's key.",
)


def unreadable(detail: str) -> tuple[str, str, str]:
    return "failed", "proof_malformed", f"The signature cannot be read: {detail}"


def unlisted(detail: str) -> list[tuple[str, str, str]]:
    text = f"The issuer does not list this key: {detail}"
    return [NEEDS_KEY, ("failed", "key_unlisted", text)]


def said(data: bytes) -> list[tuple[str, str, str]]:
    return columns(data, did_documents=samples.all_documents())


def test_the_good_token_is_good() -> None:
    assert said(GOOD_TOKEN) == GOOD


@pytest.mark.parametrize(
    "data",
    [
        spliced(GOOD_TOKEN, 1, part({**DOCUMENT, **CLAIMS, "name": "Diriger une usine"})),
        spliced(GOOD_TOKEN, 0, part({**HEADER, "typ": "vc+jwt"})),
        spliced(GOOD_TOKEN, 2, b""),
        spliced(GOOD_TOKEN, 2, part(bytes(64))),
        spliced(GOOD_TOKEN, 2, part(bytes(63))),
        spliced(GOOD_TOKEN, 2, token(signer=OTHER_SIGNER).split(b".")[2]),
        spliced(GOOD_TOKEN, 2, token(payload={"name": "x"}).split(b".")[2]),
        token(signer=OTHER_SIGNER),
    ],
    ids=["payload", "header", "none", "zeros", "short", "other key", "other token", "all by other"],
)
def test_whatever_is_changed_after_signing_is_noticed(data: bytes) -> None:
    assert said(data) == [MISMATCH, GOOD[1]]


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("signature", [b"", part(bytes(64))])
def test_a_token_that_says_it_is_not_signed_is_not_signed(name: str, signature: bytes) -> None:
    assert said(spliced(token({"alg": name}), 2, signature)) == [MISSING, UNCHECKED]


@pytest.mark.parametrize("name", ["HS256", "HS384", "HS512", "hs256"])
def test_a_code_made_with_the_public_key_as_its_secret_is_no_signature(name: str) -> None:
    """Algorithm confusion: whoever knows the public key could make it."""
    for public_key in (SIGNER.public_key, samples.rsa_signer().public_key):
        code = hmac.HMAC(public_key, hashes.SHA256())
        signed = token({"alg": name}).rpartition(b".")[0]
        code.update(signed)
        assert said(signed + b"." + part(code.finalize())) == [
            unreadable("it is a code made with a shared secret, and proves nothing to others."),
            UNCHECKED,
        ]


@pytest.mark.parametrize("name", ["ES256K", "ES512", "PS256", "RS512", "ML-DSA-44", "", "eddsa"])
def test_an_algorithm_that_is_not_known_leaves_it_undecided(name: str) -> None:
    suite = f"JWT {name}"
    text = f"The kind of signature ({suite}) is not supported here."
    assert said(token({"alg": name})) == [("undecided", "proof_unsupported", text), UNCHECKED]


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ({"alg": None}, "alg: None"),
        ({"alg": ["EdDSA"]}, "alg: ['EdDSA']"),
        ({"alg": 5}, "alg: 5"),
        ({"crit": ["exp"]}, "crit: ['exp']"),
        ({"crit": []}, "crit: []"),
        ({"crit": ["b64"], "b64": False}, "crit: ['b64']"),
        ({"b64": False}, "b64: False"),
        ({"typ": "at+jwt"}, "typ: 'at+jwt'"),
        ({"typ": "vp+jwt"}, "typ: 'vp+jwt'"),
        ({"typ": "kb+jwt"}, "typ: 'kb+jwt'"),
        ({"typ": "dc+sd-jwt"}, "typ: 'dc+sd-jwt'"),
        ({"typ": ...}, "typ: None"),
        ({"typ": ["JWT"]}, "typ: ['JWT']"),
    ],
)
def test_a_header_that_is_not_understood_is_refused(header: dict[str, Any], detail: str) -> None:
    assert said(token(header)) == [unreadable(detail), UNCHECKED]


@pytest.mark.parametrize(
    "typ", [None, "JWT", "jwt", "vc+jwt", "VC+JWT", "application/vc+jwt", "vc+ld+jwt"]
)
def test_the_types_of_a_credential_are_taken_however_written(typ: str | None) -> None:
    assert said(token({"typ": typ})) == GOOD


@pytest.mark.parametrize(
    ("name", "signer", "kind"),
    [
        ("ES256", SIGNER, "Ed25519"),
        ("RS256", SIGNER, "Ed25519"),
        ("EdDSA", P256_SIGNER, "P-256"),
        ("ES384", P256_SIGNER, "P-256"),
        ("ES256", samples.P384_SIGNER, "P-384"),
    ],
)
def test_the_key_decides_the_algorithm_and_not_the_header(
    name: str, signer: Any, kind: str
) -> None:
    data = token({"alg": name, "kid": signer.verification_method}, signer=signer)
    detail = f"{name} is not for a key of the kind {kind}."
    assert said(data) == [unreadable(detail), GOOD[1]]


SIGNER_JWK = jwk_of(SIGNER.kind, SIGNER.public_key)
OTHER_JWK = jwk_of(OTHER_SIGNER.kind, OTHER_SIGNER.public_key)
NOT_LISTED = f"{DID} does not list the key that the signature came with."


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "#key-1"},
        {"kid": None, "jwk": SIGNER_JWK},
        {"kid": "opaque", "jwk": SIGNER_JWK},
        {"jwk": SIGNER_JWK},
        {"jku": "https://evil.example/keys", "x5u": "https://evil.example/cert"},
    ],
    ids=["relative", "brought", "brought with a name of its own", "both", "other ways ignored"],
)
def test_other_ways_to_name_the_issuers_key_are_read(header: dict[str, Any]) -> None:
    assert said(token(header)) == GOOD


@pytest.mark.parametrize(
    ("header", "signer", "detail"),
    [
        ({"kid": None}, SIGNER, "kid: None"),
        ({"kid": "key-1"}, SIGNER, "kid: 'key-1'"),
        ({"kid": DID}, SIGNER, f"kid: {DID!r}"),
        ({"kid": 5}, SIGNER, "kid: 5"),
        ({"kid": None, "jwk": OTHER_JWK}, OTHER_SIGNER, NOT_LISTED),
        (
            {"jwk": OTHER_JWK},
            OTHER_SIGNER,
            "the signature came with another key than the one it names.",
        ),
        (
            {"jwk": {**SIGNER_JWK, "d": "AAAA"}},
            SIGNER,
            "The JSON Web Key shows its private part, so anybody can sign with it. Its owner must "
            "replace it.",
        ),
        ({"jwk": ...}, SIGNER, "The JSON Web Key is not an object."),
        ({"kid": f"{DID}#key-9"}, SIGNER, f"{DID} does not list the key {DID}#key-9."),
    ],
    ids=[
        "none",
        "no DID URL",
        "no fragment",
        "number",
        "brought along",
        "brought beside the named one",
        "private",
        "null",
        "unlisted",
    ],
)
def test_a_key_that_the_issuer_does_not_list_is_worth_nothing(
    header: dict[str, Any], signer: Any, detail: str
) -> None:
    assert said(token(header, signer=signer)) == unlisted(detail)


def test_a_perfect_token_by_somebody_elses_key_fails() -> None:
    other = samples.LocalSigner(samples.OTHER_SEED, "did:web:evil.example#key-1")
    documents = samples.all_documents() | {
        "did:web:evil.example": did_document("did:web:evil.example", [key_of(other)])
    }
    data = token({"kid": other.verification_method}, signer=other)
    text = f"The key belongs to did:web:evil.example, not to the issuer {DID}."
    assert columns(data, did_documents=documents) == [
        GOOD[0],
        ("failed", "key_of_another", text),
    ]


@pytest.mark.parametrize("fetched", [False, True])
def test_offline_a_key_that_is_brought_along_stays_open(fetched: bool) -> None:
    shelf = samples.Shelf({}) if fetched else None
    data = token({"kid": None, "jwk": SIGNER_JWK})
    found = columns(data, did_documents=None, fetcher=shelf)
    assert [found[0], found[1][:2]] == [
        NEEDS_KEY,
        ("undecided", "key_unavailable" if fetched else "key_offline"),
    ]


def differing(claim: str) -> tuple[str, str, str]:
    text = f"The signed envelope contradicts the credential inside: {claim}."
    return "failed", "claim_differs", text


def lacking(claim: str) -> tuple[str, str, str]:
    text = f"The signed envelope lacks a claim that Open Badges demand: {claim}."
    return "failed", "claim_missing", text


FUTURE = (
    "failed",
    "proof_future",
    "The signature claims to be made on 2026-06-01T12:05:01Z, which is yet to come.",
)
EXPIRED = ("failed", "proof_expired", "The signature itself expired on 2026-06-01T12:00:00Z.")
NOW_NUMBER = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"iss": "did:web:evil.example"}, differing("iss")),
        ({"iss": {"id": DID}}, differing("iss")),
        ({"iss": ...}, differing("iss")),
        ({"sub": "urn:uuid:another"}, differing("sub")),
        ({"jti": "urn:uuid:another"}, differing("jti")),
        ({"nbf": CLAIMS["nbf"] - 1}, differing("nbf")),
        ({"exp": CLAIMS["exp"] + 1}, differing("exp")),
        *(({name: None}, lacking(name)) for name in ("iss", "sub", "jti", "nbf", "exp")),
        ({"nbf": "2026-03-01T09:00:00Z"}, unreadable("nbf: '2026-03-01T09:00:00Z'")),
        ({"exp": True}, unreadable("exp: True")),
        ({"exp": 1e300}, unreadable("exp: 1e+300")),
        ({"exp": 10**30}, unreadable(f"exp: {10**30}")),
        ({"iat": ...}, unreadable("iat: None")),
        ({"aud": "https://campus.example"}, unreadable("aud: 'https://campus.example'")),
        ({"iat": NOW_NUMBER + 301}, FUTURE),
        ({"validUntil": None, "exp": NOW_NUMBER}, EXPIRED),
    ],
)
def test_claims_must_say_what_the_credential_says(
    payload: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert said(token(payload=payload)) == [expected, UNCHECKED]


@pytest.mark.parametrize(
    "payload",
    [
        {"iat": None},
        {"iat": NOW_NUMBER + 300},
        {"nbf": CLAIMS["nbf"] + 0.5},
        {"validFrom": "2026-03-01T09:00:00.25Z"},
        {"validUntil": None, "exp": NOW_NUMBER + 1},
        {"validUntil": None, "exp": None},
        {"cnf": {"kid": "did:example:holder#1"}},
        {"id": None, "jti": None},
        {"issuer": DID},
    ],
)
def test_claims_that_contradict_nothing_are_good(payload: dict[str, Any]) -> None:
    assert said(token(payload=payload)) == GOOD


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (dict.fromkeys(CLAIMS), GOOD),
        ({"exp": NOW_NUMBER + 1, "nbf": NOW_NUMBER}, GOOD),
        ({"exp": NOW_NUMBER}, [EXPIRED, UNCHECKED]),
        ({"nbf": NOW_NUMBER + 301}, [FUTURE, UNCHECKED]),
        ({"iss": "did:web:evil.example"}, [differing("iss"), UNCHECKED]),
        ({"sub": "urn:uuid:another"}, [differing("sub"), UNCHECKED]),
        ({"jti": "urn:uuid:another"}, [differing("jti"), UNCHECKED]),
    ],
)
def test_by_vc_jose_cose_claims_may_be_left_out_and_times_are_the_signatures(
    payload: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert said(token({"typ": "vc+jwt"}, payload)) == expected


@pytest.mark.parametrize(
    ("times", "iat", "good"),
    [
        ({"revoked": ISSUED + timedelta(seconds=1)}, CLAIMS["iat"], True),
        ({"revoked": ISSUED}, CLAIMS["iat"], False),
        ({"revoked": NOW}, None, False),
        ({"expires": ISSUED}, CLAIMS["iat"], True),
        ({"expires": ISSUED - timedelta(seconds=1)}, CLAIMS["iat"], False),
        ({"expires": NOW}, None, False),
        ({}, None, True),
    ],
)
def test_a_keys_history_is_applied_to_when_the_token_was_signed(
    times: dict[str, Any], iat: int | None, good: bool
) -> None:
    documents = {DID: did_document(DID, [replace(KEY, **times)])}
    found = columns(token(payload={"iat": iat}), did_documents=documents)
    assert [found[0], found[1][0]] == [GOOD[0], "passed" if good else "failed"]


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (GOOD_TOKEN + b"=", "The text is not base64url without padding."),
        (GOOD_TOKEN.replace(b".", b".\n", 1), "The text is not base64url without padding."),
        (GOOD_TOKEN.replace(b".", b".+", 1), "The text is not base64url without padding."),
        (spliced(GOOD_TOKEN, 2, b"A"), "The base64url text is cut short."),
        (spliced(GOOD_TOKEN, 2, b"AB"), "The base64url text has stray bits at its end."),
        (
            spliced(GOOD_TOKEN, 0, b"ey" + "é".encode()),
            "The signed token has not the three parts of a compact JWS.",
        ),
        (
            spliced(GOOD_TOKEN, 0, part(b'{"alg":"EdDSA","alg":"none"}')),
            "An object has the key 'alg' twice.",
        ),
        (
            spliced(GOOD_TOKEN, 1, part(b'{"iss":"a","iss":"b"}')),
            "An object has the key 'iss' twice.",
        ),
        (spliced(GOOD_TOKEN, 1, part([])), "The document is JSON, but not an object."),
        (
            spliced(GOOD_TOKEN, 1, b""),
            "The document is not JSON: Expecting value (line 1, column 1).",
        ),
        (
            spliced(GOOD_TOKEN, 2, b"A" * 3_200_000),
            "The signed token is larger than 3145728 bytes.",
        ),
        (
            GOOD_TOKEN + b"." + part(b""),
            "The document is not JSON: Expecting value (line 1, column 1).",
        ),
    ],
    ids=[
        "padding",
        "white space",
        "base64",
        "cut",
        "stray bits",
        "letters",
        "header key twice",
        "claim twice",
        "array",
        "empty",
        "huge",
        "four parts",
    ],
)
def test_a_token_with_more_than_one_reading_is_refused(data: bytes, detail: str) -> None:
    assert judged(data) == (
        "invalid",
        "structure",
        "failed",
        "malformed",
        f"The document cannot be read: {detail}",
    )


def test_what_a_token_means_must_be_published_too() -> None:
    found = judged(token(payload={"colour": "blue"}))
    assert found[:4] == ("invalid", "context", "failed", "context_vague")
    assert found[4].startswith("Part of the document has no meaning that is published: The term")


def test_the_signature_of_a_token_of_unknown_meaning_is_checked_all_the_same() -> None:
    contexts = [*DOCUMENT["@context"], "https://unknown.example/v1"]
    good = token(payload={"@context": contexts})
    assert judged(good)[:4] == ("undecided", "context", "undecided", "context_unknown")
    assert said(good) == GOOD
    assert said(spliced(good, 2, part(bytes(64)))) == [MISMATCH, GOOD[1]]
    assert judged(spliced(good, 2, part(bytes(64))))[:3] == ("invalid", "proof", "failed")


def test_a_proof_inside_a_token_must_hold_too() -> None:
    proof = make_proof(DOCUMENT, P256_SIGNER, created=ISSUED)
    assert said(token(payload={"proof": [proof]})) == GOOD
    bad = {**proof, "created": "2026-03-01T09:00:01Z"}
    assert said(token(payload={"proof": bad})) == [MISMATCH, GOOD[1]]
    broken = spliced(token(payload={"proof": proof}), 2, part(bytes(64)))
    assert said(broken) == [MISMATCH, GOOD[1]]


V2 = "https://www.w3.org/ns/credentials/v2"


def enveloped(address: Any, **more: Any) -> bytes:
    return samples.packed(
        {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": address, **more}
    )


@pytest.mark.parametrize(
    "media_type", ["application/vc+jwt", "application/vc+ld+jwt", "application/JWT"]
)
def test_an_enveloped_credential_is_opened(media_type: str) -> None:
    data = enveloped(f"data:{media_type},{GOOD_TOKEN.decode()}", name="Not signed by anybody")
    report = verify(data, now=NOW, did_documents=samples.all_documents())
    assert (report.verdict, report.document) == (Verdict.VALID, DOCUMENT)


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        (None, "The envelope's id is not a data: URL."),
        ("https://campus.example/1", "The envelope's id is not a data: URL."),
        ("data:application/vc+jwt", "The envelope's id is not a data: URL."),
        (
            "data:application/vc+jwt,é.a.b",
            "The signed token has not the three parts of a compact JWS.",
        ),
        (
            "data:application/vc+jwt,{}",
            "The signed token has not the three parts of a compact JWS.",
        ),
        (
            "data:application/vc+jwt,e30.e30.%41",
            "The text is not base64url without padding.",
        ),
    ],
)
def test_an_envelope_without_a_token_is_refused(address: object, detail: str) -> None:
    assert judged(enveloped(address))[1:] == (
        "structure",
        "failed",
        "malformed",
        f"The document cannot be read: {detail}",
    )


def test_an_envelope_of_another_kind_leaves_it_undecided() -> None:
    report = examine(enveloped("data:application/vc+sd-jwt,a.b.c~d~"), now=NOW)
    assert report.document is None
    assert report.to_json()["checks"][0] == {
        "check": "structure",
        "outcome": "undecided",
        "reason": "envelope_unknown",
        "text": "The credential's envelope (application/vc+sd-jwt) cannot be opened here.",
    }
    assert report.verdict == Verdict.UNDECIDED


def test_the_header_of_a_signer_is_the_same_for_all_that_it_signs() -> None:
    header = jws.header_for(SIGNER)
    assert json.loads(jws.read(header + b".e30.").payload) == {}
    assert jws.read(jws.sign(header, b"{}", SIGNER)).header == {
        "alg": "EdDSA",
        "kid": METHOD,
        "typ": "JWT",
    }
