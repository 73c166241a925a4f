"""INSEE's zonings of communes: urban units, catchment areas of cities, and a simple urban class.

`urban_class` has three values that hold from one zoning to the next:

* 2020 (CATEAAV2020): `urban` the pole of an area (11 central commune, 12 other commune of the main pole,
  13 secondary pole), `periurban` its ring (20), `rural` outside the attraction of cities (30).
* 2010 (CATAEU2010): `urban` a large (111), middle (211) or small (221) pole, `periurban` its ring (112, 212,
  222) or a commune under several large areas (120), `rural` other communes under several areas (300) and
  those outside the influence of poles (400).

Sources: INSEE, "Base des aires d'attraction des villes 2020"; "Zonage en aires urbaines 2010".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoprofile.errors import SourceError
from geoprofile.sources.dictionary import entries_for
from geoprofile.sources.insee_table import find_zone_column
from geoprofile.sources.options import check_options
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, make_variables

if TYPE_CHECKING:
    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["read_urban_zoning"]

# CATEAAV2020: the zoning and the year of its drawing.
NAME = re.compile(r"(?P<zoning>[A-Z]+)(?P<year>\d{4})")


@VARIABLE_SOURCES.register("urban_zoning")
def read_urban_zoning(source: Source) -> VariableTable:
    """Read the table of communes and the zonings they belong to (`table_supracom`).

    Parameters
    ----------
    source : Source
        CSV with `CODGEO` and columns such as `CATEAAV2020`, `TUU2017`. Option: `code`, the column.

    Returns
    -------
    VariableTable
        At level `commune`, categorical variables. The arrondissements of Paris, Lyon and Marseille, which the
        zonings leave out, take the classes of their commune.

    Raises
    ------
    SourceError
        If no zoning is there, one is there in two vintages, or a class is unknown.
    """
    check_options(source, VARIABLE_OPTIONS)
    frame = read_table_file(source)
    code_column, _ = find_zone_column(frame, source)
    columns: dict[str, str] = {}
    for name in map(str, frame.columns):
        match = NAME.fullmatch(name.upper())
        if match and columns.setdefault(match["zoning"], name) != name:
            raise SourceError(
                f"{source.path.name} holds zoning {match['zoning']} twice "
                f"({columns[match['zoning']]}, {name}): keep one of the two columns."
            )
    return make_variables(
        frame,
        columns,
        entries_for("urban_zoning"),
        code_column=code_column,
        zone_level="commune",
        source=source,
    )
