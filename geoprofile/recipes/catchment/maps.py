"""Catchments on a map: minutes around each place over the streets, and the zones of the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.catchment.tables import title_of
from geoprofile.recipes.catchment.words import CATCHMENT_LABELS, CATCHMENT_WORDS
from geoprofile.siting.catchment_tiers import TIERS
from geoprofile.tables import Variable
from geoprofile.words import digits_text

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from geoprofile.recipes.catchment.flow import CatchmentResult

__all__ = ["catchments_map", "tier_zones"]


def catchments_map(result: CatchmentResult) -> folium.Map:
    """Draw the catchments of all places that have one; the others stand in the tables with their reason."""
    from geoprofile.maps.catchment_map import catchment_map  # noqa: PLC0415  only where a map is drawn

    words, language = CATCHMENT_WORDS[result.language], result.language
    title, subtitle = title_of(result)
    places, tooltip = _places(result)
    zones = tier_zones(result)
    labels = CATCHMENT_LABELS[language]
    shown = ("households",) if zones is None or zones["customers"].isna().all() else ("households", "customers")
    commune = result.territory.levels.get("commune")
    network = result.territory.streets if result.basis == "network" else None
    # Under the map stands what must be known of it; the rest is on the page.
    told = [*result.warnings, *([] if zones is None else [words["map_tiers"]]), result.notes[-1]]
    return catchment_map(
        places, result.polygons, title=title, subtitle=subtitle,
        streets=None if network is None else network.frame(),
        zones=zones,
        outlines=None if commune is None or zones is None else commune.zones,
        place_tooltip=tooltip,
        tooltip=[] if zones is None else [Variable(n, labels[n], labels[n], "count", "extensive") for n in shown],
        withheld=("customers",) if result.is_published else (),
        attribution=[*result.measured, *result.sources], note=" ".join(told), language=language,
    )  # fmt: skip


def tier_zones(result: CatchmentResult) -> gpd.GeoDataFrame | None:
    """Give the zones that the customers live in or the places reach, each with its best tier; None without customers.

    Columns `zone_id`, `zone_name`, `tier`, `households`, `customers` (of all places; NaN where hidden), `geometry`.
    """
    market, clientele = result.market, result.clientele
    if market is None or clientele is None:
        return None
    best = clientele.zones["tier"].map({tier: place for place, tier in enumerate(TIERS)}).fillna(len(TIERS))
    by_zone = clientele.zones.assign(best=best).groupby("zone")
    told = by_zone.agg(best=("best", "min"), customers=("customers", lambda own: own.sum(min_count=len(own))))
    zones = market.territory.levels[market.level].zones.reset_index(drop=True)
    seen = np.union1d(told.index.to_numpy(dtype=np.int64), result.zones["zone"].to_numpy(dtype=np.int64))
    told = told.reindex(seen)
    # A zone of nobody's is as blank as one that may not be told of, where the result is handed on.
    customers = told["customers"] if result.is_published else told["customers"].fillna(0.0)
    names = np.array([*TIERS, ""], dtype=object)
    tier = names[told["best"].fillna(len(TIERS)).to_numpy(dtype=np.int64)]
    kept: gpd.GeoDataFrame = zones.iloc[seen][["zone_id", "zone_name", "geometry"]].reset_index(drop=True)
    return kept.assign(
        tier=pd.array(tier, dtype="str"), households=market.profiles.households[seen],
        customers=customers.to_numpy(dtype=float),
    )  # fmt: skip


def _places(result: CatchmentResult) -> tuple[pd.DataFrame, list[Variable]]:
    """Give the places that have a catchment, with what lies within each band."""
    drawn = result.places[result.places["place_id"].isin(result.polygons["place_id"])]
    words, labels = CATCHMENT_WORDS[result.language], CATCHMENT_LABELS[result.language]
    value = "reached_km" if result.market is None else "households"
    if result.bands[value].isna().all():
        return drawn.reset_index(drop=True), []
    wide = result.bands.pivot_table(index="place_id", columns="minutes", values=value, aggfunc="first")
    told, shown = drawn.reset_index(drop=True), []
    for minutes in result.minutes:
        name, text = f"within_{minutes:g}", digits_text(minutes, result.language)
        label = words["households_within"].format(minutes=text)
        if result.market is None:
            label = f"{labels['reached_km']}, {text} min"
        told[name] = told["place_id"].map(wide[minutes]).to_numpy(dtype=float)
        if result.market is not None:
            told[name] = told[name].round()
        shown.append(Variable(name, label, label, "count", "extensive"))
    return told, shown
