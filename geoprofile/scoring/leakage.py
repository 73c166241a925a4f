"""Columns that tell the outcome because they were written after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.scoring.bins import finest_counts, finest_rates
from geoprofile.scoring.inputs import RARE_ROWS, Input, LeftOut, missing_of
from geoprofile.scoring.judge import auc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.scoring.inputs import Values

__all__ = ["find_leaks", "tells_by_filling"]

ALONE_AUC = 0.97
# A column filled, or a value met, on these many rows of which nearly all have one outcome.
LEAST_ROWS, NEARLY_ALL = RARE_ROWS, 0.98
# Beyond this base rate nearly all yes is no wonder.
MOST_BASE = 0.8


def find_leaks(inputs: tuple[Input, ...], values: Values, yes: NDArray[np.float64]) -> tuple[LeftOut, ...]:
    """Find inputs that alone tell the outcome almost perfectly, or in a value that only one outcome has.

    Parameters
    ----------
    inputs : tuple of Input
    values : mapping of column to array of shape (n,)
    yes : array of shape (n,)
    """
    found = []
    for own in inputs:
        reason = _reason(own, values[own.name], yes)
        if reason:
            found.append(LeftOut(own.name, reason))
    return tuple(found)


def tells_by_filling(filled: NDArray[np.bool_], yes: NDArray[np.float64]) -> bool:
    """Tell whether a column is filled only where the outcome is one of the two."""
    if filled.sum() < LEAST_ROWS or filled.all():
        return False
    return _is_pure(float(yes[filled].mean()), float(yes.mean()))


def _reason(own: Input, values: NDArray[np.float64] | NDArray[np.object_], yes: NDArray[np.float64]) -> str:
    if tells_by_filling(~missing_of(values), yes):
        return "leak_filled"
    if auc(finest_rates(own, values, yes), yes) > ALONE_AUC:
        return "leak_alone"
    pure = _has_pure_level(values, yes) if own.kind == "category" else _has_pure_stretch(own, values, yes)
    return "leak_value" if pure else ""


def _has_pure_level(values: NDArray[np.float64] | NDArray[np.object_], yes: NDArray[np.float64]) -> bool:
    """Tell whether nearly all rows of some common level are yes."""
    levels, place, counts = np.unique(values.astype(str), return_inverse=True, return_counts=True)
    rates = np.bincount(place, weights=yes) / counts
    told = (levels != "") & (counts >= LEAST_ROWS)
    return any(_is_pure(rate, float(yes.mean()), only_yes=True) for rate in rates[told].tolist())


def _has_pure_stretch(own: Input, values: NDArray[np.float64] | NDArray[np.object_], yes: NDArray[np.float64]) -> bool:
    """Tell whether nearly all rows of a stretch of numbers are yes, and hardly more than usual right beside it.

    What drives an outcome brings its rate near to one by degrees; what was written after it, at a step.
    """
    found, rows = finest_counts(own, values, yes)
    base = float(yes.mean())
    pure = np.array([_is_pure(rate, base, only_yes=True) for rate in (found / np.maximum(rows, 1)).tolist()], dtype=int)
    for start, end in np.flatnonzero(np.diff(pure, prepend=0, append=0)).reshape(-1, 2).tolist():
        beside = [found[at] / rows[at] for at in (start - 1, end) if 0 <= at < len(rows) and rows[at]]
        if rows[start:end].sum() >= LEAST_ROWS and max(beside, default=0.0) <= (1 + base) / 2:
            return True
    return False


def _is_pure(rate: float, base: float, *, only_yes: bool = False) -> bool:
    """Tell whether nearly all of a part have one outcome, which is not that of nearly all rows."""
    all_yes = rate >= NEARLY_ALL and base < MOST_BASE
    all_no = rate <= 1 - NEARLY_ALL and base > 1 - MOST_BASE
    return all_yes or (all_no and not only_yes)
