"""What importing the package costs."""

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.no_database]


def test_ed25519_signs_without_loading_openssl() -> None:
    """OpenSSL's bindings are for keys of other kinds only."""
    program = (
        "import sys; from acquis.credentials import LocalSigner, issue, examine; "
        "LocalSigner(bytes(32), 'did:x:1#1').sign(b'x'); "
        "sys.exit('cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
