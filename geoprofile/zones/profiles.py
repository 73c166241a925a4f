"""Zone profiles: what open data says of every zone of a level, with how far each value can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TerritoryError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory, ZoneLevel

__all__ = ["FROM_COARSER", "IMPUTED", "ZoneProfiles", "rare_shares", "usual_level", "zone_profiles"]

# What counts households, best first; people stand in where no source counts households.
HOUSEHOLDS = ("households", "tax_households", "households_complementary", "persons_in_households", "population")
# What tells how many households a zone has that they are not counted in: those it counts, or people.
STAND_INS = (*HOUSEHOLDS, "population_15_plus", "population_15_64")
# How far a value is trusted that the publisher imputed, and one that is taken from a coarser zone.
IMPUTED, FROM_COARSER = 0.5, 0.25
# A share under this is of a handful of people in a small area.
RARE = 0.005
# A flag of the publisher: a value other than these says that the zone's figures are estimates.
IMPUTED_FLAG = "cell_imputed_flag"


@dataclass(frozen=True)
class ZoneProfiles:
    """Every zone of one level with its variables.

    Attributes
    ----------
    level : str
        Zone level (`iris`).
    zones : DataFrame of z rows
        `zone_id`, `zone_name`, `parent_id`, `area_km2` (NaN where the territory has no outlines), by zone_id.
    households : array of shape (z,)
        Households of each zone. Where they are not counted but people are (a commune that is not cut into IRIS), they
        are estimated by the households of the territory per person; 0 where nothing is known.
    counted_by : Variable
        What counts them (`households`, else the nearest thing that the territory has).
    values : DataFrame of shape (z, v)
        Index `zone_id`; one column a variable of `variables`, float, NaN where nothing is known.
    trust : array of shape (z, v)
        1 for a value measured in the zone, `IMPUTED` for an estimate of its publisher, `FROM_COARSER` for that
        of the commune around it, 0 where there is none.
    variables : tuple of v Variables
        Shares, rates, means and densities, in the order of the dictionary.
    """

    level: str
    zones: pd.DataFrame
    households: NDArray[np.float64]
    counted_by: Variable
    values: pd.DataFrame
    trust: NDArray[np.float64]
    variables: tuple[Variable, ...]

    @property
    def source_lines(self) -> tuple[str, ...]:
        """Give one line a source of the figures: who published it, when, under which licence."""
        used = (*self.variables, self.counted_by)
        return tuple(sorted({", ".join(filter(None, (v.source, v.vintage, v.licence))) for v in used if v.source}))

    def without(self, names: Collection[str]) -> ZoneProfiles:
        """Leave some variables out."""
        kept = [j for j, variable in enumerate(self.variables) if variable.name not in names]
        return replace(
            self,
            values=self.values.iloc[:, kept],
            trust=self.trust[:, kept],
            variables=tuple(self.variables[j] for j in kept),
        )


def usual_level(territory: Territory) -> str:
    """Give the level that typologies are built on: the country's small census areas, else the finest with variables."""
    described = [name for name, level in territory.described_levels.items() if level.variables.shape[1]]
    if not described:
        raise TerritoryError(f"The territory {territory.name!r} has no variables by zone: add sources to its recipe.")
    small = [name for name in described if name not in {"grid_200m", "commune"}]
    return (small or described)[0]


def zone_profiles(territory: Territory, level: str | None = None) -> ZoneProfiles:
    """Bring together what a territory says of the zones of one level.

    A value that is missing is taken from the zone's commune where that has it, and trusted less.

    Parameters
    ----------
    level : str, optional
        By default the country's small census areas.

    Raises
    ------
    UnknownNameError
        For a level that the territory does not have.
    TerritoryError
        If no source counts the households or people of the level's zones.
    """
    name = level or usual_level(territory)
    if name not in territory.described_levels:
        raise UnknownNameError("zone level", name, territory.described_levels)
    zones = territory.described_levels[name]
    counted_by = _counted_by(territory, name)
    numbers = [
        variable for variable in territory.dictionary if variable.zone_level == name and variable.kind == "intensive"
    ]
    own = zones.variables[[variable.name for variable in numbers]].astype(float)
    values, trust = _with_coarser(own, zones.table, territory, _trust_of(own, zones))
    return ZoneProfiles(name, zones.table, _households(zones, counted_by), counted_by, values, trust, tuple(numbers))


def _households(zones: ZoneLevel, counted_by: Variable) -> NDArray[np.float64]:
    """Count the households of each zone; where they are missing, estimate them from what else is counted there."""
    households = zones.variables[counted_by.name].to_numpy(dtype=float, na_value=np.nan, copy=True)
    for name in STAND_INS:
        if name not in zones.variables or name == counted_by.name:
            continue
        others = zones.variables[name].to_numpy(dtype=float, na_value=np.nan)
        both = np.isfinite(households) & np.isfinite(others)
        if np.isnan(households).any() and others[both].sum() > 0:
            ratio = households[both].sum() / others[both].sum()
            households = np.where(np.isnan(households), others * ratio, households)
    return np.asarray(np.maximum(np.nan_to_num(households), 0))


def rare_shares(profiles: ZoneProfiles) -> tuple[Variable, ...]:
    """Give the shares that stand for so few people that their differences between zones are chance."""
    weights = profiles.households[:, None] * profiles.trust
    total = np.maximum(weights.sum(axis=0), np.finfo(float).tiny)
    means = (np.nan_to_num(profiles.values.to_numpy()) * weights).sum(axis=0) / total
    return tuple(
        variable
        for variable, mean in zip(profiles.variables, means, strict=True)
        if variable.unit in {"share", "rate"} and abs(mean) < RARE
    )


def _counted_by(territory: Territory, level: str) -> Variable:
    """Say which variable of a level counts households."""
    counts = {v.name: v for v in territory.dictionary if v.zone_level == level and v.kind == "extensive"}
    found = next((counts[name] for name in HOUSEHOLDS if name in counts), None)
    if found is None:
        raise TerritoryError(
            f"The territory {territory.name!r} counts neither households nor people by {level}: add a census source."
        )
    return found


def _trust_of(values: pd.DataFrame, zones: ZoneLevel) -> NDArray[np.float64]:
    """Trust what is measured, half trust what the publisher imputed."""
    trust = values.notna().to_numpy(dtype=float, copy=True)
    if IMPUTED_FLAG in zones.variables:
        flags = zones.variables[IMPUTED_FLAG].astype("str").to_numpy(dtype=object)
        trust[np.isin(flags, ["1", "1.0"])] *= IMPUTED
    return trust


def _with_coarser(
    values: pd.DataFrame, table: pd.DataFrame, territory: Territory, trust: NDArray[np.float64]
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Fill what is missing with the commune's value."""
    commune = territory.described_levels.get("commune")
    if commune is None or not table["parent_id"].isin(commune.table["zone_id"]).any():
        return values, trust
    row = commune.table.set_index("zone_id").index.get_indexer(pd.Index(table["parent_id"]))
    filled = values.copy()
    for j, name in enumerate(values.columns):
        if name in commune.variables:
            theirs = commune.variables[name].to_numpy(dtype=float, na_value=np.nan)
            coarser = np.where(row >= 0, theirs[row], np.nan)
            lent = values[name].isna().to_numpy() & ~np.isnan(coarser)
            filled[name] = np.where(lent, coarser, values[name])
            trust[lent, j] = FROM_COARSER
    return filled, trust
