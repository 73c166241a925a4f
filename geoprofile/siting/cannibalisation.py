"""What a new store takes, and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import expit

from geoprofile.errors import TableError
from geoprofile.significance import LEVEL
from geoprofile.siting.attributes import join_attributes
from geoprofile.siting.availability import choice_shares, layout
from geoprofile.siting.huff import huff_design
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.huff import HuffModel
    from geoprofile.travel.reach import Reach

__all__ = ["DRAWS", "PARTS", "Cannibalisation", "cannibalise"]

DRAWS = 200
# Where the customers of a candidate come from; they add up to `gained`.
PARTS = ("from_own", "from_competitors", "from_away", "newly_reached")


@dataclass(frozen=True, eq=False)
class Cannibalisation:
    """What each candidate gains if it alone opens.

    Attributes
    ----------
    candidates : DataFrame
        One row a candidate: `candidate` (row), `gained` = `from_own` + `from_competitors` + `from_away` (people in
        reach of a store who stayed away) + `newly_reached` (people whom no store reached and who come), in the unit of
        the demand; `net_own` = `gained` - `from_own`; `gained_low`, `gained_high`, `net_own_low`, `net_own_high`:
        95 % interval, NaN where nothing is drawn.
    stores : DataFrame
        One row a candidate and an own store that loses to it: `candidate`, `store`, `before`, `lost`, `lost_share`.
    net_draws : array of shape (c, d)
        `net_own` of each candidate by draw; d = 0 where nothing is drawn.
    """

    candidates: pd.DataFrame
    stores: pd.DataFrame
    net_draws: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Market:
    """The stores that there are, by zone. Utilities of all draws are made for some rows at a time: they are many."""

    zone: NDArray[np.int64]
    store: NDArray[np.int64]
    share: NDArray[np.float64]
    design: NDArray[np.float64]
    constant: NDArray[np.float64]
    start: NDArray[np.intp]
    own: NDArray[np.bool_]
    outside: float
    demand: NDArray[np.float64]

    def estimate(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the utility of every row by one set of parameters, shape (n,)."""
        return np.asarray(self.design @ theta + self.constant)

    def rows_of(self, zones: NDArray[np.int64]) -> NDArray[np.intp]:
        """Give the rows of these zones."""
        begin, end = self.start[zones], self.start[zones + 1]
        many = end - begin
        return np.asarray(np.repeat(begin - np.r_[0, np.cumsum(many)[:-1]], many) + np.arange(many.sum()))


