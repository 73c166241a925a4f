"""What a map draws, as plain data for its script: rings, positions, colours and lines of tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.crs import WGS84, to_crs
from geoprofile.maps.classes import LEVEL_COLOURS
from geoprofile.maps.words import value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.maps.classes import Classes
    from geoprofile.tables import Variable

__all__ = ["level_codes", "outline_data", "point_data", "tooltip_lines", "zone_data"]

DECIMALS = 5  # of a degree: about a metre


def rings_of(zones: gpd.GeoDataFrame) -> list[list[Any]]:
    """Give each zone as Leaflet wants it: polygons, each a list of rings of [latitude, longitude]."""
    import shapely  # noqa: PLC0415  only where a map is drawn

    shapes = to_crs(zones, WGS84).geometry
    return [
        [
            [ring_points(ring) for ring in (part.exterior, *part.interiors)]
            for part in shapely.get_parts(shape)
            if part.geom_type == "Polygon" and not part.is_empty
        ]
        for shape in shapes
    ]


def ring_points(ring: Any) -> list[list[float]]:
    """Give the points of a ring, latitude first."""
    points: list[list[float]] = np.round(np.asarray(ring.coords)[:, 1::-1], DECIMALS).tolist()
    return points


def zone_data(zones: gpd.GeoDataFrame, classes: Classes, lines: Sequence[Sequence[str]]) -> list[dict[str, object]]:
    """Lay out zones with their class (-1 where the value is missing), name and lines of tooltip."""
    columns = (rings_of(zones), classes.number, zones["zone_name"], lines, centres_of(zones))
    return [
        {"r": rings, "k": int(number), "n": str(name), "t": list(texts), "c": centre}
        for rings, number, name, texts, centre in zip(*columns, strict=True)
    ]


def centres_of(zones: gpd.GeoDataFrame) -> list[list[float]]:
    """Give a point inside each zone, [latitude, longitude]."""
    inside = to_crs(zones, WGS84).geometry.representative_point()
    return [[round(point.y, DECIMALS), round(point.x, DECIMALS)] for point in inside]


def outline_data(outlines: gpd.GeoDataFrame | None) -> list[dict[str, object]]:
    """Lay out outlines with the name that stands inside each."""
    if outlines is None:
        return []
    columns = (rings_of(outlines), outlines["zone_name"], centres_of(outlines))
    return [{"r": rings, "n": str(name), "c": centre} for rings, name, centre in zip(*columns, strict=True)]


def tooltip_lines(frame: pd.DataFrame, variables: Sequence[Variable], language: str) -> list[list[str]]:
    """Write each row's values of some variables, one text a variable."""
    columns = [
        [value_text(value, variable.unit, language) for value in frame[variable.name].astype(object)]
        for variable in variables
    ]
    return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in range(len(frame))]


def level_codes(points: pd.DataFrame) -> NDArray[np.intp]:
    """Give the rank of each point's match level, finest first; an unknown or absent one ranks last."""
    order = list(LEVEL_COLOURS)
    if "result_type" not in points.columns:
        return np.zeros(len(points), dtype=np.intp)
    rank = points["result_type"].map({level: i for i, level in enumerate(order)})
    return np.asarray(rank.fillna(len(order) - 1), dtype=np.intp)


def point_data(points: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, object]:
    """Lay out points column by column: positions, ranks of match level, and one text a tooltip column."""
    texts = [points[name].astype(object).where(points[name].notna(), "").astype(str).tolist() for name in columns]
    return {
        "y": points["latitude"].round(DECIMALS).tolist(),
        "x": points["longitude"].round(DECIMALS).tolist(),
        "l": level_codes(points).tolist(),
        "t": texts,
        "h": list(columns.values()),
    }
