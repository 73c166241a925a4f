"""Zones only: how many customers each holds, and nothing that a person could be found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.suppression import SMALLEST_CELL, hidden_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["zone_counts"]


def zone_counts(zone_id: pd.Series[str], *, smallest: int = SMALLEST_CELL) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Count customers by zone, without the zones that may not be published.

    The total is told beside the table, so that small zones are left out with enough others that none can be worked
    out (`hidden_cells`).

    Parameters
    ----------
    zone_id : Series of n str
        "" where there is none.
    smallest : int

    Returns
    -------
    (zones, told)
        `zone_id`, `customers`, by zone id; and which of the n customers are in a zone that is told.
    """
    counts = zone_id[zone_id != ""].value_counts().sort_index()
    hidden = hidden_cells(np.asarray(counts, dtype=np.float64), smallest=smallest)
    told = counts[~hidden]
    zones = pd.DataFrame({"zone_id": told.index.astype("str"), "customers": told.to_numpy(dtype="int64")})
    return zones, zone_id.isin(told.index).to_numpy()
