"""The map of catchments: how far one gets from each place, over streets, and where its customers live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.crs import WGS84, to_crs
from geoprofile.errors import TableError
from geoprofile.maps.escaping import plain_html
from geoprofile.maps.layers import DECIMALS
from geoprofile.maps.page import aside
from geoprofile.maps.place_marks import band_data, check_places, mark_data
from geoprofile.maps.place_order import by_name
from geoprofile.maps.place_panels import band_legend, place_list, sign_legend, sign_row
from geoprofile.maps.site_map import catchment_legend, place_legend
from geoprofile.maps.street_lines import street_data
from geoprofile.maps.words import words_of
from geoprofile.maps.zone_map import check_zones, shared_data, zone_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    import folium
    import geopandas as gpd

    from geoprofile.tables import Variable

__all__ = ["TIERS", "catchment_map"]

# From where most customers come first, darkest to palest.
TIERS = {"primary": "#3c86b4", "secondary": "#8fc3de", "tertiary": "#cfe6f0"}
NEAR, FAR = (224, 122, 63), (252, 236, 214)


def catchment_map(
    places: pd.DataFrame,
    catchments: gpd.GeoDataFrame,
    *,
    title: str,
    streets: gpd.GeoDataFrame | None = None,
    zones: gpd.GeoDataFrame | None = None,
    outlines: gpd.GeoDataFrame | None = None,
    place_tooltip: Sequence[Variable] = (),
    tooltip: Sequence[Variable] = (),
    withheld: Sequence[str] = ("own_customers",),
    subtitle: str = "",
    attribution: Sequence[str] = (),
    note: str = "",
    language: str = "fr",
) -> folium.Map:
    """Draw how far one gets from places in some minutes; a place picked from the list shows its own bands.

    Parameters
    ----------
    places : DataFrame of shape (n, ...)
        `place_id`, `place_name`, `easting`, `northing` in the CRS of the catchments, the columns of
        `place_tooltip`; `kind` (`store` or `candidate`, all stores if absent) and `rank` if they are there.
    catchments : GeoDataFrame of shape (k, ...)
        `place_id`, `minutes`, polygons in a metric CRS; one row a place and band.
    title, subtitle : str
    streets : GeoDataFrame, optional
        Lines in a metric CRS; `highway`.
    zones : GeoDataFrame, optional
        `zone_id`, `zone_name`, `tier` (`primary`, `secondary`, `tertiary` or ""), the columns of `tooltip`:
        where customers come from, seen at the turn of a switch.
    outlines : GeoDataFrame, optional
        Coarser zones (communes), drawn as lines with their `zone_name`.
    place_tooltip, tooltip : sequence of Variable
        Figures of places and of zones.
    withheld : sequence of str
        Columns of `tooltip` that count customers: a count under 11 is not told.
    attribution, note, language
        As for `site_map`.

    Returns
    -------
    folium.Map
        To be written by `save_map`.

    Raises
    ------
    TableError
        If a column is lacking, there is no place, or a catchment or tier is of no known name.
    UnknownNameError
        If the language is unknown.
    CrsError
        If the catchments have no CRS.
    """
    words = words_of(language)
    check_places(places, ["place_id", "place_name", *(own.name for own in place_tooltip)], what="places")
    if places.empty:
        raise TableError("There is no place to draw a catchment of.")
    ordered = _ordered(places)
    bands = band_data(catchments, ordered["place_id"].astype("str").tolist())
    marks: list[dict[str, object]] = []
    for kind, own in ordered.groupby("kind", sort=True):  # candidates come first, as in `ordered`
        marks += mark_data(own, place_tooltip, catchments.crs, language, kind=str(kind))
    minutes = bands["minutes"] if bands else []
    colours = band_colours(len(minutes))  # type: ignore[arg-type]  # a list of minutes
    data: dict[str, Any] = {
        **_zone_part(zones, tooltip, withheld, outlines, language),
        "view": _view(catchments, places),
        "marks": marks,
        "catchments": bands,
        "bandColours": colours,
        "streets": street_data(streets),
    }
    head = "" if zones is None or bands is None else _switch(language)
    legend = f"<section>{head}</section>" if head else ""
    if bands:
        legend += f'<div data-kind="minutes">{band_legend(minutes, language, colours=colours)}</div>'  # type: ignore[arg-type]
    if zones is not None:
        legend += f'<div data-kind="tiers">{_tier_legend(zones, language)}</div>'
    legend += catchment_legend(bands, language) + place_legend(
        data, language, stores="stores" if "kind" in places.columns else "places"
    )
    button = f'<button type="button" id="gp-all" disabled>{plain_html(words["show_all"])}</button>'
    panel = button + place_list(words["places"], marks, 0, [""] * len(marks), language)
    return zone_page(
        title, subtitle, [aside("gp-top", panel), aside("gp-legend", legend)], note, attribution, data, language,
        ("places.js", "catchment_map.js"), styles=("places.css",),
    )  # fmt: skip


def band_colours(count: int) -> list[str]:
    """Give one colour a band, the nearest darkest; all are light enough for streets over them."""
    steps = np.linspace(0, 1, count) if count > 1 else np.zeros(count)
    mixed = [[round(near + (far - near) * step) for near, far in zip(NEAR, FAR, strict=True)] for step in steps]
    return ["#" + "".join(f"{part:02x}" for part in colour) for colour in mixed]


def _ordered(places: pd.DataFrame) -> pd.DataFrame:
    """Put candidates first by their ranks, then stores by their names."""
    kinds = places["kind"].astype("str") if "kind" in places.columns else pd.Series("store", index=places.index)
    unknown = sorted(set(kinds) - {"store", "candidate"})
    if unknown:
        raise TableError(f"A place is of kind {unknown[0]!r}; choose from candidate, store.")
    ranks = places["rank"] if "rank" in places.columns else np.nan
    return by_name(places.assign(kind=kinds, rank=ranks)).sort_values(["kind", "rank"], kind="stable")


def _zone_part(
    zones: gpd.GeoDataFrame | None, tooltip: Sequence[Variable], withheld: Sequence[str],
    outlines: gpd.GeoDataFrame | None, language: str,
) -> dict[str, Any]:  # fmt: skip
    """Lay out the zones of customers, or none."""
    words = words_of(language)
    if zones is None:
        from geoprofile.maps.layers import outline_data  # noqa: PLC0415  the only use

        said = {"in": words["zoom_in"], "out": words["zoom_out"]}
        return {"rings": [], "names": [], "of": [], "outlines": outline_data(outlines), "words": said}
    check_zones(zones, ["tier", *(own.name for own in tooltip)])
    ordered = zones.sort_values("zone_id", kind="stable").reset_index(drop=True)
    tiers = ordered["tier"].fillna("").astype("str")
    unknown = sorted(set(tiers) - {"", *TIERS})
    if unknown:
        raise TableError(f"A zone is of tier {unknown[0]!r}; choose from {', '.join(TIERS)} or nothing.")
    return {
        **shared_data(ordered, tooltip, outlines, language, withheld=withheld),
        "colours": list(TIERS.values()),
        "of": tiers.map({tier: place for place, tier in enumerate(TIERS)}).fillna(-1).astype(int).tolist(),
    }


def _view(catchments: gpd.GeoDataFrame, places: pd.DataFrame) -> list[list[float]]:
    """Give the box of all catchments and places, south west and north east."""
    import geopandas as gpd  # noqa: PLC0415  only where a map is drawn

    placed = places[places["easting"].notna() & places["northing"].notna()]
    points = gpd.GeoSeries(gpd.points_from_xy(placed["easting"], placed["northing"]), crs=catchments.crs)
    shapes = gpd.GeoDataFrame(geometry=pd.concat([catchments.geometry, points], ignore_index=True), crs=catchments.crs)
    west, south, east, north = (round(float(edge), DECIMALS) for edge in to_crs(shapes, WGS84).total_bounds)
    return [[south, west], [north, east]]


def _switch(language: str) -> str:
    """Write the switch between minutes and zones of customers."""
    words = words_of(language)
    choices = "".join(
        f'<label><input type="radio" name="gp-kind" value="{kind}"{" checked" if kind == "minutes" else ""}> '
        f"{plain_html(words[word])}</label>"
        for kind, word in (("minutes", "show_minutes"), ("tiers", "show_tiers"))
    )
    return f'<div class="gp-switch" role="group">{choices}</div>'


def _tier_legend(zones: gpd.GeoDataFrame, language: str) -> str:
    """Write the tiers and how many zones each holds."""
    words = words_of(language)
    rows = [
        sign_row(
            f'<i class="gp-box" style="background:{colour}"></i>',
            words[tier],
            int((zones["tier"] == tier).sum()),
            language,
        )
        for tier, colour in TIERS.items()
    ]
    return sign_legend(words["show_tiers"], rows)
