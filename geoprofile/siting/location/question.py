"""What is asked when sites are chosen together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.huff import HuffModel
    from geoprofile.travel.reach import Reach

__all__ = ["HuffMarket", "SiteQuestion", "canonical", "check_question"]


@dataclass(frozen=True, eq=False)
class HuffMarket:
    """What the objective `huff_share` needs beside travel times.

    Attributes
    ----------
    model : HuffModel
    candidates : StoreAttributes of the m candidates
    existing : StoreAttributes of the own stores, where there are any
    rivals : Reach of the competitors over the same zones, where there are any
    rival_attributes : StoreAttributes of the competitors
    """

    model: HuffModel
    candidates: StoreAttributes
    existing: StoreAttributes | None = None
    rivals: Reach | None = None
    rival_attributes: StoreAttributes | None = None


@dataclass(frozen=True, eq=False)
class SiteQuestion:
    """Candidates, what is to be served, and what serves it already.

    Attributes
    ----------
    candidates : Reach of m candidates over z zones
    demand : array of shape (z,)
        Missing or negative counts as none.
    candidate_id : text array of shape (m,)
        Unique; of candidates that are worth the same the first id is taken.
    zone_id : text array of shape (z,)
    existing : Reach of own stores that stay, over the same zones
    minutes : float, optional
        Of `mclp`: the band within which a zone is covered; the last one unless told.
    penalty_min : float, optional
        Of `p_median`: minutes that count for people out of reach; twice the limit of the reach unless told.
    market : HuffMarket, optional
        Of `huff_share`.
    """

    candidates: Reach
    demand: NDArray[np.float64]
    candidate_id: NDArray[np.object_]
    zone_id: NDArray[np.object_]
    existing: Reach | None = None
    minutes: float | None = None
    penalty_min: float | None = None
    market: HuffMarket | None = None

    @property
    def weights(self) -> NDArray[np.float64]:
        """Give the demand with nothing for what is missing, shape (z,)."""
        return np.where(np.isfinite(self.demand) & (self.demand > 0), self.demand, 0.0)


def check_question(question: SiteQuestion) -> None:
    """Raise TableError where tables do not go together or an id stands twice."""
    reach = question.candidates
    if len(question.candidate_id) != reach.origin_count:
        raise TableError(f"{len(question.candidate_id)} candidates have an id, {reach.origin_count} have travel times.")
    if not len(question.demand) == len(question.zone_id) == reach.zone_count:
        raise TableError(
            f"{reach.zone_count} zones have travel times, {len(question.demand)} have demand and "
            f"{len(question.zone_id)} an id: use one table of zones for all."
        )
    if question.existing is not None and question.existing.zone_count != reach.zone_count:
        raise TableError("The stores that stay reach other zones than the candidates: use one table of zones.")
    for what, ids in (("candidate", question.candidate_id), ("zone", question.zone_id)):
        if len(set(ids)) < len(ids):
            raise TableError(f"A {what}_id stands twice: give each {what} one of its own.")


def canonical(question: SiteQuestion) -> tuple[SiteQuestion, NDArray[np.intp], NDArray[np.intp]]:
    """Sort candidates and zones by id, so that sums and ties do not know in which order they came.

    Returns
    -------
    SiteQuestion, and the rows that candidates and zones had, shapes (m,) and (z,)
    """
    places = np.argsort(np.asarray(question.candidate_id, dtype=str), kind="stable")
    zones = np.argsort(np.asarray(question.zone_id, dtype=str), kind="stable")
    market = question.market
    if market is not None:
        rivals = market.rivals
        market = replace(
            market,
            candidates=market.candidates.take(places),
            rivals=None if rivals is None else _reordered(rivals, np.arange(rivals.origin_count), zones),
        )
    existing = question.existing
    sorted_question = replace(
        question,
        candidates=_reordered(question.candidates, places, zones),
        demand=question.demand[zones],
        candidate_id=question.candidate_id[places],
        zone_id=question.zone_id[zones],
        existing=None if existing is None else _reordered(existing, np.arange(existing.origin_count), zones),
        market=market,
    )
    return sorted_question, places, zones


def _reordered(reach: Reach, places: NDArray[np.intp], zones: NDArray[np.intp]) -> Reach:
    """Give the reach of places and zones in another order."""
    place_rank, zone_rank = np.argsort(places), np.argsort(zones)
    origin, zone = place_rank[reach.origin].astype(np.int64), zone_rank[reach.zone].astype(np.int64)
    order = np.lexsort((zone, origin))
    return replace(
        reach, origin=origin[order], zone=zone[order], minutes=reach.minutes[order], shares=reach.shares[order]
    )
