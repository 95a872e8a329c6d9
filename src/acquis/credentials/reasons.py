"""What a check can say: a code, and its sentence in English for whoever shows it to translate."""


def mark(text: str) -> str:
    """Marks a text for the interface's message catalogue; it stays English here."""
    return text


_n = mark


REASONS: dict[str, str] = {
    # structure
    "well_formed": _n("The document is a complete Open Badge 3.0."),
    "malformed": _n("The document cannot be read: %(detail)s"),
    "not_a_credential": _n("The document is not an Open Badge 3.0 credential: %(detail)s"),
    "envelope_unknown": _n("The credential's envelope (%(kind)s) cannot be opened here."),
    "not_checked": _n("Not checked, because an earlier check already failed."),
    # context
    "context_known": _n("Every term is defined by published, pinned contexts."),
    "context_unknown": _n(
        "The document uses a vocabulary that is not known here, so its meaning cannot be "
        "checked: %(detail)s"
    ),
    "context_unsafe": _n("Part of the document would not be covered by its proof: %(detail)s"),
    "context_vague": _n("Part of the document has no meaning that is published: %(detail)s"),
    "described_twice": _n(
        "The credential is described in two places, so that parts of it could be hidden."
    ),
    "too_complex": _n("The document is built to be very slow to check, and is refused."),
    # proof
    "proof_matches": _n("The signature matches: nothing was changed since it was signed."),
    "proof_mismatch": _n("The signature does not match: the content was changed after signing."),
    "proof_missing": _n("The document is not signed."),
    "proof_malformed": _n("The signature cannot be read: %(detail)s"),
    "proof_unsupported": _n("The kind of signature (%(suite)s) is not supported here."),
    "proof_purpose": _n("The signature was not made to assert a credential."),
    "proof_expired": _n("The signature itself expired on %(date)s."),
    "proof_future": _n("The signature claims to be made on %(date)s, which is yet to come."),
    "proof_chain": _n("The signatures do not follow one another: %(detail)s"),
    "claim_differs": _n("The signed envelope contradicts the credential inside: %(claim)s."),
    "claim_missing": _n("The signed envelope lacks a claim that Open Badges demand: %(claim)s."),
    "proof_needs_key": _n("The signature cannot be checked without the issuer's key."),
    # issuer key
    "key_belongs": _n("The key is published by the issuer %(issuer)s."),
    "key_of_another": _n("The key belongs to %(controller)s, not to the issuer %(issuer)s."),
    "key_revoked": _n("The issuer declared this key unsafe from %(date)s."),
    "key_unlisted": _n("The issuer does not list this key: %(detail)s"),
    "key_unavailable": _n("The issuer's keys could not be looked up: %(detail)s"),
    "key_offline": _n("The issuer's keys were not looked up, because this check is offline."),
    "key_method": _n("The issuer's kind of identifier (%(did)s) is not supported here."),
    # dates
    "dates_current": _n("Valid since %(since)s, without end."),
    "dates_until": _n("Valid since %(since)s and until %(until)s."),
    "expired": _n("Expired on %(until)s."),
    "not_yet_valid": _n("Valid only from %(since)s."),
    "dates_malformed": _n("A date cannot be read: %(detail)s"),
    # status
    "no_status": _n("The issuer keeps no revocation list for this credential."),
    "status_unsupported": _n("The kind of revocation list (%(type)s) is not supported here."),
    # identity
    "identity_matches": _n("Issued to the person who has this e-mail address."),
    "identity_differs": _n("Issued to somebody else than this e-mail address."),
    "identity_absent": _n("The credential names no e-mail address to compare with."),
}
