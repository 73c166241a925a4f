"""One piece of a file of order lines as arrays of numbers: who, which order, when, how much, of what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.purchases.amounts import cell_currencies, read_decimals
from geoprofile.purchases.credits import order_numbers
from geoprofile.purchases.dates import DAY_SECONDS, read_dates
from geoprofile.purchases.ids import plain_id_texts
from geoprofile.purchases.statuses import read_statuses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.purchases.columns import OrderColumns
    from geoprofile.purchases.conventions import Conventions, Evidence

__all__ = ["AMOUNT_UNITS", "LineArrays", "LineStatuses", "TextCodes", "read_lines"]

# Amounts are added up as whole ten-thousandths, so that no order of the lines changes a sum.
AMOUNT_UNITS = 10_000
# Beyond this nothing is a price, and sums would leave 64 bits.
LARGEST_AMOUNT = 1e10


@dataclass
class TextCodes:
    """Numbers for texts, given as they are met."""

    codes: dict[str, int] = field(default_factory=dict)

    def of(self, texts: pa.Array) -> NDArray[np.int32]:
        """Give the number of each text."""
        coded = texts.dictionary_encode()
        return np.asarray(
            self.of_distinct(coded.dictionary)[coded.indices.to_numpy(zero_copy_only=False)], dtype=np.int32
        )

    def of_distinct(self, texts: pa.Array) -> NDArray[np.int32]:
        """Give the number of each of some distinct texts."""
        numbers = [self.codes.setdefault(text, len(self.codes)) for text in texts.to_pylist()]
        return np.array(numbers, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class LineStatuses:
    """What their statuses and types of document say of n lines.

    Attributes
    ----------
    cancelled, sent_back, credit : bool array of shape (n,)
        As of `StatusMeanings`.
    told : dict of str to dict of str to int
        Lines by each status, of the meanings `cancelled`, `credit` and `standing`.
    """

    cancelled: NDArray[np.bool_]
    sent_back: NDArray[np.bool_]
    credit: NDArray[np.bool_]
    told: dict[str, dict[str, int]]


@dataclass(frozen=True, eq=False)
class LineArrays:
    """Lines of one piece, arrays of shape (n,).

    Attributes
    ----------
    customer : int32 array
        Number of the customer.
    has_customer : bool array
    order : uint64 array
        Hash of the number of the order; of the day where there is none.
    kind : int8 array
        0, or the place (from 1) in `credits.PREFIXES` of the letters by which its number may be a credit note's.
    instant : int64 array
        Seconds since 1970-01-01, `NO_INSTANT` where missing.
    units : int64 array
        Signed amount in ten-thousandths, 0 where missing.
    has_amount : bool array
    is_empty : bool array
        The cell of the amount holds nothing at all.
    statuses : LineStatuses
    category : int32 array
        -1 where there is none.
    currency : object array of str
    mark : uint64 array
        Equal for lines that are alike in all that is read.
    """

    customer: NDArray[np.int32]
    has_customer: NDArray[np.bool_]
    order: NDArray[np.uint64]
    kind: NDArray[np.int8]
    instant: NDArray[np.int64]
    units: NDArray[np.int64]
    has_amount: NDArray[np.bool_]
    is_empty: NDArray[np.bool_]
    statuses: LineStatuses
    category: NDArray[np.int32]
    currency: NDArray[np.object_]
    mark: NDArray[np.uint64]


def read_lines(
    piece: pa.RecordBatch,
    columns: OrderColumns,
    conventions: Conventions,
    evidence: Evidence,
    *,
    start: int,
    customers: TextCodes,
    categories: TextCodes,
) -> LineArrays:
    """Read one piece of a file.

    Parameters
    ----------
    piece : RecordBatch of n rows
        The columns named, texts or typed.
    columns : OrderColumns
    conventions : Conventions
        How its dates and numbers are read.
    evidence : Evidence
        Receives what the cells tell of them.
    start : int
        Rows of the file before this piece.
    customers, categories : TextCodes
        Receive texts that are new.
    """
    count = piece.num_rows
    dates = read_dates(piece.column(columns.date), day_first=conventions.day_first)
    evidence.formats |= dates.formats
    evidence.add("day_first", dates.day_first, start)
    evidence.add("month_first", dates.month_first, start)
    value, quantity = _amounts(piece, columns, conventions, evidence, start)
    has_amount = np.abs(value) < LARGEST_AMOUNT
    units = np.rint(np.where(has_amount, value, 0.0) * AMOUNT_UNITS).astype(np.int64)
    statuses = _statuses(piece, columns)
    units = np.where(statuses.credit, -np.abs(units), units)
    customer, has_customer = _customers(_texts(piece, columns.customer), customers)
    order, kind = _orders(_texts(piece, columns.order), dates.instant)
    product = _hashes(_texts(piece, columns.product or columns.category))
    return LineArrays(
        customer=customer,
        has_customer=has_customer,
        order=order,
        kind=kind,
        instant=dates.instant,
        units=units,
        has_amount=has_amount,
        is_empty=_empty(piece, columns.amount, has_amount),
        statuses=statuses,
        category=categories.of(_texts(piece, columns.category)) if columns.category else np.full(count, -1, np.int32),
        currency=_currencies(piece, columns),
        mark=_mixed(customer, order, dates.instant, units, quantity, product),
    )


def _amounts(piece: pa.RecordBatch, columns: OrderColumns, conventions: Conventions, evidence: Evidence,
             start: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Give what each line came to, negative for what was sent back, and the quantity (0 where there is none)."""
    read = {}
    for role in ("amount", "quantity", "unit_price"):
        if name := getattr(columns, role):
            found = read_decimals(piece.column(name), decimal=conventions.decimal, point_known="point" in evidence.rows)
            for way in ("comma", "point", "unsure"):
                evidence.add(way, getattr(found, way), start)
            read[role] = found.value
    quantity = read.get("quantity", np.zeros(piece.num_rows))
    if "amount" not in read:
        value = quantity * read["unit_price"]
        return np.where(quantity < 0, -np.abs(value), value), np.nan_to_num(quantity)  # two minuses are no sale
    sent_back = (quantity < 0) & (read["amount"] > 0)
    return np.where(sent_back, -read["amount"], read["amount"]), np.nan_to_num(quantity)


