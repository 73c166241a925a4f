"""What was found in a file of order lines: columns, formats, what counts and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from geoprofile.purchases.columns import OrderColumns

__all__ = ["OrdersReading"]


@dataclass(frozen=True)
class OrdersReading:
    """What was found in a file of order lines.

    Attributes
    ----------
    file : str
        Its name.
    columns : OrderColumns
    date_formats : tuple of str
        `timestamp` (typed), `iso`, `serial` (days as spreadsheets count them), `unix` (seconds since 1970, read as
        UTC), `named` (months in letters), `day-first`, `month-first`.
    is_day_order_guessed : bool
        Whether dates such as 3/4/2023 were read day first with nothing that tells.
    decimal : {".", ","}
    currency : str
        ISO 4217 code, "" where the file does not say.
    lines : int
    without_customer : int
        Lines left out as nobody's.
    turnover_without_customer : float
        Net of returns.
    without_date, first_without_date : int
        Lines left out, and the data row (from 1) of the first; 0 where there is none.
    implausible_dates, first_implausible_date : int
        Lines left out as before 1970 or far from all others, and the data row of the first.
    without_amount, first_without_amount : int
    total_elsewhere : int
        Lines with an empty amount, of an order whose total another line bears.
    after : int
        Lines left out as later than the day wanted.
    other_currency : int
        Lines left out as of another currency.
    repeated_lines : int
        Lines that another is alike to; they count, as a till does write the same line twice.
    first_day, last_day : date or None
        Of the lines that count.
    customers : int
        Also those whose every order was cancelled.
    orders : int
        Orders that stand, not the cancelled and free ones.
    cancelled_orders : int
        Wholly sent back or called off.
    free_orders : int
        Orders that came to nothing; they are no purchases.
    turnover : float
        Of the orders that stand, net of what was sent back of them.
    returned : float
        Taken off orders in the file: what was sent back, and `called_off`.
    called_off : float
        Of it, what the status says was called off or never paid, so never delivered.
    unmatched_returns : int
        Documents that send back what no order in the file explains, wholly or in part.
    unmatched_amount : float
        What they come to.
    cancelled_statuses : tuple of (str, int)
        Statuses read as cancelled or sent back and their lines, the most first; at most 8, of 3 lines at least.
    credit_statuses, standing_statuses : tuple of (str, int)
        Likewise those read as credit notes, and those taken as purchases.
    credit_documents : tuple of (str, int, bool)
        Prefix of numbers such as C1001 beside other orders, how many such documents have positive amounts only, and
        whether they count as returns.
    largest_share : float
        Share (0-1) of the orders that one identifier bears, where that is far more than any other; 0 otherwise.
    """

    file: str
    columns: OrderColumns
    date_formats: tuple[str, ...]
    is_day_order_guessed: bool
    decimal: str
    currency: str
    lines: int
    without_customer: int
    turnover_without_customer: float
    without_date: int
    first_without_date: int
    implausible_dates: int
    first_implausible_date: int
    without_amount: int
    first_without_amount: int
    total_elsewhere: int
    after: int
    other_currency: int
    repeated_lines: int
    first_day: date | None
    last_day: date | None
    customers: int
    orders: int
    cancelled_orders: int
    free_orders: int
    turnover: float
    returned: float
    called_off: float
    unmatched_returns: int
    unmatched_amount: float
    cancelled_statuses: tuple[tuple[str, int], ...]
    credit_statuses: tuple[tuple[str, int], ...]
    standing_statuses: tuple[tuple[str, int], ...]
    credit_documents: tuple[tuple[str, int, bool], ...]
    largest_share: float
