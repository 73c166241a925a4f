"""Statbel's fiscal income by statistical sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.errors import SourceError
from geoprofile.sources.codes import find_column, match_column, plain_text
from geoprofile.sources.dictionary import entries_for
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.statistical_sectors import SECTOR_CODE_HABITS
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, make_variables, recipe_years

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["read_statbel_income"]

YEAR_HABITS = ("CD_YEAR", "year")


@VARIABLE_SOURCES.register("statbel_income")
def read_statbel_income(source: Source) -> VariableTable:
    """Read net taxable income by statistical sector.

    Parameters
    ----------
    source : Source
        Delimited text with Statbel's columns in any case (`MS_MEDIAN_NET_TAXABLE_INC`...). A file of several
        years needs one of them in the recipe's vintage. Option: `code`, the column of sectors.

    Returns
    -------
    VariableTable
        At level `statistical_sector`; `NA` and `C` missing.

    Raises
    ------
    SourceError
        If the columns are not there, or the year of the recipe is not.
    """
    check_options(source, VARIABLE_OPTIONS)
    frame = _one_year(read_table_file(source), source)
    code_column = find_column(
        frame.columns, SECTOR_CODE_HABITS, source=source, option="code", chosen=text_option(source, "code")
    )
    return make_variables(
        frame,
        {str(name).upper(): str(name) for name in frame.columns},
        entries_for("statbel_income"),
        code_column=code_column,
        zone_level="statistical_sector",
        source=source,
    )


def _one_year(frame: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Keep the rows of the year that the recipe says, where the file has a column of years."""
    column = match_column(frame.columns, YEAR_HABITS)
    if not column:
        return frame
    years = plain_text(frame[column])
    held, said = sorted(set(years)), recipe_years(source)
    wanted = [year for year in held if year in said]
    if len(wanted) == 1 or (not said and len(held) == 1):
        kept: pd.DataFrame = frame.loc[years == (wanted or held)[0]]
        return kept
    raise SourceError(
        f"{source.path.name} holds the years {', '.join(held)}, the recipe says vintage {source.vintage!r}: "
        "write one of these years there."
    )
