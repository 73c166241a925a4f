"""Order lines added up into orders as they come, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.purchases.dates import DAY_SECONDS, NO_INSTANT
from geoprofile.purchases.joined_days import join_days
from geoprofile.purchases.plausible import EVERY_DAY, DayLines
from geoprofile.purchases.statuses import MOST_STATUSES

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from geoprofile.purchases.lines import LineArrays

__all__ = ["LineCounts", "OrderSums", "day_number"]

# So many lines are held before they are added up.
HELD_LINES = 1_000_000
# Customer and day in one number of 64 bits, customer and category likewise: fewer keys are added up faster.
ORDER_KEYS = ("who_when", "order")
SPENT_KEYS = ("who_what",)
LOW_BITS = 32
LOW = (1 << LOW_BITS) - 1
DAY_ZERO = 1 << 31  # days before 1970 count below it
# How each column is added up, sums otherwise.
FOLDS: dict[str, np.ufunc] = {"instant": np.minimum, "kind": np.maximum}
KIND_BITS = 4  # kinds of documents are fewer than 16


@dataclass
class LineCounts:
    """What was met among the lines.

    Attributes
    ----------
    lines : int
    without_customer, without_date, without_amount : int
        A line may lack several.
    total_elsewhere : int
        Lines with an empty amount, of an order whose total another line bears.
    first_without_date, first_without_amount : int
        Row from 1, 0 where there is none.
    units_without_customer : int
        Their turnover in ten-thousandths.
    after : int
        Lines after the last day wanted.
    other_currency : int
        Lines in another currency than the one wanted.
    implausible, first_implausible : int
        Lines before or after the days wanted as plausible, and the row of the first.
    units_called_off : int
        What lines came to that their status says were called off or never paid, so never delivered.
    statuses : dict of str to dict of str to int
        Lines by each status, of the meanings `cancelled`, `credit` and `standing`.
    currencies : dict of str to int
        Lines by the currency that they name.
    """

    lines: int = 0
    without_customer: int = 0
    without_date: int = 0
    without_amount: int = 0
    total_elsewhere: int = 0
    first_without_date: int = 0
    first_without_amount: int = 0
    units_without_customer: int = 0
    after: int = 0
    other_currency: int = 0
    implausible: int = 0
    first_implausible: int = 0
    units_called_off: int = 0
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    currencies: dict[str, int] = field(default_factory=dict)


@dataclass
class OrderSums:
    """Orders and spending by category, added up as lines come.

    Attributes
    ----------
    last_day : date or None
        Later lines are left out.
    currency : str or None
        Lines that name another one are left out.
    plausible : tuple of int
        First and last day (since 1970-01-01) of lines that are not left out as implausible.
    day_lines : DayLines
    counts : LineCounts
    """

    last_day: date | None = None
    currency: str | None = None
    plausible: tuple[int, int] = EVERY_DAY
    day_lines: DayLines = field(default_factory=DayLines)
    counts: LineCounts = field(default_factory=LineCounts)
    _orders: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    _spent: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    _new_orders: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    _new_spent: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    _marks: list[NDArray[np.uint64]] = field(default_factory=list)
    _bare: list[tuple[NDArray[np.uint64], NDArray[np.intp]]] = field(default_factory=list)
    _held: int = 0

    def add(self, lines: LineArrays) -> None:
        """Add the lines of a piece, those that lack nothing and are wanted."""
        kept = self._kept(lines)
        taken = lines.units[kept]
        off = lines.statuses.cancelled[kept] & (taken > 0)
        self.counts.units_called_off += int(taken[off & ~lines.statuses.sent_back[kept]].sum())
        who = lines.customer[kept].astype(np.int64) << LOW_BITS
        self._new_orders.append(
            {
                "who_when": who | (lines.instant[kept] // DAY_SECONDS + DAY_ZERO),
                "order": lines.order[kept],
                "sold": np.maximum(taken, 0),
                "back": np.where(off, taken, np.maximum(-taken, 0)),
                "instant": lines.instant[kept],
                "kind": lines.kind[kept],
            }
        )
        what = (lines.category[kept].astype(np.int64) << KIND_BITS) | lines.kind[kept]
        has = what >= 0
        if has.any():
            self._new_spent.append({"who_what": (who | what)[has], "spent": np.where(off, 0, taken)[has]})
        self._marks.append(lines.mark[kept])
        self._held += int(kept.sum())
        if self._held >= HELD_LINES:
            self._fold()

    def orders(self) -> dict[str, NDArray[Any]]:
        """Give all orders, by customer, instant and number; asked once, as the sums are let go.

        Returns
        -------
        dict
            Arrays `customer`, `order` (uint64), `day`, `sold`, `back` (ten-thousandths), `instant`, `kind`.
        """
        self._fold()
        columns = _all(self._orders, ORDER_KEYS, ("sold", "back", "instant", "kind"))
        packed = columns.pop("who_when")
        columns |= {"customer": packed >> LOW_BITS, "day": (packed & LOW) - DAY_ZERO}
        columns = join_days(columns)
        place = np.lexsort((columns["order"], columns["instant"], columns["customer"]))
        for name in list(columns):  # one after the other, so that few are there twice
            columns[name] = columns[name][place]
        return columns

    def spent(self) -> dict[str, NDArray[Any]]:
        """Give what was spent: arrays `customer`, `category`, `kind`, `spent` (ten-thousandths)."""
        self._fold()
        columns = _all(self._spent, SPENT_KEYS, ("spent",))
        packed = columns["who_what"]
        return {
            "customer": packed >> LOW_BITS,
            "category": (packed & LOW) >> KIND_BITS,
            "kind": packed & ((1 << KIND_BITS) - 1),
            "spent": columns["spent"],
        }

    def settle_empty(self, orders: NDArray[np.uint64]) -> None:
        """Part the lines with an empty amount: those of an order whose total another line bears, and the others.

        Parameters
        ----------
        orders : uint64 array
            Numbers of the orders that have an amount; empty where the file numbers none.
        """
        if not self._bare:
            return
        number, row = (np.concatenate(parts) for parts in zip(*self._bare, strict=True))
        self._bare = []
        others = row[~np.isin(number, orders)]
        self.counts.total_elsewhere += len(row) - len(others)
        self.counts.without_amount += len(others)
        if len(others):
            first = int(others.min())
            self.counts.first_without_amount = min(self.counts.first_without_amount or first, first)

    def repeated_lines(self) -> int:
        """Count the lines that another one before is alike to; asked once, as what it needs is let go."""
        if not self._marks:
            return 0
        marks = np.concatenate(self._marks)
        self._marks = []
        marks.sort()
        return int((marks[1:] == marks[:-1]).sum())

    def _fold(self) -> None:
        """Add up the lines that are held, and now and then all that was added up before."""
        _fold_into(self._orders, self._new_orders, ORDER_KEYS)
        _fold_into(self._spent, self._new_spent, SPENT_KEYS)
        self._held = 0

    def _kept(self, lines: LineArrays) -> NDArray[np.bool_]:
        """Count what the lines lack, and choose those that are added up."""
        counts, dated = self.counts, lines.instant != NO_INSTANT
        start = counts.lines
        late = np.zeros(len(dated), dtype=bool)
        if self.last_day is not None:
            late = dated & (lines.instant >= (day_number(self.last_day) + 1) * DAY_SECONDS)
        for code in np.unique(lines.currency[lines.currency != ""].astype(str)).tolist():
            counts.currencies[code] = counts.currencies.get(code, 0) + int((lines.currency == code).sum())
        other = np.zeros(len(dated), dtype=bool)
        if self.currency is not None:
            other = np.asarray((lines.currency != "") & (lines.currency != self.currency))
        counts.first_without_date = counts.first_without_date or _first(~dated, start)
        bare = np.flatnonzero(~lines.has_amount & lines.is_empty)
        self._bare.append((lines.order[bare], start + bare + 1))
        unreadable = ~lines.has_amount & ~lines.is_empty
        counts.first_without_amount = counts.first_without_amount or _first(unreadable, start)
        counts.lines += len(dated)
        counts.without_customer += int((~lines.has_customer).sum())
        counts.without_date += int((~dated).sum())
        counts.without_amount += int(unreadable.sum())
        counts.units_without_customer += int(lines.units[~lines.has_customer & ~late & ~other].sum())
        counts.after += int(late.sum())
        counts.other_currency += int(other.sum())
        _count_statuses(counts, lines)
        day = lines.instant // DAY_SECONDS
        self.day_lines.add(day[dated & ~late])
        far = dated & ~late & ((day < self.plausible[0]) | (day > self.plausible[1]))
        counts.first_implausible = counts.first_implausible or _first(far, start)
        counts.implausible += int(far.sum())
        return np.asarray(lines.has_customer & dated & lines.has_amount & ~late & ~other & ~far)


def day_number(day: date) -> int:
    """Count the days since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


