"""From a territory to its typology: build it, keep it in a folder, put other zones into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from geoprofile.atomic import write_atomically
from geoprofile.errors import TypologyError, UnknownNameError
from geoprofile.files.defusing import defuse
from geoprofile.typology.bridge import Moved, bridge_table, count_moved
from geoprofile.typology.estimator import AreaTypology
from geoprofile.typology.naming import name_classes
from geoprofile.typology.portraits import portray_classes, typical_zones
from geoprofile.typology.preparation import kind_of_unit
from geoprofile.typology.quality import quality_report
from geoprofile.typology.store import StoredTypology, load_typology, save_typology
from geoprofile.typology.traits import trait_table
from geoprofile.zones.profiles import zone_profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from geoprofile.territory.territory import Territory
    from geoprofile.typology.preparation import Kind
    from geoprofile.typology.quality import Quality
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = [
    "ASSIGNED_FILE",
    "Assigned",
    "BuiltTypology",
    "assign_typology",
    "build_typology",
    "read_types",
    "read_typology",
    "save_assigned",
    "save_built",
]

# What orders groups and types, best first.
AFFLUENCE = (
    "income_median_eur",
    "income_mean_eur",
    "income_declared_median_eur",
    "income_taxable_median_eur",
    "income_taxable_mean_eur",
    "occupation_executives_share",
    "persons_in_executive_households_share",
)
ASSIGNED_FILE, BRIDGE_FILE = "zones.csv", "bridge.csv"
ZONE_COLUMNS = [
    "zone_id", "zone_name", "parent_id", "households", "group", "type", "group_confidence", "type_confidence",
    "runner_up",
]  # fmt: skip
DIGITS = 4


@dataclass(frozen=True)
class BuiltTypology:
    """A typology with all that is said of it.

    Attributes
    ----------
    stored : StoredTypology
        The model with names and portraits, as it is kept.
    profiles : ZoneProfiles
        The zones that it was built on.
    zones : DataFrame of z rows
        `zone_id`, `zone_name`, `parent_id`, `households`, `group`, `type`, `group_confidence`,
        `type_confidence` (chances), `runner_up` (type), by zone_id.
    traits : DataFrame
        Of `trait_table`: a row a class and variable.
    places : DataFrame
        Of `typical_zones`, groups and types.
    quality : Quality
    titles : mapping of language to str
        Of the territory.
    """

    stored: StoredTypology
    profiles: ZoneProfiles
    zones: pd.DataFrame
    traits: pd.DataFrame
    places: pd.DataFrame
    quality: Quality
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Assigned:
    """Zones put into a typology that was built before.

    Attributes
    ----------
    zones : DataFrame
        As in `BuiltTypology`.
    bridge : DataFrame
        Of `bridge_table`, from the types that the zones had to those that they have; empty where no zone of
        the typology is among them.
    moved : Moved or None
    lacking : tuple of str
        Variables of the typology that these zones do not have: they were filled from the others.
    """

    zones: pd.DataFrame
    bridge: pd.DataFrame
    moved: Moved | None
    lacking: tuple[str, ...] = ()


def build_typology(
    territory: Territory,
    *,
    level: str | None = None,
    groups: int = 8,
    types: int = 33,
    outside: Sequence[str] = (),
    restarts: int = 8,
    progress: Callable[[str], None] = lambda _step: None,
) -> BuiltTypology:
    """Build a typology of all zones of one level of a territory.

    Parameters
    ----------
    level : str, optional
        By default the country's small census areas.
    groups, types : int
        As many as wanted; fewer come out where there are too few zones, which the quality says.
    outside : sequence of str
        Variables that the typology does not see, to measure how much it says of them.
    restarts : int
        Further starts at most.

    Raises
    ------
    UnknownNameError
        For a level or a variable that the territory does not have there.
    TypologyError
        If there are fewer than two variables or zones.
    """
    if types < groups:
        raise TypologyError(f"{types} types cannot fill {groups} groups: ask for as many types as groups, or more.")
    progress("reading the zones")
    whole = zone_profiles(territory, level)
    held_out = _outside(whole, outside)
    inside = whole.without(outside)
    if len(inside.variables) < 2 or len(inside.zones) < 2:  # noqa: PLR2004  the least that can be compared
        raise TypologyError(
            f"Level {whole.level!r} of {territory.name!r} has {len(inside.variables)} variables and "
            f"{len(inside.zones)} zones: a typology needs two of each at least."
        )
    progress(f"finding groups and types: {len(inside.zones):,} zones, {len(inside.variables)} variables")
    model = AreaTypology(groups, types, kinds=_kinds(inside), max_restarts=restarts)
    households = counted(inside)
    model.fit(inside.values, sample_weight=households, trust=inside.trust, affluence=_affluence(whole))
    zones = assigned_zones(model, inside)
    progress("naming and describing them")
    traits = trait_table(whole, zones["type"].tolist(), parents=zones["group"].tolist())
    names = name_classes(traits, whole.variables)
    portraits = portray_classes(traits, whole)
    places = _places(whole, zones, territory)
    progress("measuring its quality")
    quality = quality_report(
        model,
        inside.values,
        households,
        inside.trust,
        outside=held_out.values if outside else None,
        outside_weights=held_out.trust * households[:, None] if outside else None,
    )
    stored = StoredTypology(
        model=model,
        names=names,
        portraits=portraits,
        variables=inside.variables,
        level=inside.level,
        territory=territory.name,
        counted_by=inside.counted_by,
        sources=whole.source_lines,
    )
    titles = {"fr": str(territory.package["title_fr"]), "en": str(territory.package["title"])}
    return BuiltTypology(stored, whole, zones, traits, places, quality, titles)


def _kinds(profiles: ZoneProfiles) -> tuple[Kind, ...]:
    return tuple(
        kind_of_unit(variable.unit, profiles.values[variable.name].to_numpy(dtype=float))
        for variable in profiles.variables
    )


def counted(profiles: ZoneProfiles) -> NDArray[np.float64]:
    """Give the households of zones; all alike in the odd case that none has any."""
    return profiles.households if profiles.households.sum() > 0 else np.ones_like(profiles.households)


def assigned_zones(model: AreaTypology, profiles: ZoneProfiles) -> pd.DataFrame:
    """Lay out the zones with group, type and how sure they are."""
    labels, group_confidence, type_confidence, runner_up = model.membership(
        profiles.values, counted(profiles), trust=profiles.trust
    )
    codes = np.array(model.type_codes_, dtype=object)
    group_codes = np.array(model.group_codes_, dtype=object)
    return profiles.zones[["zone_id", "zone_name", "parent_id"]].assign(
        households=profiles.households,
        group=pd.array(group_codes[model.group_of_type_[labels]], dtype="str"),
        type=pd.array(codes[labels], dtype="str"),
        group_confidence=group_confidence.round(DIGITS),
        type_confidence=type_confidence.round(DIGITS),
        runner_up=pd.array(codes[runner_up], dtype="str"),
    )


def read_types(folder: str | Path) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Read the types of the zones of a typology's folder.

    Returns
    -------
    (typed, names, level)
        `typed`: `zone_id`, `group`, `type`; `names`: index code, `name_fr`, `name_en`, `name_nl`; the zone level.

    Raises
    ------
    TypologyError
        If the folder holds no typology, or a file of it is damaged.
    """
    stored, zones = read_typology(folder)
    return zones[["zone_id", "group", "type"]], stored.names, stored.level


