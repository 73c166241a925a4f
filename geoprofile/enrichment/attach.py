"""Attaching the variables of zones to rows that lie in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import RecipeError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory
    from geoprofile.zones.locate import ZonePositions

__all__ = ["Attached", "attach_variables", "plan_variables"]


@dataclass(frozen=True)
class Attached:
    """One variable to attach.

    Attributes
    ----------
    column : str
        Name in the output.
    variable : Variable
        As the dictionary of the territory has it, at the level it is taken from.
    fallback : str
        The coarser level that fills what is missing, empty for none.
    """

    column: str
    variable: Variable
    fallback: str = ""


def plan_variables(
    territory: Territory, *, variables: str | Sequence[str] | None = None, fallback: str | None = None
) -> tuple[Attached, ...]:
    """Decide which variable is taken from which level.

    Parameters
    ----------
    variables : str or sequence of str, optional
        Names (`income_median_eur`), or name and level (`income_median_eur@commune`); all by default. A plain
        name is taken from the finest level that has it.
    fallback : str, optional
        A level (`commune`) whose value stands in where the finer zone's is missing: rates, averages and
        classes only, a count of the commune is not one of its zone.

    Raises
    ------
    UnknownNameError
        For a variable or level that the territory does not have.
    """
    finest: dict[str, Variable] = {}
    by_level = {}
    for variable in territory.dictionary:
        if variable.zone_level not in territory.levels:
            continue  # a table without zones: nothing lies in it
        finest.setdefault(variable.name, variable)
        by_level[f"{variable.name}@{variable.zone_level}"] = variable
    if fallback is not None and fallback not in territory.levels:
        raise UnknownNameError("zone level", fallback, territory.levels)
    plan = []
    wanted = [variables] if isinstance(variables, str) else variables
    for name in dict.fromkeys(finest if wanted is None else wanted):
        found = finest.get(name) or by_level.get(name)
        if found is None:
            raise UnknownNameError("variable", name, finest)
        can_stand_in = found.kind in {"intensive", "categorical"}
        coarser = fallback if fallback and can_stand_in and f"{found.name}@{fallback}" in by_level else ""
        if "@" in name and coarser:
            raise RecipeError(f"{name!r} names its level, so that nothing can stand in for it: leave out the fallback.")
        column = name.replace("@", "_")
        plan.append(Attached(column, found, coarser if coarser != found.zone_level else ""))
    return tuple(plan)


def attach_variables(zones: ZonePositions, territory: Territory, plan: Sequence[Attached]) -> pd.DataFrame:
    """Give each row the values of its zones.

    Returns
    -------
    DataFrame
        One column a variable (float64, or text for a class; missing stays missing), and behind each that
        has a fallback `<variable>_level`: the level its value comes from, empty where there is none.
    """
    columns: dict[str, object] = {}
    for item in plan:
        name, level = item.variable.name, item.variable.zone_level
        values = _values(zones, territory, level, name)
        if item.fallback:
            measured = ~pd.isna(values)
            coarser = _values(zones, territory, item.fallback, name)
            filled = ~measured & ~pd.isna(coarser)
            values = np.where(measured, values, coarser)
            source = np.select([measured, filled], [level, item.fallback], "")
            columns |= {
                item.column: _typed(values),
                f"{item.column}_level": pd.array(source.astype(object), dtype="str"),
            }
        else:
            columns[item.column] = _typed(values)
    return pd.DataFrame(columns)


def _values(zones: ZonePositions, territory: Territory, level: str, name: str) -> NDArray[np.generic]:
    """Take one variable at the rows' zones of one level."""
    column = territory.levels[level].variables[name].array
    return np.asarray(column.take(zones.position[level], allow_fill=True))


def _typed(values: NDArray[np.generic]) -> object:
    """Give text as text, empty where missing, and numbers as they are."""
    if values.dtype.kind == "f":
        return values
    return pd.array(np.where(pd.isna(values), "", values), dtype="str")
