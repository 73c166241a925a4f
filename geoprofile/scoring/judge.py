"""How well probabilities tell yes from no on rows that were held out, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.significance import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = [
    "LIFT_SHARES",
    "Figure",
    "Judgement",
    "auc",
    "auc_difference",
    "calibration_table",
    "gains",
    "judge",
]

LIFT_SHARES = (0.1, 0.2)
DRAWS, SEED, CONFIDENCE = 400, 20261122, 0.95
DECILES = 10


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Judgement:
    """What held-out rows say of a score.

    Attributes
    ----------
    rows, yes : int
    auc : Figure
        The chance that a yes has a higher probability than a no, ties by half.
    gini : float
        2 AUC - 1.
    ks : float
        Greatest distance between the shares of yes and of no below a probability (Kolmogorov-Smirnov).
    lifts : tuple of Figure
        How many times more yes than average in the best 10 % and 20 %.
    brier : float
        Mean squared distance of probability and outcome.
    brier_gain : float
        Share by which that is less than with the base rate for all.
    calibration : DataFrame
        As `calibration_table` gives it.
    calibration_error : float
        Mean distance of probability and rate over the tenths (expected calibration error).
    calibration_chance : float
        What that is on average when every probability is right: so many rows, or blocks of like rows, say no more.
    """

    rows: int
    yes: int
    auc: Figure
    gini: float
    ks: float
    lifts: tuple[Figure, ...]
    brier: float
    brier_gain: float
    calibration: pd.DataFrame
    calibration_error: float
    calibration_chance: float


def judge(
    probability: NDArray[np.float64], yes: NDArray[np.float64], *, block: NDArray[np.object_] | None = None
) -> Judgement:
    """Measure probabilities against outcomes.

    Intervals are percentiles of 400 bootstrap samples of rows, or of whole blocks where rows of one are alike.

    Parameters
    ----------
    probability, yes : arrays of shape (n,)
    block : array of text, shape (n,), optional
    """
    order = np.argsort(probability, kind="stable")
    ranked, outcome = probability[order], yes[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    drawn = [_figures(outcome, weight[order], ends) for weight in _samples(len(yes), None if block is None else block)]
    figures = [
        Figure(value, *_ends(np.array(sample)))
        for value, sample in zip(_figures(outcome, np.ones(len(yes)), ends), zip(*drawn, strict=True), strict=True)
    ]
    table = calibration_table(probability, yes)
    base, brier = float(yes.mean()), float(((probability - yes) ** 2).mean())
    return Judgement(
        len(yes),
        int(yes.sum()),
        figures[0],
        2 * figures[0].value - 1,
        _ks(outcome, ends),
        tuple(figures[1:]),
        brier,
        1 - brier / (base * (1 - base)),
        table,
        float(((table["modelled_rate"] - table["observed_rate"]).abs() * table["rows"]).sum() / len(yes)),
        _chance_error(table, _block_spread(_tenths(probability), yes, block, DECILES)),
    )


def auc(probability: NDArray[np.float64], yes: NDArray[np.float64]) -> float:
    """Give the chance that a yes has a higher probability than a no, ties by half."""
    order = np.argsort(probability, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(probability[order])), len(order) - 1)
    return _auc(*_by_value(yes[order], np.ones(len(order)), ends))


def gains(
    probability: NDArray[np.float64], yes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the cumulative shares of rows and of yes, the highest probability first, from 0 on.

    Returns
    -------
    rows, yes : arrays of shape (values + 1,)
    """
    order = np.argsort(probability, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(probability[order])), len(order) - 1)
    found, held = _by_value(yes[order], np.ones(len(order)), ends)
    return _running(held[::-1]), _running(found[::-1])


def auc_difference(
    one: NDArray[np.float64], other: NDArray[np.float64], yes: NDArray[np.float64], *,
    block: NDArray[np.object_] | None = None,
) -> Figure:  # fmt: skip
    """Give the AUC of the one less that of the other, both on the same bootstrap samples."""
    sides = []
    for probability in (one, other):
        order = np.argsort(probability, kind="stable")
        ends = np.append(np.flatnonzero(np.diff(probability[order])), len(order) - 1)
        drawn = [_auc(*_by_value(yes[order], weight[order], ends)) for weight in _samples(len(yes), block)]
        sides.append(np.array([_auc(*_by_value(yes[order], np.ones(len(yes)), ends)), *drawn]))
    gap = sides[0] - sides[1]
    return Figure(float(gap[0]), *_ends(gap[1:]))


