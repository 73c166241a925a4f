"""How much a typology of London tells of what it was not made from, beside the published one and plain k-means.

26,369 census areas, 42 inputs of the Output Area Classification 2021, 22 behaviours outside them. The figure is the
mean over behaviours of R2(y) = sum_k w_k (ybar_k - ybar)^2 / sum_i w_i (y_i - ybar)^2, w the base of the
behaviour. What was chosen in geoprofile was chosen on the 11 behaviours of even number; the other 11 are the ones
to quote.

"Unseen": fitted on half of the areas (blocks of 100 consecutive codes, which are neighbours mostly), measured on the
other half, both ways round; the published labels are measured on the same halves, though they were made from all areas.

    python benchmarks/typology_london.py [--data FOLDER]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from geoprofile.typology.clusters import best_clusters, nearest
from geoprofile.typology.estimator import AreaTypology
from geoprofile.typology.preparation import fit_preparation, guess_kinds, spread
from geoprofile.typology.quality import explained_shares
from geoprofile.typology.stability import pairs_of_halves

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data")) / "uk"
# From values and households to a function that puts any values into classes.
Method = Callable[[np.ndarray, np.ndarray, int], Callable[[np.ndarray], np.ndarray]]

CLASSES = (8, 21, 33, 52)
PUBLISHED = {8: "supergroup", 21: "group", 52: "subgroup"}
GROUPS, BLOCK, TYPE_AXES, COMPONENTS = 8, 100, 30, 12


def london(folder: Path) -> tuple[np.ndarray, np.ndarray, pd.DataFrame, np.ndarray, np.ndarray]:
    """Give inputs, households, published labels, and rates and bases of the behaviours."""
    inputs, labels, behaviours = (
        pd.read_parquet(folder / f"london_oa_{name}.parquet").sort_index()
        for name in ("inputs", "published_labels", "behaviours")
    )
    names = [name.removesuffix(" | count") for name in behaviours if name.endswith("| count")]
    counts, bases = (behaviours[[f"{name} | {what}" for name in names]].to_numpy(float) for what in ("count", "base"))
    rates = np.divide(counts, bases, out=np.full_like(counts, np.nan), where=bases > 0)
    households = inputs.pop("households").to_numpy(float)
    return inputs.to_numpy(float), households, labels.loc[inputs.index], rates, bases


def nested(values: np.ndarray, households: np.ndarray, count: int) -> Callable[[np.ndarray], np.ndarray]:
    # The groups do not depend on the number of types: eight classes are those of any typology of eight groups.
    model = AreaTypology(GROUPS, 33 if count == GROUPS else count).fit(values, sample_weight=households)
    return lambda of: model.group_of_type_[model.predict(of)] if count == GROUPS else model.predict(of)


def flat(values: np.ndarray, households: np.ndarray, count: int) -> Callable[[np.ndarray], np.ndarray]:
    known = np.ones_like(values)
    preparation = fit_preparation(values, known, households, guess_kinds(values))
    rng = np.random.default_rng(0)

    def places(of: np.ndarray) -> np.ndarray:
        return preparation.axes_of(preparation.prepare(of, np.ones_like(of)), TYPE_AXES)

    found = best_clusters(places(values), households, count, least=4, restarts=8, rng=rng)
    return lambda of: nearest(places(of), found.centres)


def range_scaled(values: np.ndarray, households: np.ndarray, count: int) -> Callable[[np.ndarray], np.ndarray]:
    low, span = values.min(axis=0), np.ptp(values, axis=0)
    model = KMeans(count, n_init=10, random_state=0).fit((values - low) / span, sample_weight=households)
    return lambda of: model.predict((of - low) / span)


def components(values: np.ndarray, households: np.ndarray, count: int) -> Callable[[np.ndarray], np.ndarray]:
    kinds = guess_kinds(values)
    rooted = spread(values, kinds)
    centre, scale = rooted.mean(axis=0), rooted.std(axis=0)
    axes = np.linalg.svd((rooted - centre) / scale, full_matrices=False)[2][:COMPONENTS].T
    model = KMeans(count, n_init=10, random_state=0)
    model.fit((rooted - centre) / scale @ axes, sample_weight=households)
    return lambda of: model.predict((spread(of, kinds) - centre) / scale @ axes)


METHODS: dict[str, Method] = {
    "geoprofile, nested": nested,
    "geoprofile, flat": flat,
    "range scaled, k-means": range_scaled,
    f"PCA {COMPONENTS}, k-means": components,
}


def told(labels: np.ndarray, rates: np.ndarray, bases: np.ndarray) -> tuple[float, float]:
    """Give the mean R2 over the behaviours tuned on (even) and over the others (odd)."""
    shares = explained_shares(rates, bases, labels)
    return float(shares[::2].mean()), float(shares[1::2].mean())


def block_halves(zones: int) -> list[tuple[np.ndarray, np.ndarray]]:
    blocks = np.arange(zones) // BLOCK
    first = np.random.default_rng(0).permutation(blocks.max() + 1)[: (blocks.max() + 1) // 2]
    inside = np.isin(blocks, first)
    return [(np.flatnonzero(inside), np.flatnonzero(~inside)), (np.flatnonzero(~inside), np.flatnonzero(inside))]


def measure(folder: Path) -> pd.DataFrame:
    values, households, labels, rates, bases = london(folder)
    rows = []
    for count in CLASSES:
        if count in PUBLISHED:
            codes = pd.factorize(labels[PUBLISHED[count]], sort=True)[0]
            rows.append(("published", count, "all areas", *told(codes, rates, bases), 0.0))
            unseen = [told(codes[test], rates[test], bases[test]) for _, test in block_halves(len(values))]
            rows.append(("published", count, "unseen areas", *np.mean(unseen, axis=0), 0.0))
        for name, method in METHODS.items():
            begun = time.perf_counter()
            classes = method(values, households, count)(values)
            seconds = time.perf_counter() - begun
            rows.append((name, count, "all areas", *told(classes, rates, bases), seconds))
            unseen = [
                told(method(values[fit], households[fit], count)(values[test]), rates[test], bases[test])
                for fit, test in block_halves(len(values))
            ]
            rows.append((name, count, "unseen areas", *np.mean(unseen, axis=0), seconds))
    return pd.DataFrame(rows, columns=["method", "classes", "areas", "even", "odd", "seconds"])


def stabilities(folder: Path) -> pd.DataFrame:
    """Compare the models of halves with each other and with that of all areas."""
    values, households, *_ = london(folder)
    rows = []
    for name, method in METHODS.items():
        for count in (8, 33, 52):
            full = method(values, households, count)(values)
            pairs = [
                [method(values[half], households[half], count)(values) for half in halves]
                for halves in pairs_of_halves(households)
            ]
            between = np.mean([adjusted_rand_score(*pair) for pair in pairs])
            to_full = np.mean([adjusted_rand_score(one, full) for pair in pairs for one in pair])
            rows.append((name, count, between, to_full))
    return pd.DataFrame(rows, columns=["method", "classes", "two halves", "half and all"])


def report(measured: pd.DataFrame) -> None:
    for areas, part in measured.groupby("areas"):
        for half, said in (("odd", "11 behaviours to quote"), ("even", "11 behaviours tuned on")):
            table = part.pivot_table(index="method", columns="classes", values=half)
            print(f"\nmean R2, {areas}, {said}")
            print(table.round(4).to_string(na_rep="-"))
            print("beside the published classes")
            print((table / table.loc["published"])[list(PUBLISHED)].round(3).to_string())
    whole = measured[measured["areas"] == "all areas"].pivot_table(
        index="method", columns="classes", values=["odd", "even"]
    )
    cost = 1 - whole.loc["geoprofile, nested"] / whole.loc["geoprofile, flat"]
    print("\ncost of the hierarchy: 1 - nested / flat")
    print(cost.round(4).to_string())
    print("\nseconds for a fit and all labels")
    print(measured.pivot_table(index="method", columns="classes", values="seconds").round(1).to_string())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with london_oa_*.parquet")
    folder = parser.parse_args().data
    report(measure(folder))
    print("\nhalf-sample stability (adjusted Rand index over all areas)")
    print(stabilities(folder).pivot_table(index="method", columns="classes").round(3).to_string())


if __name__ == "__main__":
    main()
