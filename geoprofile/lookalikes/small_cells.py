"""Small cells: which counts of customers are kept back, so that none can be worked out from their total."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SMALLEST_CELL", "hidden_cells"]

# Cells of fewer customers are not shown.
SMALLEST_CELL = 11


def hidden_cells(counts: NDArray[np.float64], forced: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Choose the cells of a table, whose total is known, that may not be shown.

    Cells under 11 are hidden, then the next smallest, equal ones together, until at least two are hidden and hold at
    least 11 between them: what is hidden together follows from the total.

    Parameters
    ----------
    counts : array of shape (k,)
    forced : bool array of shape (k,), optional
        Cells hidden for another reason.

    Returns
    -------
    bool array of shape (k,)
    """
    hidden: NDArray[np.bool_] = counts < SMALLEST_CELL
    if forced is not None:
        hidden = hidden | forced
    while hidden.any() and not hidden.all() and (hidden.sum() == 1 or counts[hidden].sum() < SMALLEST_CELL):
        hidden = hidden | (counts == counts[~hidden].min())
    return hidden
