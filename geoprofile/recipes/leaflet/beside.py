"""What the same budget would bring without the ranking: on the nearest zones, and on zones at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["PlainChoices", "plain_choices"]

DRAWS = 200
CENTS = 100


@dataclass(frozen=True)
class PlainChoices:
    """Expected new customers by the same estimates.

    Attributes
    ----------
    nearest : float
        On the zones nearest to the stores; NaN where there are none.
    random : float
        On zones at random, the mean of many draws.
    """

    nearest: float
    random: float


def plain_choices(
    table: pd.DataFrame, *, unit: str, amount: float, closed: NDArray[np.bool_], seed: int = 0
) -> PlainChoices:
    """Spend an amount on zones in a plain order, passing over those that no longer fit.

    Parameters
    ----------
    table : DataFrame of z rows
        `letterboxes`, `cost_eur`, `expected_response`, `minutes`, by zone_id.
    unit : {"letterboxes", "eur"}
    amount : float
        Letterboxes, or euros without what is paid once a drop.
    closed : bool array of shape (z,)
        Zones that may not be served.
    """
    rows = np.flatnonzero(~closed & (table["letterboxes"].to_numpy() > 0))
    ordered = rows[np.argsort(table["zone_id"].to_numpy(dtype=object)[rows])]
    take = table["letterboxes"] if unit == "letterboxes" else (table["cost_eur"] * CENTS).round()
    weight = take.to_numpy(dtype=np.int64)[ordered]
    value = table["expected_response"].to_numpy(dtype=float)[ordered]
    limit = int(amount * (1 if unit == "letterboxes" else CENTS) + 1e-6)
    minutes = table["minutes"].to_numpy(dtype=float)[ordered]
    rng = np.random.default_rng(seed)
    draws = [_filled(rng.permutation(len(ordered)), weight, value, limit) for _ in range(DRAWS)]
    nearest = float("nan")
    if np.isfinite(minutes).any():
        nearest = _filled(np.argsort(np.nan_to_num(minutes, nan=np.inf), kind="stable"), weight, value, limit)
    return PlainChoices(nearest, float(np.mean(draws)) if len(ordered) else 0.0)


def _filled(order: NDArray[np.intp], weight: NDArray[np.int64], value: NDArray[np.float64], limit: int) -> float:
    """Sum up what the zones bring that fit, one after the other."""
    worth, left = 0.0, limit
    for row in order.tolist():
        if weight[row] <= left:
            left -= int(weight[row])
            worth += float(value[row])
        if left <= 0:
            break
    return worth
