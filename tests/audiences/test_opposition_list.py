"""Lists of who objected: applied by any key, in clear or as fingerprints, and never passed over in silence."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.audiences.opposition_list import (
    DATE_COLUMN,
    OppositionList,
    check_fingerprints,
    hashed_list,
    oppose,
)
from geoprofile.errors import AddressFileError
from geoprofile.opposition import CHECK_COLUMN, check_value, keyed_hashes

SECRET = b"a key of the opposition list"


def texts(*values):
    return pd.Series(values, dtype="str")


KEYS = {"email": (texts("a@x.fr", "b@x.fr", ""),), "phone": (texts("", "+33600000002", "+33600000003"),)}


def test_a_row_is_excluded_by_any_key_that_it_shares():
    listed = OppositionList("list.csv", 2, {"email": (texts("a@x.fr", ""),), "phone": (texts("", "+33600000003"),)})
    found = oppose(KEYS, listed, row_count=3)
    assert found.excluded.tolist() == [True, False, True]
    assert (dict(found.by_kind), found.found, found.not_comparable) == ({"email": 1, "phone": 1}, 2, 0)


def test_fingerprints_exclude_whom_the_clear_list_excludes():
    clear = OppositionList("list.csv", 2, {"email": (texts("a@x.fr", "z@x.fr"),)})
    hashed = OppositionList("list.csv", 2, {}, {"email": (texts(*keyed_hashes(["a@x.fr", "z@x.fr"], SECRET)),)})
    one, other = oppose(KEYS, clear, row_count=3), oppose(KEYS, hashed, row_count=3, secret=SECRET)
    assert one.excluded.tolist() == other.excluded.tolist() == [True, False, False]


def test_fingerprints_without_their_key_stop_the_export():
    hashed = OppositionList("list.csv", 1, {}, {"email": (texts("0" * 64),)})
    with pytest.raises(AddressFileError, match="--secret-file"):
        oppose(KEYS, hashed, row_count=3)


def test_fingerprints_with_another_key_than_theirs_stop_the_export_where_the_list_shows_its_key():
    hashes = {"email": (texts(*keyed_hashes(["a@x.fr"], SECRET)),)}
    hashed = OppositionList("list.csv", 1, {}, hashes, frozenset([check_value(SECRET)]))
    assert oppose(KEYS, hashed, row_count=3, secret=SECRET).excluded[0]
    with pytest.raises(AddressFileError, match="made with another key"):
        oppose(KEYS, hashed, row_count=3, secret=b"another key of that list")
    unproven = oppose(KEYS, OppositionList("list.csv", 1, {}, hashes), row_count=3, secret=b"another key of that list")
    assert (unproven.found, unproven.unproven_key) == (0, True)


def test_a_list_that_shares_no_kind_of_key_stops_the_export():
    listed = OppositionList("robinson.csv", 1, {"address": (texts("00101|ruehaute|3"),)})
    with pytest.raises(
        AddressFileError, match=r"robinson.csv could not be applied: .*by address, the file by email, ph"
    ):
        oppose(KEYS, listed, row_count=3)


def test_a_list_whose_common_column_is_empty_stops_the_export():
    with pytest.raises(AddressFileError, match="could not be applied"):
        oppose(KEYS, OppositionList("list.csv", 2, {"email": (texts("", ""),)}), row_count=3)


def test_rows_of_a_list_that_cannot_be_compared_are_counted():
    listed = OppositionList("list.csv", 2, {"email": (texts("a@x.fr", ""),), "address": (texts("", "00101|r|3"),)})
    assert oppose(KEYS, listed, row_count=3).not_comparable == 1


def test_a_hashed_list_keeps_dates_and_says_which_rows_protect_nobody():
    keys = {"email": (texts("a@x.fr", "", "a@x.fr"),), "phone": (texts("", "", ""),)}
    made, unread = hashed_list(keys, texts("2024-05-01", "2024-05-02", "2025-01-01"), SECRET, row_count=3)
    assert list(made.columns) == [DATE_COLUMN, "email_hash", "phone_hash", CHECK_COLUMN]
    assert made.to_numpy().tolist() == [["2025-01-01", keyed_hashes(["a@x.fr"], SECRET)[0], "", check_value(SECRET)]]
    assert unread == [2]


def test_the_order_of_a_list_changes_nothing_of_its_fingerprints():
    names = texts(*(f"p{k}@x.fr" for k in range(20)))
    days = texts(*(f"2024-01-{k + 1:02d}" for k in range(20)))
    order = np.random.default_rng(1).permutation(20)
    one, _ = hashed_list({"email": (names,)}, days, SECRET, row_count=20)
    shuffled = {"email": (names[order].reset_index(drop=True),)}
    other, _ = hashed_list(shuffled, days[order].reset_index(drop=True), SECRET, row_count=20)
    pd.testing.assert_frame_equal(one, other)


def test_a_cell_that_is_no_fingerprint_is_refused_by_its_row_and_never_quoted():
    with pytest.raises(AddressFileError, match="data row 2") as refused:
        check_fingerprints(texts("0" * 64, "anne@example.org"), column="email_hash", file="list.csv")
    assert "anne" not in str(refused.value)
