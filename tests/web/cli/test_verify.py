"""The command as a stranger runs it: in a process of its own, judged by output and exit status."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acquis.credentials import REASONS, Profile, bake_png, bake_svg, issue
from tests.credentials import samples
from tests.credentials.samples import DID, DOCUMENTS, EMAIL, SIGNER, chunk

pytestmark = [pytest.mark.integration, pytest.mark.no_database]

# The command reads the real clock.
ALWAYS: dict[str, Any] = {"valid_from": datetime(2020, 1, 1, tzinfo=UTC), "valid_until": None}
SIGNED = issue(samples.credential(**ALWAYS), SIGNER, created=datetime(2020, 1, 1, tzinfo=UTC))
NAME = "Animer une réunion utile 🎯"


def run(
    *arguments: str, folder: Path, stdin: bytes = b"", **environment: str
) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    clean = {name: value for name, value in os.environ.items() if name not in {"LANG", "LC_ALL"}}
    done = subprocess.run(
        [sys.executable, "-m", "acquis.web.cli", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        cwd=folder,
        env={**clean, "PYTHONUTF8": "1", "LANG": "en_GB.UTF-8", **environment},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "did.json").write_bytes(samples.packed(DOCUMENTS[DID]))
    (tmp_path / "badge.json").write_bytes(SIGNED)
    (tmp_path / "badge.png").write_bytes(bake_png(samples.PNG, SIGNED))
    (tmp_path / "badge.svg").write_bytes(bake_svg(samples.SVG, SIGNED))
    return tmp_path


TRUSTED = ("--offline", "--did-document", "did.json")
VALID = f"""\
VALID: this badge is genuine.
  ✓ The document is a complete Open Badge 3.0.
  ✓ Every term is defined by published, pinned contexts.
  ✓ The signature matches: nothing was changed since it was signed.
  ✓ The key is published by the issuer did:web:campus.example.
  ✓ Valid since 2020-01-01T00:00:00Z, without end.
  – The issuer keeps no revocation list for this credential.
  – The credential carries no endorsement.

