"""From candidate sites, stores and customers to a comparison: what each site would gain, and what it would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.recipes.place_box import check_inside
from geoprofile.recipes.places import Places, no_places
from geoprofile.recipes.siting.choice import SIZE, StoreChoice, attributes_of, choose_stores
from geoprofile.recipes.siting.gains import first_better, forecasts, gain_columns, named_losses
from geoprofile.recipes.siting.market import Market, open_market, placed, reach_of
from geoprofile.recipes.siting.surroundings import COMPETITORS, OWN, band_column, surroundings
from geoprofile.siting.attributes import store_attributes
from geoprofile.siting.cannibalisation import cannibalise
from geoprofile.siting.totals import totals
from geoprofile.travel.reach import part_of
from geoprofile.travel.snapping import place_status_text
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.recipes.enriched import Enriched
    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.forecast import StoreForecast
    from geoprofile.territory.territory import Territory
    from geoprofile.travel.reach import Reach
    from geoprofile.words import Language

__all__ = ["BANDS", "SitesResult", "compare_sites", "zone_candidates"]

BANDS = (5.0, 10.0, 15.0)
# Candidates whose interval is drawn, the best first: two hundred draws of each take their time.
MOST_DRAWN = 50


@dataclass(frozen=True, eq=False)
class SitesResult:
    """Candidates compared.

    Attributes
    ----------
    sites : DataFrame, a row a candidate of the file, in its order
        `place_id`, `place_name`, `longitude`, `latitude`, `easting`, `northing`, `match_level`, `reason` (why it has no
        figures, "" where it has), `rank` (1 is best; missing where it has none), what `surroundings` gives,
        `gained`, `from_own`, `from_competitors`, `from_away`, `newly_reached`, `net_own` (with `_low`, `_high`; in
        customers, or in households like them where no customers are known), `cannibalised_share` (from_own / gained),
        `first_better_chance` (that the site of rank 1 adds more, by the draws of the interval; NaN where nothing is
        drawn),
        `forecast_eur` with `_low`, `_high` and `forecast_beyond` (NaN and "" where there is none).
    stores : DataFrame, a row an own store with a position
        `place_id`, `place_name`, `easting`, `northing`, what `surroundings` gives, `seen`, `expected` and `as_new`
        customers, `turnover_eur`.
    losses : DataFrame
        A row a candidate and an own store that loses to it: `candidate_id`, `store_id`, `store_name`, `before`,
        `lost`, `lost_share`.
    market : Market
    choice : StoreChoice
    competitors : DataFrame
        Those with a position.
    site_reach : Reach
        Of the candidates with a position, in their order (`site_rows` of `sites`).
    site_rows : int array
    site_attributes : StoreAttributes
    store_reach : Reach of the own stores
    fitted : StoreForecast or None
    forecast_note : str
        Why there is no forecast; "" where there is one.
    groups : text array of shape (z,) or None
        Group of the type of each zone.
    names : DataFrame or None
        Names of groups and types.
    notes : tuple of str
        Sentences in the language of the result.
    file_notes : tuple of str
        How the files of places were read, for whoever runs the comparison.
    is_published : bool
    has_file : bool
        Whether somebody named the candidates; else every zone is one.
    """

    sites: pd.DataFrame
    stores: pd.DataFrame
    losses: pd.DataFrame
    market: Market
    choice: StoreChoice
    competitors: pd.DataFrame
    site_reach: Reach
    site_rows: NDArray[np.int64]
    site_attributes: StoreAttributes
    store_reach: Reach
    fitted: StoreForecast | None
    forecast_note: str
    groups: NDArray[np.object_] | None
    names: pd.DataFrame | None
    notes: tuple[str, ...]
    file_notes: tuple[str, ...]
    is_published: bool
    has_file: bool


def compare_sites(
    candidates: Places | None,
    territory: Territory,
    *,
    stores: Places | None = None,
    competitors: Places | None = None,
    enriched: Enriched | None = None,
    store_column: str | None = None,
    by: str = "car",
    bands: Sequence[float] = BANDS,
    level: str | None = None,
    typed: pd.DataFrame | None = None,
    typed_level: str | None = None,
    names: pd.DataFrame | None = None,
    publish: bool = False,
    language: Language = "fr",
) -> SitesResult:
    """Compare candidate sites: who lives around, what they would gain, and what of it is taken from own stores.

    Parameters
    ----------
    candidates : Places or None
        None makes a candidate of every zone.
    territory : Territory
    stores, competitors : Places, optional
    enriched : Enriched, optional
        Customers with their zones: they tell which households are like them, and how far people come.
    store_column : str, optional
        Column of the customers: id of the store that each uses.
    by : {"car", "bike", "foot", "straight"}
    bands : sequence of float
        Minutes, ascending; stores compete within the last.
    level : str, optional
        Zones of the market, by default those of the types, else the country's small census areas.
    typed, names : DataFrame, optional
        Types of the zones and their names.
    typed_level : str, optional
        Level of these zones.
    publish : bool
        Hide what counts fewer than 11 customers.
    language : {"fr", "en"}

    Raises
    ------
    TableError
        If no candidate has a position, or tables do not go together (types of another level).
    AddressFileError
        If a file lacks a column, or holds text where numbers belong.
    """
    check_language(language)
    own, others = stores or no_places(), competitors or no_places()
    # STEP 1: the market, and how its people choose among the stores there are
    market = open_market(
        territory, own, enriched, by=by, bands=bands, level=_level(level, typed_level), typed=typed, names=names,
        publish=publish, language=language,
    )  # fmt: skip
    asked = candidates or zone_candidates(market)
    choice = choose_stores(market, own, others, enriched, store_column=store_column, size=_has_sizes(own, asked))
    # STEP 2: what lies around the candidates and the own stores
    check_inside(asked, territory, what="candidate")
    spots = _spots(asked)
    reach, status = reach_of(market, spots)
    groups, neighbours = _groups(market, typed), {OWN: placed(own), COMPETITORS: placed(others)}
    around = surroundings(market, reach, spots, neighbours, groups=groups)
    own_reach = part_of(choice.reach, choice.own)
    own_stores = _stores(market, choice, own, own_reach, neighbours, groups)
    # STEP 3: what each would gain, and from whom
    attributes = _site_attributes(asked, spots, choice)
    gained, losses = _gained(market, choice, spots, reach, attributes)
    fitted, told, forecast_note = forecasts(own_stores, around.join(gained), attributes)
    rows = spots["row"].to_numpy(dtype=np.int64)
    return SitesResult(
        sites=_laid_out(asked, rows, told, status, market), stores=own_stores, losses=losses, market=market,
        choice=choice, competitors=neighbours[COMPETITORS], site_reach=reach, site_rows=rows,
        site_attributes=attributes, store_reach=own_reach, fitted=fitted,
        forecast_note="" if forecast_note is None else forecast_note.text(language), groups=groups, names=names,
        notes=(*market.notes, *choice.notes), file_notes=(*asked.notes, *own.notes, *others.notes),
        is_published=publish, has_file=candidates is not None,
    )  # fmt: skip


def zone_candidates(market: Market) -> Places:
    """Make a candidate of every zone where people live: the middle of its people."""
    demand, zones = market.demand, market.profiles.zones
    count = len(zones)
    easting, northing = (totals(demand.zone, demand.weight * axis, count) for axis in (demand.easting, demand.northing))
    lived_in = (market.profiles.households > 0) & (np.bincount(demand.zone, minlength=count) > 0)
    from geoprofile.crs import unproject_points  # noqa: PLC0415  only where zones are the candidates

    longitude, latitude = unproject_points(easting, northing, market.territory.country.metric_crs)
    names = zones["zone_name"].where(zones["zone_name"] != "", zones["zone_id"])
    rows = pd.DataFrame(
        {
            "place_id": zones["zone_id"], "place_name": names, "longitude": longitude, "latitude": latitude,
            "easting": easting, "northing": northing, "match_level": "zone", "reason": "",
        }
    ).astype({"match_level": "str", "reason": "str"})[lived_in].reset_index(drop=True)  # fmt: skip
    return Places(rows, pd.DataFrame(index=rows.index), {}, "")


def _level(level: str | None, typed_level: str | None) -> str | None:
    """Give the level of the market: that of the types, where there are any."""
    if level and typed_level and level != typed_level:
        raise TableError(f"The typology is one of {typed_level!r} zones, not of {level!r}: leave --level out.")
    return level or typed_level


def _spots(asked: Places) -> pd.DataFrame:
    """Give the candidates that have a position."""
    spots = placed(asked)
    if spots.empty:
        raise TableError(f"No candidate of {asked.name or 'the file'} has a position: give addresses or coordinates.")
    return spots


def _gained(
    market: Market, choice: StoreChoice, spots: pd.DataFrame, reach: Reach, attributes: StoreAttributes
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give what each candidate gains, with its intervals, and the own stores that lose to it."""
    gains = cannibalise(
        choice.reach, choice.attributes, reach, attributes, choice.model, market.potential, own=choice.own,
        store_spread=choice.store_spread, most_drawn=MOST_DRAWN,
    )  # fmt: skip
    chance = first_better(gains, choice, reach, attributes, market, spots)
    return gain_columns(gains).assign(first_better_chance=chance), named_losses(gains, spots, choice)


