"""The address index keeps every address once, and opens only when it is whole and of this version."""

import json

import numpy as np
import pandas as pd
import pytest

from geoprofile.countries import COUNTRIES
from geoprofile.errors import TerritoryError
from geoprofile.tables import ADDRESS_COLUMNS
from geoprofile.territory.address_index import (
    TABLES,
    build_address_index,
    hash_names,
    open_address_index,
    save_address_index,
)

FRANCE = COUNTRIES["fr"]


def chunk(*rows: tuple[str, int, str]) -> pd.DataFrame:
    """Write rows of (street, number, suffix), all in one commune."""
    frame = pd.DataFrame([dict.fromkeys(ADDRESS_COLUMNS, "") for _ in rows], dtype="str")
    frame["street"] = pd.array([row[0] for row in rows], dtype="str")
    frame["street_id"] = frame["street"]
    frame["housenumber"] = [row[1] for row in rows]
    frame["suffix"] = pd.array([row[2] for row in rows], dtype="str")
    frame["citycode"], frame["city"], frame["postcode"] = "12208", "Saint-Affrique", "12400"
    frame["longitude"], frame["latitude"] = [2.0 + row[1] / 1000 for row in rows], 44.0
    return frame


@pytest.fixture
def index():
    return build_address_index(
        [
            chunk(("Rue B", 10, ""), ("Rue A", 2, "")),
            chunk(("Rue A", 1, "bis"), ("Rue A", 1, ""), ("Rue B", 10, "")),
        ],
        FRANCE,
    )


def test_addresses_are_sorted_by_street_number_and_suffix_and_stand_once(index):
    suffixes = index.texts("suffixes", "suffix").to_pylist()
    found = [
        (number, suffixes[suffix])
        for number, suffix in zip(
            index.numbers("addresses", "number"), index.numbers("addresses", "suffix"), strict=True
        )
    ]
    assert found == [(1, ""), (1, "bis"), (2, ""), (10, "")]
    assert index.numbers("streets", "first").tolist() == [0, 3]
    assert index.numbers("streets", "count").tolist() == [3, 1]


def test_positions_are_kept_to_a_centimetre(index):
    longitude = index.numbers("addresses", "longitude") * 1e-7
    assert longitude == pytest.approx([2.001, 2.001, 2.002, 2.010], abs=1e-7)


def test_saved_and_opened_it_is_the_same(index, tmp_path):
    save_address_index(index, tmp_path / "index")
    opened = open_address_index(tmp_path / "index")
    assert all(opened.tables[name].equals(index.tables[name]) for name in TABLES)


def test_columns_of_an_opened_index_are_not_copied(index, tmp_path):
    save_address_index(index, tmp_path / "index")
    numbers = open_address_index(tmp_path / "index").numbers("addresses", "number")
    assert not numbers.flags.writeable
    assert not numbers.flags.owndata


def test_another_version_is_refused(index, tmp_path):
    save_address_index(index, tmp_path / "index")
    (tmp_path / "index" / "index.json").write_text(json.dumps({"version": 0}))
    with pytest.raises(TerritoryError, match=r"version 0.*build the territory again"):
        open_address_index(tmp_path / "index")


def test_a_missing_table_is_refused(index, tmp_path):
    save_address_index(index, tmp_path / "index")
    (tmp_path / "index" / "streets.arrow").unlink()
    with pytest.raises(TerritoryError, match="damaged"):
        open_address_index(tmp_path / "index")


def test_no_address_makes_no_index():
    with pytest.raises(TerritoryError, match="no address"):
        build_address_index([], FRANCE)


def test_a_number_too_large_for_a_house_leaves_the_street():
    index = build_address_index([chunk(("Rue A", 99_999, ""))], FRANCE)
    assert index.numbers("addresses", "number").tolist() == [0]


def test_hashes_are_the_same_everywhere_and_differ_by_commune():
    hashes = hash_names(np.array([0, 1, 0]), ["RUE A", "RUE A", "RUE B"])
    assert hashes.tolist() == hash_names(np.array([0, 1, 0]), ["RUE A", "RUE A", "RUE B"]).tolist()
    assert len(set(hashes.tolist())) == 3