def _count_statuses(counts: LineCounts, lines: LineArrays) -> None:
    for kind, statuses in lines.statuses.told.items():
        sums = counts.statuses.setdefault(kind, {})
        for status, number in statuses.items():
            # One more than are told shows that these are notes: a million of them are not held.
            if status in sums or kind != "standing" or len(sums) <= MOST_STATUSES:
                sums[status] = sums.get(status, 0) + number


def _first(rows: NDArray[np.bool_], start: int) -> int:
    return start + int(np.argmax(rows)) + 1 if rows.any() else 0


def _fold_into(parts: list[dict[str, NDArray[Any]]], new: list[dict[str, NDArray[Any]]], keys: tuple[str, ...]) -> None:
    """Add up new pieces to one more part; once the later parts outgrow the first, all to one."""
    if new:
        parts.append(_folded(new, keys))
        first, *later = (len(part[keys[0]]) for part in parts)
        if sum(later) > first:
            parts[:] = [_folded(parts, keys)]


def _all(parts: list[dict[str, NDArray[Any]]], keys: tuple[str, ...], sums: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """Add up all parts, and let them go."""
    if not parts:
        return {name: np.empty(0, dtype=np.int64) for name in (*keys, *sums)}
    return _folded(parts, keys)


def _folded(parts: list[dict[str, NDArray[Any]]], keys: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """Add up the rows of equal keys, column by column so that few are there twice; the parts are let go."""
    columns = {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}
    parts.clear()
    place = np.lexsort([columns[key] for key in reversed(keys)])
    starts = np.zeros(len(place), dtype=bool)
    starts[:1] = True
    for key in keys:
        columns[key] = columns[key][place]
        starts[1:] |= columns[key][1:] != columns[key][:-1]
    first = np.flatnonzero(starts)
    for name in columns:
        if name in keys:
            columns[name] = columns[name][first]
        elif len(first):
            columns[name] = FOLDS.get(name, np.add).reduceat(columns[name][place], first)
    return columns
