"""The area that customers are compared in: the whole territory, or the zones that a user names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geoprofile.errors import AddressFileError, TableError, UnknownNameError
from geoprofile.recipes.enriched import zone_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geoprofile.territory.territory import Territory

__all__ = ["Area", "area_of", "read_area", "zones_within"]

UNKNOWN_NAMED = 3


@dataclass(frozen=True)
class Area:
    """Zones of one level.

    Attributes
    ----------
    level : str
        Zone level (`commune`).
    zone_ids : frozenset of text
    """

    level: str
    zone_ids: frozenset[str]


def read_area(told: str, territory: Territory) -> Area:
    """Read an area as a user names it: a file with a column of zone ids, or codes with commas between them.

    Parameters
    ----------
    told : str
        Path of a CSV, XLSX or Parquet, or codes (`75115,75116`). A city that is parted into arrondissements
        stands for all of them.
    territory : Territory

    Raises
    ------
    TableError
        If a code is none of the territory's.
    AddressFileError
        If no column of the file holds zone ids.
    """
    if not Path(told).is_file():
        return area_of([code.strip() for code in told.split(",")], territory)
    from geoprofile.files import open_address_file  # noqa: PLC0415  only where the area is a file

    file = open_address_file(told)
    rows = file.rows()
    known = set().union(*(level.table["zone_id"] for level in territory.described_levels.values()))
    held = {name: int(zone_texts(rows[name], known).isin(known).sum()) for name in rows.columns}
    best = max(held, key=lambda name: held[name], default=None)
    if best is None or not held[best]:
        raise AddressFileError(
            f"No column of {file.path.name} holds zone ids of the territory {territory.name!r}: give a file with one "
            f"zone a row, of level {' or '.join(territory.described_levels)}."
        )
    return area_of(zone_texts(rows[best], known), territory)


def area_of(codes: Iterable[str], territory: Territory) -> Area:
    """Find the level that codes of zones belong to, the coarsest first.

    Raises
    ------
    TableError
        If no level has all of them; the message names those that the nearest level lacks.
    """
    wanted = {code for code in codes if code}
    if not wanted:
        raise TableError("The area names no zone: give codes of communes with commas between them, or a file.")
    lacking: dict[str, list[str]] = {}
    for level in reversed(territory.described_levels):
        known = set(territory.described_levels[level].table["zone_id"])
        cities: dict[str, set[str]] = {}
        for code in known:
            cities.setdefault(territory.country.whole_city(code), set()).add(code)
        found = set().union(*({code} if code in known else cities.get(code, {code}) for code in wanted))
        if found <= known:
            return Area(level, frozenset(found))
        lacking[level] = sorted(found - known)
    level = min(lacking, key=lambda name: len(lacking[name]))
    first = " or ".join(map(repr, lacking[level][:UNKNOWN_NAMED]))
    raise TableError(
        f"The territory {territory.name!r} has no zone {first} of level {level!r} ({len(lacking[level]):,} such in the "
        f"area): give codes of one level of it, {' or '.join(territory.described_levels)}."
    )


def zones_within(area: Area, territory: Territory, level: str) -> Collection[str] | None:
    """Give the zones of a level that lie in an area.

    A zone lies in a coarser one that is its parent, or that holds a point within it.

    Returns
    -------
    collection of zone ids, or None
        None where it cannot be told: the level is coarser than the area, or has no outlines.

    Raises
    ------
    UnknownNameError
        If the territory does not have the level.
    """
    if level == area.level:
        return area.zone_ids
    levels = list(territory.described_levels)
    if level not in levels:
        raise UnknownNameError("zone level", level, levels)
    if levels.index(level) > levels.index(area.level):
        return None
    table = territory.described_levels[level].table
    if table["parent_id"].isin(territory.described_levels[area.level].table["zone_id"]).any():
        return frozenset(table.loc[table["parent_id"].isin(area.zone_ids), "zone_id"])
    return _zones_around(area, territory, level)


def _zones_around(area: Area, territory: Territory, level: str) -> Collection[str] | None:
    """Find the zones of a finer level by a point within each."""
    if level not in territory.levels or area.level not in territory.levels:
        return None
    from geoprofile.zones.assign import assign_points  # noqa: PLC0415  only where zones are not nested

    fine, coarse = territory.levels[level].zones, territory.levels[area.level]
    points = fine.geometry.representative_point()
    row = assign_points(coarse.grid, coarse.polygons, points.x.to_numpy(), points.y.to_numpy())
    inside = coarse.table["zone_id"].isin(area.zone_ids).to_numpy()
    return frozenset(fine["zone_id"][(row >= 0) & inside[row]])
