"""A small map for the page of a place: zones by a value, minutes around it, stores and competitors."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from geoprofile.errors import TableError
from geoprofile.pages.blocks import Figure
from geoprofile.pages.ground import area_path, cut_to_frame, ground_of, line_path, north_arrow, point_spots, scale_bar
from geoprofile.pages.map_key import MISSING_FILL, SIGN_INK, diamond, map_key, star
from geoprofile.pages.street_names import Boxes, text_width
from geoprofile.pages.svg import element
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.street_classes import STREET_CLASSES, distinct_streets
from geoprofile.value_classes import pale, quantile_classes
from geoprofile.words import check_language, digits_text

if TYPE_CHECKING:
    import geopandas as gpd

    from geoprofile.pages.ground import Ground
    from geoprofile.value_classes import Classes

__all__ = ["map_figure"]

WIDTH, MOST_HEIGHT, LEAST_HEIGHT = 720.0, 520.0, 380.0
BAND_DASHES = ("", "9 5", "2 4")
STREET_PX = {"major": 1.6, "medium": 1.0, "minor": 0.5}
# More streets than this make a drawing heavy and grey: the smallest class is left out.
MINOR_LIMIT = 2500
# Directions in which the names of bands stand, so that they do not lie on each other.
TOWARDS = ((0.0, 1.0), (0.8, -0.6), (-0.8, -0.6), (0.9, 0.4), (-0.9, 0.4))


def map_figure(
    zones: gpd.GeoDataFrame,
    *,
    place: tuple[float, float],
    value: str,
    label: str,
    unit: str = "",
    name: str = "",
    catchments: gpd.GeoDataFrame | None = None,
    stores: pd.DataFrame | None = None,
    competitors: pd.DataFrame | None = None,
    outlines: gpd.GeoDataFrame | None = None,
    streets: gpd.GeoDataFrame | None = None,
    store_sign: str = "",
    caption: str = "",
    language: str = "fr",
) -> Figure:
    """Draw the surroundings of a place as a picture that needs no script, for a page or for paper.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
        The zones to shade: `zone_id`, `value`; polygons in a metric CRS, which all else is in too.
    place : tuple of float
        Easting and northing.
    value, label, unit : str
        Column of numbers, cut at quantiles of these zones; what it is called; its unit. A missing one is hatched.
    name : str
        Of the place, for a screen reader.
    catchments : GeoDataFrame, optional
        `minutes`, polygons: the bands around the place, drawn as lines that the legend names. The frame follows
        the widest.
    stores, competitors : DataFrame, optional
        `easting`, `northing`.
    store_sign : str
        What the legend calls the stores, by default own stores.
    outlines : GeoDataFrame, optional
        Coarser zones (communes), `zone_name`.
    streets : GeoDataFrame, optional
        Lines; `highway`.
    caption : str
    language : {"fr", "en"}

    Returns
    -------
    Figure

    Raises
    ------
    TableError
        If a column is lacking, the value is not made of numbers, or the place has no position.
    UnknownNameError
        If the language is unknown.
    """
    check_language(language)
    words = PAGE_WORDS[language]
    _check(zones, place, value, catchments)
    ground = _ground(zones, place, catchments)
    ordered = zones.sort_values("zone_id", kind="stable")
    classes = pale(quantile_classes(ordered[value].to_numpy(dtype=float, na_value=np.nan)))
    boxes = Boxes([(0.0, ground.height - 36, 150.0, ground.height), (ground.width - 34, 0.0, ground.width, 52.0)])
    spot = ground.spots(np.array([place]))[0].tolist()
    boxes.take((spot[0] - 10, spot[1] - 10, spot[0] + 10, spot[1] + 10))
    bands = [] if catchments is None else _bands(ground, catchments, words["within"], language, boxes)
    parts = [
        *_shades(ground, ordered, classes),
        *([] if streets is None else _streets(ground, streets)),
        *_dots(ground, competitors),
        *([] if outlines is None else _outlines(ground, outlines, boxes)),
        *bands,
        *_diamonds(ground, stores),
        star(*spot),
        *scale_bar(ground, language),
        *north_arrow(ground),
    ]
    key, height = map_key(
        ground, classes, label, unit, language,
        stores=len(_spots(ground, stores)) > 0, competitors=len(_spots(ground, competitors)) > 0,
        store_sign=store_sign,
    )  # fmt: skip
    told = words["map_alt"].format(label=label, place=name or words["this_place"])
    inside = Markup("").join([*cut_to_frame(ground, parts), *key])
    pattern = f"gp-missing-{zlib.crc32(inside.encode()):08x}"
    hatch = element(
        "pattern", element("path", d="M0 6L6 0", stroke="#b3bec8", stroke_width=1.1),
        id=pattern, width=6.0, height=6.0, patternUnits="userSpaceOnUse",
    )  # fmt: skip
    svg = element(
        "svg", element("title", told), element("defs", hatch), Markup(str(inside).replace("gp-missing-0", pattern)),  # noqa: S704  built of escaped elements above
        viewBox=f"0 0 {ground.width:g} {ground.height + height:g}", width=ground.width, role="img", class_="gp-map",
        font_family="inherit",
    )  # fmt: skip
    return Figure(svg, caption)


def _check(zones: gpd.GeoDataFrame, place: tuple[float, float], value: str, catchments: pd.DataFrame | None) -> None:
    """Refuse tables that lack what the figure shows."""
    for column in ("zone_id", value):
        if column not in zones.columns:
            raise TableError(f"The table of zones lacks column {column!r}, which the map of a page shows.")
    if not pd.api.types.is_numeric_dtype(zones[value].dtype):
        raise TableError(f"Column {value!r} of the table of zones is not made of numbers: choose another.")
    if catchments is not None and "minutes" not in catchments.columns:
        raise TableError("The table of catchments lacks column 'minutes'.")
    if not np.isfinite(place).all():
        raise TableError("The place of a map has no position: geocode it first, or leave the map out.")


def _ground(zones: gpd.GeoDataFrame, place: tuple[float, float], catchments: gpd.GeoDataFrame | None) -> Ground:
    """Frame the widest band, or else the zones; the place is always inside."""
    shown = zones if catchments is None or catchments.empty else catchments
    boxes = [place * 2] if shown.empty else [place * 2, tuple(shown.total_bounds)]
    west, south = (min(box[side] for box in boxes) for side in (0, 1))
    east, north = (max(box[side] for box in boxes) for side in (2, 3))
    bounds = (west, south, east, north)
    return ground_of(bounds, width=WIDTH, most_height=MOST_HEIGHT, least_height=LEAST_HEIGHT, margin=0.08)


def _shades(ground: Ground, zones: gpd.GeoDataFrame, classes: Classes) -> list[Markup]:
    """Fill zones by their class, one path a class; then their borders."""
    ground_fill = element("rect", x=0.0, y=0.0, width=ground.width, height=ground.height, fill="#f4f6f7")
    shapes = zones.geometry.to_numpy()
    fills = [(int(own), classes.colours[own]) for own in range(len(classes))] + [(-1, MISSING_FILL)]
    drawn = [ground_fill]
    for own, colour in fills:
        d = area_path(ground, shapes[classes.number == own])
        if d:
            drawn.append(element("path", d=d, fill=colour, fill_rule="evenodd", stroke="#fff", stroke_width=0.6))
    return drawn


def _streets(ground: Ground, streets: gpd.GeoDataFrame) -> list[Markup]:
    """Draw streets as thin lines."""
    import shapely  # noqa: PLC0415  only where streets are drawn

    near = distinct_streets(streets.iloc[np.sort(streets.sindex.query(shapely.box(*ground.box)))])
    drawn = []
    for name in STREET_CLASSES:
        own = near.geometry[near["street_class"] == name].to_numpy()
        d = "" if name == "minor" and len(own) > MINOR_LIMIT else line_path(ground, own)
        if d:
            drawn.append(
                element("path", d=d, fill="none", stroke="#2b3743", stroke_opacity=0.5, stroke_width=STREET_PX[name])
            )
    return drawn


def _outlines(ground: Ground, outlines: gpd.GeoDataFrame, boxes: Boxes) -> list[Markup]:
    """Draw the borders of communes, and the name of each that has room."""
    import shapely  # noqa: PLC0415  only where a map is drawn

    d = area_path(ground, outlines.geometry.to_numpy())
    if not d:
        return []
    drawn = [element("path", d=d, fill="none", stroke="#1d2733", stroke_width=1.6)]
    frame = shapely.box(*ground.box)
    pieces = shapely.intersection(outlines.geometry.to_numpy(), frame)
    order = sorted(range(len(pieces)), key=lambda row: (-pieces[row].area, str(outlines["zone_name"].iloc[row])))
    for row in order:
        if pieces[row].area <= 0:
            continue
        point = shapely.point_on_surface(pieces[row])
        x, y = ground.spots(np.array([[point.x, point.y]]))[0].tolist()
        text = str(outlines["zone_name"].iloc[row])
        half = text_width(text, 12) / 2
        box = (x - half, y - 9, x + half, y + 5)
        if box[0] < 0 or box[2] > ground.width or not boxes.free(box):
            continue
        boxes.take(box)
        drawn.append(_haloed(text, x, y, ink="#1d2733", weight=600))
    return drawn


def _bands(ground: Ground, catchments: gpd.GeoDataFrame, within: str, language: str, boxes: Boxes) -> list[Markup]:
    """Draw the bands as lines of their own kind, the widest first, and the minutes on each."""
    import shapely  # noqa: PLC0415  only where a map is drawn

    drawn, names = [], []
    bands = catchments.sort_values("minutes").reset_index(drop=True)
    for row in range(len(bands) - 1, -1, -1):
        shape = bands.geometry.iloc[row]
        d = area_path(ground, [shape])
        dash = BAND_DASHES[min(row, len(BAND_DASHES) - 1)]
        dashed: dict[str, str] = {"stroke_dasharray": dash} if dash else {}
        drawn.append(element("path", d=d, fill="none", stroke="#fff", stroke_width=4.5, stroke_opacity=0.85))
        drawn.append(element("path", d=d, fill="none", stroke=SIGN_INK, stroke_width=2.2, **dashed))
        spots = ground.spots(shapely.get_coordinates(shape))
        across, up = TOWARDS[row % len(TOWARDS)]
        if len(spots):
            x, y = spots[int(np.argmax(spots[:, 0] * across - spots[:, 1] * up))].tolist()
            text = within.format(minutes=digits_text(float(bands["minutes"].iloc[row]), language))
            y = min(max(y, 12.0), ground.height - 12)
            half = text_width(text, 11) / 2 + 6
            boxes.take((x - half, y - 9, x + half, y + 9))
            names.append(_band_name(text, x, y))
    return [*drawn, *(part for name in names for part in name)]


def _band_name(text: str, x: float, y: float) -> tuple[Markup, Markup]:
    wide = text_width(text, 11) + 10
    return (
        element("rect", x=x - wide / 2, y=y - 8, width=wide, height=16.0, rx=8.0, fill="#fff", stroke=SIGN_INK),
        element("text", text, x=x, y=y + 4, text_anchor="middle", font_size=11.0, font_weight=700, fill=SIGN_INK),
    )


def _dots(ground: Ground, competitors: pd.DataFrame | None) -> list[Markup]:
    """Draw competitors as one path of small dots, smaller where there are many."""
    spots = _spots(ground, competitors)
    if not len(spots):
        return []
    wide = 3.2 if len(spots) < 300 else 2.2 if len(spots) < 1500 else 1.4  # noqa: PLR2004  dots that stay apart
    d = "".join(f"M{x:g} {y:g}h0" for x, y in spots.round(1).tolist())
    return [
        element(
            "path", d=d, fill="none", stroke="#10181f", stroke_width=wide, stroke_linecap="round", stroke_opacity=0.8
        )
    ]


def _diamonds(ground: Ground, stores: pd.DataFrame | None) -> list[Markup]:
    return [diamond(x, y) for x, y in _spots(ground, stores).tolist()]


def _spots(ground: Ground, places: pd.DataFrame | None) -> Any:
    if places is None:
        return np.empty((0, 2))
    east, north = (places[name].to_numpy(dtype=float, na_value=np.nan) for name in ("easting", "northing"))
    return point_spots(ground, east, north)


def _haloed(text: str, x: float, y: float, *, ink: str, weight: int) -> Markup:
    return element(
        "text", text, x=x, y=y, text_anchor="middle", font_size=12.0, font_weight=weight, fill=ink,
        stroke="#fff", stroke_width=3.0, paint_order="stroke",
    )  # fmt: skip
