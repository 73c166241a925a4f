"""INSEE's FiLoSoFi: income by IRIS and by commune, disposable and declared, of any vintage."""

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
    check_options(source, VARIABLE_OPTIONS)
    frame = read_table_file(source)
    code_column, zone_level = find_zone_column(frame, source)
    columns, vintage = _columns(frame, source)
    return make_variables(
        frame,
        columns,
        entries_for("filosofi"),
        code_column=code_column,
        zone_level=zone_level,
        source=source,
        vintage=vintage,
    )


def _columns(frame: pd.DataFrame, source: Source) -> tuple[dict[str, str], str]:
    """Name columns without their year (`DISP_MED`, and `DISP_` too where the file says no concept)."""
    parts = {str(name): match for name in frame.columns if (match := NAME.fullmatch(str(name).upper()))}
    measures = {match["measure"] for match in parts.values()}
    unsaid = "DISP" if measures.intersection(DISPOSABLE_ONLY) else "DEC"
    keys = {name: f"{match['concept'] or unsaid}_{match['measure']}" for name, match in parts.items()}
    known = {name: key for name, key in keys.items() if key in known_columns("filosofi")}
    if not known:
        raise SourceError(
            f"{source.path.name} has no column of FiLoSoFi (a measure and a year, such as DISP_MED18 or "
            f"TP6021): it has {', '.join(map(str, frame.columns[:12]))}. Check the kind of this source."
        )
    vintage = choose_vintage({parts[name]["year"] for name in known}, source)
    return {key: name for name, key in known.items() if parts[name]["year"] == vintage[-2:]}, vintage
