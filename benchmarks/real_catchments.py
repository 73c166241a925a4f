"""Ten real catchments by foot and by car: are the minutes those of the streets, do people and outlines agree.

Territories: the streets around the Trocadero (with the addresses and 200 m cells of Paris) and those of
Saint-Germain-en-Laye (streets alone), five real places each. Printed: minutes and speeds between known places;
households, streets and outline of each band, and how much of the outline the end of the streets cuts; the households
that the shares of zones count beside those whose homes lie inside the outline (homes at most 50 m from a street: an
outline runs a plot away from the streets). Pages, maps and tables are written to a folder to be looked at.

Run: ``python benchmarks/real_catchments.py [--data DIR] [--out DIR]``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from cost_matrix import DATA, RECIPES, known_ways

from geoprofile.recipes.catchment import find_catchments
from geoprofile.recipes.catchment.files import write_catchments
from geoprofile.recipes.places import read_places
from geoprofile.territory.build import build_territory
from geoprofile.travel.costs import cost_matrix
from geoprofile.travel.mode_network import mode_network
from geoprofile.travel.snapping import snap

if TYPE_CHECKING:
    from geoprofile.recipes.catchment import CatchmentResult

# Longitude, latitude.
PLACES = {
    "trocadero": {
        "Place du Trocadéro": (2.2873, 48.8629),
        "Palais de Tokyo": (2.2969, 48.8642),
        "La Muette": (2.2740, 48.8580),
        "Place Victor-Hugo": (2.2857, 48.8698),
        "Passy": (2.2858, 48.8575),
    },
    "saint_germain": {
        "Château": (2.0962, 48.8980),
        "RER Saint-Germain": (2.0940, 48.8985),
        "Hôpital": (2.0880, 48.8953),
        "Gare de Grande-Ceinture": (2.0723, 48.8924),
        "Maison d'éducation des Loges": (2.0768, 48.9178),
    },
}
BANDS = {"foot": (5.0, 10.0, 15.0), "car": (2.0, 4.0, 6.0)}
NEAR_M = 50.0


def places_of(name: str) -> pd.DataFrame:
    rows = [(f"P{row}", place, *spot) for row, (place, spot) in enumerate(PLACES[name].items())]
    return pd.DataFrame(rows, columns=["id", "nom", "longitude", "latitude"])


def told_bands(result: CatchmentResult) -> None:
    print(f"\n{'place':<30}{'by':<6}{'min':>4}{'households':>12}{'streets km':>12}{'km2':>7}{'at the edge':>13}")
    for band in result.bands[result.bands["place_id"] != ""].itertuples():
        told = f"{band.households:>12,.0f}{band.reached_km:>12.1f}{band.area_km2:>7.2f}{band.edge_share:>13.0%}"
        print(f"{band.place_name:<30}{result.by:<6}{band.minutes:>4.0f}{told}")


def agreement(result: CatchmentResult) -> None:
    """Count the households of each outline beside those of the minutes, home by home."""
    market, network = result.market, result.territory.streets
    if market is None or network is None:
        return
    demand = market.demand
    at = np.column_stack([demand.easting, demand.northing])
    near = snap(at, mode_network(network, result.by), within_m=NEAR_M).street >= 0
    homes = np.where(near, market.profiles.households[demand.zone] * demand.weight, 0.0)
    minutes = cost_matrix(network, result.places, pd.DataFrame(at, columns=["easting", "northing"]), by=result.by)
    heads = f"{'by minutes':>12}{'in outline':>12}{'both / either':>15}"
    print(f"\n{'households near a street':<30}{'by':<6}{'min':>4}{heads}")
    row_of = {place: row for row, place in enumerate(result.places["place_id"])}
    for shape in result.polygons.itertuples():
        inside = shapely.contains_xy(shape.geometry, demand.easting, demand.northing)
        timed = minutes[row_of[shape.place_id]] <= shape.minutes
        both, either = homes[inside & timed].sum(), homes[inside | timed].sum()
        told = f"{homes[timed].sum():>12,.0f}{homes[inside].sum():>12,.0f}{both / either:>15.1%}"
        print(f"{shape.place_name:<30}{result.by:<6}{shape.minutes:>4.0f}{told}")


def run(name: str, data: Path, out: Path) -> None:
    territory = build_territory(RECIPES / f"{name}.toml", sources=data, out=out / name)
    network = territory.streets
    if network is None:
        raise SystemExit(f"{name} has no streets: its recipe names them")
    print(f"\n{name}: {network.node_count:,} crossings, {network.street_count:,} streets")
    known_ways(network, name)
    for by, bands in BANDS.items():
        wall = time.perf_counter()
        result = find_catchments(read_places(places_of(name), territory), territory, by=by, bands=bands)
        found = time.perf_counter() - wall
        write_catchments(result, out / f"{name}_{by}")
        told_bands(result)
        agreement(result)
        print(f"found in {found:.1f} s, written in {time.perf_counter() - wall - found:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--out", type=Path, help="folder for territories, pages and maps (default: thrown away)")
    told = parser.parse_args()
    if not (told.data / "network").is_dir():
        print(f"skipped: {told.data} holds no network")
        return
    with tempfile.TemporaryDirectory() as folder:
        out = told.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        for name in PLACES:
            run(name, told.data, out)


if __name__ == "__main__":
    main()
