"""Tables that INSEE publishes by IRIS or by commune: which column holds the zone, and of which level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.sources.codes import find_column, plain_text
from geoprofile.sources.options import text_option

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.sources.source import Source

__all__ = ["find_zone_column"]

# An IRIS table often names the commune too: the finest comes first.
ZONE_HABITS = (
    "IRIS",
    "CODE_IRIS",
    "DCOMIRIS",
    "CODGEO",
    "CODE_INSEE",
    "CODE_COMMUNE_INSEE",
    "INSEE_COM",
    "DEPCOM",
    "COM",
    "GEO",
)
# Codes of IRIS have 9 characters, 8 when a spreadsheet took the leading zero; those of communes 5 or 4.
IRIS_WIDTH = 8


def find_zone_column(frame: pd.DataFrame, source: Source) -> tuple[str, str]:
    """Find the column of zone codes and the level they are of, told by their length.

    Parameters
    ----------
    source : Source
        Option `code` names the column.

    Returns
    -------
    column, zone_level : str
        The level is `iris` or `commune`.

    Raises
    ------
    SourceError
        Listing the columns, where none bears a known name.
    """
    column = find_column(frame.columns, ZONE_HABITS, source=source, option="code", chosen=text_option(source, "code"))
    widest = plain_text(frame[column]).str.len().max()
    return column, "iris" if widest >= IRIS_WIDTH else "commune"
