"""Which rows of a profile are not published, and what is left to compute with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.profiling.tally import sum_by_class
from geoprofile.suppression import cell_values, hidden_cells, hidden_nested_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.profiling.classes import ZoneClasses
    from geoprofile.profiling.tally import Tally

__all__ = ["HiddenRows", "choose_hidden", "parents_of", "pooled"]


@dataclass(frozen=True)
class HiddenRows:
    """Rows of one profile that are not published.

    Attributes
    ----------
    base, customers : bool arrays of shape (k,)
        Whose households, and whose customers are not told.
    parents : bool array of shape (p,), optional
        The parents, in order of their codes, whose own rows are not told; None where classes have none.
    """

    base: NDArray[np.bool_]
    customers: NDArray[np.bool_]
    parents: NDArray[np.bool_] | None = None


def choose_hidden(classes: ZoneClasses, tally: Tally, smallest: int) -> HiddenRows:
    """Choose the rows whose households, and those whose customers are not published; none when `smallest` is 0."""
    k = len(tally.codes)
    if smallest <= 0:
        block = parents_of(classes, tally)
        none = None if block is None else np.zeros(int(block.max()) + 1, dtype=bool)
        return HiddenRows(np.zeros(k, dtype=bool), np.zeros(k, dtype=bool), none)
    counts, values = tally.customers.astype(float), cell_values(tally.class_number, tally.weight, k)
    block = parents_of(classes, tally)
    if block is None:
        base = hidden_cells(tally.households, smallest=smallest)
        return HiddenRows(base, hidden_cells(counts, smallest=smallest, forced=base, values=values))
    parents = int(block.max()) + 1
    parent_base = hidden_cells(sum_by_class(block, tally.households, parents), smallest=smallest)
    hidden_parents = hidden_cells(
        sum_by_class(block, counts, parents),
        smallest=smallest,
        forced=parent_base,
        values=cell_values(block[tally.class_number], tally.weight, parents),
    )
    base = hidden_nested_cells(tally.households, block, parent_base, smallest=smallest)
    customers = hidden_nested_cells(counts, block, hidden_parents, smallest=smallest, forced=base, values=values)
    return HiddenRows(base, customers, hidden_parents)


def parents_of(classes: ZoneClasses, tally: Tally) -> NDArray[np.intp] | None:
    """Give the position of each class's parent among the parents in order of their codes; None without parents."""
    if classes.parents is None:
        return None
    named = classes.parents.reindex(tally.codes).fillna("").to_numpy(dtype=str)
    return np.unique(named, return_inverse=True)[1].astype(np.intp)


def pooled(figures: NDArray[np.float64], hidden: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Add all hidden classes up to one, behind the others: what any reader can get by subtraction, and no more."""
    return np.append(figures[~hidden], figures[hidden].sum()) if hidden.any() else figures
