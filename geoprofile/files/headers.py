"""Headers that are none: a row of somebody's data, or a title above the table."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from geoprofile.errors import AddressFileError
from geoprofile.files.vocabulary import STREET_WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoprofile.files.reading import AddressFile

__all__ = ["check_header", "title_rows"]

EMAIL = r"\S+@\S+\.\w+"
PHONE = r"\+?[0-9][0-9 ./()-]{7,}[0-9]"
STREET = rf".*(?:{STREET_WORD}).*"
NUMBERED_STREET = rf"[0-9]{{1,4}} ?(?:bis|ter)?[ ,]+{STREET}|{STREET} [0-9]{{1,4}}[a-z]?"
DATA = re.compile(rf"(?:{EMAIL}|{PHONE}|{NUMBERED_STREET})", re.IGNORECASE)
EXTRA = re.compile(r"extra_[0-9]+")
# A number, a date or a truth value, as the cells of a workbook are written; no name of a column.
VALUE = re.compile(r"[-+]?[0-9][0-9 .,:/T-]*(?:e[-+]?[0-9]+)?|true|false", re.IGNORECASE)
TITLE_CELLS = 2
MOST_TITLES = 15


def check_header(file: AddressFile) -> None:
    """Refuse a file whose first line does not name its columns, without repeating what stands there.

    Raises
    ------
    AddressFileError
        If the first line holds an address, a phone number or an e-mail address, or has one cell where the
        rows below have several.
    """
    if any(DATA.fullmatch(name.strip()) for name in file.columns):
        raise AddressFileError(
            f"The first line of {file.path.name} looks like a row of data, not like names of columns: put a line with "
            f"their names above it."
        )
    beyond = [name for name in file.columns if EXTRA.fullmatch(name)]
    if len(file.columns) - len(beyond) == 1 and len(beyond) > 1:
        raise AddressFileError(
            f"The first line of {file.path.name} has one cell and the rows below have {len(file.columns)}: remove what "
            f"stands above the line with the names of the columns."
        )


def title_rows(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows above the header of a table: a title, a period, who wrote it.

    The header is the first row of three cells or more, all different, none a number or a date, where every row above
    has one or two. So that no table of two columns with a stray cell is cut, most rows below the header must be
    wider than two cells too, and some column must hold mostly numbers or dates, which its own cells do not.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first filled rows of a sheet.

    Returns
    -------
    int
        0 where the first row is the header, or nothing shows that it is not.
    """
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    place = next((n for n, cells in enumerate(filled[: MOST_TITLES + 1]) if len(cells) > TITLE_CELLS), 0)
    if not place:
        return 0
    header, below = filled[place], rows[place + 1 :]
    if len(set(header)) < len(header) or any(map(_is_data, header)):
        return 0
    wide = sum(len(cells) > TITLE_CELLS for cells in filled[place + 1 :])
    is_table = 2 * wide > len(below) and any(_holds_values(column) for column in zip_longest(*below, fillvalue=""))
    return place if is_table else 0


def _is_data(cell: str) -> bool:
    return bool(VALUE.fullmatch(cell) or DATA.fullmatch(cell))


def _holds_values(column: Sequence[str]) -> bool:
    cells = [cell for cell in column if cell.strip()]
    return 2 * sum(bool(VALUE.fullmatch(cell.strip())) for cell in cells) > len(cells)
