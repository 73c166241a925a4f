"""What lies around a place: households and prospects within minutes, incomes, types, competitors, own stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.siting.totals import totals
from geoprofile.travel.costs import cost_matrix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.recipes.siting.market import Market
    from geoprofile.travel.reach import Reach

__all__ = ["COMPETITORS", "OWN", "band_column", "group_columns", "income_variable", "surroundings"]

# What says how well off people are, best first.
INCOMES = (
    "income_median_eur", "income_declared_median_eur", "income_mean_eur", "income_taxable_median_eur",
    "income_taxable_mean_eur",
)  # fmt: skip
PEOPLE = ("population", "persons_in_households", "persons_in_tax_households")
GROUP_PREFIX = "group_share_"
OWN, COMPETITORS = "own_stores", "competitors"
# Places whose travel times to all others are held at a time.
PLACES_AT_ONCE = 1_000


def band_column(minutes: float) -> str:
    """Name the column of the households within some minutes."""
    return f"households_within_{minutes:g}_min"


def group_columns(frame: pd.DataFrame) -> list[str]:
    """Give the columns of the shares of groups of types."""
    return [column for column in frame.columns if str(column).startswith(GROUP_PREFIX)]


def income_variable(market: Market) -> str | None:
    """Give the variable that says how well off the households of a zone are; None where there is none."""
    return next((name for name in INCOMES if name in market.profiles.values.columns), None)


def surroundings(
    market: Market,
    reach: Reach,
    places: pd.DataFrame,
    others: Mapping[str, pd.DataFrame],
    *,
    groups: NDArray[np.object_] | None = None,
    are_own: bool = False,
) -> pd.DataFrame:
    """Sum up what each place reaches.

    A zone counts for the share of its people that lies within the minutes.

    Parameters
    ----------
    market : Market
    reach : Reach of n places
    places : DataFrame of n rows
        `place_id`, `easting`, `northing`.
    others : mapping of name to DataFrame
        Places to count within the core minutes and to find the nearest of (`own_stores`, `competitors`). An own store
        is not its own neighbour.
    groups : text array of shape (z,), optional
        Group of the type of each zone, "" for none.
    are_own : bool
        Whether the places are the own stores themselves.

    Returns
    -------
    DataFrame of n rows
        `households_within_5_min` for each band; within the core minutes `persons` (NaN where nobody counts them),
        `prospects`, `income_eur` (mean of the zones by their households; NaN where nothing is known),
        `group_share_A`... ; for each of `others` its `NAME_within` count, `nearest_NAME` (text) and
        `nearest_NAME_min`.
    """
    found: dict[str, object] = {}
    households = market.profiles.households
    for place, minutes in enumerate(reach.bands):
        found[band_column(minutes)] = _sum(reach, households, place)
    found["persons"] = _persons(market, reach)
    found["prospects"] = _sum(reach, market.prospects, market.core)
    found["income_eur"] = _income(market, reach)
    if groups is not None:
        whole = _sum(reach, np.where(groups != "", households, 0.0), market.core)
        for code in sorted(set(groups) - {""}):
            part = _sum(reach, np.where(groups == code, households, 0.0), market.core)
            found[f"{GROUP_PREFIX}{code}"] = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    frame = pd.DataFrame(found, index=places.index)
    for name, rows in others.items():
        frame = frame.join(_neighbours(market, places, rows, name, are_own=are_own))
    return frame


def _sum(reach: Reach, values: NDArray[np.float64], band: int) -> NDArray[np.float64]:
    """Sum a count of the zones over what each place reaches within a band."""
    return np.asarray(
        totals(reach.origin, np.nan_to_num(values)[reach.zone] * reach.shares[:, band], reach.origin_count)
    )


def _persons(market: Market, reach: Reach) -> NDArray[np.float64]:
    counted = market.territory.described_levels[market.level].variables
    name = next((name for name in PEOPLE if name in counted), None)
    if name is None:
        return np.full(reach.origin_count, np.nan)
    return _sum(reach, counted[name].to_numpy(dtype=float, na_value=np.nan), market.core)


def _income(market: Market, reach: Reach) -> NDArray[np.float64]:
    name = income_variable(market)
    if name is None:
        return np.full(reach.origin_count, np.nan)
    values = market.profiles.values[name].to_numpy(dtype=float)
    weight = np.where(np.isfinite(values), market.profiles.households, 0.0)
    whole = _sum(reach, weight, market.core)
    return np.asarray(_sum(reach, weight * np.nan_to_num(values), market.core) / np.where(whole > 0, whole, np.nan))


def _neighbours(
    market: Market, places: pd.DataFrame, others: pd.DataFrame, name: str, *, are_own: bool
) -> pd.DataFrame:
    """Count other places within the limit, and find the nearest."""
    parts = [
        _nearest(market, places.iloc[start : start + PLACES_AT_ONCE], others, name, are_own=are_own)
        for start in range(0, max(len(places), 1), PLACES_AT_ONCE)
    ]
    return pd.concat(parts)


def _nearest(market: Market, places: pd.DataFrame, others: pd.DataFrame, name: str, *, are_own: bool) -> pd.DataFrame:
    count, minutes = np.zeros(len(places)), np.full(len(places), np.nan)
    nearest = np.full(len(places), "", dtype=object)
    if len(others) and len(places):
        costs = cost_matrix(market.territory.streets, places, others, by=market.by)
        if name == OWN and are_own:
            costs[places["row"].to_numpy()[:, None] == others["row"].to_numpy()[None, :]] = np.inf
        count = (costs <= market.core_minutes).sum(axis=1).astype(float)
        first = costs.argmin(axis=1)
        best = costs[np.arange(len(places)), first]
        near = np.isfinite(best)
        minutes[near] = best[near]
        nearest[near] = others["place_name"].to_numpy(dtype=object)[first[near]]
    columns = {f"{name}_within": count, f"nearest_{name}": nearest, f"nearest_{name}_min": minutes}
    return pd.DataFrame(columns, index=places.index).astype({f"nearest_{name}": "str"})
