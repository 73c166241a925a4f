"""Headers that are none: a row of somebody's data, or a title above the table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoprofile.errors import AddressFileError
from geoprofile.files.vocabulary import STREET_WORD

if TYPE_CHECKING:
    from geoprofile.files.reading import AddressFile

__all__ = ["check_header"]

EMAIL = r"\S+@\S+\.\w+"
PHONE = r"\+?[0-9][0-9 ./()-]{7,}[0-9]"
STREET = rf".*(?:{STREET_WORD}).*"
NUMBERED_STREET = rf"[0-9]{{1,4}} ?(?:bis|ter)?[ ,]+{STREET}|{STREET} [0-9]{{1,4}}[a-z]?"
DATA = re.compile(rf"(?:{EMAIL}|{PHONE}|{NUMBERED_STREET})", re.IGNORECASE)
EXTRA = re.compile(r"extra_[0-9]+")


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
