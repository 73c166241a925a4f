"""Lookalike methods on London: lift in the best 10 % of held-out areas, beside published classes and the true rate.

Customers are drawn from the real counts of a census behaviour in four fifths of the blocks; the areas of the other
fifth are rated and compared with their real counts. The areas have no coordinates: a block is 100 consecutive area
codes (neighbouring codes are neighbours mostly). What was chosen (variables, ridges) was chosen on the behaviours of
tables TS011, TS046 and TS058; the report is on the others.

The halves are not alike: the split is by table, and the rare behaviours (oil heating, bottled gas, journeys of 40 km)
are all in the tuning half. The oracle knows counts of 0, 1 or 2 there, which are partly chance, so shares of the oracle
are far lower in that half: quote both. "All counts known" is the default fitted without any drawing of customers.

    python benchmarks/lookalikes_london.py --data FOLDER [--half report|tune] [--draws 3]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd

from geoprofile.lookalikes import LOOKALIKE_METHODS
from geoprofile.lookalikes.features import prepare_features
from geoprofile.lookalikes.gains import auc, lift_at
from geoprofile.lookalikes.inputs import ZoneInputs
from geoprofile.lookalikes.neighbours import surroundings

TUNING_TABLES = ("ts011", "ts046", "ts058")
# The same question asked in two tables; one of them is enough.
ASKED_TWICE = "ts061: Work mainly at or from home"
BLOCK, SHARE, COMPONENTS = 100, 0.10, 12
CLASSES = {"8 classes": "supergroup", "21 classes": "group", "52 classes": "subgroup"}


def london(folder: Path) -> tuple[ZoneInputs, pd.DataFrame, pd.DataFrame]:
    inputs, labels, behaviours = (
        pd.read_parquet(folder / f"london_oa_{name}.parquet").sort_index()
        for name in ("inputs", "published_labels", "behaviours")
    )
    names = [name for name in inputs.columns if name != "households"]
    units = ["per_km2" if name == "v12" else "share" for name in names]
    values = inputs[names].to_numpy(float) / np.array([1.0 if unit == "per_km2" else 100.0 for unit in units])
    households = inputs["households"].to_numpy(float)
    prepared = prepare_features(values, names, units, households)
    nothing = np.full(len(inputs), "", dtype=object)
    around = surroundings(prepared.matrix, households, nothing, None)
    zone_id = inputs.index.to_numpy(dtype=object)
    blocks = np.arange(len(inputs)) // BLOCK
    zones = ZoneInputs(zone_id, prepared.names, prepared.matrix, around, households, nothing, nothing, blocks)
    return zones, labels.loc[inputs.index].astype(str), behaviours.loc[inputs.index]


def behaviours_of(half: str, behaviours: pd.DataFrame) -> list[str]:
    names = [name.removesuffix(" | count") for name in behaviours.columns if name.endswith("| count")]
    names = [name for name in names if not name.startswith(ASKED_TWICE)]
    return [name for name in names if name.startswith(TUNING_TABLES) == (half == "tune")]


def with_(zones: ZoneInputs, base: np.ndarray, types: np.ndarray, groups: np.ndarray) -> ZoneInputs:
    around, blocks = zones.around, zones.blocks
    return ZoneInputs(zones.zone_id, zones.names, zones.features, around, base, groups, types, blocks)


def nearness_to_mean_cell(zones: ZoneInputs, train: np.ndarray, customers: np.ndarray) -> np.ndarray:
    """Rate as CARTO's Twin Areas does: by distance to the customers' mean in the first principal components."""
    vectors = np.linalg.svd(zones.features - zones.features.mean(axis=0), full_matrices=False)[2][:COMPONENTS]
    scores = zones.features @ vectors.T
    return -((scores - np.average(scores[train], axis=0, weights=customers)) ** 2).sum(axis=1)


def rates_of(zones: ZoneInputs, labels: pd.DataFrame, base: np.ndarray, train: np.ndarray, customers: np.ndarray):
    """Yield name, rate of every area and seconds for each method and peer."""
    for name, (types, groups) in {
        **{name: (name, None) for name in LOOKALIKE_METHODS if name != "typology_index"},
        **{f"typology_index, {name}": (column, "supergroup") for name, column in CLASSES.items()},
    }.items():
        known = groups is not None
        told = labels[types].to_numpy(object) if known else zones.types
        seen = with_(zones, base, told, labels[groups].to_numpy(object) if known else zones.groups)
        begun = time.perf_counter()
        model = LOOKALIKE_METHODS["typology_index" if known else name]().fit(seen.take(train), customers)
        yield name, model.predict(seen), time.perf_counter() - begun
    begun = time.perf_counter()
    yield "PCA distance (CARTO-like)", nearness_to_mean_cell(zones, train, customers), time.perf_counter() - begun


def all_known(zones: ZoneInputs, base: np.ndarray, train: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Rate by the default fitted to every real count of the training areas: what its variables can tell at all."""
    seen = with_(zones, base, zones.types, zones.groups)
    return LOOKALIKE_METHODS["pu_model"]().fit(seen.take(train), count[train]).predict(seen)


def measure(folder: Path, half: str, draws: int) -> pd.DataFrame:
    zones, labels, behaviours = london(folder)
    fold_of_block = np.random.default_rng(0).permutation(np.arange(zones.blocks.max() + 1) % 5)
    fold = fold_of_block[zones.blocks]
    rows = []
    for number, behaviour in enumerate(behaviours_of(half, behaviours)):
        count, base = (behaviours[f"{behaviour} | {what}"].to_numpy(float) for what in ("count", "base"))
        for size in (200, 2000):
            for draw in range(draws):
                train = fold != draw % 5
                rng = np.random.default_rng([number, size, draw])
                customers = rng.multinomial(size, count[train] / count[train].sum()).astype(float)
                held = ~train & (base > 0)
                truth = (base[held], count[held])
                found = [("oracle", count / np.maximum(base, 1), 0.0)]
                found += list(rates_of(zones, labels, base, train, customers))
                found += [("pu_model, all counts known", all_known(zones, base, train, count), 0.0)]
                for name, rate, seconds in found:
                    lift, area = lift_at(SHARE, rate[held], *truth), auc(rate[held], *truth)
                    rows.append((behaviour, size, draw, name, lift, area, seconds))
    return pd.DataFrame(rows, columns=["behaviour", "customers", "draw", "method", "lift", "auc", "seconds"])


def report(measured: pd.DataFrame) -> None:
    for size, part in measured.groupby("customers"):
        table = part.groupby("method")[["lift", "auc", "seconds"]].mean()
        table["share_of_oracle"] = table["lift"] / table.loc["oracle", "lift"]
        table["spread_over_draws"] = part.groupby(["method", "draw"])["lift"].mean().groupby("method").std()
        print(f"\n{size} customers, {part['behaviour'].nunique()} behaviours, {part['draw'].nunique()} draws")
        print(table.sort_values("lift", ascending=False).round(3).to_string())
        wide = part.pivot_table(index="behaviour", columns="method", values="lift")
        best_index = wide[[name for name in wide if name.startswith("typology_index")]].max(axis=1)
        shown = pd.DataFrame({"pu_model": wide["pu_model"], "best index": best_index, "oracle": wide["oracle"]})
        shown.index = shown.index.str[:60]
        print(shown.round(2).to_string())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with london_oa_*.parquet")
    parser.add_argument("--half", choices=["report", "tune"], default="report")
    parser.add_argument("--draws", type=int, default=3)
    told = parser.parse_args()
    report(measure(told.data, told.half, told.draws))


if __name__ == "__main__":
    main()
