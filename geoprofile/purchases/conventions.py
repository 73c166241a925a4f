"""How a whole file writes dates and numbers: what its cells tell, and what follows from all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Conventions", "Evidence", "check_told", "conventions_of", "refuse_contradictions", "refuse_unsure"]

DECIMALS = (".", ",")
DAY_ORDERS = ("day-first", "month-first")


@dataclass(frozen=True)
class Conventions:
    """How dates and numbers are read.

    Attributes
    ----------
    day_first : bool
        3/4/2023 is the third of April.
    decimal : {".", ","}
    """

    day_first: bool = True
    decimal: str = "."


@dataclass
class Evidence:
    """The first row (from 1) that can be read one way only, by way; and which forms of date there are."""

    rows: dict[str, int] = field(default_factory=dict)
    formats: set[str] = field(default_factory=set)

    def add(self, way: str, cells: NDArray[np.bool_], start: int) -> None:
        """Note the first of the cells, the piece of the file that holds them beginning after row `start`."""
        if way not in self.rows and cells.any():
            self.rows[way] = start + int(np.argmax(cells)) + 1

    @property
    def is_day_order_open(self) -> bool:
        """Tell whether there are dates such as 3/4/2023 and none tells day from month."""
        return "slashed" in self.formats and not {"day_first", "month_first"} & set(self.rows)


def check_told(*, date_order: str | None, decimal: str | None) -> None:
    """Refuse a word of the user that is none of the choices."""
    for what, told, choices in (("order of dates", date_order, DAY_ORDERS), ("decimal sign", decimal, DECIMALS)):
        if told is not None and told not in choices:
            raise AddressFileError(f"There is no {what} {told!r}: choose from {' '.join(choices)}.")


def conventions_of(evidence: Evidence, *, date_order: str | None, decimal: str | None) -> Conventions:
    """Decide how a file is read from what its cells have told.

    Dates that nothing tells are read day first, as France and Belgium write them.
    """
    found = evidence.rows
    day_first = "month_first" not in found if date_order is None else date_order == "day-first"
    return Conventions(day_first, decimal or ("," if "comma" in found else "."))


def refuse_contradictions(evidence: Evidence, *, date_order: str | None, decimal: str | None, file: str) -> None:
    """Refuse a file whose cells contradict one another, where the user's word does not decide.

    Raises
    ------
    AddressFileError
        Naming one row of each kind.
    """
    found = evidence.rows
    if date_order is None and {"day_first", "month_first"} <= set(found):
        raise AddressFileError(
            f"{file} writes the day first in data row {found['day_first']:,} and the month first in data row "
            f"{found['month_first']:,}: say which of day-first and month-first holds; the others count as undated."
        )
    if decimal is None and {"comma", "point"} <= set(found):
        raise AddressFileError(
            f"{file} writes decimals with a comma in data row {found['comma']:,} and with a point in data row "
            f"{found['point']:,}: say which is the decimal sign; the others count as without amount."
        )


def refuse_unsure(evidence: Evidence, *, decimal: str | None, file: str) -> None:
    """Refuse a file, once it is read, whose amounts are all such as 1,234: one thing or a thousand times as much.

    Raises
    ------
    AddressFileError
        Naming the first such row.
    """
    found = evidence.rows
    if decimal is None and "unsure" in found and not {"comma", "point"} & set(found):
        raise AddressFileError(
            f"In {file}, data row {found['unsure']:,}, the sign before three digits may part decimals or thousands, "
            "and no other row tells: say whether the decimal sign is the comma or the point."
        )
