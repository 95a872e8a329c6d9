"""Are there published advisories against what requirements.lock names?

`make audit`, in an environment of its own and apart from `make test`, because it needs a network
in which a source of advisories can be reached. A source that answers nothing would look like a
clean lock: each is first asked about an old release whose advisories are known for certain.

Exit status: 0 none is known, 1 some are, 2 no source could be reached and nothing was examined.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
FOLDER = ROOT / ".cache" / "audit"
CLEAN, VULNERABLE, UNREACHED = 0, 1, 2
# Escaped from its sandbox in 2019 (CVE-2019-10906), and nobody will take that back.
KNOWN = ("jinja2", "2.10")
SOURCES = ("osv", "pypi")
PATIENCE_SECONDS = "15"


def ask(source: str, requirements: Path, *more: str) -> list[dict[str, Any]]:
    """What pip-audit says of each package; nothing if the source cannot be reached."""
    command = [
        str(FOLDER / "bin" / "pip-audit"), "--requirement", str(requirements), "--disable-pip",
        "--format", "json", "--progress-spinner", "off", "--timeout", PATIENCE_SECONDS,
        "--vulnerability-service", source, *more,
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return []
    return found


def answers(source: str) -> bool:
    """The source knows what is known for certain."""
    name, version = KNOWN
    requirements = FOLDER / "known.txt"
    requirements.write_text(f"{name}=={version}\n", encoding="ascii")
    return any(entry.get("vulns") for entry in ask(source, requirements, "--no-deps"))


def conclude(found: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """The exit status and what to print. What was passed over was not examined, and says so."""
    lines, vulnerable, skipped = [], False, 0
    for entry in found:
        if "skip_reason" in entry:
            skipped += 1
            lines.append(f"not examined: {entry['name']}: {entry['skip_reason']}")
        for advisory in entry.get("vulns", []):
            vulnerable = True
            names = ", ".join([advisory["id"], *advisory.get("aliases", [])])
            fixed = ", ".join(advisory["fix_versions"]) or "no release yet"
            lines.append(f"{entry['name']} {entry['version']}: {names}; mended in {fixed}")
    examined = len(found) - skipped
    lines.append(f"{examined} packages examined, {skipped} not")
    if vulnerable:
        return VULNERABLE, lines
    return (UNREACHED if skipped or not examined else CLEAN), lines


def main() -> int:
    for source in SOURCES:
        if answers(source):
            status, lines = conclude(ask(source, LOCK, "--require-hashes"))
            print("\n".join(lines))
            return status
    print(
        "No source of advisories could be reached from here: NOTHING WAS EXAMINED. Run "
        "`make audit` where one can be (pip-audit's: OSV, or the package registry's own).",
        file=sys.stderr,
    )
    return UNREACHED


if __name__ == "__main__":
    sys.exit(main())
