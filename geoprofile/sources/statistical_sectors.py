"""Statistical sectors of Belgium (Statbel), and the municipalities that they make up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.errors import SourceError
from geoprofile.sources.codes import find_column, zone_codes
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.polygons import POLYGON_OPTIONS, coalesced_names, read_polygons, zone_frame
from geoprofile.sources.source import ZONE_SOURCES

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geoprofile.sources.source import Source

__all__ = ["SECTOR_CODE_HABITS", "read_municipalities", "read_statistical_sectors"]

SECTOR_CODE_HABITS = ("cd_sector", "cd_refnis_sector", "sectorId", "cs01012024", "CS102001", "NIS9", "sector")
NAME_HABITS = (
    "tx_sector_descr_nl",
    "tx_sector_descr_fr",
    "tx_sector_descr_de",
    "sectorName",
    "t_sec_nl",
    "t_sec_fr",
)
MUNICIPALITY_HABITS = (
    "tx_munty_descr_nl",
    "tx_munty_descr_fr",
    "tx_munty_descr_de",
    "municipality",
    "t_mun_nl",
)


@ZONE_SOURCES.register("statistical_sectors")
def read_statistical_sectors(source: Source) -> gpd.GeoDataFrame:
    """Read statistical sectors.

    Parameters
    ----------
    source : Source
        Options: `code` and `name` (columns, otherwise found by habit; the Dutch name before the French),
        `layer`, `crs`, `repair`, `dissolve`.

    Returns
    -------
    GeoDataFrame
        `zone_schema()`: codes of 9 characters, `parent_id` the NIS code of the municipality.

    Raises
    ------
    SourceError
        If the file isn't one of sectors: no code column, codes of another shape, bad geometry.
    """
    check_options(source, POLYGON_OPTIONS)
    frame = read_polygons(source)
    codes = _sector_codes(frame, source)
    names = coalesced_names(frame, NAME_HABITS, source=source)
    return zone_frame(frame, zone_id=codes, zone_name=names, parent_id=codes.str[:5], source=source)


@ZONE_SOURCES.register("municipalities_from_sectors")
def read_municipalities(source: Source) -> gpd.GeoDataFrame:
    """Unite statistical sectors by the first five digits of their code, the NIS code of the municipality.

    Parameters
    ----------
    source : Source
        A file of sectors. Options: `code` (column of the sector), `name` (column of the municipality's
        name), `layer`, `crs`, `repair`.

    Returns
    -------
    GeoDataFrame
        `zone_schema()` at the level `commune`, sorted by code, `parent_id` empty. Where the file holds some
        of a municipality's sectors only, the polygon is the union of those.

    Raises
    ------
    SourceError
        As for sectors, or if one municipality bears two names.
    """
    check_options(source, set(POLYGON_OPTIONS) - {"dissolve"})
    frame = read_polygons(source)
    codes = _sector_codes(frame, source).str[:5]
    names = coalesced_names(frame, MUNICIPALITY_HABITS, source=source)
    _check_one_name(codes, names, source)
    parts = frame[["geometry"]].assign(zone_id=codes, zone_name=names)
    whole = parts.dissolve(by="zone_id", aggfunc="first", sort=True).reset_index()
    empty = whole["zone_id"].where(whole["zone_id"] == "", "")
    return zone_frame(whole, zone_id=whole["zone_id"], zone_name=whole["zone_name"], parent_id=empty, source=source)


def _sector_codes(frame: gpd.GeoDataFrame, source: Source) -> pd.Series:
    column = find_column(
        frame.columns, SECTOR_CODE_HABITS, source=source, option="code", chosen=text_option(source, "code")
    )
    return zone_codes(frame[column], zone_level="statistical_sector", source=source)


def _check_one_name(codes: pd.Series, names: pd.Series, source: Source) -> None:
    counts = names.groupby(codes).nunique()
    if (counts > 1).any():
        raise SourceError(
            f"{source.path.name}: the sectors of municipality {counts.index[counts > 1][0]} bear several "
            'names: write name = "..." (the column of the municipality) beside this source in the recipe.'
        )
