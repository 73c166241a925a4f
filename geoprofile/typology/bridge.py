"""From one typology of the same zones to another: which types became which, and how much moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BRIDGE_COLUMNS", "Moved", "bridge_table", "count_moved"]

BRIDGE_COLUMNS = [
    "type_before", "type_after", "zones", "households", "share_of_before", "share_of_after", "best_match",
]  # fmt: skip
TYPED = ("zone_id", "group", "type")


@dataclass(frozen=True)
class Moved:
    """How much moved between two typologies with the same codes.

    Attributes
    ----------
    zones : int
        Zones that have a type in both.
    zones_group, zones_type : int
        Those of another group, and of another type.
    households : float
        Households of `zones`.
    households_group_share, households_type_share : float
        Share of them in zones of another group, and of another type; 0 where there are none.
    zones_left, zones_new : int
        Zones that have a type in the first alone, and in the second alone.
    """

    zones: int
    zones_group: int
    zones_type: int
    households: float
    households_group_share: float
    households_type_share: float
    zones_left: int
    zones_new: int


def bridge_table(
    before: pd.DataFrame, after: pd.DataFrame, households: pd.Series | Mapping[str, float]
) -> pd.DataFrame:
    """Say how the types of one typology lie in those of another, over the zones that have a type in both.

    Parameters
    ----------
    before, after : DataFrame
        `zone_id`, `group`, `type`; one row a zone, "" where none. The codes need not mean the same.
    households : Series or mapping
        Households by zone_id; a zone that is not there has none.

    Returns
    -------
    DataFrame of one row a pair of types that share a zone, by `type_before`, then the largest first
        `type_before`, `type_after`, `zones`, `households`, `share_of_before` and `share_of_after` (of the
        households of those zones; of their zones where a type has no households), `best_match` (True for the
        pair that holds most of the first type; of two alike the first by code).

    Raises
    ------
    TableError
        If a column is missing, or a zone stands twice.
    """
    both = _in_both(before, after, households)
    pairs = both.groupby(["type_before", "type_after"], as_index=False).agg(
        zones=("zone_id", "size"), households=("households", "sum")
    )
    for side in ("before", "after"):
        of_type = pairs.groupby(f"type_{side}")[["households", "zones"]].transform("sum")
        with_households = of_type["households"] > 0
        share = pairs["households"] / of_type["households"].where(with_households, 1)
        pairs[f"share_of_{side}"] = share.where(with_households, pairs["zones"] / of_type["zones"])
    pairs = pairs.sort_values(
        ["type_before", "share_of_before", "type_after"], ascending=[True, False, True], ignore_index=True
    )
    pairs["best_match"] = ~pairs["type_before"].duplicated()
    return pairs[BRIDGE_COLUMNS]


def count_moved(before: pd.DataFrame, after: pd.DataFrame, households: pd.Series | Mapping[str, float]) -> Moved:
    """Count the zones and households whose group or type is another than before.

    Parameters
    ----------
    before, after : DataFrame
        `zone_id`, `group`, `type`, by the same typology; "" where none.
    households : Series or mapping
        Households by zone_id, as they are now.

    Raises
    ------
    TableError
        If a column is missing, or a zone stands twice.
    """
    both = _in_both(before, after, households)
    group = (both["group_before"] != both["group_after"]).to_numpy(dtype=bool)
    other = (both["type_before"] != both["type_after"]).to_numpy(dtype=bool)
    weights = both["households"].to_numpy(dtype=float)
    total = float(weights.sum())
    return Moved(
        zones=len(both),
        zones_group=int(group.sum()),
        zones_type=int(other.sum()),
        households=total,
        households_group_share=float(weights[group].sum() / total) if total > 0 else 0.0,
        households_type_share=float(weights[other].sum() / total) if total > 0 else 0.0,
        zones_left=len(_typed(before, "before")) - len(both),
        zones_new=len(_typed(after, "after")) - len(both),
    )


def _in_both(before: pd.DataFrame, after: pd.DataFrame, households: pd.Series | Mapping[str, float]) -> pd.DataFrame:
    """Lay the types of the zones that have one in both side by side, by zone_id."""
    sides = [_typed(side, what) for side, what in ((before, "before"), (after, "after"))]
    both = sides[0].merge(sides[1], on="zone_id", suffixes=("_before", "_after")).sort_values("zone_id")
    counted = both["zone_id"].map(pd.Series(households, dtype=float)).to_numpy(dtype=float)
    return both.assign(households=np.maximum(np.nan_to_num(counted), 0)).reset_index(drop=True)


def _typed(frame: pd.DataFrame, what: str) -> pd.DataFrame:
    """Give the zones that have a type, codes as text."""
    missing = [name for name in TYPED if name not in frame]
    if missing:
        raise TableError(f"The types {what} lack the column {missing[0]!r}: they need {', '.join(TYPED)}.")
    typed = frame.loc[frame["type"].notna() & (frame["type"] != ""), list(TYPED)].astype("str")
    twice = typed["zone_id"].duplicated()
    if twice.any():
        raise TableError(
            f"Zone {typed.loc[twice, 'zone_id'].iloc[0]!r} stands twice in the types {what}: keep one row."
        )
    return typed
