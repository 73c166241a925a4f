"""Neighbouring cells of yes and no joined until each is large enough and told apart from the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Limits", "merge_cells", "monotone_cells"]


@dataclass(frozen=True)
class Limits:
    """What a bin must be.

    Attributes
    ----------
    rows, each : float
        Least rows, and least of the yes and of the no that are expected at the rate of all (as a chi-squared test
        asks): a bin in which there is no yes at all tells much, and stands.
    most : int
        Bins at most.
    chi2 : float
        Least statistic of the difference between neighbours.
    """

    rows: float
    each: float
    most: int
    chi2: float


def merge_cells(yes: NDArray[np.float64], rows: NDArray[np.float64], limits: Limits) -> NDArray[np.intp]:
    """Join neighbours, the most alike first, until all limits hold.

    Parameters
    ----------
    yes, rows : arrays of shape (c,)
        Of each cell, in their order.
    limits : Limits

    Returns
    -------
    whole numbers of shape (c,)
        The bin of each cell, 0 first.
    """
    cells = [[float(a), float(b), 1] for a, b in zip(yes, rows, strict=True)]
    total_yes, total = float(yes.sum()), float(rows.sum())
    base = total_yes * (total - total_yes) / max(total, 1.0) ** 2
    rarer = min(total_yes, total - total_yes) / max(total, 1.0)
    least = max(limits.rows, limits.each / rarer) if rarer else np.inf
    apart = [_difference(cells[i], cells[i + 1], base) for i in range(len(cells) - 1)]
    while apart:
        at = _next_pair(cells, apart, limits, least)
        if at is None:
            break
        joined = [cells[at][0] + cells[at + 1][0], cells[at][1] + cells[at + 1][1], cells[at][2] + cells[at + 1][2]]
        cells[at : at + 2] = [joined]
        del apart[at]
        for near in (at - 1, at):
            if 0 <= near < len(apart):
                apart[near] = _difference(cells[near], cells[near + 1], base)
    return np.repeat(np.arange(len(cells)), [int(cell[2]) for cell in cells])


def monotone_cells(yes: NDArray[np.float64], rows: NDArray[np.float64], *, rising: bool) -> NDArray[np.intp]:
    """Pool neighbours that break the order of rates (pool adjacent violators; Barlow et al., 1972).

    Returns
    -------
    whole numbers of shape (c,)
        The pool of each cell; rates rise, or fall, from one to the next.
    """
    sign = 1.0 if rising else -1.0
    pools: list[list[float]] = []
    for a, b in zip(yes.tolist(), rows.tolist(), strict=True):
        pools.append([a, b, 1])
        while len(pools) > 1 and sign * pools[-2][0] * pools[-1][1] >= sign * pools[-1][0] * pools[-2][1]:
            last = pools.pop()
            pools[-1] = [mine + own for mine, own in zip(pools[-1], last, strict=True)]
    return np.repeat(np.arange(len(pools)), [int(pool[2]) for pool in pools])


def _next_pair(cells: list[list[float]], apart: list[float], limits: Limits, least: float) -> int | None:
    """Choose the pair to join: a cell that is too small and its likest neighbour, else the likest pair of all."""
    for i, (_, rows, _) in enumerate(cells):
        if rows < least:
            return min((near for near in (i - 1, i) if 0 <= near < len(apart)), key=lambda near: apart[near])
    likest = min(range(len(apart)), key=lambda near: apart[near])
    return likest if len(cells) > limits.most or apart[likest] < limits.chi2 else None


def _difference(one: list[float], other: list[float], base: float) -> float:
    """Give the chi-squared statistic of two rates, with the variance of a rate of the whole."""
    (yes, rows, _), (other_yes, other_rows, _) = one, other
    if not rows or not other_rows or not base:
        return 0.0
    pooled = (yes + other_yes) / (rows + other_rows)
    variance = pooled * (1 - pooled) or base
    return (yes / rows - other_yes / other_rows) ** 2 / (variance * (1 / rows + 1 / other_rows))
