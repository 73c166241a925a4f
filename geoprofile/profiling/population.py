"""The population of a stated area: whom customers are compared to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Collection

    from geoprofile.tables import Variable
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["Population", "population_of"]


@dataclass(frozen=True)
class Population:
    """Households of the zones of one level, in a stated area.

    Attributes
    ----------
    level : str
        Zone level (`iris`).
    households : Series
        Index `zone_id` (text, sorted, unique); households of each zone, 0 where none is known.
    counted_by : Variable
        What counts them; where no source counts households it counts persons.
    """

    level: str
    households: pd.Series
    counted_by: Variable


def population_of(
    profiles: ZoneProfiles, *, zones: Collection[str] | None = None, within: Collection[str] | None = None
) -> Population:
    """Take the households of an area: all zones, those listed, or those in coarser zones that are listed.

    Parameters
    ----------
    profiles : ZoneProfiles
    zones : collection of zone ids, optional
        The area, zone by zone (within reach, say).
    within : collection of zone ids of the next coarser level, optional
        The area, by communes (`parent_id` of the zones).

    Raises
    ------
    TableError
        If a zone listed is none of the level's, or the area holds no household.
    """
    table = profiles.zones
    households = pd.Series(profiles.households, index=pd.Index(table["zone_id"], name="zone_id"), name="households")
    kept = pd.Series(data=True, index=households.index)
    for wanted, known, what in ((zones, table["zone_id"], "zone"), (within, table["parent_id"], "coarser zone")):
        if wanted is None:
            continue
        strange = sorted(set(wanted) - set(known))
        if strange:
            raise TableError(
                f"The area names the {what} {strange[0]!r}, which level {profiles.level!r} does not have "
                f"({len(strange)} such in all): take the area from the same territory."
            )
        kept &= known.isin(list(wanted)).to_numpy()
    area = households[kept].sort_index()
    if area.sum() <= 0:
        raise TableError(
            f"No household lives in the {len(area)} zones of the area (level {profiles.level!r}): widen it."
        )
    return Population(profiles.level, area, profiles.counted_by)
