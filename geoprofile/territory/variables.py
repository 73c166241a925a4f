"""Bringing the variable tables of a recipe together, one table a level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.errors import RecipeError
from geoprofile.tables import Variable, VariableTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

    from geoprofile.countries.country import Country

__all__ = ["join_variables"]

# The variables that a density can be made from, best first.
POPULATION = ("population", "population_legal")
# Digits behind the point that are kept: a gram of a share, a hundredth of a cent.
DIGITS = 6
DENSITY = Variable(
    name="density_per_km2",
    label_fr="Densité de population (habitants par km²)",
    label_en="Population density (people per km2)",
    unit="per_km2",
    kind="intensive",
    denominator="area_km2",
)


def join_variables(
    level: str, tables: Sequence[VariableTable], zones: pd.DataFrame | None, country: Country
) -> VariableTable:
    """Join all tables of one level on its zones, and add the density where population is known.

    A variable that has no value for any of the zones is left out.

    A table that is not keyed by arrondissement gives each arrondissement the rates and classes of its
    city; counts are never copied.

    Parameters
    ----------
    zones : DataFrame, optional
        Zones of the level, which decide the rows and their order; without it the rows are all codes of
        the tables, sorted.

    Raises
    ------
    RecipeError
        If two sources give the same variable.
    """
    mine = [table for table in tables if table.zone_level == level]
    codes = sorted({code for table in mine for code in table.values.index}) if zones is None else list(zones["zone_id"])
    index = pd.Index(codes, name="zone_id", dtype="str")
    columns: dict[str, ExtensionArray | NDArray[np.float64]] = {}
    variables: list[Variable] = []
    cities = pd.Index([country.whole_city(code) for code in index])
    for table in mine:
        own, of_city = table.values.index.get_indexer(index), table.values.index.get_indexer(cities)
        for variable in table.variables:
            if variable.name in columns:
                raise RecipeError(
                    f"Two sources of the recipe give {variable.name!r} at level {level!r} "
                    f'({variable.source} {variable.vintage}): write leave_out = ["{variable.name}"] beside one of them.'
                )
            row = own if variable.kind == "extensive" else np.where(own >= 0, own, of_city)
            values = table.values[variable.name].array.take(row, allow_fill=True)
            columns[variable.name] = _rounded(values)
            variables.append(replace(variable, zone_level=level))
    empty = [name for name, values in columns.items() if pd.isna(values).all()]
    columns = {name: values for name, values in columns.items() if name not in empty}
    variables = [variable for variable in variables if variable.name not in empty]
    population = next((name for name in POPULATION if name in columns), None)
    if population and zones is not None:
        of = variables[[v.name for v in variables].index(population)]
        columns[DENSITY.name] = _rounded(np.asarray(columns[population]) / zones["area_km2"].to_numpy())
        variables.append(replace(DENSITY, zone_level=level, source=of.source, vintage=of.vintage, licence=of.licence))
    return VariableTable(level, pd.DataFrame(columns, index=index), tuple(variables))


def _rounded(values: Any) -> Any:
    """Round numbers to `DIGITS`: shares of a percentage given with one digit are no longer than that."""
    return values.round(DIGITS) if getattr(values, "dtype", None) == "float64" else values
