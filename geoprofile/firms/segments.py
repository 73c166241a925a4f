"""Customers that are firms, by class, beside all active establishments of the stock: index 100 is the stock.

A class is published under the rule for business data: at least three firms, none of which makes more than 85 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.firms.classes import DIMENSIONS
from geoprofile.significance import (
    LEVEL,
    class_sizes,
    effective_size,
    false_discovery_rates,
    share_test,
    unsampled_share,
    wilson_interval,
)
from geoprofile.suppression import CellValues, hidden_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["SEGMENT_COLUMNS", "SMALLEST_BUSINESS_CELL", "customer_firms", "ideal_customers", "segment_table"]

SMALLEST_BUSINESS_CELL = 3
SEGMENT_COLUMNS = (
    "customers", "share", "stock", "stock_share", "penetration_rate", "index", "index_low", "index_high", "p_value",
    "q_value", "significant", "hidden",
)  # fmt: skip
FIGURES = ("customers", "share", "penetration_rate", "index", "index_low", "index_high", "p_value", "q_value")


def customer_firms(
    siret: pd.Series, establishments: pd.DataFrame, weight: NDArray[np.float64] | None = None
) -> pd.DataFrame:
    """Count each active establishment once, whatever rows of the file name it.

    Parameters
    ----------
    siret : Series of n texts
        Empty where no establishment was found.
    establishments : DataFrame
        Of a `Register`.
    weight : array of shape (n,), optional
        What each row weighs (turnover); missing and negative ones weigh nothing.

    Returns
    -------
    DataFrame
        Index `siret`, sorted; `siren`, `weight`, and its place in each of `classes.DIMENSIONS`.
    """
    worth = np.ones(len(siret)) if weight is None else np.clip(np.nan_to_num(weight), 0, None)
    sums = pd.Series(worth).groupby(siret.to_numpy()).sum()
    active = establishments[(establishments["state"] == "A") & establishments.index.isin(sums.index)]
    rows = active[["siren", *DIMENSIONS]].copy()
    rows.insert(1, "weight", np.ones(len(rows)) if weight is None else sums.reindex(rows.index).to_numpy())
    return rows.sort_index()


def segment_table(firms: pd.DataFrame, stock: NDArray[np.int64], dimensions: Sequence[str]) -> pd.DataFrame:
    """Compare customers with the stock by one dimension, or by several crossed.

    Index I_k = 100 (customers' share) / (stock's share), by weight where firms have one; classes that are not known
    are left out on both sides. Interval: Wilson on the share, the stock taken as known; test with the finite factor,
    Benjamini and Hochberg over the classes, as in a profile of customers.

    Parameters
    ----------
    firms : DataFrame
        As `customer_firms` gives it.
    stock : whole numbers of shape `classes.CLASS_SHAPE`
    dimensions : sequence of str
        Of `classes.DIMENSIONS`.

    Returns
    -------
    DataFrame
        One column a dimension (its code), then `SEGMENT_COLUMNS`; the figures of a hidden class are NaN. Classes in
        the order of their codes; those that neither side has are left out.
    """
    axes = tuple(list(DIMENSIONS).index(name) for name in dimensions)
    others = tuple(axis for axis in range(stock.ndim) if axis not in axes)
    base = np.transpose(stock.sum(axis=others, keepdims=False), np.argsort(np.argsort(axes)))
    known = firms[(firms[list(dimensions)] > 0).all(axis=1)]
    inner = tuple(slice(1, None) for _ in axes)
    base = base[inner]
    cell = np.ravel_multi_index([known[name].to_numpy() - 1 for name in dimensions], base.shape)
    frame = _compared(known, cell.astype(np.intp), base.ravel().astype(float))
    places = np.unravel_index(np.arange(base.size), base.shape)
    codes = {
        name: np.array(DIMENSIONS[name], dtype=object)[place + 1]
        for name, place in zip(dimensions, places, strict=True)
    }
    table = pd.concat([pd.DataFrame(codes).astype("str"), frame], axis=1)
    return table[(frame["stock"] > 0) | frame["seen"]].drop(columns="seen").reset_index(drop=True)


def ideal_customers(firms: pd.DataFrame, stock: NDArray[np.int64]) -> pd.DataFrame:
    """Give the sections crossed with sizes that are established to be more frequent among customers than in the stock.

    Returns
    -------
    DataFrame
        Rows of `segment_table` by section and size, the surest first: the low end of the index decides; and
        `stock_known`: active establishments of the stock whose section and size are known, the base of its shares.
    """
    table = segment_table(firms, stock, ("section", "size"))
    over = table[table["significant"] & ~table["hidden"] & (table["index"] > 100)]  # noqa: PLR2004  100 is the stock
    ranked = over.sort_values(["index_low", "section", "size"], ascending=[False, True, True], kind="stable")
    sections = segment_table(firms, stock, ("section",)).set_index("section")["customers"]
    return _without_leftovers(ranked, sections).reset_index(drop=True).assign(stock_known=table["stock"].sum())


def _without_leftovers(ranked: pd.DataFrame, sections: pd.Series) -> pd.DataFrame:
    """Drop the last cells of a section until what the others leave of it is no cell under three."""
    kept = ranked
    for section in ranked["section"].unique():
        total = sections.get(section, np.nan)
        while (own := kept[kept["section"] == section]).size and 0 < total - own["customers"].sum() < (
            SMALLEST_BUSINESS_CELL
        ):
            kept = kept.drop(own.index[-1])
    return kept


def _compared(firms: pd.DataFrame, cell: NDArray[np.intp], base: NDArray[np.float64]) -> pd.DataFrame:
    """Compare the cells; what is hidden has no figure of customers."""
    weight = firms["weight"].to_numpy(dtype=float)
    count = np.bincount(cell, minlength=len(base)).astype(float)
    total, size = weight.sum(), effective_size(weight)
    share = np.bincount(cell, weights=weight, minlength=len(base)) / total if total > 0 else np.zeros(len(base))
    squares = (weight**2).sum()
    square_share = np.bincount(cell, weights=weight**2, minlength=len(base)) / squares if squares > 0 else share
    base_share = base / base.sum() if base.sum() else np.zeros(len(base))
    own_size = class_sizes(share, square_share, size)
    low, high = wilson_interval(share * own_size, own_size)
    unsampled = unsampled_share(len(firms), float(base.sum()))
    tested = np.where(base_share > 0, share_test(share * size, size, base_share, unsampled=unsampled), np.nan)
    possible = np.flatnonzero(base + count > 0)  # a class that cannot be is no secret, and hides no other
    values = _cell_values(firms, cell, len(base)).take(possible)
    hidden = np.zeros(len(base), dtype=bool)
    hidden[possible] = hidden_cells(count[possible], smallest=SMALLEST_BUSINESS_CELL, values=values)
    q_value = false_discovery_rates(tested)
    with np.errstate(divide="ignore", invalid="ignore"):
        index, index_low, index_high = (
            np.where(base_share > 0, 100 * part / base_share, np.nan) for part in (share, low, high)
        )
        penetration = np.where(base > 0, count / base, np.nan)
    sure = (q_value <= 1 - LEVEL) & ~hidden & ((index_low > 100) | (index_high < 100))  # noqa: PLR2004  the stock
    columns = (count, share, base, base_share, penetration, index, index_low, index_high, tested, q_value, sure, hidden)
    frame = pd.DataFrame(dict(zip(SEGMENT_COLUMNS, columns, strict=True))).assign(seen=count > 0)
    frame.loc[hidden, list(FIGURES)] = np.nan
    return frame


def _cell_values(firms: pd.DataFrame, cell: NDArray[np.intp], cells: int) -> CellValues:
    """Sum up the weight of each cell, and the most that one firm has of it with all its establishments there."""
    of_firm = firms["weight"].groupby([cell, firms["siren"].to_numpy()]).sum()
    grouped = of_firm.groupby(level=0)
    total, largest = np.zeros(cells), np.zeros(cells)
    places = np.asarray(grouped.sum().index, dtype=np.intp)
    total[places], largest[places] = grouped.sum().to_numpy(), grouped.max().to_numpy()
    return CellValues(total, largest)
