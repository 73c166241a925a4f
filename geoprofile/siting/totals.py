"""Totals by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["totals"]


def totals(group: NDArray[np.int64] | NDArray[np.intp], values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Add up values by group.

    Parameters
    ----------
    group : int array of shape (n,)
        0 to count - 1.
    values : array of shape (n,) or (n, d)
    count : int

    Returns
    -------
    array of shape (count,) or (count, d)
    """
    if values.ndim == 1:
        return np.asarray(np.bincount(group, values, minlength=count), dtype=float)
    columns = [np.bincount(group, column, minlength=count) for column in values.T]
    return np.asarray(np.column_stack(columns) if columns else np.zeros((count, 0)), dtype=float)
