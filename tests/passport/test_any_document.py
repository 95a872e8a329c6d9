"""Whatever is handed in, the verify page and the API answer: with a verdict or a reason, never with
an error of ours. The files are the core's hostile ones, and one of each kind that it reads."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from acquis.credentials import FetchError, issue, issue_jwt
from acquis.passport.domain import verification
from tests.credentials import samples
from tests.credentials.endorsing import endorsement
from tests.credentials.hostile.expected import EXPECTED
from tests.credentials.test_records import record

# The answers are the same on every engine.
pytestmark = [pytest.mark.integration, pytest.mark.no_database, pytest.mark.django_db]
FILES = Path(__file__).parent.parent / "credentials" / "hostile" / "files"
ADDRESSES = ("/verify/", "/api/v1/verify")
OPEN_BADGE_2 = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://badges.example/assertions/1",
    "recipient": {"type": "email", "hashed": False, "identity": "zoe@courriel.example"},
    "badge": {"type": "BadgeClass", "id": "https://badges.example/classes/1", "name": "Ancien"},
    "verification": {"type": "HostedBadge"},
    "issuedOn": "2016-12-31T23:59:59Z",
}
KINDS = {
    "badge": samples.signed,
    "badge with an endorsement": lambda: issue(
        samples.credential(endorsements=(endorsement(),)), samples.SIGNER, created=samples.ISSUED
    ),
    "token": lambda: issue_jwt(samples.credential(), samples.SIGNER, created=samples.ISSUED),
    "endorsement": endorsement,
    "record": lambda: issue(record(), samples.SIGNER, created=samples.ISSUED),
    "open badge 2": lambda: json.dumps(OPEN_BADGE_2).encode(),
}


class NoInternet:
    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        raise FetchError(f"{url} could not be fetched.")


@pytest.fixture(autouse=True)
def _nothing_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files name issuers that nobody has; asking for them would only wait for names."""
    monkeypatch.setattr(verification, "_internet", NoInternet())


def ask(address: str, content: bytes) -> int:
    cache.clear()  # the limit is not what is looked at
    file = SimpleUploadedFile("badge", content)
    return Client(raise_request_exception=False).post(address, {"file": file}).status_code


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_gets_an_answer(name: str) -> None:
    address = ADDRESSES[sorted(EXPECTED).index(name) % 2]
    assert ask(address, (FILES / name).read_bytes()) in {200, 413, 422}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_kind_gets_a_verdict(kind: str, address: str) -> None:
    assert ask(address, KINDS[kind]()) == 200