def _texts(piece: pa.RecordBatch, name: str) -> pa.Array:
    """Give a column as trimmed texts, "" where it has none; whole numbers bare."""
    if not name:
        return pa.nulls(piece.num_rows, pa.string()).fill_null("")
    column = piece.column(name)
    if pa.types.is_floating(column.type):
        whole = pc.equal(pc.floor(column), column)
        if pc.all(whole.fill_null(True)).as_py():  # noqa: FBT003  no name to give it by
            column = pc.if_else(pc.is_finite(column), column, None).cast(pa.int64(), safe=False)
    return pc.utf8_trim_whitespace(column.cast(pa.string()).fill_null(""))


def _customers(texts: pa.Array, customers: TextCodes) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Give the number of each line's customer, and whether it has one."""
    coded = texts.dictionary_encode()
    plain = plain_id_texts(coded.dictionary)
    place = coded.indices.to_numpy(zero_copy_only=False)
    known = pc.not_equal(plain, "").to_numpy(zero_copy_only=False)
    return customers.of_distinct(plain)[place], known[place]


def _hashes(texts: pa.Array) -> NDArray[np.uint64]:
    """Hash each text, so that no other order of lines changes it."""
    coded = texts.dictionary_encode()
    distinct = pd.util.hash_array(coded.dictionary.to_numpy(zero_copy_only=False), categorize=False)
    return np.asarray(distinct[coded.indices.to_numpy(zero_copy_only=False)], dtype=np.uint64)


def _orders(texts: pa.Array, instant: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
    """Give the number and kind of each line's order; a line without number belongs to the order of its day."""
    coded = texts.dictionary_encode()
    place = coded.indices.to_numpy(zero_copy_only=False)
    hashes, kind = order_numbers(coded.dictionary)
    is_none = pc.equal(coded.dictionary, "").to_numpy(zero_copy_only=False)[place]
    return np.where(is_none, (instant // DAY_SECONDS).astype(np.uint64), hashes[place]), kind[place]


def _statuses(piece: pa.RecordBatch, columns: OrderColumns) -> LineStatuses:
    """Read the statuses and types of document of the lines, and count the lines of each."""
    flags = {name: np.zeros(piece.num_rows, dtype=bool) for name in ("cancelled", "sent_back", "credit")}
    told: dict[str, dict[str, int]] = {"cancelled": {}, "credit": {}, "standing": {}}
    for role, column in (("status", columns.status), ("document", columns.document)):
        if not column:
            continue
        coded = _texts(piece, column).dictionary_encode()
        place = coded.indices.to_numpy(zero_copy_only=False)
        found = read_statuses(coded.dictionary, of_documents=role == "document")
        for name in flags:
            flags[name] |= getattr(found, name)[place]
        kinds = np.select([found.credit, found.cancelled], ["credit", "cancelled"], "standing").tolist()
        lines = np.bincount(place, minlength=len(kinds)).tolist()
        for text, kind, number in zip(coded.dictionary.to_pylist(), kinds, lines, strict=True):
            told[kind][text] = told[kind].get(text, 0) + number
    flags["cancelled"] &= ~flags["credit"]
    return LineStatuses(**flags, told=told)


def _empty(piece: pa.RecordBatch, amount: str, has_amount: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find the lines whose amount is not there, rather than unreadable."""
    if not amount or has_amount.all():
        return np.zeros(len(has_amount), dtype=bool)
    return np.asarray(pc.equal(_texts(piece, amount), "").to_numpy(zero_copy_only=False), dtype=bool)


def _currencies(piece: pa.RecordBatch, columns: OrderColumns) -> NDArray[np.object_]:
    """Give the currency that each line names, "" where none."""
    if not columns.currency:
        return cell_currencies(piece.column(columns.amount or columns.unit_price))
    texts = _texts(piece, columns.currency)
    coded = pc.utf8_upper(texts).dictionary_encode()
    signs = cell_currencies(coded.dictionary)
    named = np.where(signs == "", coded.dictionary.to_numpy(zero_copy_only=False), signs)
    return np.asarray(named[coded.indices.to_numpy(zero_copy_only=False)], dtype=object)


def _mixed(*parts: NDArray[np.generic]) -> NDArray[np.uint64]:
    """Mix numbers into one of 64 bits (the finaliser of splitmix64, Steele, Lea and Flood 2014)."""
    mixed = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        bits = part.astype(np.float64).view(np.uint64) if part.dtype.kind == "f" else part.astype(np.uint64)
        mixed += bits + np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(30)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
    return mixed
