"""What is not published: small cells, and the cells that would give them away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LARGEST_PART", "SMALLEST_CELL", "CellValues", "cell_values", "hidden_cells", "hidden_nested_cells"]

# INSEE publishes no cell of fewer than 11 households, and no total of which one unit makes more than 85 %.
SMALLEST_CELL = 11
LARGEST_PART = 0.85


@dataclass(frozen=True)
class CellValues:
    """What the customers of each cell bring, and the most that one of them does; arrays of shape (k,)."""

    total: NDArray[np.float64]
    largest: NDArray[np.float64]

    @property
    def dominated(self) -> NDArray[np.bool_]:
        """Find the cells of which one customer makes more than 85 %: publishing them would tell theirs."""
        return np.asarray(self.largest > LARGEST_PART * self.total)

    def is_dominated_together(self, cells: NDArray[np.bool_]) -> bool:
        """Tell whether one customer makes more than 85 % of all that these cells hold."""
        return bool(self.largest[cells].max(initial=0) > LARGEST_PART * self.total[cells].sum())

    def take(self, place: NDArray[np.intp]) -> CellValues:
        """Keep the cells at these positions."""
        return CellValues(self.total[place], self.largest[place])


def cell_values(cell: NDArray[np.intp], weight: NDArray[np.float64], count: int) -> CellValues:
    """Sum up values by cell.

    Parameters
    ----------
    cell : whole numbers of shape (n,)
        Cell of each customer.
    weight : array of shape (n,)
    count : int
        Number of cells.
    """
    largest = np.zeros(count)
    np.maximum.at(largest, cell, weight)
    return CellValues(np.bincount(cell, weights=weight, minlength=count).astype(float), largest)


def hidden_cells(
    counts: NDArray[np.float64],
    *,
    smallest: int = SMALLEST_CELL,
    forced: NDArray[np.bool_] | None = None,
    values: CellValues | None = None,
) -> NDArray[np.bool_]:
    """Choose the cells of a table, whose total is known, that may not be published.

    A cell under `smallest` is hidden. What all hidden cells hold together is known by subtraction; so the
    next smallest cells are hidden too until at least two are, together they hold at least `smallest`, and no
    customer makes more than 85 % of the value that they hold together.
    The reason a cell is hidden is told nowhere, or the second would give away the first; and equal cells are
    hidden together, or whoever knows the rule could tell a hidden 0 from a hidden 11. Rounded totals were not
    chosen: a share and an index give the exact total back.

    Parameters
    ----------
    counts : array of shape (k,) or (k, m)
        One row a cell; with m columns each is published beside its own total, and a row is hidden whole.
    smallest : int
        0 hides nothing but what is forced.
    forced : bool array of shape (k,), optional
        Cells hidden for another reason.
    values : CellValues, optional
        When values are published: a cell that one customer dominates is hidden as a small one is.

    Returns
    -------
    bool array of shape (k,)
    """
    table = counts if counts.ndim > 1 else counts[:, None]
    hidden = np.asarray((table < smallest).any(axis=1))
    if forced is not None:
        hidden |= forced
    if values is not None:
        hidden |= values.dominated
    totals = table.sum(axis=1)
    for total in np.unique(totals[~hidden]):
        large = hidden.sum() > 1 and (table[hidden].sum(axis=0) >= smallest).all()
        if not hidden.any() or (large and not (values is not None and values.is_dominated_together(hidden))):
            break
        hidden |= totals == total
    return hidden


def hidden_nested_cells(
    counts: NDArray[np.float64],
    parent: NDArray[np.intp],
    hidden_parents: NDArray[np.bool_],
    *,
    smallest: int = SMALLEST_CELL,
    forced: NDArray[np.bool_] | None = None,
    values: CellValues | None = None,
) -> NDArray[np.bool_]:
    """Choose the hidden cells of a table whose sums by parent are published beside it.

    A parent that is hidden hides all its cells; within one that is published, its own count is the total
    that nothing may be subtracted from.

    Parameters
    ----------
    counts : array of shape (k,)
    parent : whole numbers of shape (k,)
        Position of each cell's parent in `hidden_parents`.
    hidden_parents : bool array of shape (p,)
        As `hidden_cells` chose them.
    forced : bool array of shape (k,), optional
    values : CellValues, optional
        Of the cells.

    Returns
    -------
    bool array of shape (k,)
    """
    hidden = hidden_parents[parent]
    must = np.zeros(len(counts), dtype=bool) if forced is None else forced
    for number in np.flatnonzero(~hidden_parents):
        mine = np.flatnonzero(parent == number)
        own = None if values is None else values.take(mine)
        hidden[mine] = hidden_cells(counts[mine], smallest=smallest, forced=must[mine], values=own)
    return hidden
