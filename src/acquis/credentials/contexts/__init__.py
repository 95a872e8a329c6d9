"""The JSON-LD contexts this package knows, pinned by their SHA-256. Nothing is ever fetched."""

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from acquis.credentials.errors import UnknownContext

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DID_V1 = "https://www.w3.org/ns/did/v1"
MULTIKEY_V1 = "https://w3id.org/security/multikey/v1"
ED25519_2020_V1 = "https://w3id.org/security/suites/ed25519-2020/v1"
# Named by DID documents, which nobody canonicalises: it is not pinned.
JWK_V1 = "https://w3id.org/security/jwk/v1"

PINNED: dict[str, tuple[str, str]] = {
    CREDENTIALS_V2: (
        "credentials-v2.jsonld",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    OPEN_BADGES_V3: (
        "open-badges-3.0.3.jsonld",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    OPEN_BADGES_EXTENSIONS: (
        "open-badges-extensions.jsonld",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    ),
    "https://w3id.org/security/data-integrity/v2": (
        "data-integrity-v2.jsonld",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    ),
    DID_V1: (
        "did-v1.jsonld",
        "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
    ),
    MULTIKEY_V1: (
        "multikey-v1.jsonld",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
    ED25519_2020_V1: (
        "ed25519-2020-v1.jsonld",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
    ),
}


@cache
def load(url: str) -> Any:
    """The pinned context document published at this address.

    Raises:
        UnknownContext: it is not among the pinned ones, or its copy here has been altered.
    """
    if url not in PINNED:
        raise UnknownContext(
            f"The JSON-LD context {url!r} is not known here, and contexts are never fetched. "
            "Use the contexts of Open Badges 3.0 and Verifiable Credentials 2.0.",
            context=url,
        )
    name, digest = PINNED[url]
    data = files(__package__).joinpath(name).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise UnknownContext(
            f"The pinned copy of {url!r} was altered. Install this package again.", context=url
        )
    return json.loads(data)