def cannibalise(
    reach: Reach,
    attributes: StoreAttributes,
    candidate_reach: Reach,
    candidate_attributes: StoreAttributes,
    model: HuffModel,
    demand: NDArray[np.float64],
    *,
    own: NDArray[np.bool_] | None = None,
    store_spread: float = 0.0,
    draws: int = DRAWS,
    seed: int = 0,
    luck: int = 1,
    most_drawn: int | None = None,
) -> Cannibalisation:
    """Let each candidate open alone beside the stores that there are.

    How many go to no store at all is known from the customers whatever the parameters are, so every draw keeps the
    utility of the mean customer where it is: only how stores differ from each other is in doubt.

    Parameters
    ----------
    reach : Reach of the s stores there are, own and competitors
    attributes : StoreAttributes of the s stores
    candidate_reach : Reach of c candidates, over the same zones
    candidate_attributes : StoreAttributes of the c candidates
    model : HuffModel
    demand : array of shape (z,)
        Customers, households or euros to be had; missing counts as none.
    own : bool array of shape (s,), optional
        Which stores are ours; all unless told.
    store_spread : float
        Standard deviation of what a new store is worth beyond its attributes, in utility: the `log_error` of
        `huff_check.leave_one_store_out`. It widens the interval.
    draws : int
        Draws of the parameters, and of that worth, for the interval; 0 gives none.
    seed : int
    luck : int
        Another number gives the same draws of the parameters and others of the worth beyond the attributes: two
        candidates are compared draw by draw with a number each, as they are two stores.
    most_drawn : int, optional
        Draw for so many candidates only, those that add most to the own stores by the estimate; the others have no
        interval.

    Raises
    ------
    TableError
        If the two reaches are not of the same zones, or the demand is not one number a zone.
    """
    if not reach.zone_count == candidate_reach.zone_count == len(demand):
        raise TableError(
            f"Stores reach {reach.zone_count} zones, candidates {candidate_reach.zone_count}, and demand has "
            f"{len(demand)}: use one table of zones for all."
        )
    own = np.ones(reach.origin_count, dtype=bool) if own is None else own
    known = np.isfinite(demand) & (demand > 0)
    joined = join_attributes(attributes, candidate_attributes)
    theta, worth = _drawn(model, store_spread, draws, [seed, luck])
    market = _market(reach, joined.take(np.arange(reach.origin_count)), model, own, np.where(known, demand, 0.0))
    shift = _shift(market, theta)
    entering = huff_design(candidate_reach, candidate_attributes, model.decay) @ theta.T + worth - shift
    first = np.searchsorted(candidate_reach.origin, np.arange(candidate_reach.origin_count + 1))
    before = _own_totals(market, theta[0])
    count = candidate_reach.origin_count
    rows, losses, nets = [], [], np.full((count, len(theta) - 1), np.nan)

    def opened(candidate: int, draws: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        rank = slice(first[candidate], first[candidate + 1])
        zones = candidate_reach.zone[rank]
        here = market.rows_of(zones)
        utility = market.design[here] @ theta[:draws].T + market.constant[here, None] - shift[:draws]
        share = candidate_reach.shares[rank, -1]
        return _open(market, here, utility, zones, share, entering[rank, :draws])

    for candidate in range(count):
        gain, lost = opened(candidate, 1)
        rows.append(_row(candidate, gain))
        losses.append(_losses(candidate, lost, before))
    best = np.argsort([-row[-5] for row in rows], kind="stable")[:most_drawn]
    for candidate in best if len(theta) > 1 else []:
        gain, _ = opened(int(candidate), len(theta))
        rows[candidate] = _row(int(candidate), gain)
        nets[candidate] = gain[1:, 1:].sum(axis=0)
    columns = ["candidate", "gained", *PARTS, "net_own"]
    bounds = ["gained_low", "gained_high", "net_own_low", "net_own_high"]
    return Cannibalisation(
        pd.DataFrame(rows, columns=[*columns, *bounds]),
        pd.concat(losses, ignore_index=True) if losses else _losses(0, before * 0, before),
        nets,
    )


def _drawn(
    model: HuffModel, store_spread: float, draws: int, seeds: list[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give parameters and the worth of a new store, the estimate first, shapes (1 + draws, k + 1) and (1 + draws,)."""
    if not draws or not (model.covariance.any() or store_spread > 0):
        return model.parameters[None, :], np.zeros(1)
    worth = np.random.default_rng(seeds).normal(0.0, store_spread, draws)
    return np.vstack([model.parameters, model.drawn(draws, seed=seeds[0])]), np.append(0.0, worth)


def _market(
    reach: Reach,
    attributes: StoreAttributes,
    model: HuffModel,
    own: NDArray[np.bool_],
    demand: NDArray[np.float64],
) -> _Market:
    """Sort the pairs by zone, so that those of a candidate's zones are found at once."""
    order = np.lexsort((reach.origin, reach.zone))
    zone = reach.zone[order]
    return _Market(
        zone,
        reach.origin[order],
        reach.shares[order, -1],
        huff_design(reach, attributes, model.decay)[order],
        np.where(own[reach.origin[order]], 0.0, model.competitor),
        np.searchsorted(zone, np.arange(reach.zone_count + 1)),
        own,
        model.outside,
        demand,
    )


def _shift(market: _Market, theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give by how much each draw moves the utility of the mean customer of the own stores, shape (1 + draws,).

    The constant of staying away was estimated beside the parameters; drawn without it, an exponent of ln(size) of 6
    would make all stores, or none, worth going to.
    """
    rows = layout(market.store, market.zone, market.share)
    share, _ = choice_shares(rows, market.estimate(theta[0]), market.outside)
    weight = share * market.demand[market.zone] * market.own[market.store]
    if not weight.sum() > 0:
        return np.zeros(len(theta))
    return np.asarray((theta - theta[0]) @ (weight @ market.design / weight.sum()))


def _own_totals(market: _Market, theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what each store has before, by the estimate, shape (s,)."""
    rows = layout(market.store, market.zone, market.share)
    share, _ = choice_shares(rows, market.estimate(theta), market.outside)
    return totals(market.store, share * market.demand[market.zone], len(market.own))


def _open(
    market: _Market,
    rows: NDArray[np.intp],
    present: NDArray[np.float64],
    zones: NDArray[np.int64],
    share: NDArray[np.float64],
    utility: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Open one candidate.

    Parameters
    ----------
    rows : rows of the market in its zones, and `present`, their utilities
    zones, share, utility : of the candidate

    Returns
    -------
    gain : array of shape (len(PARTS), d)
        What it takes from whom, one column a draw.
    lost : array of shape (s,)
        What each store loses to it by the estimate.
    """
    place = np.repeat(np.arange(len(zones)), np.diff(market.start)[zones]) if len(zones) else rows
    old = layout(market.store[rows], place, market.share[rows])
    before, away_before = choice_shares(old, present, market.outside)
    newcomer = len(market.own)
    new = layout(
        np.r_[market.store[rows], np.full(len(zones), newcomer)],
        np.r_[place, np.arange(len(zones))],
        np.r_[market.share[rows], share],
    )
    after, away_after = choice_shares(new, np.vstack([present, utility]), market.outside)
    demand = market.demand[zones]
    lost = (before - after[: len(rows)]) * demand[place, None]
    ours = market.own[market.store[rows]]
    away, reached = np.zeros((len(zones), utility.shape[1])), np.zeros(len(zones))
    away[old.zones], reached[old.zones] = away_before, old.reached
    away[new.zones] -= away_after
    # Whom nobody reached may stay away as well: they come, or they don't, and are no loss of those who stayed before.
    part, coming = np.maximum(share - reached, 0.0)[:, None], expit(utility - market.outside)
    away += part * (1 - coming)
    gain = np.vstack([lost[ours].sum(axis=0), lost[~ours].sum(axis=0), demand @ away, demand @ (part * coming)])
    return gain, totals(market.store[rows], lost[:, 0], len(market.own)) * market.own


def _row(candidate: int, gain: NDArray[np.float64]) -> list[float]:
    """Lay out the gains of a candidate and, where there are draws, their intervals."""
    gained, net, drawn = gain.sum(axis=0), gain[1:].sum(axis=0), gain.shape[1] > 1
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    bounds = [*np.quantile(gained[1:], tails), *np.quantile(net[1:], tails)] if drawn else [np.nan] * 4
    return [candidate, gained[0], *gain[:, 0], net[0], *bounds]


def _losses(candidate: int, lost: NDArray[np.float64], before: NDArray[np.float64]) -> pd.DataFrame:
    """Lay out the own stores that lose to a candidate, the greatest loss first."""
    losing = np.flatnonzero(lost > 0)
    losing = losing[np.lexsort((losing, -lost[losing]))]
    return pd.DataFrame(
        {
            "candidate": np.full(len(losing), candidate, dtype=np.int64),
            "store": losing.astype(np.int64),
            "before": before[losing],
            "lost": lost[losing],
            "lost_share": lost[losing] / before[losing],
        }
    )
