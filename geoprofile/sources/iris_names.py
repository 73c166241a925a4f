"""Names and communes of IRIS, for a territory that has their variables and not their outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.sources.codes import find_column, match_column, plain_text, zone_codes
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.source import ZONE_NAME_SOURCES
from geoprofile.sources.table_file import read_table_file

if TYPE_CHECKING:
    from geoprofile.sources.source import Source

__all__ = ["read_iris_names"]

CODE_HABITS = ("CODE_IRIS", "DCOMIRIS", "IRIS")
IRIS_NAME_HABITS = ("NOM_IRIS", "LIB_IRIS", "LIBIRIS")
COMMUNE_NAME_HABITS = ("LIBCOM", "NOM_COM", "LIBGEO")


@ZONE_NAME_SOURCES.register("iris_names")
def read_iris_names(source: Source) -> pd.DataFrame:
    """Read what INSEE's table of IRIS calls them.

    Parameters
    ----------
    source : Source
        A table with the code of each IRIS, and its name or that of its commune. Option: `code`, its column.

    Returns
    -------
    DataFrame
        `zone_id`, `zone_name` (that of the IRIS, else of its commune), `parent_id` (its commune), once each.

    Raises
    ------
    SourceError
        If there is no column of codes.
    """
    check_options(source, ("code",))
    frame = read_table_file(source)
    column = find_column(frame.columns, CODE_HABITS, source=source, option="code", chosen=text_option(source, "code"))
    codes = zone_codes(frame[column], zone_level="iris", source=source)
    names = pd.Series("", index=frame.index, dtype="str")
    for habits in (COMMUNE_NAME_HABITS, IRIS_NAME_HABITS):
        found = match_column(frame.columns, habits)
        if found:
            told = plain_text(frame[found])
            names = told.where(told != "", names)
    table = pd.DataFrame({"zone_id": codes, "zone_name": names, "parent_id": codes.str[:5]})
    return table[table["zone_id"] != ""].drop_duplicates("zone_id").sort_values("zone_id", ignore_index=True)
