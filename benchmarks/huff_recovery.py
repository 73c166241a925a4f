"""Are the parameters of the Huff model found, and do its intervals hold, and those of the forecast and the curve.

Markets of 12 stores and 300 zones in a square of 30 minutes, size exponent 1, distance exponent -2, about 30 customers
a zone, drawn 200 times over: as the model says; with zones whose people decide alike (Dirichlet shares of concentration
8, variance about four times the multinomial's); with the customers of half of the stores unseen.

Run: ``python benchmarks/huff_recovery.py [--runs N]``.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.siting.attributes import StoreAttributes
from geoprofile.siting.decay import DecayCurve, fit_decay
from geoprofile.siting.forecast import StoreForecast, fit_forecast, forecast
from geoprofile.siting.huff_fit import fit_huff
from geoprofile.siting.outside import fit_outside
from geoprofile.travel.reach import Reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20261122
STORES, ZONES, SIDE_MIN, LIMIT_MIN = 12, 300, 30.0, 25.0
SIZE_EXPONENT, DISTANCE_EXPONENT = 1.0, -2.0
CUSTOMERS, CONCENTRATION, HOUSEHOLDS = 30.0, 8.0, 400.0
COMPETITOR, AWAY = 0.4, 1.5
RATE_A_MINUTE = 0.12


def made_market(rng: np.random.Generator) -> tuple[Reach, StoreAttributes, NDArray[np.float64]]:
    """Make stores, travel times and the true utility of each pair."""
    stores, homes = rng.uniform(0, SIDE_MIN, (STORES, 2)), rng.uniform(0, SIDE_MIN, (ZONES, 2))
    minutes = np.linalg.norm(stores[:, None] - homes[None], axis=2)
    origin, zone = (rows.astype(np.int64) for rows in np.nonzero(minutes <= LIMIT_MIN))
    share = np.ones((len(origin), 1))
    reach = Reach(origin, zone, minutes[origin, zone], share, (LIMIT_MIN,), STORES, ZONES, "straight", "straight")
    size = rng.normal(7, 0.6, (STORES, 1))
    attributes = StoreAttributes(("size_m2",), size, np.zeros((STORES, 1), dtype=bool))
    return reach, attributes, SIZE_EXPONENT * size[origin, 0] + DISTANCE_EXPONENT * np.log(reach.minutes + 1)


def chosen(reach: Reach, utility: NDArray[np.float64], rng: np.random.Generator, *, alike: bool) -> NDArray[np.float64]:
    """Let the customers of each zone choose."""
    table = np.zeros((STORES, ZONES))
    table[reach.origin, reach.zone] = np.exp(utility - utility.max())
    share = table / np.maximum(table.sum(axis=0), 1e-300)
    if alike:
        share = rng.gamma(np.maximum(CONCENTRATION * share, 1e-9)) * (table > 0)
        share /= np.maximum(share.sum(axis=0), 1e-300)
    many = rng.poisson(CUSTOMERS, ZONES)
    counts = np.array(
        [rng.multinomial(n, p) if p.any() else np.zeros(STORES) for n, p in zip(many, share.T, strict=True)]
    )
    return counts.T[reach.origin, reach.zone].astype(float)


def recovery(case: str, runs: int) -> None:
    """Fit markets and print bias and coverage."""
    truth, rows, sides, begun = np.array([SIZE_EXPONENT, DISTANCE_EXPONENT]), [], [], time.process_time()
    for run in range(runs):
        rng = np.random.default_rng([SEED, run])
        reach, attributes, utility = made_market(rng)
        seen = np.arange(STORES) < (STORES // 2 if case == "half unseen" else STORES)
        if case == "half unseen":
            level = np.median(utility) + AWAY
            attraction = np.exp(utility + np.where(seen[reach.origin], 0.0, COMPETITOR))
            total = np.bincount(reach.zone, attraction, minlength=ZONES) + np.exp(level)
            counts = rng.poisson(HOUSEHOLDS * attraction / total[reach.zone]) * seen[reach.origin].astype(float)
        else:
            counts = chosen(reach, utility, rng, alike=case == "decide alike")
        fit = fit_huff(reach, attributes, counts, observed=seen)
        if fit.model.decay != "power":
            rows.append(np.full((2, 2), np.nan))
            continue
        held = (fit.parameters["low"] <= truth) & (truth <= fit.parameters["high"])
        rows.append(np.column_stack([fit.parameters["estimate"] - truth, held]))
        if case == "half unseen":
            outside = fit_outside(reach, attributes, fit.model, counts, np.full(ZONES, HOUSEHOLDS), own=seen)
            sides.append([outside.model.outside - level, outside.model.competitor - COMPETITOR])
    found = np.array(rows)
    bias, coverage = np.nanmean(found[..., 0], axis=0), np.nanmean(found[..., 1], axis=0)
    spread = np.nanstd(found[..., 0], axis=0)
    print(
        f"{case:14} power chosen {np.isfinite(found[:, 0, 0]).mean():.3f}; "
        f"size bias {bias[0]:+.4f} (sd {spread[0]:.4f}) "
        f"coverage {coverage[0]:.3f}; distance bias {bias[1]:+.4f} (sd {spread[1]:.4f}) coverage {coverage[1]:.3f}; "
        f"{(time.process_time() - begun) / runs:.3f} cpu-s a market"
    )
    if sides:
        off = np.array(sides)
        print(
            f"{'':14} staying away bias {off[:, 0].mean():+.4f} (sd {off[:, 0].std():.4f}); competitor bias "
            f"{off[:, 1].mean():+.4f} (sd {off[:, 1].std():.4f})"
        )


def forecasts(runs: int) -> None:
    """Print how often the interval of a forecast holds, by number of stores."""
    for stores in (8, 12, 20, 40):
        held = {0.8: [], 0.95: []}
        for run in range(runs):
            rng = np.random.default_rng([SEED, stores, run])
            predictors = pd.DataFrame(
                np.exp(rng.normal(8, 0.6, (stores + 1, 3))), columns=["expected", "income", "rivals"]
            )
            logs = np.log(predictors.to_numpy())
            turnover = np.exp(3 + 0.8 * logs[:, 0] + 0.3 * logs[:, 1] + rng.normal(0, 0.3, stores + 1))
            fitted = fit_forecast(predictors[:-1], turnover[:-1])
            for level, hits in held.items():
                if isinstance(fitted, StoreForecast):
                    told = forecast(fitted, predictors[-1:], level=level).iloc[0]
                    hits.append(told["low"] <= turnover[-1] <= told["high"])
        print(
            f"forecast from {stores:2} stores: 80 % interval holds {np.mean(held[0.8]):.3f}, "
            f"95 % {np.mean(held[0.95]):.3f}"
        )


def curves(runs: int) -> None:
    """Print how often the interval of the half-distance holds, counts of a zone varying as gamma of shape 2."""
    held = []
    for run in range(runs):
        rng = np.random.default_rng([SEED, 7, run])
        minutes, homes = rng.uniform(0, 30, 150), rng.integers(200, 1500, 150).astype(float)
        mean = 0.05 * homes * np.exp(-RATE_A_MINUTE * minutes) * rng.gamma(2, 0.5, 150)
        curve = fit_decay(minutes, rng.poisson(mean).astype(float), homes)
        if isinstance(curve, DecayCurve):
            held.append(curve.half_low <= np.log(2) / RATE_A_MINUTE <= curve.half_high)
    print(f"half-distance: 95 % interval holds {np.mean(held):.3f} of {len(held)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    for case in ("as the model", "decide alike", "half unseen"):
        recovery(case, runs)
    forecasts(runs * 2)
    curves(runs)


if __name__ == "__main__":
    main()
