"""The main job on real data: Paris built, its addresses found again, a million rows enriched.

Peer for the zones: geopandas.sjoin. Run: python benchmarks/paris.py [--data DIR] [--rows 1000000]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from geoprofile.recipes import enrich
from geoprofile.territory.build import build_territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoprofile.territory.territory import Territory

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
EARTH_M = 6_371_000
FIGURES = (
    "income_median_eur",
    "income_declared_median_eur",
    "persons_in_couples_with_children_share",
    "housing_social_share",
    "unemployment_rate",
    "urban_class",
)


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{what:<58} {time.perf_counter() - wall:8.2f} s wall {time.process_time() - cpu:8.2f} s CPU")


def distance_m(one: pd.DataFrame, longitude: pd.Series, latitude: pd.Series) -> np.ndarray:
    """Great-circle distance between result positions and given ones."""
    values = (one["latitude"], latitude, one["longitude"], longitude)
    a, b, c, d = (np.radians(pd.to_numeric(v, errors="coerce").to_numpy(dtype=float)) for v in values)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin((d - c) / 2) ** 2
    return 2 * EARTH_M * np.arcsin(np.sqrt(half))


def ban_as_text(data: Path, rows: int) -> pd.DataFrame:
    ban = pd.read_csv(data / "fr/addresses/adresses-75.csv.gz", sep=";", dtype="str", keep_default_na=False)
    sample = ban.sample(rows, random_state=1, replace=rows > len(ban))
    number = (sample["numero"] + " " + sample["rep"]).str.strip()
    return pd.DataFrame(
        {
            "adresse": number + " " + sample["nom_voie"],
            "code_postal": sample["code_postal"],
            "ville": "Paris",
            "lon": sample["lon"],
            "lat": sample["lat"],
            "id": sample["id"],
        }
    ).reset_index(drop=True)


def paris_round_trip(territory: Territory, data: Path) -> None:
    addresses = ban_as_text(data, 100_000)
    with timed("100,000 addresses of the BAN, written as text, enriched"):
        found = enrich(
            addresses, territory, address="adresse", postcode="code_postal", city="ville", fallback="commune"
        )
    near = distance_m(found, addresses["lon"], addresses["lat"]) <= 1
    good = (found["result_type"] == "housenumber") & near
    print(f"{'  at housenumber level within 1 m':<58} {good.mean():8.3%}")
    points = gpd.GeoDataFrame(
        index=found.index, geometry=gpd.points_from_xy(found["longitude"], found["latitude"], crs=4326)
    ).to_crs(territory.country.metric_crs)
    for level in territory.levels.values():
        joined = gpd.sjoin(points, level.zones[["zone_id", "geometry"]], predicate="within", how="left")
        theirs = joined[~joined.index.duplicated()]["zone_id"].fillna("")
        located = found["zone_status"] == "ok"
        equal = (found[level.name] == theirs)[located].mean()
        print(f"{f'  {level.name} equal to geopandas.sjoin ({located.mean():.3%} located)':<58} {equal:8.3%}")
    for name in FIGURES:
        has = (found[name].notna()) & (found[name].astype("str") != "")
        from_commune = (found[f"{name}_level"] == "commune").mean() if f"{name}_level" in found else 0
        print(
            f"{f'  with {name}':<58} {has.mean() - from_commune:8.3%} of its zone, {from_commune:.3%} from the commune"
        )


def many_rows(territory: Territory, data: Path, rows: int) -> None:
    """Enrich a CSV of many rows through the command line, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "many.csv", Path(folder) / "enriched.csv"
        ban_as_text(data, rows)[["id", "adresse", "code_postal", "ville"]].to_csv(path, index=False, sep=";")
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "geoprofile",
            "enrich",
            path,
            "-t",
            territory.folder,
            "-o",
            out,
            "--quiet",
        ]
        subprocess.run([str(part) for part in command], check=True)
        seconds, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{rows:,} rows enriched by the command line: {rows / seconds:,.0f} rows/s, {cpu:.0f} s CPU, "
              f"peak {after.ru_maxrss / 1e6:.2f} GB, result {out.stat().st_size / 1e9:.2f} GB")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--rows", type=int, default=1_000_000)
    told = parser.parse_args()
    if not (told.data / "README.md").is_file():
        print(f"skipped: the real open data folder is not here ({told.data})")
        return
    with tempfile.TemporaryDirectory() as folder:
        with timed("Paris built"):
            paris = build_territory("paris", sources=told.data, out=Path(folder) / "paris")
        paris_round_trip(paris, told.data)
        many_rows(paris, told.data, told.rows)


if __name__ == "__main__":
    main()