def _has_sizes(own: Places, asked: Places) -> bool:
    """Tell whether sizes count: own stores and candidates both have some, or there are no candidates but zones."""
    return all(_any_size(places) for places in (own, asked) if places.name) and _any_size(own)


def _any_size(places: Places) -> bool:
    return SIZE in places.columns and bool((places.numbers(places.columns[SIZE]) > 0).any())


def _site_attributes(asked: Places, spots: pd.DataFrame, choice: StoreChoice) -> StoreAttributes:
    """Give the candidates the attributes of the model; zones have the size of the median own store."""
    if not choice.attributes.names:
        return store_attributes(pd.DataFrame(index=spots.index), [])
    if SIZE in asked.columns:
        return attributes_of(spots, [asked], [len(spots)], size=True)
    usual = np.exp(np.median(choice.attributes.values[choice.own, 0]))
    return store_attributes(pd.DataFrame({SIZE: np.full(len(spots), usual)}), [SIZE])


def _groups(market: Market, typed: pd.DataFrame | None) -> NDArray[np.object_] | None:
    if typed is None:
        return None
    by_zone = typed.set_index("zone_id")["group"].reindex(market.zone_ids).fillna("")
    return by_zone.to_numpy(dtype=object)


def _stores(
    market: Market,
    choice: StoreChoice,
    own: Places,
    reach: Reach,
    neighbours: dict[str, pd.DataFrame],
    groups: NDArray[np.object_] | None,
) -> pd.DataFrame:
    """Lay out the own stores with what lies around them, what they have and what the model gives them."""
    rows = placed(own)
    turnover = own.columns.get("turnover")
    told = own.numbers(turnover)[own.is_placed] if turnover else np.full(len(rows), np.nan)
    size = own.numbers(own.columns[SIZE])[own.is_placed] if SIZE in own.columns else np.full(len(rows), np.nan)
    around = surroundings(market, reach, rows, neighbours, groups=groups, are_own=True)
    as_new = choice.as_new.set_index("store")["as_new"].reindex(range(len(rows))).to_numpy(dtype=float)
    return rows.join(around).assign(
        seen=choice.seen[choice.own], expected=choice.expected[choice.own], as_new=as_new, turnover_eur=told, size=size
    )


def _laid_out(
    asked: Places, rows: NDArray[np.int64], told: pd.DataFrame, status: NDArray[np.object_], market: Market
) -> pd.DataFrame:
    """Give every candidate of the file its row, ranked by what it adds; one that reaches nobody says why."""
    reason = asked.rows["reason"].to_numpy(dtype=object).copy()
    reason[rows] = [place_status_text(one, market.language) if one else "" for one in status.tolist()]
    lived_in = told[band_column(market.bands[-1])].to_numpy() > 0
    nobody = "personne dans le rayon" if market.language == "fr" else "nobody within reach"
    reason[rows] = np.where((reason[rows] == "") & ~lived_in, nobody, reason[rows])
    told = told.set_axis(rows, axis=0)
    good = reason[rows] == ""
    sites = asked.rows.join(told.where(pd.Series(good, index=told.index), other=np.nan))
    order = np.lexsort((sites["place_id"].to_numpy(dtype=str), -sites["net_own"].fillna(-np.inf).to_numpy()))
    rank = np.full(len(sites), np.nan)
    first = order[: int(good.sum())]
    rank[first] = np.arange(1, len(first) + 1)
    return sites.assign(reason=pd.array(reason, dtype="str"), rank=pd.array(rank, dtype="Int64"))
