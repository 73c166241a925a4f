"""Names of streets along their lines, where there is room for them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.pages.svg import attribute, element

if TYPE_CHECKING:
    import geopandas as gpd
    from markupsafe import Markup

    from geoprofile.pages.ground import Ground

__all__ = ["Boxes", "street_names", "text_width"]

FONT_PX = 10.0
LETTER = 0.54  # mean width of a letter, in heights of the font
# A piece of street bends at most so much under its name.
STRAIGHT = 0.97


@dataclass(frozen=True)
class Boxes:
    """What is taken already in a drawing: west, top, east, bottom in pixels."""

    taken: list[tuple[float, float, float, float]]

    def free(self, box: tuple[float, float, float, float]) -> bool:
        """Tell whether a box lies over none."""
        return all(
            box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3] for other in self.taken
        )

    def take(self, box: tuple[float, float, float, float]) -> None:
        """Keep a box for oneself."""
        self.taken.append(box)


def text_width(text: str, size: float) -> float:
    """Give about how wide a text is, in pixels."""
    return len(text) * size * LETTER


def street_names(ground: Ground, streets: gpd.GeoDataFrame, boxes: Boxes) -> list[Markup]:
    """Write each street's name once, on its longest straight piece, if it lies over nothing.

    Parameters
    ----------
    ground : Ground
    streets : GeoDataFrame of shape (n, ...)
        Lines; `name` (missing where there is none).
    boxes : Boxes
        What is taken; names add themselves.
    """
    named = streets[streets["name"].fillna("").astype("str").str.strip() != ""]
    pieces = [
        (name, *piece)
        for name, own in named.groupby("name", sort=True)
        if (piece := _best_piece(ground, own.geometry.to_numpy())) is not None
    ]
    drawn = []
    for name, length, x, y, angle in sorted(pieces, key=lambda piece: (-piece[1], piece[0])):
        wide = text_width(str(name), FONT_PX)
        across, up = abs(math.cos(angle)) * wide / 2 + 6, abs(math.sin(angle)) * wide / 2 + 6
        box = (x - across, y - up, x + across, y + up)
        inside = box[0] > 0 and box[1] > 0 and box[2] < ground.width and box[3] < ground.height
        if wide > length or not inside or not boxes.free(_core(box, angle)):
            continue
        boxes.take(_core(box, angle))
        turned = f"rotate({attribute(math.degrees(angle))} {attribute(x)} {attribute(y)})"
        drawn.append(
            element(
                "text", str(name), x=x, y=y + FONT_PX * 0.34, transform=turned, text_anchor="middle", font_size=FONT_PX,
                fill="#222", stroke="#fff", stroke_width=2.5, paint_order="stroke",
            )
        )  # fmt: skip
    return drawn


def _core(box: tuple[float, float, float, float], angle: float) -> tuple[float, float, float, float]:
    """Give the box of a slanting name, narrowed: its corners are empty."""
    slant = 0.25 * abs(math.sin(2 * angle))
    across, up = (box[2] - box[0]) * slant, (box[3] - box[1]) * slant
    return (box[0] + across, box[1] + up, box[2] - across, box[3] - up)


def _best_piece(ground: Ground, lines: Any) -> tuple[float, float, float, float] | None:
    """Give length, middle and angle of the longest piece of a street that is about straight, in pixels."""
    import shapely  # noqa: PLC0415  only where streets are drawn

    joined = shapely.line_merge(shapely.union_all(shapely.clip_by_rect(lines, *ground.box)))
    parts = [part for part in shapely.get_parts(joined) if part.geom_type == "LineString" and part.length > 0]
    found = [
        (end - start, *_middle(ground, part, start, end))
        for part in parts
        for start, end in _straight_runs(part, ground.metres)
    ]
    return max(((length / ground.metres, x, y, angle) for length, x, y, angle in found), default=None)


def _straight_runs(line: Any, metres: float) -> list[tuple[float, float]]:
    """Cut a line into runs that are about straight, as distances along it."""
    steps = np.append(np.arange(0.0, line.length, 12 * metres), line.length)
    spots = np.array([line.interpolate(step).coords[0][:2] for step in steps])
    runs, first = [], 0
    for last in range(1, len(steps)):
        crow = math.dist(spots[first], spots[last])
        if crow < STRAIGHT * (steps[last] - steps[first]):
            runs.append((float(steps[first]), float(steps[last - 1])))
            first = last - 1
    return [*runs, (float(steps[first]), float(steps[-1]))]


def _middle(ground: Ground, line: Any, start: float, end: float) -> tuple[float, float, float]:
    """Give the middle of a run and its angle, such that a text on it is not upside down."""
    places = np.array([line.interpolate(at).coords[0][:2] for at in (start, (start + end) / 2, end)])
    one, middle, other = ground.spots(places)
    angle = math.atan2(other[1] - one[1], other[0] - one[0])
    if abs(angle) > math.pi / 2:
        angle -= math.copysign(math.pi, angle)
    return float(middle[0]), float(middle[1]), angle
