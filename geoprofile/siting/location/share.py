"""The objective in which sites share each zone by the Huff model: the market share of all own stores together.

Customers that a new site takes from an own store are no gain: what is maximised is market share less
cannibalisation. Of a zone (or a part of one that the same stores reach) with L = sum of exp(utility) of own stores and
C that of competitors and of staying away, L / (L + C) is ours: it grows ever more slowly with each store.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.siting.huff import huff_utility
from geoprofile.siting.location.exact import best_of_all
from geoprofile.siting.location.objective import SITE_OBJECTIVES
from geoprofile.siting.location.pairs import pairs
from geoprofile.siting.location.share_bound import concave_bound
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.pairs import Pairs
    from geoprofile.siting.location.question import HuffMarket, SiteQuestion
    from geoprofile.travel.reach import Reach

__all__ = ["Capture", "huff_share"]

# A zone that is partly in reach is cut into quarters: a store is there in the nearest number of them, one at least.
QUARTERS = 4


@dataclass(frozen=True, eq=False)
class Capture:
    """Sum over parts of zones of weight x L / (L + C).

    Where nothing competes (C = 0) any store takes all; there levels count stores, and the worth is min(L, 1).

    Attributes
    ----------
    pairs : Pairs
        exp(utility), each part on a scale of its own.
    base : array of shape (z,)
        L of the stores that stay.
    rival : array of shape (z,)
        C.
    weight : array of shape (z,)
    demand : float
        Of all zones, those out of reach included.
    zone : int64 array of shape (z,)
        The zone that each part is of.
    """

    pairs: Pairs
    base: NDArray[np.float64]
    rival: NDArray[np.float64]
    weight: NDArray[np.float64]
    demand: float
    zone: NDArray[np.int64]

    def join(self, one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up attraction."""
        return one + other

    def worth(self, level: NDArray[np.float64], zones: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give our part of the demand."""
        rival = self.rival[zones]
        share = np.where(rival > 0, level / np.where(rival > 0, level + rival, 1.0), np.minimum(level, 1.0))
        return self.weight[zones] * share

    def slope(self, level: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the derivative of the worth of each part by its level, shape (z,)."""
        all_here = np.where(self.rival > 0, level + self.rival, 1.0)
        return self.weight * np.where(self.rival > 0, self.rival / all_here / all_here, level < 1)

    def bound(self, count: int, chosen: NDArray[np.int64]) -> float:
        """Give the bound of the concave relaxation."""
        return concave_bound(self, count, chosen)

    def exact(self, count: int) -> tuple[NDArray[np.int64], float] | None:
        """Try every choice, where they are few."""
        return best_of_all(self, count)

    def reading(self, value: float) -> dict[str, float]:
        """Give the demand that own stores capture."""
        return {"captured": value, "captured_share": value / self.demand if self.demand > 0 else np.nan}


@SITE_OBJECTIVES.register("huff_share")
def huff_share(question: SiteQuestion) -> Capture:
    """Make the market share of own stores, old and new together, as large as can be.

    Raises
    ------
    TableError
        If the question has no `market`, or stores without attributes.
    """
    market = question.market
    if market is None:
        raise TableError("A choice of sites by market share needs a Huff model and attributes: give them, or use mclp.")
    reaches = [question.candidates, question.existing, market.rivals]
    utilities = [_utility(market, place, reach) for place, reach in enumerate(reaches)]
    weights, zones = question.weights, question.candidates.zone_count
    part_of, part_weight = _parts(reaches, zones)
    sides = [_rows(reach, utility, part_of) for reach, utility in zip(reaches, utilities, strict=True)]
    parts = int(part_of.max(initial=-1)) + 1
    highest = np.full(parts, max(market.model.outside, -np.finfo(float).max))
    for _, part, utility in sides:
        np.maximum.at(highest, part, utility)
    attraction = [np.exp(utility - highest[part]) for _, part, utility in sides]
    rival = totals(sides[2][1], attraction[2], parts) + np.exp(market.model.outside - highest)
    alone = rival <= 0
    ours = [np.where(alone[part], 1.0, one) for (_, part, _), one in zip(sides[:2], attraction[:2], strict=True)]
    zone, level = np.nonzero(part_of >= 0)
    order = np.argsort(part_of[zone, level])
    zone, level = zone[order].astype(np.int64), level[order]
    return Capture(
        pairs(sides[0][0], sides[0][1], ours[0], candidates=question.candidates.origin_count, zones=parts),
        totals(sides[1][1], ours[1], parts),
        rival,
        weights[zone] * part_weight[zone, level],
        float(weights.sum()),
        zone,
    )


def _utility(market: HuffMarket, place: int, reach: Reach | None) -> NDArray[np.float64]:
    """Give the utility of candidates, stores that stay, or rivals."""
    if reach is None:
        return np.zeros(0)
    attributes = (market.candidates, market.existing, market.rival_attributes)[place]
    if attributes is None:
        who = ("candidates", "stores that stay", "competitors")[place]
        raise TableError(f"The {who} have travel times but no attributes: give both.")
    own = np.full(reach.origin_count, place < 2)  # noqa: PLR2004  the third are the rivals
    return huff_utility(reach, attributes, market.model, own=own)


def _quarters(reach: Reach) -> NDArray[np.int64]:
    share = reach.shares[:, -1]
    return np.where(share > 0, np.clip(np.rint(share * QUARTERS), 1, QUARTERS), 0).astype(np.int64)


def _parts(reaches: list[Reach | None], zones: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Number the parts of zones that differ in who reaches them, and give the share of each, shapes (z, QUARTERS)."""
    present = np.zeros((zones, QUARTERS + 1), dtype=bool)
    for reach in reaches:
        if reach is not None:
            present[reach.zone, _quarters(reach)] = True
    present = present[:, 1:]
    upper = np.where(present, np.arange(1, QUARTERS + 1), 0)
    below = np.maximum.accumulate(np.c_[np.zeros(zones, dtype=int), upper[:, :-1]], axis=1)
    part = np.full(present.shape, -1, dtype=np.int64)
    part[present] = np.arange(present.sum())
    return part, np.where(present, (upper - below) / QUARTERS, 0.0)


def _rows(
    reach: Reach | None, utility: NDArray[np.float64], part_of: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Give origin, part and utility of each store in each part of a zone that it reaches."""
    if reach is None:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    inside = (np.arange(1, QUARTERS + 1) <= _quarters(reach)[:, None]) & (part_of[reach.zone] >= 0)
    row, level = np.nonzero(inside)
    return reach.origin[row], part_of[reach.zone[row], level], utility[row]
