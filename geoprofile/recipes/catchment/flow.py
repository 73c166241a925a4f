"""From places to catchments: the land within minutes, the households there, and the zones of the customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geoprofile.errors import TableError
from geoprofile.recipes.catchment.clientele import find_clientele, hide_small_cells
from geoprofile.recipes.catchment.notes import clientele_notes, edge_notes, lost_places, place_reason
from geoprofile.recipes.catchment.words import CATCHMENT_WORDS
from geoprofile.recipes.place_box import check_inside
from geoprofile.recipes.places import no_places
from geoprofile.recipes.siting.market import open_market, placed, reach_of
from geoprofile.recipes.siting.surroundings import PEOPLE
from geoprofile.recipes.sources import source_lines
from geoprofile.siting.totals import totals
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.travel.catchments import catchment_polygons
from geoprofile.travel.costs import place_status
from geoprofile.travel.demand import demand_sentence
from geoprofile.travel.network_edge import edge_shares
from geoprofile.travel.reach import nearest_reach
from geoprofile.travel.straight import basis_of, basis_sentence
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from geoprofile.recipes.catchment.clientele import Clientele
    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.places import Places
    from geoprofile.recipes.siting.market import Market
    from geoprofile.territory.territory import Territory
    from geoprofile.travel.reach import Reach
    from geoprofile.words import Language

__all__ = ["BANDS", "CatchmentResult", "find_catchments", "share_column"]

BANDS = (5.0, 10.0, 15.0)
# Of the shares of zones, where the result is to be handed on.
PUBLISHED_DIGITS = 2


@dataclass(frozen=True, eq=False)
class CatchmentResult:
    """Catchments of places.

    Attributes
    ----------
    places : DataFrame, a row a place of the file, in its order
        `place_id`, `place_name`, `longitude`, `latitude`, `easting`, `northing`, `match_level`, `reason` (why it has
        no catchment; "" where it has one).
    polygons : GeoDataFrame, a row a place and band
        `place_id`, `place_name`, `minutes`, `basis`, `reached_km` (of streets; NaN as the crow flies), `area_km2`,
        `edge_share` (of the outline that the end of the known streets cuts; NaN without streets), `geometry`.
    bands : DataFrame, a row a place and band, then a row a band for all places together (`place_id` "")
        `minutes`, `households` and `persons` within (NaN where nobody counts them), `zones` touched, and the figures
        of `polygons`. Together a household counts once.
    zones : DataFrame, a row a place and a zone that it reaches
        `place_id`, `place_name`, `zone` (row of the market), `zone_id`, `zone_name`, `commune`, `minutes` (mean),
        `households` of the zone, and `share_5_min`... for each band; no row where the territory has no zones.
    clientele : Clientele or None
        None where no customers are given.
    market : Market or None
        None where the territory has no zones with households.
    territory : Territory
    by, basis : str
        Way of travelling, and what minutes are measured on.
    minutes : tuple of float
        The bands, ascending.
    language : {"fr", "en"}
    is_published : bool
        Whether small cells are hidden.
    warnings, notes, sources : tuples of str
        What a reader must know first; what there is to know besides, last who may see it; one line a source.
    """

    places: pd.DataFrame
    polygons: gpd.GeoDataFrame
    bands: pd.DataFrame
    zones: pd.DataFrame
    clientele: Clientele | None
    market: Market | None
    territory: Territory
    by: str
    basis: str
    minutes: tuple[float, ...]
    language: Language
    is_published: bool
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def measured(self) -> tuple[str, ...]:
        """Say what minutes are measured on, and where the people of a zone are taken to live."""
        told = [basis_sentence(self.basis, self.by, self.language)]
        return tuple(told if self.market is None else [*told, demand_sentence(self.market.demand, self.language)])


def find_catchments(
    places: Places,
    territory: Territory,
    *,
    by: str = "car",
    bands: Sequence[float] = BANDS,
    enriched: Enriched | None = None,
    store_column: str | None = None,
    level: str | None = None,
    language: Language = "fr",
    publish: bool = False,
) -> CatchmentResult:
    """Find what lies within minutes of places, and where their customers come from.

    Parameters
    ----------
    places : Places
    territory : Territory
        With zones that count households; one of streets alone gives polygons and no figures.
    by : {"car", "bike", "foot", "straight"}
    bands : sequence of float
        Minutes.
    enriched : Enriched, optional
        Customers with their zones.
    store_column : str, optional
        Column of the customers: id of the place that each uses.
    level : str, optional
        Zones, by default the country's small census areas.
    language : {"fr", "en"}
    publish : bool
        Whether the result is to be handed on: counts of fewer than 11 customers are hidden, and what would give them
        back.

    Raises
    ------
    GeoprofileError
        If a band is not above 0 or not finite.
    TableError
        If no place has a position or lies in the territory, customers are given and there are no zones, or too few
        are to be published.
    UnknownNameError, TerritoryError
        For an unknown way of travelling, level or language; where nobody counts households at the level.
    """
    check_language(language)
    basis = basis_of(territory.streets, by)
    minutes = tuple(sorted({float(band) for band in bands}))
    check_inside(places, territory, what="place")
    spots = placed(places)
    if spots.empty:
        raise TableError(f"No place of {places.name} has a position: give coordinates, or addresses that can be found.")
    # STEP 1: the zones, refused first where they are not there; then the land
    market = _market(territory, by, minutes, level, language)
    polygons = _polygons(spots, territory, by, minutes)
    # STEP 2: who lives there
    if market is None:
        status = place_status(territory.streets, spots, by=by)
        zones, reach, reached = _no_zones(minutes), None, _without_people(polygons)
    else:
        reach, status = reach_of(market, spots)
        zones, reached = _zones(market, spots, reach), _with_people(market, spots, reach, polygons)
    told = _told_places(places, spots, status, language)
    # STEP 3: where the customers come from
    clientele = _clientele(market, places, spots, reach, enriched, store_column, publish=publish)
    if publish:
        zones = zones.round(dict.fromkeys(map(share_column, minutes), PUBLISHED_DIGITS))
    words = CATCHMENT_WORDS[language]
    warnings = [*lost_places(told, language), *edge_notes(polygons, language)]
    warnings += [words["no_zones"]] if market is None else []
    notes = clientele_notes(clientele, language, by_place=store_column is not None)
    notes.append(words["published" if publish else "private"] if clientele is not None else words["open"])
    return CatchmentResult(
        told, polygons, reached, zones, clientele, market, territory, by, basis, minutes, language, publish,
        tuple(warnings), tuple(notes), _sources(territory, market, basis),
    )  # fmt: skip


def share_column(minutes: float) -> str:
    """Name the column of the share of a zone within some minutes."""
    return f"share_{minutes:g}_min"


def _market(
    territory: Territory, by: str, bands: tuple[float, ...], level: str | None, language: Language
) -> Market | None:
    """Bring the zones and their households together; None where there are no zones to bring."""
    if level is None and not any(one.variables.shape[1] for one in territory.levels.values()):
        return None
    return open_market(territory, no_places(), None, by=by, bands=bands, level=level, language=language)


def _polygons(spots: pd.DataFrame, territory: Territory, by: str, bands: tuple[float, ...]) -> gpd.GeoDataFrame:
    """Draw the catchments, with their size and how much of them the end of the streets cuts."""
    crs = territory.country.metric_crs
    drawn = catchment_polygons(territory.streets, spots, by=by, bands=bands, crs=crs)
    shapes = drawn.geometry.to_numpy()
    network = territory.streets if basis_of(territory.streets, by) == "network" else None
    row = drawn["place"].to_numpy(dtype=np.int64)
    named = {name: spots[name].to_numpy(dtype=object)[row] for name in ("place_id", "place_name")}
    told = drawn.assign(**named, area_km2=shapely.area(shapes) / 1e6, edge_share=edge_shares(network, shapes))
    columns = ["place_id", "place_name", "minutes", "basis", "reached_km", "area_km2", "edge_share", "geometry"]
    return told[columns].astype({"place_id": "str", "place_name": "str"})


def _zones(market: Market, spots: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Lay out the zones that each place reaches."""
    table = market.profiles.zones
    communes = table["parent_id"].map(market.territory.commune_names).fillna("")
    place = {name: spots[name].to_numpy(dtype=object)[reach.origin] for name in ("place_id", "place_name")}
    zone = {name: table[name].to_numpy(dtype=object)[reach.zone] for name in ("zone_id", "zone_name")}
    texts = {**place, **zone, "commune": communes.to_numpy(dtype=object)[reach.zone]}
    told = pd.DataFrame(texts).astype("str")
    told.insert(2, "zone", reach.zone)
    return told.assign(
        minutes=reach.minutes, households=market.profiles.households[reach.zone],
        **{share_column(band): reach.shares[:, place] for place, band in enumerate(reach.bands)},
    )  # fmt: skip


