"""The market of a chain: its zones, and how many households in each are like its customers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.recipes.area import Area
from geoprofile.recipes.lookalike import lookalike_zones
from geoprofile.suppression import SMALLEST_CELL, hidden_cells
from geoprofile.travel.demand import demand_points
from geoprofile.travel.reach import zone_reach
from geoprofile.words import count_text
from geoprofile.zones.profiles import usual_level, zone_profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.places import Places
    from geoprofile.territory.territory import Territory
    from geoprofile.travel.demand import Demand
    from geoprofile.travel.reach import Reach
    from geoprofile.words import Language
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["Market", "customer_zones", "learn_likeness", "open_market", "placed", "reach_of", "zones_near"]

# A zone of which this share lies within the minutes of a store is one that customers can come from.
IN_REACH = 0.5


@dataclass(frozen=True, eq=False)
class Market:
    """Zones of a territory as a chain sees them.

    Attributes
    ----------
    territory : Territory
    level : str
    profiles : ZoneProfiles
        z zones, in the order of the territory.
    demand : Demand
        Where the people of each zone are.
    by : str
        Mode of travel.
    bands : tuple of float
        Minutes, ascending; the last is the limit.
    customers : array of shape (z,)
        Own customers of each zone; zeros where no customers are given.
    deducted : array of shape (z,)
        Those that prospects are counted without: all, or where the result is published those of zones with 11.
    likeness : array of shape (z,)
        How like the customers a household is (0-1); 1 everywhere where nothing could be learned.
    ranking : DataFrame or None
        Of `lookalike_zones`, by zone, in the order of the zones; None where nothing could be learned.
    language : {"fr", "en"}
    notes : tuple of str
        Sentences for the reader, in the language.
    """

    territory: Territory
    level: str
    profiles: ZoneProfiles
    demand: Demand
    by: str
    bands: tuple[float, ...]
    customers: NDArray[np.float64]
    deducted: NDArray[np.float64]
    likeness: NDArray[np.float64]
    ranking: pd.DataFrame | None
    language: Language
    notes: tuple[str, ...] = ()

    @property
    def core(self) -> int:
        """Give the band that surroundings are told of: the middle one, the limit being that of competition."""
        return (len(self.bands) - 1) // 2

    @property
    def core_minutes(self) -> float:
        """Give the minutes of that band."""
        return self.bands[self.core]

    @property
    def zone_ids(self) -> NDArray[np.object_]:
        """Give the codes of the zones, shape (z,)."""
        return self.profiles.zones["zone_id"].to_numpy(dtype=object)

    @property
    def potential(self) -> NDArray[np.float64]:
        """Count the households like the customers, shape (z,)."""
        return np.asarray(self.profiles.households * self.likeness)

    @property
    def prospects(self) -> NDArray[np.float64]:
        """Count the households like the customers that are none yet, shape (z,)."""
        return np.maximum(self.potential - self.deducted, 0.0)


def open_market(
    territory: Territory,
    stores: Places,
    enriched: Enriched | None,
    *,
    by: str,
    bands: Sequence[float],
    level: str | None = None,
    typed: pd.DataFrame | None = None,
    names: pd.DataFrame | None = None,
    publish: bool = False,
    language: Language = "fr",
) -> Market:
    """Bring zones, households and customers together, and learn which households are like the customers.

    The likeness is learned where customers can come from: in the zones that the stores reach.

    Parameters
    ----------
    territory : Territory
    stores : Places
        Own stores; none for a chain that opens its first.
    enriched : Enriched or None
        Customers with their zones.
    by : {"car", "bike", "foot", "straight"}
    bands : sequence of float
        Minutes, ascending.
    level : str, optional
        By default the country's small census areas.
    typed, names : DataFrame, optional
        Types of the zones and their names.
    publish : bool
        Do not deduct the customers of small zones: the prospects would tell them.
    language : {"fr", "en"}

    Raises
    ------
    UnknownNameError, TerritoryError
        If the territory has no outlines of the level, or counts no households.
    AddressFileError
        If the customers have no zones of the level.
    """
    at = level or usual_level(territory)
    profiles = zone_profiles(territory, at)
    demand = demand_points(territory, at)
    market = Market(
        territory, at, profiles, demand, by, tuple(float(band) for band in bands),
        np.zeros(len(profiles.zones)), np.zeros(len(profiles.zones)), np.ones(len(profiles.zones)), None, language,
    )  # fmt: skip
    if enriched is None:
        return market
    zones = customer_zones(market, enriched)
    known = zones >= 0
    counted = np.bincount(zones[known], minlength=len(profiles.zones)).astype(float)
    near = zones_near(reach_of(market, placed(stores))[0], -1)
    ranking = _ranking(market, enriched, near if near.any() else None, typed, names)
    likeness = market.likeness if ranking is None else _likeness(ranking)
    deducted = np.where(hidden_cells(counted), 0.0, counted) if publish else counted
    notes = _notes(counted, zones, language, learnt=ranking is not None)
    return replace(market, customers=counted, deducted=deducted, likeness=likeness, ranking=ranking, notes=notes)


def customer_zones(market: Market, enriched: Enriched) -> NDArray[np.int64]:
    """Find the row of each customer's zone, -1 where there is none.

    Raises
    ------
    TableError
        If the file has no zones of the level.
    """
    if market.level not in enriched.zone_columns:
        raise TableError(
            f"{enriched.name} has zones of level {' and '.join(map(repr, enriched.zone_columns))} and not of "
            f"{market.level!r}: choose another with --level, or enrich the file with a territory that has this one."
        )
    known = pd.Index(market.zone_ids)
    ids = enriched.rows[enriched.zone_columns[market.level]]
    return known.get_indexer(pd.Index(ids.to_numpy(dtype=object))).astype(np.int64)


def placed(places: Places) -> pd.DataFrame:
    """Give the places that have a position, with `row` in their file."""
    rows = places.rows.assign(row=np.arange(len(places.rows)))
    return rows[places.is_placed].reset_index(drop=True)


def reach_of(market: Market, places: pd.DataFrame) -> tuple[Reach, NDArray[np.object_]]:
    """Find which zones lie how far from places, and why a place reaches nothing ("" where it does)."""
    return zone_reach(places, market.demand, market.territory.streets, by=market.by, bands=market.bands)


def zones_near(reach: Reach, band: int) -> NDArray[np.bool_]:
    """Tell which zones lie within a band of any of the places for the most part, shape (z,)."""
    near = np.zeros(reach.zone_count, dtype=bool)
    near[reach.zone[reach.shares[:, band] >= IN_REACH]] = True
    return near


def _ranking(
    market: Market,
    enriched: Enriched,
    near: NDArray[np.bool_] | None,
    typed: pd.DataFrame | None = None,
    names: pd.DataFrame | None = None,
) -> pd.DataFrame | None:
    """Rank the zones by likeness to the customers of those near; None where these are too few to learn from."""
    zones = customer_zones(market, enriched)
    inside = market.profiles.households > 0
    if near is not None:
        inside &= near
    if inside[zones[zones >= 0]].sum() < SMALLEST_CELL:
        return None
    area = None if near is None else Area(market.level, frozenset(market.zone_ids[near]))
    result = lookalike_zones(
        enriched, market.territory, level=market.level, area=area, validate=False, language=market.language,
        typed=typed, names=names, typed_level=None if typed is None else market.level,
    )  # fmt: skip
    by_zone = result.ranking.set_index("zone_id")
    return by_zone.reindex(pd.Index(market.zone_ids, name="zone_id"))


def _likeness(ranking: pd.DataFrame) -> NDArray[np.float64]:
    return ranking["likeness"].fillna(0.0).to_numpy(dtype=float)


def learn_likeness(
    market: Market, enriched: Enriched, kept: NDArray[np.bool_], near: NDArray[np.bool_]
) -> NDArray[np.float64] | None:
    """Learn from some customers and some zones which households are like them; None where they are too few.

    Parameters
    ----------
    market : Market of z zones
    enriched : Enriched of c customers
    kept : bool array of shape (c,)
    near : bool array of shape (z,)

    Returns
    -------
    array of shape (z,), or None
    """
    rows = replace(enriched, rows=enriched.rows[kept].reset_index(drop=True))
    ranking = _ranking(market, rows, near)
    return None if ranking is None else _likeness(ranking)


def _notes(
    counted: NDArray[np.float64], zones: NDArray[np.int64], language: Language, *, learnt: bool
) -> tuple[str, ...]:
    """Say how many customers have no zone, and that nothing could be learnt of them."""
    lost, rows = count_text(float((zones < 0).sum()), language), count_text(float(len(zones)), language)
    told = []
    if (zones < 0).any():
        told.append(
            f"{lost} clients sur {rows} n'ont pas de zone connue et ne comptent pas."
            if language == "fr"
            else f"{lost} of {rows} customers have no known zone and do not count."
        )
    if not learnt:
        near = count_text(float(counted.sum()), language)
        told.append(
            f"Trop peu de clients à portée des magasins ({near} en tout) pour savoir quels ménages leur ressemblent : "
            "tous les ménages comptent de même."
            if language == "fr"
            else f"Too few customers within reach of the stores ({near} in all) to tell which households are like "
            "them: all households count alike."
        )
    return tuple(told)
