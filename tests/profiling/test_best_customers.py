"""The best fifth of the customers beside the rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.profiling.best_customers import best_customers, can_compare_best, split_best
from geoprofile.profiling.profile import profile_classes

from .conftest import make_area

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


@pytest.mark.parametrize("rich", [[5_000.0] * 8, [1e9, *[5_000.0] * 11]])
def test_a_side_of_few_customers_or_of_one_who_makes_it_is_not_compared(area, rich):
    counts = {"A01": (14, 900), "B01": (13, 800), "C01": (33, 700)}
    weights = np.concatenate([rich, np.linspace(1, 100, 60 - len(rich))])
    weights[len(rich) : 12] = 1
    profile = profile_classes(*area(counts, weights=weights))
    share = len(rich) / 60
    assert not can_compare_best(profile, share=share)
    with pytest.raises(TableError, match="nothing of them may be published"):
        best_customers(profile, share=share)
    assert can_compare_best(profile_classes(*area(counts, weights=weights), smallest_cell=0), share=share)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(5, 120), st.integers(0, 4)), min_size=5, max_size=10), st.integers(0, 99))
@example([(12, 0), (32, 0), (66, 1), (6, 1), (102, 3), (52, 4)], 66)
def test_groups_and_types_of_best_customers_together_give_no_small_cell_back(cells, seed):
    """A group is known from its own row or from the sum of its types; what is left of the total is never small."""
    cells = sorted(cells, key=lambda cell: cell[1])
    counts = {f"{'ABCDE'[group]}{place:02d}": (count, 20 * count) for place, (count, group) in enumerate(cells)}
    total = sum(count for count, _ in cells)
    weights = np.random.default_rng(seed).permutation(np.linspace(1, 100, total))
    groups, types = (profile_classes(*make_area(counts, dimension=name, weights=weights)) for name in ("group", "type"))
    if not can_compare_best(groups):
        return
    by_group, by_type = (best_customers(profile).table for profile in (groups, types))
    for code, own in by_type.groupby("parent"):
        assert own["suppressed"].any() or not by_group.set_index("code").loc[code, "suppressed"]
    raw = best_customers(profile_classes(*make_area(counts, dimension="group", weights=weights), smallest_cell=0)).table
    hidden = by_group["suppressed"].to_numpy()
    if hidden.any() and not hidden.all():
        assert hidden.sum() >= 2
        assert (raw.loc[hidden, ["best_customers", "other_customers"]].sum() >= 11).all()
