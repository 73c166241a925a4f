"""Are the intervals and calls of a profile worth what they say? Coverage and false discoveries by simulation.

Customers are drawn with known true shares over 33 types as unequal as the largest subgroups of London are
(where the folder of real open data is; else sizes that fall geometrically), and profiled many times.

Run: ``python benchmarks/profile_coverage.py [--data DIR] [--runs N]``.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

from geoprofile import significance
from geoprofile.profiling.profile import FALSE_DISCOVERY_RATE
from geoprofile.profiling.weighted_sums import weighted_share_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Floats: TypeAlias = NDArray[np.float64]
DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
TYPES = 33
SIZES = (50, 200, 1_000, 5_000)
SEED = 20261122
# Real effects: these ranks among the types by size (0 = largest) are so many times as frequent among customers;
# rank 0 makes up for them, so that every other type has an index of exactly 100.
EFFECTS = {2: 1.5, 5: 0.5, 8: 1.6, 12: 2.0}
CHANGED = (0, *EFFECTS)
# Spread of the logarithm of turnover: the largest fifth of the customers brings about two thirds of it.
TURNOVER_SIGMA = 1.2
# The type whose customers spend double, in one of the cases.
RICH = 1
TOWN_HOUSEHOLDS = 20_000
HALVINGS = 50


def base_shares(data: Path) -> tuple[Floats, str]:
    """Give the shares of households of 33 types, largest first, and where they come from."""
    labels, inputs = (data / "uk" / f"london_oa_{name}.parquet" for name in ("published_labels", "inputs"))
    if not labels.is_file():
        shares = 0.85 ** np.arange(TYPES)
        return shares / shares.sum(), "made sizes that fall geometrically"
    households = pd.read_parquet(inputs, columns=["households"])["households"]
    subgroup = pd.read_parquet(labels, columns=["subgroup"])["subgroup"].reindex(households.index)
    shares = households.groupby(subgroup).sum().sort_values(ascending=False).to_numpy()[:TYPES]
    return np.asarray(shares / shares.sum()), f"the {TYPES} largest subgroups of London"


def with_effects(base: Floats) -> Floats:
    """Give the true shares of customers when five types really differ and no other does."""
    shares = base.copy()
    for rank, times in EFFECTS.items():
        shares[rank] *= times
    shares[0] -= shares.sum() - 1
    return shares


def wald(count: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Give the textbook interval, p -+ 1.96 sqrt(p (1 - p) / n)."""
    p = count / size
    half = stats.norm.isf(0.025) * np.sqrt(p * (1 - p) / size)
    return p - half, p + half


