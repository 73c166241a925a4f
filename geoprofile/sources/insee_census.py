"""INSEE's population census by IRIS or by commune: population, households, housing, activity; any vintage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoprofile.sources.insee_table import read_dated_table
from geoprofile.sources.source import VARIABLE_SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    return read_dated_table(
        source, NAME, _keys, habit="known column of the census (such as P16_POP0014, C16_MENFAMMONO)"
    )


def _keys(parts: Mapping[str, re.Match[str]]) -> dict[str, str]:
    """Name columns without their year: `P_POP0014`."""
    return {name: f"{match['processing']}_{match['measure']}" for name, match in parts.items()}
