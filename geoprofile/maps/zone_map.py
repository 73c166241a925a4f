"""Maps of zones: which type each one is, and where the best ones lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.maps.classes import CLASS_COUNT, quantile_classes
from geoprofile.maps.escaping import plain_html, script_json
from geoprofile.maps.layers import centres_of, outline_data
from geoprofile.maps.legend import value_rows
from geoprofile.maps.page import Title, aside, page_frame, value_legend
from geoprofile.maps.words import words_of
from geoprofile.maps.zone_data import box_of, place_data, ring_steps, zone_lines
from geoprofile.maps.zone_legend import legend_classes, top_list, type_legend
from geoprofile.tables import Variable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium
    import geopandas as gpd

__all__ = ["TOP_ZONES", "ranking_map", "type_map"]

TOP_ZONES = 20
CONFIDENCE = "membership_confidence"


def type_map(
    zones: gpd.GeoDataFrame,
    names: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    tooltip: Sequence[Variable] = (),
    outlines: gpd.GeoDataFrame | None = None,
    attribution: Sequence[str] = (),
    note: str = "",
    language: str = "fr",
) -> folium.Map:
    """Draw every zone in the colour of its group, or of its type at the turn of a switch.

    A click on a class of the legend shows it alone. The page makes no request, and no text of the tables
    is ever run. The order of the rows changes nothing.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
        `zone_id`, `zone_name`, `group` and `type` ("" for none), polygons with a CRS, the columns of
        `tooltip`; if they are there, `households` (for the shares of the legend), `place` (the commune) and
        `membership_confidence` (0-1, by which zones may be made pale).
    names : DataFrame
        Index: codes of groups and types; `name_fr`, `name_en`.
    title, subtitle : str
    tooltip : sequence of Variable
        Further columns shown when a zone is pointed at.
    outlines : GeoDataFrame, optional
        Coarser zones (communes), drawn as lines with their `zone_name`.
    attribution : sequence of str
        One line a source.
    note : str
        What a reader must know before handing the map on.
    language : {"fr", "en"}

    Returns
    -------
    folium.Map
        To be written by `save_map`.

    Raises
    ------
    TableError
        If a column is lacking, or there is no zone.
    UnknownNameError
        If the language is unknown.
    CrsError
        If the zones have no CRS.
    """
    words = words_of(language)
    check_zones(zones, ["group", "type", *(v.name for v in tooltip)])
    if f"name_{language}" not in names.columns:
        raise TableError(f"The table of names lacks column 'name_{language}'.")
    ordered = zones.sort_values("zone_id", kind="stable").reset_index(drop=True)
    coded = ordered.assign(**{kind: ordered[kind].fillna("").astype("str") for kind in ("group", "type")})
    counted = "households" in coded.columns
    weights = coded["households"].fillna(0.0).astype(float) if counted else pd.Series(1.0, index=coded.index)
    told = names[f"name_{language}"]
    classes = {kind: legend_classes(coded[kind], weights, told) for kind in ("group", "type")}
    confident = CONFIDENCE in coded.columns
    shown = [Variable(CONFIDENCE, words["confidence"], words["confidence"], "share", "intensive")] if confident else []
    data = {
        **shared_data(coded, [*shown, *tooltip], outlines, language),
        "classes": {
            kind: [{"code": own.code, "name": own.name, "colour": own.colour} for own in own_classes]
            for kind, own_classes in classes.items()
        },
        "of": {
            kind: class_numbers(coded[kind], [own.code for own in own_classes]) for kind, own_classes in classes.items()
        },
        "sure": [None if np.isnan(c) else round(c, 3) for c in numbers(coded[CONFIDENCE])] if confident else None,
    }  # fmt: skip
    legend = type_legend(
        classes["group"], classes["type"], int((coded["type"] == "").sum()), language,
        sure=confident, shares="share_households" if counted else "share_zones",
    )  # fmt: skip
    return zone_page(title, subtitle, [aside("gp-legend", legend)], note, attribution, data, language, ("type_map.js",))


def ranking_map(
    zones: gpd.GeoDataFrame,
    *,
    title: str,
    label: str,
    value: str = "expected_prospects",
    unit: str = "",
    subtitle: str = "",
    tooltip: Sequence[Variable] = (),
    withheld: Sequence[str] = ("own_customers",),
    top: int = TOP_ZONES,
    outlines: gpd.GeoDataFrame | None = None,
    attribution: Sequence[str] = (),
    note: str = "",
    language: str = "fr",
) -> folium.Map:
    """Draw a ranking of zones: coloured by a value in quantiles, the first ones numbered and listed.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
        `zone_id`, `zone_name`, `rank` (1 is best, NaN for a zone out of the ranking), `value`, polygons with
        a CRS, the columns of `tooltip`; `place` (the commune) if it is there.
    title, subtitle : str
    label, unit : str
        What the value is called, and its unit as in the dictionary of variables.
    value : str
        Column of numbers; a missing one is hatched.
    tooltip : sequence of Variable
        Further columns shown when a zone is pointed at, in the form of their units: those of the table.
    withheld : sequence of str
        Columns of `tooltip` that count customers: a count under 11 is not told.
    top : int
        Zones that are numbered and listed.
    outlines, attribution, note, language
        As for `type_map`.

    Returns
    -------
    folium.Map

    Raises
    ------
    TableError
        If a column is lacking or not made of numbers, or there is no zone.
    UnknownNameError
        If the language is unknown.
    CrsError
        If the zones have no CRS.
    """
    words = words_of(language)
    check_zones(zones, ["rank", value, *(v.name for v in tooltip)])
    for column in ("rank", value):
        if not pd.api.types.is_numeric_dtype(zones[column].dtype):
            raise TableError(f"Column {column!r} of the table of zones is not made of numbers: choose another.")
    ordered = zones.sort_values(["rank", "zone_id"], kind="stable").reset_index(drop=True)
    classes = quantile_classes(ordered[value].to_numpy(dtype=float, na_value=np.nan), count=CLASS_COUNT)
    shown = [
        Variable("rank", words["rank"], words["rank"], "", "intensive"),
        Variable(value, label, label, unit, "intensive"),
    ]
    first = ordered[ordered["rank"].notna() & ordered[value].notna()].head(top)
    first = first.assign(place=first["place"] if "place" in first.columns else "")
    data = {
        **shared_data(ordered, [*shown, *tooltip], outlines, language, withheld=withheld),
        "colours": classes.colours,
        "of": classes.number.tolist(),
        "first": [[int(place), int(rank)] for place, rank in first["rank"].items()],
    }
    legend = value_legend(label, value_rows(classes, unit, language), int((classes.number < 0).sum()), language)
    panels = [aside("gp-legend", legend)]
    if len(first):
        heading = words["first"].format(count=len(first))
        listed = top_list(heading, pd.DataFrame(first), value, unit, language)
        panels.insert(0, aside("gp-top", listed))
    return zone_page(title, subtitle, panels, note, attribution, data, language, ("ranking_map.js",))


def shared_data(
    zones: gpd.GeoDataFrame,
    shown: Sequence[Variable],
    outlines: gpd.GeoDataFrame | None,
    language: str,
    *,
    withheld: Sequence[str] = (),
) -> dict[str, object]:
    """Lay out what every map of zones needs."""
    words = words_of(language)
    return {
        "rings": ring_steps(zones),
        "names": zones["zone_name"].fillna("").astype("str").tolist(),
        "centres": centres_of(zones),
        "places": place_data(zones["place"]) if "place" in zones.columns else None,
        "labels": [variable.label_fr if language == "fr" else variable.label_en for variable in shown],
        "lines": zone_lines(zones, shown, language, withheld=withheld),
        "outlines": outline_data(outlines),
        "view": box_of(zones),
        "words": {
            "in": words["zoom_in"], "out": words["zoom_out"], "group": words["group"], "type": words["type"],
            "none": words["no_type"],
        },
    }  # fmt: skip


def zone_page(
    title: str, subtitle: str, panels: Sequence[str], note: str, attribution: Sequence[str],
    data: Mapping[str, object], language: str, scripts: Sequence[str], *, styles: Sequence[str] = (),
) -> folium.Map:  # fmt: skip
    """Put data and panels on a page; `scripts` and `styles` come after those of all maps of zones."""
    from geoprofile.maps.offline import OfflineMap, asset  # noqa: PLC0415  folium takes half a second

    told = f"{note} {words_of(language)['offline']}".strip()
    heading = Title(plain_html(title), plain_html(subtitle))
    body = page_frame(heading, panels, note=told, attribution=attribution, data=script_json(data), language=language)
    return OfflineMap(
        title=heading.html,
        body=body,
        script="".join(map(asset, ("zone_shapes.js", *scripts))),
        style="".join(map(asset, ("zone_map.css", *styles))),
    )


def check_zones(zones: gpd.GeoDataFrame, columns: Sequence[str]) -> None:
    """Refuse a table of zones that lacks what the map shows."""
    lacking = [column for column in ("zone_id", "zone_name", *columns) if column not in zones.columns]
    if lacking:
        raise TableError(f"The table of zones lacks column {lacking[0]!r}, which the map shows.")
    if zones.empty:
        raise TableError("There is no zone to draw: check the territory.")


def class_numbers(codes: pd.Series, listed: Sequence[str]) -> list[int]:
    """Give the place of each zone's code in the legend, -1 for none."""
    numbered: list[int] = codes.map({code: place for place, code in enumerate(listed)}).fillna(-1).astype(int).tolist()
    return numbered


def numbers(values: pd.Series) -> list[float]:
    """Give a column as floats."""
    listed: list[float] = values.to_numpy(dtype=float, na_value=np.nan).tolist()
    return listed
