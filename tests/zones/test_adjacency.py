"""Neighbours: shared borders, whatever the slivers between the polygons."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate

from geoprofile.errors import TableError
from geoprofile.zones.adjacency import zone_adjacency


def squares(columns, rows, side=100.0):
    return np.array(
        [shapely.box(c * side, r * side, (c + 1) * side, (r + 1) * side) for r in range(rows) for c in range(columns)],
        dtype=object,
    )


def pairs(adjacency):
    return list(zip(adjacency.first.tolist(), adjacency.second.tolist(), strict=True))


def test_squares_that_share_a_side_are_neighbours_and_those_that_share_a_corner_are_not():
    adjacency = zone_adjacency(squares(2, 2))
    assert pairs(adjacency) == [(0, 1), (0, 2), (1, 3), (2, 3)]
    assert adjacency.border_m == pytest.approx(100.0, rel=0.02)


def test_a_sliver_or_an_overlap_of_a_metre_parts_no_neighbours():
    left, right = shapely.box(0, 0, 100, 100), shapely.box(101, 0, 200, 100)
    assert pairs(zone_adjacency(np.array([left, right]))) == [(0, 1)]
    assert pairs(zone_adjacency(np.array([left, translate(right, -2)]))) == [(0, 1)]


def test_zones_across_a_river_are_neighbours_only_where_that_is_told():
    banks = np.array([shapely.box(0, 0, 100, 100), shapely.box(130, 0, 230, 100)])
    assert pairs(zone_adjacency(banks)) == []
    assert pairs(zone_adjacency(banks, gap_m=40.0)) == [(0, 1)]


def test_zones_with_a_third_one_between_are_no_neighbours():
    strip = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 120, 100), shapely.box(120, 0, 220, 100)])
    assert pairs(zone_adjacency(strip, gap_m=40.0)) == [(0, 1), (1, 2)]


def test_a_border_shorter_than_the_least_is_a_corner():
    shifted = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 92, 200, 192)])
    assert pairs(zone_adjacency(shifted)) == []
    assert pairs(zone_adjacency(shifted, least_border_m=5.0)) == [(0, 1)]


def test_only_the_zones_at_the_edge_are_outer_even_around_a_lake():
    cells = squares(5, 5)
    assert np.flatnonzero(~zone_adjacency(cells).outer).tolist() == [6, 7, 8, 11, 12, 13, 16, 17, 18]
    lake = np.delete(cells, 12)
    assert np.flatnonzero(~zone_adjacency(lake).outer).tolist() == [6, 7, 8, 11, 12, 15, 16, 17]


def test_a_zone_without_outline_has_no_neighbours():
    cells = squares(2, 1)
    adjacency = zone_adjacency(np.array([cells[0], None, shapely.Polygon(), cells[1]], dtype=object))
    assert pairs(adjacency) == [(0, 3)]
    assert adjacency.outer.tolist() == [True, False, False, True]


@given(st.permutations(range(9)))
def test_the_order_of_rows_changes_no_neighbour(order):
    cells = squares(3, 3)
    usual = zone_adjacency(cells)
    shuffled = zone_adjacency(cells[order])
    back = {tuple(sorted((order[a], order[b]))) for a, b in pairs(shuffled)}
    assert back == set(pairs(usual))
    assert pairs(usual.take(np.array(order))) == pairs(shuffled)


def test_zones_left_out_take_their_borders_with_them():
    taken = zone_adjacency(squares(3, 1)).take(np.array([2, 1]))
    assert pairs(taken) == [(0, 1)]
    assert taken.zone_count == 2


@pytest.mark.parametrize("lengths", [{"least_border_m": 0.0}, {"gap_m": -1.0}, {"gap_m": float("nan")}])
def test_lengths_that_are_none_are_refused(lengths):
    with pytest.raises(TableError, match="two lengths above 0"):
        zone_adjacency(squares(2, 1), **lengths)
