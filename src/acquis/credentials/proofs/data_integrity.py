"""Data Integrity proofs, made and checked (W3C vc-data-integrity 1.0, vc-di-eddsa 1.0, vc-di-ecdsa
1.0)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from acquis.credentials.algorithms import HASH_NAMES, SIGNATURE_BYTES, KeyKind, is_signed
from acquis.credentials.canon import jcs
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.canon.template import GraphTemplate, NotFilled, compile_graph
from acquis.credentials.did import VerificationKey, multibase
from acquis.credentials.errors import KeyProblem, UnsafeDocument
from acquis.credentials.ports import Signer
from acquis.credentials.proofs.suites import (
    DATA_INTEGRITY,
    Form,
    Suite,
    check_kind,
    suite_for,
    suite_of,
)
from acquis.credentials.reasons import mark as _n
from acquis.credentials.times import format_time

_VARYING = ("created", "verificationMethod")


class ProofMismatch(Exception):
    """The signature is not the key's signature of this document."""


class Digests:
    """The hashes of a document without its proofs, each worked out when it is first asked for.

    `known` has those that the caller has already: by form ("rdfc", "jcs") and name of the hash.
    """

    __slots__ = ("_document", "_known")

    def __init__(
        self,
        document: Mapping[str, Any],
        known: Mapping[tuple[Form, str], bytes] | None = None,
    ) -> None:
        self._document = document
        self._known = dict(known or {})

    def rdfc(self, hash_name: str = "sha256") -> bytes:
        """Raises what `digest_of` does."""
        return self.of("rdfc", hash_name)

    def jcs(self, hash_name: str = "sha256") -> bytes:
        """Raises what `jcs_digest_of` does."""
        return self.of("jcs", hash_name)

    def of(self, form: Form, hash_name: str) -> bytes:
        found = self._known.get((form, hash_name))
        if found is None:
            found = _DIGESTS[form](without_proof(self._document), hash_name=hash_name)
            self._known[form, hash_name] = found
        return found

    def know(self, form: Form, hash_name: str, digest: bytes) -> None:
        self._known[form, hash_name] = digest


def digest_of(document: Mapping[str, Any], *, hash_name: str = "sha256") -> bytes:
    """The hash of the document's canonical N-Quads; RDFC-1.0 itself uses the same hash.

    Raises:
        UnsafeDocument, CanonicalizationLimit: it cannot be canonicalised without loss.
    """
    text = canonicalize(to_quads(dict(document)), hash_name=hash_name)
    return hashlib.new(hash_name, text.encode("utf-8")).digest()


def jcs_digest_of(document: Mapping[str, Any], *, hash_name: str = "sha256") -> bytes:
    """The hash of the document's canonical JSON.

    Raises:
        UnsafeDocument: a number is beyond what JSON canonicalisation keeps.
    """
    return hashlib.new(hash_name, jcs.canonicalize(document)).digest()


_DIGESTS = {"rdfc": digest_of, "jcs": jcs_digest_of}


def without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "proof"}


def add_proof(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str | None = None,
) -> dict[str, Any]:
    """The document with a proof array of one, in place of what proofs it may have.

    Raises what `make_proof` does.
    """
    proof = make_proof(document, signer, created=created, cryptosuite=cryptosuite)
    return {**without_proof(document), "proof": [proof]}


def make_proof(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str | None = None,
    digests: Digests | None = None,
) -> dict[str, Any]:
    """A proof of the document without its other proofs, to stand alone or in a set (vc-di-eddsa,
    3.2.1 and 3.3.1; vc-di-ecdsa, 3.2.1 and 3.3.1).

    Raises:
        KeyProblem: the signer's kind of key is not for this suite, or there is no such suite.
        UnsafeDocument, CanonicalizationLimit: the document cannot be canonicalised without loss.
    """
    options = proof_options(document, signer, created=created, cryptosuite=cryptosuite)
    data = hash_data(document, options, kind=signer.kind, digests=digests or Digests(document))
    return {**options, "proofValue": multibase.encode(signer.sign(data))}


def proof_options(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str | None = None,
) -> dict[str, Any]:
    """A proof without its value (vc-data-integrity, 4.2).

    Raises:
        KeyProblem: the signer's kind of key is not for this suite, or there is no such suite.
    """
    suite = suite_for(signer.kind, cryptosuite)
    options = {
        "type": DATA_INTEGRITY,
        "cryptosuite": suite.name,
        "created": format_time(created),
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
    }
    if suite.form == "jcs" and "@context" in document:
        options["@context"] = document["@context"]
    return options


