"""A million positions to their nearest addresses: `geoprofile reverse` against a k-d tree of all addresses.

The peer is scipy.spatial.cKDTree on unit vectors, with the same limit of 1,000 m. It is built anew for every process
that needs it; the index of a territory is mapped. The distances of both are compared.

Run: python benchmarks/reverse_geocoding.py [--data DIR] [--points 1000000]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geoprofile.countries.grammar import fold
from geoprofile.geocoding.nearest import find_nearest
from geoprofile.geocoding.reverse import reverse_batch
from geoprofile.recipes import reverse
from geoprofile.territory.build import build_territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from geoprofile.territory.address_index import AddressIndex
    from geoprofile.territory.territory import Territory

T = TypeVar("T")

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
EARTH_M, WITHIN_M, BATCH_ROWS, CENTIMETRE = 6_371_008.8, 1000.0, 50_000, 0.01
# How far points lie from an address, as a standard deviation in degrees of latitude.
SPREADS = {"at addresses": 0.0, "some 30 m from an address": 2e-4, "some 300 m from an address": 2e-3}


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """Give what a function gives, and the CPU seconds that it takes: the lesser of two runs."""
    seconds = []
    for _ in range(2):
        start = time.process_time()
        result = run()
        seconds.append(time.process_time() - start)
    return result, min(seconds)


def vectors(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    east, north = np.radians(longitude), np.radians(latitude)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def positions(index: AddressIndex) -> tuple[np.ndarray, np.ndarray]:
    rows = np.arange(index.tables["addresses"].num_rows)
    return index.positions(rows, np.searchsorted(index.numbers("streets", "first"), rows, side="right") - 1)


def scattered(index: AddressIndex, count: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Draw points around addresses, and evenly over the box of the territory."""
    rng = np.random.default_rng(20240229)
    longitude, latitude = positions(index)
    drawn = {}
    for what, spread in SPREADS.items():
        row = rng.integers(0, len(longitude), count)
        drawn[what] = (
            longitude[row] + 1.5 * spread * rng.standard_normal(count),
            latitude[row] + spread * rng.standard_normal(count),
        )
    drawn["anywhere in the box"] = (
        rng.uniform(longitude.min(), longitude.max(), count),
        rng.uniform(latitude.min(), latitude.max(), count),
    )
    return drawn


def by_tree(tree: cKDTree, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    chord, _ = tree.query(vectors(longitude, latitude), distance_upper_bound=2 * np.sin(WITHIN_M / EARTH_M / 2))
    found = np.isfinite(chord)
    metres = np.full(len(chord), np.nan)
    metres[found] = 2 * EARTH_M * np.arcsin(chord[found] / 2)
    return metres


def in_batches(territory: Territory, longitude: np.ndarray, latitude: np.ndarray) -> list[pd.DataFrame]:
    """Write out the result columns, as a file is worked on."""
    return [
        reverse_batch(longitude[at : at + BATCH_ROWS], latitude[at : at + BATCH_ROWS], territory.addresses, country)
        for country in (territory.country,)
        for at in range(0, len(longitude), BATCH_ROWS)
    ]


def compare(territory: Territory, count: int) -> None:
    index = territory.addresses
    tree, build_s = timed(lambda: cKDTree(vectors(*positions(index))))
    print(f"\n{territory.name}: {index.tables['addresses'].num_rows:,} addresses, {count:,} points; "
          f"a tree of all addresses takes {build_s:.2f} s CPU")  # fmt: skip
    print(f"{'points lie':<28}{'found':>7}{'tree built':>12}{'tree kept':>11}{'nearest':>9}{'columns':>9}"
          f"{'points/s':>11}{'x built':>9}{'x kept':>8}  same metres")  # fmt: skip
    for what, (longitude, latitude) in scattered(index, count).items():
        truth, kept_s = timed(lambda at=(longitude, latitude): by_tree(tree, *at))
        found, ours_s = timed(lambda at=(longitude, latitude): find_nearest(*at, index, within_m=WITHIN_M))
        _, whole_s = timed(lambda at=(longitude, latitude): in_batches(territory, *at))
        both_missing = np.isnan(truth) & np.isnan(found.distance_m)
        same = np.mean(both_missing | (np.abs(truth - found.distance_m) < CENTIMETRE))
        print(f"{what:<28}{np.mean(found.address >= 0):7.1%}{build_s + kept_s:12.2f}{kept_s:11.2f}{ours_s:9.2f}"
              f"{whole_s:9.2f}{count / whole_s:11,.0f}{(build_s + kept_s) / ours_s:9.2f}{kept_s / ours_s:8.2f}"
              f"  {same:.3%}")  # fmt: skip


def real_files(bano: Territory, data: Path) -> None:
    """Say how near the addresses of real places are, and whether their own text names the street."""
    folder = data / "fr/to_geocode"
    films = pd.read_csv(folder / "lieux_de_tournage_paris.csv", sep=";", dtype="str", keep_default_na=False)
    films = films.rename(columns={"adresse_lieu": "text", "coord_x": "lon", "coord_y": "lat"})
    libraries = pd.read_csv(
        folder / "adresses-des-bibliotheques-publiques.csv", sep=";", dtype="str", keep_default_na=False
    )
    place = libraries["coordonnees_ban"].str.split(",", expand=True)
    libraries = libraries.assign(text=libraries["Localisation"] + " " + libraries["voie"], lat=place[0], lon=place[1])
    libraries = libraries[libraries["INSEE"].str[:2].isin(["75", "08", "12", "19", "55", "90"])]
    print()
    for what, rows in (("film locations", films), ("libraries", libraries)):
        found = reverse(rows.reset_index(drop=True), bano, points=("lon", "lat"))
        counts = found["result_status"].value_counts()
        ok = found[found["result_status"] == "ok"]
        p50, p95 = ok["result_distance_m"].quantile([0.5, 0.95])
        pairs = zip(fold(ok["result_street"].tolist()), fold(ok["text"].tolist()), strict=True)
        named = np.mean([street in text for street, text in pairs])
        told = ", ".join(f"{status} {count:,}" for status, count in counts.items())
        print(f"{what}: {told}; median {p50:.1f} m, p95 {p95:.1f} m; {named:.1%} name the street found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--points", type=int, default=1_000_000)
    told = parser.parse_args()
    if not (told.data / "README.md").is_file():
        print(f"skipped: the real open data folder is not here ({told.data})")
        return
    with tempfile.TemporaryDirectory() as folder:
        paris, bano = (build_territory(name, sources=told.data, out=Path(folder) / name) for name in ("paris", "bano"))
        for territory in (paris, bano):
            compare(territory, told.points)
        real_files(bano, told.data)


if __name__ == "__main__":
    main()
