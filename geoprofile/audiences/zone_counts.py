"""Zones only: how many customers each holds, and nothing that a person could be found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.suppression import SMALLEST_CELL, hidden_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["zone_counts"]


def zone_counts(
    zone_id: pd.Series[str],
    person: pd.Series[str],
    chosen: NDArray[np.bool_] | None = None,
    *,
    smallest: int = SMALLEST_CELL,
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Count customers by zone, without the zones that may not be published.

    The total is told beside the table, so that small zones are left out with enough others that none can be worked
    out (`hidden_cells`). A zone is left out too where those who are not chosen are fewer than `smallest`, but not
    none: the same export without the choice would give them away.

    Parameters
    ----------
    zone_id : Series of n str
        "" where there is none.
    person : Series of n str
        Who each row is of: a person of several rows counts once in a zone.
    chosen : bool array of shape (n,), optional
        Whom the zones are counted of; all otherwise.
    smallest : int

    Returns
    -------
    (zones, told)
        `zone_id`, `customers`, by zone id; and which of the n rows are chosen and in a zone that is told.
    """
    taken = np.ones(len(zone_id), dtype=bool) if chosen is None else chosen
    all_of = pd.DataFrame({"zone": zone_id.to_numpy(), "person": person.to_numpy(), "taken": taken})
    all_of = all_of[all_of["zone"] != ""]
    counts = all_of[all_of["taken"]].groupby("zone")["person"].nunique().sort_index()
    others = all_of.groupby("zone")["person"].nunique().reindex(counts.index) - counts
    between = ((others > 0) & (others < smallest)).to_numpy(dtype=bool)
    hidden = hidden_cells(np.asarray(counts, dtype=np.float64), smallest=smallest, forced=between)
    told = counts[~hidden]
    zones = pd.DataFrame({"zone_id": told.index.astype("str"), "customers": told.to_numpy(dtype="int64")})
    return zones, zone_id.isin(told.index).to_numpy() & taken
