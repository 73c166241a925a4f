"""Order lines read: columns, formats and currency found out, returns set against orders, days of purchase made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geoprofile.errors import AddressFileError
from geoprofile.purchases.amounts import named_currency
from geoprofile.purchases.columns import OrderColumns, choose_order_columns, name_pieces
from geoprofile.purchases.conventions import (
    Conventions,
    Evidence,
    check_told,
    conventions_of,
    refuse_contradictions,
    refuse_unsure,
)
from geoprofile.purchases.credits import turn_credits
from geoprofile.purchases.lines import AMOUNT_UNITS, TextCodes, read_lines
from geoprofile.purchases.order_file import fast_pieces, plain_pieces
from geoprofile.purchases.orders import LineCounts, OrderSums
from geoprofile.purchases.orders_reading import OrdersReading
from geoprofile.purchases.purchase_days import make_days
from geoprofile.purchases.refusals import refuse_free, refuse_nothing
from geoprofile.purchases.returns import SettledOrders, settle_returns
from geoprofile.purchases.statuses import MOST_STATUSES, told_statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from geoprofile.purchases.days import PurchaseDays
    from geoprofile.purchases.order_file import OrderFile

__all__ = ["read_orders"]

# An identifier of so great a share of the orders, and so many times those of the next, is hardly a person's.
LARGE_SHARE = 0.2
TIMES_THE_NEXT = 20


@dataclass(frozen=True)
class _Told:
    """The user's word, where given."""

    date_order: str | None
    decimal: str | None


@dataclass
class _Gathered:
    """One reading of the file."""

    sums: OrderSums
    customers: TextCodes
    categories: TextCodes


