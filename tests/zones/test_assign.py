"""Points in zones: the answers of `geopandas.sjoin`, whatever the zones, the index and the order."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from geoprofile.errors import TableError, TerritoryError
from geoprofile.territory.zone_grid import UNSURE, build_zone_grid
from geoprofile.zones import assign
from geoprofile.zones.assign import assign_points

EAST, NORTH = 652_000.0, 6_862_000.0
PARIS = np.array([EAST, NORTH])  # coordinates as large as those of Paris in Lambert-93


def polygons_of(*shapes):
    return np.array(shapes, dtype=object)


def first_within(zones, points):
    """Give the first zone that sjoin finds; then the first whose closure holds the point; then -1."""
    frame = gpd.GeoDataFrame(geometry=shapely.points(points), crs=2154)
    table = gpd.GeoDataFrame(geometry=zones, crs=2154)
    within = gpd.sjoin(frame, table, predicate="within").groupby(level=0)["index_right"].min()
    closed = gpd.sjoin(frame, table, predicate="intersects").groupby(level=0)["index_right"].min()
    return within.reindex(range(len(points))).fillna(closed).fillna(-1).to_numpy().astype(np.int32)


def lattice_points(grid):
    """Corners of tiles, and corners and centres of their quarters: where cells of the index meet."""
    east = grid.west_m + np.arange(min(grid.columns, 20) * 8) / 8 * grid.tile_size_m
    north = grid.south_m + np.arange(min(grid.rows, 20) * 8) / 8 * grid.tile_size_m
    return np.stack(np.meshgrid(east, north), axis=-1).reshape(-1, 2)


def telling_points(zones, grid, rng, count=400):
    """Points anywhere, on vertices, on and beside edges, at the height of vertices, and where cells meet."""
    corners = shapely.get_coordinates(zones)
    low, high = corners.min(axis=0), corners.max(axis=0)
    anywhere = rng.uniform(low - 0.1 * (high - low), high + 0.1 * (high - low), (count, 2))
    share = rng.uniform(0, 1, (len(corners) - 1, 1))
    on_edges = corners[:-1] + share * (corners[1:] - corners[:-1])
    beside = np.nextafter(on_edges, rng.choice([-np.inf, np.inf], on_edges.shape))
    crossed = np.column_stack([rng.permutation(corners[:, 0]), rng.permutation(corners[:, 1])])
    return np.vstack([anywhere, corners, on_edges, beside, crossed, lattice_points(grid)])


def check_against_sjoin(zones, rng, tile_size_m=None):
    grid = build_zone_grid(zones, tile_size_m=tile_size_m)
    points = telling_points(zones, grid, rng)
    np.testing.assert_array_equal(assign_points(grid, zones, *points.T), first_within(zones, points))


@st.composite
def triangles_to_stars(draw):
    """Make a simple polygon around a place: star-shaped, perhaps with a hole of the same shape."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    angles = np.sort(rng.uniform(0, 2 * np.pi, draw(st.integers(3, 40))))
    radii = rng.uniform(20, 400, len(angles))
    centre = rng.uniform(0, 1000, 2) + PARIS
    ring = centre + radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    if draw(st.booleans()):
        ring = np.round(ring, -1)  # level and upright edges, corners that zones share
    hole = [ring.mean(axis=0) + 0.3 * (ring - ring.mean(axis=0))]
    polygon = Polygon(ring, hole if draw(st.booleans()) else None)
    return polygon if polygon.is_valid else shapely.convex_hull(polygon).buffer(1)


@settings(max_examples=60, deadline=None)
@given(st.lists(triangles_to_stars(), min_size=1, max_size=12), st.integers(0, 99))
def test_zones_that_overlap_anyhow_are_answered_as_sjoin_does_and_the_first_wins(shapes, seed):
    check_against_sjoin(polygons_of(*shapes), np.random.default_rng(seed))


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 60), st.integers(0, 2**32), st.sampled_from([0, 3, 9]))
def test_a_tesselation_is_answered_as_sjoin_does(count, seed, decimals):
    rng = np.random.default_rng(seed)
    seeds = shapely.multipoints(rng.uniform(0, 2000, (count, 2)) + PARIS)
    cells = shapely.segmentize(shapely.get_parts(shapely.voronoi_polygons(seeds)), 40.0)
    zones = shapely.transform(cells, lambda points: np.round(points, decimals))
    check_against_sjoin(zones[shapely.is_valid(zones)], rng)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([60.0, 137.0, 1000.0, 50_000.0]))
