"""Show every kind of dirt on real addresses, how fast the rows are made, and write them to a file.

Run: python benchmarks/address_dirt.py [--data DIR] [--rows 30000] [--seed 0] [--out FILE.csv]
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dirt import hard_rows, mixed_rows, read_base, soil

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
BASE = {
    "bano": [f"fr/bano/bano-{code}.csv.gz" for code in ("08", "12", "19", "55", "90")],
    "ban": ["fr/addresses/adresses-75.csv.gz"],
}
ABSENT = {"bano": ["fr/bano/bano-52.csv.gz"]}


def make_rows(data: Path, count: int, seed: int) -> pd.DataFrame:
    """Make mixed and hard rows and rows of one kind each, time them, and give the last ones."""
    base, absent = read_base(data, BASE), read_base(data, ABSENT)
    sample = base.sample(min(count, len(base)), random_state=seed)
    for name, make in (("mixed", mixed_rows), ("hard", hard_rows), ("all kinds", soil)):
        start = time.perf_counter()
        rows = make(sample, seed=seed, base=base, absent=absent)
        seconds = time.perf_counter() - start
        print(
            f"{name}: {len(rows):,} rows in {seconds:.1f} s, {len(rows) / seconds:,.0f} rows/s, "
            f"the base of {len(base):,} included"
        )
    return rows


def show_kinds(rows: pd.DataFrame) -> None:
    """Print how many rows each kind has, and its first one."""
    for kind, group in rows.groupby("kind"):
        one = group.iloc[0]
        print(f"{kind:<24}{len(group):>6}  {one['level']:<13}{one['address']!r} | {one['postcode']!r} | {one['city']!r}"
              f"  <- {one['housenumber']} {one['suffix']} {one['street']}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="write the rows of one kind each and their truth to this CSV file")
    told = parser.parse_args()
    if not (told.data / "README.md").is_file():
        print(f"skipped: the real open data folder is not here ({told.data})")
        return
    rows = make_rows(told.data, told.rows, told.seed)
    show_kinds(rows)
    if told.out:
        rows.to_csv(told.out, index=False)


if __name__ == "__main__":
    main()
