"""The customer profile: whom customers resemble, by type, group and every variable of a territory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError, TableError
from geoprofile.profiling.best_customers import BestCustomers, best_customers, can_compare_best
from geoprofile.profiling.classes import typology_classes
from geoprofile.profiling.customers import read_customers
from geoprofile.profiling.gains import Gains, gains_curve
from geoprofile.profiling.population import population_of
from geoprofile.profiling.profile import Profile, profile_classes
from geoprofile.recipes.area import Area, zones_within
from geoprofile.recipes.enriched import Enriched, find_zones
from geoprofile.recipes.profile.variables import Side, VariableProfile, marked_variables, profile_variables
from geoprofile.significance import effective_size
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.zones.profiles import HOUSEHOLDS, usual_level, zone_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geoprofile.profiling.classes import ZoneClasses
    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory

__all__ = ["CustomerProfile", "Reach", "profile_customers"]


@dataclass(frozen=True)
class Reach:
    """Who could be compared at all, at the level of the typology.

    Attributes
    ----------
    level : str
    rows, located, inside : int
        Customers of the file; those with a zone; those compared: in a zone of the area, with a weight and, where
        there is a typology, a type.
    effective_size : float
        Customers inside, or when weighted as many as say the same with equal weights.
    households : float
        Those of the area.
    counted_by : Variable
        What counts them.
    """

    level: str
    rows: int
    located: int
    inside: int
    effective_size: float
    households: float
    counted_by: Variable


@dataclass(frozen=True)
class CustomerProfile:
    """Customers against the population of an area.

    Attributes
    ----------
    territory : Territory
    name : str
        What the customers were read from.
    reach : Reach
    area : Area or None
        None for the whole territory.
    groups, types : Profile or None
        None without a typology.
    variables : tuple of VariableProfile
        In the order of the dictionary.
    marked : DataFrame
        The variables whose customers differ, the greatest distance first, as `marked_variables` gives them.
    gains : Gains or None
        Of the types, else of the most marked variable; None where too few are compared.
    gains_of : Profile or None
        What the curve ranks.
    best : mapping of dimension (`group`, `type`, a variable) to BestCustomers
        Empty where customers are not weighted or all weigh the same, and where the best or the others are fewer
        than 11 or one of them makes nearly all of their value.
    best_marked : DataFrame
        The variables in which the best customers differ from the others.
    weighted_by : str
    zone_columns : mapping of level to column
    left_out : mapping of reason to tuple of names
        Variables (`one_class`, `sensitive`, `many_classes`) and levels (`no_population`, `no_area`) left out.
    notes : tuple of str
        Sentences on how the file was read.
    """

    territory: Territory
    name: str
    reach: Reach
    area: Area | None
    groups: Profile | None
    types: Profile | None
    variables: tuple[VariableProfile, ...]
    marked: pd.DataFrame
    gains: Gains | None
    gains_of: Profile | None
    best: Mapping[str, BestCustomers]
    best_marked: pd.DataFrame
    weighted_by: str
    zone_columns: Mapping[str, str]
    left_out: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Give one line a source of the territory: publisher, vintage, licence."""
        told = self.territory.package.get("sources")
        lines = [
            ", ".join(part for key in ("publisher", "vintage", "licence") if (part := str(source.get(key, ""))))
            for source in (told if isinstance(told, list) else [])
        ]
        return tuple(dict.fromkeys(line for line in lines if line))

    @property
    def is_publishable(self) -> bool:
        """Tell whether enough customers are compared for any figure to be published."""
        return self.reach.inside >= SMALLEST_CELL


