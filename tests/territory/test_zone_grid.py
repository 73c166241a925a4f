"""The prepared index: what it refuses, what it keeps, and that it stays small."""

import time

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from geoprofile.errors import OutputError, TerritoryError
from geoprofile.territory import zone_grid
from geoprofile.territory.zone_grid import (
    FIRST_POINTER,
    ZoneGrid,
    build_zone_grid,
    open_zone_grid,
    save_zone_grid,
)


def tesselation(count, side_m=10_000.0, seed=0):
    seeds = np.random.default_rng(seed).uniform(0, side_m, (count, 2)) + np.array([652_000, 6_862_000])
    return shapely.segmentize(shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds))), 50.0)


def parts_of(grid):
    return {name: np.asarray(getattr(grid, name)) for name in ZoneGrid.__dataclass_fields__}


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 40), st.integers(0, 999))
def test_a_tile_or_cell_with_one_answer_lies_properly_inside_that_zone(count, seed):
    zones = tesselation(count, seed=seed)
    grid = build_zone_grid(zones)
    tile = np.flatnonzero(grid.tile >= 0)
    west = grid.west_m + tile % grid.columns * grid.tile_size_m
    south = grid.south_m + tile // grid.columns * grid.tile_size_m
    size = grid.tile_size_m
    tiles = shapely.box(west, south, west + size, south + size)
    assert shapely.contains_properly(zones[grid.tile[tile]], tiles).all()

    split_tile = np.flatnonzero(grid.tile <= FIRST_POINTER)
    of_cell = np.repeat(np.arange(len(split_tile)), grid.split.astype(int) ** 2)
    rank = np.arange(len(grid.cell)) - grid.first_cell[of_cell]
    side = size / grid.split[of_cell]
    west = grid.west_m + split_tile[of_cell] % grid.columns * size + rank % grid.split[of_cell] * side
    south = grid.south_m + split_tile[of_cell] // grid.columns * size + rank // grid.split[of_cell] * side
    inner = grid.cell >= 0
    cells = shapely.box(west, south, west + side, south + side)[inner]
    assert inner.any()
    assert shapely.contains_properly(zones[grid.cell[inner]], cells).all()


def test_what_is_saved_comes_back(tmp_path):
    grid = build_zone_grid(tesselation(30))
    save_zone_grid(grid, tmp_path / "iris.arrow")
    opened = parts_of(open_zone_grid(tmp_path / "iris.arrow"))
    for name, value in parts_of(grid).items():
        np.testing.assert_array_equal(opened[name], value)
        assert opened[name].dtype == value.dtype


def test_an_index_of_no_zones_can_be_saved_and_opened(tmp_path):
    save_zone_grid(build_zone_grid(np.array([], dtype=object)), tmp_path / "none.arrow")
    assert open_zone_grid(tmp_path / "none.arrow").zone_count == 0


def test_the_same_zones_give_the_same_bytes_and_leave_nothing_else_behind(tmp_path):
    for name in ("one", "two"):
        save_zone_grid(build_zone_grid(tesselation(30)), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_how_the_build_is_cut_into_blocks_changes_nothing(monkeypatch):
    whole = parts_of(build_zone_grid(tesselation(30)))
    monkeypatch.setattr(zone_grid, "PAIRS_A_BLOCK", 100)
    for name, value in parts_of(build_zone_grid(tesselation(30))).items():
        np.testing.assert_array_equal(value, whole[name])


def test_opening_maps_the_file_and_reads_next_to_nothing(tmp_path):
    save_zone_grid(build_zone_grid(tesselation(2000)), tmp_path / "iris.arrow")
    before = pa.total_allocated_bytes()
    grid = open_zone_grid(tmp_path / "iris.arrow")
    assert pa.total_allocated_bytes() - before < 100_000 < grid.edge.nbytes
    assert not grid.edge.flags.owndata


def test_an_index_of_another_version_is_refused_with_both_versions(tmp_path, monkeypatch):
    monkeypatch.setattr(zone_grid, "VERSION", "0")
    save_zone_grid(build_zone_grid(tesselation(3)), tmp_path / "old.arrow")
    monkeypatch.undo()
    with pytest.raises(TerritoryError, match=r"old\.arrow is an index of zones of version 0, but .* version 1: build"):
        open_zone_grid(tmp_path / "old.arrow")


def test_a_missing_a_foreign_and_a_cut_file_are_refused(tmp_path):
    grid = build_zone_grid(tesselation(3))
    save_zone_grid(grid, tmp_path / "whole")
    (tmp_path / "foreign").write_text("a;b\n1;2\n", encoding="utf-8")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:-500])
    with pa.OSFile(str(tmp_path / "table"), "wb") as file:
        table = pa.record_batch({"a": [1]})
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_batch(table)
    for name in ("missing", "foreign", "empty", "cut", "table"):
        with pytest.raises(TerritoryError, match=f"{name} .*index of zones: build the territory again"):
            open_zone_grid(tmp_path / name)


def test_a_folder_that_is_not_there_is_named_when_saving(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        save_zone_grid(build_zone_grid(tesselation(3)), tmp_path / "nowhere" / "iris.arrow")


def test_a_geometry_that_is_no_polygon_is_refused_by_its_row():
    zones = np.array([box(0, 0, 1, 1), LineString([(0, 0), (1, 1)])], dtype=object)
    with pytest.raises(TerritoryError, match="Zone row 1 is a LineString"):
        build_zone_grid(zones)


def test_a_coordinate_that_is_no_finite_number_is_refused_by_its_row():
    broken = shapely.transform(box(0, 0, 1, 1), lambda points: np.where(points == 1, np.inf, points))
    with pytest.raises(TerritoryError, match="Zone row 1 has a coordinate"):
        build_zone_grid(np.array([box(0, 0, 1, 1), broken], dtype=object))


def test_tiles_too_small_for_memory_are_refused_with_the_least_size():
    with pytest.raises(TerritoryError, match=r"Tiles of 0\.5 m are too small for these zones: take .* m or more"):
        build_zone_grid(tesselation(30), tile_size_m=0.5)


def test_a_country_with_dense_towns_makes_a_small_index():
    rng = np.random.default_rng(0)
    towns = rng.uniform(0, 1e6, (20, 2))
    places = np.vstack(
        [rng.uniform(0, 1e6, (2000, 2)), towns[rng.integers(0, 20, 2000)] + rng.normal(0, 2000, (2000, 2))]
    )
    grid = build_zone_grid(shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places))))
    assert len(grid.tile) <= 4_100_000
    assert sum(value.nbytes for value in parts_of(grid).values()) < 60e6


def test_many_zones_that_all_lie_over_each_other_do_not_explode():
    rng = np.random.default_rng(0)
    centres = rng.uniform(0, 1000, (2000, 2))
    discs = shapely.buffer(shapely.points(centres), 50_000.0, quad_segs=4)
    start = time.process_time()
    grid = build_zone_grid(discs)
    assert time.process_time() - start < 10
    assert sum(value.nbytes for value in parts_of(grid).values()) < 200e6


def test_a_border_of_two_zones_is_kept_once():
    zones = np.array([box(0, 0, 10, 10), box(10, 0, 20, 10)], dtype=object)
    assert len(build_zone_grid(zones).edge) == 7


def test_a_doubled_vertex_makes_no_edge():
    doubled = Polygon([(0, 0), (0, 0), (10, 0), (10, 10), (10, 10), (0, 10)])
    assert len(build_zone_grid(np.array([doubled], dtype=object)).edge) == 4
