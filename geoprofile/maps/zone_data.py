"""Many zones as compact data: coordinates as steps of a hundred-thousandth of a degree, tooltips column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import WGS84, to_crs
from geoprofile.maps.layers import DECIMALS, tooltip_lines
from geoprofile.maps.words import value_text, words_of
from geoprofile.suppression import SMALLEST_CELL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geoprofile.tables import Variable

__all__ = ["box_of", "place_data", "ring_steps", "zone_lines"]


def ring_steps(zones: gpd.GeoDataFrame) -> list[list[list[list[int]]]]:
    """Give each zone as polygons of rings; a ring is latitude, longitude, then the steps to each further point.

    All are whole numbers of 1e-5 degrees (about a metre), as on the other maps; a third of the size of
    plain coordinates. A point that rounding lets fall on the one before it is left out.
    """
    import shapely  # noqa: PLC0415  only where a map is drawn

    return [
        [
            [steps_of(ring) for ring in (part.exterior, *part.interiors)]
            for part in shapely.get_parts(shape)
            if part.geom_type == "Polygon" and not part.is_empty
        ]
        for shape in to_crs(zones, WGS84).geometry
    ]


def steps_of(ring: object) -> list[int]:
    """Give one ring as steps."""
    import shapely  # noqa: PLC0415

    points = np.round(shapely.get_coordinates(ring)[:, ::-1] * 10**DECIMALS).astype(np.int64)
    steps = np.diff(points, axis=0)
    flat: list[int] = np.vstack([points[:1], steps[steps.any(axis=1)]]).ravel().tolist()
    return flat


def place_data(names: pd.Series) -> dict[str, object]:
    """Give names that come again and again as a list of them and the place of each in it."""
    codes, kinds = pd.factorize(names.fillna("").astype("str"), sort=True)
    return {"names": [str(kind) for kind in kinds], "of": codes.tolist()}


def zone_lines(
    zones: gpd.GeoDataFrame, shown: Sequence[Variable], language: str, *, withheld: Sequence[str] = ()
) -> list[list[str]]:
    """Write the tooltips, one list a variable.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
    shown : sequence of Variable
    language : {"fr", "en"}
    withheld : sequence of str
        Columns of counts of customers: a count under 11 is not told.
    """
    lines = tooltip_lines(zones, shown, language)
    columns = [list(column) for column in zip(*lines, strict=True)] if lines else [[] for _ in shown]
    few = f"{words_of(language)['fewer_than']} {SMALLEST_CELL}"
    for place, variable in enumerate(shown):
        if variable.name in withheld:
            counts = zones[variable.name].to_numpy(dtype=float, na_value=np.nan)
            columns[place] = [
                few if count < SMALLEST_CELL else value_text(count, variable.unit, language)
                for count in counts.tolist()
            ]
    return columns


def box_of(zones: gpd.GeoDataFrame) -> list[list[float]]:
    """Give the box of all zones, south west and north east."""
    west, south, east, north = (round(float(edge), DECIMALS) for edge in to_crs(zones, WGS84).total_bounds)
    return [[south, west], [north, east]]
