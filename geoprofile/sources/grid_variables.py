"""What INSEE counts in the cells of its 200 m grid (FiLoSoFi)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.sources.codes import find_column
from geoprofile.sources.dictionary import entries_for
from geoprofile.sources.grid import CELL_ID_HABITS, cell_ids
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.polygons import read_polygons
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, make_variables

if TYPE_CHECKING:
    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["read_grid_200m_variables"]

TABLE_SUFFIXES = (".csv", ".txt", ".gz")
ID_COLUMN = "zone_id"


@VARIABLE_SOURCES.register("grid_200m_variables")
def read_grid_200m_variables(source: Source) -> VariableTable:
    """Read the counts of the 200 m cells, as shares and means.

    Parameters
    ----------
    source : Source
        The file of the cells (as for `grid_200m`), or INSEE's CSV with their ids. Options: `code`, `layer`,
        `crs`, `repair`.

    Returns
    -------
    VariableTable
        At level `grid_200m`. Cells whose values INSEE imputed bear a flag.

    Raises
    ------
    SourceError
        If the cells cannot be told, or the counts are not there.
    """
    check_options(source, [*VARIABLE_OPTIONS, "layer", "crs", "repair"])
    frame = _read(source)
    columns = {str(name).upper(): str(name) for name in frame.columns}
    return make_variables(
        frame,
        columns,
        entries_for("grid_200m_variables"),
        code_column=ID_COLUMN,
        zone_level="grid_200m",
        source=source,
    )


def _read(source: Source) -> pd.DataFrame:
    """Read the table with its ids in the column `zone_id`."""
    if source.path.suffix not in TABLE_SUFFIXES:
        cells = read_polygons(source)
        return pd.DataFrame(cells.drop(columns="geometry")).assign(**{ID_COLUMN: cell_ids(cells, source)})
    frame = read_table_file(source)
    column = find_column(
        frame.columns, CELL_ID_HABITS, source=source, option="code", chosen=text_option(source, "code")
    )
    return frame.rename(columns={column: ID_COLUMN})