def _no_zones(bands: tuple[float, ...]) -> pd.DataFrame:
    texts = ("place_id", "place_name", "zone_id", "zone_name", "commune")
    numbers = ("minutes", "households", *map(share_column, bands))
    empty = {name: pd.Series([], dtype="str") for name in texts} | {
        name: pd.Series([], dtype=float) for name in numbers
    }
    return pd.DataFrame(empty)


def _with_people(market: Market, spots: pd.DataFrame, reach: Reach, polygons: gpd.GeoDataFrame) -> pd.DataFrame:
    """Count households and persons within each band of each place, and of all together."""
    own = _people(market, reach, spots["place_id"].tolist(), spots["place_name"].tolist())
    land = pd.DataFrame(polygons.drop(columns=["geometry", "place_name"]))
    own = own.merge(land, on=["place_id", "minutes"], how="inner", validate="1:1")
    if len(spots) == 1:
        return own
    whole = nearest_reach(spots, market.demand, market.territory.streets, by=market.by, bands=market.bands)
    return pd.concat([own, _people(market, whole, [""], [""])], ignore_index=True)


def _people(market: Market, reach: Reach, ids: list[str], names: list[str]) -> pd.DataFrame:
    """Lay out what each origin of a reach has within each band."""
    persons = _persons(market)
    parts = []
    for place, minutes in enumerate(reach.bands):
        share = reach.shares[:, place]
        summed = {
            name: totals(reach.origin, values[reach.zone] * share, reach.origin_count)
            for name, values in (("households", market.profiles.households), ("persons", persons))
        }
        touched = np.bincount(reach.origin[share > 0], minlength=reach.origin_count).astype(float)
        parts.append(
            pd.DataFrame({"place_id": ids, "place_name": names, "minutes": minutes, **summed, "zones": touched})
        )
    told = pd.concat(parts).astype({"place_id": "str", "place_name": "str"})
    return told.sort_index(kind="stable").reset_index(drop=True)


