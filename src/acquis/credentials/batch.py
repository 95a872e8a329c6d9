"""One achievement, many holders: what is the same for all is worked out once.

    batch = Batch(sample, signer, vary=["/id", "/credentialSubject/id"], created=now)
    for signed in batch.issue([["urn:uuid:...", "did:example:ada"], ...]):
        ...

The bytes are those that `issue` gives for the same content, key and time.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any

from acquis.credentials.algorithms import HASH_NAMES
from acquis.credentials.canon import jcs
from acquis.credentials.canon.holes import HashedPattern, Pattern, Sentinels
from acquis.credentials.canon.template import (
    GraphTemplate,
    NotFilled,
    Path,
    compile_graph,
    picker,
    with_texts,
)
from acquis.credentials.did import base58
from acquis.credentials.errors import CanonicalizationLimit, CredentialError, UnsafeDocument
from acquis.credentials.formats import strict_json
from acquis.credentials.issue import (
    NONCHARACTERS,
    refuse_doubtful_characters,
    refuse_foreign_key,
    sign_document,
    sign_token,
)
from acquis.credentials.model import Credential
from acquis.credentials.ports import Signer
from acquis.credentials.proofs import data_integrity, jws, vc_jwt
from acquis.credentials.proofs.suites import suite_for

# Rows are signed in groups: each step for all of them before the next keeps its tables in the
# processor's cache.
GROUP = 16
_ESCAPED = bytes(range(0x20)) + b'"\\'
_Row = Sequence[str]
_Values = Sequence[Sequence[bytes]]  # of several rows
# What a row can raise that must go alone: it may still be signed, or be named.
_ALONE = (CanonicalizationLimit, NotFilled, UnicodeEncodeError, AttributeError, TypeError)
_DATES: frozenset[Path] = frozenset({("validFrom",), ("validUntil",)})


class Batch:
    """Signs credentials that differ from a sample only in the texts at `vary`.

    `vary` are JSON Pointers (RFC 6901) into the sample's JSON, where it must have texts; a row has
    a text for each, in the same order. What the quick way cannot do (a value that is no plain IRI
    where one belongs, blank nodes that look alike) is done the full way, with the same result.
    With `as_token` the results are those of `issue_jwt`.

    Raises:
        UnsafeDocument: a pointer leads to no text, or to one that cannot vary; and what `issue`
            raises for the sample.
    """

    def __init__(
        self,
        sample: Credential,
        signer: Signer,
        *,
        vary: Sequence[str],
        created: datetime,
        cryptosuite: str | None = None,
        as_token: bool = False,
    ) -> None:
        self._sample, self._signer, self._created = sample.to_json(), signer, created
        refuse_foreign_key(self._sample, signer)
        refuse_doubtful_characters(self._sample)
        self._paths = [_path(self._sample, pointer) for pointer in vary]
        self._graph, self._pick = _graph(self._sample, self._paths)
        if as_token:
            self._set_up_tokens()
        else:
            self._set_up_proofs(cryptosuite)

    def _set_up_tokens(self) -> None:
        if any(path in _DATES for path in self._paths):
            raise UnsafeDocument(
                "The dates cannot vary in a batch of tokens, whose claims repeat them as numbers."
            )
        self._header = jws.header_for(self._signer)
        self._sign_values = self._sign_tokens
        self._sign_alone = partial(sign_token, signer=self._signer, created=self._created)
        self._json = Pattern(
            self._with_holes(
                lambda document, _value: strict_json.dumps(
                    {**document, **vc_jwt.claims_of(document, created=self._created)}
                )
            )
        )

    def _set_up_proofs(self, cryptosuite: str | None) -> None:
        sample, signer, created = self._sample, self._signer, self._created
        suite = suite_for(signer.kind, cryptosuite)
        options = data_integrity.proof_options(
            sample, signer, created=created, cryptosuite=cryptosuite
        )
        self._options_digest = data_integrity.options_digest(sample, options, kind=signer.kind)
        self._hash_name = HASH_NAMES[signer.kind]
        self._jcs = HashedPattern(
            self._with_holes(lambda document, _value: jcs.canonicalize(document)), self._hash_name
        )
        self._digests = self._rdfc_digests if suite.form == "rdfc" else self._jcs_digests
        self._sign_values = self._sign_proofs
        self._sign_alone = partial(
            sign_document, signer=signer, created=created, cryptosuite=suite.name
        )
        self._json = Pattern(
            self._with_holes(
                lambda document, value: strict_json.dumps(
                    {**document, "proof": [{**options, "proofValue": f"z{value}"}]}
                )
            )
        )

    def issue(self, rows: Iterable[_Row], *, processes: int = 1) -> Iterator[bytes]:
        """The signed credentials, one for each row and in their order.

        Rows are taken as results are, a few ahead, and neither is collected. With several
        `processes` (where the system can fork) each signs chunks of rows; the key is inherited in
        memory and sent nowhere.

        Raises:
            UnsafeDocument: a row has not as many texts as `vary`, or one that cannot be signed.
                The error names the row, and comes after all results before it.
        """
        if processes > 1 and hasattr(os, "fork"):
            # multiprocessing takes a fifth of this package's import; few need it.
            from acquis.credentials.processes import in_processes  # noqa: PLC0415 - above

            return in_processes(self.issue_from, rows, processes)
        return self.issue_from(rows, first=1)

    def issue_from(self, rows: Iterable[_Row], *, first: int) -> Iterator[bytes]:
        """As `issue`, in this process; `first` is the number that an error gives the first row."""
        remaining = iter(rows)
        number = first
        while group := list(islice(remaining, GROUP)):
            try:
                signed = self._sign_group(group)
            except _ALONE:
                yield from self._one_by_one(group, number)
            else:
                yield from signed
            number += len(group)

    def _sign_group(self, rows: Sequence[_Row]) -> list[bytes]:
        """Raises `NotFilled`, or whatever texts that are none raise, when one must go alone."""
        values = [[text.encode() for text in row] for row in rows]
        written = _as_json(values, len(self._paths))
        return self._sign_values(list(map(self._pick, values)), written)

    def _sign_proofs(self, values: _Values, written: _Values) -> list[bytes]:
        sign, options = self._signer.sign, self._options_digest
        digests = self._digests(values, written)
        signatures = base58.encode_all([sign(options + digest) for digest in digests])
        form, pick = self._json.form, self._json.pick
        return [
            form % pick((*row, signature))
            for row, signature in zip(written, signatures, strict=True)
        ]

    def _sign_tokens(self, values: _Values, written: _Values) -> list[bytes]:
        self._graph.check_all(values)
        return [jws.sign(self._header, self._json.fill(row), self._signer) for row in written]

    def _one_by_one(self, rows: Sequence[_Row], first: int) -> Iterator[bytes]:
        for number, row in enumerate(rows, first):
            try:
                yield self._sign_the_full_way(row)
            except CredentialError as error:
                raise UnsafeDocument(f"Row {number}: {error}") from error

    def _sign_the_full_way(self, row: _Row) -> bytes:
        if len(row) != len(self._paths) or not all(isinstance(text, str) for text in row):
            raise UnsafeDocument(f"It must have {len(self._paths)} texts, one for each pointer.")
        return self._sign_alone(with_texts(self._sample, dict(zip(self._paths, row, strict=True))))

    def _rdfc_digests(self, values: _Values, _written: _Values) -> list[bytes]:
        return self._graph.digests(values, hash_name=self._hash_name)

    def _jcs_digests(self, values: _Values, written: _Values) -> list[bytes]:
        self._graph.check_all(values)
        return [self._jcs.digest(row) for row in written]

    def _with_holes(self, write: Callable[[dict[str, Any], str], bytes]) -> str:
        """What is written of a document, with holes for the varying texts and the proof's value."""
        sentinels = Sentinels()
        texts = {path: sentinels.text(number) for number, path in enumerate(self._paths)}
        document = with_texts(self._sample, texts)
        return sentinels.to_holes(write(document, sentinels.text(len(self._paths))).decode("utf-8"))


