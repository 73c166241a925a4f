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
from geoprofile.profiling.classes import ZoneClasses
from geoprofile.profiling.customers import Customers
from geoprofile.profiling.population import Population
from geoprofile.profiling.profile import FALSE_DISCOVERY_RATE, profile_classes
from geoprofile.tables import Variable

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
CELL = 11
# The type whose customers spend double, in one of the cases.
RICH = 1
TOWN_HOUSEHOLDS, REGION_HOUSEHOLDS = 20_000, 10**9
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


def profiled(number: NDArray[np.intp], weight: Floats | None, households: Floats) -> pd.DataFrame:
    """Profile customers of these types as `geoprofile profile` does, with nothing hidden."""
    zones = pd.Index([f"{rank:02d}" for rank in range(len(households))], name="zone_id")
    names = pd.DataFrame({"name_fr": "", "name_en": ""}, index=zones)
    classes = ZoneClasses("type", "iris", pd.Series(zones, index=zones), names, "Type", "Type")
    counted_by = Variable("households", "Ménages", "Households", "households", "extensive")
    told = Customers(
        zones.to_numpy(dtype=object)[number], np.ones(len(number)) if weight is None else weight, "turnover"
    )
    population = Population("iris", pd.Series(households, index=zones), counted_by)
    return profile_classes(classes, told, population, smallest_cell=0).table


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


UNCORRECTED = "binomial or z test on the effective size, no finite factor, FDR"
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
                    "published cells only (c >= 11)": held[count >= 11].mean(),
                    "of these, at least 11 expected": _mean(held[(count >= 11) & (size * base >= CELL)]),
                }
            )
    return pd.DataFrame(rows)


def _mean(held: NDArray[np.bool_]) -> float:
    return float(held.mean()) if held.size else np.nan


def weighted_coverage(base: Floats, runs: int) -> pd.DataFrame:
    """Measure coverage when customers weigh by turnover, alike everywhere or doubled in one type."""
    rows = []
    for size in SIZES:
        for spending in ("alike", "double in one type"):
            per_type = np.ones(TYPES)
            per_type[RICH] = 2.0 if spending != "alike" else 1.0
            true = with_effects(base) * per_type
            true /= true.sum()
            held: dict[str, list[NDArray[np.bool_]]] = {"profile (used)": [], "Kish alone": []}
            counts = []
            for number, weight in weighted_draws(with_effects(base), per_type, size, runs):
                table = profiled(number, weight, base * REGION_HOUSEHOLDS)
                low, high = (table[name].to_numpy() * base / 100 for name in ("index_low", "index_high"))
                held["profile (used)"].append((low <= true) & (true <= high))
                n_eff = significance.effective_size(weight)
                low, high = significance.wilson_interval(table["share"].to_numpy() * n_eff, n_eff)
                held["Kish alone"].append((low <= true) & (true <= high))
                counts.append(table["customers"].to_numpy())
            rows += [
                {
                    "customers": size,
                    "spending": spending,
                    "size": name,
                    **_weighted_row(np.array(kept), np.array(counts)),
                }
                for name, kept in held.items()
            ]
    return pd.DataFrame(rows)


def _weighted_row(held: NDArray[np.bool_], counts: Floats) -> dict[str, float]:
    """Sum up the coverage of weighted intervals."""
    return {
        "all types": float(held.mean()),
        "the type itself": float(held[:, RICH].mean()),
        "published cells only (c >= 11)": _mean(held[counts >= CELL]),
    }


def weighted_draws(true: Floats, per_type: Floats, size: int, runs: int) -> Iterator[tuple[NDArray[np.intp], Floats]]:
    """Draw customers with log-normal turnover; give the type and the weight of each, run by run."""
    rng = np.random.default_rng(SEED + size)
    for _ in range(runs):
        number = rng.choice(TYPES, size=size, p=true)
        yield number, rng.lognormal(0, TURNOVER_SIGMA, size) * per_type[number]


def town_coverage(base: Floats, runs: int) -> pd.DataFrame:
    """Measure coverage and false calls where customers are a good part of a town's households, with and without f."""
    households = np.floor(base * TOWN_HOUSEHOLDS)
    share = households / households.sum()
    rows = []
    for size in (1_000, 5_000):
        rng = np.random.default_rng(SEED)
        counts = rng.multivariate_hypergeometric(households.astype(np.int64), size, size=runs)
        tables = [profiled(np.repeat(np.arange(TYPES), count), None, households) for count in counts]
        held = np.array([(t["index_low"] <= 100) & (t["index_high"] >= 100) for t in tables])
        plain = [rules(count.astype(float), float(size), share) for count in counts]
        low, high = significance.wilson_interval(counts, size)
        for name, kept, called in (
            ("1 - C/B (used)", held, np.array([t["significant"] for t in tables])),
            ("none", (low <= share) & (share <= high), np.array([run[UNCORRECTED] for run in plain])),
        ):
            told = {"all types": kept.mean(), "runs with a call": called.any(axis=1).mean()}
            rows.append({"customers": size, "finite factor": name, **told})
    return pd.DataFrame(rows)


def rules(count: Floats, size: float, base: Floats) -> dict[str, NDArray[np.bool_]]:
    """Call types by the rules that a profile does not use."""
    index = 100 * count / size / base
    low, high = wald(count, np.asarray(size))
    q_value = significance.false_discovery_rates(significance.share_test(count, size, base))
    return {
        UNCORRECTED: q_value <= FALSE_DISCOVERY_RATE,
        "Wald interval leaves out 100": (low > base) | (high < base),
        "index outside 80-120": (index < 80) | (index > 120),
    }


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
    """Draw customers and call types by the profile and by every other rule, run by run."""
    for number, weight in weighted_draws(true, np.ones(TYPES), size, runs):
        table = profiled(number, weight if weighted else None, base * REGION_HOUSEHOLDS)
        n_eff = significance.effective_size(weight) if weighted else float(size)
        used = {"profile (used)": table["significant"].to_numpy(dtype=bool)}
        yield used | rules(table["share"].to_numpy() * n_eff, n_eff, base)


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
    parser.add_argument("--profiles", type=int, default=300, help="Runs of the tables that whole profiles make.")
    options = parser.parse_args()
    base, told = base_shares(options.data)
    spread = f"from {base.min():.2%} to {base.max():.1%} of households"
    print(f"33 types: {told}, {spread}; {options.runs} runs, {options.profiles} of whole profiles.")
    tables = {
        "Coverage of the 95 % interval of the index": coverage_table(base, options.runs),
        "Coverage when weighted by turnover": weighted_coverage(base, options.profiles),
        f"A town of {TOWN_HOUSEHOLDS:,} households, nothing differs": town_coverage(base, options.profiles),
        "Calls, each customer weighing 1": discovery_table(base, options.profiles, weighted=False),
        "Calls, customers weighing by turnover": discovery_table(base, options.profiles, weighted=True),
    }
    for title, table in tables.items():
        print(f"\n{title}\n{table.round(4).to_string(index=False)}")


if __name__ == "__main__":
    main()
