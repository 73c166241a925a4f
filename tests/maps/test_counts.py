"""Customers are counted by zone without losing or doubling one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.maps.counts import customers_by_zone

SQUARES = gpd.GeoDataFrame(
    {"zone_name": list("abcd")},
    geometry=[shapely.box(x, y, x + 1, y + 1) for x in (0, 1) for y in (45, 46)],
    crs="EPSG:4326",
)


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(45, 47)), max_size=40))
def test_every_point_of_the_territory_counts_once_borders_included(spots):
    spots = [*spots, (1.0, 46.0)]
    counts = customers_by_zone(np.array([x for x, _ in spots]), np.array([y for _, y in spots]), SQUARES)
    assert counts.sum() == len(spots)


def test_a_point_outside_counts_nowhere():
    assert customers_by_zone(np.array([9.0]), np.array([45.5]), SQUARES).sum() == 0


def test_no_point_counts_zero_in_every_zone():
    assert customers_by_zone(np.array([]), np.array([]), SQUARES).tolist() == [0, 0, 0, 0]


def test_zones_of_a_metric_crs_count_the_same():
    x, y = np.array([0.5, 1.5, 1.6]), np.array([45.5, 46.5, 46.4])
    in_metres = customers_by_zone(x, y, SQUARES.to_crs("EPSG:2154"))
    assert in_metres.tolist() == customers_by_zone(x, y, SQUARES).tolist() == [1, 0, 0, 2]
