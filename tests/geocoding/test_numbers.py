"""House numbers are found, or placed between neighbours of their side, as a plain search would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.geocoding.numbers import FOUND, INTERPOLATED, MISSING, NOT_ASKED, OTHER_SUFFIX, WIDEST_GAP, find_numbers
from geoprofile.territory.address_build import build_address_index
from tests.geocoding.conftest import address_rows

FRANCE = COUNTRIES["fr"]


def index_of(*numbers: str):
    streets = [
        (f"12208_{n}", f"Rue {n}", told, "12400", "12208", "Saint-Affrique", "") for n, told in enumerate(numbers)
    ]
    return build_address_index([address_rows(streets)], FRANCE)


def find(index, *asked: tuple[int, int, str]):
    street, number, suffix = zip(*asked, strict=True)
    return find_numbers(np.array(street), np.array(number), list(suffix), index, FRANCE.suffixes)


@pytest.mark.parametrize(
    ("number", "suffix", "how"),
    [
        (4, "", FOUND),
        (4, "BIS", FOUND),
        (4, "B", FOUND),
        (4, "TER", OTHER_SUFFIX),
        (6, "", INTERPOLATED),
        (5, "", MISSING),
        (0, "", NOT_ASKED),
        (99, "", MISSING),
    ],
)
def test_how_a_number_is_found(number, suffix, how):
    assert find(index_of("2 4 4bis 8 10"), (0, number, suffix)).how[0] == how


def test_a_letter_that_the_base_has_beside_bis_is_told_from_it():
    index = index_of("4bis 4b")
    spelt = index.texts("suffixes", "suffix").to_pylist()
    found = find(index, (0, 4, "BIS"), (0, 4, "B")).address
    assert [spelt[code] for code in index.numbers("addresses", "suffix")[found]] == ["bis", "b"]


def test_the_other_side_of_the_street_says_nothing():
    found = find(index_of("1 2 3 5 8"), (0, 4, ""))
    assert found.how[0] == INTERPOLATED
    assert found.longitude[0] * 1e-7 == pytest.approx(2 + 4 / 100_000)


def test_neighbours_far_apart_say_nothing():
    assert find(index_of(f"2 {4 + WIDEST_GAP}"), (0, 4, "")).how[0] == MISSING


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.integers(1, 60), min_size=1, max_size=12), min_size=1, max_size=4), st.data())
def test_bisection_finds_what_a_plain_search_finds(streets, data):
    index = index_of(*(" ".join(map(str, sorted(numbers))) for numbers in streets))
    asked = data.draw(
        st.lists(st.tuples(st.integers(0, len(streets) - 1), st.integers(1, 65)), min_size=1, max_size=20)
    )
    found = find(index, *((street, number, "") for street, number in asked))
    for (street, number), how, address in zip(asked, found.how, found.address, strict=True):
        here = number in streets[street]
        assert (how == FOUND) == here
        assert not here or index.numbers("addresses", "number")[address] == number
