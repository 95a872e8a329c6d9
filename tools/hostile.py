"""Writes the hostile inputs of the tests that must be made, where they are missing or changed."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.credentials.hostile import making  # noqa: E402 - found by the line above

FOLDER = ROOT / "tests" / "credentials" / "hostile"


def main() -> int:
    written = []
    made = {f"files/{name}": make() for name, make in making.MADE.items()}
    made["did.json"] = json.dumps(making.DOCUMENT, indent=2).encode() + b"\n"
    for name, content in made.items():
        file = FOLDER / name
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)
            written.append(name)
    print("\n".join(written) or "every hostile input is as it is made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
