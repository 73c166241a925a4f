"""Bins of one criterion and their weights of evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.scoring.inputs import RARE_ROWS
from geoprofile.scoring.merging import Limits, merge_cells, monotone_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.scoring.inputs import Input

__all__ = ["MOST_BINS", "UNKNOWN", "Bins", "bin_of", "finest_counts", "finest_rates", "fit_bins"]

MOST_BINS, LEAST_SHARE, LEAST_EACH = 6, 0.05, 5.0
# Finest cells before any are joined; the difference that keeps neighbours apart (a test at 5 %); and how sure the
# data must be (1 in 1,000) that rates neither rise nor fall throughout.
CELLS, LEAST_CHI2, TURNING = 20, 3.84, 0.001
# As many rows of the overall rate are added to each bin: a small one says little.
SMOOTHING = 20.0
UNKNOWN = -1
ROUNDED_DIGITS = 3
CHANCE_DRAWS, CHANCE_SEED, CHANCE_Z = 20, 20261122, 1.645


@dataclass(frozen=True)
class Bins:
    """How one criterion is cut.

    Attributes
    ----------
    of : Input
    edges : tuple of float
        Of numbers: bin i holds edges[i - 1] <= x < edges[i].
    levels : mapping of text to int
        Of categories: the bin of each level.
    others : int
        Bin of all other levels, `UNKNOWN` where there is none.
    missing : int
        Bin of missing cells, `UNKNOWN` where there was none.
    yes, rows : arrays of shape (k,)
        Counted where it was learned.
    woe : array of shape (k,)
        Weight of evidence: log odds of the bin less those of all, smoothed.
    information : float
        Information value.
    chance : float
        Information value that a criterion without any relation has in one case of twenty; NaN where not asked for.
    monotone : bool
        Whether the rates of a number rise or fall throughout.
    whole : bool
        Whether all numbers met were whole.
    lowest : float
        The least number met; NaN for categories.
    """

    of: Input
    edges: tuple[float, ...]
    levels: Mapping[str, int]
    others: int
    missing: int
    yes: NDArray[np.float64]
    rows: NDArray[np.float64]
    woe: NDArray[np.float64]
    information: float
    chance: float = np.nan
    monotone: bool = True
    whole: bool = False
    lowest: float = np.nan


def fit_bins(
    own: Input,
    values: NDArray[np.float64] | NDArray[np.object_],
    yes: NDArray[np.float64],
    *,
    draws: int = 0,
    block: NDArray[np.object_] | None = None,
) -> Bins:
    """Cut one criterion by the outcome: few bins, each large enough and unlike the next.

    Numbers: twenty cells of equal size are joined so that rates rise or fall throughout, unless a likelihood ratio
    test denies it at 1 in 1,000. Categories: rare levels are pooled, the others stand by their rate and neighbours
    are joined. Missing cells are a bin of their own.

    Parameters
    ----------
    own : Input
    values : array of shape (n,)
    yes : array of shape (n,)
        1 and 0.
    draws : int
        Draws that the chance level is taken from; 0 for none.
    block : array of text, shape (n,), optional
        Outcomes of one are alike: chance deals them together.
    """
    cells = _number_cells(values) if own.kind == "number" else _category_cells(values)
    known, missing = cells.place >= 0, cells.place < 0
    counted = np.array(
        [np.bincount(cells.place[known], weights=w[known], minlength=cells.count) for w in (yes, np.ones(len(yes)))]
    )
    absent = np.array([yes[missing].sum(), missing.sum()])
    joined = _join(own, counted, float(len(yes)))
    built = _built(own, cells, joined, counted, absent)
    if not draws:
        return built

    dealt = _dealt(np.append(counted[1], absent[1]), yes, draws)
    if block is not None:
        dealt = _dealt_whole(np.where(known, cells.place, cells.count), cells.count + 1, yes, block, draws)
    return replace(built, chance=_chance(own, counted[1], float(absent[1]), dealt))


def finest_counts(
    own: Input, values: NDArray[np.float64] | NDArray[np.object_], yes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count the yes and the rows of each finest cell, in order, missing cells left out.

    Returns
    -------
    yes, rows : arrays of shape (c,)
    """
    cells = _number_cells(values) if own.kind == "number" else _category_cells(values)
    known = cells.place >= 0
    return (
        _sums(cells.place[known], yes[known], cells.count),
        _sums(cells.place[known], np.ones(int(known.sum())), cells.count),
    )


