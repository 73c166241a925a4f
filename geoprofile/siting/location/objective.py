"""What is made as great as it can be, and the registry of such objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from geoprofile.siting.location.pairs import Pairs
    from geoprofile.siting.location.question import SiteQuestion

__all__ = ["SITE_OBJECTIVES", "SiteObjective", "SiteObjectiveFactory", "marginal_gains"]


class SiteObjective(Protocol):
    """A sum over zones (or parts of zones) of a worth that grows, ever more slowly, with the sites that serve them.

    Attributes
    ----------
    pairs : Pairs
        What each candidate brings to the level of each zone.
    base : array of shape (z,)
        Level that the stores that stay give.
    """

    @property
    def pairs(self) -> Pairs:
        """What each candidate brings to the level of each zone."""
        ...

    @property
    def base(self) -> NDArray[np.float64]:
        """Level that the stores that stay give, shape (z,)."""
        ...

    def join(self, one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the level that two together make."""
        ...

    def worth(self, level: NDArray[np.float64], zones: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give what a level is worth in each of these zones."""
        ...

    def bound(self, count: int, chosen: NDArray[np.int64]) -> float:
        """Give what no choice of so many candidates can exceed, the base included; `chosen` is a good one."""
        ...

    def exact(self, count: int) -> tuple[NDArray[np.int64], float] | None:
        """Give the best choice and its proven bound where the question is small, else None."""
        ...

    def reading(self, value: float) -> dict[str, float]:
        """Say a value in words of a planner: `covered_share`, `mean_minutes`, `captured_share`..."""
        ...


SiteObjectiveFactory: TypeAlias = "Callable[[SiteQuestion], SiteObjective]"

# In the order that a list of them should have.
SITE_OBJECTIVES: Registry[SiteObjectiveFactory] = Registry("siting objective")


def marginal_gains(
    objective: SiteObjective, level: NDArray[np.float64], rows: NDArray[np.intp] | slice
) -> NDArray[np.float64]:
    """Give what each of these pairs would add to its zone, shape of the rows."""
    pairs = objective.pairs
    zone = pairs.zone[rows]
    here = level[zone]
    return objective.worth(objective.join(here, pairs.value[rows]), zone) - objective.worth(here, zone)
