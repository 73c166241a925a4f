"""Why a file of order lines gives no purchase at all, and what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from geoprofile.errors import AddressFileError
from geoprofile.purchases.columns import amount_columns

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from geoprofile.purchases.columns import OrderColumns
    from geoprofile.purchases.order_file import OrderFile
    from geoprofile.purchases.orders import LineCounts

__all__ = ["refuse_free", "refuse_nothing"]

# So much of a cell is shown, and only its shape: who chose the wrong column may have chosen a name.
LONGEST_SHAPE = 20


def refuse_nothing(file: OrderFile, columns: OrderColumns, counts: LineCounts, as_of: date | None) -> NoReturn:
    """Say why no line has customer, date and amount.

    Raises
    ------
    AddressFileError
        That all dated lines are later than the day wanted, that no date can be read, or the columns read.
    """
    name = file.path.name
    if counts.lines and counts.without_date == counts.lines:
        raise AddressFileError(
            f"The column {columns.date!r} of {name} holds no date that can be read: data row "
            f"{counts.first_without_date:,} is {_shape(file, columns.date, counts.first_without_date)}; write dates as "
            "31/12/2024 or 2024-12-31, or say which column holds them with --column date NAME."
        )
    if as_of is not None and counts.after and counts.after + counts.without_date == counts.lines:
        raise AddressFileError(
            f"All {counts.after:,} dated lines of {name} are later than {as_of.isoformat()}: choose a later day."
        )
    listed = ", ".join(f"{column!r} ({role})" for role, column in columns.named.items())
    raise AddressFileError(
        f"{name} has no line with customer, date and amount among {counts.lines:,}: check that {listed} are the right "
        "columns, and say others with --column ROLE NAME."
    )


def refuse_free(file: OrderFile, columns: OrderColumns, orders: dict[str, NDArray[Any]]) -> None:
    """Refuse a column of amounts that are all 0 where another may hold them.

    Raises
    ------
    AddressFileError
        Naming both.
    """
    if orders["sold"].any() or orders["back"].any():
        return
    others = [name for name in amount_columns(file.columns) if name != columns.amount]
    if columns.amount and others:
        raise AddressFileError(
            f"All amounts in the column {columns.amount!r} of {file.path.name} are 0: say which column holds them with "
            f"--column amount NAME, such as {others[0]!r}."
        )


def _shape(file: OrderFile, column: str, row: int) -> str:
    """Tell how a cell is written, a 9 for each digit and an x for each letter."""
    text = str(next(iter(file.batches(1, start=row - 1)))[column].iloc[0])[:LONGEST_SHAPE]
    shape = re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", text))
    return f"written {shape!r} (a 9 for each digit, an x for each letter)" if shape.strip() else "empty"