def read_typology(folder: str | Path) -> tuple[StoredTypology, pd.DataFrame]:
    """Read the model of a typology's folder, and its zones as `BuiltTypology` has them.

    Raises
    ------
    TypologyError
        If the folder holds no typology, or a file of it is damaged.
    """
    stored = load_typology(folder)
    path = Path(folder) / ASSIGNED_FILE
    try:
        zones = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype="str", keep_default_na=False)
        zones = zones[ZONE_COLUMNS]
        numbers = ["households", "group_confidence", "type_confidence"]
        zones[numbers] = zones[numbers].astype(float)
    except (OSError, ValueError, KeyError) as error:
        raise TypologyError(f"{path} is not there or is damaged: build or assign the typology again.") from error
    return stored, zones


def assign_typology(
    folder: str | Path, territory: Territory, *, level: str | None = None
) -> tuple[StoredTypology, ZoneProfiles, Assigned]:
    """Put the zones of a territory (new zones, or a new vintage) into a typology that was built before.

    Raises
    ------
    TypologyError
        If the territory has none of its variables at that level; some that lack are filled from the others.
    """
    stored = load_typology(folder)
    wanted = [variable.name for variable in stored.variables]
    profiles = zone_profiles(territory, level or stored.level)
    common = [name for name in wanted if name in profiles.values.columns]
    if not common:
        raise TypologyError(
            f"{territory.name!r} has none of the variables of this typology at level {profiles.level!r} "
            f"({', '.join(wanted[:3])}...): add their sources to its recipe."
        )
    values = profiles.values.reindex(columns=wanted)
    at = [list(profiles.values.columns).index(name) if name in common else -1 for name in wanted]
    trust = np.where(np.array(at) >= 0, profiles.trust[:, at], 0.0)
    profiles = replace(profiles, values=values, trust=trust, variables=stored.variables)
    zones = assigned_zones(stored.model, profiles)
    before, _, _ = read_types(folder)
    households = pd.Series(counted(profiles), index=zones["zone_id"])
    were_there = before["zone_id"].isin(zones["zone_id"]).any() and stored.level == profiles.level
    stored = replace(stored, level=profiles.level, territory=territory.name)
    lacking = tuple(name for name in wanted if name not in common)
    if not were_there:
        return stored, profiles, Assigned(zones, pd.DataFrame(), None, lacking)
    bridge = bridge_table(before, zones, households)
    return stored, profiles, Assigned(zones, bridge, count_moved(before, zones, households), lacking)


