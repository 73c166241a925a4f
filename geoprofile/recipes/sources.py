"""The sources of a document: who published what it says, when, under which licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.sources.levels import ZONE_LEVELS
from geoprofile.sources.source import ADDRESS_SOURCES, STREET_SOURCES

if TYPE_CHECKING:
    from geoprofile.territory.territory import Territory
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["source_lines"]


def source_lines(
    territory: Territory, profiles: ZoneProfiles | None, *, addresses: bool = False, streets: bool = False
) -> tuple[str, ...]:
    """Give one line a source that was used, sorted.

    Parameters
    ----------
    territory : Territory
    profiles : ZoneProfiles or None
        Whose figures and outlines are used.
    addresses, streets : bool
        Whether those of the territory are.
    """
    told = set() if profiles is None else set(profiles.source_lines)
    listed = territory.package.get("sources")
    for source in listed if isinstance(listed, list) else []:
        kind = source["kind"]
        outlines = profiles is not None and ZONE_LEVELS.get(kind) == profiles.level
        if outlines or (addresses and kind in ADDRESS_SOURCES) or (streets and kind in STREET_SOURCES):
            told.add(", ".join(filter(None, (source["title"], source["vintage"], source["licence"]))))
    return tuple(sorted(told))
