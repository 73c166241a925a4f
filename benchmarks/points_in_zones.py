"""One million points to their zones: the prepared index against `geopandas.sjoin`, answers compared.

Run: ``python benchmarks/points_in_zones.py [--data DIR] [--points N]``. Without the folder of real open
data the case of the real IRIS is left out.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geoprofile.territory.zone_grid import build_zone_grid, open_zone_grid, save_zone_grid
from geoprofile.zones.assign import assign_points

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
Floats: TypeAlias = NDArray[np.float64]
Polygons: TypeAlias = NDArray[np.object_]

CRS = "EPSG:2154"
SEED = 20240229
SYNTHETIC_ZONES = 50_000
SYNTHETIC_VERTEX_EVERY_M = 38.0
OUTSIDE_SHARE = 0.02
IRIS = Path("fr/iris/grand_paris_2016/map_iris.shp")
DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))


def tesselation(zones: int, side_m: float) -> Polygons:
    """Tile a square with polygons of about 50 vertices that share their winding borders."""
    rng = np.random.default_rng(SEED)
    seeds = shapely.multipoints(rng.uniform(0, side_m, (zones, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=shapely.box(0, 0, side_m, side_m)))
    cells = shapely.intersection(cells, shapely.box(0, 0, side_m, side_m))
    winding: Polygons = shapely.transform(shapely.segmentize(cells, SYNTHETIC_VERTEX_EVERY_M), _wind)
    return winding


def _wind(points: Floats) -> Floats:
    """Bend straight borders; slopes far below 1 keep the order of places. Millimetres, as in real files."""
    east, north = points.T
    bent = np.column_stack([east + 6 * np.sin(north / 30), north + 6 * np.sin(east / 37)])
    rounded: Floats = np.round(bent + np.array([600_000.0, 6_800_000.0]), 3)
    return rounded


def scatter(polygons: Polygons, count: int) -> tuple[Floats, Floats]:
    """Draw points evenly over the box of the zones, kept where a zone is, and some share anywhere around."""
    rng = np.random.default_rng(SEED)
    west, south, east, north = shapely.total_bounds(polygons)
    around = int(count * OUTSIDE_SHARE)
    whole = shapely.union_all(shapely.simplify(polygons, 20))
    shapely.prepare(whole)
    kept = np.empty((0, 2))
    while len(kept) < count - around:
        drawn = rng.uniform([west, south], [east, north], (count, 2))
        kept = np.vstack([kept, drawn[shapely.contains_xy(whole, *drawn.T)]])
    low, high = np.array([west, south]), np.array([east, north])
    loose = rng.uniform(1.5 * low - 0.5 * high, 1.5 * high - 0.5 * low, (around, 2))
    easting, northing = rng.permutation(np.vstack([kept[: count - around], loose])).T.copy()
    return easting, northing


def first_zone_by_sjoin(points: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> NDArray[np.int64]:
    joined = gpd.sjoin(points, zones, predicate="within")
    found = np.full(len(points), -1)
    first = joined["index_right"].groupby(level=0).min()
    found[first.index] = first
    return found


def timed(run: Callable[[], T]) -> tuple[T, float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    result = run()
    return result, time.process_time() - cpu, time.perf_counter() - wall


def compare(title: str, polygons: Polygons, count: int) -> None:
    easting, northing = scatter(polygons, count)
    blobs = shapely.to_wkb(polygons)
    zones = gpd.GeoDataFrame(geometry=shapely.from_wkb(blobs), crs=CRS)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(easting, northing), crs=CRS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zones.arrow"
        grid, build_s, _ = timed(lambda: build_zone_grid(polygons))
        save_zone_grid(grid, path)
        vertices = shapely.get_num_coordinates(polygons).mean()
        print(f"\n{title}: {count:,} points, {len(polygons):,} zones of {vertices:.0f} vertices")
        print(f"index: built in {build_s:.2f} cpu-s, {path.stat().st_size / 1e6:.1f} MB")
        engines: dict[str, Callable[[], NDArray[np.int32]]] = {
            "index, polygons at hand": lambda: assign_points(open_zone_grid(path), polygons, easting, northing),
            "index, all polygons parsed": lambda: assign_points(
                open_zone_grid(path), shapely.from_wkb(blobs), easting, northing
            ),
        }
        # The first call makes the tree of the points, as it must for every new file; the second finds it.
        _, base, wall = timed(lambda: gpd.sjoin(points, zones, predicate="within"))
        _, again, again_wall = timed(lambda: gpd.sjoin(points, zones, predicate="within"))
        truth = first_zone_by_sjoin(points, zones)
        print(f"{np.mean(truth < 0):.1%} of the points are outside all zones")
        print(f"{'engine':<34}{'cpu s':>8}{'wall s':>8}{'times faster':>14}  same answers")
        print(f"{'geopandas.sjoin':<34}{base:>8.3f}{wall:>8.3f}{1:>14.1f}")
        print(f"{'geopandas.sjoin, its tree at hand':<34}{again:>8.3f}{again_wall:>8.3f}{base / again:>14.1f}")
        for name, run in engines.items():
            found, cpu, wall = timed(run)
            same = "yes" if np.array_equal(truth, found) else "NO"
            print(f"{name:<34}{cpu:>8.3f}{wall:>8.3f}{base / cpu:>14.1f}  {same}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--points", type=int, default=1_000_000)
    asked = parser.parse_args()
    compare("synthetic tesselation", tesselation(SYNTHETIC_ZONES, 100_000), asked.points)
    if (asked.data / IRIS).is_file():
        iris = gpd.read_file(asked.data / IRIS, columns=[])
        compare("IRIS of Grand Paris", np.asarray(iris.geometry.values), asked.points)
    else:
        print(f"\nIRIS of Grand Paris: left out, {asked.data} holds no {IRIS}; name the folder with --data.")


if __name__ == "__main__":
    main()
