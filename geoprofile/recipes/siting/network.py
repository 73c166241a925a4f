"""A chain as a whole: the best sites together, stores that would be missed least, and where people have none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.siting.draw import net_gain
from geoprofile.recipes.siting.surroundings import COMPETITORS, group_columns
from geoprofile.siting.huff import huff_shares
from geoprofile.siting.location import HuffMarket, SiteChoice, SiteQuestion, choose_sites
from geoprofile.siting.twin_of_best import twins_of_best
from geoprofile.siting.white_spots import WhiteSpots, white_spots
from geoprofile.travel.reach import nearest_reach, part_of
from geoprofile.zones.adjacency import zone_adjacency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.siting.flow import SitesResult
    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.travel.reach import Reach

__all__ = ["ChainPlan", "plan_chain", "twin_sites"]

# The best store, and those that come near it: the best third, of those whose customers or turnover are known.
BEST_PART = 3
FEWEST_TO_CLOSE = 2
DENSITY, INCOME, RIVALS = "prospects", "income_eur", f"{COMPETITORS}_within"


@dataclass(frozen=True, eq=False)
class ChainPlan:
    """What is to be said of the chain.

    Attributes
    ----------
    chosen : DataFrame or None
        The best sites together, the one that would be missed most first: `place_id`, `place_name`, `loss` (what is
        lost if it alone is given up); None where none were asked for.
    choice : SiteChoice or None
        With the gap to the bound. Its `reading` counts each household once, at the nearest of all stores; value and
        bound are those of a model in which a zone has its best store alone.
    together : float
        What the chain gains by them, reckoned as each candidate alone is; NaN where none were asked for.
    closing : DataFrame
        Every own store: `place_id`, `place_name`, `lost` (customers, or households like them, that leave the chain if
        it closes), `lost_share` (of those of the chain), least missed first. Empty with fewer than two stores.
    white_spots : DataFrame
        `spot`, `zone_id`, `zone_name` (of its centre), `zones`, `demand`, `minutes`, `beyond_share`; empty without
        stores.
    spots : WhiteSpots or None
    """

    chosen: pd.DataFrame | None
    choice: SiteChoice | None
    together: float
    closing: pd.DataFrame
    white_spots: pd.DataFrame
    spots: WhiteSpots | None


def plan_chain(result: SitesResult, *, count: int = 0, objective: str = "huff_share") -> ChainPlan:
    """Plan the chain as a whole.

    Parameters
    ----------
    result : SitesResult
    count : int
        Sites to choose together among the candidates; 0 chooses none.
    objective : str
        `huff_share` (customers of the chain, what sites take from each other and from own stores taken off), `mclp`
        (households like the customers within the core minutes of a store) or `p_median` (their minutes to the nearest).

    Raises
    ------
    UnknownNameError
        If there is no such objective.
    """
    chosen, choice, together = _chosen(result, count, objective) if count else (None, None, float("nan"))
    spots, table = _white_spots(result)
    return ChainPlan(chosen, choice, together, _closing(result), table, spots)


def twin_sites(result: SitesResult) -> pd.DataFrame:
    """Hold the surroundings of each candidate with a rank against those of the best own stores.

    Best are those with the greatest turnover, else the most customers: a third of the stores, one at least.

    Returns
    -------
    DataFrame
        In the order of those candidates: the columns of `twins_of_best`, and `place_id`, `twins_of` (names of the best
        stores). Empty where no store says how well it does.
    """
    stores, sites = result.stores, result.sites[result.sites["rank"].notna()]
    worth = next((stores[name] for name in ("turnover_eur", "seen") if stores[name].notna().any()), None)
    if worth is None or sites.empty:
        return pd.DataFrame({"place_id": pd.Series([], dtype="str"), "likeness": pd.Series([], dtype=float)})
    order = np.lexsort((stores["place_id"].to_numpy(dtype=str), -worth.fillna(-np.inf).to_numpy()))
    best = order[: max(int(worth.notna().sum()) // BEST_PART, 1)]
    features = [DENSITY, INCOME, RIVALS, *group_columns(sites)]
    found = twins_of_best(sites[features], stores[features], best.tolist())
    named = ", ".join(stores["place_name"].iloc[row] for row in best)
    return found.assign(place_id=sites["place_id"], twins_of=named)


def _chosen(result: SitesResult, count: int, objective: str) -> tuple[pd.DataFrame, SiteChoice, float]:
    """Choose sites together, beside the own stores; what they gain is reckoned without the choice's rounding."""
    spots = result.sites.iloc[result.site_rows]
    question = _question(result, result.site_reach, spots, result.site_attributes, existing=True)
    choice = choose_sites(question, count, objective=objective)
    rows = spots.iloc[choice.chosen][["place_id", "place_name"]].reset_index(drop=True)
    opened = np.isin(np.arange(len(spots)), choice.chosen)
    together, loss = net_gain(result, opened), choice.loss
    if objective == "huff_share":
        loss = np.array([together - net_gain(result, opened & (np.arange(len(spots)) != row)) for row in choice.chosen])
    chosen = rows.assign(loss=loss).sort_values(["loss", "place_id"], ascending=[False, True], kind="stable")
    read = replace(choice, reading=_reading(result, choice, spots.iloc[choice.chosen]))
    return chosen.reset_index(drop=True), read, together


