"""Order lines read: lines per second and peak memory, beside pandas (`read_csv`, `groupby`) on the same files.

Files: Online Retail (real, 240,007 lines) as Parquet and as a CSV made in a temporary folder, and synthetic lines
(three to an order, 400,000 customers) as both. Each reading is a process of its own, so that its peak memory is its
own. The peer reads typed columns and adds up by customer and day: it finds out no format, checks no cell and sets no
return against an order.

Then: how many customers change a score of recency, frequency or amount when the lines are shuffled, for our scores
and for quintiles of `rank(method="first")`; and how even the scores of frequency are.

Run: python benchmarks/order_lines.py [--data DIR] [--lines 10000000]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from geoprofile.files import open_address_file
from geoprofile.purchases import customer_summary, fit_cuts, read_orders, score_customers
from geoprofile.purchases.scores import SCORE_COLUMNS

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
SEED = 20261122
PIECE = 1_000_000
FIRST_SECOND = 1_640_995_200  # 2022-01-01
NAMES = {"synthetic": ("client_id", "order_date", "amount_eur"), "retail": ("CustomerID", "InvoiceDate", None)}


def write_synthetic(folder: Path, count: int) -> None:
    """Write synthetic lines as CSV and Parquet, a million at a time."""
    rng = np.random.default_rng(SEED)
    csv_path, parquet_path = folder / "synthetic.csv", folder / "synthetic.parquet"
    with pa.OSFile(str(csv_path), "wb") as sink:
        writer = None
        for start in range(0, count, PIECE):
            table = synthetic_lines(rng, start, min(PIECE, count - start))
            options = pyarrow.csv.WriteOptions(include_header=start == 0, delimiter=";", quoting_style="none")
            pyarrow.csv.write_csv(table, sink, options)
            writer = writer or pq.ParquetWriter(parquet_path, table.schema)
            writer.write_table(table)
        writer.close()


def synthetic_lines(rng: np.random.Generator, start: int, count: int) -> pa.Table:
    """Make lines, three to an order, one in fifty a return."""
    order = (start + np.arange(count)) // 3
    customer = (rng.pareto(1.2, count)[(np.arange(count) // 3) * 3] * 40_000).astype(np.int64) % 400_000
    second = FIRST_SECOND + (order * 7919) % (3 * 365 * 86_400)
    amount = np.round(rng.lognormal(3, 0.8, count), 2) * np.where(rng.random(count) < 0.02, -1, 1)
    days = pa.array(second.astype("datetime64[s]")).cast(pa.string())
    text = pd.Series(customer).map("C{:06d}".format), pd.Series(order).map("O{:08d}".format)
    categories = np.array(["maison", "jardin", "textile", "luminaires"], dtype=object)[rng.integers(0, 4, count)]
    return pa.table({"order_id": text[1], "client_id": text[0], "order_date": days, "category": categories,
                     "amount_eur": amount})  # fmt: skip


def ours(path: Path) -> dict[str, float]:
    """Read lines with geoprofile."""
    file = open_address_file(path)
    days, reading = read_orders(file)
    return {"lines": reading.lines, "customers": len(days.customer_ids), "turnover": reading.turnover}


def peer(path: Path) -> dict[str, float]:
    """Read lines with pandas."""
    customer, when, amount = NAMES[path.stem]
    names = [customer, when, amount] if amount else [customer, when, "Quantity", "UnitPrice"]
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path, columns=names)
    else:
        frame = pd.read_csv(path, sep=";" if amount else ",", usecols=names)
    frame[when] = pd.to_datetime(frame[when], format=None if amount else "%m/%d/%y %H:%M")
    frame["spent"] = frame[amount] if amount else frame["Quantity"] * frame["UnitPrice"]
    days = frame.groupby([customer, frame[when].dt.floor("D")])["spent"].sum()
    return {"lines": len(frame), "customers": days.index.get_level_values(0).nunique(), "turnover": float(days.sum())}


def measured(how: str, path: Path) -> dict[str, float]:
    """Run one reading in a process of its own."""
    command = [sys.executable, __file__, "--one", how, "--file", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(told.stdout.splitlines()[-1])


def one(how: str, path: Path) -> None:
    began = time.perf_counter()
    found = (ours if how == "ours" else peer)(path)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(found | {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak_mb": peak}))


def compare(path: Path) -> None:
    mine, theirs = measured("ours", path), measured("pandas", path)
    for name, told in (("geoprofile", mine), ("pandas", theirs)):
        speed = f"{told['lines'] / told['seconds']:>10,.0f} lines/s {told['seconds']:6.2f} s, CPU {told['cpu']:6.2f} s"
        print(f"{path.name:20} {name:11}{speed} {told['peak_mb']:6,.0f} MB, turnover {told['turnover']:,.2f}")
    ratios = ", ".join(f"{what} {mine[what] / theirs[what]:.2f}" for what in ("seconds", "cpu", "peak_mb"))
    print(f"{'':20} ratio to pandas: {ratios}\n")


def first_ranks(summary: pd.DataFrame) -> pd.DataFrame:
    """Score by quintiles of ranks that break ties by the order of rows."""
    bought = summary[summary["orders"] > 0]
    columns = {"recency_score": -bought["recency_days"], "frequency_score": bought["orders"],
               "monetary_score": bought["turnover"]}  # fmt: skip
    scores = {name: pd.qcut(column.rank(method="first"), 5, labels=False) + 1 for name, column in columns.items()}
    return pd.DataFrame(scores).set_index(bought["customer_id"])


def shuffled_scores(path: Path, folder: Path) -> None:
    """Count the customers that change a score when the lines of a file are shuffled."""
    mixed = folder / "mixed.parquet"
    lines = pd.read_parquet(path).sample(frac=1, random_state=SEED)
    lines.to_parquet(mixed)
    summaries = []
    for one_path in (path, mixed):
        days, reading = read_orders(open_address_file(one_path))
        summaries.append(customer_summary(days, reading.last_day))
    ours_changed = sum(
        (a != b).any(axis=1).sum()
        for a, b in [[score_customers(s, fit_cuts(s))[list(SCORE_COLUMNS)].fillna(0) for s in summaries]]
    )
    first_seen = lines["CustomerID"].dropna().astype(int).astype(str).drop_duplicates()
    unmixed = pd.read_parquet(path)["CustomerID"].dropna().astype(int).astype(str).drop_duplicates()
    before, after = (
        first_ranks(summaries[0].set_index("customer_id").loc[list(order)].reset_index())
        for order in (unmixed, first_seen)
    )
    changed = (before.sort_index() != after.sort_index()).any(axis=1)
    count = len(before)
    print(f"lines of {path.name} shuffled: customers of {count:,} that change a score: ours {ours_changed}, "
          f"rank(method='first') quintiles {changed.sum():,} ({changed.mean():.1%})")  # fmt: skip
    scores = score_customers(summaries[0], fit_cuts(summaries[0]))
    shares = scores["frequency_score"].value_counts(normalize=True).sort_index().round(3).tolist()
    bought = summaries[0].loc[summaries[0]["orders"] > 0, "orders"]
    cut = pd.qcut(bought, 5, labels=False, duplicates="drop").value_counts(normalize=True).sort_index().round(3)
    print(f"shares of the frequency scores: ours {shares}, pandas qcut {cut.tolist()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--lines", type=int, default=10_000_000, help="synthetic lines")
    parser.add_argument("--one", choices=["ours", "pandas"], help="read one file and say how long it took")
    parser.add_argument("--file", type=Path)
    told = parser.parse_args()
    if told.one:
        one(told.one, told.file)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        real = told.data / "transactions/online_retail_240k.parquet"
        if real.is_file():
            retail = folder / "retail.parquet"
            retail.write_bytes(real.read_bytes())
            pd.read_parquet(real).to_csv(folder / "retail.csv", index=False)
            compare(retail)
            compare(folder / "retail.csv")
            shuffled_scores(retail, folder)
            print()
        else:
            print(f"skipped: the real open data folder is not here ({told.data})")
        write_synthetic(folder, told.lines)
        compare(folder / "synthetic.parquet")
        compare(folder / "synthetic.csv")


if __name__ == "__main__":
    main()
