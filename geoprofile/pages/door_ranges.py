"""The streets of a round as its walker reads them: from which door to which, on which side, how many letterboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import TableError
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["door_text", "round_lines"]

DOOR_COLUMNS = ("stop", "street", "number", "suffix", "letterboxes")
# Up to so many doors are named one by one.
NAMED_DOORS = 3


def round_lines(doors: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """Sum up the doors of a round: one row for each stretch of one side of a street, in walking order.

    Parameters
    ----------
    doors : DataFrame of shape (n, ...)
        In walking order: `stop` (number), `street`, `number` (integer, 0 for none), `suffix`, `letterboxes`.
    language : {"fr", "en"}

    Returns
    -------
    DataFrame
        `stops` ("3-5"), `street`, `doors` ("1 to 23, odd"), `letterboxes` (their sum is that of the doors).

    Raises
    ------
    TableError
        If a column is lacking.
    """
    check_language(language)
    lacking = [name for name in DOOR_COLUMNS if name not in doors.columns]
    if lacking:
        raise TableError(f"The table of doors lacks column {lacking[0]!r}, which the sheet of a round shows.")
    street = doors["street"].fillna("").astype("str")
    odd = (doors["number"] % 2).where(doors["number"] > 0, -1)
    new_street = street != street.shift()
    # A street that is walked from side to side is one stretch: sides are told apart where each is walked at length.
    turn = (odd != odd.shift()) | new_street
    turns = turn.groupby(new_street.cumsum())
    alternating = (turns.transform("sum") > 2 * 2) | (2 * turns.transform("sum") > turns.transform("size"))
    stretch = (new_street | (turn & ~alternating)).cumsum()
    rows = [_line(own, language) for _, own in doors.assign(street=street).groupby(stretch.to_numpy(), sort=True)]
    return pd.DataFrame(rows, columns=["stops", "street", "doors", "letterboxes"])


def _line(doors: pd.DataFrame, language: str) -> dict[str, object]:
    first, last = (f"{doors['stop'].iloc[place]:g}" for place in (0, -1))
    numbers = doors["number"].astype("int64").tolist()
    suffixes = doors["suffix"].fillna("").astype("str").tolist()
    return {
        "stops": first if first == last else f"{first}–{last}",  # noqa: RUF001  an en dash between two numbers
        "street": doors["street"].iloc[0],
        "doors": door_text(numbers, suffixes, language),
        "letterboxes": float(doors["letterboxes"].sum(min_count=1)),
    }


def door_text(numbers: Sequence[int], suffixes: Sequence[str], language: str) -> str:
    """Write doors in walking order: each by its number if they are few, else the first, the last and the side.

    Examples
    --------
    >>> door_text([1, 3, 5, 7], ["", "", "", ""], "en")
    '1 to 7, odd'
    """
    words = PAGE_WORDS[language]
    names = list(dict.fromkeys(
        f"{number} {suffix}".strip() if number else words["no_number"]
        for number, suffix in zip(numbers, suffixes, strict=True)
    ))  # fmt: skip
    if len(names) <= NAMED_DOORS:
        return ", ".join(names)
    sides = {number % 2 for number in numbers if number}
    side = words["both_sides"] if len(sides) != 1 else words["odd" if 1 in sides else "even"]
    return words["from_to"].format(first=names[0], last=names[-1], side=side)
