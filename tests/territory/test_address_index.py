"""The address index finds what a plain search finds, and opens only when it is whole and of this version."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.errors import TerritoryError
from geoprofile.territory import address_index
from geoprofile.territory.address_build import build_address_index
from geoprofile.territory.address_index import (
    TABLES,
    cell_of,
    hash_texts,
    lower_bound,
    open_address_index,
    save_address_index,
)
from tests.territory.test_address_build import chunk

FRANCE = COUNTRIES["fr"]


@pytest.fixture(scope="module")
def index():
    return build_address_index(
        [
            chunk(("Rue B", 10, ""), ("Rue A", 2, "")),
            chunk(("Rue A", 1, "bis"), ("Rue A", 1, ""), ("Rue B", 10, "")),
        ],
        FRANCE,
    )


def test_saved_and_opened_it_is_the_same(index, tmp_path):
    save_address_index(index, tmp_path / "index")
    opened = open_address_index(tmp_path / "index")
    assert set(opened.tables) == set(TABLES)
    assert all(opened.tables[name].equals(index.tables[name]) for name in TABLES)


def test_columns_of_an_opened_index_are_not_copied(index, tmp_path):
    save_address_index(index, tmp_path / "index")
    numbers = open_address_index(tmp_path / "index").numbers("addresses", "number")
    assert not numbers.flags.writeable
    assert not numbers.flags.owndata


@pytest.mark.parametrize("version", [0, 1, 99, None])
def test_another_version_is_refused(index, tmp_path, version):
    save_address_index(index, tmp_path / "index")
    (tmp_path / "index" / "index.json").write_text(json.dumps({"version": version}))
    with pytest.raises(TerritoryError, match=rf"version {version}.*build the territory again"):
        open_address_index(tmp_path / "index")


@pytest.mark.parametrize("told", ["", "{", '{"version": 2', "\x00"])
def test_a_version_that_cannot_be_read_is_refused(index, tmp_path, told):
    save_address_index(index, tmp_path / "index")
    (tmp_path / "index" / "index.json").write_text(told)
    with pytest.raises(TerritoryError, match="damaged"):
        open_address_index(tmp_path / "index")


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_table_is_refused(index, tmp_path, name):
    save_address_index(index, tmp_path / "index")
    (tmp_path / "index" / f"{name}.arrow").unlink()
    with pytest.raises(TerritoryError, match="damaged"):
        open_address_index(tmp_path / "index")


def test_a_table_that_was_cut_off_is_refused(index, tmp_path):
    save_address_index(index, tmp_path / "index")
    path = tmp_path / "index" / "streets.arrow"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(TerritoryError, match="damaged"):
        open_address_index(tmp_path / "index")


# Searching

SORTED = st.lists(st.lists(st.integers(0, 50), max_size=12).map(sorted), min_size=1, max_size=6)


@given(SORTED, st.lists(st.tuples(st.integers(0, 5), st.integers(-2, 52)), max_size=20))
def test_bisection_finds_the_first_entry_that_is_not_smaller(slices, asked):
    known = np.array([value for one in slices for value in one], dtype=np.uint16)
    bounds = np.cumsum([0, *map(len, slices)])
    rows = [(place % len(slices), value) for place, value in asked]
    which = np.array([place for place, _ in rows], dtype=np.int64)
    value = np.array([value for _, value in rows], dtype=np.int64)
    found = lower_bound(known, bounds[which], bounds[which + 1], value)
    plain = [bounds[place] + int(np.searchsorted(slices[place], one)) for place, one in rows]
    assert found.tolist() == plain


def test_names_are_found_by_their_text(index):
    rows = index.bare_rows(["A", "B", "C", "", "RUE A"])
    assert (rows >= 0).tolist() == [True, True, False, False, False]
    assert index.text("bares", "text", rows[:2]) == ["A", "B"]
    assert index.bare_rows([]).tolist() == []


@pytest.mark.parametrize("kinds", [1, 2, 3])
def test_a_name_of_the_same_hash_is_never_taken_for_another(monkeypatch, kinds):
    def few(texts):
        return hash_texts(texts) % np.uint64(kinds)

    monkeypatch.setattr(address_index, "hash_texts", few)
    monkeypatch.setattr("geoprofile.territory.address_build.hash_texts", few)
    names = [f"Rue {letter}{letter}" for letter in "ABCDEFGH"]
    crowded = build_address_index([chunk(*((name, 1, "") for name in names))], FRANCE)
    asked = ["AA", "BB", "XX", "YY", "HH", ""]
    for text, row in zip(asked, crowded.bare_rows(asked).tolist(), strict=True):
        assert row == -1 or crowded.text("bares", "text", [row]) == [text]
    assert crowded.bare_rows(["XX", "YY"]).tolist() == [-1, -1]


def test_hashes_are_the_same_on_every_machine():
    assert hash_texts(["4 SEPTEMBRE", ""]).tolist() == [82500272383503516, 1760245841805064774]
    assert len(set(hash_texts(["A", "B", "AB"]).tolist())) == 3


# Cells

DEGREE = 10_000_000
LONGITUDES, LATITUDES = st.integers(-180 * DEGREE, 180 * DEGREE - 1), st.integers(-90 * DEGREE, 90 * DEGREE - 1)


@given(LONGITUDES, LATITUDES)
def test_the_cell_to_the_east_is_the_next_one_and_that_to_the_north_a_row_further(longitude, latitude):
    east_of = longitude + address_index.CELL_WIDTH * np.array([0, 1, 0])
    north_of = latitude + address_index.CELL_HEIGHT * np.array([0, 0, 1])
    here, east, north = cell_of(east_of, north_of).tolist()
    assert north - here == address_index.CELLS_A_ROW
    assert (east - here) % address_index.CELLS_A_ROW == 1


def test_each_address_lies_in_a_cell_that_lists_its_street(index):
    street = np.repeat(np.arange(2), [3, 1])
    longitude, latitude = index.positions(np.arange(4), street)
    cells = cell_of(*(np.rint(one / address_index.DEGREES).astype(np.int64) for one in (longitude, latitude)))
    known, first = index.numbers("cells", "cell"), index.numbers("cells", "first")
    stop = np.append(first[1:], index.tables["cell_streets"].num_rows)
    place = np.searchsorted(known, cells)
    assert (known[place] == cells).all()
    listed = index.numbers("cell_streets", "street")
    assert all(one in listed[first[p] : stop[p]] for one, p in zip(street, place, strict=True))
