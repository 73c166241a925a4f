"""What was chosen, and how far from the best it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Selection"]


@dataclass(frozen=True, eq=False)
class Selection:
    """A choice of zones within a budget.

    Attributes
    ----------
    chosen : bool array of shape (n,)
    value, weight : int
        Sums over the chosen zones, in the units that were given.
    bound : float
        No choice within the budget is worth more.
    bound_by : {"proof", "knapsack", "cuts"}
        What the bound rests on: a proof that nothing is better, whole zones without regard to borders, or that with
        the rule that a far zone needs the zones between.
    """

    chosen: NDArray[np.bool_]
    value: int
    weight: int
    bound: float
    bound_by: str

    @property
    def gap(self) -> float:
        """Give the most that a better choice could add, as a share of the bound."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0
