"""What is said of each file: the verdict and what does not pass, or why it is not even read."""

from dataclasses import dataclass

REFUSED = "refused"
NEITHER = "The file is neither a PNG or SVG badge nor the JSON of a credential."
DOCTYPE = (
    "The SVG picture declares a document type, which could hide entities. Save it again as plain "
    "SVG."
)
ILL_FORMED = "The file is not a well-formed SVG picture: "
NO_CREDENTIAL = (
    "The picture carries no credential. Many services strip it when a picture is copied: use the "
    "file as it was downloaded."
)
SEVERAL = (
    "The picture carries several credentials that differ, so that readers could disagree on which "
    "one counts. Use the file as it was downloaded."
)


@dataclass(frozen=True, slots=True)
class Expected:
    """`reasons` has the reason of every check that failed or stayed open, by the check's name."""

    verdict: str
    reasons: tuple[tuple[str, str], ...] = ()
    refusal: str = ""


def invalid(**reasons: str) -> Expected:
    return Expected("invalid", tuple(reasons.items()))


def undecided(**reasons: str) -> Expected:
    return Expected("undecided", tuple(reasons.items()))


def refused(sentence: str) -> Expected:
    return Expected(REFUSED, refusal=sentence)


VALID = Expected("valid")

EXPECTED: dict[str, Expected] = {
    # The two that all the others are changed from.
    "good.json": VALID,
    "good.png": VALID,
    "good.svg": VALID,
    # JSON that can be read in more than one way, or not at all.
    "json-array.json": invalid(structure="malformed"),
    "json-bom-inside.json": invalid(structure="malformed"),
    "json-comment.json": invalid(structure="malformed"),
    "json-cut.json": invalid(structure="malformed"),
    "json-deep-arrays.json": invalid(structure="malformed"),
    "json-deep-objects.json": invalid(structure="malformed"),
    "json-duplicate-key.json": invalid(structure="malformed"),
    "json-duplicate-key-escaped.json": invalid(structure="malformed"),
    "json-duplicate-key-inside.json": invalid(structure="malformed"),
    "json-huge-integer.json": invalid(structure="malformed"),
    "json-infinite.json": invalid(structure="malformed"),
    "json-large-integer.json": invalid(context="context_unsafe"),
    "json-lone-surrogate.json": invalid(structure="malformed"),
    "json-nan.json": invalid(structure="malformed"),
    "json-not-utf8.json": invalid(structure="malformed"),
    "json-single-quotes.json": invalid(structure="malformed"),
    "json-trailing.json": invalid(structure="malformed"),
    "json-utf16.json": refused(NEITHER),
    # JSON that is no badge, or not quite.
    "shape-context-order.json": invalid(structure="not_a_credential"),
    "shape-empty-object.json": invalid(structure="not_a_credential"),
    "shape-issuer-missing.json": invalid(structure="not_a_credential"),
    "shape-issuer-not-iri.json": invalid(structure="not_a_credential"),
    "shape-no-achievement.json": invalid(structure="not_a_credential"),
    "shape-proof-is-text.json": invalid(structure="not_a_credential"),
    "shape-two-subjects.json": invalid(structure="not_a_credential"),
    "shape-type-missing.json": invalid(structure="not_a_credential"),
    # Terms that a signature would not cover, or that hide from whoever reads the JSON.
    "context-inline-redefines.json": invalid(context="context_unsafe"),
    "context-inside-subject.json": invalid(context="context_unsafe"),
    "context-many.json": invalid(context="too_complex"),
    "context-poisoned.json": invalid(context="context_unsafe"),
    "context-unknown.json": undecided(context="context_unknown"),
    "graph-many-values.json": invalid(context="too_complex"),
    "graph-poison-clique.json": invalid(context="context_unsafe"),
    "graph-many-objects.json": invalid(context="too_complex"),
    "graph-poison-ring.json": invalid(context="too_complex"),
    "graph-poison-siblings.json": invalid(context="too_complex"),
    "term-described-twice.json": invalid(context="described_twice"),
    "term-full-iri.json": invalid(context="context_unsafe"),
    "term-keyword.json": invalid(context="context_unsafe"),
    "term-relative-id.json": invalid(context="context_unsafe"),
    "term-undefined.json": invalid(context="context_unsafe"),
    "term-undefined-type.json": invalid(context="context_unsafe"),
    # Proofs.
    "proof-changed-name.json": invalid(proof="proof_mismatch"),
    "proof-changed-until.json": invalid(proof="proof_mismatch"),
    "proof-context-of-its-own.json": invalid(proof="proof_malformed"),
    "proof-created-unclear.json": invalid(proof="proof_malformed"),
    "proof-expired.json": invalid(proof="proof_expired"),
    "proof-future.json": invalid(proof="proof_future"),
    "proof-missing.json": invalid(proof="proof_missing"),
    "proof-none.json": undecided(proof="proof_unsupported"),
    "proof-of-another-credential.json": invalid(proof="proof_mismatch"),
    "proof-one-of-two-bad.json": invalid(proof="proof_mismatch"),
    "proof-too-many.json": invalid(proof="too_complex"),
    "proof-value-cut.json": invalid(proof="proof_malformed"),
    "proof-value-malleable.json": invalid(proof="proof_mismatch"),
    "proof-value-not-text.json": invalid(proof="proof_malformed"),
    "proof-value-zeros-before.json": invalid(proof="proof_malformed"),
    "proof-wrong-purpose.json": invalid(proof="proof_purpose"),
    "proof-wrong-type.json": undecided(proof="proof_unsupported"),
    # Keys.
    "key-issuer-not-controller.json": invalid(issuer_key="key_of_another"),
    "key-of-small-order.json": invalid(proof="proof_needs_key", issuer_key="key_unlisted"),
    "key-revoked.json": invalid(issuer_key="key_revoked"),
    "key-retired.json": invalid(issuer_key="key_unlisted"),
    "key-swapped.json": invalid(proof="proof_mismatch"),
    "key-unlisted.json": invalid(proof="proof_needs_key", issuer_key="key_unlisted"),
    "key-unknown-method.json": undecided(proof="proof_needs_key", issuer_key="key_method"),
    # Dates.
    "dates-expired.json": invalid(dates="expired"),
    "dates-not-yet-valid.json": invalid(dates="not_yet_valid"),
    "dates-until-in-array.json": invalid(dates="dates_malformed"),
    "dates-until-null.json": invalid(dates="dates_malformed"),
    "dates-without-zone.json": invalid(dates="dates_malformed"),
    # Status.
    "status-offline.json": undecided(status="status_offline"),
    "status-unknown.json": undecided(status="status_unsupported"),
    # Tokens.
    "good.jwt": VALID,
    "token-alg-hmac.jwt": invalid(proof="proof_malformed"),
    "token-alg-missing.jwt": invalid(proof="proof_malformed"),
    "token-alg-none.jwt": invalid(proof="proof_missing"),
    "token-alg-none-disguised.jwt": invalid(proof="proof_missing"),
    "token-alg-of-another-key.jwt": invalid(proof="proof_malformed"),
    "token-alg-unknown.jwt": undecided(proof="proof_unsupported"),
    "token-audience.jwt": invalid(proof="proof_malformed"),
    "token-claim-id-differs.jwt": invalid(proof="claim_differs"),
    "token-claim-issuer-differs.jwt": invalid(proof="claim_differs"),
    "token-claim-missing.jwt": invalid(proof="claim_missing"),
    "token-claim-until-differs.jwt": invalid(proof="claim_differs"),
    "token-critical.jwt": invalid(proof="proof_malformed"),
    "token-cut.jwt": invalid(proof="proof_mismatch"),
    "token-duplicate-alg.jwt": invalid(structure="malformed"),
    "token-duplicate-claim.jwt": invalid(structure="malformed"),
    "token-key-brought-along.jwt": invalid(proof="proof_needs_key", issuer_key="key_unlisted"),
    "token-key-of-another.jwt": invalid(issuer_key="key_of_another"),
    "token-key-swapped.jwt": invalid(proof="proof_mismatch"),
    "token-key-unlisted.jwt": invalid(proof="proof_needs_key", issuer_key="key_unlisted"),
    "token-padded.jwt": refused(NEITHER),
    "token-payload-changed.jwt": invalid(proof="proof_mismatch"),
    "token-payload-unencoded.jwt": invalid(proof="proof_malformed"),
    "token-two-dots-more.jwt": refused(NEITHER),
    "token-type-of-another-purpose.jwt": invalid(proof="proof_malformed"),
    # Pictures.
    "png-bad-checksum.png": refused("The PNG picture is damaged: a checksum does not match."),
    "png-after-the-end.png": refused(NO_CREDENTIAL),
    "png-bomb.png": refused("The credential in the picture is too large to be one."),
    "png-compressed.png": refused(
        "The credential in the picture is compressed, which the standard forbids."
    ),
    "png-cut.png": refused("The PNG picture is cut short, or lies about its length."),
    "png-forged.png": invalid(proof="proof_mismatch"),
    "png-lying-length.png": refused("The PNG picture is cut short, or lies about its length."),
    "png-no-end.png": refused("The PNG picture has no end."),
    "png-no-header.png": refused("The file is not a PNG picture."),
    "png-other-keyword.png": refused(NO_CREDENTIAL),
    "png-two-credentials.png": refused(SEVERAL),
    "svg-billion-laughs.svg": refused(DOCTYPE),
    "svg-deep.svg": refused("The picture carries no credential."),
    "svg-entity.svg": refused(DOCTYPE),
    "svg-entity-undefined.svg": refused(ILL_FORMED + "undefined entity: line 1, column 99."),
    "svg-external-entity.svg": refused(DOCTYPE),
    "svg-forged.svg": invalid(proof="proof_mismatch"),
    "svg-not-svg.svg": refused("The file is XML, but not an SVG picture."),
    "svg-script-after-cdata.svg": invalid(structure="malformed"),
    "svg-two-credentials.svg": refused(SEVERAL),
    "svg-unclosed-cdata.svg": refused(ILL_FORMED + "unclosed CDATA section: line 1, column 116."),
    "svg-unknown-encoding.svg": refused(ILL_FORMED + "unknown encoding: klingon."),
    "svg-utf16.svg": VALID,
    "picture-gif.gif": refused(NEITHER),
    "picture-pdf.pdf": refused(NEITHER),
}