def _reading(result: SitesResult, choice: SiteChoice, opened: pd.DataFrame) -> dict[str, float]:
    """Count whom own stores and the sites reach together: parts of a zone that two of them reach add up."""
    if choice.objective == "huff_share" or opened.empty:
        return choice.reading
    market = result.market
    near, weight = _nearest(result, opened), np.nan_to_num(market.potential)
    whole = float(weight.sum()) or np.nan
    if choice.objective == "mclp":
        covered = float((weight[near.zone] * near.shares[:, market.core]).sum())
        return {"covered": covered, "covered_share": covered / whole}
    penalty = choice.reading["penalty_min"]
    saved = float((weight[near.zone] * near.shares[:, -1] * (penalty - near.minutes)).sum())
    return {"mean_minutes": penalty - saved / whole, "penalty_min": penalty}


def _nearest(result: SitesResult, opened: pd.DataFrame | None = None) -> Reach:
    """Give what the own stores, and sites that open, reach together: a reach of one place."""
    market, axes = result.market, ["easting", "northing"]
    places = pd.concat([frame[axes] for frame in (result.stores, opened) if frame is not None and len(frame)])
    return nearest_reach(places, market.demand, market.territory.streets, by=market.by, bands=market.bands)


def _question(
    result: SitesResult, reach: Reach, places: pd.DataFrame, attributes: StoreAttributes, *, existing: bool
) -> SiteQuestion:
    """Ask which of some places are best, beside the own stores or instead of them."""
    choice, own = result.choice, result.choice.own
    stays = existing and own.any()
    rivals = _rivals(result)
    return SiteQuestion(
        reach,
        result.market.potential,
        places["place_id"].to_numpy(dtype=object),
        result.market.zone_ids,
        existing=result.store_reach if stays else None,
        minutes=result.market.core_minutes,
        market=HuffMarket(
            choice.model,
            attributes,
            choice.attributes.take(np.flatnonzero(own)) if stays else None,
            rivals,
            None if rivals is None else choice.attributes.take(np.flatnonzero(~own)),
        ),
    )


def _rivals(result: SitesResult) -> Reach | None:
    """Give the reach of the competitors; None where there are none."""
    own = result.choice.own
    return part_of(result.choice.reach, ~own) if (~own).any() else None


def _closing(result: SitesResult) -> pd.DataFrame:
    """Close each own store alone, and count whom the chain loses: the others keep a part of its customers."""
    stores, whole = result.stores, _captured(result, np.ones(len(result.choice.own), dtype=bool))
    if len(stores) < FEWEST_TO_CLOSE:
        return pd.DataFrame(columns=["place_id", "place_name", "lost", "lost_share"])
    gone = [whole - _captured(result, np.arange(len(result.choice.own)) != row) for row in range(len(stores))]
    # Of the customers that a store is seen to have the chain loses the part that the model says.
    expected, seen = stores["expected"].to_numpy(dtype=float), stores["seen"].to_numpy(dtype=float)
    has = np.where(np.isfinite(seen), seen, expected)
    lost = has * np.divide(gone, expected, out=np.zeros(len(stores)), where=expected > 0)
    closed = stores[["place_id", "place_name"]].assign(
        lost=lost, lost_share=lost / max(has.sum(), np.finfo(float).tiny)
    )
    return closed.sort_values(["lost", "place_id"], kind="stable", ignore_index=True)


def _captured(result: SitesResult, stays: NDArray[np.bool_]) -> float:
    """Count the customers of the own stores where some stores stay and the others are gone."""
    choice = result.choice
    reach = part_of(choice.reach, stays)
    shares = huff_shares(reach, choice.attributes.take(np.flatnonzero(stays)), choice.model, own=choice.own[stays])
    mine = choice.own[stays][reach.origin]
    return float((shares.share * result.market.potential[reach.zone])[mine].sum())


def _white_spots(result: SitesResult) -> tuple[WhiteSpots | None, pd.DataFrame]:
    """Find where many households like the customers live beyond the core minutes of any own store."""
    market = result.market
    columns = ["spot", "zone_id", "zone_name", "zones", "demand", "minutes", "beyond_share"]
    if result.stores.empty or market.core_minutes >= market.bands[-1]:
        return None, pd.DataFrame(columns=columns)
    near = zone_adjacency(market.territory.levels[market.level].polygons())
    pairs = np.column_stack([near.first, near.second])
    found = white_spots(_nearest(result), market.potential, pairs, market.zone_ids, threshold_min=market.core_minutes)
    zones = market.profiles.zones.iloc[found.spots["centre"].to_numpy()]
    table = found.spots.assign(zone_id=zones["zone_id"].to_numpy(), zone_name=zones["zone_name"].to_numpy())
    return found, table[columns]
