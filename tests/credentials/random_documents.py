"""Unsigned credentials made by chance, as different as the format allows, from a seed."""

import os
from copy import deepcopy
from random import Random
from typing import Any

from acquis.credentials.canon.template import leaves_of
from acquis.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3

Json = dict[str, Any]

# ACQUIS_THOROUGH=1 looks at ten thousand documents instead of some hundreds.
MANY = 10_000 if os.environ.get("ACQUIS_THOROUGH") else 250

_TEXTS = (
    "Élan", "", "会議を導く", "🎯 utile", 'a "quoted" text', "back\\slash", "one\ntwo\r\n\tthree",
    "\b\f\x01\x1f", "\x7f delete", "e\u0301", "%b %s %%", "_:c14n0", "<https://a.example/>", "𐀀𝒳",
    "\u2028\u2029\u0085", " .\n", "urn:uuid:1", "^^", "@fr", "\u0ffe\u2ffe", "0", "true", "ﬀ",
)  # fmt: skip
_IRIS = (
    "urn:uuid:00000000-0000-4000-8000-000000000001", "https://a.example/1", "https://a.example/10",
    "https://a.example/1#x", "did:example:ada", "mailto:ada@a.example", "http://é.example/ü",
    "data:image/png;base64,iVBORw0KGgo=", "tel:+33123456789", "https://a.example/?q=%25#%62",
)  # fmt: skip


def text(rng: Random) -> str:
    return rng.choice(_TEXTS) if rng.random() < 0.5 else f"{rng.choice(_TEXTS)}{rng.random()}"


def iri(rng: Random) -> str:
    return rng.choice(_IRIS) if rng.random() < 0.4 else f"{rng.choice(_IRIS)}{rng.randrange(10**6)}"


def _some(rng: Random, **fields: Any) -> Json:
    return {name: make(rng) for name, make in fields.items() if rng.random() < 0.6}


def _list(rng: Random, make: Any, most: int) -> list[Any]:
    return [make(rng) for _ in range(rng.randint(1, most))]


def _profile(rng: Random) -> Json:
    return {
        "id": iri(rng), "type": ["Profile"], "name": text(rng),
        **_some(rng, url=iri, email=text, description=text),
    }  # fmt: skip


def _alignment(rng: Random) -> Json:
    return {
        "type": ["Alignment"], "targetName": text(rng), "targetUrl": iri(rng),
        **_some(rng, targetCode=text, targetFramework=text),
    }  # fmt: skip


def _level(rng: Random) -> Json:
    return {
        "id": iri(rng), "type": ["RubricCriterionLevel"], "name": text(rng),
        **_some(rng, level=text),
    }  # fmt: skip


def _description(rng: Random) -> Json:
    return {
        "id": iri(rng), "type": ["ResultDescription"], "name": text(rng),
        "resultType": "RubricCriterionLevel", "requiredLevel": iri(rng),
        "rubricCriterionLevel": _list(rng, _level, 3),
    }  # fmt: skip


def _identity(rng: Random) -> Json:
    return {
        "type": "IdentityObject", "hashed": rng.random() < 0.5, "identityHash": text(rng),
        "identityType": "emailAddress", **_some(rng, salt=text),
    }  # fmt: skip


def _evidence(rng: Random) -> Json:
    return {"type": ["Evidence"], "name": text(rng), **_some(rng, id=iri, narrative=text)}


def _result(rng: Random) -> Json:
    return {
        "type": ["Result"], "resultDescription": iri(rng),
        **_some(rng, achievedLevel=iri, value=text),
    }  # fmt: skip


def random_document(rng: Random) -> Json:
    achievement = {
        "id": iri(rng), "type": ["Achievement"], "name": text(rng), "description": text(rng),
        "criteria": _some(rng, id=iri, narrative=text) or {"narrative": text(rng)},
        **_some(
            rng, creator=_profile, achievementType=lambda _: "Badge", inLanguage=lambda _: "fr",
            creditsAvailable=lambda rng: rng.choice([1, 2.5, 30]),
            tag=lambda rng: _list(rng, text, 3),
            alignment=lambda rng: _list(rng, _alignment, 3),
            resultDescription=lambda rng: _list(rng, _description, 2),
        ),
    }  # fmt: skip
    subject = {
        "id": iri(rng), "type": ["AchievementSubject"], "achievement": achievement,
        **_some(
            rng, identifier=lambda rng: _list(rng, _identity, 2),
            result=lambda rng: _list(rng, _result, 3),
        ),
    }  # fmt: skip
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS],
        "id": iri(rng), "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": _profile(rng), "validFrom": "2026-01-01T00:00:00Z", "credentialSubject": subject,
        **_some(rng, name=text, evidence=lambda rng: _list(rng, _evidence, 4)),
    }  # fmt: skip


def of_the_same_shape(document: Json, rng: Random) -> Json:
    """A copy with other texts at some of its leaves; what was an IRI stays one, mostly."""
    changed = deepcopy(document)
    for leaf in leaves_of(document):
        if rng.random() < 0.5:
            *parents, last = leaf.path
            place: Any = changed
            for key in parents:
                place = place[key]
            place[last] = iri(rng) if leaf.value.startswith(_SCHEMES) else text(rng)
    return changed


_SCHEMES = ("urn:", "https:", "http:", "did:", "mailto:", "data:", "tel:")