def _as_json(rows: _Values, count: int) -> _Values:
    """The texts as JSON writes them between quotes.

    Raises `NotFilled` if a row has not so many, or doubtful characters.
    """
    if set(map(len, rows)) != {count}:
        raise NotFilled
    together = b"".join(chain.from_iterable(rows))
    if not together.isascii() and NONCHARACTERS.search(together):
        raise NotFilled
    if len(together.translate(None, _ESCAPED)) == len(together):
        return rows
    return [[_one_as_json(value) for value in values] for values in rows]


def _one_as_json(value: bytes) -> bytes:
    return json.dumps(value.decode("utf-8"), ensure_ascii=False)[1:-1].encode()


def _graph(
    sample: dict[str, Any], paths: Sequence[Path]
) -> tuple[GraphTemplate, Callable[[Sequence[bytes]], tuple[bytes, ...]]]:
    """The sample's template, and how its values are picked from a row.

    Raises:
        UnsafeDocument: a text that is to vary decides what others mean, or no template is possible.
    """
    graph = compile_graph(sample, frozenset(paths))
    found = [leaf.path for leaf in graph.leaves] if graph else []
    missing = [path for path in paths if path not in found]
    if graph is None or missing:
        raise UnsafeDocument(
            "This text cannot vary in a batch: it decides what the rest of the credential means.",
            path="/" + "/".join(map(str, missing[0] if missing else ())),
        )
    return graph, picker([paths.index(path) for path in found])


def _path(document: Any, pointer: str) -> Path:
    """Where a JSON Pointer leads (RFC 6901, section 4).

    Raises:
        UnsafeDocument: to no text.
    """
    path: list[str | int] = []
    found = document
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        key = int(name) if isinstance(found, list) and name.isdecimal() else name
        path.append(key)
        try:
            found = found[key]
        except (KeyError, IndexError, TypeError):
            found = None
    if not path or not isinstance(found, str):
        raise UnsafeDocument(
            f"The sample has no text at {pointer!r} that could vary.", path=pointer
        )
    return tuple(path)