def save_built(built: BuiltTypology, folder: str | Path) -> None:
    """Keep a typology in a folder: the model with names and portraits, and the zones as a table for Excel."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    save_typology(target, built.stored)
    write_zones(built.zones, built.stored.names, target / ASSIGNED_FILE)


def save_assigned(stored: StoredTypology, assigned: Assigned, folder: str | Path) -> None:
    """Keep zones put into a typology, with the typology itself, so that the folder serves as one."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    save_typology(target, stored)
    write_zones(assigned.zones, stored.names, target / ASSIGNED_FILE)
    if len(assigned.bridge):
        write_table(assigned.bridge, target / BRIDGE_FILE)


def write_zones(zones: pd.DataFrame, names: pd.DataFrame, path: Path) -> None:
    """Write zones with the names of their types as CSV that opens in Excel."""
    named = {f"type_{column}": zones["type"].map(names[column]).fillna("") for column in names.columns}
    write_table(zones.assign(**named), path)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that opens in Excel, and runs nothing there."""
    texts = [name for name in frame.columns if pd.api.types.is_string_dtype(frame[name])]
    safe = frame.assign(**{name: pd.array(defuse(pa.array(frame[name], pa.string())).to_pylist()) for name in texts})
    write_atomically(path, "\ufeff" + safe.to_csv(sep=";", index=False, lineterminator="\r\n"))


def _outside(whole: ZoneProfiles, names: Sequence[str]) -> ZoneProfiles:
    """Keep the variables that the typology is not to see.

    Raises
    ------
    UnknownNameError
        For one that the zones do not have.
    """
    for name in names:
        if name not in whole.values.columns:
            raise UnknownNameError(f"variable at level {whole.level!r}", name, whole.values.columns)
    return whole.without(set(whole.values.columns) - set(names))


def _affluence(profiles: ZoneProfiles) -> NDArray[np.float64] | None:
    """Give what orders the groups: the first of `AFFLUENCE` that is there."""
    found = next((name for name in AFFLUENCE if name in profiles.values.columns), None)
    return None if found is None else profiles.values[found].to_numpy(dtype=float)


def _places(profiles: ZoneProfiles, zones: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Find the zones that typify each group and type."""
    found = [
        typical_zones(profiles, zones[column].tolist(), parent_names=territory.commune_names)
        for column in ("group", "type")
    ]
    return pd.concat(found, ignore_index=True)
