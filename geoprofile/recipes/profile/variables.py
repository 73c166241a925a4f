"""The variables of a territory as customers divide them: one profile a variable, and those that mark them most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.profiling.classes import category_classes, finest_level, quantile_classes
from geoprofile.profiling.profile import FALSE_DISCOVERY_RATE, Profile, profile_classes
from geoprofile.recipes.profile.words import CATEGORY_NAMES
from geoprofile.significance import false_discovery_rates
from geoprofile.typology.vocabulary import THEMES, words_for
from geoprofile.zones.profiles import IMPUTED, ZoneProfiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geoprofile.profiling.classes import ZoneClasses
    from geoprofile.profiling.customers import Customers
    from geoprofile.profiling.population import Population
    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory

__all__ = ["OTHER_THEME", "Side", "VariableProfile", "marked_variables", "profile_variables"]

OTHER_THEME = "other"
# A categorical variable of more classes (codes of towns) is a list, not a profile.
MOST_CATEGORIES = 30


@dataclass(frozen=True)
class Side:
    """Both sides of a comparison at one level."""

    profiles: ZoneProfiles
    population: Population
    customers: Customers


@dataclass(frozen=True)
class VariableProfile:
    """The profile by the classes of one variable.

    Attributes
    ----------
    variable : Variable
    theme : str
        One of `typology.vocabulary.THEMES`, or `OTHER_THEME`.
    profile : Profile
    telling : float
        How much it tells a reader, 0 to 1 (`typology.vocabulary`).
    is_parted : bool
        Whether its classes are fifths of a number; otherwise they are categories.
    """

    variable: Variable
    theme: str
    profile: Profile
    telling: float
    is_parted: bool


def profile_variables(
    territory: Territory, sides: Mapping[str, Side]
) -> tuple[tuple[VariableProfile, ...], dict[str, tuple[str, ...]]]:
    """Profile every variable at its finest level, and name those left out, by reason."""
    made: list[VariableProfile] = []
    left_out: dict[str, tuple[str, ...]] = {}
    for variable in _variables(territory, sides):
        words = words_for(variable)
        if words is None:
            left_out["sensitive"] = (*left_out.get("sensitive", ()), variable.name)
            continue
        side = sides[variable.zone_level]
        classes = _classes(variable, territory, side)
        count = 0 if classes is None else _class_count(classes, side)
        if classes is None or count < 2 or count > MOST_CATEGORIES:  # noqa: PLR2004  two classes can be compared
            reason = "many_classes" if count > MOST_CATEGORIES else "one_class"
            left_out[reason] = (*left_out.get(reason, ()), variable.name)
            continue
        theme = words.theme if words.theme in THEMES else OTHER_THEME
        profile = profile_classes(classes, side.customers, side.population)
        telling = max(words.telling_high, words.telling_low)
        made.append(VariableProfile(variable, theme, profile, telling, variable.kind == "intensive"))
    return tuple(made), left_out


def _variables(territory: Territory, sides: Mapping[str, Side]) -> Iterator[Variable]:
    """Give each variable that can be profiled once, at the finest of the levels."""
    lines = [v for v in territory.dictionary if v.zone_level in sides and v.kind in {"intensive", "categorical"}]
    levels = list(territory.described_levels)
    for variable in lines:
        if variable.zone_level == finest_level(variable.name, lines, levels, sides):
            yield variable


def _classes(variable: Variable, territory: Territory, side: Side) -> ZoneClasses | None:
    """Part the zones by a variable; None where no household of the area lives in a zone with a value."""
    values = territory.described_levels[variable.zone_level].variables[variable.name]
    if variable.kind == "categorical":
        classes = category_classes(variable, values)
        told = [CATEGORY_NAMES.get(str(code), (str(code), str(code))) for code in classes.names.index]
        names = pd.DataFrame(told, classes.names.index, ["name_fr", "name_en"], dtype="str")
        return replace(classes, names=names)
    profiles, households = side.profiles, side.population.households
    trusted = profiles.trust[:, profiles.values.columns.get_loc(variable.name)] >= IMPUTED
    known = profiles.values[variable.name].where(trusted).reindex(households.index).notna()
    if not (known & (households > 0)).any():
        return None
    return quantile_classes(profiles, variable.name, side.population)


def _class_count(classes: ZoneClasses, side: Side) -> int:
    """Count the classes that have households in the area."""
    households = side.population.households
    found = classes.of_zone.reindex(households.index[households > 0]).fillna("")
    return int(found[found != ""].nunique())


def marked_variables(
    tables: Mapping[str, pd.DataFrame], *, share: str = "share", base: str = "base_share", count: str = "customers"
) -> pd.DataFrame:
    """Choose the variables in which two sides differ, the greatest distance first.

    A variable is tested as a whole by Simes (Biometrika 73 (1986) 751-754), whose p value is the least q value
    of its classes; then false discoveries are held to 5 % over the variables (Benjamini and Bogomolov, JRSS B
    76 (2014) 297-318).

    Parameters
    ----------
    tables : mapping of variable to DataFrame
        A row a class: `Profile.table`, or `BestCustomers.table`.
    share, base, count : str
        Columns of the two shares that are compared, and of a count that is shown.

    Returns
    -------
    DataFrame
        `variable`; `distance` (0-1, half the sum of |share - base|, unpublished classes as one); `q_value` (over
        the variables); of the most marked class `code`, `name_fr`, `name_en`, count, shares, `index`,
        `index_low`, `index_high`.
    """
    least = np.array([table["q_value"].min() for table in tables.values()], dtype=float)
    rows = [
        {"variable": name, "distance": _distance(table, share, base), "q_value": q_value, **row}
        for (name, table), q_value in zip(tables.items(), false_discovery_rates(least), strict=True)
        if q_value <= FALSE_DISCOVERY_RATE and (row := _most_marked_class(table, share, base))
    ]
    shown = ["code", "name_fr", "name_en", count, share, base, "index", "index_low", "index_high"]
    table = pd.DataFrame(rows, columns=["variable", "distance", "q_value", *shown])
    rounded = table["distance"].astype(float).round(9)
    ordered = table.assign(distance=rounded).sort_values(["distance", "variable"], ascending=[False, True])
    return ordered.reset_index(drop=True)


def _distance(table: pd.DataFrame, share: str, base: str) -> float:
    """Give half the sum of |share - base|, all classes that are not published counted as one."""
    shown = table[~table["suppressed"]]
    gaps = (shown[share] - shown[base]).to_numpy(dtype=float)
    return float((np.abs(gaps).sum() + abs(gaps.sum())) / 2)


def _most_marked_class(table: pd.DataFrame, share: str, base: str) -> dict[str, object]:
    """Give the significant class with the greatest surplus, or the greatest deficit where none has a surplus."""
    firm = table[table["significant"]]
    if firm.empty:
        return {}
    gap = firm[share] - firm[base]
    chosen = int(gap.argmax() if (gap > 0).any() else gap.argmin())
    return {str(key): value for key, value in firm.iloc[chosen].items()}
