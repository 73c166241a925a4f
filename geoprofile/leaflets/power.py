"""Power: how large a lift the volumes of a test would show, before anything is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.words import check_language, count_text, percent_text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["LEVEL", "POWER", "USUAL_VARIATION", "detectable_lift", "pair_variation", "power_sentence", "zone_variation"]

# How surely a lift is to be seen, and the confidence at which it counts as seen.
POWER, LEVEL = 0.8, 0.95
# Squared variation between twins that is assumed where no past counts tell: their true rates differ by a fifth or so.
USUAL_VARIATION = 0.04
# A lift beyond this (101 times the customers) is as good as none to be seen.
LARGEST_LIFT = 100.0
LEAST_PAIRS = 2


def zone_variation(counts: ArrayLike, expected: ArrayLike) -> float:
    """Estimate how much the true rates of zones differ beyond what was expected of them, as a squared variation.

    tau^2 in Var(Y) = mu + tau^2 mu^2 by moments, sum((y - mu)^2 - mu) / sum(mu^2), mu scaled to the sum of the counts
    (Breslow, Applied Statistics 33 (1984) 38-44, in one step); never below 0.

    Parameters
    ----------
    counts, expected : arrays of shape (z,)
        Customers of zones, and what was expected of each, on any scale.
    """
    y, share = _numbers(counts), _numbers(expected)
    if y.shape != share.shape:
        raise TableError(f"There are {y.size} counts and {share.size} expected ones: give one of each a zone.")
    mean = share * (y.sum() / share.sum()) if share.sum() > 0 else np.zeros(len(y))
    squares = float((mean**2).sum())
    return max(float(((y - mean) ** 2 - mean).sum()) / squares, 0.0) if squares > 0 else 0.0


def pair_variation(first: ArrayLike, second: ArrayLike, first_exposure: ArrayLike, second_exposure: ArrayLike) -> float:
    """Estimate how much the true rates of twins differ, as a squared variation, from counts before the drop.

    By moments: the squared difference of the two rates of a pair is r (1/E1 + 1/E2) by chance alone, and 2 tau^2 r^2
    more where their true rates vary; r is the rate of the pair, pairs weigh as E1 E2 / (E1 + E2).

    Parameters
    ----------
    first, second : arrays of shape (p,)
        Customers of the two zones of each pair.
    first_exposure, second_exposure : arrays of shape (p,)
        Letterboxes or households, above 0.
    """
    one, other, e1, e2 = (_numbers(some) for some in (first, second, first_exposure, second_exposure))
    weight = e1 * e2 / (e1 + e2)
    rate = (one + other) / (e1 + e2)
    chance = rate * (1 / e1 + 1 / e2)
    whole = float((weight**2 * 2 * rate**2).sum())
    # The rate of a pair is an estimate too: its square is too large by its variance.
    whole -= float((weight**2 * 2 * rate / (e1 + e2)).sum())
    excess = float((weight**2 * ((one / e1 - other / e2) ** 2 - chance)).sum())
    return max(excess / whole, 0.0) if whole > 0 else 0.0


def detectable_lift(
    treated: ArrayLike,
    control: ArrayLike,
    *,
    variation: float = USUAL_VARIATION,
    power: float = POWER,
    level: float = LEVEL,
) -> float:
    """Give the least lift that a test would most likely show.

    theta = 1 + lift solves log(theta) = (t_level + t_power) se(theta), with
    se^2 = [sum w^2 (theta/E_t + theta^2 tau^2)] / (theta sum w)^2 + [sum w^2 (1/E_c + tau^2)] / (sum w)^2,
    w = E_t E_c / (E_t + E_c) of each pair, E customers expected without leaflets, tau^2 the variation, and t quantiles
    of pairs - 1 degrees (Hayes and Moulton, Cluster Randomised Trials, 2017, chapter 7, for the log of a rate ratio).

    Parameters
    ----------
    treated, control : arrays of shape (p,)
        Customers expected in each zone of the pairs while the drop is measured, were there none.
    variation : float
        Squared variation of the true rates of twins, as `pair_variation` gives it.

    Returns
    -------
    float
        0.2 for 20 % more customers; infinite where no lift up to a hundredfold would show.

    Raises
    ------
    TableError
        If there is not one of each a pair.
    """
    from scipy import optimize, stats  # noqa: PLC0415  tests alone need it

    e1, e2 = _numbers(treated), _numbers(control)
    if e1.shape != e2.shape:
        raise TableError(f"There are {e1.size} treated and {e2.size} control zones: give one of each a pair.")
    used = (e1 > 0) & (e2 > 0)
    e1, e2 = e1[used], e2[used]
    if len(e1) < LEAST_PAIRS:
        return float("inf")
    weight = e1 * e2 / (e1 + e2)
    share = (weight / weight.sum()) ** 2
    quantiles = stats.t.ppf([1 - (1 - level) / 2, power], len(e1) - 1).sum()

    def missing(log_ratio: float) -> float:
        noise = (share * (1 / (np.exp(log_ratio) * e1) + 1 / e2 + 2 * variation)).sum()
        return float(log_ratio - quantiles * np.sqrt(noise))

    most = float(np.log1p(LARGEST_LIFT))
    if missing(most) < 0:
        return float("inf")
    return float(np.expm1(optimize.brentq(missing, 0.0, most)))


def power_sentence(lift: float, *, pairs: int, letterboxes: float, customers: float | None, language: str) -> str:
    """Say in French or English what a test would show.

    Parameters
    ----------
    lift : float
        As `detectable_lift` gives it.
    pairs : int
    letterboxes : float
        Of the treated zones of the pairs.
    customers : float or None
        Expected in those zones without leaflets while the drop is measured; None if it may not be told.
    language : {"fr", "en"}
    """
    check_language(language)
    many, boxes = (count_text(value, language) for value in (pairs, letterboxes))
    people = "" if customers is None else count_text(customers, language)
    seen, surely, wrongly = (percent_text(value, language) for value in (lift, POWER, 1 - LEVEL))
    if language == "fr":
        told = f"Avec {many} zones distribuées et {many} zones témoins ({boxes} boîtes aux lettres distribuées"
        told += f", {people} clients attendus sans prospectus)" if people else ")"
        if not np.isfinite(lift):
            return f"{told}, aucun effet ne serait visible : prenez plus de zones ou une période plus longue."
        return f"{told}, un effet d'au moins +{seen} serait visible (puissance {surely}, risque {wrongly})."
    told = f"With {many} zones served and {many} held out ({boxes} letterboxes served"
    told += f", {people} customers expected without leaflets)" if people else ")"
    if not np.isfinite(lift):
        return f"{told}, no effect could be seen: take more zones or a longer period."
    return f"{told}, a lift of +{seen} or more could be seen (power {surely}, risk {wrongly})."


def _numbers(values: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(values, dtype=float)
