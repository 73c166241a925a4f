"""Type x segment: which message each customer gets, small cells pooled so that no message is written for a handful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.significance import LEVEL, false_discovery_rates, two_sample_test
from geoprofile.suppression import SMALLEST_CELL, CellValues, hidden_cells, hidden_nested_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["ANY", "LEAST", "MessageMatrix", "hidden_matrix_cells", "message_matrix"]

# Customers that a message of its own is worth; see `message_matrix`.
LEAST = 100
ANY = "*"
POOLS = ("type", "group", "segment")


@dataclass(frozen=True, eq=False)
class MessageMatrix:
    """Who gets which message.

    Attributes
    ----------
    message_key : Series of n str
        One key a customer, under their own index: ``B03|champions``, ``B|champions`` or ``*|champions``.
    cells : DataFrame
        One row a type and segment, types and segments in order of their codes, those without anybody too: `type`,
        `group`, `segment`, `customers`, `share` (of all), `expected` and `index` (100 = as if type and segment were
        independent; NaN where type or segment is unknown), `q_value`, `significant`, `amount`, `largest_amount`,
        `message_key`, `pooled` (`type`: a message of its own; `group`, `segment`: pooled).
    messages : DataFrame
        One row a key that is used: `message_key`, `pooled`, `type` (or group, or ``*``), `segment`, `customers`,
        `share`, `amount`, `cells` (how many it stands for), `usable` (at least `least` customers).
    least : int
    """

    message_key: pd.Series
    cells: pd.DataFrame
    messages: pd.DataFrame
    least: int

    @property
    def cell_count(self) -> int:
        """Count the cells of known type and segment."""
        return int(_known(self.cells).sum())

    @property
    def usable_count(self) -> int:
        """Count those that are worth a message of their own."""
        return int((_known(self.cells) & (self.cells["pooled"] == "type")).sum())

    @property
    def usable_customers(self) -> int:
        """Count the customers in them."""
        return int(self.cells.loc[_known(self.cells) & (self.cells["pooled"] == "type"), "customers"].sum())


def message_matrix(
    type_code: ArrayLike,
    segment_code: ArrayLike,
    *,
    group_of_type: Mapping[str, str],
    amounts: ArrayLike | None = None,
    segments: Sequence[str] = (),
    least: int = LEAST,
) -> MessageMatrix:
    """Give every customer one message, by type of area and segment.

    A cell of at least `least` customers has a message of its own. The smaller cells of one group of types and one
    segment are pooled; where even they are fewer, they join all that remain of the segment.

    Why 100: of n customers who would answer at 2 %, the observed rate lies within 1.96 sqrt(.02 x .98 / n) nineteen
    times in twenty: 2.7 points for 100, 0.9 for 1,000. At 100 a message that nobody answers is told from one that one
    in ten does, and no finer; below, two answers are expected at most and nothing can be learnt. To tell 2 % from 3 %
    takes some 3,800 customers for each: two messages of 100 are compared over several campaigns, or not at all.

    Parameters
    ----------
    type_code, segment_code : n texts each
        Empty or missing where unknown; a Series lends its index.
    group_of_type : mapping of type to group
        Types that nobody is of are rows of the matrix too.
    amounts : n numbers, optional
        What each customer brings; missing counts as nothing.
    segments : sequence of str
        Segments in the order in which they are shown; those that nobody is in are columns too.
    least : int

    Returns
    -------
    MessageMatrix
        The order of the customers changes nothing but the order of `message_key`.

    Raises
    ------
    TableError
        If there are not as many segments as types, or a type has no group.
    """
    index = type_code.index if isinstance(type_code, pd.Series) else pd.RangeIndex(len(np.asarray(type_code)))
    kinds, parts = _texts(type_code), _texts(segment_code)
    _check(kinds, parts, group_of_type, least)
    type_list = [*sorted(group_of_type, key=lambda code: (group_of_type[code], code)), ""]
    seen = sorted(set(parts) - {"", *segments})
    segment_list = [*segments, *seen, ""]
    cell = _places(type_list, kinds) * len(segment_list) + _places(segment_list, parts)
    cells = _counted(cell, type_list, segment_list, group_of_type, amounts)
    cells = cells.join(_associated(cells, len(type_list), len(segment_list)))
    cells = cells.join(_pooled(cells, least))
    key = pd.Series(cells["message_key"].to_numpy(dtype=object)[cell], index=index, dtype="str", name="message_key")
    shown = _shown(cells)
    return MessageMatrix(key, cells[shown].reset_index(drop=True), _messages(cells, least), least)


def hidden_matrix_cells(matrix: MessageMatrix, *, smallest: int = SMALLEST_CELL) -> NDArray[np.bool_]:
    """Choose the cells of a matrix that may not be published beside the totals of types, segments and messages.

    Each of the three adds up the same cells in another way, so that a lone hidden cell could be worked out from any
    of them: more are hidden, until within each total none stands alone (see `hidden_cells`).

    Returns
    -------
    bool array of shape (cells,)
    """
    cells = matrix.cells
    counts = cells["customers"].to_numpy(dtype=float)
    values = CellValues(cells["amount"].to_numpy(dtype=float), cells["largest_amount"].to_numpy(dtype=float))
    valued = values if values.total.any() else None
    hidden = np.zeros(len(cells), dtype=bool)
    ways = [pd.factorize(cells[name])[0].astype(np.intp) for name in ("type", "segment", "message_key")]
    while True:
        before = hidden.copy()
        for way in ways:
            totals = np.bincount(way, weights=counts).astype(np.float64)
            hidden = hidden_nested_cells(
                counts, way, hidden_cells(totals, smallest=smallest), smallest=smallest, forced=hidden, values=valued
            )
        if (hidden == before).all():
            return hidden


def _texts(codes: ArrayLike) -> NDArray[np.object_]:
    """Read codes as texts, "" where missing."""
    return pd.Series(np.asarray(codes, dtype=object), dtype="str").fillna("").str.strip().to_numpy(dtype=object)


def _places(codes: Sequence[str], wanted: NDArray[np.object_]) -> NDArray[np.intp]:
    """Give the position of each code."""
    return pd.Index(codes).get_indexer(pd.Index(wanted)).astype(np.intp)


def _check(
    kinds: NDArray[np.object_], parts: NDArray[np.object_], group_of_type: Mapping[str, str], least: int
) -> None:
    if len(kinds) != len(parts):
        raise TableError(f"There are {len(kinds)} types and {len(parts)} segments: give one of each a customer.")
    if least < 1:
        raise TableError(f"A message needs at least one customer, not {least}.")
    lost = sorted(set(kinds) - {"", *group_of_type})
    if lost:
        raise TableError(f"Type {lost[0]!r} has no group: give the typology that the types are of.")
    for code in (*group_of_type, *group_of_type.values(), *set(parts)):
        if "|" in code or code == ANY:
            raise TableError(f"The code {code!r} holds a sign that message keys are made with (| or {ANY}): rename it.")


def _counted(
    cell: NDArray[np.intp], types: Sequence[str], segments: Sequence[str], group_of_type: Mapping[str, str],
    amounts: ArrayLike | None,
) -> pd.DataFrame:  # fmt: skip
    """Lay out all cells with their customers and what these bring."""
    size = len(types) * len(segments)
    money = np.zeros(len(cell)) if amounts is None else np.nan_to_num(np.asarray(amounts, dtype=float))
    # Added up from the smallest on, so that the order of the customers changes no bit of a sum.
    order = np.lexsort((money, cell))
    largest = np.zeros(size)
    np.maximum.at(largest, cell, money)
    customers = np.bincount(cell, minlength=size)
    return pd.DataFrame(
        {
            "type": np.repeat(np.array(types, dtype=object), len(segments)),
            "group": np.repeat(np.array([group_of_type.get(code, "") for code in types], dtype=object), len(segments)),
            "segment": np.tile(np.array(segments, dtype=object), len(types)),
            "customers": customers,
            "share": customers / max(len(cell), 1),
            "amount": np.bincount(cell[order], weights=money[order], minlength=size),
            "largest_amount": largest,
        }
    ).astype({"type": "str", "group": "str", "segment": "str"})


def _associated(cells: pd.DataFrame, type_count: int, segment_count: int) -> pd.DataFrame:
    """Compare each cell with what it would hold if type and segment were independent, by Fisher's exact test."""
    table = cells["customers"].to_numpy().reshape(type_count, segment_count)
    known = table[:-1, :-1]
    rows, columns, total = known.sum(axis=1), known.sum(axis=0), int(known.sum())
    expected, p_value = np.full(table.shape, np.nan), np.full(table.shape, np.nan)
    expected[:-1, :-1] = np.outer(rows, columns) / max(total, 1)
    for place, row in enumerate(known):
        p_value[place, :-1] = two_sample_test(row, int(rows[place]), columns - row, total - int(rows[place]))
    with np.errstate(divide="ignore", invalid="ignore"):
        index = np.where(expected > 0, 100 * table / expected, np.nan)
    q_value = false_discovery_rates(np.where(expected > 0, p_value, np.nan).ravel())
    return pd.DataFrame(
        {
            "expected": expected.ravel(),
            "index": index.ravel(),
            "q_value": q_value,
            "significant": q_value <= 1 - LEVEL,
        }
    )


