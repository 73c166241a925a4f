"""Credit notes that bear no minus sign: known by their numbers, believed on the evidence of the file."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PREFIXES", "order_numbers", "turn_credits"]

# Letters before the digits of a credit note's number; their place, from 1, is the kind of a document.
PREFIXES = ("C", "CN", "CR", "NC", "AV", "AVR", "AVOIR", "RMB", "RET")
CREDIT_ORDER = rf"^(?P<prefix>(?i:{'|'.join(sorted(PREFIXES, key=len, reverse=True))}))[ _-]?(?P<digits>\d+)$"
# The number of a credit note is that of its digits with these bits turned, so that each gives the other.
KIND_BITS: NDArray[np.uint64] = pd.util.hash_array(np.array(["", *PREFIXES], dtype=object), categorize=False)
KIND_BITS[0] = 0
# Documents that repeat an earlier total must do so so many times as often as ordinary orders.
TIMES_AS_OFTEN = 2
MOST_LOOKED_AT = 50_000


def order_numbers(texts: pa.Array) -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
    """Hash distinct numbers of orders, and tell the kind of each: 0, or the place of its prefix in `PREFIXES`."""
    kind = np.zeros(len(texts), dtype=np.int8)
    hashed = texts.to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(pc.match_substring_regex(texts, CREDIT_ORDER).to_numpy(zero_copy_only=False))
    if len(rows):
        parts = pc.extract_regex(texts.take(pa.array(rows)), CREDIT_ORDER)
        hashed = hashed.copy()
        hashed[rows] = parts.field("digits").to_numpy(zero_copy_only=False)
        prefixes = pc.index_in(pc.utf8_upper(parts.field("prefix")), value_set=pa.array(PREFIXES))
        kind[rows] = prefixes.to_numpy(zero_copy_only=False) + 1
    return pd.util.hash_array(hashed, categorize=False).astype(np.uint64) ^ KIND_BITS[kind], kind


def turn_credits(
    orders: dict[str, NDArray[Any]], spent: dict[str, NDArray[Any]]
) -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]], tuple[tuple[str, int, bool], ...]]:
    """Make returns of documents numbered as credit notes that hold positive amounts, where the file shows that.

    It does where they are no more than the ordinary orders, and most of them name an earlier order of the same customer
    by their digits, or repeat the total of one (each order once), and do that at least twice as often as ordinary
    orders repeat a total: a shop of one price shows nothing.

    Returns
    -------
    orders, spent : dict of arrays
    found : tuple of (prefix, documents, whether they are returns)
    """
    positive = (orders["kind"] > 0) & (orders["sold"] > 0) & (orders["back"] == 0)
    found, turned = [], np.zeros(len(PREFIXES) + 1, dtype=bool)
    ordinary = int((orders["kind"] == 0).sum())
    for kind in np.unique(orders["kind"][positive]).tolist() if ordinary else []:
        rows = np.flatnonzero(positive & (orders["kind"] == kind))
        turned[kind] = len(rows) <= ordinary and _undo_others(orders, rows)
        found.append((PREFIXES[kind - 1], len(rows), bool(turned[kind])))
    if not turned.any():
        return orders, spent, tuple(found)
    is_back = positive & turned[orders["kind"]]
    back = np.where(is_back, orders["sold"], orders["back"])
    orders = orders | {"sold": np.where(is_back, 0, orders["sold"]), "back": back}
    given = np.where(turned[spent["kind"]], -np.abs(spent["spent"]), spent["spent"])
    return orders, spent | {"spent": given}, tuple(found)


def _undo_others(orders: dict[str, NDArray[Any]], rows: NDArray[np.intp]) -> bool:
    """Tell whether most of some documents (of a part of them, where there are very many) undo an earlier order."""
    if len(rows) > MOST_LOOKED_AT:  # those of the lowest numbers, whatever the order of the lines
        number = orders["order"][rows]
        rows = rows[number <= np.partition(number, MOST_LOOKED_AT)[MOST_LOOKED_AT]]
    looked_at = orders["kind"] == 0
    looked_at[rows] = True
    among = np.flatnonzero(looked_at & np.isin(orders["customer"], orders["customer"][rows]))
    lines = zip(*(orders[name][among].tolist() for name in ("customer", "order", "sold", "kind")), strict=True)
    by_number = by_total = repeats = ordinary = 0
    for _, own in groupby(lines, key=itemgetter(0)):  # by time
        totals: Counter[int] = Counter()
        numbers = set()
        for _, order, units, kind in own:
            is_repeat = units > 0 and totals[units] > 0
            if kind:
                by_total += is_repeat
                by_number += (order ^ int(KIND_BITS[kind])) in numbers
                totals[units] -= is_repeat
            else:
                ordinary += units > 0
                repeats += is_repeat
                totals[units] += 1
                numbers.add(order)
    often = by_total * ordinary >= TIMES_AS_OFTEN * repeats * len(rows)
    return 2 * by_number > len(rows) or (2 * by_total > len(rows) and often)
