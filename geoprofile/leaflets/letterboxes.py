"""How many letterboxes of each zone a leaflet can be put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.leaflets.assumptions import refusal_rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.leaflets.assumptions import RefusalRate

__all__ = ["Letterboxes", "count_letterboxes"]


@dataclass(frozen=True, eq=False)
class Letterboxes:
    """Letterboxes by zone, and what was taken off.

    Attributes
    ----------
    table : DataFrame of z rows
        `zone_id`, `households`, `refusal_share`, `refusal_basis` ("given", "regional", "national"), `excluded` (own
        customers, already served), `is_resting`, `letterboxes` (int64, never below 0).
    stated : tuple of RefusalRate
        The rates that stand in for a measured one somewhere, to be named in every result.
    """

    table: pd.DataFrame
    stated: tuple[RefusalRate, ...]


def count_letterboxes(
    zone_id: pd.Series,
    households: NDArray[np.float64],
    *,
    country: str,
    refusal_share: pd.Series | None = None,
    own_customers: NDArray[np.float64] | None = None,
    served: NDArray[np.float64] | None = None,
    days_since_drop: pd.Series | None = None,
    rest_days: float = 0.0,
) -> Letterboxes:
    """Count households less refusals, own customers and letterboxes already served; none where a zone rests.

    Customers and served letterboxes are taken off what accepts leaflets, as if none of them refused: so never too many
    are printed for them. Halves are rounded down.

    Parameters
    ----------
    zone_id : text Series of shape (z,)
    households : array of shape (z,)
        NaN counts as none.
    country : str
        "FR" or "BE": whose stated rate stands in where none is given.
    refusal_share : Series, optional
        Share of letterboxes with a Stop Pub, 0 to 1, by zone_id; a stated rate where it is missing.
    own_customers, served : arrays of shape (z,), optional
        Not to be served; NaN (a hidden count) is not taken off.
    days_since_drop : Series, optional
        Days since the last leaflet, by zone_id; missing where there was none.
    rest_days : float
        A zone rests for so many days after a drop.

    Returns
    -------
    Letterboxes

    Raises
    ------
    TableError
        For a share outside 0 to 1, or a count below 0.
    UnknownNameError
        For a country without a stated rate.
    """
    counts = [_counts(households, "households")]
    counts += [
        np.zeros(len(zone_id)) if column is None else _counts(column, what)
        for column, what in ((own_customers, "own_customers"), (served, "served"))
    ]
    share, basis, stated = _refusals(zone_id, country, refusal_share)
    resting = np.zeros(len(zone_id), dtype=bool)
    if days_since_drop is not None:
        days = zone_id.map(days_since_drop).to_numpy(dtype=float, na_value=np.nan)
        resting = days < rest_days
    excluded = counts[1] + counts[2]
    open_boxes = np.maximum(0.0, counts[0] * (1 - share) - excluded)
    table = pd.DataFrame(
        {
            "zone_id": zone_id.to_numpy(),
            "households": counts[0],
            "refusal_share": share,
            "refusal_basis": pd.Series(basis, dtype="str"),
            "excluded": excluded,
            "is_resting": resting,
            "letterboxes": np.where(resting, 0, np.ceil(open_boxes - 0.5)).astype(np.int64),
        }
    )
    return Letterboxes(table.astype({"zone_id": "str"}), stated)


def _counts(values: NDArray[np.float64], what: str) -> NDArray[np.float64]:
    """Hold a column to counts; a missing one is none."""
    known = np.nan_to_num(np.asarray(values, dtype=float), nan=0.0, posinf=-1.0)
    if (known < 0).any():
        row = int(np.argmax(known < 0))
        raise TableError(f"Column {what!r}, row {row}: a count of {values[row]}; give a finite number, 0 or more.")
    return np.asarray(known, dtype=float)


def _refusals(
    zone_id: pd.Series, country: str, given: pd.Series | None
) -> tuple[NDArray[np.float64], list[str], tuple[RefusalRate, ...]]:
    """Give the share of each zone, on what it rests, and the stated rates that were used."""
    share = np.full(len(zone_id), np.nan)
    if given is not None:
        share = zone_id.map(given).to_numpy(dtype=float, na_value=np.nan, copy=True)
        wrong = ~np.isnan(share) & ~((share >= 0) & (share <= 1))
        if wrong.any():
            row = int(np.argmax(wrong))
            raise TableError(f"Zone {zone_id.iloc[row]!r}: a Stop Pub share of {share[row]}; give a share from 0 to 1.")
    basis = np.where(np.isnan(share), "", "given").astype(object)
    used: list[RefusalRate] = []
    for rate in refusal_rates(country) if (basis == "").any() else ():
        here = (basis == "") & zone_id.str.startswith(rate.prefixes).to_numpy(dtype=bool)
        share[here], basis[here] = rate.share, rate.scope
        used += [rate] if here.any() else []
    return share, basis.tolist(), tuple(used)