def profile_customers(
    enriched: Enriched | pd.DataFrame,
    territory: Territory,
    *,
    typed: pd.DataFrame | None = None,
    names: pd.DataFrame | None = None,
    typed_level: str | None = None,
    level: str | None = None,
    weight: str | None = None,
    area: Area | None = None,
) -> CustomerProfile:
    """Compare customers to the population of an area, by types, groups and every variable.

    Each variable is taken at the finest level that the file has zones of, numbers in fifths of the households,
    and small cells are not published. Variables on origin, religion, health or opinion are not profiled.

    Parameters
    ----------
    enriched : Enriched or DataFrame
        Customers with their zones, a row a customer.
    territory : Territory
        The one that they were enriched with.
    typed, names : DataFrame, optional
        A typology: `zone_id`, `group`, `type`, a row a zone; index code, `name_fr`, `name_en`.
    typed_level : str, optional
        Level of its zones; by default the country's small census areas.
    level : str, optional
        Take variables from this level alone.
    weight : str, optional
        Column of what each customer weighs (turnover).
    area : Area, optional
        By default the whole territory.

    Raises
    ------
    AddressFileError
        If the file has no zones of a level that is needed, or a weight is not a number.
    TableError
        If the area holds no household, or a table of types is wrong.
    """
    read = enriched if isinstance(enriched, Enriched) else find_zones(enriched, territory)
    if (typed is None) != (names is None):
        raise TableError("A typology is a table of typed zones and one of names: give both.")
    _check_level(read, territory, level)
    of_types = None if typed is None else typed_level or usual_level(territory)
    main = _main_level(read, territory, level, of_types)
    sides, skipped = _sides(read, territory, weight, area, main)
    groups = types = None
    if typed is not None and names is not None:
        parted = [typology_classes(typed, names, dimension, level=main) for dimension in ("group", "type")]
        groups, types = (_profiled(classes, sides[main]) for classes in parted)
    wanted = {name: side for name, side in sides.items() if level in {None, name}}
    variables, left_out = profile_variables(territory, wanted)
    marked = marked_variables({own.variable.name: own.profile.table for own in variables})
    gains_of = types or _most_marked(variables, marked)
    best = _best(groups, types, variables)
    told_apart = {own.variable.name: best[own.variable.name].table for own in variables if own.variable.name in best}
    return CustomerProfile(
        territory,
        read.name,
        _reach(main, sides[main], groups),
        area,
        groups,
        types,
        variables,
        marked,
        gains_curve(gains_of) if gains_of and gains_of.account.profiled >= SMALLEST_CELL else None,
        gains_of,
        best,
        marked_variables(told_apart, share="best_share", base="other_share", count="best_customers"),
        weight or "",
        read.zone_columns,
        left_out | skipped,
        read.notes,
    )


def _check_level(read: Enriched, territory: Territory, level: str | None) -> None:
    """Refuse a level that the territory or the file does not have."""
    if level is None:
        return
    zone_profiles(territory, level)  # names the levels that there are
    if level not in read.zone_columns:
        raise AddressFileError(
            f"{read.name} has no zones of level {level!r} of the territory {territory.name!r}: choose from "
            f"{', '.join(read.zone_columns)}, or run 'geoprofile enrich' again."
        )


def _main_level(read: Enriched, territory: Territory, level: str | None, typed_level: str | None) -> str:
    """Say at which level customers are counted in all: that of the typology, else the small census areas."""
    main = typed_level or level or usual_level(territory)
    if main in read.zone_columns:
        return main
    if typed_level:
        raise AddressFileError(
            f"{read.name} has no zones of level {typed_level!r}, which the typology is of: run 'geoprofile enrich' "
            "again with a territory that has them."
        )
    return next(iter(read.zone_columns))


def _sides(
    read: Enriched, territory: Territory, weight: str | None, area: Area | None, main: str
) -> tuple[dict[str, Side], dict[str, tuple[str, ...]]]:
    """Lay out customers and population at every level that has both; name the levels left out, by reason."""
    sides: dict[str, Side] = {}
    skipped: dict[str, tuple[str, ...]] = {}
    for level, column in read.zone_columns.items():
        counted = any(v.zone_level == level and v.name in HOUSEHOLDS for v in territory.dictionary)
        zones = None if area is None else zones_within(area, territory, level)
        cut = area is None or zones is not None
        if level != main and not (counted and cut):
            reason = "no_area" if counted else "no_population"
            skipped[reason] = (*skipped.get(reason, ()), level)
            continue
        if not cut:
            raise TableError(
                f"The area is made of zones of level {area.level if area else ''!r}, finer than the level {level!r} "
                f"that customers are compared at: give an area of {level!r} or coarser zones."
            )
        profiles = zone_profiles(territory, level)
        population = population_of(profiles, zones=zones)
        sides[level] = Side(profiles, population, read_customers(read.rows, column, weight=weight))
    return sides, skipped


def _reach(level: str, side: Side, groups: Profile | None) -> Reach:
    """Count who could be compared."""
    customers, population = side.customers, side.population
    inside = pd.Index(customers.zone_id).isin(population.households.index) & ~np.isnan(customers.weight)
    return Reach(
        level,
        len(customers.zone_id),
        int((customers.zone_id != "").sum()),
        int(inside.sum()) if groups is None else groups.account.profiled,
        effective_size(customers.weight[inside]) if groups is None else groups.effective_size,
        float(population.households.sum()),
        population.counted_by,
    )


def _profiled(classes: ZoneClasses, side: Side) -> Profile:
    return profile_classes(classes, side.customers, side.population)


def _most_marked(variables: tuple[VariableProfile, ...], marked: pd.DataFrame) -> Profile | None:
    """Give the profile of the first of the marked variables."""
    first = marked["variable"].iloc[0] if len(marked) else None
    return next((own.profile for own in variables if own.variable.name == first), None)


def _best(
    groups: Profile | None, types: Profile | None, variables: tuple[VariableProfile, ...]
) -> dict[str, BestCustomers]:
    """Compare best customers to the others, by every dimension in which they can be told apart."""
    profiles = [profile for profile in (groups, types, *(own.profile for own in variables)) if profile is not None]
    return {profile.classes.dimension: best_customers(profile) for profile in profiles if can_compare_best(profile)}
