"""How many new customers a leaflet brings in each zone, and whether that pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.leaflets.assumptions import response_defaults

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Payback", "payback", "spread_response"]

# Rounds of holding zones to the greatest ratio; each one adds a zone at least, in practice three do.
MOST_ROUNDS = 50
# Times the mean from which on a likeness is no likelier.
BEYOND = 1e6


@dataclass(frozen=True)
class Payback:
    """What a drop brings against what it costs.

    Attributes
    ----------
    margin_eur, cost_eur, profit_eur : float
        Margin of the expected new customers, cost, and the one less the other.
    return_share : float
        Profit per euro spent; NaN where nothing is.
    break_even_response : float
        New customers at which margin and cost are equal.
    break_even_rate : float
        The same per letterbox; NaN without any.
    """

    margin_eur: float
    cost_eur: float
    profit_eur: float
    return_share: float
    break_even_response: float
    break_even_rate: float


def spread_response(
    letterboxes: NDArray[np.int64],
    likeness: NDArray[np.float64],
    *,
    base_rate: float | None = None,
    contrast_share: float | None = None,
    greatest_ratio: float | None = None,
    minutes: NDArray[np.float64] | None = None,
    half_time_min: float | None = None,
) -> NDArray[np.float64]:
    """Spread a base rate over zones by a ranking and the way to the store.

    rate_i = base x r_i with r_i = k (1 + s (x_i - 1)) d_i, at most `greatest_ratio`: x_i is the likeness or index of
    the zone as a ratio to its mean, s the share of that contrast which is taken to show in leaflets, d_i = 2 to the
    power of -minutes / half-time, and k such that the average letterbox answers at the base rate.

    Parameters
    ----------
    letterboxes : int64 array of shape (z,)
        Weights of the mean; a zone without any answers at its rate all the same.
    likeness : array of shape (z,)
        Likeness, index or modelled rate, none below 0. A zone without one (NaN) is taken for average.
    base_rate, contrast_share, greatest_ratio : float, optional
        Stated defaults otherwise, which are assumptions.
    minutes : array of shape (z,), optional
        Way to the store; NaN where it is out of reach, which answers nothing.
    half_time_min : float, optional
        Minutes after which half as many come; without it the way makes no difference, except that a zone out of reach
        answers nothing.

    Returns
    -------
    array of shape (z,)
        New customers per letterbox served.

    Raises
    ------
    TableError
        For numbers that make no rate.
    """
    stated = response_defaults()
    base = stated.base_rate if base_rate is None else base_rate
    contrast = stated.contrast_share if contrast_share is None else contrast_share
    most = stated.greatest_ratio if greatest_ratio is None else greatest_ratio
    _check_rates(base, contrast, most, half_time_min, likeness)
    nearness = _nearness(len(letterboxes), minutes, half_time_min)
    weight = np.where(nearness > 0, letterboxes, 0).astype(float)
    if not weight.sum() > 0:
        return np.zeros(len(letterboxes))
    raised = (1 + contrast * (_ratio_to_mean(likeness, weight) - 1)) * nearness
    return np.asarray(np.minimum(1.0, base * _held_to(raised, weight, most)))


def payback(expected_response: float, cost_eur: float, letterboxes: int, margin_eur: float) -> Payback:
    """Set what new customers bring against what the drop costs.

    Parameters
    ----------
    margin_eur : float
        Of one new customer, above 0.

    Raises
    ------
    TableError
        For a margin that is none.
    """
    if not 0 < margin_eur < np.inf:
        raise TableError(f"The margin per new customer is {margin_eur}: give euros above 0.")
    earned = expected_response * margin_eur
    needed = cost_eur / margin_eur
    return Payback(
        earned,
        cost_eur,
        earned - cost_eur,
        (earned - cost_eur) / cost_eur if cost_eur > 0 else float("nan"),
        needed,
        needed / letterboxes if letterboxes > 0 else float("nan"),
    )


def _check_rates(
    base: float, contrast: float, most: float, half_time_min: float | None, likeness: NDArray[np.float64]
) -> None:
    if not 0 < base <= 1:
        raise TableError(f"The response rate is {base}: give new customers per letterbox, above 0 and at most 1.")
    if not 0 <= contrast <= 1:
        raise TableError(f"The share of the contrast is {contrast}: give a number from 0 to 1.")
    if not 1 <= most < np.inf:
        raise TableError(f"The greatest ratio is {most}: give a number from 1 on, such as 4.")
    if half_time_min is not None and not 0 < half_time_min < np.inf:
        raise TableError(f"The half-time of the response is {half_time_min}: give minutes above 0.")
    if (np.nan_to_num(likeness) < 0).any() or np.isinf(likeness).any():
        row = int(np.argmax((np.nan_to_num(likeness) < 0) | np.isinf(likeness)))
        raise TableError(f"Row {row} of the ranking: a likeness or index of {likeness[row]}; give numbers, 0 or more.")


def _nearness(count: int, minutes: NDArray[np.float64] | None, half_time_min: float | None) -> NDArray[np.float64]:
    """Give how many come for each one that would live beside the store."""
    if minutes is None:
        return np.ones(count)
    falling = np.ones(count) if half_time_min is None else 2.0 ** (-np.nan_to_num(minutes) / half_time_min)
    return np.where(np.isnan(minutes), 0.0, falling)


def _ratio_to_mean(likeness: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the likeness as a ratio to that of the average letterbox; 1 where it is unknown."""
    known = np.isfinite(likeness)
    total = float((weight * known).sum())
    mean = float((weight * np.nan_to_num(likeness)).sum()) / total if total > 0 else 0.0
    if not mean > 0:
        return np.ones(len(likeness))
    return np.where(known, np.minimum(np.nan_to_num(likeness), BEYOND * mean) / mean, 1.0)


def _held_to(raised: NDArray[np.float64], weight: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """Scale ratios to a weighted mean of 1 with none above the greatest."""
    held = np.zeros(len(raised), dtype=bool)
    total = float(weight.sum())
    for _ in range(MOST_ROUNDS):
        free = float((weight * raised * ~held).sum())
        left = total - most * float(weight[held].sum())
        scale = left / free if free > 0 else 0.0
        above = ~held & (raised * scale > most)
        if not above.any():
            break
        held |= above
    return np.minimum(most, np.where(held, most, raised * scale))