def test_the_size_of_tiles_changes_no_answer(seed, tile_size_m):
    rng = np.random.default_rng(seed)
    seeds = shapely.multipoints(rng.uniform(0, 1000, (30, 2)) + PARIS)
    zones = shapely.get_parts(shapely.voronoi_polygons(seeds))
    check_against_sjoin(zones, rng, tile_size_m)


@pytest.mark.parametrize("west", [0.0, EAST])
def test_squares_of_a_round_grid_are_answered_as_sjoin_does(west):
    steps = np.arange(12) * 200.0
    east, north = (axis.ravel() for axis in np.meshgrid(west + steps, NORTH + steps))
    check_against_sjoin(shapely.box(east, north, east + 200, north + 200), np.random.default_rng(0))


@pytest.mark.parametrize("shift", [0.0, 0.5, 0.25, 0.125, 0.0625])
def test_borders_that_run_along_the_lines_of_the_index_are_answered_as_sjoin_does(shift):
    frame = build_zone_grid(polygons_of(box(EAST, NORTH, EAST + 1000, NORTH + 1000)), tile_size_m=100.0)
    east = frame.west_m + (np.arange(1, 8) + shift) * 100.0
    north = frame.south_m + (np.arange(1, 8) + shift) * 100.0
    squares = [box(a, c, b, d) for a, b in pairwise(east) for c, d in pairwise(north)]
    around = box(EAST, NORTH, EAST + 1000, NORTH + 1000)
    check_against_sjoin(polygons_of(*squares, around), np.random.default_rng(0), tile_size_m=100.0)


@pytest.mark.parametrize(("step", "offset"), [(1, 0), (0.25, 0), (0.25, 0.125), (0.125, 0.0625)])
def test_borders_a_rounding_away_from_the_corners_and_centres_of_cells_are_answered_as_sjoin_does(step, offset):
    rng = np.random.default_rng(8)
    around = box(EAST, NORTH, EAST + 1600, NORTH + 1600)
    frame = build_zone_grid(polygons_of(around), tile_size_m=100.0)
    low = np.array([frame.west_m, frame.south_m])
    places = low + (np.floor(rng.uniform(3, 13, (90, 2)) / step) * step + offset) * 100
    along = rng.uniform(-1, 1, (90, 2)) * rng.choice([[1, 1], [1, 1e-9], [1e-9, 1]], 90)
    ahead, back = places + 130 * along, places - 170 * along
    wings = places + rng.uniform(-150, 150, (90, 2))
    triangles = [Polygon(corners) for corners in zip(ahead, back, wings, strict=True)]
    zones = polygons_of(*(one for one in triangles if one.is_valid), around)
    check_against_sjoin(zones, rng, tile_size_m=100.0)


def test_deep_inside_two_zones_the_first_wins():
    zones = polygons_of(box(0, 0, 1000, 1000), box(1, 1, 1001, 1001))
    grid = build_zone_grid(zones, tile_size_m=50.0)
    assert assign_points(grid, zones, np.array([500.0]), np.array([500.0])).tolist() == [0]


def test_holes_islands_and_scattered_parts_are_answered_as_sjoin_does():
    hole = box(300, 300, 600, 600)
    lake = Polygon(box(0, 0, 1000, 1000).exterior, [hole.exterior])
    island = box(400, 400, 500, 500)
    scattered = MultiPolygon([box(1100, 0, 1300, 900), box(1500, 0, 1700, 900), box(310, 310, 350, 350)])
    check_against_sjoin(polygons_of(lake, island, scattered), np.random.default_rng(1))


def test_a_fan_of_more_zones_than_a_tile_can_tell_apart_is_answered_as_sjoin_does():
    angles = np.linspace(0, 2 * np.pi, 151)
    rim = np.column_stack([EAST + 500 * np.cos(angles), NORTH + 500 * np.sin(angles)])
    fan = polygons_of(*(Polygon([(EAST, NORTH), one, two]) for one, two in pairwise(rim)))
    assert (build_zone_grid(fan).cell == UNSURE).any()
    check_against_sjoin(fan, np.random.default_rng(2))


