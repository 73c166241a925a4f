"""What chance alone can do: intervals and tests for counts, many at once.

Every function works on arrays. A count need not be whole: a weighted share times its effective size
(Kish 1965) is one too, and the tails below go through the beta function, which takes both.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import special, stats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "LARGE_SIZE",
    "LEVEL",
    "binomial_test",
    "class_sizes",
    "detectable_shares",
    "effective_size",
    "false_discovery_rates",
    "rate_interval",
    "ratio_interval",
    "share_test",
    "two_sample_test",
    "unsampled_share",
    "widest_margin",
    "wilson_interval",
    "z_test",
]

# Confidence of an interval, and the rate of false discoveries that goes with it.
LEVEL = 0.95
NORMAL_95 = 1.96
# From this size on a z test stands in for the exact one, where the variance of the count is large enough too.
LARGE_SIZE, LARGE_VARIANCE = 1_000, 25.0
# The share of the base that no correction takes for unsampled: beyond half, customers are more likely to be
# counted several times a household than to be nearly all of the base.
LEAST_UNSAMPLED = 0.5


def effective_size(weights: NDArray[np.float64]) -> float:
    """Give how many equally weighted customers say as much as these.

    n_eff = (sum w)^2 / sum w^2 (Kish, Survey Sampling, 1965, section 11.7); 0 where nothing weighs.
    """
    largest = float(weights.max(initial=0))
    if largest <= 0:
        return 0.0
    scaled = weights / largest  # squares of very large or small weights leave the range of floats
    return float(scaled.sum() ** 2 / (scaled**2).sum())


def class_sizes(share: NDArray[np.float64], square_share: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """Give how many equally weighted customers say as much of the share of each class as the weighted ones do.

    The smaller of Kish's size n and p (1 - p) / v, with v = [q (1 - 2p) + p^2] / n, the linearised variance of a
    ratio (Cochran, Sampling Techniques, 1977, section 6.3). Kish's takes weights for unrelated to the class: where
    customers of the class spend double, intervals on it hold the truth 89 to 95 times in a hundred, on this one
    93 to 96 times (benchmarks/profile_coverage.py).

    Parameters
    ----------
    share : array of shape (k,)
        p, the share of the weights that each class holds, 0 to 1.
    square_share : array of shape (k,)
        q, the share of the squared weights that each class holds.
    size : float
        As `effective_size` gives it.
    """
    spread = share * (1 - share)
    scatter = square_share * (1 - 2 * share) + share**2
    known = (scatter > 0) & (spread > 0)
    return np.where(known, size * np.minimum(1.0, spread / np.where(known, scatter, 1.0)), size)


def widest_margin(size: float) -> float:
    """Give half the width of the 95 % interval of a share of one half, the widest there is: 0 to 1."""
    return NORMAL_95 * math.sqrt(0.25 / size)


def wilson_interval(
    count: ArrayLike, size: ArrayLike, *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bound the share that `count` of `size` speaks for by inverting the score test.

    Wilson, Probable inference, JASA 22 (1927) 209-212; with z the normal quantile,
    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). Chosen by measurement beside Jeffreys' and the
    mid-P interval (benchmarks/profile_coverage.py): nearest to its level on average, if uneven where less
    than one customer is expected.

    Parameters
    ----------
    count, size : arrays that broadcast to shape (k,)
        A count and what it is taken from, or a weighted share times an effective size.

    Returns
    -------
    low, high : arrays of shape (k,)
        Shares, 0 to 1; NaN where `size` is 0.
    """
    c, n = _counts(count, size)
    z = float(stats.norm.isf((1 - level) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = c / n
        middle = p + z**2 / (2 * n)
        half = z * np.sqrt(np.maximum(p * (1 - p), 0) / n + z**2 / (4 * n**2))
        low, high = (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
    low, high = np.where(c <= 0, 0.0, low), np.where(c >= n, 1.0, high)  # exact, where rounding is not
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def rate_interval(
    count: ArrayLike, exposure: ArrayLike, *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bound a rate per household by inverting the score test of a Poisson count, (c + z^2/2 -+ z sqrt(c + z^2/4)) / n.

    What `wilson_interval` becomes for rare events. Poisson and not binomial, as a household may hold several
    customers and a zone more customers than households. Brown, Cai and DasGupta, Interval estimation in
    exponential families, Statistica Sinica 13 (2003) 19-49. NaN where `exposure` is 0.
    """
    c, n = _counts(count, exposure)
    z = float(stats.norm.isf((1 - level) / 2))
    half = z * np.sqrt(c + z**2 / 4)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = np.maximum(c + z**2 / 2 - half, 0) / n, (c + z**2 / 2 + half) / n
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def unsampled_share(customers: float, base: float) -> float:
    """Give the factor 1 - C/B of a variance when C of B households are drawn without replacement.

    Cochran, Sampling Techniques (1977), section 2.6; a z value is divided by its root. Never below
    one half, and 1 where there are more customers than households, who are then no part of them.
    """
    return max(1 - customers / base, LEAST_UNSAMPLED) if 0 < customers <= base else 1.0


def binomial_test(count: ArrayLike, size: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Test a count against a known share, exactly: twice the smaller binomial tail, at most 1.

    The test that the interval of Clopper and Pearson (Biometrika 26, 1934, 404-413) inverts. Tails are
    P(X >= c) = I_p(c, n - c + 1), the regularised incomplete beta function.

    Parameters
    ----------
    count, size, share : arrays that broadcast to shape (k,)

    Returns
    -------
    array of shape (k,)
        p values; NaN where `size` is 0 or the share is not between 0 and 1 (both included).
    """
    c, n = _counts(count, size)
    c, n, p = np.broadcast_arrays(c, n, np.asarray(share, dtype=float))
    upper = _upper_tail(c, n, p)
    lower = _upper_tail(n - c, n, 1 - p)
    known = (n > 0) & (p >= 0) & (p <= 1)
    return np.where(known, np.minimum(1.0, 2 * np.minimum(upper, lower)), np.nan)


def z_test(count: ArrayLike, size: ArrayLike, share: ArrayLike, *, unsampled: float = 1.0) -> NDArray[np.float64]:
    """Test a count against a known share by z = (c/n - p) / sqrt(p (1 - p) f / n), f = `unsampled`.

    Parameters
    ----------
    count, size, share : arrays that broadcast to shape (k,)
    unsampled : float
        As `unsampled_share` gives it.

    Returns
    -------
    array of shape (k,)
        Two-sided p values; 1 where the share leaves no room to differ (0 of 0, all of all), NaN where `size` is 0.
    """
    c, n = _counts(count, size)
    c, n, p = np.broadcast_arrays(c, n, np.asarray(share, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = np.abs(c / n - p)
        z = gap / np.sqrt(np.maximum(p * (1 - p), 0) * unsampled / n)
    same = gap <= 8 * np.finfo(float).eps
    p_value = np.where(same, 1.0, 2 * special.ndtr(-z))
    return np.where(n > 0, p_value, np.nan)


def share_test(count: ArrayLike, size: float, share: ArrayLike, *, unsampled: float = 1.0) -> NDArray[np.float64]:
    """Test counts against known shares: exactly when few, by z with the finite factor when many.

    Many means a size of at least `LARGE_SIZE` and a variance n p (1 - p) of at least `LARGE_VARIANCE`: of
    5,000 customers 2 may be expected in a small class, and there the normal curve is far off.
    """
    p = np.asarray(share, dtype=float)
    many = (size >= LARGE_SIZE) & (size * p * (1 - p) >= LARGE_VARIANCE)
    return np.where(many, z_test(count, size, p, unsampled=unsampled), binomial_test(count, size, p))


def false_discovery_rates(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn p values into q values, the false discovery rate at which each would be called.

    Benjamini and Hochberg, Controlling the false discovery rate, JRSS B 57 (1995) 289-300. What has no p
    value (NaN) has no q value and does not count as a comparison.
    """
    q_values = np.full(len(p_values), np.nan)
    tested = ~np.isnan(p_values)
    if tested.any():
        q_values[tested] = stats.false_discovery_control(p_values[tested])
    return q_values


def detectable_shares(
    size: float, share: ArrayLike, *, power: float = 0.8, level: float = LEVEL, comparisons: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the nearest shares below and above a known one that the exact test would most likely have seen.

    The exact test calls counts up to c_low and from c_high on, at (1 - level) / comparisons, the strictest
    step of Benjamini and Hochberg: what passes it is called whatever the other classes do. Sought are the
    shares at which such a count comes with probability `power`.

    Parameters
    ----------
    size : float
        Customers, or their effective number (rounded down).
    share : array of shape (k,)
        The known shares, 0 to 1.
    power : float
        How surely the difference would have been seen.
    comparisons : int
        Classes tested together.

    Returns
    -------
    low, high : arrays of shape (k,)
        NaN where no share so low, or so high, could have been seen.
    """
    p = np.asarray(share, dtype=float)
    n, tail = np.floor(size), (1 - level) / (2 * comparisons)
    inside = (p > 0) & (p < 1) & (n > 0)
    usable = np.where(inside, p, 0.5)
    high_count = stats.binom.isf(tail, n, usable) + 1
    low_count = stats.binom.ppf(tail, n, usable) - 1
    with np.errstate(invalid="ignore"):
        high = special.betaincinv(high_count, np.maximum(n - high_count + 1, 1), power)
        low = special.betaincinv(low_count + 1, np.maximum(n - low_count, 1), 1 - power)
    return np.where(inside & (low_count >= 0), low, np.nan), np.where(inside & (high_count <= n), high, np.nan)


def ratio_interval(
    count: ArrayLike, size: float, other_count: ArrayLike, other_size: float, *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bound the ratio of two shares from the Wilson interval of each (method MOVER).

    Donner and Zou, Closed-form confidence intervals for functions of the normal mean and standard
    deviation, Statistical Methods in Medical Research 21 (2012) 347-359, section 2.

    Parameters
    ----------
    count, other_count : arrays of shape (k,)
    size, other_size : float

    Returns
    -------
    low, high : arrays of shape (k,)
        `high` is infinite where the other share may be 0; NaN where a size is 0.
    """
    (c1, n1), (c2, n2) = _counts(count, size), _counts(other_count, other_size)
    (l1, u1), (l2, u2) = wilson_interval(c1, n1, level=level), wilson_interval(c2, n2, level=level)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2 = c1 / n1, c2 / n2
        product = p1 * p2
        below, above = l1 * (2 * p1 - l1), u1 * (2 * p1 - u1)
        over, under = u2 * (2 * p2 - u2), l2 * (2 * p2 - l2)
        low = np.where(below <= 0, 0.0, below / (product + np.sqrt(np.maximum(product**2 - below * over, 0))))
        high = (product + np.sqrt(np.maximum(product**2 - above * under, 0))) / under
    unknown = (n1 <= 0) | (n2 <= 0)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, np.where(under <= 0, np.inf, high))


def two_sample_test(
    count: NDArray[np.int64], size: int, other_count: NDArray[np.int64], other_size: int
) -> NDArray[np.float64]:
    """Test whether two groups have the same share, exactly given both totals (Fisher).

    Fisher, Statistical Methods for Research Workers (1934), section 21.02; twice the smaller
    hypergeometric tail, at most 1.

    Parameters
    ----------
    count, other_count : whole numbers of shape (k,)
    size, other_size : int

    Returns
    -------
    array of shape (k,)
        p values; NaN where a size is 0.
    """
    if not size or not other_size:
        return np.full(len(count), np.nan)
    drawn = stats.hypergeom(size + other_size, count + other_count, size)
    smaller = np.minimum(drawn.cdf(count), drawn.sf(count - 1))
    return np.asarray(np.minimum(1.0, 2 * smaller), dtype=float)


def _counts(count: ArrayLike, size: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bring counts and their sizes to one shape, as floats."""
    c, n = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(size, dtype=float))
    return c, n


def _upper_tail(
    count: NDArray[np.float64], size: NDArray[np.float64], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give P(X >= count), for fractional counts too."""
    inner = special.betainc(np.maximum(count, np.finfo(float).tiny), np.maximum(size - count + 1, 1e-300), share)
    return np.select([count <= 0, count > size], [1.0, 0.0], np.asarray(inner))
