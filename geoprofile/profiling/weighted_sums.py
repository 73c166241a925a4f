"""What chance alone can do to a sum of unequal weights, such as turnover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["weighted_share_test"]

# Search for a saddle point, in units of one over the largest weight; and how near the mean counts as at it.
FARTHEST_TILT, TILT_STEPS, TILT_TOLERANCE, AT_MEAN = 1e9, 200, 1e-10, 1e-4


def weighted_share_test(
    total: NDArray[np.float64], weight: NDArray[np.float64], share: NDArray[np.float64], *, unsampled: float = 1.0
) -> NDArray[np.float64]:
    """Test sums of weights against known shares, given the weights: far into the tail, where a few weigh most.

    Under the null hypothesis each customer falls into the class with its known share p, whatever it
    weighs; the sum then has the cumulant function K(t) = sum_i log(1 - p + p exp(w_i t)). With K'(t) = s,
    r = sign(t) sqrt(2 (t s - K(t))) and u = t sqrt(K''(t)), the p value is 2 Phi(-|r + log(u/r) / r|)
    (Barndorff-Nielsen, Biometrika 73 (1986) 307-322; Daniels, Annals of Mathematical Statistics 25 (1954)
    631-650). A test on the effective size alone calls two to three times too often when weights are as
    unequal as turnover is (benchmarks/profile_coverage.py).

    Parameters
    ----------
    total : array of shape (k,)
        Sum of the weights of each class.
    weight : array of shape (n,)
        Weights of all customers, not negative.
    share : array of shape (k,)
        Known shares, 0 to 1.
    unsampled : float
        As `unsampled_share` gives it.

    Returns
    -------
    array of shape (k,)
        Two-sided p values; NaN where nothing weighs or a share is not between 0 and 1.
    """
    positive = weight[weight > 0]
    if not len(positive):
        return np.full(len(total), np.nan)
    scaled, size = positive / positive.max(), len(positive)
    slack = 1e-9 * scaled.sum()
    p_values = []
    for s, p in zip(total / positive.max(), share, strict=True):
        if not 0 <= p <= 1:
            p_values.append(np.nan)
        elif s <= slack or s >= scaled.sum() - slack:  # the ends of the range are known exactly
            p_values.append(min(1.0, 2 * float((1 - p) if s <= slack else p) ** size))
        else:
            p_values.append(2 * float(special.ndtr(-abs(_tail_depth(float(s), scaled, float(p))) / np.sqrt(unsampled))))
    return np.array(p_values)


def _tail_depth(total: float, weight: NDArray[np.float64], share: float) -> float:
    """Give the normal deviate that lies as deep in its tail as a weighted sum does in its own."""
    if not 0 < share < 1:
        return np.inf  # a sum strictly between nothing and all is impossible
    t, logit = _saddle_point(total, weight, share), special.logit(share)
    tilted = special.expit(weight * t + logit)
    cumulant = float((np.logaddexp(0, weight * t + logit) + np.log1p(-share)).sum())
    r = float(np.sign(t) * np.sqrt(max(2 * (t * total - cumulant), 0)))
    u = t * float(np.sqrt((weight**2 * tilted * (1 - tilted)).sum()))
    if abs(r) < AT_MEAN or not u / r > 0:
        return 0.0
    corrected = r + float(np.log(u / r)) / r
    return corrected if corrected * r > 0 else 0.0


def _saddle_point(total: float, weight: NDArray[np.float64], share: float) -> float:
    """Find t with K'(t) = total by Newton's steps, halving where one would leave the bracket."""
    low, high, t, logit = -FARTHEST_TILT, FARTHEST_TILT, 0.0, special.logit(share)
    for _ in range(TILT_STEPS):
        tilted = special.expit(weight * t + logit)
        gap = float((weight * tilted).sum()) - total
        low, high = (low, t) if gap > 0 else (t, high)
        slope = float((weight**2 * tilted * (1 - tilted)).sum())
        step = t - gap / slope if slope > 0 else np.inf
        following = step if low < step < high else (low + high) / 2
        if abs(following - t) <= TILT_TOLERANCE * (1 + abs(t)):
            return following
        t = following
    return t
