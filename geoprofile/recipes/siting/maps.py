"""The map of a comparison: zones by their prospects, candidates, stores, competitors and what they reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.siting.answer import basis_lines
from geoprofile.recipes.siting.draw import commune_of
from geoprofile.recipes.siting.page import title_of
from geoprofile.recipes.siting.report import counted_in, reader_note
from geoprofile.recipes.siting.surroundings import income_variable
from geoprofile.recipes.siting.tables import label_of, model_column
from geoprofile.recipes.siting.words import COLUMN_LABELS, SITING_WORDS
from geoprofile.tables import Variable
from geoprofile.travel.catchments import catchment_polygons

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from geoprofile.recipes.siting.report import SitesReport

__all__ = ["catchments_of", "sites_map", "zones_of"]

# Catchments take a third of a second each on a city's streets; beyond these nobody looks at them.
MOST_CATCHMENTS = 60
# The list on the map must not reach down to its buttons on a small screen.
LISTED_ON_MAP = 15
COUNTS = ("net_own", "gained", "prospects", "seen", "expected", "model_index")


def zones_of(report: SitesReport) -> gpd.GeoDataFrame | None:
    """Give the zones with their prospects and households, in the metric CRS; None where they have no outlines."""
    market = report.result.market
    if market.level not in market.territory.levels:
        return None
    outlines = market.territory.levels[market.level].zones[["zone_id", "zone_name", "geometry"]]
    income = income_variable(market)
    zones = market.profiles.zones
    figures = pd.DataFrame(
        {
            "zone_id": zones["zone_id"].to_numpy(),
            "place": commune_of(report.result, zones),
            "prospects": np.round(market.prospects),
            "households": market.profiles.households,
            "income": market.profiles.values[income].to_numpy(dtype=float) if income else np.nan,
        }
    )
    joined: gpd.GeoDataFrame = outlines.merge(figures, on="zone_id", validate="1:1")
    return joined


def catchments_of(report: SitesReport) -> gpd.GeoDataFrame:
    """Draw what candidates that have a page and own stores reach: `place_id`, `minutes`, polygons."""
    market, columns = report.result.market, ["place_id", "easting", "northing"]
    candidates = report.sites.loc[report.sites["is_page"], columns]
    stores = report.stores[columns] if len(report.stores) else None
    places = pd.concat([candidates, *([] if stores is None else [stores])], ignore_index=True)
    places = places.drop_duplicates("place_id", ignore_index=True).head(MOST_CATCHMENTS)
    drawn = catchment_polygons(
        market.territory.streets, places, by=market.by, bands=market.bands,
        crs=market.territory.country.metric_crs,
    )  # fmt: skip
    return drawn.assign(place_id=places["place_id"].to_numpy()[drawn["place"].to_numpy()])


def sites_map(
    report: SitesReport,
    zones: gpd.GeoDataFrame,
    catchments: gpd.GeoDataFrame,
    streets: gpd.GeoDataFrame | None = None,
) -> folium.Map:
    """Draw the comparison."""
    from geoprofile.maps.site_map import site_map  # noqa: PLC0415  only where a map is drawn

    language, market = report.language, report.result.market
    words = SITING_WORDS[language]
    title, subtitle = title_of(report)
    unit = words[f"unit_{counted_in(report.result)}"]
    core = f"households_within_{market.core_minutes:g}_min"
    shown = [_variable("gained", label_of(report, "gained")), _variable(core, label_of(report, core)),
             _variable("prospects", label_of(report, "prospects"))]  # fmt: skip
    of_stores = [(name, name) for name in ("seen", model_column(report), "prospects")]
    stores = report.stores if len(report.stores) else None
    has_income = bool(zones["income"].notna().any())
    note = " ".join([*basis_lines(report), reader_note(report)])
    return site_map(
        zones, _rounded(report.sites), title=title, subtitle=subtitle, value="prospects",
        label=words["fig_prospects"].split(" ", maxsplit=1)[0],
        score=_variable("net_own", f"{words['fig_net']} ({unit})"),
        stores=None if stores is None else _rounded(stores),
        competitors=report.result.competitors if len(report.result.competitors) else None,
        catchments=catchments if len(catchments) else None,
        streets=streets, outlines=_outlines(report),
        tooltip=[_variable("households", COLUMN_LABELS[language]["households"])]
        + ([_variable("income", COLUMN_LABELS[language]["income_index"].split(",")[0], "eur")] if has_income else []),
        candidate_tooltip=shown,
        store_tooltip=[
            _variable(name, label_of(report, label)) for name, label in of_stores
            if stores is not None and stores[name].notna().any()
        ],
        withheld=(), top=LISTED_ON_MAP, attribution=report.sources, note=note, language=language,
    )  # fmt: skip


def _rounded(places: pd.DataFrame) -> pd.DataFrame:
    """Round what counts people, as the page does."""
    counts = [name for name in places.columns if name in COUNTS or name.startswith("households_within_")]
    rounded = places.assign(**{name: places[name].astype(float).round() for name in counts})
    return rounded.assign(rank=rounded["rank"].astype(float)) if "rank" in rounded else rounded


def _variable(name: str, label: str, unit: str = "") -> Variable:
    return Variable(name, label, label, unit, "intensive")


def _outlines(report: SitesReport) -> gpd.GeoDataFrame | None:
    market = report.result.market
    commune = market.territory.levels.get("commune")
    return None if commune is None or market.level == "commune" else commune.zones
