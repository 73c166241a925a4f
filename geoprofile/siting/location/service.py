"""Objectives in which each zone is served by its best site alone: maximal coverage and p-median.

Maximal coverage: Church and ReVelle, The maximal covering location problem, Papers of the Regional Science Association
32 (1974) 101-118; a zone of which a part is within reach counts for the part. p-median: Hakimi, Operations Research 12
(1964) 450-459; here as minutes saved against a penalty for people out of reach, which is the same choice. Both maximise
sum over zones of the greatest c_iz among the chosen sites i.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.siting.location.exact import best_service
from geoprofile.siting.location.objective import SITE_OBJECTIVES
from geoprofile.siting.location.pairs import pairs
from geoprofile.siting.location.relaxation import relaxed_bound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.pairs import Pairs
    from geoprofile.siting.location.question import SiteQuestion
    from geoprofile.travel.reach import Reach

__all__ = ["Service", "maximal_coverage", "p_median"]

# People out of reach count for this many times the limit, unless told.
PENALTY_LIMITS = 2.0


@dataclass(frozen=True, eq=False)
class Service:
    """Sum over zones of the best service.

    Attributes
    ----------
    pairs : Pairs
        c_iz.
    base : array of shape (z,)
        The best that the stores that stay offer.
    demand : float
        Of all zones.
    penalty_min : float
        0 for coverage.
    """

    pairs: Pairs
    base: NDArray[np.float64]
    demand: float
    penalty_min: float

    def join(self, one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the better of two."""
        return np.maximum(one, other)

    def worth(self, level: NDArray[np.float64], zones: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ARG002  the same in every zone
        """Give the level itself."""
        return level

    def bound(self, count: int, chosen: NDArray[np.int64]) -> float:
        """Give the bound of the linear relaxation."""
        return relaxed_bound(self.pairs, self.base, count, chosen)

    def exact(self, count: int) -> tuple[NDArray[np.int64], float] | None:
        """Solve small questions by HiGHS."""
        return best_service(self.pairs, self.base, count)

    def reading(self, value: float) -> dict[str, float]:
        """Give the covered demand, or the mean minutes of all people."""
        whole = self.demand if self.demand > 0 else np.nan
        if self.penalty_min:
            return {"mean_minutes": self.penalty_min - value / whole, "penalty_min": self.penalty_min}
        return {"covered": value, "covered_share": value / whole}


@SITE_OBJECTIVES.register("mclp")
def maximal_coverage(question: SiteQuestion) -> Service:
    """Cover as many people as can be within `question.minutes`.

    Raises
    ------
    TableError
        If these minutes are none of the bands that were measured.
    """
    share = [
        np.zeros(0) if reach is None else reach.shares[:, _band(reach, question.minutes)]
        for reach in (question.candidates, question.existing)
    ]
    return _service(question, share[0], share[1], 0.0)


@SITE_OBJECTIVES.register("p_median")
def p_median(question: SiteQuestion) -> Service:
    """Bring people as near as can be: fewest minutes on average, people out of reach counting for the penalty.

    Raises
    ------
    TableError
        If the penalty is less than minutes within reach.
    """
    limit = question.candidates.bands[-1]
    penalty = PENALTY_LIMITS * limit if question.penalty_min is None else question.penalty_min
    if penalty < limit:
        raise TableError(
            f"A penalty of {penalty:g} minutes for people out of reach is less than the limit of {limit:g}: give more."
        )
    saved = [
        np.zeros(0) if reach is None else reach.shares[:, -1] * np.maximum(penalty - reach.minutes, 0.0)
        for reach in (question.candidates, question.existing)
    ]
    return _service(question, saved[0], saved[1], penalty)


def _service(
    question: SiteQuestion, offered: NDArray[np.float64], staying: NDArray[np.float64], penalty_min: float
) -> Service:
    """Weigh what a household is offered by the demand."""
    reach, weights = question.candidates, question.weights
    base = np.zeros(reach.zone_count)
    if question.existing is not None:
        np.maximum.at(base, question.existing.zone, staying * weights[question.existing.zone])
    offers = pairs(
        reach.origin,
        reach.zone,
        offered * weights[reach.zone],
        candidates=reach.origin_count,
        zones=reach.zone_count,
    )
    return Service(offers, base, float(weights.sum()), penalty_min)


def _band(reach: Reach, minutes: float | None) -> int:
    if minutes is None:
        return len(reach.bands) - 1
    if minutes not in reach.bands:
        measured = ", ".join(f"{band:g}" for band in reach.bands)
        raise TableError(f"Nothing was measured at {minutes:g} minutes: choose from {measured}.")
    return reach.bands.index(minutes)
