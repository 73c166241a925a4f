"""How much of an outline the end of the known streets cuts."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.travel.network_edge import EDGE_M, edge_shares, network_outline
from tests.travel.conftest import network_of


@pytest.fixture(scope="module")
def square():
    """Give a grid of streets of 2 km by 2 km."""
    at = np.arange(0, 2001, 200.0)
    rows = [((x, y), (x + 200, y)) for x in at[:-1] for y in at] + [((x, y), (x, y + 200)) for x in at for y in at[:-1]]
    return network_of(rows)


def test_an_outline_in_the_middle_is_not_cut(square):
    assert edge_shares(square, [shapely.box(500, 500, 1500, 1500)]).tolist() == [0.0]


def test_a_side_along_the_edge_is_a_quarter(square):
    shape = shapely.box(10, 800, 410, 1200)
    inside = 3 * 400 - 2 * (EDGE_M - 10)
    assert edge_shares(square, [shape])[0] == pytest.approx(1 - inside / 1600, abs=0.02)


def test_beyond_the_streets_all_is_cut(square):
    assert edge_shares(square, [shapely.box(5000, 5000, 6000, 6000)]).tolist() == [1.0]


def test_without_streets_or_land_nothing_can_be_said(square):
    assert np.isnan(edge_shares(None, [shapely.box(0, 0, 1, 1)])).all()
    assert np.isnan(edge_shares(square, [shapely.Polygon()])).all()
    assert edge_shares(square, []).shape == (0,)


@given(st.floats(0, 2000), st.floats(0, 2000), st.floats(1, 1500))
def test_it_is_a_share(square, x, y, radius):
    (share,) = edge_shares(square, [shapely.Point(x, y).buffer(radius)])
    assert 0 <= share <= 1


def test_the_outline_holds_the_crossings(square):
    assert network_outline(square).area == pytest.approx(4_000_000, rel=0.01)
