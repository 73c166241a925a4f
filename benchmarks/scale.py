"""France at full size: an index of 26 million addresses, what it takes to build, to hold and to ask.

The country is synthetic (see synthetic_france); the rows are clean, mixed (65 % clean) and hard (two or three
kinds of dirt each), drawn from every fourth departement. Building and asking run in processes of their own, so
that their memory is their own. Run: python benchmarks/scale.py [--folder DIR] [--addresses 26000000]
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from dirt import clean_rows, hard_rows, mixed_rows
from synthetic_france import write_ban

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.countries import COUNTRIES
from geoprofile.geocoding.geocode import geocode_batch, make_geocoder
from geoprofile.sources.source import ADDRESS_SOURCES, Source
from geoprofile.territory.address_build import build_address_index
from geoprofile.territory.address_index import open_address_index, save_address_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FRANCE = {"communes": 35_000, "streets": 2_000_000, "addresses": 26_000_000}
MAKERS = {"clean": clean_rows, "mixed": mixed_rows, "hard": hard_rows}
EVERY = 4
ROWS_A_DEPARTEMENT = 2_500
WARM_UP = 2_000


def alone(task: Callable[..., object], *told: object) -> object:
    """Run a task in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(task, *told).result()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def chunks_of(file: Path) -> Iterator[pd.DataFrame]:
    yield from ADDRESS_SOURCES["ban"](Source("ban", file))


def build(files: list[Path], folder: Path) -> tuple[float, float, float]:
    """Build and save the index; give wall and CPU seconds and the memory it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    index = build_address_index((chunk for file in files for chunk in chunks_of(file)), COUNTRIES["fr"])
    save_address_index(index, folder)
    return time.perf_counter() - wall, time.process_time() - cpu, peak_mb()


def make_rows(files: list[Path], kind: str) -> pd.DataFrame:
    """Write rows of one kind from every fourth departement."""
    parts = []
    for seed, file in enumerate(files[::EVERY]):
        base = pd.concat(chunks_of(file), ignore_index=True)
        base["street_id"] = base["street_id"].astype("str")
        numbered = base[base["housenumber"] > 0]
        sample = numbered.sample(min(ROWS_A_DEPARTEMENT, len(numbered)), random_state=seed)
        parts.append(MAKERS[kind](sample, seed=seed, base=base))
    return pd.concat(parts, ignore_index=True)


def ask(folder: Path, rows: pd.DataFrame) -> dict[str, float]:
    """Open the index, warm up, and geocode the rest of the rows in one batch."""
    started = time.process_time()
    geocoder = make_geocoder(open_address_index(folder), COUNTRIES["fr"])
    opened = time.process_time() - started
    queries = rows[["address", "postcode", "city"]].assign(citycode="")
    geocode_batch(queries.head(WARM_UP), geocoder)
    rest, truth = queries.iloc[WARM_UP:], rows.iloc[WARM_UP:]
    started = time.process_time()
    found = geocode_batch(rest, geocoder)
    seconds = time.process_time() - started
    street = (found["result_citycode"] == truth["citycode"]) & (found["result_street"] == truth["street"])
    number = truth["housenumber"].astype(str) + truth["suffix"]
    exact = street & (found["result_type"] == "housenumber") & (found["result_housenumber"] == number)
    inside = truth["level"] == "housenumber"
    wrong = found["result_type"].isin(["housenumber", "interpolated", "street", "locality"]) & ~street
    return {
        "rows": len(rest),
        "rows/cpu-s": len(rest) / seconds,
        "street %": 100 * street[inside].mean(),
        "number %": 100 * exact[inside].mean(),
        "wrong street %": 100 * wrong.mean(),
        "open cpu-s": opened,
        "resident MB": peak_mb(),
    }


def run(folder: Path, size: dict[str, int]) -> None:
    country, index = folder / "france", folder / "index"
    if not country.is_dir():
        country.mkdir(parents=True)
        wall = time.perf_counter()
        rows = sum(count for _, count in write_ban(country, **size))
        print(f"synthetic France: {rows:,} addresses written in {time.perf_counter() - wall:.0f} s")
    files = sorted(country.glob("*.csv"))
    if not index.is_dir():
        wall, cpu, memory = alone(build, files, index)  # type: ignore[misc]  three numbers
        print(f"index built in one pass: {wall:.0f} s wall, {cpu:.0f} s CPU, {memory:,.0f} MB resident")
    size_mb = sum(file.stat().st_size for file in index.iterdir()) / 1e6
    print(f"index on disk: {size_mb:.0f} MB")
    table = {kind: alone(ask, index, make_rows(files, kind)) for kind in MAKERS}
    print(pd.DataFrame(table).T.round(1).to_string())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where to keep country and index (default: a temporary folder)")
    parser.add_argument("--addresses", type=int, default=FRANCE["addresses"])
    told = parser.parse_args()
    size = {name: round(count * told.addresses / FRANCE["addresses"]) for name, count in FRANCE.items()}
    if told.folder:
        told.folder.mkdir(parents=True, exist_ok=True)
        run(told.folder, size)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), size)


if __name__ == "__main__":
    main()
