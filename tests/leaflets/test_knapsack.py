"""Whole zones within a budget: the best there is, never over it."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.leaflets import knapsack
from geoprofile.leaflets.knapsack import choose_freely, knapsack_bound

zones = st.lists(st.tuples(st.integers(0, 30), st.integers(-5, 40)), max_size=9)


def arrays(pairs):
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def best_of_all(weight, value, budget):
    subsets = itertools.product([False, True], repeat=len(weight))
    masks = (np.array(subset, dtype=bool) for subset in subsets)
    return max(int(value[mask].sum()) for mask in masks if weight[mask].sum() <= budget)


@given(zones, st.integers(0, 150))
def test_the_choice_is_the_best_of_all_and_fits_the_budget(pairs, budget):
    weight, value = arrays(pairs)
    made = choose_freely(weight, value, budget)
    assert made.value == best_of_all(weight, value, budget) == value[made.chosen].sum()
    assert made.weight == weight[made.chosen].sum() <= budget
    assert made.bound_by == "proof"
    assert made.gap == 0


@given(zones, st.integers(0, 150))
def test_no_choice_is_worth_more_than_the_bound(pairs, budget):
    weight, value = arrays(pairs)
    assert best_of_all(weight, value, budget) <= knapsack_bound(weight, value, budget) + 1e-9


@given(zones, st.integers(0, 150))
def test_a_zone_worth_nothing_is_not_chosen_to_spend(pairs, budget):
    weight, value = arrays(pairs)
    assert (value[choose_freely(weight, value, budget).chosen] > 0).all()


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 10**7)), min_size=1, max_size=200),
    st.integers(0, 40_000),
    st.integers(0, 2_000),
)
def test_a_larger_budget_never_gives_less(pairs, budget, more):
    weight, value = arrays(pairs)
    assert choose_freely(weight, value, budget + more).value >= choose_freely(weight, value, budget).value


def test_zones_of_one_rate_and_an_odd_budget_are_proved_at_once():
    weight = 2 * np.arange(100, 2100, dtype=np.int64)
    made = choose_freely(weight, 7 * weight, 100_001)
    assert (made.weight, made.bound_by) == (100_000, "proof")


def test_past_the_most_states_the_bound_is_dantzigs(monkeypatch):
    monkeypatch.setattr(knapsack, "MOST_STATES", 3)
    rng = np.random.default_rng(1)
    weight = rng.integers(100, 900, 60)
    value = 1000 * weight + 50_000
    made = choose_freely(weight, value, 9_001)
    assert made.bound_by == "knapsack"
    assert made.weight <= 9_001
    assert 0 < made.gap < 0.1
