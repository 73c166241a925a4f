"""INSEE's population census by IRIS or by commune: population, households, housing, activity; any vintage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoprofile.errors import SourceError
from geoprofile.sources.dictionary import entries_for, known_columns
from geoprofile.sources.insee_table import find_zone_column
from geoprofile.sources.options import check_options
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, choose_vintage, make_variables

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["read_insee_census"]

# P16_POP0014: main (P) or complementary (C) processing, the year, the measure.
NAME = re.compile(r"(?P<processing>[PC])(?P<year>\d\d)_(?P<measure>\w+)")


@VARIABLE_SOURCES.register("insee_census")
def read_insee_census(source: Source) -> VariableTable:
    """Read one of the tables of the census, or an extract of one.

    Parameters
    ----------
    source : Source
        CSV with columns such as `P16_POP0014` or `C16_PMEN_MENFAMMONO`, decimal point or comma. A file that
        holds several census years needs one in the recipe's vintage. Option: `code`, the column of zones.

    Returns
    -------
    VariableTable
        At level `iris` or `commune`: the variables whose columns are in this table.

    Raises
    ------
    SourceError
        If the columns are not those of the census, or not of the vintage that the recipe says.
    """
    check_options(source, VARIABLE_OPTIONS)
    frame = read_table_file(source)
    code_column, zone_level = find_zone_column(frame, source)
    columns, vintage = _columns(frame, source)
    return make_variables(
        frame,
        columns,
        entries_for("insee_census"),
        code_column=code_column,
        zone_level=zone_level,
        source=source,
        vintage=vintage,
    )


def _columns(frame: pd.DataFrame, source: Source) -> tuple[dict[str, str], str]:
    """Name columns without their year (`P_POP0014`)."""
    parts = {str(name): match for name in frame.columns if (match := NAME.fullmatch(str(name).upper()))}
    keys = {name: f"{match['processing']}_{match['measure']}" for name, match in parts.items()}
    known = {name: key for name, key in keys.items() if key in known_columns("insee_census")}
    if not known:
        raise SourceError(
            f"{source.path.name} has no known column of the census (such as P16_POP0014, C16_MENFAMMONO): "
            f"it has {', '.join(map(str, frame.columns[:12]))}. Check the kind of this source."
        )
    vintage = choose_vintage({parts[name]["year"] for name in known}, source)
    return {key: name for name, key in known.items() if parts[name]["year"] == vintage[-2:]}, vintage
