"""How the files are made that nobody could write by hand, each from the good credential."""

import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from acquis.credentials import LocalSigner, bake_png, bake_svg
from acquis.credentials.contexts import CREDENTIALS_V2
from acquis.credentials.did import VerificationKey, did_document, multibase
from tests.credentials import samples
from tests.credentials.hostile import tokens
from tests.credentials.samples import DID, chunk
from tests.credentials.tampering import Change, both, changed, drop, put

RETIRED = LocalSigner(bytes(range(2, 34)), f"{DID}#key-retired")
REVOKED = LocalSigner(bytes(range(3, 35)), f"{DID}#key-revoked")
STRANGER = LocalSigner(bytes(range(4, 36)), f"{DID}#key-of-nobody")
FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
KEYS = (
    samples.KEY,
    VerificationKey(fragment="key-retired", public_key=RETIRED.public_key, expires=FEBRUARY),
    VerificationKey(fragment="key-revoked", public_key=REVOKED.public_key, revoked=FEBRUARY),
)
DOCUMENT = did_document(DID, KEYS)

GOOD = samples.signed()
UNTIL_IRI = "https://www.w3.org/2018/credentials#validUntil"
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
# Written out: compressors differ in what they make of the same pixels.
PIXELS = chunk(b"IDAT", b"x\x01\x01\x02\x00\xfd\xff\x00\x7f\x00\x81\x00\x80")
PNG = samples.PNG_SIGNATURE + samples.HEADER + PIXELS + samples.END
ITXT = b"openbadgecredential\0\0\0\0\0"
SVG_TAG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'

signed = samples.resigned


def with_tail(text: str) -> bytes:
    """The good credential with more members at its end, as text."""
    return GOOD.removesuffix(b"}") + b"," + text.encode() + b"}"


def with_proof(**options: Any) -> bytes:
    return samples.with_proof(samples.proof_with(**options))


def with_value(change: Callable[[bytes], bytes]) -> bytes:
    """The good credential with other bytes as the value of its proof."""
    value = multibase.decode(samples.parsed()["proof"][0]["proofValue"])
    return changed(put("proof/0/proofValue", multibase.encode(change(value))))


def signed_by(signer: LocalSigner) -> bytes:
    return signed(lambda document: None, signer=signer)


def malleable(signature: bytes) -> bytes:
    """The same signature with its second half increased by the order of the group."""
    half = int.from_bytes(signature[32:], "little") + ED25519_ORDER
    return signature[:32] + half.to_bytes(32, "little")


def of_small_order() -> bytes:
    """Under a key of order one, for which one signature fits many messages."""
    key = multibase.encode(b"\xed\x01" + b"\1" + bytes(31))
    did = f"did:key:{key}"
    document = samples.parsed()
    document["issuer"]["id"] = did
    [proof] = document["proof"]
    proof["verificationMethod"] = f"{did}#{key}"
    proof["proofValue"] = multibase.encode(b"\1" + bytes(63))
    return samples.packed(document)


def bomb() -> bytes:
    """64 MB of blanks where an Open Badge 2 is looked for. Not made again: compressors differ."""
    deflater = zlib.compressobj(9)
    parts = [deflater.compress(b" " * 2**20) for _ in range(64)]
    text = b"".join(parts) + deflater.flush()
    return in_png(chunk(b"iTXt", b"openbadges\0\1\0\0\0" + text))


def blank(index: int, **terms: object) -> dict[str, object]:
    return {"id": f"_:b{index}", "type": ["Profile"], **terms}


def creators(profiles: list[Any]) -> bytes:
    return changed(put("credentialSubject/achievement/creator", profiles))


def in_png(*chunks: bytes, before: bytes = samples.HEADER) -> bytes:
    return samples.PNG_SIGNATURE + before + b"".join(chunks) + PIXELS + samples.END


def in_svg(inside: str, *, prolog: str = "") -> bytes:
    return f"{prolog}{SVG_TAG}{inside}</svg>".encode()


