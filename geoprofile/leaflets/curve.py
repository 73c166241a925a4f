"""Response, cost and return against the budget, and where the marginal leaflet stops paying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.leaflets.choosing import choose_each
from geoprofile.leaflets.drops import drops_of, layout
from geoprofile.leaflets.plan_inputs import CENTS, Budget, plan_inputs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from geoprofile.leaflets.choosing import Shape
    from geoprofile.leaflets.plan_inputs import Unit
    from geoprofile.zones.adjacency import ZoneAdjacency

__all__ = ["POINTS", "ResponseCurve", "response_curve"]

POINTS = 25


@dataclass(frozen=True, eq=False)
class ResponseCurve:
    """What each budget gives.

    Attributes
    ----------
    points : DataFrame, rising
        `budget` (letterboxes, or euros with what is paid once), `letterboxes`, `cost_eur`, `expected_response`,
        `response_per_thousand`, `marginal_response_per_thousand` (of the letterboxes added since the point before),
        and with a margin `profit_eur`, `return_share` (profit per euro), `marginal_profit_eur`.
    most_profitable : int, optional
        Row of the greatest profit: past it the marginal leaflet does not pay. None without a margin, or where no
        budget makes a profit.
    """

    points: pd.DataFrame
    most_profitable: int | None


def response_curve(
    zones: pd.DataFrame,
    *,
    unit: Unit = "letterboxes",
    most: float | None = None,
    points: int = POINTS,
    shape: Shape = "free",
    margin_eur: float | None = None,
    fixed_eur: float = 0.0,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    adjacency: ZoneAdjacency | None = None,
    store_zones: Mapping[str, str] | None = None,
    least_letterboxes: int = 0,
    seed: int = 0,
) -> ResponseCurve:
    """Plan for budgets rising in equal steps to the greatest one; the response never falls.

    Parameters
    ----------
    most : float, optional
        Greatest budget; what all zones take by default.
    points : int
        How many budgets, at least 2.

    Other parameters are those of `leaflet_plan`.

    Raises
    ------
    TableError
        For too few points, a greatest budget that is none, or zones to include that take more than the smallest one.
    """
    if points < 2:  # noqa: PLR2004  a curve has two ends
        raise TableError(f"A curve of {points} points is none: give at least 2.")
    inputs = plan_inputs(zones, margin_eur=margin_eur, include=include, exclude=exclude)
    laid_out = layout(inputs, shape, adjacency, store_zones, least_letterboxes)
    whole = float(inputs.weight(unit)[inputs.is_open].sum()) / (CENTS if unit == "eur" else 1)
    greatest = whole + (fixed_eur if unit == "eur" else 0.0) if most is None else most
    rest = np.zeros(len(inputs.row), dtype=bool)
    drop = drops_of(inputs, laid_out, Budget(unit, greatest), fixed_eur, rest)[0]
    budgets = [max(0, drop.budget * step // points) for step in range(1, points + 1)]
    made = choose_each(drop.problem, shape, budgets, seed=seed, with_bound=False)
    rows = []
    for budget, one in zip(budgets, made, strict=True):
        paid = fixed_eur if one.chosen.any() else 0.0
        rows.append(
            {
                "budget": budget / CENTS + fixed_eur if unit == "eur" else float(budget),
                "letterboxes": int(inputs.letterboxes[one.chosen].sum()),
                "cost_eur": float(inputs.cost_cents[one.chosen].sum()) / CENTS + paid,
                "expected_response": float(inputs.zones["expected_response"].to_numpy()[one.chosen].sum()),
            }
        )
    return _finished(pd.DataFrame(rows), margin_eur)


def _finished(points: pd.DataFrame, margin_eur: float | None) -> ResponseCurve:
    """Add rates and returns, and find the most profitable point."""
    boxes, response = points["letterboxes"], points["expected_response"]
    added = boxes.diff().fillna(boxes)
    points["response_per_thousand"] = 1000 * response / boxes.where(boxes > 0)
    points["marginal_response_per_thousand"] = 1000 * response.diff().fillna(response) / added.where(added > 0)
    if margin_eur is None:
        return ResponseCurve(points, None)
    profit = margin_eur * response - points["cost_eur"]
    points["profit_eur"] = profit
    points["return_share"] = profit / points["cost_eur"].where(points["cost_eur"] > 0)
    points["marginal_profit_eur"] = profit.diff().fillna(profit)
    best = int(profit.to_numpy().argmax())
    return ResponseCurve(points, best if profit.iloc[best] > 0 else None)
