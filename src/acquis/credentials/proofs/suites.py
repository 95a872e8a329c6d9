"""The registry of cryptosuites: for each, what it hashes, and whose keys it takes.

W3C vc-di-eddsa 1.0 (eddsa-rdfc-2022, eddsa-jcs-2022, and Ed25519Signature2020, which came before
and is only verified) and vc-di-ecdsa 1.0 (ecdsa-rdfc-2019, ecdsa-jcs-2019).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from acquis.credentials.algorithms import KeyKind
from acquis.credentials.errors import KeyProblem

Form = Literal["rdfc", "jcs"]
DATA_INTEGRITY = "DataIntegrityProof"


@dataclass(frozen=True, slots=True)
class Suite:
    """`form` is the canonical form that is hashed. The hash follows from the key's kind."""

    name: str
    form: Form
    kinds: tuple[KeyKind, ...]


_EDDSA, _ECDSA = (KeyKind.ED25519,), (KeyKind.P256, KeyKind.P384)
SUITES = {
    suite.name: suite
    for suite in (
        Suite("eddsa-rdfc-2022", "rdfc", _EDDSA),
        Suite("eddsa-jcs-2022", "jcs", _EDDSA),
        Suite("ecdsa-rdfc-2019", "rdfc", _ECDSA),
        Suite("ecdsa-jcs-2019", "jcs", _ECDSA),
    )
}
ED25519_2020 = Suite("Ed25519Signature2020", "rdfc", _EDDSA)
_DEFAULTS = {
    KeyKind.ED25519: "eddsa-rdfc-2022",
    KeyKind.P256: "ecdsa-rdfc-2019",
    KeyKind.P384: "ecdsa-rdfc-2019",
}


def suite_of(proof: Mapping[str, Any]) -> Suite | None:
    """The suite that a proof says it was made with; None if it is none of these."""
    kind, name = proof.get("type"), proof.get("cryptosuite")
    if kind == ED25519_2020.name and "cryptosuite" not in proof:
        return ED25519_2020
    return SUITES.get(name) if kind == DATA_INTEGRITY and isinstance(name, str) else None


def suite_for(kind: KeyKind, name: str | None = None) -> Suite:
    """The suite to sign with: the named one, or the usual one for that kind of key.

    Raises:
        KeyProblem: there is no such suite, or the key is not for it.
    """
    chosen = name or _DEFAULTS.get(kind)
    if chosen is None:
        raise KeyProblem("RSA keys sign no Data Integrity proofs. Issue a VC-JWT with them.")
    if chosen not in SUITES:
        raise KeyProblem(f"There is no cryptosuite {chosen!r}. Use one of: {', '.join(SUITES)}.")
    check_kind(SUITES[chosen], kind)
    return SUITES[chosen]


def check_kind(suite: Suite, kind: KeyKind) -> None:
    """Raises `KeyProblem` unless the suite takes keys of that kind."""
    if kind not in suite.kinds:
        wanted = ", ".join(suite.kinds)
        raise KeyProblem(f"{suite.name} takes keys of the kind {wanted}, and this is a {kind} key.")
