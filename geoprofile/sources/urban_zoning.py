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

import pandas as pd

from geoprofile.countries.arrondissements import ARRONDISSEMENTS
from geoprofile.errors import SourceError
from geoprofile.sources.dictionary import entries_for
from geoprofile.sources.insee_table import find_zone_column
from geoprofile.sources.options import check_options
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, make_variables
from geoprofile.tables import VariableTable

if TYPE_CHECKING:
    from geoprofile.sources.source import Source

__all__ = ["read_urban_zoning", "serve_arrondissements"]

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
    table = make_variables(
        frame,
        columns,
        entries_for("urban_zoning"),
        code_column=code_column,
        zone_level="commune",
        source=source,
    )
    return serve_arrondissements(table)


def serve_arrondissements(table: VariableTable) -> VariableTable:
    """Give arrondissements that a table by commune leaves out the values of their commune.

    Counts (extensive variables) are not copied: they stay missing.

    Returns
    -------
    VariableTable
        The same rows, then one row for each arrondissement that was missing and whose commune is there.
    """
    values = table.values
    absent = [code for code, commune in ARRONDISSEMENTS.items() if code not in values.index and commune in values.index]
    copied = values.loc[[ARRONDISSEMENTS[code] for code in absent]].set_axis(
        pd.Index(absent, dtype="str", name=values.index.name), axis=0
    )
    counts = [variable.name for variable in table.variables if variable.kind == "extensive"]
    copied[counts] = float("nan")
    return VariableTable(table.zone_level, pd.concat([values, copied]), table.variables)