def read_orders(
    file: OrderFile,
    *,
    columns: Mapping[str, str] | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
    currency: str | None = None,
    as_of: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[PurchaseDays, OrdersReading]:
    """Read a file of order lines, one line an article or an order.

    Parameters
    ----------
    file : AddressFile
        As `geoprofile.files.open_address_file` opened it.
    columns : mapping of role to name, optional
        Where the guess by name is wrong; roles are the fields of `OrderColumns`, a name of "" says there is none.
    date_order : {"day-first", "month-first"}, optional
        How 3/4/2023 is read; found out from all dates otherwise.
    decimal : {".", ","}, optional
        The decimal sign; found out from all amounts otherwise.
    currency : str, optional
        Code: the currency where the file names none, or the one whose lines alone count where it names several.
    as_of : date, optional
        Later lines are left out, returns too.
    progress : function of a number of lines, optional

    Returns
    -------
    PurchaseDays
        The same whatever the order of the lines.
    OrdersReading

    Raises
    ------
    AddressFileError
        If a column cannot be told, cells contradict one another, amounts are in several currencies, or no line
        has customer, date and amount.
    """
    check_told(date_order=date_order, decimal=decimal)
    chosen = choose_order_columns(file.columns, columns, file=file.path.name)
    told, evidence = _Told(date_order, decimal), Evidence()
    wanted = currency.upper() if currency else None
    report = _first_time(progress)
    gathered = _read(file, chosen, told, evidence, OrderSums(as_of, wanted), report)
    plausible = gathered.sums.day_lines.plausible()
    if gathered.sums.day_lines.reaches_beyond(plausible):
        gathered = _read(file, chosen, told, evidence, OrderSums(as_of, wanted, plausible), report)
    refuse_unsure(evidence, decimal=decimal, file=file.path.name)
    counts = gathered.sums.counts
    found = wanted or _currency(counts, chosen, file)
    repeated = gathered.sums.repeated_lines()
    orders, spent, credit_documents = turn_credits(gathered.sums.orders(), gathered.sums.spent())
    gathered.sums.settle_empty(orders["order"] if chosen.order else orders["order"][:0])
    if not len(orders["customer"]):
        refuse_nothing(file, chosen, counts, as_of)
    refuse_free(file, chosen, orders)
    settled = settle_returns(orders)
    days = make_days(orders, settled, spent, list(gathered.customers.codes), list(gathered.categories.codes), found)
    conventions = conventions_of(evidence, date_order=date_order, decimal=decimal)
    facts = _facts(orders, settled) | _line_facts(counts) | {"repeated_lines": repeated}
    reading = OrdersReading(
        file=file.path.name,
        columns=chosen,
        date_formats=_formats(evidence, conventions),
        is_day_order_guessed=date_order is None and evidence.is_day_order_open,
        decimal=conventions.decimal,
        currency=found,
        customers=len(days.customer_ids),
        turnover=float(int(settled.left.sum()) / AMOUNT_UNITS),
        credit_documents=credit_documents,
        largest_share=_largest_share(days),
        **facts,
    )
    return days, reading


def _read(
    file: OrderFile,
    columns: OrderColumns,
    told: _Told,
    evidence: Evidence,
    empty: OrderSums,
    report: Callable[[int], None],
) -> _Gathered:
    """Read the file, anew when its cells show that it must be read another way."""
    names = list(dict.fromkeys(columns.named.values()))
    is_fast = True
    while True:
        try:
            pieces = (fast_pieces(file, names) if is_fast else None) or plain_pieces(file, names)
            fresh = _Gathered(OrderSums(empty.last_day, empty.currency, empty.plausible), TextCodes(), TextCodes())
            done = _gather(fresh, pieces, columns, told, evidence, file.path.name, report)
        except (pa.ArrowInvalid, UnicodeDecodeError):  # a row of another length, stray bytes: read row by row
            if not is_fast:
                raise
            is_fast = _forget(evidence)
            continue
        if done and (not is_fast or fresh.sums.counts.lines == file.row_count):
            return fresh
        if done:
            is_fast = _forget(evidence)


def _forget(evidence: Evidence) -> bool:
    """Drop what cells cut in the wrong places told; the fast reader is done with."""
    evidence.rows.clear()
    evidence.formats.clear()
    return False


def _gather(
    gathered: _Gathered,
    pieces: Iterator[pa.RecordBatch],
    columns: OrderColumns,
    told: _Told,
    evidence: Evidence,
    name: str,
    report: Callable[[int], None],
) -> bool:
    """Add up all pieces; tell whether none showed that dates or numbers are to be read another way."""
    word = {"date_order": told.date_order, "decimal": told.decimal}
    conventions = conventions_of(evidence, **word)
    for piece in pieces:
        start = gathered.sums.counts.lines
        lines = read_lines(
            piece, columns, conventions, evidence,
            start=start, customers=gathered.customers, categories=gathered.categories,
        )  # fmt: skip
        refuse_contradictions(evidence, **word, file=name)
        if conventions_of(evidence, **word) != conventions:
            return False
        gathered.sums.add(lines)
        report(gathered.sums.counts.lines)
    return True


def _first_time(progress: Callable[[int], None] | None) -> Callable[[int], None]:
    """Report lines once, also where the file is read anew."""
    most = 0

    def report(lines: int) -> None:
        nonlocal most
        if progress is not None and lines > most:
            progress(lines - most)
        most = max(most, lines)

    return report


def _currency(counts: LineCounts, columns: OrderColumns, file: OrderFile) -> str:
    """Give the one currency of the file."""
    if len(counts.currencies) > 1:
        listed = ", ".join(f"{code} ({lines:,} lines)" for code, lines in sorted(counts.currencies.items()))
        raise AddressFileError(
            f"{file.path.name} has amounts in several currencies, which do not add up: {listed}. Say which one's lines "
            "are to count."
        )
    heading = columns.amount or columns.unit_price
    return next(iter(counts.currencies), "") or named_currency(name_pieces(heading), heading)


def _formats(evidence: Evidence, conventions: Conventions) -> tuple[str, ...]:
    order = "day-first" if conventions.day_first else "month-first"
    return tuple(sorted(order if form == "slashed" else form for form in evidence.formats))


def _line_facts(counts: LineCounts) -> dict[str, Any]:
    standing = counts.statuses.get("standing", {})
    return {
        "lines": counts.lines,
        "without_customer": counts.without_customer,
        "turnover_without_customer": counts.units_without_customer / AMOUNT_UNITS,
        "without_date": counts.without_date,
        "first_without_date": counts.first_without_date,
        "implausible_dates": counts.implausible,
        "first_implausible_date": counts.first_implausible,
        "without_amount": counts.without_amount,
        "first_without_amount": counts.first_without_amount,
        "after": counts.after,
        "other_currency": counts.other_currency,
        "total_elsewhere": counts.total_elsewhere,
        "called_off": counts.units_called_off / AMOUNT_UNITS,
        "cancelled_statuses": told_statuses(counts.statuses.get("cancelled", {})),
        "credit_statuses": told_statuses(counts.statuses.get("credit", {})),
        "standing_statuses": told_statuses(standing) if len(standing) <= MOST_STATUSES else (),
    }


def _largest_share(days: PurchaseDays) -> float:
    """Give the share of the orders that one identifier bears, 0 where it is not far more than any other."""
    orders = np.sort(np.bincount(days.customer, weights=days.orders, minlength=len(days.customer_ids)))
    if len(orders) < 2 or orders[-1] < TIMES_THE_NEXT * max(orders[-2], 1):  # noqa: PLR2004  nothing beside it
        return 0.0
    share = float(orders[-1] / orders.sum())
    return share if share > LARGE_SHARE else 0.0


def _facts(orders: dict[str, NDArray[Any]], settled: SettledOrders) -> dict[str, Any]:
    first, last = (np.datetime64(int(day), "D").item() for day in (orders["day"].min(), orders["day"].max()))
    return {
        "first_day": first,
        "last_day": last,
        "orders": int((settled.left > 0).sum()),
        "cancelled_orders": int(settled.is_cancelled.sum()),
        "free_orders": int(((orders["sold"] == 0) & (orders["back"] == 0)).sum()),
        "returned": int(settled.taken.sum()) / AMOUNT_UNITS,
        "unmatched_returns": int((settled.unmatched > 0).sum()),
        "unmatched_amount": int(settled.unmatched.sum()) / AMOUNT_UNITS,
    }
