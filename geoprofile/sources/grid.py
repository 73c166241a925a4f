"""The 200 m grid of INSEE's FiLoSoFi: cells and their INSPIRE ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import to_crs
from geoprofile.errors import SourceError
from geoprofile.sources.codes import find_column, match_column, plain_text, zone_codes
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.polygons import POLYGON_OPTIONS, read_polygons, zone_frame
from geoprofile.sources.source import ZONE_SOURCES

if TYPE_CHECKING:
    import geopandas as gpd

    from geoprofile.sources.source import Source

__all__ = ["CELL_ID_HABITS", "cell_ids", "read_grid_200m"]

CELL_ID_HABITS = ("IdINSPIRE", "Idcar_200m", "id_inspire", "idcar")
COMMUNE_HABITS = ("insee_com", "depcom", "lcog_geo", "codgeo")
GRID_CRS = "EPSG:3035"
CELL_M = 200.0
# A corner written in degrees with seven decimals lies within centimetres of the grid.
TOLERANCE_M = 2.0


@ZONE_SOURCES.register("grid_200m")
def read_grid_200m(source: Source) -> gpd.GeoDataFrame:
    """Read cells of the 200 m grid.

    Parameters
    ----------
    source : Source
        Options: `code` (column of the INSPIRE id, otherwise found by habit or rebuilt), `layer`, `crs`,
        `repair`, `dissolve`.

    Returns
    -------
    GeoDataFrame
        `zone_schema()`: ids as ``CRS3035RES200mN2890000E3760000`` (south-west corner in EPSG:3035),
        `zone_name` empty, `parent_id` the first commune of the cell where the file says it.

    Raises
    ------
    SourceError
        If there is no id and a polygon is no cell of the grid, or two rows are one cell.
    """
    check_options(source, POLYGON_OPTIONS)
    frame = read_polygons(source)
    ids = cell_ids(frame, source)
    empty = ids.where(ids == "", "")
    commune = match_column(frame.columns, COMMUNE_HABITS)
    # A cell that straddles communes lists their codes one after the other (lcog_geo).
    parents = _first_commune(frame[commune]) if commune else empty
    return zone_frame(frame, zone_id=ids, zone_name=empty, parent_id=parents, source=source)


def cell_ids(frame: gpd.GeoDataFrame, source: Source) -> pd.Series:
    """Give the INSPIRE id of each cell: as the file writes it, otherwise from the polygon.

    Returns
    -------
    Series of str
        Index of `frame`.

    Raises
    ------
    SourceError
        Counting the polygons that are no cell of the grid.
    """
    chosen = text_option(source, "code")
    if chosen or match_column(frame.columns, CELL_ID_HABITS):
        column = find_column(frame.columns, CELL_ID_HABITS, source=source, option="code", chosen=chosen)
        return zone_codes(frame[column], zone_level="grid_200m", source=source)
    west, south, east, north = to_crs(frame[["geometry"]], GRID_CRS).bounds.to_numpy().T
    corner_e, corner_n = np.round(west / CELL_M) * CELL_M, np.round(south / CELL_M) * CELL_M
    gaps = (west - corner_e, south - corner_n, east - corner_e - CELL_M, north - corner_n - CELL_M)
    off = np.abs(np.column_stack(gaps)).max(axis=1) > TOLERANCE_M
    if off.any():
        raise SourceError(
            f"{source.path.name} has no INSPIRE id (such as {', '.join(CELL_ID_HABITS[:2])}), and "
            f"{int(off.sum())} of {len(frame)} polygons are no squares of the 200 m grid of {GRID_CRS}, "
            f"the first is number {int(np.flatnonzero(off)[0]) + 1}: name the file of the 200 m grid."
        )
    names = [f"CRS3035RES200mN{n:.0f}E{e:.0f}" for n, e in zip(corner_n, corner_e, strict=True)]
    return pd.Series(names, index=frame.index, dtype="str")


def _first_commune(column: pd.Series) -> pd.Series:
    text = plain_text(column)
    return text.where(text.str.len() != 4, "0" + text).str[:5]  # noqa: PLR2004  a code that lost its zero
