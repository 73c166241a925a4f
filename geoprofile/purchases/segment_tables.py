"""Segments and cells of the grid in figures, and which of them may not be published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.suppression import cell_values, hidden_cells, hidden_nested_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.purchases.grid import Segments

__all__ = ["grid_table", "published", "segment_table"]

# A share of persons is told to a thousandth: more digits give the number back that it is a share of.
SHARE_DECIMALS = 3
KEYS = ("segment", "recency_score", "frequency_score", "suppressed")


def segment_table(summary: pd.DataFrame, assigned: pd.DataFrame, segments: Segments) -> pd.DataFrame:
    """Describe each segment.

    Parameters
    ----------
    summary : DataFrame
        As `customer_summary` gives it.
    assigned : DataFrame
        As `assign_segments` gives it, in the same order.
    segments : Segments

    Returns
    -------
    DataFrame
        One row a segment, in their order, the last only where somebody has no purchase: `segment` (code),
        `customers`, `share` (of all customers, 0-1), `turnover`, `turnover_share`, `recency_mean_days`,
        `orders_mean`, `basket_mean` (turnover by order), NaN where the segment is empty, and `suppressed`: the row
        may not stand on a page (see `published`).
    """
    place = _places(assigned["segment"], segments)
    # Nobody without a purchase is no cell to hide, and so hides no other either.
    is_someone_without = bool((place == len(segments.codes) - 1).any())
    size = len(segments.codes) - (not is_someone_without)
    customers = np.bincount(place, minlength=size)
    turnover, orders = (_added(summary[name], place, size) for name in ("turnover", "orders"))
    recency = _added(summary["recency_days"], place, size)
    values = cell_values(place, summary["turnover"].to_numpy(dtype=float), size)
    return pd.DataFrame(
        {
            "segment": pd.Series(segments.codes[:size], dtype="str"),
            "customers": customers,
            "share": _ratio(customers, np.full(size, customers.sum())),
            "turnover": turnover,
            "turnover_share": _ratio(turnover, np.full(size, turnover.sum())),
            "recency_mean_days": np.where(orders > 0, _ratio(recency, customers), np.nan),
            "orders_mean": _ratio(orders, customers),
            "basket_mean": _ratio(turnover, orders),
            "suppressed": hidden_cells(customers.astype(float), values=values),
        }
    )


def grid_table(scores: pd.DataFrame, table: pd.DataFrame, segments: Segments) -> pd.DataFrame:
    """Count the customers of each cell of the grid.

    Parameters
    ----------
    scores : DataFrame
        As `score_customers` gives it.
    table : DataFrame
        As `segment_table` gives it: nothing of a segment that it hides is shown by cell either.
    segments : Segments

    Returns
    -------
    DataFrame
        25 rows: `recency_score`, `frequency_score`, `segment`, `customers`, `share` (of all customers, 0-1, as in
        `segment_table`: two totals would tell how many the difference is), `suppressed`.
    """
    cells = sorted(segments.cells)
    scored = scores.dropna(subset=["recency_score", "frequency_score"])
    sizes = scored.groupby(["recency_score", "frequency_score"]).size().to_dict()
    customers = np.array([sizes.get(cell, 0) for cell in cells], dtype=np.int64)
    codes = pd.Series([segments.cells[cell] for cell in cells], dtype="str")
    place = pd.Index(table["segment"]).get_indexer(pd.Index(codes))
    # A class that nobody is in, as ties left it empty, is no cell of few customers: its label says so.
    used = _used(cells, customers)
    hidden = np.zeros(len(cells), dtype=bool)
    hidden[used] = hidden_nested_cells(
        customers[used].astype(float), place[used], table["suppressed"].to_numpy(dtype=bool)
    )
    return pd.DataFrame(
        {
            "recency_score": [recency for recency, _ in cells],
            "frequency_score": [frequency for _, frequency in cells],
            "segment": codes,
            "customers": customers,
            "share": _ratio(customers, np.full(len(cells), table["customers"].sum())),
            "suppressed": hidden,
        }
    )


def _used(cells: Sequence[tuple[int, int]], customers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Find the cells whose recency and frequency anybody has."""
    scores = np.array(cells)
    return np.array([all(customers[scores[:, axis] == cell[axis]].any() for axis in (0, 1)) for cell in cells])


def published(table: pd.DataFrame) -> pd.DataFrame:
    """Blank the figures of the rows that may not be published: numbers become float, NaN there; shares are rounded."""
    figures = [name for name in table.columns if name not in KEYS]
    shown = table.astype(dict.fromkeys(figures, float))
    shown["share"] = shown["share"].round(SHARE_DECIMALS)
    shown.loc[table["suppressed"].to_numpy(dtype=bool), figures] = np.nan
    return shown


def _places(codes: pd.Series, segments: Segments) -> NDArray[np.intp]:
    place: NDArray[np.intp] = pd.Index(segments.codes).get_indexer(pd.Index(codes))
    return place


def _added(column: pd.Series, place: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """Add up by segment in the order of the values, so that the order of rows changes nothing."""
    values = np.nan_to_num(column.to_numpy(dtype=float))
    ranked = np.argsort(values, kind="stable")
    return np.bincount(place[ranked], weights=values[ranked], minlength=size).astype(float)


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    ratio: NDArray[np.float64] = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return ratio
