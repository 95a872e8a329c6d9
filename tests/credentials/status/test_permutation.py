"""Places in a status list: each once, none guessed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.credentials import Permutation, StatusListProblem
from acquis.credentials.status.bitstring import MIN_ENTRIES

pytestmark = pytest.mark.unit

KEY = bytes(range(16))


def test_every_place_is_given_out_once() -> None:
    permutation = Permutation(KEY, MIN_ENTRIES)
    assert sorted(permutation.places(0, MIN_ENTRIES)) == list(range(MIN_ENTRIES))


@settings(deadline=None)
@given(st.binary(min_size=16, max_size=40), st.integers(1, 600))
def test_it_is_a_permutation_for_any_key_and_length(key: bytes, entries: int) -> None:
    permutation = Permutation(key, entries)
    assert sorted(permutation.places(0, entries)) == list(range(entries))


def test_the_places_are_the_same_on_every_machine_and_for_ever() -> None:
    """A list that is in use must not change its places with a release."""
    found = list(Permutation(KEY, MIN_ENTRIES).places(0, 6))
    assert found == PLACES
    assert list(Permutation(KEY, 10_000_000).places(0, 3)) == PLACES_OF_TEN_MILLION


PLACES = [61811, 73694, 60985, 62628, 53551, 119110]
PLACES_OF_TEN_MILLION = [6203093, 6069866, 1183148]


def test_another_key_or_length_gives_other_places() -> None:
    ours = list(Permutation(KEY, MIN_ENTRIES).places(0, 100))
    for other in (Permutation(bytes(16), MIN_ENTRIES), Permutation(KEY, MIN_ENTRIES + 8)):
        shared = sum(a == b for a, b in zip(ours, other.places(0, 100), strict=True))
        assert shared < 5


def test_neighbours_in_time_are_no_neighbours_in_the_list() -> None:
    """Distances between successive places are spread as those of random places are."""
    places = list(Permutation(KEY, MIN_ENTRIES).places(0, 20_000))
    distances = [abs(a - b) for a, b in pairwise(places)]
    mean = sum(distances) / len(distances)
    assert 0.98 < mean / (MIN_ENTRIES / 3) < 1.02
    assert sum(distance < MIN_ENTRIES // 100 for distance in distances) < 500
    # Each bit of the place is set half of the time.
    for bit in range(17):
        assert abs(sum(place >> bit & 1 for place in places) - 10_000) < 400


@pytest.mark.parametrize(
    ("key", "entries", "message"),
    [
        (bytes(15), 8, "The key of a permutation has at least 16 bytes."),
        (KEY, 0, "A permutation of 0 places is not possible."),
        (KEY, 2**32 + 1, "A permutation of 4294967297 places is not possible."),
    ],
)
def test_what_cannot_be_permuted_is_refused(key: bytes, entries: int, message: str) -> None:
    with pytest.raises(StatusListProblem) as refused:
        Permutation(key, entries)
    assert str(refused.value) == message


@pytest.mark.parametrize("number", [-1, 8])
def test_a_full_list_says_so(number: int) -> None:
    with pytest.raises(StatusListProblem) as refused:
        Permutation(KEY, 8).place(number)
    assert str(refused.value) == (
        f"The status list has 8 places, and number {number} is not among them. Start another list."
    )
