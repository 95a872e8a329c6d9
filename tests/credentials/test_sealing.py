"""What is sealed opens for its use and name alone (test_signing has the seeds' own tests)."""

import pytest

from acquis.credentials import KeyProblem, SealProblem, open_seed
from acquis.credentials.sealing import seal, unseal
from tests.credentials import samples

pytestmark = pytest.mark.unit

SECRET, USE, NAME = "a long random secret", "acquis-test", "a name"
SEALED = seal(b"what is kept", secret=SECRET, use=USE, name=NAME)
PROBLEM = (
    "What was sealed for {} cannot be opened: it was sealed under another secret, or its bytes "
    "were altered."
)


def test_it_opens_to_itself() -> None:
    assert unseal(SEALED, secret=SECRET, use=USE, name=NAME) == b"what is kept"


@pytest.mark.parametrize(
    "other",
    [{"secret": SECRET + " "}, {"use": "acquis-other"}, {"name": "another"}],
    ids=["secret", "use", "name"],
)
def test_it_opens_nowhere_else(other: dict[str, str]) -> None:
    told = {"secret": SECRET, "use": USE, "name": NAME} | other
    with pytest.raises(SealProblem) as caught:
        unseal(SEALED, **told)
    assert str(caught.value) == PROBLEM.format(told["name"])


def test_what_is_sealed_for_another_use_is_no_seed() -> None:
    other = seal(samples.SEED, secret=SECRET, use=USE, name=samples.METHOD)
    with pytest.raises(KeyProblem):
        open_seed(other, secret=SECRET, verification_method=samples.METHOD)
