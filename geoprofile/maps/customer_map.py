"""The map of customers over zones: one page to open, hand over and read without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import WGS84, to_crs
from geoprofile.errors import TableError
from geoprofile.maps.classes import CLASS_COUNT, quantile_classes
from geoprofile.maps.counts import customers_by_zone
from geoprofile.maps.escaping import script_json
from geoprofile.maps.layers import outline_data, point_data, tooltip_lines, zone_data
from geoprofile.maps.legend import count_text, level_rows, levels_of, value_rows
from geoprofile.maps.page import page_body, page_title
from geoprofile.maps.words import words_of
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.tables import Variable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium
    import geopandas as gpd
    from numpy.typing import NDArray

    from geoprofile.maps.classes import Classes

__all__ = ["POINT_LIMIT", "customer_map"]

# Beyond this a browser grows slow and dots hide each other: customers are counted by zone.
POINT_LIMIT = 20_000


def customer_map(
    points: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    *,
    value: str,
    label: str,
    title: str,
    unit: str = "",
    tooltip: Sequence[Variable] = (),
    point_tooltip: Mapping[str, str] | None = None,
    outlines: gpd.GeoDataFrame | None = None,
    attribution: Sequence[str] = (),
    language: str = "fr",
    class_count: int = CLASS_COUNT,
) -> folium.Map:
    """Draw customers over zones coloured by a value.

    No text of the tables is ever run: tooltips are set as text, everything else is escaped. The page
    makes no request. With more than `POINT_LIMIT` customers on the map they are counted by zone, which
    the title says; a count under 11 is not told.

    Parameters
    ----------
    points : DataFrame of shape (n, ...)
        Columns `longitude`, `latitude` (WGS84 degrees, NaN where unknown) and, if the points were geocoded,
        `result_type`, by which they are coloured. Rows without a position are counted in the legend.
    zones : GeoDataFrame of shape (z, ...)
        Columns `zone_name`, `value`, those of `tooltip`; polygons with a CRS.
    value : str
        Column of numbers that colours the zones, cut at quantiles; a missing one is hatched.
    label, unit : str
        What the value is called in the legend, and its unit as in the dictionary of variables.
    title : str
    tooltip : sequence of Variable
        Further columns of `zones`, shown when a zone is pointed at.
    point_tooltip : mapping of str to str, optional
        Columns of `points` shown when a point is pointed at, and what to call them.
    outlines : GeoDataFrame, optional
        Coarser zones (communes), drawn as lines with their `zone_name`.
    attribution : sequence of str
        One line a source: who published it, when, under which licence.
    language : {"fr", "en"}
    class_count : int
        Classes of the legend, at most 5.

    Returns
    -------
    folium.Map
        To be written by `save_map`.

    Raises
    ------
    TableError
        If a column is lacking, the value is not made of numbers, or there is no zone.
    UnknownNameError
        If the language is unknown.
    CrsError
        If the zones have no CRS.
    """
    from geoprofile.maps.offline import OfflineMap, asset  # noqa: PLC0415  folium takes half a second

    words_of(language)  # an unknown language is refused before any work
    named = dict(point_tooltip or {})
    check_tables(points, zones, outlines, [value, *(v.name for v in tooltip)], list(named))
    placed = points[on_earth(points)]
    counted = len(placed) > POINT_LIMIT
    counts = customers_by_zone(placed["longitude"].to_numpy(), placed["latitude"].to_numpy(), zones)
    classes = quantile_classes(zones[value].to_numpy(dtype=float, na_value=np.nan), count=class_count)
    shown = [Variable(value, label, label, unit, "intensive"), *tooltip]
    data = {
        **zone_part(zones, shown, classes, counts, language=language, exact=not counted),
        "outlines": outline_data(outlines),
        "points": None if counted else point_data(placed, named),
        "counts": [int(c) if c >= SMALLEST_CELL else 0 for c in counts] if counted else None,
        "levels": levels_of(placed, language),
        "view": view_of(placed, zones),
    }
    heading = page_title(title, len(placed), language, counted=counted)
    body = page_body(
        title=heading,
        label=label,
        language=language,
        attribution=attribution,
        counted=counted,
        value_rows=value_rows(classes, unit, language),
        missing=int((classes.number < 0).sum()),
        level_rows=level_rows(placed, counted=counted),
        lost=len(points) - len(placed),
        outside=len(placed) - int(counts.sum()),
        data=script_json(data),
    )
    return OfflineMap(title=heading.html, body=body, script=asset("customer_map.js"))


def zone_part(
    zones: gpd.GeoDataFrame,
    shown: Sequence[Variable],
    classes: Classes,
    counts: NDArray[np.int64],
    *,
    language: str,
    exact: bool,
) -> dict[str, object]:
    """Lay out the zones, the lines of their tooltips and the words that the script needs."""
    words = words_of(language)
    texts = tooltip_lines(zones, shown, language)
    told = [count_text(int(count), language, exact=exact) for count in counts]
    labels = [variable.label_fr if language == "fr" else variable.label_en for variable in shown]
    return {
        "zones": zone_data(zones, classes, [[*row, count] for row, count in zip(texts, told, strict=True)]),
        "labels": [*labels, words["customers"].capitalize()],
        "colours": classes.colours,
        "words": {"in": words["zoom_in"], "out": words["zoom_out"]},
    }


def check_tables(
    points: pd.DataFrame,
    zones: gpd.GeoDataFrame,
    outlines: gpd.GeoDataFrame | None,
    zone_columns: Sequence[str],
    point_columns: Sequence[str],
) -> None:
    """Refuse tables that lack what the map shows, naming the column."""
    wanted = [
        ("customers", points, ["longitude", "latitude", *point_columns]),
        ("zones", zones, ["zone_name", *zone_columns]),
        ("outlines", zones if outlines is None else outlines, ["zone_name"]),
    ]
    for what, frame, columns in wanted:
        lacking = [column for column in columns if column not in frame.columns]
        if lacking:
            raise TableError(f"The table of {what} lacks column {lacking[0]!r}, which the map shows.")
    if zones.empty:
        raise TableError("There is no zone to draw: check the territory.")
    numbers = [
        ("customers", points, "longitude"),
        ("customers", points, "latitude"),
        ("zones", zones, zone_columns[0]),
    ]
    for what, frame, column in numbers:
        if not pd.api.types.is_numeric_dtype(frame[column].dtype):
            raise TableError(f"Column {column!r} of the table of {what} is not made of numbers: choose another.")


def on_earth(points: pd.DataFrame) -> pd.Series:
    """Tell which rows have a position that can be drawn."""
    found: pd.Series = points["longitude"].between(-180, 180) & points["latitude"].between(-85, 85)
    return found.fillna(value=False).astype(bool)


def view_of(placed: pd.DataFrame, zones: gpd.GeoDataFrame) -> list[list[float]]:
    """Give the box to show first (south west, north east): where nearly all customers are, or all zones."""
    if len(placed) > 1:
        low, high = (placed[["latitude", "longitude"]].quantile(q).to_numpy(dtype=float) for q in (0.01, 0.99))
        if (high > low).all():
            return [low.round(5).tolist(), high.round(5).tolist()]
    west, south, east, north = (round(float(edge), 5) for edge in to_crs(zones, WGS84).total_bounds)
    return [[south, west], [north, east]]
