"""Whether a key is one that the issuer lists, and was in order when it signed (OB 3.0, 8.2;
W3C Controlled Identifiers, section 2.2 and 3.3)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeGuard

from acquis.credentials import structure
from acquis.credentials.did import VerificationKey
from acquis.credentials.errors import KeyProblem
from acquis.credentials.keys import KeyUnavailable
from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.times import format_time

UNCHECKED = Check(CheckName.ISSUER_KEY, Outcome.NOT_APPLICABLE, "not_checked")


def check_issuer_key(
    credential: Mapping[str, Any],
    find: Callable[[], tuple[str, VerificationKey]],
    *,
    created: datetime | None,
) -> tuple[Check, VerificationKey | None]:
    """The check "issuer_key", and the key to check the signature with, unless it is not known.

    `find` gives the key with the DID that it is listed under; `created` is when it signed, as far
    as that is known. A proof that does not say when it was made could be of any time: it fails if
    the key was ever declared unsafe or has ceased to sign.
    """
    try:
        controller, key = find()
    except KeyUnavailable as error:
        return _key(Outcome.UNDECIDED, error.reason, **error.parameters), None
    except KeyProblem as error:
        return _key(Outcome.FAILED, "key_unlisted", detail=str(error)), None
    return _judge(structure.issuer_id(credential), controller, key, created), key


def names_a_key(value: Any) -> TypeGuard[str]:
    """Whether it is a DID URL with a fragment, or a web address, which OB 3.0 (8.4) allow too."""
    return isinstance(value, str) and ("#" in value or value.startswith("https://"))


def _judge(issuer: str, controller: str, key: VerificationKey, created: datetime | None) -> Check:
    if controller != issuer:
        return _key(Outcome.FAILED, "key_of_another", controller=controller, issuer=issuer)
    if key.revoked is not None and (created is None or created >= key.revoked):
        return _key(Outcome.FAILED, "key_revoked", date=format_time(key.revoked))
    if key.expires is not None and (created is None or created > key.expires):
        detail = f"{controller}#{key.fragment} had ceased to sign."
        return _key(Outcome.FAILED, "key_unlisted", detail=detail)
    return _belongs(issuer)


@lru_cache(maxsize=1024)
def _belongs(issuer: str) -> Check:
    return _key(Outcome.PASSED, "key_belongs", issuer=issuer)


def _key(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.ISSUER_KEY, outcome, reason, parameters)
