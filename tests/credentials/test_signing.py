import pytest
from nacl.bindings import crypto_sign_open

from acquis.credentials import KeyProblem, LocalSigner, generate_seed, open_seed, seal_seed
from tests.credentials import samples

pytestmark = pytest.mark.unit

SECRET = "a long random secret"
SEALED = seal_seed(samples.SEED, secret=SECRET, verification_method=samples.METHOD)
PROBLEM = (
    f"The private key of {samples.METHOD} cannot be opened: it was sealed under another secret, "
    "or its bytes were altered."
)


def test_a_sealed_seed_opens_to_itself() -> None:
    opened = open_seed(SEALED, secret=SECRET, verification_method=samples.METHOD)
    assert opened == samples.SEED


def test_sealing_twice_gives_other_bytes_and_never_the_seed() -> None:
    again = seal_seed(samples.SEED, secret=SECRET, verification_method=samples.METHOD)
    assert again != SEALED
    assert samples.SEED not in again
    assert len(again) == len(SEALED) == 24 + 32 + 16


def test_another_secret_does_not_open_it() -> None:
    with pytest.raises(KeyProblem) as caught:
        open_seed(SEALED, secret=SECRET + " ", verification_method=samples.METHOD)
    assert str(caught.value) == PROBLEM


def test_it_does_not_open_as_another_key() -> None:
    with pytest.raises(KeyProblem) as caught:
        open_seed(SEALED, secret=SECRET, verification_method=f"{samples.DID}#key-2")
    assert str(caught.value) == PROBLEM.replace("#key-1", "#key-2")


@pytest.mark.parametrize("position", range(0, len(SEALED), 5))
def test_an_altered_byte_does_not_open(position: int) -> None:
    altered = bytearray(SEALED)
    altered[position] ^= 1
    with pytest.raises(KeyProblem) as caught:
        open_seed(bytes(altered), secret=SECRET, verification_method=samples.METHOD)
    assert str(caught.value) == PROBLEM


@pytest.mark.parametrize("length", [0, 1, 23, 24, 39, len(SEALED) - 1])
def test_a_cut_seal_does_not_open(length: int) -> None:
    with pytest.raises(KeyProblem) as caught:
        open_seed(SEALED[:length], secret=SECRET, verification_method=samples.METHOD)
    assert str(caught.value) == PROBLEM


def test_a_signature_opens_with_the_public_key() -> None:
    signature = samples.SIGNER.sign(b"a proof")
    assert len(signature) == 64
    assert crypto_sign_open(signature + b"a proof", samples.SIGNER.public_key) == b"a proof"


def test_a_signer_shows_nothing_of_its_seed() -> None:
    shown = f"{samples.SIGNER!r} {samples.SIGNER} {[samples.SIGNER]}"
    assert shown == " ".join(
        [
            "LocalSigner(did:web:campus.example#key-1)",
            "LocalSigner(did:web:campus.example#key-1)",
            "[LocalSigner(did:web:campus.example#key-1)]",
        ]
    )
    public = [name for name in dir(samples.SIGNER) if not name.startswith("_")]
    assert public == ["kind", "public_key", "sign", "verification_method"]
    assert not hasattr(samples.SIGNER, "__dict__")


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(KeyProblem, match=r"^An Ed25519 seed has 32 bytes\.$"):
        LocalSigner(bytes(length), samples.METHOD)


def test_seeds_are_32_bytes_and_never_the_same() -> None:
    seeds = {generate_seed() for _ in range(20)}
    assert len(seeds) == 20
    assert {len(seed) for seed in seeds} == {32}