def finest_rates(
    own: Input, values: NDArray[np.float64] | NDArray[np.object_], yes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give each row the smoothed rate of its finest cell, before any are joined; missing cells are one.

    Returns
    -------
    array of shape (n,)
    """
    cells = _number_cells(values) if own.kind == "number" else _category_cells(values)
    place = np.where(cells.place < 0, cells.count, cells.place)
    found, rows = (_sums(place, w, cells.count + 1) for w in (yes, np.ones(len(yes))))
    rate = (found + SMOOTHING * yes.mean()) / (rows + SMOOTHING)
    return np.asarray(rate[place], dtype=float)


def bin_of(bins: Bins, values: NDArray[np.float64] | NDArray[np.object_]) -> NDArray[np.intp]:
    """Find the bin of each value; `UNKNOWN` for what was never met when the bins were made.

    Parameters
    ----------
    bins : Bins
    values : array of shape (n,)
    """
    if bins.of.kind == "number":
        numbers = values.astype(float)
        place = np.searchsorted(np.array(bins.edges), numbers, side="right")
        return np.where(np.isnan(numbers), bins.missing, place).astype(np.intp)
    codes, found = pd.factorize(values)
    places = [bins.missing if level == "" else bins.levels.get(str(level), bins.others) for level in found]
    return np.asarray(np.array(places, dtype=np.intp)[codes], dtype=np.intp)


@dataclass(frozen=True)
class _Cells:
    """The finest cells: where each row lies (-1 missing), how many, and what tells them apart."""

    place: NDArray[np.intp]
    count: int
    edges: NDArray[np.float64]
    levels: tuple[str, ...] = ()
    pooled: bool = False
    whole: bool = False
    lowest: float = np.nan


def _number_cells(values: NDArray[np.float64] | NDArray[np.object_]) -> _Cells:
    """Cut numbers at twentieths, the cuts rounded to what can be read aloud."""
    numbers = values.astype(float)
    known = numbers[~np.isnan(numbers)]
    if not len(known):
        return _Cells(np.full(len(numbers), -1, dtype=np.intp), 0, np.empty(0))
    cuts = np.quantile(known, np.arange(1, CELLS) / CELLS, method="higher")
    cuts = np.unique(np.append(cuts, np.unique(known)[1:2]))  # a heap at the lowest value is a cell of its own
    edges = np.unique([_rounded(cut) for cut in cuts.tolist()])
    edges = edges[(edges > known.min()) & (edges <= known.max())]
    place = np.where(np.isnan(numbers), -1, np.searchsorted(edges, numbers, side="right"))
    used, again = np.unique(place[place >= 0], return_inverse=True)
    place = place.astype(np.intp)
    place[place >= 0] = again
    whole = bool((known == np.round(known)).all())
    return _Cells(place, len(used), edges[used[1:] - 1], whole=whole, lowest=float(known.min()))


def _category_cells(values: NDArray[np.float64] | NDArray[np.object_]) -> _Cells:
    """Give each common level a cell, and the rare ones the last; levels stand by name."""
    levels, codes, counts = np.unique(values.astype(str), return_inverse=True, return_counts=True)
    common = [i for i, level in enumerate(levels.tolist()) if level and counts[i] >= RARE_ROWS]
    rare = any(level and counts[i] < RARE_ROWS for i, level in enumerate(levels.tolist()))
    place = np.full(len(levels), len(common), dtype=np.intp)
    place[common] = np.arange(len(common))
    place[levels == ""] = -1
    names = tuple(str(levels[i]) for i in common)
    return _Cells(np.asarray(place[codes], dtype=np.intp), len(common) + rare, np.empty(0), names, pooled=rare)


def _join(own: Input, counted: NDArray[np.float64], total: float) -> tuple[NDArray[np.intp], bool]:
    """Give the bin of each cell, and whether rates rise or fall throughout."""
    limits = Limits(LEAST_SHARE * total, LEAST_EACH, MOST_BINS, LEAST_CHI2)
    yes, rows = counted
    if own.kind == "category":
        base = yes.sum() / max(rows.sum(), 1.0)
        order = np.argsort((yes + SMOOTHING * base) / (rows + SMOOTHING), kind="stable")
        place = np.empty(len(rows), dtype=np.intp)
        place[order] = merge_cells(yes[order], rows[order], limits)
        return place, True
    steps = [_monotone(yes, rows, limits, rising=rising) for rising in (True, False)]
    best = min(steps, key=lambda place: _deviance(yes, rows, place))
    free = merge_cells(yes, rows, limits)
    from scipy.stats import chi2  # noqa: PLC0415  half a second that other commands do without

    gain = _deviance(yes, rows, best) - _deviance(yes, rows, free)
    if len(rows) > 1 and gain > chi2.isf(TURNING, len(rows) - 1):
        return free, False
    return best, True


def _monotone(yes: NDArray[np.float64], rows: NDArray[np.float64], limits: Limits, *, rising: bool) -> NDArray[np.intp]:
    pools = monotone_cells(yes, rows, rising=rising)
    pooled = [_sums(pools, w) for w in (yes, rows)]
    return np.asarray(merge_cells(pooled[0], pooled[1], limits)[pools], dtype=np.intp)


def _deviance(yes: NDArray[np.float64], rows: NDArray[np.float64], place: NDArray[np.intp]) -> float:
    """Give minus twice the log likelihood of a rate a bin."""
    found, held = (_sums(place, w) for w in (yes, rows))
    rate = np.clip(found / np.maximum(held, 1.0), 1e-12, 1 - 1e-12)
    return float(-2 * (found * np.log(rate) + (held - found) * np.log1p(-rate)).sum())


def _built(
    own: Input, cells: _Cells, joined: tuple[NDArray[np.intp], bool], counted: NDArray[np.float64],
    absent: NDArray[np.float64],
) -> Bins:  # fmt: skip
    """Put the joined cells into bins, the missing ones last."""
    place, monotone = joined
    count = int(place.max()) + 1 if len(place) else 0
    yes, rows = (_sums(place, w, count) for w in counted)
    missing = count if absent[1] else UNKNOWN
    if absent[1]:
        yes, rows = np.append(yes, absent[0]), np.append(rows, absent[1])
    woe, information = _evidence(yes, rows)
    last_of_bin = np.flatnonzero(np.diff(place)) if own.kind == "number" else np.empty(0, dtype=int)
    levels = {level: int(place[i]) for i, level in enumerate(cells.levels)}
    return Bins(
        own,
        tuple(float(cells.edges[i]) for i in last_of_bin),
        levels,
        int(place[-1]) if cells.pooled else UNKNOWN,
        missing,
        yes,
        rows,
        woe,
        information,
        monotone=monotone,
        whole=cells.whole,
        lowest=cells.lowest,
    )


def _evidence(yes: NDArray[np.float64], rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Give weights of evidence and the information value: the sum of (share of yes - share of no) x weight."""
    total_yes, total = yes.sum(), rows.sum()
    base = total_yes / total
    rate = (yes + SMOOTHING * base) / (rows + SMOOTHING)
    woe = np.log(rate / (1 - rate)) - np.log(base / (1 - base))
    shares = yes / total_yes - (rows - yes) / (total - total_yes)
    return woe, float((shares * woe).sum())


def _chance(own: Input, held: NDArray[np.float64], absent: float, dealt: NDArray[np.float64]) -> float:
    """Give the information value that one unrelated criterion in twenty exceeds: outcomes dealt to the cells at random.

    Mean and 1.645 standard deviations of the draws, each cut anew; the last cell of `dealt` is that of the missing.
    """
    values = []
    for drawn in dealt:
        cells = np.array([drawn[:-1], held])
        place, _ = _join(own, cells, float(held.sum()) + absent)
        yes, rows = (_sums(place, w) for w in cells)
        if absent:
            yes, rows = np.append(yes, drawn[-1]), np.append(rows, absent)
        values.append(_evidence(yes, rows)[1])
    return float(np.mean(values) + CHANCE_Z * np.std(values))


def _dealt(rows: NDArray[np.float64], yes: NDArray[np.float64], draws: int) -> NDArray[np.float64]:
    """Deal the yes to cells of so many rows, row by row; array of shape (draws, cells)."""
    rng = np.random.default_rng(CHANCE_SEED)
    found = rng.multivariate_hypergeometric(rows.astype(np.int64), int(yes.sum()), size=draws, method="marginals")
    return np.asarray(found, dtype=float)


def _dealt_whole(
    place: NDArray[np.intp], count: int, yes: NDArray[np.float64], block: NDArray[np.object_], draws: int
) -> NDArray[np.float64]:
    """Deal the outcomes of a block together: those of all blocks in a drawn order, to rows block by block.

    Blocks of one size change places whole; of several sizes, outcomes that were together stay so but at the ends.
    """
    rng = np.random.default_rng(CHANCE_SEED)
    codes, _ = pd.factorize(block)
    own_order, blocks = np.argsort(codes, kind="stable"), int(codes.max()) + 1
    drawn = []
    for _ in range(draws):
        order = np.argsort(rng.permutation(blocks)[codes], kind="stable")
        drawn.append(_sums(place[own_order], yes[order], count))
    return np.array(drawn)


def _sums(place: NDArray[np.intp], weights: NDArray[np.float64], count: int = 0) -> NDArray[np.float64]:
    """Add up weights by place."""
    return np.bincount(place, weights=weights, minlength=count).astype(float)


def _rounded(value: float) -> float:
    """Round to three digits that count."""
    return float(f"{value:.{ROUNDED_DIGITS}g}")
