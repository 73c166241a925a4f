"""Division into clusters, and restarts."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.typology.clusters import best_clusters, divide, divided, nearest


@st.composite
def clouds(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    points = rng.normal(size=(draw(st.integers(2, 30)), draw(st.integers(1, 4))))
    points = points[rng.integers(len(points), size=len(points))] if draw(st.booleans()) else points
    return points, rng.uniform(0.1, 9, size=len(points))


def squares(points, weights, centres):
    return (weights[:, None] * (points - centres[nearest(points, centres)]) ** 2).sum()


@given(clouds(), st.integers(1, 4))
@settings(max_examples=30)
def test_each_cut_adds_a_cluster_leaves_fewer_squares_and_no_cluster_too_small(cloud, least):
    points, weights = cloud
    found = list(divide(points, weights, least=least))
    assert [len(one.centres) for one in found] == list(range(1, len(found) + 1))
    left = [one.squares for one in found]
    assert all(later <= sooner + 1e-9 for sooner, later in pairwise(left))
    last = found[-1]
    assert last.squares == pytest.approx(squares(points, weights, last.centres), abs=1e-6)
    if len(points) >= least:
        assert np.bincount(nearest(points, last.centres), minlength=len(last.centres)).min() >= least
    assert len(found) <= len(np.unique(points, axis=0))


@given(clouds())
@settings(max_examples=30)
def test_one_cluster_lies_at_the_weighted_mean(cloud):
    points, weights = cloud
    assert np.allclose(divided(points, weights, 1).centres, np.average(points, axis=0, weights=weights))


@given(clouds(), st.integers(1, 6))
@settings(max_examples=30)
def test_restarts_never_leave_more_squares_than_the_plain_division(cloud, count):
    points, weights = cloud
    plain = divided(points, weights, count)
    best = best_clusters(points, weights, count, least=1, restarts=4, rng=np.random.default_rng(0))
    assert best.squares <= plain.squares + 1e-9
    assert len(best.centres) == len(plain.centres) <= count
    assert 1 <= best.found <= best.runs <= 5


def test_restarts_stop_once_the_same_optimum_has_come_back_three_times():
    rng = np.random.default_rng(0)
    points = np.repeat(np.eye(4) * 20, 50, axis=0) + rng.normal(size=(200, 4))
    best = best_clusters(points, np.ones(200), 4, least=1, restarts=50, rng=rng)
    assert (best.runs, best.found) == (3, 3)


def test_no_restarts_is_one_run():
    points = np.random.default_rng(0).normal(size=(100, 2))
    best = best_clusters(points, np.ones(100), 5, least=1, restarts=0, rng=np.random.default_rng(0))
    assert (best.runs, best.found) == (1, 1)


def test_of_two_centres_at_the_same_distance_a_point_goes_to_the_first():
    assert nearest(np.array([[0.0]]), np.array([[1.0], [-1.0]])).tolist() == [0]


def test_a_heavy_point_draws_its_centre():
    points = np.array([[0.0], [1.0], [10.0]])
    assert divided(points, np.array([1.0, 3.0, 1.0]), 2).centres.ravel().tolist() == pytest.approx([0.75, 10])
