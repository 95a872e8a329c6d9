"""The documents of Open Badges 2.0 and 2.1: assertions, badges, profiles. They are only read.

Each is a JSON object; what another object would hold may stand in it or at an address (OB 2.0,
"Open Badges Vocabulary").
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from acquis.credentials.reasons import mark as _n
from acquis.credentials.structure import as_list
from acquis.credentials.times import parse_time

CONTEXTS = frozenset(
    {
        "https://w3id.org/openbadges/v2",
        "https://openbadgespec.org/v2/context.json",
        "https://purl.imsglobal.org/spec/ob/v2p1/context/ob_v2p1.jsonld",
    }
)
_HOSTED, _SIGNED = frozenset({"HostedBadge", "hosted"}), frozenset({"SignedBadge", "signed"})


def is_assertion(document: Mapping[str, Any]) -> bool:
    """Whether the document is meant as an assertion of Open Badges 2 (version 1 had no types)."""
    types = as_list(document.get("type"))
    return "Assertion" in types and "VerifiableCredential" not in types


def foreign_context(document: Mapping[str, Any]) -> str:
    """The context that makes the meaning of the document's names uncertain, or empty.

    Extensions bring contexts of their own, which may define further names only by being published.
    """
    contexts = as_list(document.get("@context"))
    if not any(isinstance(entry, str) and entry in CONTEXTS for entry in contexts):
        return str(contexts[0]) if contexts else "-"
    return next((str(entry) for entry in contexts if not isinstance(entry, str)), "")


def problem_of(assertion: Mapping[str, Any]) -> str:
    """What an assertion lacks, in English; empty when nothing."""
    if not is_assertion(assertion):
        return _n("its type is not Assertion.")
    if not isinstance(assertion.get("id"), str):
        return _n("its id is not a text.")
    recipient = assertion.get("recipient")
    if not isinstance(recipient, dict) or not isinstance(recipient.get("identity"), str):
        return _n("it names no recipient.")
    if not id_of(assertion.get("badge")):
        return _n("it names no badge class.")
    if not isinstance(assertion.get("verification"), dict):
        return _n("it does not say how it is verified.")
    if not isinstance(assertion.get("issuedOn"), str):
        return _n("it has no date of issue.")
    return ""


def badge_problem(badge: Mapping[str, Any]) -> str:
    if "BadgeClass" not in as_list(badge.get("type")):
        return _n("the badge class is none.")
    if not all(isinstance(badge.get(name), str) for name in ("name", "description")):
        return _n("the badge class has no name or no description.")
    if not id_of(badge.get("issuer")):
        return _n("the badge class names no issuer.")
    return ""


def profile_problem(profile: Mapping[str, Any]) -> str:
    if not {"Profile", "Issuer"} & {one for one in as_list(profile.get("type")) if one}:
        return _n("the issuer's profile is none.")
    if not isinstance(profile.get("name"), str):
        return _n("the issuer's profile has no name.")
    return ""


def id_of(value: Any) -> str:
    """The id of an object that stands there or is only named; empty if it has none."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def is_hosted(assertion: Mapping[str, Any]) -> bool:
    return bool(_kinds(assertion) & _HOSTED)


def is_signed(assertion: Mapping[str, Any]) -> bool:
    return bool(_kinds(assertion) & _SIGNED)


def kinds_named(assertion: Mapping[str, Any]) -> str:
    return ", ".join(sorted(_kinds(assertion)))


def _kinds(assertion: Mapping[str, Any]) -> set[str]:
    return {str(kind) for kind in as_list(assertion["verification"].get("type"))}


def is_within_scope(address: str, profile: Mapping[str, Any]) -> bool:
    """Whether a profile names this address as one where its badges are (OB 2.0,
    VerificationObject): on one of its `allowedOrigins`, which are its own host if it names none,
    and beginning with one of `startsWith`, if it names any."""
    rules = profile.get("verification")
    rules = rules if isinstance(rules, dict) else {}
    host = _host(address)
    origins = as_list(rules.get("allowedOrigins")) or [profile.get("id")]
    if not host or host not in {_host(str(origin), bare=True) for origin in origins}:
        return False
    prefixes = [prefix for prefix in as_list(rules.get("startsWith")) if prefix]
    return not prefixes or any(_begins(address, str(prefix)) for prefix in prefixes)


