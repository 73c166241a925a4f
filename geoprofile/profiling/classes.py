"""Classes of zones: what a profile counts customers and households by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.words import digits_text, value_text
from geoprofile.zones.profiles import IMPUTED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from geoprofile.profiling.population import Population
    from geoprofile.tables import Variable
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["ZoneClasses", "category_classes", "finest_level", "quantile_classes", "typology_classes"]

CLASS_COUNT = 5
DIGITS = 3


@dataclass(frozen=True)
class ZoneClasses:
    """One way to part zones: by type, by group, by fifths of a variable, by its categories.

    Attributes
    ----------
    dimension : str
        `type`, `group`, or the name of a variable.
    level : str
        Zone level.
    of_zone : Series of text
        Index `zone_id`; code of the zone's class, empty where none.
    names : DataFrame
        Index code; `name_fr`, `name_en`.
    label_fr, label_en : str
        What the dimension is called.
    parents : Series of text, optional
        Index code; the class that holds it in another published dimension (the group of a type).
    """

    dimension: str
    level: str
    of_zone: pd.Series
    names: pd.DataFrame
    label_fr: str
    label_en: str
    parents: pd.Series | None = None


def finest_level(variable: str, dictionary: Iterable[Variable], levels: Sequence[str], columns: Collection[str]) -> str:
    """Give the finest level at which a variable is known both of customers and of the population.

    Parameters
    ----------
    variable : str
        Name in the dictionary of the territory.
    dictionary : iterable of Variable
    levels : sequence of str
        Levels of the territory, finest first.
    columns : collection of str
        Columns of the enriched file: one with the name of a level holds its zone ids.

    Raises
    ------
    UnknownNameError
        If the territory does not have the variable.
    TableError
        If the file has none of the levels that have it.
    """
    lines = list(dictionary)
    having = [name for name in levels if any(v.name == variable and v.zone_level == name for v in lines)]
    if not having:
        raise UnknownNameError("variable", variable, {v.name for v in lines})
    found = next((name for name in having if name in columns), None)
    if found is None:
        raise TableError(
            f"The enriched file has no zone ids of {' or '.join(having)}, where {variable!r} is known: enrich it again."
        )
    return found


def typology_classes(
    typed: pd.DataFrame, names: pd.DataFrame, dimension: Literal["type", "group"], *, level: str
) -> ZoneClasses:
    """Take the types or the groups of a typology.

    Parameters
    ----------
    typed : DataFrame
        `zone_id`, `group`, `type` (text, empty where none), a row a zone.
    names : DataFrame
        Index code (groups and types alike); `name_fr`, `name_en`.
    dimension : {"type", "group"}

    Raises
    ------
    TableError
        If a zone stands twice, or a type in two groups.
    """
    if typed["zone_id"].duplicated().any():
        twice = typed["zone_id"][typed["zone_id"].duplicated()].iloc[0]
        raise TableError(f"Zone {twice!r} stands twice in the table of types: keep one row a zone.")
    of_zone = _texts(pd.Series(typed[dimension].to_numpy(), index=pd.Index(typed["zone_id"]), name=dimension))
    parents = None
    if dimension == "type":
        pairs = typed.loc[typed["type"].fillna("") != "", ["type", "group"]].drop_duplicates()
        if pairs["type"].duplicated().any():
            code = pairs["type"][pairs["type"].duplicated()].iloc[0]
            raise TableError(f"Type {code!r} stands in two groups: each type belongs to one.")
        parents = pairs.set_index("type")["group"].sort_index()
    label = {"type": ("Type", "Type"), "group": ("Groupe", "Group")}[dimension]
    codes = sorted(set(of_zone) - {""})
    told = names.reindex(codes)[["name_fr", "name_en"]].fillna("").astype("str")
    return ZoneClasses(dimension, level, of_zone, told, *label, parents)


def category_classes(variable: Variable, values: pd.Series) -> ZoneClasses:
    """Take the values of a categorical variable as classes.

    Parameters
    ----------
    variable : Variable
    values : Series of text
        Index `zone_id`; missing or empty is no class.
    """
    of_zone = _texts(values)
    codes = sorted(set(of_zone) - {""})
    names = pd.DataFrame({"name_fr": codes, "name_en": codes}, index=pd.Index(codes, dtype="str"), dtype="str")
    return ZoneClasses(variable.name, variable.zone_level, of_zone, names, variable.label_fr, variable.label_en)


def quantile_classes(
    profiles: ZoneProfiles,
    name: str,
    population: Population,
    *,
    count: int = CLASS_COUNT,
    least_trust: float = IMPUTED,
) -> ZoneClasses:
    """Part zones by a numeric variable so that each class holds about as many households of the area.

    Limits are rounded to three digits before a zone is sorted by them, so that a class is what its name
    says; equal values share a class, and fewer classes come out where many are equal.

    Parameters
    ----------
    profiles : ZoneProfiles
    name : str
        One of its variables.
    population : Population
        Of the same level; its households are parted.
    count : int
        Classes wanted: 5 for fifths.
    least_trust : float
        A value trusted less is no value: one lent by the commune says nothing of the zone.

    Raises
    ------
    UnknownNameError
        If the level does not have the variable.
    TableError
        If no zone of the area has a value.
    """
    variable = next((v for v in profiles.variables if v.name == name), None)
    if variable is None:
        raise UnknownNameError(f"variable at level {profiles.level!r}", name, profiles.values.columns)
    column = profiles.values.columns.get_loc(name)
    trusted = profiles.trust[:, column] >= least_trust
    values = profiles.values[name].where(trusted).reindex(population.households.index)
    limits = _limits(values.to_numpy(dtype=float), population.households.to_numpy(dtype=float), count)
    if limits is None:
        raise TableError(f"No household of the area lives in a zone with a value of {name!r}: choose another variable.")
    number = np.searchsorted(limits, values.to_numpy(dtype=float), side="right") + 1
    codes = np.where(values.notna(), number.astype(str), "")
    of_zone = pd.Series(codes, index=values.index, dtype="str")
    names = _class_names(limits, variable)
    return ZoneClasses(name, profiles.level, of_zone, names, variable.label_fr, variable.label_en)


def _limits(values: NDArray[np.float64], households: NDArray[np.float64], count: int) -> NDArray[np.float64] | None:
    """Give inner limits, each the lowest value of the class above it; None where nothing is known."""
    known = np.isfinite(values) & (households > 0)
    if not known.any():
        return None
    order = np.argsort(values[known], kind="stable")
    ordered, share = values[known][order], np.cumsum(households[known][order])
    before = (share - households[known][order]) / share[-1]
    starts = np.searchsorted(before, np.arange(1, count) / count - 1e-12)
    inner = ordered[np.minimum(starts, len(ordered) - 1)]
    rounded = np.array([float(f"{value:.{DIGITS}g}") for value in inner])
    return np.unique(rounded[(rounded > ordered[0]) & (rounded <= ordered[-1])])


def _class_names(limits: NDArray[np.float64], variable: Variable) -> pd.DataFrame:
    """Say between which values each class lies."""
    codes = [str(number + 1) for number in range(len(limits) + 1)]
    names = {
        f"name_{language}": [_between(limits, number, variable, language) for number in range(len(codes))]
        for language in ("fr", "en")
    }
    return pd.DataFrame(names, index=pd.Index(codes, dtype="str"), dtype="str")


def _between(limits: NDArray[np.float64], number: int, variable: Variable, language: str) -> str:
    words = {"fr": ("toutes valeurs", "moins de {}", "{} et plus", "de {} à moins de {}")}
    everything, below, above, between = words.get(language, ("all values", "under {}", "{} and over", "{} to under {}"))
    texts = [value_text(float(limit), variable.unit, language, write=digits_text) for limit in limits]
    if not texts:
        return everything
    if number == 0:
        return below.format(texts[0])
    return above.format(texts[-1]) if number == len(texts) else between.format(texts[number - 1], texts[number])


def _texts(values: pd.Series) -> pd.Series:
    """Give codes as text, empty where missing."""
    return values.where(values.notna(), "").astype("str")
