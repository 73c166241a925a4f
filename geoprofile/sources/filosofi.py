"""INSEE's FiLoSoFi: income by IRIS and by commune, disposable and declared, of any vintage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoprofile.sources.insee_table import read_dated_table
from geoprofile.sources.source import VARIABLE_SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["read_filosofi"]

# DISP_MED18: the concept, the measure, the year. Tables by commune leave out the concept.
NAME = re.compile(r"(?:(?P<concept>DISP|DEC)_)?(?P<measure>[A-Z][A-Z0-9]*?)(?P<year>\d\d)")
# Measures that only disposable income has: benefits and taxes.
DISPOSABLE_ONLY = ("PPSOC", "PIMPOT", "PPAT")


@VARIABLE_SOURCES.register("filosofi")
def read_filosofi(source: Source) -> VariableTable:
    """Read a table of FiLoSoFi.

    Level, concept (disposable or declared income), vintage and decimal sign are found from the file.

    Parameters
    ----------
    source : Source
        CSV with columns such as `DISP_MED18`, `DEC_MED21` or `MED21`. Option: `code`, the column of zones.

    Returns
    -------
    VariableTable
        At level `iris` or `commune`. Rates and shares between 0 and 1; secret cells missing; INSEE's notes
        of caution kept as flags.

    Raises
    ------
    SourceError
        If the columns are not those of FiLoSoFi, or not of the vintage that the recipe says.
    """
    return read_dated_table(
        source, NAME, _keys, habit="column of FiLoSoFi (a measure and a year, such as DISP_MED18 or TP6021)"
    )


def _keys(parts: Mapping[str, re.Match[str]]) -> dict[str, str]:
    """Name columns without their year: `DISP_MED`, and `DISP_` too where the file says no concept."""
    measures = {match["measure"] for match in parts.values()}
    unsaid = "DISP" if measures.intersection(DISPOSABLE_ONLY) else "DEC"
    return {name: f"{match['concept'] or unsaid}_{match['measure']}" for name, match in parts.items()}
