"""House numbers are found, or placed between neighbours of their side, as a plain search would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.geocoding.evidence import NumberEvidence
from geoprofile.geocoding.numbers import WIDEST_GAP, find_numbers
from geoprofile.territory.address_build import build_address_index
from tests.geocoding.conftest import address_rows

FRANCE = COUNTRIES["fr"]
FOUND, OTHER_SUFFIX, INTERPOLATED, MISSING, NOT_ASKED = NumberEvidence


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
        (2, "BIS", OTHER_SUFFIX),
        (6, "", INTERPOLATED),
        (6, "BIS", INTERPOLATED),
        (5, "", MISSING),
        (0, "", NOT_ASKED),
        (99, "", MISSING),
    ],
)
def test_how_a_number_is_found(number, suffix, how):
    assert find(index_of("2 4 4bis 8 10"), (0, number, suffix)).how[0] == how


def suffix_at(index, address) -> list[str]:
    spelt = index.texts("suffixes", "suffix").to_pylist()
    return [spelt[code] for code in index.suffix_codes(address)]


def test_a_letter_that_the_base_has_beside_bis_is_told_from_it():
    index = index_of("4bis 4b")
    assert suffix_at(index, find(index, (0, 4, "BIS"), (0, 4, "B")).address) == ["bis", "b"]


@pytest.mark.parametrize(
    ("known", "asked", "taken"),
    [
        ("12 12a 12b", "ABIS", "a"),  # 12 a bis stands beside 12 a
        ("12 12a 12b", "A BIS", "a"),
        ("12 12a 12b", "TER", ""),
        ("12a 12b", "C", "a"),
        ("12a 12b", "", "a"),
        ("12abis 12a", "A BIS", "abis"),
    ],
)
def test_a_suffix_that_the_base_lacks_goes_to_its_letter_or_to_the_first_of_the_number(known, asked, taken):
    index = index_of(known)
    found = find(index, (0, 12, asked))
    assert suffix_at(index, found.address) == [taken]
    assert found.how[0] == (FOUND if asked.replace(" ", "") == taken.upper() else OTHER_SUFFIX)


def test_the_other_side_of_the_street_says_nothing():
    found = find(index_of("1 2 3 5 8"), (0, 4, ""))
    assert found.how[0] == INTERPOLATED
    assert found.longitude[0] == pytest.approx(2 + 4 / 100_000)


def test_neighbours_far_apart_say_nothing():
    assert find(index_of(f"2 {2 + WIDEST_GAP}"), (0, 4, "")).how[0] == INTERPOLATED
    assert find(index_of(f"2 {4 + WIDEST_GAP}"), (0, 4, "")).how[0] == MISSING


NUMBERS = st.sets(st.integers(1, 60), min_size=1, max_size=12)


@settings(max_examples=50)
@given(NUMBERS, st.integers(1, 65))
def test_a_missing_number_lies_in_proportion_between_the_next_two_of_its_side(known, asked):
    index = index_of(" ".join(map(str, sorted(known))))
    found = find(index, (0, asked, ""))
    side = [number for number in known if number % 2 == asked % 2]
    below, above = [n for n in side if n < asked], [n for n in side if n > asked]
    between = bool(below and above) and min(above) - max(below) <= WIDEST_GAP
    expected = FOUND if asked in known else INTERPOLATED if between else MISSING
    assert found.how[0] == expected
    if expected != MISSING:  # numbers of this base stand as far apart as they say
        assert found.longitude[0] == pytest.approx(2 + asked / 100_000, abs=2e-7)
    assert (found.address[0] >= 0) == (expected == FOUND)


@settings(max_examples=50)
@given(st.lists(NUMBERS, min_size=1, max_size=4), st.data())
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


def test_no_number_asked_stands_at_the_street():
    index = index_of("2 4 6")
    found = find(index, (0, 0, ""), (0, 99, ""))
    assert found.address.tolist() == [-1, -1]
    assert found.longitude == pytest.approx([2 + 4 / 100_000] * 2)
