"""What a check can say: a code, and its sentence in English for whoever shows it to translate."""


def mark(text: str) -> str:
    """Marks a text for the interface's message catalogue; it stays English here."""
    return text


_n = mark


REASONS: dict[str, str] = {
    # structure
    "well_formed": _n("The document is a complete Open Badge 3.0."),
    "well_formed_endorsement": _n("The document is a complete endorsement of Open Badges 3.0."),
    "well_formed_profile": _n("The document is a complete profile of Open Badges 3.0."),
    "well_formed_record": _n("The document is a complete Comprehensive Learner Record 2.0."),
    "well_formed_status_list": _n("The document is a complete status list."),
    "well_formed_2": _n("The document is a complete Open Badge 2."),
    "not_an_assertion": _n("The document is not an Open Badge 2: %(detail)s"),
    "no_badge": _n(
        "The document is a verifiable credential but no badge (%(type)s): what it says is not "
        "checked here."
    ),
    "malformed": _n("The document cannot be read: %(detail)s"),
    "not_a_credential": _n("The document is not a complete credential: %(detail)s"),
    "envelope_unknown": _n("The credential's envelope (%(kind)s) cannot be opened here."),
    "not_checked": _n("Not checked, because an earlier check already failed."),
    # context
    "context_known": _n("Every term is defined by published, pinned contexts."),
    "context_known_2": _n("It uses the vocabulary of Open Badges 2."),
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
    "hosted_matches": _n("The badge is what is published at its address."),
    "hosted_differs": _n("The badge differs from what is published at its address: %(detail)s"),
    "hosted_offline": _n(
        "The badge was not looked up at its address, because this check is offline."
    ),
    "hosted_unavailable": _n("The badge could not be looked up at its address: %(detail)s"),
    # issuer key
    "key_belongs": _n("The key is published by the issuer %(issuer)s."),
    "key_of_another": _n("The key belongs to %(controller)s, not to the issuer %(issuer)s."),
    "key_revoked": _n("The issuer declared this key unsafe from %(date)s."),
    "key_unlisted": _n("The issuer does not list this key: %(detail)s"),
    "key_unavailable": _n("The issuer's keys could not be looked up: %(detail)s"),
    "key_offline": _n("The issuer's keys were not looked up, because this check is offline."),
    "key_method": _n("The issuer's kind of identifier (%(did)s) is not supported here."),
    "host_belongs": _n("The badge is at an address that the issuer %(issuer)s calls its own."),
    "host_of_another": _n(
        "The address %(address)s is none that the issuer %(issuer)s calls its own."
    ),
    "issuer_malformed": _n("The description of the badge or its issuer is not sound: %(detail)s"),
    # dates
    "dates_current": _n("Valid since %(since)s, without end."),
    "dates_until": _n("Valid since %(since)s and until %(until)s."),
    "dates_only_until": _n("Valid until %(until)s."),
    "dates_open": _n("It states no dates that would limit it."),
    "expired": _n("Expired on %(until)s."),
    "not_yet_valid": _n("Valid only from %(since)s."),
    "dates_malformed": _n("A date cannot be read: %(detail)s"),
    # status
    "no_status": _n("The issuer keeps no revocation list for this credential."),
    "status_good": _n("The issuer has not revoked the credential."),
    "status_published": _n("The issuer still publishes the badge, and does not call it revoked."),
    "revoked": _n("The issuer revoked the credential."),
    "suspended": _n("The issuer has suspended the credential."),
    "status_refresh": _n("The issuer has a newer version of the credential."),
    "status_message": _n("The issuer says of the credential: %(message)s"),
    "status_unsupported": _n("The kind of revocation list (%(type)s) is not supported here."),
    "status_malformed": _n("What the credential says of its status cannot be meant: %(detail)s"),
    "status_offline": _n(
        "The issuer's status list was not looked up, because this check is offline."
    ),
    "status_unavailable": _n("The issuer's status list could not be had: %(detail)s"),
    "status_list_invalid": _n("The status list does not hold: %(detail)s"),
    "status_list_undecided": _n("The status list could not be checked: %(detail)s"),
    "status_list_expired": _n(
        "The copy of the status list served only until %(until)s, and there is no newer one."
    ),
    "status_list_of_another": _n(
        "The status list is kept by %(keeper)s, not by the issuer %(issuer)s."
    ),
    "status_list_unfit": _n("The status list does not fit the credential: %(detail)s"),
    "status_too_deep": _n("A status list whose own status stands in another list is not followed."),
    # endorsements
    "no_endorsement": _n("The credential carries no endorsement."),
    "endorsements_unread": _n("Endorsements of Open Badges 2 are not looked at."),
    "endorsements_hold": _n("Every endorsement that it carries holds (%(count)s)."),
    "endorsements_partly": _n(
        "Of %(count)s endorsements, %(holding)s hold; the others are no longer in force."
    ),
    "endorsements_lapsed": _n("None of its endorsements (%(count)s) is in force any more."),
    "endorsement_broken": _n("The endorsement by %(issuer)s does not hold: %(detail)s"),
    "endorsement_undecided": _n("The endorsement by %(issuer)s could not be checked: %(detail)s"),
    "endorsement_is_none": _n("What stands as an endorsement is none."),
    "endorsement_of_another": _n("An endorsement in it is about something else: %(subject)s"),
    "endorsements_too_many": _n("It carries more endorsements than any honest credential."),
    "endorsements_too_deep": _n("Endorsements of endorsements of endorsements are not followed."),
    # credentials of a learner record
    "members_hold": _n("Every credential that it gathers holds (%(count)s)."),
    "members_partly": _n(
        "Of the %(count)s credentials that it gathers, %(holding)s hold; the others are no longer "
        "in force."
    ),
    "members_lapsed": _n(
        "None of the credentials that it gathers (%(count)s) is in force any more."
    ),
    "member_broken": _n("A credential in it, by %(issuer)s, does not hold: %(detail)s"),
    "member_undecided": _n("A credential in it, by %(issuer)s, could not be checked: %(detail)s"),
    "members_too_many": _n("It gathers more credentials than are checked at once."),
    "members_too_deep": _n("A learner record within another one is not followed."),
    # identity
    "identity_matches": _n("Issued to the person who has this e-mail address."),
    "identity_differs": _n("Issued to somebody else than this e-mail address."),
    "identity_absent": _n("The credential names no e-mail address to compare with."),
}
