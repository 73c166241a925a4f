"""Legal population and official names of communes, from INSEE's official geographic code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.sources.codes import match_column, plain_text, zone_codes
from geoprofile.sources.commune_spelling import spell_commune
from geoprofile.sources.dictionary import entries_for
from geoprofile.sources.insee_table import find_zone_column
from geoprofile.sources.options import check_options
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, make_variables

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["official_names", "read_commune_population"]

NAME_HABITS = ("LIBGEO", "LIBELLE", "NCCENR", "nom_commune")


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


def official_names(source: Source) -> pd.Series:
    """Read how INSEE spells the communes of a file of legal population.

    Parameters
    ----------
    source : Source
        As for `read_commune_population`.

    Returns
    -------
    Series of str
        Names by commune code; empty where the file names none.

    Raises
    ------
    SourceError
        If the codes are not those of communes.
    """
    frame = read_table_file(source)
    code_column, _ = find_zone_column(frame, source)
    name_column = match_column(frame.columns, NAME_HABITS)
    codes = zone_codes(frame[code_column], zone_level="commune", source=source)
    names = plain_text(frame[name_column]) if name_column else codes.where(codes == "", "")
    # A spreadsheet took the commune of Faux for the word false, and wrote it in capitals.
    official = names.map(spell_commune).set_axis(codes)
    known: pd.Series = official[(official != "") & ~official.index.duplicated()]
    return known