def calibration_table(probability: NDArray[np.float64], yes: NDArray[np.float64]) -> pd.DataFrame:
    """Compare probabilities with rates by tenth of the rows, lowest first; rows of one probability stay together.

    Returns
    -------
    DataFrame
        `decile`, `rows`, `yes`, `modelled_rate`, `observed_rate`, `observed_low`, `observed_high` (Wilson, 95 %).
    """
    decile = _tenths(probability)
    sums = [np.bincount(decile, weights=w, minlength=DECILES) for w in (np.ones(len(yes)), yes, probability)]
    kept = sums[0] > 0
    rows, count, modelled = (part[kept] for part in sums)
    low, high = wilson_interval(count, rows)
    return pd.DataFrame(
        {
            "decile": np.flatnonzero(kept) + 1, "rows": rows, "yes": count, "modelled_rate": modelled / rows,
            "observed_rate": count / rows, "observed_low": low, "observed_high": high,
        }
    )  # fmt: skip


def _tenths(probability: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the tenth of each row, 0 the lowest; rows of one probability stay together."""
    _, place, held = np.unique(probability, return_inverse=True, return_counts=True)
    middle = (np.cumsum(held) - held / 2) / len(probability)
    return np.asarray(np.minimum((middle * DECILES).astype(int), DECILES - 1)[place], dtype=np.intp)


def _chance_error(table: pd.DataFrame, spread: NDArray[np.float64]) -> float:
    """Give the mean distance of rates from right probabilities: sqrt(2 p (1 - p) / (pi n)) in a tenth of n rows.

    Rows of one block are alike, and n is as many times fewer as `spread` says of each tenth.
    """
    rate = table["modelled_rate"]
    gap = np.sqrt(2 * rate * (1 - rate) * spread[table["decile"].to_numpy() - 1] / (np.pi * table["rows"]))
    return float((gap * table["rows"]).sum() / table["rows"].sum())


def _block_spread(
    place: NDArray[np.intp], yes: NDArray[np.float64], block: NDArray[np.object_] | None, count: int
) -> NDArray[np.float64]:
    """Give for each place how many times its rate varies more than that of rows on their own (the design effect).

    Sum over blocks of (sum of what is left of its rows) squared, over the sum of squares of the rows (Kish, Survey
    Sampling, 1965); not less than 1.

    Parameters
    ----------
    place : whole numbers of shape (n,)
        0 to `count` - 1.
    yes : array of shape (n,)
    block : array of text, shape (n,), or None
    count : int

    Returns
    -------
    array of shape (count,)
    """
    if block is None:
        return np.ones(count)
    held = np.maximum(np.bincount(place, minlength=count), 1)
    left = yes - (np.bincount(place, weights=yes, minlength=count) / held)[place]
    pairs, again = np.unique(pd.factorize(block)[0] * count + place, return_inverse=True)
    whole = np.bincount(pairs % count, weights=np.bincount(again, weights=left) ** 2, minlength=count)
    single = np.bincount(place, weights=left**2, minlength=count)
    return np.asarray(np.maximum(whole / np.where(single > 0, single, 1.0), 1.0), dtype=float)


def _samples(count: int, block: NDArray[np.object_] | None) -> Iterator[NDArray[np.float64]]:
    """Draw how often each row is taken, sample after sample, the same each time."""
    rng = np.random.default_rng(SEED)
    places = np.arange(count) if block is None else pd.factorize(block)[0]
    units = int(places.max()) + 1
    for _ in range(DRAWS):
        yield np.bincount(rng.integers(0, units, units), minlength=units)[places].astype(float)


def _figures(yes: NDArray[np.float64], weight: NDArray[np.float64], ends: NDArray[np.intp]) -> list[float]:
    """Give the AUC and the lifts of rows in rising order of probability."""
    found, held = _by_value(yes, weight, ends)
    rows, won = _running(held[::-1]), _running(found[::-1])
    return [_auc(found, held), *(float(np.interp(share, rows, won) / share) for share in LIFT_SHARES)]


def _by_value(
    yes: NDArray[np.float64], weight: NDArray[np.float64], ends: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Add up yes and rows by probability; `ends` is the last row of each."""
    found, held = (np.diff(np.cumsum(w)[ends], prepend=0.0) for w in (yes * weight, weight))
    return found, held


def _auc(found: NDArray[np.float64], held: NDArray[np.float64]) -> float:
    others = held - found
    pairs = found.sum() * others.sum()
    below = np.cumsum(others) - others / 2
    return float(found @ below / pairs) if pairs else np.nan


def _ks(yes: NDArray[np.float64], ends: NDArray[np.intp]) -> float:
    found, held = _by_value(yes, np.ones(len(yes)), ends)
    return float(np.abs(_running(found) - _running(held - found)).max())


def _running(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 0 and then the running total as a share of the whole."""
    total = values.sum()
    return np.append(0.0, np.cumsum(values) / total) if total else np.zeros(len(values) + 1)


def _ends(sample: NDArray[np.float64]) -> tuple[float, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(sample, [tail, 1 - tail])
    return float(low), float(high)