def check_proof(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    key: VerificationKey,
    *,
    digests: Digests | None = None,
    previous: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Raise unless `proof` is that key's signature of the document (vc-di-eddsa, 3.2.2 and 3.3.2;
    vc-di-ecdsa, 3.2.2 and 3.3.2).

    `digests` are the document's own, for who has them already. `previous` are the proofs that this
    one signs together with the document, being the next in a chain (vc-data-integrity, 4.5).

    Raises:
        ProofMismatch: it is not.
        KeyProblem: the proof is of an unknown suite or another than the key's, or its value is
            not a signature at all.
        UnsafeDocument, CanonicalizationLimit: the document cannot be canonicalised without loss.
    """
    suite = _known_suite(proof)
    check_kind(suite, key.kind)
    signature = _signature(proof, key.kind)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    own = options.get("@context")
    if "@context" in options:
        _demand_prefix(own, document.get("@context"))
    if suite.form == "rdfc":
        options.pop("@context", None)
    changes: dict[str, Any] = {}
    if previous:
        changes["proof"] = [dict(other) for other in previous]
    if suite.form == "jcs" and "@context" in options and own != document.get("@context"):
        changes["@context"] = own
    if changes:
        secured = {**without_proof(document), **changes}
        signed = hash_data(secured, options, kind=key.kind)
    else:
        digests = digests or Digests(document)
        signed = hash_data(document, options, kind=key.kind, digests=digests)
    if not is_signed(key.kind, key.public_key, signature, signed):
        raise ProofMismatch


def hash_data(
    secured: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    kind: KeyKind = KeyKind.ED25519,
    digests: Digests | None = None,
) -> bytes:
    """What is signed: the hash of the proof options, then that of the document (vc-di-eddsa, 3.2.4
    and 3.3.4).

    `secured` has no proofs but those that are signed with it; `digests` are its own.
    """
    suite, hash_name = _known_suite(options), HASH_NAMES[kind]
    of_document = digests.of(suite.form, hash_name) if digests else _digest(suite, secured, kind)
    return _options_digest(suite, secured.get("@context"), options, kind) + of_document


def options_digest(
    secured: Mapping[str, Any], options: Mapping[str, Any], *, kind: KeyKind
) -> bytes:
    """The hash of the proof options, which are read by the contexts of what they secure."""
    return _options_digest(_known_suite(options), secured.get("@context"), options, kind)


def _options_digest(suite: Suite, context: Any, options: Mapping[str, Any], kind: KeyKind) -> bytes:
    if suite.form != "rdfc":
        return _digest(suite, options, kind)
    named = context if isinstance(context, list) else [context]
    # Texts only: as keys of a cache, 1 and 1.0 and true are the same.
    if set(map(type, (*named, *options.values()))) == {str}:
        try:
            return _templated_digest(tuple(named), tuple(options.items()), HASH_NAMES[kind])
        except NotFilled:
            pass
    return _digest(suite, {"@context": context, **options}, kind)


@lru_cache(maxsize=1024)
def _templated_digest(
    context: tuple[str, ...], options: tuple[tuple[str, str], ...], hash_name: str
) -> bytes:
    """Of options that differ from others in the time and the key alone.

    Raises `NotFilled`: only the full way can tell.
    """
    fixed = tuple([(name, value) for name, value in options if name not in _VARYING])
    values = dict(options)
    template, picked = _options_template(context, fixed, tuple(values))
    return template.digest([values[name].encode() for name in picked], hash_name=hash_name)


@lru_cache(maxsize=256)
def _options_template(
    context: tuple[str, ...], fixed: tuple[tuple[str, str], ...], names: tuple[str, ...]
) -> tuple[GraphTemplate, tuple[str, ...]]:
    values = {**dict.fromkeys(_VARYING, "urn:x"), **dict(fixed)}
    document = {"@context": list(context), **{name: values[name] for name in names}}
    template = compile_graph(document, frozenset((name,) for name in _VARYING))
    if template is None:
        raise NotFilled
    return template, tuple(str(leaf.path[0]) for leaf in template.leaves)


def _digest(suite: Suite, document: Mapping[str, Any], kind: KeyKind) -> bytes:
    return _DIGESTS[suite.form](document, hash_name=HASH_NAMES[kind])


def _known_suite(proof: Mapping[str, Any]) -> Suite:
    suite = suite_of(proof)
    if suite is None:
        raise KeyProblem(_n("The proof was made with a suite that is not known here."))
    return suite


def _signature(proof: Mapping[str, Any], kind: KeyKind) -> bytes:
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        raise KeyProblem(_n("The proof value is not a base58btc multibase text."))
    signature = multibase.decode(value)
    if len(signature) != SIGNATURE_BYTES[kind]:
        raise KeyProblem(
            f"The proof value is not a signature of {SIGNATURE_BYTES[kind]} bytes, as {kind} makes."
        )
    return signature


def _demand_prefix(of_proof: Any, of_document: Any) -> None:
    """vc-data-integrity, 4.3: a proof's own context must be what the document's begins with."""
    wanted = of_proof if isinstance(of_proof, list) else [of_proof]
    given = of_document if isinstance(of_document, list) else [of_document]
    if given[: len(wanted)] != wanted:
        raise UnsafeDocument(
            "The proof was made with other contexts than the document has.", path="/proof/@context"
        )
