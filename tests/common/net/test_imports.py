import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.no_database]

# To fetch, to expand JSON-LD, for keys that are not Ed25519, to serve.
SLOW = {"httpx", "httpcore", "asyncio", "pyld", "lxml", "cryptography", "joserfc", "django"}
REPORT = (
    "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
)


def modules_of(statement: str) -> set[str]:
    """The top-level modules that are loaded after a statement in a fresh process."""
    command = [sys.executable, "-c", f"{statement}; {REPORT}"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    "statement",
    [
        "import acquis.common.net",
        "import acquis.credentials",
        "import acquis.web.cli.verify",
        "from acquis.web.cli import main",
    ],
)
def test_what_a_bare_command_line_imports_has_no_django(statement: str) -> None:
    loaded = modules_of(statement)
    assert "acquis" in loaded
    assert "django" not in loaded


@pytest.mark.parametrize("statement", ["import acquis.credentials", "import acquis.web.cli.verify"])
def test_the_core_and_the_command_load_what_is_slow_only_when_it_is_needed(statement: str) -> None:
    assert modules_of(statement) & SLOW == set()
