"""Polygons of French communes (and of the arrondissements of Paris, Lyon and Marseille)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.sources.codes import find_column, zone_codes
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.polygons import POLYGON_OPTIONS, coalesced_names, read_polygons, zone_frame
from geoprofile.sources.source import ZONE_SOURCES

if TYPE_CHECKING:
    import geopandas as gpd

    from geoprofile.sources.source import Source

__all__ = ["read_communes"]

CODE_HABITS = (
    "CODE_COM",
    "INSEE_COM",
    "INSEE_ARM",
    "CODGEO",
    "CODE_INSEE",
    "code_commune",
    "DEPCOM",
    "insee",
    "code",
)
NAME_HABITS = ("NOM_COM", "NOM_ARM", "LIBGEO", "nom_commune", "LIBCOM", "nom", "name")


@ZONE_SOURCES.register("communes")
def read_communes(source: Source) -> gpd.GeoDataFrame:
    """Read communes.

    Parameters
    ----------
    source : Source
        Options: `code` and `name` (columns, otherwise found by habit), `layer`, `crs`, `repair`, `dissolve`.

    Returns
    -------
    GeoDataFrame
        `zone_schema()`: INSEE codes of 5 characters, `parent_id` empty.

    Raises
    ------
    SourceError
        If the file isn't one of communes: no code column, codes of another shape, bad geometry.
    """
    check_options(source, POLYGON_OPTIONS)
    frame = read_polygons(source)
    column = find_column(frame.columns, CODE_HABITS, source=source, option="code", chosen=text_option(source, "code"))
    codes = zone_codes(frame[column], zone_level="commune", source=source)
    names = coalesced_names(frame, NAME_HABITS, source=source)
    parents = codes.where(codes == "", "")  # no coarser level yet
    return zone_frame(frame, zone_id=codes, zone_name=names, parent_id=parents, source=source)
