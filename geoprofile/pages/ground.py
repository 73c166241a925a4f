"""A piece of ground in a drawing: metres to pixels, lines and areas cut to its frame, scale bar and north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.pages.svg import attribute, element
from geoprofile.words import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup
    from numpy.typing import NDArray

__all__ = ["Ground", "area_path", "cut_to_frame", "ground_of", "line_path", "north_arrow", "point_spots", "scale_bar"]

# Bends of less than this, in pixels, are left out.
BEND_PX = 0.3
# A scale bar is at most so wide.
BAR_PX = 130.0
LEAST_M = 150.0


@dataclass(frozen=True)
class Ground:
    """What a drawing shows.

    Attributes
    ----------
    west, south : float
        Metres of its lower left corner, in a metric CRS.
    metres : float
        Metres a pixel.
    width, height : float
        Pixels.
    """

    west: float
    south: float
    metres: float
    width: float
    height: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Give west, south, east, north in metres."""
        return (self.west, self.south, self.west + self.width * self.metres, self.south + self.height * self.metres)

    def spots(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the pixels of places of shape (n, 2), easting and northing; y grows downwards."""
        x = (places[:, 0] - self.west) / self.metres
        y = self.height - (places[:, 1] - self.south) / self.metres
        return np.column_stack([x, y])


def ground_of(
    bounds: Sequence[float], *, width: float, most_height: float, least_height: float, margin: float = 0.06
) -> Ground:
    """Choose the frame that shows a box of metres as large as the drawing allows, with a margin around it.

    Parameters
    ----------
    bounds : sequence of four floats
        West, south, east, north.
    width, most_height, least_height : float
        Pixels; the height follows the shape of the box between these.
    margin : float
        Share of the box that is added on each side.
    """
    west, south, east, north = bounds
    across, up = max(east - west, LEAST_M) * (1 + 2 * margin), max(north - south, LEAST_M) * (1 + 2 * margin)
    height = float(np.clip(width * up / across, least_height, most_height))
    metres = max(across / width, up / height)
    return Ground(
        (west + east - width * metres) / 2, (south + north - height * metres) / 2, metres, width, round(height, 1)
    )


def line_path(ground: Ground, lines: Iterable[Any]) -> str:
    """Write the path of lines, cut to the frame."""
    return "".join(_moves(ground, part) for part in _cut(ground, lines, kind="LineString"))


def area_path(ground: Ground, areas: Iterable[Any]) -> str:
    """Write the path of polygons with their holes, cut to the frame (to be filled by the rule `evenodd`)."""
    parts = _cut(ground, areas, kind="Polygon")
    rings = (ring for part in parts for ring in (part.exterior, *part.interiors))
    return "".join(f"{_moves(ground, ring)}Z" for ring in rings)


def point_spots(ground: Ground, easting: NDArray[np.float64], northing: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the pixels of those places that lie in the frame, from north to south."""
    west, south, east, north = ground.box
    inside = (easting > west) & (easting < east) & (northing > south) & (northing < north)
    spots = ground.spots(np.column_stack([easting, northing])[inside])
    return spots[np.lexsort((spots[:, 0], spots[:, 1]))]


def scale_bar(ground: Ground, language: str, *, y: float | None = None) -> list[Markup]:
    """Draw a bar of a round number of metres in the lower left corner."""
    metres = round_metres(BAR_PX * ground.metres)
    wide, bottom = metres / ground.metres, (ground.height if y is None else y) - 12
    text = f"{number_text(metres / 1000, language)} km" if metres >= 1000 else f"{number_text(metres, language)} m"  # noqa: PLR2004  metres of a kilometre
    d = f"M12 {attribute(bottom - 6)}V{attribute(bottom)}H{attribute(12 + wide)}V{attribute(bottom - 6)}"
    return [
        element("rect", x=6.0, y=bottom - 21, width=wide + 12, height=27.0, fill="#fff", fill_opacity=0.85),
        element("path", d=d, fill="none", stroke="#000", stroke_width=1.6),
        element("text", text, x=12 + wide / 2, y=bottom - 8, text_anchor="middle", font_size=11.0),
    ]


def north_arrow(ground: Ground) -> list[Markup]:
    """Draw which way north is, in the upper right corner."""
    x = ground.width - 20
    d = f"M{attribute(x)} 10L{attribute(x + 7)} 32L{attribute(x)} 27L{attribute(x - 7)} 32Z"
    return [
        element("rect", x=x - 12, y=5.0, width=24.0, height=44.0, fill="#fff", fill_opacity=0.85),
        element("path", d=d, fill="#000"),
        element("text", "N", x=x, y=45.0, text_anchor="middle", font_size=12.0, font_weight=700),
    ]


def cut_to_frame(ground: Ground, parts: Iterable[Markup]) -> list[Markup]:
    """Put elements behind a frame that hides what lies beyond it."""
    size = {"width": ground.width, "height": ground.height}
    frame = element("rect", x=0.5, y=0.5, width=ground.width - 1, height=ground.height - 1, fill="none", stroke="#000")
    return [element("svg", *parts, x=0.0, y=0.0, overflow="hidden", **size), frame]


def round_metres(most: float) -> float:
    """Give the greatest of 1, 2, 5, 10... that is not above a number of metres."""
    power = 10.0 ** math.floor(math.log10(most))
    return float(max(step for step in (1.0, 2.0, 5.0) if step * power <= most * (1 + 1e-9)) * power)


def _cut(ground: Ground, shapes: Iterable[Any], *, kind: str) -> list[Any]:
    """Cut shapes to a little more than the frame, and give their parts of one kind."""
    import shapely  # noqa: PLC0415  only where ground is drawn

    west, south, east, north = ground.box
    edge = 4 * ground.metres
    simple = shapely.simplify(np.asarray(list(shapes), dtype=object), BEND_PX * ground.metres)
    cut = shapely.clip_by_rect(simple, west - edge, south - edge, east + edge, north + edge)
    parts = shapely.get_parts(shapely.get_parts(cut))
    return [part for part in parts if part.geom_type == kind and not part.is_empty]


def _moves(ground: Ground, line: Any) -> str:
    spots = ground.spots(np.asarray(line.coords, dtype=float)[:, :2]).round(1) + 0.0
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in spots.tolist())