{NAME}
Campus Élan
"""


@pytest.mark.parametrize("name", ["badge.json", "badge.png", "badge.svg"])
def test_a_genuine_badge_is_valid(folder: Path, name: str) -> None:
    assert run("verify", name, *TRUSTED, folder=folder) == (0, VALID, "")


def test_standard_input_is_read(folder: Path) -> None:
    assert run("verify", "-", *TRUSTED, folder=folder, stdin=SIGNED) == (0, VALID, "")


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--lang", "fr"], {}),
        ([], {"LANG": "fr_FR.UTF-8"}),
        ([], {"LC_ALL": "fr_CA.UTF-8", "LANG": "en_GB.UTF-8"}),
    ],
    ids=["option", "LANG", "LC_ALL"],
)
def test_the_report_speaks_french(
    folder: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    code, output, errors = run(
        "verify", "badge.png", *TRUSTED, *arguments, folder=folder, **environment
    )
    assert (code, errors) == (0, "")
    assert output.splitlines()[0] == "VALIDE : ce badge est authentique."
    assert "VALID:" not in output


def test_an_address_is_compared(folder: Path) -> None:
    code, output, _ = run("verify", "badge.png", *TRUSTED, "--email", EMAIL, folder=folder)
    assert (code, output.splitlines()[8]) == (
        0,
        "  ✓ Issued to the person who has this e-mail address.",
    )
    code, output, _ = run("verify", "badge.png", *TRUSTED, "--email", "a@b.example", folder=folder)
    assert (code, output.splitlines()[0], output.splitlines()[8]) == (
        1,
        "NOT VALID: do not rely on this badge.",
        "  ✗ Issued to somebody else than this e-mail address.",
    )


NOT_TRUSTED = "NOT TRUSTED: this badge is genuine, but of none of the issuers that you named."


def test_a_genuine_badge_is_refused_when_its_issuer_is_not_trusted(folder: Path) -> None:
    code, output, errors = run(
        "verify", "badge.png", *TRUSTED, "--trusted-issuer", "did:web:a.example", folder=folder
    )
    assert (code, errors) == (1, "")
    assert output.splitlines() == [NOT_TRUSTED, *VALID.splitlines()[1:]]


def test_any_of_the_trusted_issuers_will_do(folder: Path) -> None:
    options = ("--trusted-issuer", "did:web:a.example", "--trusted-issuer", DID)
    assert run("verify", "badge.png", *TRUSTED, *options, folder=folder) == (0, VALID, "")


@pytest.mark.parametrize(
    ("issuer", "more", "expected"),
    [
        (DID, TRUSTED, (0, "valid", True)),
        ("did:web:a.example", TRUSTED, (1, "valid", False)),
        (DID, ("--offline",), (2, "undecided", False)),
    ],
)
def test_the_report_in_json_says_whether_the_issuer_is_trusted(
    folder: Path, issuer: str, more: tuple[str, ...], expected: tuple[int, str, bool]
) -> None:
    options = ("--json", "--trusted-issuer", issuer)
    code, output, errors = run("verify", "badge.png", *more, *options, folder=folder)
    found = json.loads(output)
    assert (code, found["verdict"], found["trusted"], errors) == (*expected, "")


def test_a_badge_that_is_not_valid_says_so_whoever_is_trusted(folder: Path) -> None:
    code, output, _ = run("verify", "-", "--trusted-issuer", DID, folder=folder, stdin=b"{}")
    assert (code, output.splitlines()[0]) == (1, "NOT VALID: do not rely on this badge.")


def test_an_endless_input_is_not_read_to_its_end(folder: Path) -> None:
    assert run("verify", "/dev/zero", folder=folder) == (
        1,
        "",
        "acquis verify: The file is larger than 20 MB.\n",
    )


def check(name: str, outcome: str, reason: str, **parameters: str) -> dict[str, str]:
    text = REASONS[reason] % parameters
    return {"check": name, "outcome": outcome, "reason": reason, "text": text}


def test_the_report_in_json(folder: Path) -> None:
    code, output, errors = run("verify", "badge.json", "--json", "--offline", folder=folder)
    assert (code, errors) == (2, "")
    assert json.loads(output) == {
        "verdict": "undecided",
        "kind": "open_badge",
        "checks": [
            check("structure", "passed", "well_formed"),
            check("context", "passed", "context_known"),
            check("proof", "undecided", "proof_needs_key"),
            check("issuer_key", "undecided", "key_offline"),
            check("dates", "passed", "dates_current", since="2020-01-01T00:00:00Z", until=""),
            check("status", "not_applicable", "no_status"),
            check("endorsements", "not_applicable", "no_endorsement"),
        ],
    }


def test_offline_without_the_issuers_document_it_is_undecided(folder: Path) -> None:
    code, output, _ = run("verify", "badge.png", "--offline", folder=folder)
    assert (code, output.splitlines()[0]) == (2, "UNDECIDED: a check could not be made.")


def test_an_issuer_that_cannot_be_reached_leaves_it_undecided(folder: Path) -> None:
    issuer = Profile(id="did:web:127.0.0.1", name="Campus")
    signer = samples.LocalSigner(samples.SEED, "did:web:127.0.0.1#key-1")
    inside = issue(samples.credential(issuer=issuer, **ALWAYS), signer, created=samples.ISSUED)
    code, output, _ = run("verify", "-", folder=folder, stdin=inside)
    assert (code, output.splitlines()[4]) == (
        2,
        "  ? The issuer's keys could not be looked up: https://127.0.0.1/.well-known/did.json "
        "could not be fetched: 127.0.0.1 is not a public address.",
    )


def test_one_changed_byte_in_a_whole_png_is_not_valid(folder: Path) -> None:
    forged = SIGNED.replace(b"/levels/3", b"/levels/1")
    assert len(forged) == len(SIGNED)
    picture = (folder / "badge.png").read_bytes()
    keyword = b"openbadgecredential\0\0\0\0\0"
    old, new = chunk(b"iTXt", keyword + SIGNED), chunk(b"iTXt", keyword + forged)
    assert old in picture
    (folder / "forged.png").write_bytes(picture.replace(old, new))
    code, output, errors = run("verify", "forged.png", *TRUSTED, folder=folder)
    assert (code, errors) == (1, "")
    assert output.splitlines()[:4] == [
        "NOT VALID: do not rely on this badge.",
        "  ✓ The document is a complete Open Badge 3.0.",
        "  ✓ Every term is defined by published, pinned contexts.",
        "  ✗ The signature does not match: the content was changed after signing.",
    ]


def test_one_changed_byte_without_its_checksum_is_a_damaged_file(folder: Path) -> None:
    picture = (folder / "badge.png").read_bytes()
    (folder / "damaged.png").write_bytes(picture.replace(b"/levels/3", b"/levels/1"))
    assert run("verify", "damaged.png", *TRUSTED, folder=folder) == (
        1,
        "",
        "acquis verify: The PNG picture is damaged: a checksum does not match.\n",
    )


NO_BADGE = "The file is neither a PNG or SVG badge nor the JSON of a credential."


def test_a_file_of_another_kind_is_not_valid(folder: Path) -> None:
    garbage = bytes(range(256))
    assert run("verify", "-", folder=folder, stdin=garbage) == (
        1,
        "",
        f"acquis verify: {NO_BADGE}\n",
    )
    code, output, errors = run("verify", "-", "--json", folder=folder, stdin=garbage)
    assert (code, json.loads(output), errors) == (1, {"verdict": "invalid", "error": NO_BADGE}, "")


def test_json_that_is_no_badge_is_not_valid(folder: Path) -> None:
    code, output, errors = run("verify", "-", folder=folder, stdin=b"{}")
    assert (code, errors) == (1, "")
    assert output.splitlines()[:2] == [
        "NOT VALID: do not rely on this badge.",
        "  ✗ The document is not a complete credential: its first context is not that of "
        "Verifiable Credentials 2.0.",
    ]


@pytest.mark.parametrize("option", [[], ["--json"]], ids=["text", "json"])
def test_a_missing_file_is_undecided(folder: Path, option: list[str]) -> None:
    code, output, errors = run("verify", "nothing.png", *option, folder=folder)
    message = "[Errno 2] No such file or directory: 'nothing.png'"
    if option:
        assert (code, json.loads(output)) == (2, {"verdict": "undecided", "error": message})
    else:
        assert (code, output, errors) == (2, "", f"acquis verify: {message}\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "[Errno 2] No such file or directory: 'other.json'"),
        (b"[]", "other.json is not a DID document: it has no id."),
        (b'{"id": 5}', "other.json is not a DID document: it has no id."),
        (b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ],
    ids=["missing", "array", "no id", "garbage"],
)
def test_a_did_document_that_cannot_be_read_is_undecided(
    folder: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (folder / "other.json").write_bytes(content)
    found = run("verify", "badge.png", "--did-document", "other.json", folder=folder)
    assert found == (2, "", f"acquis verify: {message}\n")


def test_several_did_documents_can_be_trusted(folder: Path) -> None:
    (folder / "other.json").write_text('{"id": "did:web:other.example"}')
    more = ("--did-document", "other.json")
    assert run("verify", "badge.png", *TRUSTED, *more, folder=folder)[0] == 0


def test_a_badge_cannot_repaint_the_terminal(folder: Path) -> None:
    name = "Réunion\x1b[2J\x1b]0;titre\x07\r\u202e\u2028fin"
    achievement = samples.achievement(name=name)
    hostile = issue(
        samples.credential(subject=samples.subject(achievement=achievement), **ALWAYS),
        SIGNER,
        created=samples.ISSUED,
    )
    code, output, _ = run("verify", "-", *TRUSTED, folder=folder, stdin=hostile)
    assert code == 0
    assert output.splitlines()[9] == "Réunion [2J ]0;titre    fin"


def test_a_complaint_cannot_repaint_the_terminal(folder: Path) -> None:
    _, _, errors = run("verify", "-\x1b[2J", folder=folder)
    assert "\x1b" not in errors


def test_a_terminal_without_accents_gets_the_same_verdict(folder: Path) -> None:
    code, output, errors = run(
        "verify", "badge.png", *TRUSTED, folder=folder, PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )
    assert (code, errors) == (0, "")
    assert output.splitlines()[-2] == "Animer une r?union utile ?"


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["verify"], ["verify", "a", "b"], ["verify", "a", "--lang", "xx"]],
    ids=["nothing", "unknown", "no file", "two files", "language"],
)
def test_a_wrong_command_line_is_explained(folder: Path, arguments: list[str]) -> None:
    code, output, errors = run(*arguments, folder=folder)
    assert (code, output) == (2, "")
    assert errors.startswith("usage: acquis")


def test_help_names_every_command(folder: Path) -> None:
    code, output, errors = run("--help", folder=folder)
    assert (code, errors) == (0, "")
    listed = {line.split()[0] for line in output.splitlines() if line.startswith("    ")}
    assert listed >= {"verify", "serve", "web", "worker", "demo", "manage"}
    code, output, _ = run("verify", "--help", folder=folder)
    assert (code, output.splitlines()[0][:20]) == (0, "usage: acquis verify")
