"""The plan of a round on paper: streets, stops numbered in order, the way between them; readable in black and white."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.errors import TableError
from geoprofile.pages.ground import cut_to_frame, ground_of, line_path, north_arrow, scale_bar
from geoprofile.pages.street_names import Boxes, street_names, text_width
from geoprofile.pages.svg import attribute, element
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.street_classes import STREET_CLASSES, distinct_streets
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from markupsafe import Markup
    from numpy.typing import NDArray

    from geoprofile.pages.ground import Ground

__all__ = ["street_plan"]

WIDTH, MOST_HEIGHT, LEAST_HEIGHT = 720.0, 440.0, 300.0
STREET_PX = {"major": 9.0, "medium": 7.0, "minor": 4.5}
RADIUS = 8.0
# Arrow heads along the way stand so far apart.
ARROW_PX = 70.0
_LETTERS: dict[str, object] = {"text_anchor": "middle", "font_weight": 700}


def street_plan(
    stops: pd.DataFrame,
    *,
    language: str,
    path: Any = None,
    streets: gpd.GeoDataFrame | None = None,
    alt: str = "",
) -> Markup:
    """Draw the stops of a round in walking order, the way between them and the streets around.

    Parameters
    ----------
    stops : DataFrame of shape (s, ...)
        In walking order: `stop` (its number), `easting`, `northing` in metres. A stop without a position is not
        drawn; its number is missing from the plan only.
    language : {"fr", "en"}
    path : shapely LineString, optional
        The way, in the same CRS; none, and straight lines join the stops.
    streets : GeoDataFrame, optional
        Lines in the same CRS; `highway`, `name` if there is one.
    alt : str
        What a screen reader says.

    Returns
    -------
    Markup
        An `<svg>` element.

    Raises
    ------
    TableError
        If a column is lacking, or no stop has a position.
    UnknownNameError
        If the language is unknown.
    """
    check_language(language)
    words = PAGE_WORDS[language]
    placed = _placed(stops)
    places = placed[["easting", "northing"]].to_numpy(dtype=float)
    way = places if path is None or path.is_empty else np.asarray(path.coords, dtype=float)[:, :2]
    around = np.vstack([places, way])
    bounds = [*around.min(axis=0), *around.max(axis=0)]
    ground = ground_of(bounds, width=WIDTH, most_height=MOST_HEIGHT, least_height=LEAST_HEIGHT, margin=0.08)
    spots = ground.spots(places)
    boxes = Boxes([(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in spots.tolist()])
    boxes.take((0, ground.height - 36, 160, ground.height))
    boxes.take((ground.width - 36, 0, ground.width, 52))
    signs = _stop_signs(placed["stop"].tolist(), spots, boxes)
    ends = _end_words(spots, (words["start"], words["end"]), boxes)
    street_parts = [] if streets is None else _street_parts(ground, streets, boxes)
    parts = [*street_parts[:-1], *_way_parts(ground.spots(way)), *street_parts[-1:], *signs, *ends,
             *scale_bar(ground, language), *north_arrow(ground)]  # fmt: skip
    told = alt or words["plan_alt"].format(stops=len(placed))
    return element(
        "svg", element("title", told), *cut_to_frame(ground, parts),
        viewBox=f"0 0 {ground.width:g} {ground.height:g}", width=ground.width, role="img", class_="gp-plan",
        font_family="inherit",
    )  # fmt: skip


def _placed(stops: pd.DataFrame) -> pd.DataFrame:
    """Give the stops that have a position."""
    lacking = [name for name in ("stop", "easting", "northing") if name not in stops.columns]
    if lacking:
        raise TableError(f"The table of stops lacks column {lacking[0]!r}, which the plan of a round shows.")
    finite = np.isfinite(stops[["easting", "northing"]].to_numpy(dtype=float, na_value=np.nan)).all(axis=1)
    if not finite.any():
        raise TableError("No stop of the round has a position: there is no plan to draw.")
    found: pd.DataFrame = stops[finite]
    return found


def _street_parts(ground: Ground, streets: gpd.GeoDataFrame, boxes: Boxes) -> list[Markup]:
    """Draw streets as white bands with grey edges, the small ones beneath; the last part holds their names."""
    import shapely  # noqa: PLC0415  only where streets are drawn

    near = distinct_streets(streets.iloc[np.sort(streets.sindex.query(shapely.box(*ground.box)))])
    paths = [
        (line_path(ground, near.geometry[near["street_class"] == name].to_numpy()), STREET_PX[name])
        for name in reversed(STREET_CLASSES)
    ]
    drawn = [
        element("path", d=d, fill="none", stroke=colour, stroke_width=wide + more, stroke_linecap="round")
        for colour, more in (("#a9a9a9", 1.6), ("#ffffff", 0.0))
        for d, wide in paths
        if d
    ]
    names = street_names(ground, near, boxes) if "name" in near.columns else []
    return [*drawn, element("g", *names)]


def _way_parts(spots: NDArray[np.float64]) -> list[Markup]:
    """Draw the way with arrow heads along it."""
    if len(spots) < 2:  # noqa: PLR2004  a way needs two ends
        return []
    d = "M" + "L".join(f"{attribute(x)} {attribute(y)}" for x, y in spots.tolist())
    heads = "".join(_arrow_heads(spots))
    return [
        element("path", d=d, fill="none", stroke="#fff", stroke_width=5.0, stroke_opacity=0.8),
        element("path", d=d, fill="none", stroke="#000", stroke_width=1.8, stroke_linejoin="round"),
        *([element("path", d=heads, fill="#000")] if heads else []),
    ]


def _arrow_heads(spots: NDArray[np.float64]) -> list[str]:
    """Write small triangles that point along the way."""
    gaps = np.diff(spots, axis=0)
    lengths = np.hypot(gaps[:, 0], gaps[:, 1])
    ends = np.cumsum(lengths)
    heads = []
    for at in np.arange(ARROW_PX / 2, ends[-1], ARROW_PX).tolist():
        piece = int(np.searchsorted(ends, at, side="right"))
        ux, uy = gaps[piece] / lengths[piece]
        x, y = spots[piece] + (at - ends[piece] + lengths[piece]) * np.array([ux, uy])
        corners = [(x + 6 * ux, y + 6 * uy), (x - 4 * ux - 4.5 * uy, y - 4 * uy + 4.5 * ux),
                   (x - 4 * ux + 4.5 * uy, y - 4 * uy - 4.5 * ux)]  # fmt: skip
        heads.append("M" + "L".join(f"{attribute(float(a))} {attribute(float(b))}" for a, b in corners) + "Z")
    return heads


def _stop_signs(numbers: Sequence[object], spots: NDArray[np.float64], boxes: Boxes) -> list[Markup]:
    """Draw each stop with its number; where they crowd, a dot with its number beside it, or the dot alone."""
    drawn, last = [], len(spots) - 1
    kept: list[tuple[float, float]] = []
    for row, (number, (x, y)) in enumerate(zip(numbers, spots.tolist(), strict=True)):
        text = f"{number:g}" if isinstance(number, float) else str(number)
        place = _room(x, y, kept, boxes) if row else (x, y)
        drawn.append(element("circle", cx=x, cy=y, r=2.6, fill="#000"))
        if place is None:
            continue
        kept.append(place)
        if place != (x, y):
            boxes.take((place[0] - RADIUS, place[1] - RADIUS, place[0] + RADIUS, place[1] + RADIUS))
            drawn.append(element("line", x1=x, y1=y, x2=place[0], y2=place[1], stroke="#000", stroke_width=0.8))
        ground, ink = ("#000", "#fff") if row in {0, last} else ("#fff", "#000")
        drawn.append(
            element("circle", cx=place[0], cy=place[1], r=RADIUS, fill=ground, stroke="#000", stroke_width=1.3)
        )
        drawn.append(
            element("text", text, x=place[0], y=place[1] + 3.4, fill=ink, **_LETTERS, font_size=9.5)
        )  # fmt: skip
    return drawn


def _room(x: float, y: float, kept: Sequence[tuple[float, float]], boxes: Boxes) -> tuple[float, float] | None:
    """Find a place for a number: its own, or one near by that covers no other stop; None where there is none."""
    apart = 2 * RADIUS + 1
    if all(math.dist((x, y), other) >= apart for other in kept):
        return (x, y)
    for far in (2.1 * RADIUS, 3.2 * RADIUS):
        for turn in range(8):
            angle = math.pi * turn / 4
            near = (round(x + far * math.cos(angle), 1), round(y - far * math.sin(angle), 1))
            box = (near[0] - RADIUS, near[1] - RADIUS, near[0] + RADIUS, near[1] + RADIUS)
            if all(math.dist(near, other) >= apart for other in kept) and boxes.free(_inner(box)):
                return near
    return None


def _inner(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Give the square inside the circle of a box: circles may come nearer than boxes."""
    cut = 0.29 * RADIUS
    return (box[0] + cut, box[1] + cut, box[2] - cut, box[3] - cut)


def _end_words(spots: NDArray[np.float64], words: tuple[str, str], boxes: Boxes) -> list[Markup]:
    """Write where the round starts and ends, beside the stop."""
    drawn = []
    for (x, y), word in zip((spots[0], spots[-1]), words, strict=True):
        wide = text_width(word, 11) + 8
        ways = ((x + 12, y - 8), (x - 12 - wide, y - 8), (x - wide / 2, y - 28), (x - wide / 2, y + 12))
        left, top = next(
            (spot for spot in ways if boxes.free((spot[0], spot[1], spot[0] + wide, spot[1] + 16))), ways[0]
        )
        boxes.take((left, top, left + wide, top + 16))
        drawn.append(element("rect", x=float(left), y=float(top), width=wide, height=16.0, fill="#fff", stroke="#000"))
        drawn.append(
            element("text", word, x=float(left + wide / 2), y=float(top + 12), **_LETTERS, font_size=11.0)
        )  # fmt: skip
    return drawn