def _host(address: str, *, bare: bool = False) -> str:
    """Host and port in lower case. With `bare`, the host may stand without a scheme."""
    if bare and "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme == "https" else ""


def _begins(address: str, prefix: str) -> bool:
    """The same host, and a path that does not climb out of the prefix again."""
    steps = unquote(urlsplit(address).path).replace("\\", "/").split("/")
    return _host(prefix) == _host(address) and address.startswith(prefix) and ".." not in steps


def difference(local: Mapping[str, Any], published: Mapping[str, Any]) -> str:
    """The name of what one says and the other does not say alike, of what matters; or empty.

    The published assertion counts and not the local one, so other differences are of no weight: an
    issuer may have added evidence since.
    """
    for name, of in _COMPARED.items():
        if of(local.get(name)) != of(published.get(name)):
            return name
    return ""


def _recipient(value: Any) -> Any:
    names = ("type", "identity", "hashed", "salt")
    return tuple(value.get(name) for name in names) if isinstance(value, dict) else value


def _moment(value: Any) -> Any:
    return parse_time(value) or value


_COMPARED = {
    "id": id_of,
    "recipient": _recipient,
    "badge": id_of,
    "issuedOn": _moment,
    "expires": _moment,
}


def identities(assertion: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The recipient, if known by an e-mail address, as Open Badges 3.0 write identities."""
    recipient = assertion.get("recipient")
    if not isinstance(recipient, dict) or "email" not in as_list(recipient.get("type")):
        return []
    salt = recipient.get("salt")
    return [
        {
            "identityType": "emailAddress",
            "identityHash": recipient.get("identity"),
            "hashed": recipient.get("hashed"),
            **({} if salt is None else {"salt": salt}),
        }
    ]


def in_version_3(assertion: Mapping[str, Any]) -> dict[str, Any]:
    """What an assertion says, in the words of Open Badges 3.0, so that one reader serves for both.

    Badge class and profile are read where they stand in the assertion; of those that are only
    named, the id is all there is. What is not of the type that it should be is left out.
    """
    badge = assertion["badge"] if isinstance(assertion.get("badge"), dict) else {}
    issuer = badge.get("issuer")
    profile = issuer if isinstance(issuer, dict) else {}
    found = {
        "id": id_of(assertion),
        "type": ["Assertion"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": identities(assertion),
            "achievement": _achievement(badge) | {"id": id_of(assertion.get("badge"))},
        },
        "evidence": [_evidence(entry) for entry in as_list(assertion.get("evidence"))],
        "issuer": {
            "type": ["Profile"],
            **_texts(profile, "name", "url", "email", "description"),
            **_image(profile),
            "id": id_of(issuer),
        },
    }
    dates = {"validFrom": assertion.get("issuedOn"), "validUntil": assertion.get("expires")}
    return found | {name: date for name, date in dates.items() if date is not None}


def _achievement(badge: Mapping[str, Any]) -> dict[str, Any]:
    criteria = badge.get("criteria")
    named = {"id": criteria} if isinstance(criteria, str) else criteria
    return {
        "type": ["Achievement"],
        **_texts(badge, "name", "description"),
        **_image(badge),
        "criteria": _texts(named if isinstance(named, dict) else {}, "id", "narrative"),
        "alignment": [
            {"type": ["Alignment"], **_texts(entry, *_ALIGNMENT)}
            for entry in as_list(badge.get("alignment"))
            if isinstance(entry, dict)
        ],
        "tag": [tag for tag in as_list(badge.get("tags")) if isinstance(tag, str)],
    }


_ALIGNMENT = ("targetName", "targetUrl", "targetDescription", "targetFramework", "targetCode")


def _evidence(entry: Any) -> dict[str, Any]:
    named = {"id": entry} if isinstance(entry, str) else entry
    known = named if isinstance(named, dict) else {}
    return {
        "type": ["Evidence"],
        **_texts(known, "id", "name", "narrative", "description", "genre", "audience"),
    }


def _image(source: Mapping[str, Any]) -> dict[str, Any]:
    image = id_of(source.get("image"))
    return {"image": {"id": image, "type": "Image"}} if image else {}


def _texts(source: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: source[name] for name in names if isinstance(source.get(name), str)}