def jeffreys(count: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Give quantiles of Beta(c + 1/2, n - c + 1/2), open at both ends of the range."""
    low = np.where(count <= 0, 0.0, special.betaincinv(count + 0.5, size - count + 0.5, 0.025))
    return low, np.where(count >= size, 1.0, special.betaincinv(count + 0.5, size - count + 0.5, 0.975))


def mid_p(count: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Invert the exact test with half the weight on what was seen, by halving."""
    counts, place = np.unique(count, return_inverse=True)
    n = np.broadcast_to(size, count.shape).flat[0]

    def solve(target: float) -> Floats:
        low, high = np.zeros(len(counts)), np.ones(len(counts))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            tail = stats.binom.sf(counts, n, middle) + 0.5 * stats.binom.pmf(counts, n, middle)
            low, high = np.where(tail < target, middle, low), np.where(tail < target, high, middle)
        return low

    low, high = np.where(counts <= 0, 0, solve(0.025)), np.where(counts >= n, 1, solve(0.975))
    return low[place.reshape(count.shape)], high[place.reshape(count.shape)]


INTERVALS: dict[str, Callable[[Floats, Floats], tuple[Floats, Floats]]] = {
    "Wilson (used)": significance.wilson_interval,
    "Jeffreys": jeffreys,
    "mid-P": mid_p,
    "Wald": wald,
}


def coverage_table(base: Floats, runs: int) -> pd.DataFrame:
    """Measure how often the true index lies in each interval, plain customers, five real effects."""
    true = with_effects(base)
    rows = []
    for size in SIZES:
        count = np.random.default_rng(SEED).multinomial(size, true, size=runs).astype(float)
        for name, interval in INTERVALS.items():
            low, high = interval(count, np.full_like(count, size))
            held = (low <= true) & (true <= high)
            rows.append(
                {
                    "customers": size,
                    "interval": name,
                    "all types": held.mean(),
                    "at least one expected": held[:, true * size >= 1].mean(),
                    "weighted by households": (held.mean(axis=0) * base).sum(),
                    "worst type": held.mean(axis=0).min(),
                    "published cells (c >= 11)": held[count >= 11].mean(),
                }
            )
    return pd.DataFrame(rows)


def weighted_coverage(base: Floats, runs: int) -> pd.DataFrame:
    """Measure coverage when customers weigh by turnover, alike everywhere or doubled in one type."""
    rows = []
    for size in SIZES:
        for spending in ("alike", "double in one type"):
            per_type = np.ones(TYPES)
            per_type[RICH] = 2.0 if spending != "alike" else 1.0
            true = with_effects(base) * per_type
            draws = weighted_draws(with_effects(base), per_type, size, runs)
            n_eff = np.array([[significance.effective_size(weight)] for _, weight in draws])
            share = np.array([total / total.sum() for total, _ in draws])
            low, high = significance.wilson_interval(share * n_eff, n_eff)
            held = (low <= true / true.sum()) & (true / true.sum() <= high)
            rows.append(
                {
                    "customers": size,
                    "spending": spending,
                    "mean effective size": n_eff.mean(),
                    "all types": held.mean(),
                    "at least one expected": held[:, true / true.sum() * n_eff.mean() >= 1].mean(),
                    "the type itself": held[:, RICH].mean(),
                }
            )
    return pd.DataFrame(rows)


def weighted_draws(true: Floats, per_type: Floats, size: int, runs: int) -> list[tuple[Floats, Floats]]:
    """Draw customers with log-normal turnover; give the sum of each type and the weights of all, run by run."""
    rng = np.random.default_rng(SEED + size)
    draws = []
    for _ in range(runs):
        number = rng.choice(TYPES, size=size, p=true)
        weight = rng.lognormal(0, TURNOVER_SIGMA, size) * per_type[number]
        draws.append((np.bincount(number, weights=weight, minlength=TYPES).astype(float), weight))
    return draws


def town_coverage(base: Floats, runs: int) -> pd.DataFrame:
    """Measure coverage and false calls where customers are a good part of a town's households, with and without f."""
    households = np.floor(base * TOWN_HOUSEHOLDS).astype(np.int64)
    share = households / households.sum()
    rows = []
    for size in (1_000, 5_000):
        count = np.random.default_rng(SEED).multivariate_hypergeometric(households, size, size=runs).astype(float)
        for name, f in (("1 - C/B (used)", significance.unsampled_share(size, households.sum())), ("none", 1.0)):
            low, high = significance.wilson_interval(count / f, size / f)
            called = np.array([discoveries(c, size, share, f) for c in count])
            held = ((low <= share) & (share <= high)).mean()
            rows.append(
                {"customers": size, "finite factor": name, "all types": held, "runs with a call": called.any(1).mean()}
            )
    return pd.DataFrame(rows)


def discoveries(count: Floats, size: float, base: Floats, unsampled: float = 1.0) -> NDArray[np.bool_]:
    """Call types as a profile does."""
    p_value = significance.share_test(count, size, base, unsampled=unsampled)
    low, high = significance.wilson_interval(count / unsampled, size / unsampled)
    apart = (low > base) | (high < base)
    return (significance.false_discovery_rates(p_value) <= FALSE_DISCOVERY_RATE) & apart


def rules(count: Floats, size: float, base: Floats) -> dict[str, NDArray[np.bool_]]:
    """Call types by each rule."""
    index = 100 * count / size / base
    low, high = wald(count, np.asarray(size))
    return {
        "tested, FDR": discoveries(count, size, base),
        "Wald interval leaves out 100": (low > base) | (high < base),
        "index outside 80-120": (index < 80) | (index > 120),
    }


def weighted_rules(total: Floats, weight: Floats, base: Floats) -> dict[str, NDArray[np.bool_]]:
    """Call types by each rule, on the effective size, and by the test given the weights that a profile uses."""
    size = significance.effective_size(weight)
    count = size * total / total.sum()
    q_value = significance.false_discovery_rates(weighted_share_test(total, weight, base))
    low, high = significance.wilson_interval(count, size)
    used = (q_value <= FALSE_DISCOVERY_RATE) & ((low > base) | (high < base))
    return {"tested given the weights, FDR": used, **rules(count, size, base)}


def discovery_table(base: Floats, runs: int, *, weighted: bool) -> pd.DataFrame:
    """Count false calls when nothing differs and when five types do, and the real effects found."""
    rows = []
    for size in SIZES:
        found: dict[tuple[str, str], list[NDArray[np.bool_]]] = {}
        for truth, true in (("null", base), ("effects", with_effects(base))):
            for called in _calls(base, true, size, runs, weighted=weighted):
                for rule, types in called.items():
                    found.setdefault((rule, truth), []).append(types)
        rows += [_discovery_row(size, rule, found, base) for rule in dict.fromkeys(rule for rule, _ in found)]
    return pd.DataFrame(rows)


def _calls(
    base: Floats, true: Floats, size: int, runs: int, *, weighted: bool
) -> Iterator[dict[str, NDArray[np.bool_]]]:
    """Draw customers and call types by every rule, run by run."""
    if weighted:
        for total, weight in weighted_draws(true, np.ones(TYPES), size, runs):
            yield weighted_rules(total, weight, base)
    else:
        for count in np.random.default_rng(SEED + 1).multinomial(size, true, size=runs).astype(float):
            yield rules(count, float(size), base)


def _discovery_row(
    size: int, rule: str, found: dict[tuple[str, str], list[NDArray[np.bool_]]], base: Floats
) -> dict[str, object]:
    """Sum up one rule at one size."""
    null, called = np.array(found[rule, "null"]), np.array(found[rule, "effects"])
    real = np.isin(np.arange(len(base)), CHANGED)
    false = called[:, ~real].sum(axis=1) / np.maximum(called.sum(axis=1), 1)
    return {
        "customers": size,
        "rule": rule,
        "null: types called": null.mean(),
        "null: runs with a call": null.any(axis=1).mean(),
        "effects: false among calls": false.mean(),
        "effects: found": called[:, real].mean(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--runs", type=int, default=2_000)
    options = parser.parse_args()
    base, told = base_shares(options.data)
    print(f"33 types: {told}, from {base.min():.2%} to {base.max():.1%} of households; {options.runs} runs.")
    tables = {
        "Coverage of the 95 % interval of the index": coverage_table(base, options.runs),
        "Coverage when weighted by turnover (Kish)": weighted_coverage(base, options.runs),
        f"A town of {TOWN_HOUSEHOLDS:,} households, nothing differs": town_coverage(base, options.runs),
        "Calls, each customer weighing 1": discovery_table(base, options.runs, weighted=False),
        "Calls, customers weighing by turnover": discovery_table(base, options.runs, weighted=True),
    }
    for title, table in tables.items():
        print(f"\n{title}\n{table.round(4).to_string(index=False)}")


if __name__ == "__main__":
    main()
