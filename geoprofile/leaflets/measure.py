"""Measure: what a drop brought, from the customers who came in zones served and in their twins held out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geoprofile.errors import TableError
from geoprofile.leaflets.power import LEVEL, pair_variation
from geoprofile.words import check_language, count_text, fixed_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["LEAST_CUSTOMERS", "LEAST_PAIRS", "Lift", "lift_sentence", "measure_lift"]

# Fewer pairs can't reach 5 % (two of 2^6 draws are 3 %, of 2^5 6 %); fewer customers are no figure to publish.
LEAST_PAIRS, LEAST_CUSTOMERS = 6, 11
# All ways of drawing within pairs are gone through up to so many pairs, else so many seeded draws.
LISTED_PAIRS, DRAWS = 13, 9_999
# Where a bound of the lift is sought: from a thousandth to a thousand times the customers.
LARGEST_LOG, HALVINGS = 7.0, 50
ROUNDING = 1e-9
MINUS = "\N{MINUS SIGN}"

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
INFINITY = "\N{INFINITY}"
# A fall of this much or more is no bound: the chance of none at all is not ruled out.
NO_BOUND = -0.98


@dataclass(frozen=True)
class Lift:
    """What a drop brought in the treated zones of the pairs.

    Attributes
    ----------
    lift, low, high : float
        Customers more than without the drop, as a share (0.12 = 12 %), with interval; NaN where refused.
    p_value : float
        Share of the draws within pairs that would have shown as much by chance alone.
    extra, extra_low, extra_high : float
        The same in customers.
    treated_customers, control_customers : int
        Of the treated and the control zones of the pairs, after the drop; under 11 they are not to be published.
    pairs : int
    variation : float
        Squared variation of twins before the drop; NaN without counts before.
    extra_rate : float
        Difference in differences of the plain rates, customers per 1,000 letterboxes; NaN without counts before.
    reason : {"", "few_pairs", "few_customers"}
        Why nothing is told.
    """

    lift: float
    low: float
    high: float
    p_value: float
    extra: float
    extra_low: float
    extra_high: float
    treated_customers: int
    control_customers: int
    pairs: int
    variation: float
    extra_rate: float
    reason: str = ""


class Twins(NamedTuple):
    """The pairs, arrays of shape (p, 2): treated, control."""

    letterboxes: NDArray[np.float64]
    customers: NDArray[np.float64]
    before: NDArray[np.float64] | None


def measure_lift(zones: pd.DataFrame, *, level: float = LEVEL, seed: int = 0) -> Lift:
    """Measure the lift of a drop by pairs of a treated and a control zone.

    The estimate is the Mantel-Haenszel rate ratio over pairs, theta = sum(w y_t/E_t) / sum(w y_c/E_c) with
    w = E_t E_c / (E_t + E_c) (Rothman, Greenland and Lash, Modern Epidemiology, 2008, chapter 15). The test swaps
    treated and control within pairs, as the draw could have; the interval holds every theta that the same test does
    not reject once the treated counts are divided by it (Rosenbaum, Observational Studies, 2002, section 2.6). So
    overdispersion and zones that are unlike are allowed for without a model.
    With counts before the drop, E is what the zone was to be expected to bring: its letterboxes times its former rate,
    shrunk to that of the pair by as much as chance moves it.

    Parameters
    ----------
    zones : DataFrame
        A row a zone: `pair` (whole number; 0 is left out), `role`, `letterboxes` (above 0), `customers` (came since the
        drop), optionally `before` (came in a period before it).
    level : float
        Confidence of the interval.
    seed : int
        Of the draws, where there are too many to go through.

    Returns
    -------
    Lift
        Without figures, and with the reason, where there are fewer than 6 pairs or 11 customers on either side.

    Raises
    ------
    TableError
        If a column is missing, a count is none, or a pair has not one treated and one control zone.
    """
    twins = _twins(zones)
    came = twins.customers.sum(axis=0)
    variation, exposure = _exposure(twins)
    if len(twins.customers) < LEAST_PAIRS or min(came) < LEAST_CUSTOMERS:
        reason = "few_pairs" if len(twins.customers) < LEAST_PAIRS else "few_customers"
        return _told(twins, [float("nan")] * 3, float("nan"), variation, reason)
    weight = exposure.prod(axis=1) / exposure.sum(axis=1)
    treated, control = (weight * twins.customers[:, side] / exposure[:, side] for side in (0, 1))
    ratio = float(treated.sum() / control.sum())
    chance = _chance_of(treated, control, seed)
    low, high = (_bound(chance, ratio, 1 - level, way) for way in (-1, 1))
    return _told(twins, [ratio, low, high], chance(1.0), variation, "")


def lift_sentence(found: Lift, language: str) -> str:
    """Say in French or English what the drop brought, or that too few came; the customers of neither side are told."""
    check_language(language)
    french = language == "fr"
    if found.reason == "few_pairs":
        few = [count_text(value, language) for value in (found.pairs, LEAST_PAIRS)]
        return (
            f"Trop peu de paires de zones pour conclure : {few[0]}, il en faut au moins {few[1]}."
            if french
            else f"Too few pairs of zones to tell: {few[0]}, at least {few[1]} are needed."
        )
    if found.reason:
        least = count_text(LEAST_CUSTOMERS, language)
        return (
            f"Trop peu de clients venus pour conclure : il en faut au moins {least} dans les zones distribuées et "
            "autant dans les témoins."
            if french
            else f"Too few customers came to tell: at least {least} are needed in the zones served, and as many in "
            "those held out."
        )
    low, high = (_signed(value, language) for value in (found.low, found.high))
    p_value = fixed_text(max(found.p_value, 0.001), 3, language)
    counts = (found.extra, found.extra_low, found.extra_high)
    fewer = found.extra < 0
    # A ratio that may be nothing bounds no count from below.
    told_of = (None if found.low <= NO_BOUND and value is found.extra_low else value for value in counts)
    extra, least, most = (
        MINUS + INFINITY if value is None else count_text(value, language).replace("-", MINUS) for value in told_of
    )
    extra = extra.removeprefix(MINUS)
    clear = found.low > 0 or found.high < 0
    if french:
        told = f"Effet mesuré : {_signed(found.lift, language)} de clients (entre {low} et {high}, p = {p_value}), "
        told += f"soit {extra} clients de {'moins' if fewer else 'plus'} (effet entre {least} et {most})."
        return told if clear else f"{told} Le hasard seul peut l'expliquer."
    told = (
        f"Measured lift: {_signed(found.lift, language)} customers (between {low} and {high}, p = {p_value}), that is "
    )
    told += f"{extra} {'fewer' if fewer else 'more'} customers (effect between {least} and {most})."
    return told if clear else f"{told} Chance alone may explain it."


def _twins(zones: pd.DataFrame) -> Twins:
    """Lay the zones out in pairs."""
    counted = [name for name in ("letterboxes", "customers", "before") if name in zones]
    for name in ("pair", "role", "letterboxes", "customers"):
        if name not in zones:
            raise TableError(f"A table of zones to measure lacks the column {name!r}.")
    inside = zones[zones["pair"].to_numpy(dtype=float, na_value=0.0) > 0].sort_values(["pair", "role"], kind="stable")
    pair, role = (inside[name].to_numpy(dtype=object) for name in ("pair", "role"))
    whole = len(inside) % 2 == 0 and (pair[::2] == pair[1::2]).all() and len(set(pair)) == len(inside) // 2
    if not (whole and (role[::2] == "control").all() and (role[1::2] == "treated").all()):
        raise TableError("Every pair needs one zone of role 'treated' and one of role 'control'.")
    values = {name: inside[name].to_numpy(dtype=float, na_value=np.nan).reshape(-1, 2)[:, ::-1] for name in counted}
    for name, some in values.items():
        smallest = 0.0 if name != "letterboxes" else float(np.finfo(float).tiny)
        if not (np.isfinite(some) & (some >= smallest)).all():
            raise TableError(f"Column {name!r}: every zone of a pair needs a count, letterboxes one above 0.")
    return Twins(values["letterboxes"], values["customers"], values.get("before"))


def _told(twins: Twins, ratios: list[float], p_value: float, variation: float, reason: str) -> Lift:
    """Write out what was found, of the ratio and its bounds."""
    treated, control = (int(one) for one in twins.customers.sum(axis=0))
    extra = [treated * (1 - 1 / ratio) for ratio in ratios]
    return Lift(
        lift=ratios[0] - 1,
        low=ratios[1] - 1,
        high=ratios[2] - 1,
        p_value=p_value,
        extra=extra[0],
        extra_low=extra[1],
        extra_high=extra[2],
        treated_customers=treated,
        control_customers=control,
        pairs=len(twins.customers),
        variation=variation,
        extra_rate=_extra_rate(twins),
        reason=reason,
    )


def _exposure(twins: Twins) -> tuple[float, NDArray[np.float64]]:
    """Give the variation of twins before the drop, and what each zone is to be expected to bring, on any scale."""
    if twins.before is None:
        return float("nan"), twins.letterboxes
    variation = pair_variation(*twins.before.T, *twins.letterboxes.T)
    rate = twins.before.sum(axis=1) / twins.letterboxes.sum(axis=1)
    usual = rate[:, None] * twins.letterboxes
    # Gamma-Poisson: the former count moves the rate of a zone as far as the variation of twins allows.
    return variation, twins.letterboxes * (1 + variation * twins.before) / (1 + variation * usual)


def _extra_rate(twins: Twins) -> float:
    if twins.before is None:
        return float("nan")
    rates = (twins.customers.sum(axis=0) - twins.before.sum(axis=0)) / twins.letterboxes.sum(axis=0)
    return float(1000 * (rates[0] - rates[1]))


def _chance_of(treated: Numbers, control: Numbers, seed: int) -> Callable[[float], float]:
    """Give the function that tests a ratio: the share of draws with a difference as great as the one that was drawn."""
    count = len(treated)
    if count <= LISTED_PAIRS:
        bits = np.arange(2 ** (count - 1))[:, None] >> np.arange(count) & 1  # the other half are the same, swapped
        signs = 1.0 - 2.0 * bits
    else:
        drawn = np.random.default_rng(seed).integers(0, 2, (DRAWS, count))
        signs = np.concatenate([np.ones((1, count)), 1.0 - 2.0 * drawn])
    ours, theirs = signs @ treated, signs @ control

    def chance(ratio: float) -> float:
        size = np.abs(ours / ratio - theirs)
        return float((size >= size[0] * (1 - ROUNDING) - ROUNDING * theirs[0]).mean())

    return chance


def _bound(chance: Callable[[float], float], ratio: float, risk: float, way: int) -> float:
    """Find by halving how far from the estimate a ratio may lie that the test does not reject."""
    inside, outside = float(np.log(ratio)), way * LARGEST_LOG + float(np.log(ratio))
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if chance(float(np.exp(middle))) > risk:
            inside = middle
        else:
            outside = middle
    return float(np.exp(inside))


def _signed(share: float, language: str) -> str:
    return f"{'+' if share >= 0 else MINUS}{percent_text(abs(share), language)}"
