"""Tours pass every stop once and are never longer than the order that they began with."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.leaflets.tours import nearest_neighbour, order_stops, tour_minutes, turn_stops

points = st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=14)


def walks(some):
    where = np.array(some, dtype=float)
    return np.hypot(*(where[:, None] - where[None]).transpose(2, 0, 1)) / 75


def shortest(minutes, *, closed=False, start=None):
    orders = (np.array(order) for order in itertools.permutations(range(len(minutes))))
    return min(tour_minutes(minutes, order, closed=closed) for order in orders if start in {None, order[0]})


@given(points, st.booleans(), st.randoms(use_true_random=False))
def test_a_tour_passes_each_stop_once_and_is_no_longer_than_what_it_began_with(some, closed, random):
    minutes = walks(some)
    begin = np.array(random.sample(range(len(some)), len(some)))
    for start in (None, int(begin[0])):
        order = order_stops(minutes, begin=begin, start=start, closed=closed, kicks=3)
        assert sorted(order.tolist()) == list(range(len(some)))
        assert tour_minutes(minutes, order, closed=closed) <= tour_minutes(minutes, begin, closed=closed) + 1e-6
        assert start is None or order[0] == start


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("start", [None, 2])
def test_small_tours_are_the_shortest_there_are(closed, start):
    for seed in range(8):
        minutes = walks(np.random.default_rng(seed).random((7, 2)) * 300)
        order = order_stops(minutes, closed=closed, start=start)
        assert tour_minutes(minutes, order, closed=closed) == pytest.approx(
            shortest(minutes, closed=closed, start=start)
        )


def test_the_nearest_neighbour_goes_to_the_nearest():
    assert nearest_neighbour(walks([(0, 0), (10, 0), (4, 0), (5, 0)]), start=0).tolist() == [0, 2, 3, 1]


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_stops_are_turned_the_best_way(count, seed):
    ends = np.random.default_rng(seed).random((count, 2, 2)) * 100
    flat = ends.reshape(-1, 2)
    minutes = np.hypot(*(flat[:, None] - flat[None]).transpose(2, 0, 1)).reshape(count, 2, count, 2)
    order = np.arange(count)[::-1]
    turned, told = turn_stops(minutes, order)

    def walk(turns):
        legs = zip(order, turns, order[1:], turns[1:], strict=False)
        return sum(minutes[one, 1 - int(way), other, int(into)] for one, way, other, into in legs)

    assert walk(turned) == pytest.approx(told)
    assert told == pytest.approx(min(walk(turns) for turns in itertools.product([0, 1], repeat=count)))
