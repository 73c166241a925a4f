"""The files of an audience, read: customers, lists of objections, the secret of fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.audiences.opposition_list import OppositionList, check_fingerprints
from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file
from geoprofile.opposition import IDENTITY_KINDS, identity_keys
from geoprofile.recipes.audiences.columns import find_columns, hash_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["find_country", "read_dates", "read_list", "read_rows", "read_secret", "told_columns"]

BATCH_ROWS = 100_000
ISO_DATE, SLASHED_DATE = r"^\d{4}-\d{2}-\d{2}", r"^\d{1,2}[/.]\d{1,2}[/.]\d{4}"
BELGIAN = r"^\s*\d{4}\s*$"
MOST = 0.5


def read_rows(opened: AddressFile, columns: Sequence[str]) -> pd.DataFrame:
    """Read some columns of a file, all text.

    Raises
    ------
    AddressFileError
        If the file lacks one.
    """
    for name in columns:
        if name not in opened.columns:
            raise AddressFileError(
                f"{opened.path.name} has no column {name!r}: name one of {', '.join(map(repr, opened.columns))}."
            )
    wanted = list(dict.fromkeys(columns))
    parts = [batch[wanted] for batch in opened.batches(BATCH_ROWS)]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=wanted, dtype="str")
    return rows.astype("str").fillna("")


def read_list(file: Path, *, region: str) -> OppositionList:
    """Read a list of who objected: clear columns, fingerprints (`email_hash`...), or both.

    Raises
    ------
    AddressFileError
        If a column of fingerprints holds something else.
    """
    opened = open_address_file(file)
    check_header(opened)
    hashes = [(name, kind) for name, kind in hash_columns(opened.columns) if kind in IDENTITY_KINDS]
    found = find_columns(opened, {})
    rows = read_rows(opened, [*found.read(opened.columns), *(name for name, _ in hashes)])
    hashed: dict[str, tuple[pd.Series[str], ...]] = {}
    for name, kind in hashes:
        hashed[kind] = (*hashed.get(kind, ()), check_fingerprints(rows[name], column=name, file=opened.path.name))
    return OppositionList(opened.path.name, len(rows), dict(identity_keys(rows, found.identity, region=region)), hashed)


def read_secret(file: Path) -> bytes:
    """Read the key of fingerprints.

    Raises
    ------
    AddressFileError
        If it cannot be read; the sentence says how to make one.
    """
    try:
        return file.read_bytes().strip()
    except OSError as error:
        raise AddressFileError(
            f'{file.name} cannot be read. To make a key: python -c "import secrets; print(secrets.token_hex(32))" > '
            f"{file.name}; keep it for as long as the list, away from it."
        ) from error


def read_dates(column: pd.Series[str], *, file: str) -> pd.Series:
    """Read days: ``2025-12-31`` or ``31/12/2025``; empty cells are missing.

    Raises
    ------
    AddressFileError
        If a cell is no day (its row is named, not the cell).
    """
    text = column.str.strip()
    found = pd.Series(np.datetime64("NaT", "s"), index=column.index)
    for pattern, form in ((ISO_DATE, "%Y-%m-%d"), (SLASHED_DATE, "%d/%m/%Y")):
        days = text.str.extract(f"({pattern[1:]})".replace("^", ""), expand=False)
        fits = text.str.match(pattern)
        plain = days.where(fits).str.replace(".", "/", regex=False)
        found = found.fillna(pd.to_datetime(plain, format=form, errors="coerce").astype("datetime64[s]"))
    unread = (found.isna() & (text != "")).to_numpy()
    if unread.any():
        raise AddressFileError(
            f"Column {column.name!r} of {file}, data row {int(np.argmax(unread)) + 1}: not a day, nor are "
            f"{int(unread.sum())} cells in all: write 2025-12-31 or 31/12/2025, and leave empty what is not known."
        )
    return found


def find_country(rows: pd.DataFrame, postcode: str) -> str:
    """Tell France from Belgium by the postcodes of a file: five digits or four."""
    if not postcode:
        return "FR"
    filled = rows[postcode][rows[postcode].str.strip() != ""]
    return "BE" if len(filled) and filled.str.fullmatch(BELGIAN[1:-1]).mean() > MOST else "FR"


def told_columns(texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Read what is told of columns: ``email=adresse_mail``, a role a time.

    Raises
    ------
    AddressFileError
        If a text is not of that form.
    """
    told: dict[str, list[str]] = {}
    for text in texts:
        role, sign, name = text.partition("=")
        if not sign or not name.strip():
            raise AddressFileError(f"--column {text!r}: write ROLE=COLUMN, such as email=adresse_mail.")
        told.setdefault(role.strip(), []).append(name.strip())
    return told
