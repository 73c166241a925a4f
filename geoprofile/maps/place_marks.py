"""Places of a map as plain data: stores, candidates, competitors and the catchments around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import identify_crs, unproject_points
from geoprofile.errors import TableError
from geoprofile.maps.layers import DECIMALS, tooltip_lines
from geoprofile.maps.zone_data import place_data, ring_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geoprofile.tables import Variable

__all__ = ["band_data", "check_places", "dot_data", "mark_data", "positions_of"]

# A bend of an outline smaller than this cannot be seen at the zoom at which a catchment fills a screen.
BEND_M = 4.0


def check_places(places: pd.DataFrame, columns: Sequence[str], *, what: str) -> None:
    """Refuse a table of places that lacks a column, or whose positions are not numbers."""
    for column in ("easting", "northing", *columns):
        if column not in places.columns:
            raise TableError(f"The table of {what} lacks column {column!r}, which the map shows.")
    for column in ("easting", "northing"):
        if not pd.api.types.is_numeric_dtype(places[column].dtype):
            raise TableError(f"Column {column!r} of the table of {what} is not made of numbers (metres).")


def positions_of(places: pd.DataFrame, crs: object) -> list[list[float] | None]:
    """Give [latitude, longitude] of each place, None where it has no position.

    Parameters
    ----------
    places : DataFrame of shape (n, ...)
        `easting`, `northing` in metres of `crs`.
    crs : pyproj.CRS
    """
    east, north = (places[name].to_numpy(dtype=float, na_value=np.nan) for name in ("easting", "northing"))
    longitude, latitude = unproject_points(east, north, identify_crs(crs, source="The background of the map"))  # type: ignore[arg-type]  # geopandas hands out Any
    return [
        [round(y, DECIMALS), round(x, DECIMALS)] if np.isfinite(x) and np.isfinite(y) else None
        for x, y in zip(longitude.tolist(), latitude.tolist(), strict=True)
    ]


def mark_data(
    places: pd.DataFrame, shown: Sequence[Variable], crs: object, language: str, *, kind: str
) -> list[dict[str, object]]:
    """Lay out places that can be picked, one dict each, in the order of the rows.

    Parameters
    ----------
    places : DataFrame of shape (n, ...)
        `place_id`, `place_name`, `easting`, `northing`, the columns of `shown`; `rank` if there is one.
    shown : sequence of Variable
        Figures of the tooltip.
    crs : pyproj.CRS
        Of the positions.
    language : {"fr", "en"}
    kind : {"candidate", "store"}
    """
    labels = [variable.label_fr if language == "fr" else variable.label_en for variable in shown]
    lines = tooltip_lines(places, shown, language)
    ranks = places["rank"].tolist() if "rank" in places.columns else [None] * len(places)
    names = places["place_name"].fillna("").astype("str")
    return [
        {"kind": kind, "name": name, "at": spot, "rank": None if rank is None or pd.isna(rank) else int(rank),
         "labels": labels, "lines": line}
        for name, spot, rank, line in zip(names, positions_of(places, crs), ranks, lines, strict=True)
    ]  # fmt: skip


def dot_data(places: pd.DataFrame, crs: object) -> dict[str, object]:
    """Lay out many places that are only shown: those with a position, by name if there is a `place_name`."""
    spots = pd.Series(positions_of(places, crs), dtype=object)
    placed = spots.notna().to_numpy()
    named = "place_name" in places.columns
    order = sorted(
        zip(spots[placed], places["place_name"][placed].fillna("").astype("str"), strict=True)
        if named
        else ((spot, "") for spot in spots[placed])
    )
    return {
        "at": [spot for spot, _ in order],
        "names": place_data(pd.Series([name for _, name in order], dtype="str")) if named and order else None,
        "lost": int((~placed).sum()),
    }


def band_data(catchments: gpd.GeoDataFrame | None, place_ids: Sequence[str]) -> dict[str, object] | None:
    """Lay out catchments: `minutes` ascending, and `of`: for each place and band its polygons, None for none.

    Parameters
    ----------
    catchments : GeoDataFrame of shape (n, ...), optional
        `place_id`, `minutes`, polygons in a metric CRS.
    place_ids : sequence of str
        The places that are drawn, in their order.

    Raises
    ------
    TableError
        If a column is lacking, or a catchment belongs to a place that is not drawn or comes twice.
    """
    if catchments is None or catchments.empty:
        return None
    for column in ("place_id", "minutes"):
        if column not in catchments.columns:
            raise TableError(f"The table of catchments lacks column {column!r}.")
    known = {place: row for row, place in enumerate(place_ids)}
    foreign = sorted(set(catchments["place_id"].astype("str")) - set(known))
    if foreign:
        raise TableError(f"There is a catchment of place {foreign[0]!r}, which is neither a candidate nor a store.")
    if catchments.duplicated(["place_id", "minutes"]).any():
        raise TableError("A place has two catchments of the same minutes: give one polygon a place and band.")
    minutes = sorted({float(value) for value in catchments["minutes"]})
    rings = ring_steps(catchments.set_geometry(catchments.geometry.simplify(BEND_M)))
    of: list[list[object]] = [[None] * len(minutes) for _ in place_ids]
    for place, value, ring in zip(catchments["place_id"], catchments["minutes"], rings, strict=True):
        of[known[str(place)]][minutes.index(float(value))] = ring or None
    return {"minutes": minutes, "of": of}
