"""Sectors: trees, holes, islands and the bound that they are held to."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.leaflets.choosing import choose
from geoprofile.leaflets.islands import island_unions
from geoprofile.leaflets.sector_bound import sector_bound
from geoprofile.leaflets.sector_problem import SectorProblem, components, without_holes, without_small_sectors
from geoprofile.leaflets.tree_knapsack import Preorder, fill_table


def grid_problem(weight, value, side, root=0, **more):
    count = side * side
    row, column = np.divmod(np.arange(count), side)
    first = np.concatenate([np.flatnonzero(column < side - 1), np.flatnonzero(row < side - 1)])
    second = np.concatenate([np.flatnonzero(column < side - 1) + 1, np.flatnonzero(row < side - 1) + side])
    edge = (row % (side - 1) == 0) | (column % (side - 1) == 0)
    weight = np.asarray(weight, dtype=np.int64)
    return replace(
        SectorProblem(
            weight,
            np.asarray(value, dtype=np.int64),
            weight,
            np.ones(count, dtype=bool),
            np.zeros(count, dtype=bool),
            np.zeros(count, dtype=np.int64),
            np.array([root]),
            first,
            second,
            edge,
        ),
        **more,
    )


def best_connected(problem, budget):
    """Try every connected set of zones without a hole that holds the root."""
    subsets = (np.array(subset) for subset in itertools.product([False, True], repeat=len(problem.weight)))
    return max(
        (
            int(problem.value[chosen].sum())
            for chosen in subsets
            if chosen[problem.roots].all()
            and problem.weight[chosen].sum() <= budget
            and components(problem.first, problem.second, chosen).max() == 0
            and (without_holes(problem, chosen) == chosen).all()
        ),
        default=0,
    )


@settings(max_examples=15)
@given(
    st.lists(st.integers(1, 5), min_size=9, max_size=9),
    st.lists(st.integers(0, 30), min_size=9, max_size=9),
    st.integers(1, 30),
)
def test_a_sector_is_worth_no_more_than_the_best_of_all_and_that_no_more_than_the_bound(weight, value, budget):
    problem = grid_problem(weight, value, 3, root=3)
    made = choose(problem, "sectors", budget)
    assert made.value <= best_connected(problem, budget) <= made.bound + 1e-3


def test_small_sectors_are_within_a_hundredth_of_the_best_of_all_on_average():
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(25):
        problem = grid_problem(rng.integers(1, 6, 9), rng.integers(0, 31, 9), 3, root=3)
        budget = int(rng.integers(6, 25))
        shares.append(choose(problem, "sectors", budget).value / best_connected(problem, budget))
    assert np.mean(shares) > 0.99


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-5, 9)), min_size=5, max_size=5), st.integers(0, 15))
def test_a_table_gives_the_best_part_of_a_tree(nodes, budget):
    # 0 has the children 1 and 4, 1 has 2 and 3.
    tree = Preorder(np.arange(5), [5, 4, 3, 4, 5])
    above = [None, 0, 1, 1, 0]
    units, worth = (np.array(column) for column in zip(*nodes, strict=True))
    best = 0.0
    for subset in itertools.product([False, True], repeat=5):
        whole = all(not taken or above[n] is None or subset[above[n]] for n, taken in enumerate(subset))
        if whole and units[list(subset)].sum() <= budget:
            best = max(best, float(worth[list(subset)].sum()))
    table = fill_table(tree, units, worth.astype(float), 15)
    chosen = table.best(budget)
    assert table.values[budget] == best == worth[chosen].sum()
    assert units[chosen].sum() <= budget


def test_what_one_sector_encloses_is_filled_and_what_lies_between_two_stores_is_not():
    ring = np.ones(25, dtype=bool)
    ring[[0, 1, 2, 3, 4, 5, 9, 10, 14, 15, 19, 20, 21, 22, 23, 24, 12]] = False
    problem = grid_problem(np.ones(25), np.ones(25), 5, root=6)
    assert np.flatnonzero(without_holes(problem, ring) & ~ring).tolist() == [12]
    store = np.zeros(25, dtype=np.int64)
    store[[8, 13, 18]] = 1
    shared = replace(problem, store=store, roots=np.array([6, 8]))
    assert (without_holes(shared, ring) == ring).all()


def test_a_hole_at_the_edge_of_the_territory_is_none():
    most = np.ones(9, dtype=bool)
    most[1] = False
    assert (without_holes(grid_problem(np.ones(9), np.ones(9), 3), most) == most).all()


def test_sectors_of_too_few_letterboxes_are_left_out():
    problem = grid_problem(np.full(9, 10), np.ones(9), 3, least_letterboxes=20)
    chosen = np.isin(np.arange(9), [0, 1, 8])
    assert np.flatnonzero(without_small_sectors(problem, chosen)).tolist() == [0, 1]


def test_islands_begin_with_the_richest_and_do_not_overlap():
    value = np.ones(25)
    value[[0, 1, 24, 23]] = [9, 9, 8, 8]
    problem = grid_problem(np.full(25, 10), value, 5, roots=np.zeros(0, dtype=np.int64), least_letterboxes=20)
    unions = list(island_unions(problem))
    assert np.flatnonzero(unions[0]).tolist() == [0, 1]
    assert np.flatnonzero(unions[1]).tolist() == [0, 1, 23, 24]


def test_islands_may_lie_apart_where_sectors_may_not():
    value = np.zeros(25)
    value[[0, 1, 24, 23]] = 5
    problem = grid_problem(np.full(25, 10), value, 5)
    islands = replace(problem, roots=np.zeros(0, dtype=np.int64), least_letterboxes=20)
    assert choose(islands, "islands", 40).value == 20
    assert choose(problem, "sectors", 40).value == 10


def test_the_bound_knows_that_a_far_zone_needs_those_between():
    value = np.zeros(25)
    value[[20, 24]] = 100
    problem = grid_problem(np.full(25, 10), value, 5, root=2)
    assert sector_bound(problem, 80, with_cuts=False) == (200.0, "knapsack")
    bound, by = sector_bound(problem, 80)
    assert by == "cuts"
    assert 100 <= bound < 180
    assert sector_bound(problem, 60)[0] == pytest.approx(0, abs=1e-3)
    assert sector_bound(problem, 110)[0] == pytest.approx(200)


def best_islands(problem, budget):
    """Try every union of islands of enough letterboxes without a hole."""
    subsets = (np.array(subset) for subset in itertools.product([False, True], repeat=len(problem.weight)))
    best = 0
    for chosen in subsets:
        if not chosen.any() or problem.weight[chosen].sum() > budget:
            continue
        part = components(problem.first, problem.second, chosen)
        enough = np.bincount(part[chosen], weights=problem.letterboxes[chosen]) >= problem.least_letterboxes
        if enough.all() and (without_holes(problem, chosen) == chosen).all():
            best = max(best, int(problem.value[chosen].sum()))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_of_few_zones_the_best_islands_are_found_and_proved(seed):
    rng = np.random.default_rng(seed)
    boxes = rng.integers(100, 600, 9)
    problem = grid_problem(boxes, rng.integers(1, 99, 9), 3)
    problem = replace(problem, roots=np.zeros(0, dtype=np.int64), least_letterboxes=900)
    for budget in (920, 1000, 1900):
        made = choose(problem, "islands", budget)
        assert (made.value, made.bound, made.bound_by) == (best_islands(problem, budget), made.value, "proof")


@pytest.mark.parametrize("seed", range(4))
def test_of_few_zones_the_best_sector_is_found_and_proved(seed):
    rng = np.random.default_rng(seed)
    problem = grid_problem(rng.integers(1, 40, 9), rng.integers(-20, 99, 9), 3, root=3)
    made = choose(problem, "sectors", 90)
    assert (made.value, made.bound_by) == (max(0, best_connected(problem, 90)), "proof")


@pytest.mark.parametrize("seed", range(3))
def test_an_island_is_found_within_a_hundredth_above_its_least_letterboxes(seed):
    rng = np.random.default_rng(seed)
    problem = grid_problem(rng.integers(100, 900, 64), rng.integers(1, 99, 64), 8)
    problem = replace(problem, roots=np.zeros(0, dtype=np.int64), least_letterboxes=4000)
    made = choose(problem, "islands", 4040)
    assert 4000 <= made.weight <= 4040
    assert made.value <= choose(problem, "islands", 4100).value
    assert components(problem.first, problem.second, made.chosen).max() == 0
