"""Tables that INSEE publishes by IRIS or by commune: their zones, and columns that bear a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.errors import SourceError
from geoprofile.sources.codes import find_column, plain_text
from geoprofile.sources.dictionary import entries_for, known_columns
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, choose_vintage, make_variables

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    import pandas as pd

    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["find_zone_column", "read_dated_table"]

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


def read_dated_table(
    source: Source, name: re.Pattern[str], keys: Callable[[Mapping[str, re.Match[str]]], dict[str, str]], *, habit: str
) -> VariableTable:
    """Read a table whose columns bear the year of their vintage.

    Parameters
    ----------
    source : Source
        Its kind names the entries of the dictionary.
    name : re.Pattern
        A column, with a group `year` of two digits.
    keys : callable
        Gives the columns that match their names without year, as the dictionary has them.
    habit : str
        What such columns look like, for the message.

    Raises
    ------
    SourceError
        If no column is known, or none is of the vintage that the recipe says.
    """
    check_options(source, VARIABLE_OPTIONS)
    frame = read_table_file(source)
    code_column, zone_level = find_zone_column(frame, source)
    parts = {str(column): match for column in frame.columns if (match := name.fullmatch(str(column).upper()))}
    known = {column: key for column, key in keys(parts).items() if key in known_columns(source.kind)}
    if not known:
        raise SourceError(
            f"{source.path.name} has no {habit}: it has {', '.join(map(str, frame.columns[:12]))}. Check the kind of "
            f"this source."
        )
    vintage = choose_vintage({parts[column]["year"] for column in known}, source)
    return make_variables(
        frame,
        {key: column for column, key in known.items() if parts[column]["year"] == vintage[-2:]},
        entries_for(source.kind),
        code_column=code_column,
        zone_level=zone_level,
        source=source,
        vintage=vintage,
    )