def test_zones_of_very_different_sizes_are_answered_as_sjoin_does():
    rng = np.random.default_rng(3)
    places = np.vstack([rng.uniform(0, 400_000, (150, 2)), 200_000 + rng.normal(0, 300, (150, 2))])
    zones = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places)))
    check_against_sjoin(zones, rng)


def test_missing_and_empty_zones_hold_no_point_and_keep_their_place():
    zones = polygons_of(None, Polygon(), box(0, 0, 10, 10))
    found = assign_points(build_zone_grid(zones), zones, np.array([5.0, 50.0]), np.array([5.0, 5.0]))
    assert found.tolist() == [2, -1]


def test_without_zones_every_point_is_outside():
    zones = polygons_of()
    assert assign_points(build_zone_grid(zones), zones, np.zeros(2), np.zeros(2)).tolist() == [-1, -1]


def test_a_border_point_gets_the_first_zone_whose_closure_holds_it_unless_a_later_one_holds_it_inside():
    zones = polygons_of(box(0, 0, 10, 10), box(10, 0, 20, 10), box(8, 2, 12, 8))
    found = assign_points(build_zone_grid(zones), zones, np.array([10.0, 10.0, 0.0]), np.array([1.0, 5.0, 0.0]))
    assert found.tolist() == [0, 2, 0]


def test_missing_infinite_and_far_points_are_outside():
    zones = polygons_of(box(0, 0, 10, 10))
    far = np.array([np.nan, np.inf, -np.inf, 1e308, -1e308, 5.0, 5.0, 5.0])
    north = np.array([5.0, 5.0, 5.0, 1e308, 5.0, np.nan, np.inf, 5.0])
    assert assign_points(build_zone_grid(zones), zones, far, north).tolist() == [-1] * 7 + [0]


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(40)), st.integers(1, 41))
def test_neither_the_order_of_points_nor_the_size_of_batches_changes_an_answer(order, batch):
    rng = np.random.default_rng(5)
    zones = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.uniform(0, 100, (30, 2)))))
    grid = build_zone_grid(zones)
    points = np.vstack([rng.uniform(-10, 110, (30, 2)), shapely.get_coordinates(zones)[:10]])
    whole = assign_points(grid, zones, *points.T)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assign, "POINTS_A_BATCH", batch)
        np.testing.assert_array_equal(assign_points(grid, zones, *points[list(order)].T), whole[list(order)])


def test_polygons_are_loaded_only_when_a_point_lies_on_a_border():
    zones = polygons_of(box(0, 0, 10, 10))
    calls = []

    def load():
        calls.append(1)
        return zones

    grid = build_zone_grid(zones)
    assert assign_points(grid, load, np.array([5.0, 9.999, 12.0]), np.array([5.0, 5.0, 5.0])).tolist() == [
        0,
        0,
        -1,
    ]
    assert calls == []
    assert assign_points(grid, load, np.array([10.0, 0.0]), np.array([5.0, 5.0])).tolist() == [0, 0]
    assert calls == [1]


def test_polygons_of_another_table_are_refused_with_both_counts():
    grid = build_zone_grid(polygons_of(box(0, 0, 10, 10)))
    with pytest.raises(TerritoryError, match="of 1 zones, the table has 2"):
        assign_points(grid, polygons_of(box(0, 0, 1, 1), box(1, 0, 2, 1)), np.array([0.0]), np.array([0.0]))


def test_eastings_without_northings_are_refused():
    grid = build_zone_grid(polygons_of(box(0, 0, 10, 10)))
    with pytest.raises(TableError, match="2 eastings and 1 northings"):
        assign_points(grid, polygons_of(), np.zeros(2), np.zeros(1))


@pytest.mark.real
def test_real_iris_are_answered_as_sjoin_does_down_to_their_vertices(real_data):
    iris = gpd.read_file(real_data / "fr/iris/grand_paris_2016/map_iris.shp", columns=[])
    zones = np.asarray(iris.geometry.values)
    rng = np.random.default_rng(6)
    west, south, east, north = iris.total_bounds
    vertices = rng.permutation(shapely.get_coordinates(zones))[:10_000]
    points = np.vstack([rng.uniform([west, south], [east, north], (40_000, 2)), vertices])
    found = assign_points(build_zone_grid(zones), zones, *points.T)
    np.testing.assert_array_equal(found, first_within(zones, points))