def credential_element(text: str) -> str:
    return f"<o:credential>{text}</o:credential>"


def forged() -> bytes:
    return GOOD.replace(b"/levels/3", b"/levels/1")


def lying() -> bytes:
    baked = bake_png(PNG, GOOD)
    place = baked.index(b"iTXt") - 4
    return baked[:place] + b"\x7f\xff\xff\xff" + baked[place + 4 :]


CLIQUE = [
    blank(one, parentOrg=[blank(other) for other in range(8) if other != one]) for one in range(8)
]
RING = [blank(index, parentOrg=blank((index + 1) % 300)) for index in range(300)]
SIBLINGS = [{"type": ["Profile"], "parentOrg": [{"type": ["Profile"], "name": "x"}] * 9}] * 2
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def without_id(document: dict[str, Any]) -> None:
    document["id"] = "credentials/7"


def context(*entries: Any) -> Change:
    return lambda document: document["@context"].extend(entries)


MADE: dict[str, Callable[[], bytes]] = {
    "good.json": lambda: GOOD,
    "good.png": lambda: bake_png(PNG, GOOD),
    "good.svg": lambda: bake_svg(samples.SVG, GOOD),
    "json-array.json": lambda: b"[" + GOOD + b"]",
    "json-bom-inside.json": lambda: b"\xef\xbb\xbf{" + b"\xef\xbb\xbf" + GOOD[1:],
    "json-comment.json": lambda: b"{/* good */" + GOOD[1:],
    "json-cut.json": lambda: GOOD[:-1],
    "json-deep-arrays.json": lambda: with_tail('"tag":' + "[" * 500 + "]" * 500),
    "json-deep-objects.json": lambda: with_tail('"a":' + '{"a":' * 500 + "1" + "}" * 500),
    "json-duplicate-key.json": lambda: with_tail('"validUntil":"2999-01-01T00:00:00Z"'),
    "json-duplicate-key-escaped.json": lambda: with_tail(
        r'"valid\u0055ntil":"2999-01-01T00:00:00Z"'
    ),
    "json-duplicate-key-inside.json": lambda: GOOD.replace(
        b'"issuer":{', b'"issuer":{"name":"Une autre",'
    ),
    "json-huge-integer.json": lambda: with_tail('"a":' + "9" * 5000),
    "json-infinite.json": lambda: with_tail('"a":1e999'),
    "json-large-integer.json": lambda: changed(
        put("credentialSubject/achievement/creditsAvailable", 10**400)
    ),
    "json-lone-surrogate.json": lambda: with_tail(r'"a":"\ud800"'),
    "json-nan.json": lambda: with_tail('"a":NaN'),
    "json-not-utf8.json": lambda: GOOD.decode().replace("🎯", "é").encode("latin-1", "ignore"),
    "json-single-quotes.json": lambda: GOOD.replace(b'"', b"'"),
    "json-trailing.json": lambda: GOOD + b"{}",
    "json-utf16.json": lambda: b"\xff\xfe" + GOOD.decode().encode("utf-16-le"),
    "shape-context-order.json": lambda: changed(lambda d: d["@context"].reverse()),
    "shape-empty-object.json": lambda: b"{}",
    "shape-issuer-missing.json": lambda: changed(drop("issuer")),
    "shape-issuer-not-iri.json": lambda: changed(put("issuer/id", "Campus Élan")),
    "shape-no-achievement.json": lambda: changed(drop("credentialSubject/achievement")),
    "shape-proof-is-text.json": lambda: changed(put("proof", "signed")),
    "shape-two-subjects.json": lambda: changed(
        lambda d: d.update(credentialSubject=[d["credentialSubject"]] * 2)
    ),
    "shape-type-missing.json": lambda: changed(drop("type")),
    "context-inline-redefines.json": lambda: changed(context({"validUntil": "urn:nothing"})),
    "context-inside-subject.json": lambda: changed(
        put("credentialSubject/@context", {"name": "urn:nothing"})
    ),
    "context-many.json": lambda: changed(context(*[CREDENTIALS_V2] * 1000)),
    "context-poisoned.json": lambda: changed(context({"@vocab": "https://evil.example/"})),
    "context-unknown.json": lambda: changed(context("https://evil.example/v1")),
    "graph-many-values.json": lambda: changed(
        put("credentialSubject/achievement/tag", [str(n) for n in range(11_000)])
    ),
    "graph-poison-clique.json": lambda: creators(CLIQUE),
    "graph-many-objects.json": lambda: changed(
        put("evidence", [{"type": ["Evidence"], "name": str(n)} for n in range(2_000)])
    ),
    "graph-poison-ring.json": lambda: creators(RING),
    "graph-poison-siblings.json": lambda: creators(SIBLINGS),
    "term-described-twice.json": lambda: changed(
        both(
            drop("validUntil"),
            put("evidence/0/id", samples.parsed()["id"]),
            put("evidence/0/validUntil", "2028-03-01T09:00:00Z"),
        )
    ),
    "term-full-iri.json": lambda: changed(lambda d: d.update({UNTIL_IRI: d.pop("validUntil")})),
    "term-keyword.json": lambda: changed(lambda d: d.update({"@id": d.pop("id")})),
    "term-relative-id.json": lambda: changed(without_id),
    "term-undefined.json": lambda: changed(put("badgeColour", "blue")),
    "term-undefined-type.json": lambda: changed(put("evidence/0/type", ["Evidence", "Trophy"])),
    "proof-changed-name.json": lambda: changed(
        put("credentialSubject/achievement/name", "Diriger une usine")
    ),
    "proof-changed-until.json": lambda: changed(put("validUntil", "2999-01-01T00:00:00Z")),
    "proof-context-of-its-own.json": lambda: changed(
        put("proof/0/@context", "https://www.w3.org/ns/did/v1")
    ),
    "proof-created-unclear.json": lambda: with_proof(created="1 March 2026"),
    "proof-expired.json": lambda: with_proof(expires="2026-04-01T00:00:00Z"),
    "proof-future.json": lambda: with_proof(created="2027-01-01T00:00:00Z"),
    "proof-missing.json": lambda: changed(drop("proof")),
    "proof-none.json": lambda: changed(
        both(put("proof/0/cryptosuite", "none"), put("proof/0/proofValue", "z"))
    ),
    "proof-of-another-credential.json": lambda: changed(
        put("proof", json.loads(signed(put("name", "Une autre")))["proof"])
    ),
    "proof-one-of-two-bad.json": lambda: samples.with_proof(
        samples.proof_with(), samples.LATER | {"created": "2026-03-03T09:00:00Z"}
    ),
    "proof-too-many.json": lambda: samples.with_proof(*[samples.proof_with()] * 9),
    "proof-value-cut.json": lambda: with_value(lambda value: value[:-1]),
    "proof-value-malleable.json": lambda: with_value(malleable),
    "proof-value-not-text.json": lambda: changed(put("proof/0/proofValue", 5)),
    "proof-value-zeros-before.json": lambda: with_value(lambda value: b"\0" + value),
    "proof-wrong-purpose.json": lambda: with_proof(proofPurpose="authentication"),
    "proof-wrong-type.json": lambda: changed(put("proof/0/type", "RsaSignature2018")),
    "key-issuer-not-controller.json": lambda: signed_by(samples.DID_KEY_SIGNER),
    "key-of-small-order.json": of_small_order,
    "key-revoked.json": lambda: signed_by(REVOKED),
    "key-retired.json": lambda: signed_by(RETIRED),
    "key-swapped.json": lambda: signed_by(samples.OTHER_SIGNER),
    "key-unlisted.json": lambda: signed_by(STRANGER),
    "key-unknown-method.json": lambda: signed(
        put("issuer/id", "did:example:campus"),
        signer=LocalSigner(samples.SEED, "did:example:campus#key-1"),
    ),
    "dates-expired.json": lambda: signed(put("validUntil", "2026-05-01T00:00:00Z")),
    "dates-not-yet-valid.json": lambda: signed(put("validFrom", "2026-07-01T00:00:00Z")),
    "dates-until-in-array.json": lambda: signed(put("validUntil", ["2028-03-01T09:00:00Z"])),
    "dates-until-null.json": lambda: signed(put("validUntil", None)),
    "dates-without-zone.json": lambda: signed(put("validUntil", "2028-03-01T09:00:00")),
    "status-offline.json": lambda: signed(
        put(
            "credentialStatus",
            {
                "id": "https://campus.example/status/1#7",
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": "7",
                "statusListCredential": "https://campus.example/status/1",
            },
        )
    ),
    "status-unknown.json": lambda: signed(
        put(
            "credentialStatus",
            {"id": "https://campus.example/s", "type": "https://campus.example/List"},
        )
    ),
    "png-bad-checksum.png": lambda: bake_png(PNG, GOOD).replace(GOOD, forged()),
    "png-after-the-end.png": lambda: PNG + chunk(b"iTXt", ITXT + GOOD),
    "png-compressed.png": lambda: in_png(
        chunk(b"iTXt", ITXT.replace(b"\0\0\0\0\0", b"\0\1\0\0\0") + GOOD)
    ),
    "png-cut.png": lambda: bake_png(PNG, GOOD)[:-20],
    "png-forged.png": lambda: bake_png(PNG, forged()),
    "png-lying-length.png": lying,
    "png-no-end.png": lambda: bake_png(PNG, GOOD)[:-12],
    "png-no-header.png": lambda: in_png(chunk(b"iTXt", ITXT + GOOD), before=b""),
    "png-other-keyword.png": lambda: in_png(
        chunk(b"iTXt", b"OpenBadgeCredential\0\0\0\0\0" + GOOD)
    ),
    "png-two-credentials.png": lambda: in_png(
        chunk(b"iTXt", ITXT + GOOD), chunk(b"iTXt", ITXT + forged())
    ),
    "svg-billion-laughs.svg": lambda: in_svg(
        credential_element("&l9;"), prolog=f'<!DOCTYPE svg [<!ENTITY l0 "{{}}">{ENTITIES}]>'
    ),
    "svg-deep.svg": lambda: in_svg("<g>" * 20_000 + "</g>" * 20_000),
    "svg-entity.svg": lambda: in_svg(
        credential_element("&e;"), prolog='<!DOCTYPE svg [<!ENTITY e "{}">]>'
    ),
    "svg-entity-undefined.svg": lambda: in_svg(credential_element("&nbsp;{}")),
    "svg-external-entity.svg": lambda: in_svg(
        credential_element("&e;"), prolog='<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    ),
    "svg-forged.svg": lambda: bake_svg(samples.SVG, forged()),
    "svg-not-svg.svg": lambda: in_svg(credential_element("{}")).replace(b"svg ", b"html "),
    "svg-script-after-cdata.svg": lambda: in_svg(
        credential_element("<![CDATA[{}]]><script>alert(1)</script>")
    ),
    "svg-two-credentials.svg": lambda: in_svg(
        credential_element(f"<![CDATA[{GOOD.decode()}]]>")
        + credential_element(f"<![CDATA[{forged().decode()}]]>")
    ),
    "svg-unclosed-cdata.svg": lambda: in_svg("<o:credential><![CDATA[{}"),
    "svg-unknown-encoding.svg": lambda: in_svg(
        credential_element("{}"), prolog='<?xml version="1.0" encoding="klingon"?>'
    ),
    "svg-utf16.svg": lambda: (
        b"\xff\xfe" + bake_svg(in_svg("<g/>"), GOOD).decode().encode("utf-16-le")
    ),
    "picture-gif.gif": lambda: b"GIF89a\1\0\1\0\0\0\0;" + GOOD,
    "picture-pdf.pdf": lambda: b"%PDF-1.7\n" + GOOD,
    **tokens.MADE,
}
