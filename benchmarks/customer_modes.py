"""Segments of customers by all that is known of them, on real orders, on the demo, and on a million customers.

1. Online Retail (UCI): 2,974 customers summed up here with pandas; the demo's customers with their own columns.
   Number of segments, stability (adjusted Rand index of the segments of two halves of the customers), silhouette,
   portraits. The peer: scikit-learn's StandardScaler and KMeans on the same columns, missing cells filled with the
   mean, on as many segments. A peer driven by outliers makes segments of a handful of customers.
2. A million synthetic customers: time and peak memory.

    python benchmarks/customer_modes.py [--data FOLDER] [--customers 1000000]
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from geoprofile.modes.columns import ModeColumn
from geoprofile.modes.estimator import CustomerModes
from geoprofile.recipes.modes import Modes, find_modes
from geoprofile.reference import reference_path

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
PAIRS = 5


def summed_up(lines: pd.DataFrame) -> pd.DataFrame:
    """One row a customer from lines of `id`, `order`, `day`, `amount`."""
    bought = lines[lines["amount"] > 0]
    of, sent_back = bought.groupby("id"), lines[lines["amount"] < 0].groupby("id")["amount"].sum()
    last, first = of["day"].max(), of["day"].min()
    table = pd.DataFrame(index=lines.groupby("id").size().index)
    table["recency_days"] = (lines["day"].max() - last).dt.days
    table["tenure_days"] = (lines["day"].max() - first).dt.days
    table["orders"] = of["order"].nunique()
    table["purchase_days"] = of["day"].nunique()
    table["turnover"] = lines.groupby("id")["amount"].sum()
    table["basket_mean"] = of["amount"].sum() / table["orders"]
    table["interval_days"] = ((last - first).dt.days / (table["purchase_days"] - 1)).where(table["purchase_days"] > 1)
    table["returned"] = -sent_back.reindex(table.index).fillna(0)
    table["returned_share"] = table["returned"] / of["amount"].sum()
    if "category" in lines:
        table["categories"] = of["category"].nunique()
        spent = bought.groupby(["id", "category"])["amount"].sum().reset_index().sort_values(["amount", "category"])
        table["top_category"] = spent.groupby("id")["category"].last()
    filled = {"orders": 0, "purchase_days": 0}
    return table.fillna(filled).rename_axis("customer_id").reset_index()


def online_retail(folder: Path) -> pd.DataFrame:
    lines = pd.read_parquet(folder / "transactions" / "online_retail_240k.parquet").dropna(subset=["CustomerID"])
    return summed_up(
        pd.DataFrame(
            {
                "id": lines["CustomerID"].astype(int).astype("str"),
                "order": lines["InvoiceNo"],
                "day": pd.to_datetime(lines["InvoiceDate"], format="%m/%d/%y %H:%M").dt.normalize(),
                "amount": lines["Quantity"] * lines["UnitPrice"],
            }
        )
    )


def demo_customers() -> pd.DataFrame:
    orders = pd.read_csv(reference_path("demo", "purchases.csv"), sep=";", dtype="str", encoding="cp1252")
    people = pd.read_csv(reference_path("demo", "customers.csv"), sep=";", dtype="str", encoding="cp1252")
    lines = pd.DataFrame(
        {"id": orders["client_id"], "order": orders["order_id"], "day": pd.to_datetime(orders["date"])}
    )
    lines["amount"] = pd.to_numeric(orders["amount_eur"].str.replace(",", "."))
    if "category" in orders:
        lines["category"] = orders["category"]
    own = people.rename(columns={"client_id": "customer_id"}).drop(
        columns=["orders", "turnover_eur", "first_purchase", "last_purchase"], errors="ignore"
    )
    table = own.merge(summed_up(lines), on="customer_id", how="left")
    return table.fillna({"orders": 0, "purchase_days": 0, "turnover": 0})


def peer_columns(table: pd.DataFrame, modes: Modes) -> np.ndarray:
    """Give the same columns as numbers: levels as indicators, missing cells filled with the mean."""
    parts = []
    for code in modes.stored.model.preparation_.codes_:
        cells = table[code.column.name]
        if code.column.kind == "number":
            numbers = pd.to_numeric(cells, errors="coerce")
            parts.append(numbers.fillna(numbers.mean()))
        else:
            parts += [(cells == level).astype(float) for level in code.levels]
    return np.column_stack(parts)


def peer_labels(values: np.ndarray, count: int, fitted_on: np.ndarray | None = None) -> np.ndarray:
    model = make_pipeline(StandardScaler(), KMeans(count, n_init=10, random_state=0))
    return model.fit(values if fitted_on is None else values[fitted_on]).predict(values)


def stability(label_of_half, count: int) -> float:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(PAIRS):
        shuffled = rng.permutation(count)
        one, other = (np.sort(half) for half in (shuffled[: count // 2], shuffled[count // 2 :]))
        found.append(adjusted_rand_score(label_of_half(one), label_of_half(other)))
    return float(np.mean(found))


def compare(name: str, table: pd.DataFrame, *, currency: str) -> None:
    start = time.perf_counter()
    modes = find_modes(table, ids="customer_id", currency=currency)
    seconds = time.perf_counter() - start
    model, sizes = modes.stored.model, modes.stored.sizes
    count = len(sizes)
    print(f"\n## {name}: {len(table):,} customers, {count} segments ({model.choice_.reason}), {seconds:.1f} s")
    print(model.choice_.table.round(3).to_string(index=False))
    used = [ModeColumn(code.column.name, code.column.kind, code.column.theme) for code in model.preparation_.codes_]

    def ours_of_half(half: np.ndarray) -> np.ndarray:
        part = table.iloc[half].reset_index(drop=True)
        fitted = CustomerModes(count).fit(part, used, part["customer_id"])
        return fitted.predict(table)["segment"].to_numpy()

    values = peer_columns(table, modes)
    ours, theirs = (
        stability(ours_of_half, len(table)),
        stability(lambda half: peer_labels(values, count, half), len(table)),
    )
    of_peer = np.bincount(peer_labels(values, count), minlength=count)
    print(f"{'':14}{'ARI of halves':>15}{'smallest':>10}{'share':>9}")
    print(f"{'geoprofile':14}{ours:15.2f}{sizes['customers'].min():10,}{sizes['share'].min():9.1%}")
    print(f"{'scikit-learn':14}{theirs:15.2f}{of_peer.min():10,}{of_peer.min() / of_peer.sum():9.1%}")
    print(f"sizes of the peer's segments: {sorted(of_peer.tolist(), reverse=True)}")
    for code in modes.stored.names.index:
        print(f"{code} {modes.stored.names.loc[code, 'name_en']}\n   {modes.stored.portraits.loc[code, 'portrait_en']}")


def synthetic(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    kind = rng.choice(5, count, p=[0.4, 0.25, 0.2, 0.1, 0.05])
    orders = 1 + rng.poisson(np.array([0.3, 1, 3, 8, 20])[kind])
    basket = rng.lognormal(np.array([3, 4, 3.5, 4, 4.5])[kind], 0.6)
    table = pd.DataFrame({"customer_id": [f"C{i:07d}" for i in range(count)], "orders": orders, "basket_mean": basket})
    table["turnover"] = orders * basket
    table["recency_days"] = rng.exponential(np.array([300, 200, 90, 40, 15])[kind])
    table["tenure_days"] = table["recency_days"] + rng.exponential(300, count)
    table["interval_days"] = np.where(orders > 1, rng.exponential(90, count), np.nan)
    table["top_category"] = rng.choice(["Maison", "Jardin", "Mode", "Sport"], count)
    table["emails_opened"] = np.where(rng.random(count) < 0.8, rng.poisson(np.array([1, 2, 6, 9, 12])[kind]), np.nan)
    for at in range(10):
        table[f"own_{at}"] = rng.normal(kind * 0.2, 1)
    return table


def large(count: int) -> None:
    table = synthetic(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    modes = find_modes(table, ids="customer_id")
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"\n## {count:,} synthetic customers, {table.shape[1]} columns: {len(modes.stored.sizes)} segments in "
        f"{seconds:.0f} s, peak {after / 2**20:.2f} GB ({(after - before) / 2**20:.2f} GB above the table)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--customers", type=int, default=1_000_000)
    options = parser.parse_args()
    large(options.customers)
    compare("Online Retail", online_retail(options.data), currency="GBP")
    compare("Demo", demo_customers(), currency="EUR")
