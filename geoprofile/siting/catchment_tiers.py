"""Primary, secondary and tertiary catchment: the zones that hold 50, 75 and 90 % of a store's customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CUTS", "TIERS", "catchment_tiers"]

TIERS = ("primary", "secondary", "tertiary")
CUTS = (0.5, 0.75, 0.9)
# Beside the tiers: customers further out, and zones without any.
BEYOND, NO_CUSTOMER = "beyond", "none"
# Households that the average rate of the store is worth when a zone's own rate is judged, in expected customers.
PRIOR_CUSTOMERS = 2.0
DRAWS = 200


def catchment_tiers(
    zone_id: NDArray[np.object_],
    customers: NDArray[np.float64],
    households: NDArray[np.float64] | None = None,
    *,
    cuts: tuple[float, ...] = CUTS,
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """Put each zone into the tier that it helps to fill.

    Zones are taken in the order of their penetration: the tier is then where the store is strongest, and asks for the
    fewest households for its share of the customers. One customer in a zone of three households is no strength: the
    rate is shrunk to that of the store, (c + 2) / (h + 2 / rate). Without households the order is that of counts.
    A zone belongs to the tier in which its first customer falls; ties go by zone_id.

    Parameters
    ----------
    zone_id : text array of shape (z,)
    customers : array of shape (z,)
        Of one store.
    households : array of shape (z,), optional
        A zone without, or with a missing number, is taken for an average one.
    cuts : tuple of up to three shares, ascending
    draws : int
        Samples of as many customers, drawn anew from these, that tell how sure each tier is.
    seed : int

    Returns
    -------
    DataFrame
        In the order of the zones given: `zone_id`, `customers`, `penetration_rate` (NaN without households),
        `cumulative_share` (of customers, up to and with the zone, NaN in a zone without), `tier` (`primary`,
        `secondary`, `tertiary`, `beyond`, `none`) and `tier_chance` (share of the samples that put the zone into this
        tier or a nearer one; NaN in a zone without customers).

    Raises
    ------
    TableError
        If a count is negative or missing, or a zone stands twice.
    """
    _check(zone_id, customers, cuts)
    zone_id = np.asarray(zone_id, dtype=object)
    canonical = np.argsort(zone_id.astype(str), kind="stable")  # draws go with zones, whatever their order
    counts = customers[canonical]
    known = None if households is None else np.where(np.isfinite(households), households, 0.0)[canonical]
    tier, cumulative = _tiers(counts[None, :], known, cuts)
    chance = _chances(counts, known, cuts, tier[0], draws, seed)
    back = np.argsort(canonical, kind="stable")
    names = np.array([*TIERS[: len(cuts)], BEYOND, NO_CUSTOMER], dtype=object)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = counts / known if known is not None else np.full(len(counts), np.nan)
    return pd.DataFrame(
        {
            "zone_id": zone_id,
            "customers": customers,
            "penetration_rate": np.where(np.isfinite(rate), rate, np.nan)[back],
            "cumulative_share": np.where(counts > 0, cumulative[0], np.nan)[back],
            "tier": names[tier[0]][back],
            "tier_chance": np.where(counts > 0, chance, np.nan)[back],
        }
    ).astype({"zone_id": "str", "tier": "str"})


def _tiers(
    counts: NDArray[np.float64], households: NDArray[np.float64] | None, cuts: tuple[float, ...]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Give the tier and the running share of each zone in each sample, shapes (d, z)."""
    total = counts.sum(axis=1, keepdims=True)
    merit = counts
    if households is not None and households.sum() > 0:
        rate = np.maximum(total / households.sum(), np.finfo(float).tiny)
        own_rate = (counts + PRIOR_CUSTOMERS) / (households + PRIOR_CUSTOMERS / rate)
        merit = np.where(households > 0, own_rate, rate)  # how strong it is where nobody is counted, nobody knows
    merit = np.where(counts > 0, merit, -1.0)
    order = np.argsort(-merit, axis=1, kind="stable")
    running = np.cumsum(np.take_along_axis(counts, order, axis=1), axis=1)
    before = running - np.take_along_axis(counts, order, axis=1)
    whole = np.maximum(total, np.finfo(float).tiny)
    # A running share may miss a cut by a rounding: half of four is half.
    tier = np.searchsorted(np.asarray(cuts), before / whole + 1e-12, side="right")
    sorted_back = np.argsort(order, axis=1, kind="stable")
    placed = np.take_along_axis(tier, sorted_back, axis=1)
    return np.where(counts > 0, placed, len(cuts) + 1), np.take_along_axis(running / whole, sorted_back, axis=1)


def _chances(
    counts: NDArray[np.float64],
    households: NDArray[np.float64] | None,
    cuts: tuple[float, ...],
    tier: NDArray[np.intp],
    draws: int,
    seed: int,
) -> NDArray[np.float64]:
    """Draw as many customers anew, and count how often a zone is in its tier or nearer."""
    size = round(float(counts.sum()))
    if not size or not draws:
        return np.full(len(counts), np.nan)
    drawn = np.random.default_rng(seed).multinomial(size, counts / counts.sum(), size=draws).astype(float)
    return np.asarray((_tiers(drawn, households, cuts)[0] <= tier).mean(axis=0))


def _check(zone_id: NDArray[np.object_], customers: NDArray[np.float64], cuts: tuple[float, ...]) -> None:
    wrong = ~(np.isfinite(customers) & (customers >= 0))
    if wrong.any():
        raise TableError(f"The count of customers in row {int(wrong.argmax())} is missing or negative: give 0 or more.")
    if len(set(zone_id)) < len(zone_id):
        raise TableError("A zone stands twice in the counts of customers: add its rows up.")
    if not 1 <= len(cuts) <= len(TIERS) or list(cuts) != sorted(set(cuts)) or not 0 < cuts[0] <= cuts[-1] <= 1:
        raise TableError(f"The cuts of a catchment are one to three rising shares, not {cuts}.")