def _pooled(cells: pd.DataFrame, least: int) -> pd.DataFrame:
    """Say which message each cell gets: its own, that of its group, or that of the segment."""
    count = cells["customers"]
    own = (count >= least) & (cells["type"] != "")
    small = count.where(~own & (cells["type"] != ""), 0)
    in_group = small.groupby([cells["group"], cells["segment"]]).transform("sum")
    grouped = ~own & (cells["type"] != "") & (in_group >= least)
    pooled = np.select([own, grouped], ["type", "group"], "segment")
    who = cells["type"].where(own, cells["group"].where(grouped, ANY))
    return pd.DataFrame(
        {"message_key": who + "|" + cells["segment"].where(cells["segment"] != "", ANY), "pooled": pooled}
    ).astype("str")


def _messages(cells: pd.DataFrame, least: int) -> pd.DataFrame:
    """List the messages that are needed, types first, in the order of the matrix."""
    held = cells[cells["customers"] > 0]
    grouped = held.groupby("message_key", sort=False)
    made = grouped.agg(
        pooled=("pooled", "first"),
        segment=("segment", "first"),
        customers=("customers", "sum"),
        share=("share", "sum"),
        amount=("amount", "sum"),
        cells=("customers", "size"),
    ).reset_index()
    made.insert(2, "type", made["message_key"].str.split("|").str[0])
    made["usable"] = made["customers"] >= least
    return made.sort_values("pooled", key=lambda kind: kind.map(POOLS.index), kind="stable").reset_index(drop=True)


def _known(cells: pd.DataFrame) -> pd.Series[bool]:
    return (cells["type"] != "") & (cells["segment"] != "")


def _shown(cells: pd.DataFrame) -> pd.Series[bool]:
    """Leave out the row without a type and the column without a segment where nobody is there."""
    without_type = cells.loc[cells["type"] == "", "customers"].sum() > 0
    without_segment = cells.loc[cells["segment"] == "", "customers"].sum() > 0
    return ((cells["type"] != "") | without_type) & ((cells["segment"] != "") | without_segment)
