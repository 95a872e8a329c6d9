"""An issuer, its keys and a rich credential of it, made through the public API."""

import json
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from acquis.credentials import (
    Achievement,
    AchievementSubject,
    Alignment,
    Credential,
    Evidence,
    FetchError,
    IdentityObject,
    Image,
    LocalSigner,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    issue,
)
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import VerificationKey, did_document, did_key
from acquis.credentials.openssl import generate_secret
from acquis.credentials.ports import Signer
from acquis.credentials.proofs import data_integrity
from acquis.credentials.signers import EcdsaSigner, RsaSigner

SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))
DID = "did:web:campus.example"
METHOD = f"{DID}#key-1"
SIGNER = LocalSigner(SEED, METHOD)
OTHER_SIGNER = LocalSigner(OTHER_SEED, METHOD)
KEY = VerificationKey(fragment="key-1", public_key=SIGNER.public_key)
P256_SIGNER = EcdsaSigner(KeyKind.P256, bytes(range(1, 33)), f"{DID}#key-p256")
P384_SIGNER = EcdsaSigner(KeyKind.P384, bytes(range(1, 49)), f"{DID}#key-p384")
DOCUMENTS = {DID: did_document(DID, [KEY])}

DID_KEY = did_key(SIGNER.public_key)
DID_KEY_SIGNER = LocalSigner(SEED, f"{DID_KEY}#{DID_KEY.removeprefix('did:key:')}")

ISSUED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
UNTIL = datetime(2028, 3, 1, 9, 0, tzinfo=UTC)
EMAIL = "zoe@courriel.example"
SALT = "5eed5a17"

LEVELS = "https://campus.example/levels/"
SKILL = "https://skills.example/animer-une-reunion"


def achievement(**changes: Any) -> Achievement:
    values: dict[str, Any] = {
        "id": "https://campus.example/achievements/7",
        "name": "Animer une réunion utile 🎯",
        "description": "Prépare, anime et conclut : « tout compte » — 会議を導く.",
        "criteria_narrative": "* L’ordre du jour est une question.\n* La décision est écrite.",
        "criteria_id": "https://campus.example/achievements/7/criteria",
        "achievement_type": "MicroCredential",
        "in_language": "fr",
        "version": "1",
        "image": Image(id="https://campus.example/7.svg", caption="Un badge bleu"),
        "creator": Profile(id=DID, name="Campus Élan"),
        "alignment": (
            Alignment(
                target_name="animer une réunion",
                target_url=SKILL,
                target_framework="Compétences d’essai",
                target_code="S1",
                target_description="Préparer et conduire.",
                target_type="CFItem",
            ),
        ),
        "result_descriptions": (
            ResultDescription(
                id="https://campus.example/achievements/7/results/1",
                name="animer une réunion",
                levels=tuple(
                    RubricCriterionLevel(
                        id=f"{LEVELS}{rank}",
                        name=f"Niveau {rank}",
                        level=str(rank),
                        description=f"Attendu {rank}",
                    )
                    for rank in (1, 2, 3)
                ),
                required_level=f"{LEVELS}2",
                alignment=(Alignment(target_name="animer une réunion", target_url=SKILL),),
            ),
        ),
        "tags": ("réunion", "équipe"),
    }
    return Achievement(**(values | changes))


def subject(**changes: Any) -> AchievementSubject:
    values: dict[str, Any] = {
        "id": "urn:uuid:0f1e2d3c-4b5a-4678-9abc-def012345678",
        "identifier": (IdentityObject.of_email(EMAIL, salt=SALT),),
        "achievement": achievement(),
        "results": (
            Result(
                result_description="https://campus.example/achievements/7/results/1",
                achieved_level=f"{LEVELS}3",
            ),
        ),
    }
    return AchievementSubject(**(values | changes))


def credential(**changes: Any) -> Credential:
    values: dict[str, Any] = {
        "id": "urn:uuid:6d1f0f0e-7d3e-4a53-9a5b-2f0f4f6f7a10",
        "issuer": Profile(
            id=DID,
            name="Campus Élan",
            url="https://campus.example",
            email="contact@campus.example",
            description="Organisme de formation",
            image=Image(id="https://campus.example/logo.png"),
        ),
        "subject": subject(),
        "valid_from": ISSUED,
        "valid_until": UNTIL,
        "awarded": ISSUED,
        "name": "Animer une réunion utile 🎯",
        "description": "Reconnue sur preuves",
        "image": Image(id="https://campus.example/7.svg"),
        "evidence": (
            Evidence(
                name="Compte rendu",
                id="https://portfolio.example/reunion",
                narrative='Ligne 1\nLigne 2\t"citée" \\ fin',
                genre="document",
            ),
            Evidence(name="Décrite seulement", narrative="Observée en mars"),
        ),
    }
    return Credential(**(values | changes))


@cache
def rsa_signer() -> RsaSigner:
    return RsaSigner(generate_secret(KeyKind.RSA), f"{DID}#key-rsa")


def key_of(signer: Any) -> VerificationKey:
    """What the issuer's DID document says of a signer's key."""
    fragment = signer.verification_method.partition("#")[2]
    return VerificationKey(fragment=fragment, public_key=signer.public_key, kind=signer.kind)


@cache
def all_documents() -> dict[str, dict[str, Any]]:
    """The issuer's DID document with a key of each kind."""
    signers = (SIGNER, P256_SIGNER, P384_SIGNER, rsa_signer())
    return {DID: did_document(DID, map(key_of, signers))}


@cache
def signed() -> bytes:
    return issue(credential(), SIGNER, created=ISSUED)


@cache
def signed_by_did_key() -> bytes:
    issuer = Profile(id=DID_KEY, name="Campus Élan", url="https://campus.example")
    return issue(credential(issuer=issuer), DID_KEY_SIGNER, created=ISSUED)


def parsed(data: bytes | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data or signed())
    return found


def packed(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def resigned(
    change: Callable[[dict[str, Any]], None],
    *,
    signer: LocalSigner = SIGNER,
    created: datetime = ISSUED,
) -> bytes:
    """The sample with a change that its issuer made before signing."""
    document = parsed()
    change(document)
    return packed(data_integrity.add_proof(document, signer, created=created))


def proof_with(signer: Signer = SIGNER, **options: Any) -> dict[str, Any]:
    """A proof of the sample whose options are as given; None leaves one out."""
    document = parsed()
    del document["proof"]
    values: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
    }
    values = {name: value for name, value in (values | options).items() if value is not None}
    signature = signer.sign(data_integrity.hash_data(document, values, kind=signer.kind))
    return {**values, "proofValue": data_integrity.multibase.encode(signature)}


def with_proof(*proofs: Any) -> bytes:
    return packed({**parsed(), "proof": list(proofs)})


LATER = proof_with(created="2026-03-02T09:00:00Z")


class Shelf:
    """A fetcher over documents in memory, which keeps a list of what it was asked for."""

    def __init__(self, documents: dict[str, bytes]) -> None:
        self.documents = documents
        self.asked: list[tuple[str, str, int]] = []

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        self.asked.append((url, accept, max_bytes))
        if url not in self.documents:
            raise FetchError(f"{url} is not on the shelf.")
        return self.documents[url]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\x7f"))
COMMENT = chunk(b"tEXt", b"Software\0a painter")
END = chunk(b"IEND", b"")
PNG = PNG_SIGNATURE + HEADER + COMMENT + PIXELS + END
SVG = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b -->\n'
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" aria-label="é > è" viewBox="0 0 8 8">\n'
    '  <rect width="8" height="8"/>\n</svg>\n'
).encode()
