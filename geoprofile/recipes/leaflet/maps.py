"""A leaflet plan on a map: the large one, and the small picture that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np

from geoprofile.pages.blocks import Figure
from geoprofile.pages.svg import Plot, attribute, drawing, element
from geoprofile.recipes.leaflet.tables import store_names
from geoprofile.recipes.leaflet.words import COLUMN_LABELS, LEAFLET_WORDS
from geoprofile.tables import Variable

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    from markupsafe import Markup

    from geoprofile.recipes.leaflet.flow import LeafletResult

__all__ = ["plan_map", "plan_picture", "plan_polygons"]

PICTURE_WIDTH, PICTURE_HEIGHT, MARGIN, HALF_A_PIXEL = 560.0, 440.0, 0.15, 0.5
LOOKS = {"chosen": "#2f6db5", "control": "#e8b53a", "excluded": "#b8bec4", "left_out": "#f1f4f6"}
POINTED_AT = (("households", "count"), ("index", "index"), ("cost_eur", "eur"), ("minutes", ""))
PLAN_COLUMNS = ("zone_id", "zone_name", "commune", "status", "store", "wave", "sector", "place", "households",
                "letterboxes", "cost_eur", "expected_response", "index", "minutes")  # fmt: skip


def plan_polygons(result: LeafletResult) -> gpd.GeoDataFrame:
    """Give all zones with the plan and their polygons, in the metric CRS of the country; by code.

    The territory must have outlines at the level.
    """
    outlines = result.inputs.territory.levels[result.inputs.ranking.level].zones[["zone_id", "geometry"]]
    told = result.table[list(PLAN_COLUMNS)]
    served = told["status"] == "chosen"
    # What a zone would have cost or brought is no part of the plan.
    told = told.assign(**{name: told[name].where(served) for name in ("cost_eur", "expected_response")})
    told["letterboxes"] = told["letterboxes"].where(served, 0)
    joined: gpd.GeoDataFrame = outlines.merge(told, on="zone_id", validate="1:1")
    return joined.sort_values("zone_id", kind="stable", ignore_index=True)


def plan_map(result: LeafletResult, *, title: str, subtitle: str, sources: tuple[str, ...]) -> folium.Map:
    """Draw the plan: chosen zones by store, wave or sector, controls and excluded zones, stores."""
    from geoprofile.maps.leaflet_map import leaflet_map  # noqa: PLC0415  only where a map is drawn

    labels, words = COLUMN_LABELS[result.wish.language], LEAFLET_WORDS[result.wish.language]
    zones = plan_polygons(result)
    zones["place"] = zones.pop("commune")
    named = {"store": bool(store_names(result)), "sector": bool(zones["sector"].notna().any())}
    keeps_wave = result.wish.waves > 1 or not any(named.values())
    dropped = [name for name, is_told in {**named, "wave": keeps_wave}.items() if not is_told]
    zones = zones.drop(columns=dropped)
    if "store" in zones:
        zones["store"] = zones["store"].where(zones["status"] == "chosen", "").replace("", None)
    tooltip = [Variable(name, labels[name], labels[name], unit, "intensive") for name, unit in POINTED_AT]
    commune = result.inputs.territory.levels.get("commune")
    return leaflet_map(
        zones, title=title, subtitle=subtitle, stores=result.near.stores if result.near is not None else None,
        outlines=None if commune is None or result.inputs.ranking.level == "commune" else commune.zones,
        tooltip=tooltip, cost_eur=result.plan.cost_eur, attribution=sources,
        note=words["published" if result.wish.is_published else "map_note"], language=result.wish.language,
    )  # fmt: skip


def plan_picture(result: LeafletResult, linked_map: str) -> Figure:
    """Draw the plan small, as a link to the map."""
    import shapely  # noqa: PLC0415  only where there are outlines

    words, zones = LEAFLET_WORDS[result.wish.language], plan_polygons(result)
    told = zones[zones["status"].isin(["chosen", "control"])]
    west, south, east, north = told.total_bounds
    margin = MARGIN * max(east - west, north - south)
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    scale = min(PICTURE_WIDTH / (east - west), PICTURE_HEIGHT / (north - south))
    plot = Plot(width=(east - west) * scale, height=(north - south) * scale)
    near = zones.iloc[np.sort(zones.sindex.query(shapely.box(west, south, east, north)))]
    cut = shapely.clip_by_rect(near.geometry.to_numpy(), west, south, east, north)

    def ways(shape: object) -> str:
        parts = [
            part
            for part in shapely.get_parts(shapely.simplify(shape, HALF_A_PIXEL / scale))
            if hasattr(part, "exterior")
        ]
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        moved = [(shapely.get_coordinates(ring) - (west, north)) * (scale, -scale) for ring in rings]
        return "".join(
            "M" + "L".join(f"{attribute(round(x, 1))} {attribute(round(y, 1))}" for x, y in ring.tolist()) + "Z"
            for ring in moved
        )

    drawn: list[Markup] = []
    for shape, status, name in zip(cut, near["status"], near["zone_name"], strict=True):
        look = {"d": ways(shape), "fill": LOOKS[status], "stroke": "#ffffff" if status == "chosen" else "#c5cdd4"}
        if look["d"]:
            drawn.append(element("path", element("title", name), **look, stroke_width=0.7))
    stores = (
        result.near.stores
        if result.near is not None
        else zones.iloc[:0].assign(place_name="", easting=0.0, northing=0.0)
    )
    for name, easting, northing in zip(
        *(stores[column] for column in ("place_name", "easting", "northing")), strict=True
    ):
        x, y = (easting - west) * scale, (north - northing) * scale
        drawn.append(element("circle", element("title", name), cx=x, cy=y, r=5.0, fill="#c0292b",
                             stroke="#ffffff", stroke_width=1.4))  # fmt: skip
    picture = drawing(plot, drawn, alt=words["map_caption"])
    link = element("a", picture, element("strong", words["map_open"]), href=quote(linked_map))
    return Figure(link, words["map_caption"])
