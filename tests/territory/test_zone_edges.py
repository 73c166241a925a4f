"""Edges: what is told of a point and an edge is what exact arithmetic tells, or is owned to be unsure."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.territory.zone_edges import cross, share_edges, trace


@st.composite
def edges_and_points_on_them_but_for_rounding(draw):
    """Place a point and a turn a few roundings from an edge, where plain floating point often errs."""
    near_half = st.integers(-9, 9).map(lambda k: 0.5 + k * 2.0**-53)
    across, along = draw(st.floats(-30, 30)), draw(st.floats(0.01, 30))
    back, ahead = draw(st.floats(0.1, 3)), draw(st.floats(0.1, 3))
    ends = (0.5 - back * across, 0.5 - back * along, 0.5 + ahead * across, 0.5 + ahead * along)
    x, y = draw(near_half | st.floats(-5, 0.4)), draw(near_half)
    return ends, x, y, max(x, draw(near_half))


def exact_side(ends, x, y):
    ax, ay, bx, by = map(Fraction, ends)
    return (bx - ax) * (Fraction(y) - ay) - (by - ay) * (Fraction(x) - ax)


def exact_crossing(ends, x, y, right):
    """Follow the way in rational numbers: level to `right`, then up; the half-open rule for ends."""
    ax, ay, bx, by = ends
    side, turn_side = exact_side(ends, x, y), exact_side(ends, right, y)
    level = ay <= y < by and (side > 0) != (turn_side > 0)
    upright = (ax <= right) != (bx <= right) and (turn_side > 0) != (ax <= right)
    return level != upright


@settings(max_examples=1000, deadline=None)
@given(edges_and_points_on_them_but_for_rounding())
def test_a_sure_crossing_is_the_exact_one(drawn):
    ends, x, y, right = drawn
    crosses, unsure = cross(np.array([ends]), *(np.array([value]) for value in (x, y, right)))
    assert unsure[0] or crosses[0] == exact_crossing(ends, x, y, right)


@given(st.floats(-1e6, 1e6), st.floats(0.5, 1e3), st.floats(-1e3, 1e3), st.floats(0, 1))
def test_a_point_of_an_edge_is_always_unsure(south, height, width, share):
    ends = np.array([[0.0, south, width, south + height]])
    for x, y in (ends[0, :2], ends[0, 2:]):
        assert cross(ends, np.array([x]), np.array([y]), np.array([x + 1]))[1].all()
    level = np.array([[0.0, south, abs(width), south]])
    assert cross(level, np.array([share * abs(width)]), np.array([south]), np.array([2e3]))[1].all()


def test_a_point_far_from_every_edge_is_sure():
    ends = np.array([[0.0, 0.0, 10.0, 10.0]])
    crosses, unsure = cross(ends, np.array([2.0]), np.array([5.0]), np.array([20.0]))
    assert crosses.all()
    assert not unsure.any()


@settings(max_examples=200)
@given(st.lists(st.tuples(*[st.floats(-2, 12)] * 4), min_size=1, max_size=20), st.integers(1, 10))
def test_the_cells_traced_hold_every_place_of_an_edge_within_the_grid(lines, cells):
    ends = np.array([(*min((a, b), (c, d)), *max((a, b), (c, d))) for b, a, d, c in lines])[:, [1, 0, 3, 2]]
    edge, row, column = trace(ends, 0.0, 0.0, 10 / cells, (cells, cells), margin_m=1e-9)
    traced = set(zip(edge.tolist(), row.tolist(), column.tolist(), strict=True))
    for share in np.linspace(0, 1, 23):
        places = ends[:, :2] + share * (ends[:, 2:] - ends[:, :2])
        at = np.floor(places / (10 / cells)).astype(int)
        within = ((at >= 0) & (at < cells)).all(axis=1)
        for k in np.flatnonzero(within):
            assert (k, at[k, 1], at[k, 0]) in traced


@given(st.lists(st.tuples(*[st.sampled_from([0.0, 1.0, 2.5])] * 4), min_size=1, max_size=40))
def test_shared_edges_are_each_kept_once_and_every_edge_finds_its_own(lines):
    ends = np.array(lines)
    shared, edge_of = share_edges(ends)
    np.testing.assert_array_equal(shared[edge_of], ends)
    assert len(np.unique(shared, axis=0)) == len(shared)
