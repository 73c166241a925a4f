"""What a leaflet plan is made from: one row a zone, in whole units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.errors import TableError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

__all__ = ["OBJECTIVES", "UNITS", "Budget", "PlanInputs", "plan_inputs"]

Unit = Literal["letterboxes", "eur"]
UNITS = ("letterboxes", "eur")
Objective = Literal["response", "margin"]
OBJECTIVES = ("response", "margin")
CENTS = 100
# Values are whole millionths, of a new customer or of a euro, so that sums are exact whatever their order.
MILLIONTHS = 1_000_000
NEEDED = ("zone_id", "letterboxes", "cost_eur", "expected_response")


@dataclass(frozen=True)
class Budget:
    """The most that one wave may use.

    Attributes
    ----------
    unit : {"letterboxes", "eur"}
        Euros take in what is paid once a drop.
    amount : float or mapping
        For all stores together, or by store.
    """

    unit: Unit
    amount: float | Mapping[str, float]

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise UnknownNameError("unit of a budget", self.unit, UNITS)
        amounts = self.amount.values() if hasattr(self.amount, "values") else (self.amount,)
        if not all(0 <= amount < np.inf for amount in amounts):
            raise TableError(f"The budget is {self.amount}: give a finite number of {self.unit}, 0 or more.")


@dataclass(frozen=True, eq=False)
class PlanInputs:
    """The zones in order of their codes; arrays of shape (z,).

    Attributes
    ----------
    zones : DataFrame
        `zone_id`, `store` (empty: of none), `letterboxes`, `cost_eur`, `expected_response`, `index`, `minutes`.
    row : int64 array
        Row of each zone in the table that was given.
    letterboxes, cost_cents, value : int64 arrays
        Value in millionths of what is maximised.
    is_open, is_included : bool arrays
        Zones that may be chosen, and those that must be.
    """

    zones: pd.DataFrame
    row: NDArray[np.int64]
    letterboxes: NDArray[np.int64]
    cost_cents: NDArray[np.int64]
    value: NDArray[np.int64]
    is_open: NDArray[np.bool_]
    is_included: NDArray[np.bool_]

    def weight(self, unit: str) -> NDArray[np.int64]:
        """Give what each zone takes of a budget: letterboxes, or cents."""
        return self.letterboxes if unit == "letterboxes" else self.cost_cents


def plan_inputs(
    zones: pd.DataFrame,
    *,
    objective: str = "response",
    margin_eur: float | None = None,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
) -> PlanInputs:
    """Bring the zones into order and whole units.

    Parameters
    ----------
    zones : DataFrame, one row a zone
        `zone_id`, `letterboxes` (whole), `cost_eur`, `expected_response` (new customers if the zone is served), and
        optionally `store` (the store that it belongs to; an empty one takes the zone out), `index`, `minutes`.
    objective : {"response", "margin"}
        New customers, or their margin less the cost of serving the zone.
    margin_eur : float, optional
        Margin of one new customer; needed for "margin".
    include, exclude : collections of zone_id

    Raises
    ------
    TableError
        For a missing column, a zone that stands twice or is unknown, a number that is none, or a zone both included and
        excluded.
    UnknownNameError
        For an unknown objective.
    """
    if objective not in OBJECTIVES:
        raise UnknownNameError("objective", objective, OBJECTIVES)
    if objective == "margin" and not (margin_eur is not None and 0 < margin_eur < np.inf):
        raise TableError(f"The margin per new customer is {margin_eur}: give euros above 0 to maximise the margin.")
    table = _checked(zones)
    ids = table["zone_id"]
    included, excluded = _marked(ids, include, "included"), _marked(ids, exclude, "excluded")
    if (included & excluded).any():
        raise TableError(f"Zone {ids[int(np.argmax(included & excluded))]!r} is both included and excluded: choose.")
    response = table["expected_response"].to_numpy(dtype=float)
    cents = np.rint(table["cost_eur"].to_numpy(dtype=float) * CENTS).astype(np.int64)
    worth = response if margin_eur is None or objective == "response" else margin_eur * response - cents / CENTS
    letterboxes = table["letterboxes"].to_numpy(dtype=np.int64)
    value = np.where(letterboxes > 0, np.rint(worth * MILLIONTHS), 0).astype(np.int64)
    is_open = ~excluded & ((table["store"] != "").to_numpy() | ("store" not in zones))
    stranded = included & ~is_open
    if stranded.any():
        raise TableError(
            f"Zone {ids[int(np.argmax(stranded))]!r} is included but belongs to no store: leave it out, or give it one."
        )
    row = table.pop("row").to_numpy(dtype=np.int64)
    return PlanInputs(table, row, letterboxes, cents, value, is_open, included)


def _checked(zones: pd.DataFrame) -> pd.DataFrame:
    """Hold the table to its contract and put it in order of the codes."""
    for name in NEEDED:
        if name not in zones:
            raise TableError(f"Zones of a leaflet plan: the column {name!r} is missing; give {', '.join(NEEDED)}.")
    for name in NEEDED[1:]:
        numbers = zones[name].to_numpy(dtype=float, na_value=np.nan)
        wrong = ~np.isfinite(numbers) | (numbers < 0)
        if name == "letterboxes":
            wrong |= np.nan_to_num(numbers) % 1 != 0
        if wrong.any():
            row = int(np.argmax(wrong))
            raise TableError(
                f"Zones of a leaflet plan: column {name!r}, row {row}, holds {numbers[row]}; give a "
                f"{'whole ' if name == 'letterboxes' else ''}number, 0 or more."
            )
    twice = zones["zone_id"].duplicated()
    if twice.any():
        raise TableError(f"Zones of a leaflet plan: {zones.loc[twice, 'zone_id'].iloc[0]!r} stands twice; keep one.")
    laid_out = pd.DataFrame({"zone_id": zones["zone_id"].astype("str").to_numpy()})
    laid_out["store"] = zones["store"].fillna("").astype("str").to_numpy() if "store" in zones else ""
    for name in NEEDED[1:]:
        laid_out[name] = zones[name].to_numpy(dtype=np.int64 if name == "letterboxes" else float)
    for name in ("index", "minutes"):
        laid_out[name] = zones[name].to_numpy(dtype=float, na_value=np.nan) if name in zones else np.nan
    laid_out["row"] = np.arange(len(zones))
    return laid_out.astype({"store": "str"}).sort_values("zone_id", kind="stable", ignore_index=True)


def _marked(ids: pd.Series, named: Collection[str], what: str) -> NDArray[np.bool_]:
    """Mark some zones; refuse one that is not there."""
    strange = sorted(set(named) - set(ids))
    if strange:
        raise TableError(f"Zone {strange[0]!r} is {what} but not among the zones of the plan: check the code.")
    return ids.isin(list(named)).to_numpy(dtype=bool)
