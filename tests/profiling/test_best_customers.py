"""The best fifth of the customers beside the rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.profiling.best_customers import best_customers, split_best
from geoprofile.profiling.profile import profile_classes

COUNTS = {"A01": (150, 3_000), "B01": (150, 3_000), "C01": (200, 4_000)}


def weights_of(rich):
    """Give 500 customers' values: the best are all in the first class when `rich`."""
    rng = np.random.default_rng(5)
    values = rng.uniform(1, 100, 500)
    return np.concatenate([np.sort(values)[::-1]]) if rich else values


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60))
def test_customers_of_equal_value_are_on_one_side_and_the_best_are_worth_more(values):
    value = np.array(values, dtype=float)
    best = split_best(value)
    if value.min() == value.max():
        assert not best.any()
    else:
        assert best.any()
        assert not best.all()
        assert value[best].min() > value[~best].max()


def test_distinct_values_give_a_fifth():
    assert split_best(np.arange(50.0)).sum() == 10


@pytest.mark.parametrize(("values", "best"), [([9, 5, 5, 5, 1, 1, 1, 1, 1, 1], 1), ([5, 5, 5, 1, 1, 1, 1, 1, 1, 1], 3)])
def test_tied_customers_come_in_only_when_that_is_nearer_to_a_fifth(values, best):
    assert split_best(np.array(values, dtype=float)).sum() == best


def test_a_class_where_all_the_best_live_is_found(area):
    best = best_customers(profile_classes(*area(COUNTS, weights=weights_of(rich=True)), smallest_cell=0))
    assert best.best_count == 100
    assert best.table["best_customers"].tolist() == [100, 0, 0]
    assert best.table["significant"].tolist() == [True, True, True]
    assert best.table["index_low"].iloc[0] > 100 > best.table["index_high"].iloc[1]
    assert best.value_share > 0.3


def test_values_that_have_nothing_to_do_with_classes_find_nothing(area):
    best = best_customers(profile_classes(*area(COUNTS, weights=weights_of(rich=False))))
    assert not best.table["significant"].any()
    assert not best.table["suppressed"].any()


def test_small_sides_are_not_published_nor_is_what_the_profile_hides(area):
    profile = profile_classes(*area(COUNTS, weights=weights_of(rich=True)))
    best = best_customers(profile)
    assert best.table["suppressed"].all()
    assert best.table[["best_customers", "other_customers", "index", "p_value"]].isna().all(axis=None)
    assert not best.table["significant"].any()


def test_a_profile_without_values_or_with_equal_ones_is_refused(area):
    with pytest.raises(TableError, match="no column of values"):
        best_customers(profile_classes(*area(COUNTS)))
    with pytest.raises(TableError, match="'turnover' are equal"):
        best_customers(profile_classes(*area(COUNTS, weights=np.full(500, 3.0))))
    with pytest.raises(TableError, match="between 0 and 1"):
        best_customers(profile_classes(*area(COUNTS, weights=weights_of(rich=True))), share=20)
