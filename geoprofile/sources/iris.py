"""IRIS polygons: shapefile, GeoPackage, GeoJSON, as INSEE, IGN and local authorities name their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.sources.codes import find_column, match_column, plain_text, zone_codes
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.polygons import POLYGON_OPTIONS, coalesced_names, read_polygons, zone_frame
from geoprofile.sources.source import ZONE_SOURCES

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geoprofile.sources.source import Source

__all__ = ["read_iris"]

CODE_HABITS = ("CODE_IRIS", "DCOMIRIS", "IRIS_CODE", "CODEIRIS", "IRIS")
COMMUNE_HABITS = ("INSEE_COM", "DEPCOM", "CODE_COM", "CODE_INSEE", "COM")
NAME_HABITS = ("NOM_IRIS", "LIB_IRIS", "LIBIRIS", "IRIS_NAME", "name", "nom")
# Within a commune an IRIS is a number of four digits; the code of the commune stands before it.
LOCAL_WIDTH = 4


@ZONE_SOURCES.register("iris")
def read_iris(source: Source) -> gpd.GeoDataFrame:
    """Read IRIS.

    Parameters
    ----------
    source : Source
        Options: `code` and `name` (columns, otherwise found by habit), `layer`, `crs`, `repair`, `dissolve`.

    Returns
    -------
    GeoDataFrame
        `zone_schema()`: codes of 9 characters, `parent_id` the code of the commune (or arrondissement).

    Raises
    ------
    SourceError
        If the file isn't one of IRIS polygons: no code column, codes of another shape, bad geometry.
    """
    check_options(source, POLYGON_OPTIONS)
    frame = read_polygons(source)
    codes = zone_codes(_codes(frame, source), zone_level="iris", source=source)
    names = coalesced_names(frame, NAME_HABITS, source=source)
    return zone_frame(frame, zone_id=codes, zone_name=names, parent_id=codes.str[:5], source=source)


def _codes(frame: gpd.GeoDataFrame, source: Source) -> pd.Series:
    """Give the whole code, composed from commune and number where the file holds it in two columns."""
    column = find_column(frame.columns, CODE_HABITS, source=source, option="code", chosen=text_option(source, "code"))
    whole: pd.Series = frame[column]
    numbers = plain_text(whole)
    commune = match_column(frame.columns, COMMUNE_HABITS)
    if not commune or not bool((numbers.str.len() <= LOCAL_WIDTH).all()):
        return whole
    communes = zone_codes(frame[commune], zone_level="commune", source=source)
    whole = communes + numbers.str.zfill(LOCAL_WIDTH)
    return whole.rename(column)
