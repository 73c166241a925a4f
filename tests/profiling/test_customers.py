"""Customers are read row by row, and nothing of them is guessed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.profiling.customers import read_customers


def test_a_customer_without_a_zone_has_an_empty_one():
    frame = pd.DataFrame({"iris": pd.array(["751010101", "", None], dtype="str")})
    assert read_customers(frame, "iris").zone_id.tolist() == ["751010101", "", ""]


def test_missing_negative_and_infinite_values_are_kept_apart_and_zero_is_a_value():
    frame = pd.DataFrame({"iris": ["a"] * 5, "turnover": [10.0, np.nan, -3, np.inf, 0]})
    weight = read_customers(frame, "iris", weight="turnover").weight
    assert np.array_equal(weight, [10, np.nan, np.nan, np.nan, 0], equal_nan=True)


def test_values_written_as_in_france_are_read():
    frame = pd.DataFrame({"iris": ["a"] * 4, "turnover": ["1 234,50", "12,5", "", "7.25"]})
    weight = read_customers(frame, "iris", weight="turnover").weight
    assert np.array_equal(weight, [1234.5, 12.5, np.nan, 7.25], equal_nan=True)


@pytest.mark.parametrize("cell", ["1,234", "about 12", "1.234.5"])
def test_what_may_be_read_in_two_ways_or_none_is_refused_by_row_and_not_repeated(cell):
    frame = pd.DataFrame({"iris": ["a", "b"], "turnover": ["12", cell]})
    with pytest.raises(AddressFileError, match="'turnover', data row 2") as refusal:
        read_customers(frame, "iris", weight="turnover")
    assert cell not in str(refusal.value)


@pytest.mark.parametrize("column", ["iris", "turnover"])
def test_a_column_that_is_not_there_is_named(column):
    frame = pd.DataFrame({"iris": ["a"], "turnover": [1]}).drop(columns=column)
    with pytest.raises(AddressFileError, match=f"no column '{column}'"):
        read_customers(frame, "iris", weight="turnover")