def _persons(market: Market) -> NDArray[np.float64]:
    """Count the people of each zone; NaN everywhere where nobody does."""
    counted = market.territory.described_levels[market.level].variables
    name = next((name for name in PEOPLE if name in counted), None)
    if name is None:
        return np.full(len(market.profiles.zones), np.nan)
    return np.asarray(np.nan_to_num(counted[name].to_numpy(dtype=float, na_value=np.nan)))


def _without_people(polygons: gpd.GeoDataFrame) -> pd.DataFrame:
    land = pd.DataFrame(polygons.drop(columns="geometry"))
    return land.assign(households=np.nan, persons=np.nan, zones=np.nan)


def _told_places(places: Places, spots: pd.DataFrame, status: NDArray[np.object_], language: Language) -> pd.DataFrame:
    """Say of each place of the file why it has no catchment."""
    told = places.rows.copy()
    reason = np.array([place_reason(one, language) for one in told["reason"]], dtype=object)
    reason[spots["row"].to_numpy(dtype=np.int64)] = [place_reason(one, language) for one in status]
    return told.assign(reason=pd.array(reason, dtype="str"))


def _clientele(
    market: Market | None,
    places: Places,
    spots: pd.DataFrame,
    reach: Reach | None,
    enriched: Enriched | None,
    store_column: str | None,
    *,
    publish: bool,
) -> Clientele | None:
    """Find where customers come from, if there are any and there are zones to count them in."""
    if enriched is None:
        return None
    if market is None or reach is None:
        raise TableError("Customers are counted by zone, and this territory has none: leave --customers out.")
    found = find_clientele(market, places, spots, reach, enriched, store_column=store_column)
    if not found.counts.used:
        raise TableError(
            f"No customer of {enriched.name} lives in a zone of level {market.level!r} and uses a place of "
            f"{places.name}: check the column of --store-column, and the territory that the file was enriched with."
        )
    if publish and found.counts.used < SMALLEST_CELL:
        raise TableError(f"With fewer than {SMALLEST_CELL} customers nothing may be published: leave --publish out.")
    return hide_small_cells(found) if publish else found


def _sources(territory: Territory, market: Market | None, basis: str) -> tuple[str, ...]:
    addresses = market is not None and "addresses" in set(market.demand.basis.tolist())
    profiles = None if market is None else market.profiles
    return source_lines(territory, profiles, addresses=addresses, streets=basis == "network")
