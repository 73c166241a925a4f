"""Legal population of communes, from INSEE's official geographic code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.sources.dictionary import entries_for
from geoprofile.sources.insee_table import find_zone_column
from geoprofile.sources.options import check_options
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, make_variables

if TYPE_CHECKING:
    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["read_commune_population"]


@VARIABLE_SOURCES.register("commune_population")
def read_commune_population(source: Source) -> VariableTable:
    """Read the legal population of communes.

    Parameters
    ----------
    source : Source
        CSV with `CODGEO` and `PMUN` or `POP`. Option: `code`, the column of communes.

    Returns
    -------
    VariableTable
        At level `commune`. A count is never shared out: a file that has Paris as a whole says nothing of its
        arrondissements.

    Raises
    ------
    SourceError
        If the population isn't there.
    """
    check_options(source, VARIABLE_OPTIONS)
    frame = read_table_file(source)
    code_column, _ = find_zone_column(frame, source)
    return make_variables(
        frame,
        {str(name).upper(): str(name) for name in frame.columns},
        entries_for("commune_population"),
        code_column=code_column,
        zone_level="commune",
        source=source,
    )
