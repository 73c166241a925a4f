"""Minutes from 100 stores to 50,000 zones over 100,000 nodes, beside networkx and pandana, answers compared.

Run: ``python benchmarks/cost_matrix.py [--data DIR] [--stores N] [--zones N]``. A peer that is not installed (extra
`bench`) is left out, and so are the real streets (speeds, catchments) without the folder of real open data.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoprofile.crs import project_points
from geoprofile.sources.streets import STREET_COLUMNS
from geoprofile.territory.build import build_territory
from geoprofile.territory.street_network import build_street_network, open_street_network, save_street_network
from geoprofile.travel.catchments import catchment_polygons
from geoprofile.travel.costs import cost_matrix
from geoprofile.travel.demand import demand_points
from geoprofile.travel.mode_network import mode_network
from geoprofile.travel.snapping import snap

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from numpy.typing import NDArray

    from geoprofile.territory.street_network import StreetNetwork
    from geoprofile.territory.territory import Territory

SEED = 20240305
SIDE, STEP_M = 317, 110.0
RECIPES = Path(__file__).parent / "recipes"
DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
# Known places: longitude, latitude.
PLACES = {
    "Trocadéro": (2.2873, 48.8629),
    "Passy (métro)": (2.2858, 48.8575),
    "Boissière (métro)": (2.2900, 48.8669),
    "place Victor-Hugo": (2.2857, 48.8698),
    "La Muette": (2.2740, 48.8580),
    "RER Saint-Germain": (2.0955, 48.8979),
    "gare de Grande-Ceinture": (2.0723, 48.8924),
    "camp des Loges": (2.0960, 48.9080),
}
PAIRS = {
    "trocadero": [
        ("Trocadéro", "Passy (métro)"),
        ("Trocadéro", "Boissière (métro)"),
        ("Trocadéro", "place Victor-Hugo"),
        ("Trocadéro", "La Muette"),
    ],
    "saint_germain": [("RER Saint-Germain", "gare de Grande-Ceinture"), ("RER Saint-Germain", "camp des Loges")],
}


def road_like_streets() -> gpd.GeoDataFrame:
    """Draw a town of some 100,000 crossings: a bent grid, a fifth of its streets missing, avenues, one-way streets."""
    rng = np.random.default_rng(SEED)
    column, row = (axis.ravel() for axis in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    points = np.column_stack([column, row]) * STEP_M + rng.uniform(-35, 35, (SIDE * SIDE, 2))
    points = np.round(points + np.array([600_000.0, 6_800_000.0]), 2)
    node = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    line_of = np.concatenate([row.reshape(SIDE, SIDE)[:, :-1].ravel(), column.reshape(SIDE, SIDE)[:-1].ravel()])
    avenue = line_of % 12 == 0
    kept = avenue | (rng.random(len(start)) > 0.2)
    start, end, avenue, line_of = start[kept], end[kept], avenue[kept], line_of[kept]
    one_way = np.where(line_of % 2 == 0, "forward", "backward")
    columns = dict.fromkeys(STREET_COLUMNS, "")
    frame = pd.DataFrame(columns, index=range(len(start)))
    frame["start_node"], frame["end_node"] = start.astype(str), end.astype(str)
    frame["highway"] = np.where(avenue, "primary", "residential")
    frame["limit_kmh"] = np.where(avenue, 50.0, 30.0)
    frame["direction"] = np.where(avenue | (rng.random(len(start)) > 0.3), "both", one_way)
    frame["bike_direction"] = "both"
    lines = shapely.linestrings(np.stack([points[start], points[end]], axis=1))
    frame["length_m"] = shapely.length(lines)
    return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:2154")


def by_geoprofile(folder: Path, stores: NDArray[np.int64], zones: NDArray[np.int64]) -> NDArray[np.float32]:
    network = open_street_network(folder)
    nodes = pd.DataFrame({name: network.column("nodes", name) for name in ("easting", "northing")})
    return cost_matrix(network, nodes.iloc[stores], nodes.iloc[zones], by="car")


def by_networkx(folder: Path, stores: NDArray[np.int64], zones: NDArray[np.int64]) -> NDArray[np.float32]:
    import networkx as nx  # noqa: PLC0415

    graph = mode_network(open_street_network(folder), "car").graph.tocoo()
    net = nx.DiGraph()
    net.add_weighted_edges_from(zip(graph.row.tolist(), graph.col.tolist(), graph.data.tolist(), strict=True))
    found = np.empty((len(stores), len(zones)), dtype=np.float32)
    for row, store in enumerate(stores.tolist()):
        minutes = nx.single_source_dijkstra_path_length(net, store)
        found[row] = [minutes.get(zone, np.inf) for zone in zones.tolist()]
    return found


def by_pandana(folder: Path, stores: NDArray[np.int64], zones: NDArray[np.int64]) -> NDArray[np.float32]:
    import pandana  # noqa: PLC0415

    network = open_street_network(folder)
    graph = mode_network(network, "car").graph.tocoo()
    x, y = (pd.Series(np.array(network.column("nodes", name))) for name in ("easting", "northing"))
    # It rounds weights to a thousandth: minutes are given in thousandths, so that a thousandth of that is lost.
    minutes = pd.DataFrame({"minutes": graph.data * 1000})
    net = pandana.Network(x, y, pd.Series(graph.row), pd.Series(graph.col), minutes, twoway=False)
    found = np.empty((len(stores), len(zones)), dtype=np.float32)
    for row, store in enumerate(stores):
        found[row] = net.shortest_path_lengths(np.full(len(zones), store), zones, imp_name="minutes")
    return found / np.float32(1000)


ENGINES = {"geoprofile": by_geoprofile, "networkx": by_networkx, "pandana": by_pandana}


def measure(engine: str, folder: Path, stores: NDArray[np.int64], zones: NDArray[np.int64], pipe: Connection) -> None:
    """Run one engine in a process of its own, so that its peak of memory is its own."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = ENGINES[engine](folder, stores, zones)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    path = folder / f"{engine}.npy"
    np.save(path, found)
    pipe.send((cpu, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def compare(store_count: int, zone_count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "streets"
        cpu = time.process_time()
        network = build_street_network(road_like_streets(), "fr")
        save_street_network(network, folder)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{network.node_count:,} nodes, {network.street_count:,} streets: drawn, built and saved in")
        print(
            f"{time.process_time() - cpu:.1f} cpu-s, {size:.1f} MB; car: {network.left_out['car']} directions left out"
        )
        nodes = np.unique(mode_network(network, "car").start)
        rng = np.random.default_rng(SEED)
        stores, zones = (rng.choice(nodes, count, replace=False) for count in (store_count, zone_count))
        print(f"\n{store_count} stores x {zone_count:,} zones, all by car without a limit")
        print(f"{'engine':<12}{'cpu s':>9}{'wall s':>9}{'peak MB':>9}{'times':>8}  largest difference (minutes)")
        base, truth = np.nan, np.empty(0)
        for engine in ENGINES:
            if engine != "geoprofile" and find_spec(engine) is None:
                print(f"{engine:<12} left out: not installed (pip install 'geoprofile[bench]')")
                continue
            ours, theirs = multiprocessing.get_context("spawn").Pipe()
            process = multiprocessing.get_context("spawn").Process(
                target=measure, args=(engine, folder, stores, zones, theirs)
            )
            process.start()
            cpu, wall, memory = ours.recv()
            process.join()
            found = np.load(folder / f"{engine}.npy")
            base, truth = (cpu, found) if engine == "geoprofile" else (base, truth)
            apart = np.abs(found - truth).max()
            print(f"{engine:<12}{cpu:>9.2f}{wall:>9.2f}{memory:>9.0f}{cpu / base:>8.1f}  {apart:.1e}")


def known_ways(network: StreetNetwork, name: str) -> None:
    """Print the minutes between known places, and the speed that a straight line would be gone at."""
    print(f"{'way':<46}{'straight m':>11}{'car':>7}{'back':>7}{'km/h':>7}{'foot':>8}{'km/h':>7}")
    for start, end in PAIRS[name]:
        longitude, latitude = np.array([PLACES[start], PLACES[end]]).T
        easting, northing = project_points(longitude, latitude, network.crs)
        places = pd.DataFrame({"easting": easting, "northing": northing})
        metres = float(np.hypot(*np.diff(places.to_numpy(), axis=0)[0]))
        car, foot = (cost_matrix(network, places, places, by=mode) for mode in ("car", "foot"))
        speeds = [metres * 0.06 / one[0, 1] for one in (car, foot)]
        told = f"{car[0, 1]:>7.1f}{car[1, 0]:>7.1f}{speeds[0]:>7.1f}{foot[0, 1]:>8.1f}{speeds[1]:>7.1f}"
        print(f"{start + ' - ' + end:<46}{metres:>11.0f}{told}")


def straight_speeds(network: StreetNetwork) -> None:
    """Print the median speed over the straight line between nodes at least 700 m apart."""
    rng = np.random.default_rng(SEED)
    row = rng.choice(network.node_count, 300, replace=False)
    places = pd.DataFrame({name: network.column("nodes", name)[row] for name in ("easting", "northing")})
    metres = np.hypot(*(places[name].to_numpy()[:, None] - places[name].to_numpy() for name in places))
    for mode in ("car", "bike", "foot"):
        minutes = cost_matrix(network, places, places, by=mode)
        far = np.isfinite(minutes) & (metres > 700)
        print(f"straight line {mode}: {np.median(metres[far] * 0.06 / minutes[far]):.1f} km/h")


def catchments(territory: Territory, place: str) -> None:
    """Print how far polygons, reached streets and shares of zones agree, for people at most 50 m from a street.

    The graph is a square of 2 km: all around it people live near its outermost streets, whom no polygon shows.
    """
    network = territory.streets
    assert network is not None
    demand = demand_points(territory, "iris")
    easting, northing = project_points(*np.array([PLACES[place]]).T, network.crs)
    places, bands = pd.DataFrame({"easting": easting, "northing": northing}), (3.0, 5.0, 10.0)
    print(f"\ncatchments of {place}: km of streets, zones (sum of shares)")
    print(f"{'mode':<6}{'min':>5}{'reached km':>12}{'in polygon':>12}{'zones':>8}{'in polygon':>12}")
    for mode in ("foot", "car"):
        streets = mode_network(network, mode)
        at = np.column_stack([demand.easting, demand.northing])
        near = snap(at, streets, within_m=50).street >= 0
        weight = np.where(near, demand.weight, 0)
        minutes = cost_matrix(network, places, pd.DataFrame(at, columns=["easting", "northing"]), by=mode)[0]
        drawn = catchment_polygons(network, places, by=mode, bands=bands)
        for band, shape, km in zip(bands, drawn.geometry, drawn["reached_km"], strict=True):
            within = shapely.length(shapely.intersection(streets.lines, shape)).sum() / 1000
            held = weight[shapely.contains_xy(shape, demand.easting, demand.northing)].sum()
            told = f"{km:>12.1f}{within:>12.1f}{weight[minutes <= band].sum():>8.2f}{held:>12.2f}"
            print(f"{mode:<6}{band:>5.0f}{told}")


def real_streets(data: Path) -> None:
    for name in PAIRS:
        with tempfile.TemporaryDirectory() as folder:
            territory = build_territory(RECIPES / f"{name}.toml", sources=data, out=Path(folder) / name)
            network = territory.streets
            assert network is not None
            print(f"\n{name}: {network.node_count:,} nodes, directions left out: {network.left_out}")
            known_ways(network, name)
            straight_speeds(network)
            if "iris" in territory.levels:
                catchments(territory, "Trocadéro")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--stores", type=int, default=100)
    parser.add_argument("--zones", type=int, default=50_000)
    asked = parser.parse_args()
    compare(asked.stores, asked.zones)
    if (asked.data / "network").is_dir():
        real_streets(asked.data)
    else:
        print(f"\nReal streets: left out, {asked.data} holds no network; name the folder with --data.")


if __name__ == "__main__":
    main()
