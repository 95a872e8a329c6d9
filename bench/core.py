"""The credential core against the raw rates of PyNaCl: R signs 64 bytes, V verifies them."""

import struct
import zlib
from datetime import UTC, datetime
from itertools import count

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from acquis.credentials import (
    Achievement,
    AchievementSubject,
    Alignment,
    Credential,
    Evidence,
    IdentityObject,
    LocalSigner,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    bake_png,
    bake_svg,
    examine,
    issue,
)
from acquis.credentials.did import did_key
from bench.harness import Line, rate_line, rates

SEED = bytes(range(32))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
_numbers = count()


def figures() -> list[Line]:
    public, secret = crypto_sign_seed_keypair(SEED)
    data = bytes(64)
    signed = crypto_sign(data, secret)
    did = did_key(public)
    signer = LocalSigner(SEED, f"{did}#{did.removeprefix('did:key:')}")
    document = issue(_credential(did), signer, created=NOW)
    png, svg = _png(), b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>'
    found = rates({
        "R": lambda: crypto_sign(data, secret),
        "V": lambda: crypto_sign_open(signed, public),
        "issue_eddsa_rdfc_2022": lambda: issue(_credential(did), signer, created=NOW),
        "verify_warm": lambda: examine(document, now=NOW),
        "bake_png": lambda: bake_png(png, document),
        "bake_svg": lambda: bake_svg(svg, document),
    })  # fmt: skip
    return [
        rate_line("issue_eddsa_rdfc_2022", found, "R"),
        rate_line("verify_warm", found, "V"),
        rate_line("bake_png", found, "R"),
        rate_line("bake_svg", found, "R"),
    ]


FIGURES = ((("issue_eddsa_rdfc_2022", "verify_warm", "bake_png", "bake_svg"), figures),)


def _credential(did: str) -> Credential:
    """What the system issues: two skills with levels, evidence, a hashed identity."""
    number = next(_numbers)
    skills = [f"urn:uuid:00000000-0000-4000-8000-{index:012d}" for index in range(2)]
    levels = tuple(
        RubricCriterionLevel(id=f"urn:uuid:00000000-0000-4000-9000-{rank:012d}", name=f"N{rank}")
        for rank in range(4)
    )
    achievement = Achievement(
        id="https://badges.example.org/achievements/1",
        name="Animer une réunion qui décide",
        description="Préparer et conduire une réunion jusqu’à une décision claire.",
        criteria_narrative="- L’ordre du jour énonce la décision.\n- Le compte rendu dit qui.",
        achievement_type="MicroCredential",
        in_language="fr",
        alignment=tuple(
            Alignment(target_name=f"compétence {index}", target_url=f"https://esco.example/{index}")
            for index in range(2)
        ),
        result_descriptions=tuple(
            ResultDescription(
                id=skill, name=f"compétence {index}", levels=levels, required_level=levels[1].id
            )
            for index, skill in enumerate(skills)
        ),
    )
    return Credential(
        id=f"urn:uuid:00000000-0000-4000-a000-{number:012d}",
        issuer=Profile(id=did, name="Institut Boréal", url="https://institut-boreal.example"),
        subject=AchievementSubject(
            id=f"urn:uuid:00000000-0000-4000-b000-{number:012d}",
            identifier=(IdentityObject.of_email(f"p{number}@courriel.example", salt="0" * 32),),
            achievement=achievement,
            results=tuple(
                Result(result_description=skill, achieved_level=levels[2].id) for skill in skills
            ),
        ),
        evidence=(Evidence(name="Preuve 1", genre="file"),),
        valid_from=NOW,
    )


def _png() -> bytes:
    """A picture of 600 by 600 points."""
    rows = zlib.compress((b"\0" + bytes(600 * 3)) * 600)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 600, 600, 8, 2, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
