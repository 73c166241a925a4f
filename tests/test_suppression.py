"""No small cell is published, and none can be got back by subtraction."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.suppression import cell_values, hidden_cells, hidden_nested_cells

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=12).map(lambda c: np.array(c, dtype=float))


@given(COUNTS)
def test_no_cell_under_eleven_is_published(counts):
    assert (counts[~hidden_cells(counts)] >= 11).all()


@given(COUNTS)
def test_what_subtraction_gives_back_is_at_least_two_cells_and_eleven_customers(counts):
    hidden = hidden_cells(counts)
    if hidden.any() and not hidden.all():
        assert hidden.sum() >= 2
        assert counts[hidden].sum() >= 11


@given(COUNTS)
def test_a_hidden_cell_may_have_held_another_count(counts):
    """Whoever knows the rule cannot tell the counts: another table with the same figures published hides the same."""
    hidden = hidden_cells(counts)
    if hidden.sum() < 2 or hidden.all():
        return
    first, second = np.flatnonzero(hidden)[:2]
    others = counts.copy()
    others[[first, second]] = others[[second, first]]
    assert (others[~hidden] == counts[~hidden]).all()
    assert (hidden_cells(others) == hidden).all()


def test_the_next_smallest_cell_goes_with_a_single_small_one():
    assert hidden_cells(np.array([5.0, 40, 30, 50])).tolist() == [True, False, True, False]


def test_two_small_cells_of_few_customers_take_a_third_with_them():
    assert hidden_cells(np.array([1.0, 0, 30, 50])).tolist() == [True, True, True, False]


def test_a_table_without_small_cells_is_published_whole():
    assert not hidden_cells(np.array([11.0, 12, 13])).any()


def test_equal_cells_are_hidden_together():
    assert hidden_cells(np.array([11.0, 11, 0, 12])).tolist() == [True, True, True, False]


def test_a_row_is_hidden_whole_when_one_of_its_columns_is_small():
    counts = np.array([[50.0, 5], [40, 30], [60, 20], [90, 90]])
    assert hidden_cells(counts).tolist() == [True, True, False, False]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=14))
def test_groups_published_beside_their_types_give_no_type_away(cells):
    counts = np.array([float(count) for count, _ in cells])
    _, parent = np.unique([group for _, group in cells], return_inverse=True)
    totals = np.bincount(parent, weights=counts)
    hidden_groups = hidden_cells(totals)
    hidden = hidden_nested_cells(counts, parent, hidden_groups)
    for group in range(len(totals)):
        mine = hidden[parent == group]
        if hidden_groups[group]:
            assert mine.all()
        elif mine.any():
            assert mine.sum() >= 2
            assert counts[(parent == group) & hidden].sum() >= 11


def test_a_cell_of_which_one_customer_brings_nearly_all_is_dominated():
    cell = np.repeat([0, 1], 12)
    weight = np.concatenate([[1000.0], np.ones(11), np.ones(12)])
    assert cell_values(cell, weight, 3).dominated.tolist() == [True, False, False]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), min_size=1, max_size=10), st.integers(0, 99))
def test_no_customer_makes_nearly_all_of_what_subtraction_gives_back(cells, seed):
    rng = np.random.default_rng(seed)
    counts = np.array([float(count) for count, _ in cells])
    cell = np.repeat(np.arange(len(cells)), counts.astype(int))
    weight = rng.lognormal(3, 1, len(cell)) * np.where(rng.random(len(cell)) < 0.05, 10_000, 1)
    values = cell_values(cell, weight, len(cells))
    _, parent = np.unique([group for _, group in cells], return_inverse=True)
    groups = cell_values(parent[cell], weight, int(parent.max()) + 1)
    hidden_groups = hidden_cells(np.bincount(parent, weights=counts), values=groups)
    hidden = hidden_nested_cells(counts, parent, hidden_groups, values=values)
    assert hidden_groups.all() or not groups.is_dominated_together(hidden_groups)
    assert not values.dominated[~hidden].any()
    for group in np.flatnonzero(~hidden_groups):
        mine = hidden & (parent == group)
        assert mine.sum() == (parent == group).sum() or not values.is_dominated_together(mine)
