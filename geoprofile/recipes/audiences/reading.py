"""The files of an audience, read: customers, lists of objections, the secret of fingerprints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.audiences.opposition_list import OppositionList, check_fingerprints
from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file
from geoprofile.opposition import CHECK_COLUMN, IDENTITY_KINDS, identity_keys
from geoprofile.recipes.audiences.columns import find_columns, hash_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geoprofile.opposition import IdentityColumns
    from geoprofile.recipes.audiences.columns import AudienceColumns

__all__ = [
    "all_keys",
    "find_country",
    "open_sheets",
    "read_dates",
    "read_list",
    "read_lists",
    "read_rows",
    "read_secret",
    "told_columns",
]

ISO_DATE, SLASHED_DATE = r"^\d{4}-\d{2}-\d{2}", r"^\d{1,2}[/.]\d{1,2}[/.]\d{4}"
MOST, FEW = 0.5, 0.2
# What is of one country alone: 04 and eight digits are a mobile in Belgium and Lyon in France.
FRENCH_PHONE = r"(?:\+|00)33\d+|0[67]\d{8}"
BELGIAN_PHONE = r"(?:\+|00)32\d+|0[1-9]\d{7}"


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
    return opened.rows(list(dict.fromkeys(columns))).astype("str").fillna("")


def read_lists(
    files: Sequence[Path], *, region: str, columns: Mapping[str, Sequence[str]] | None = None
) -> list[OppositionList]:
    """Read lists of who objected, every sheet of a workbook.

    Parameters
    ----------
    files : sequence of Path
    region : str
        Country of telephone numbers without a country code.
    columns : mapping of role to columns, optional
        Told of the lists; each must be in one of them.

    Raises
    ------
    AddressFileError
        If a list cannot be read, or a column is in none.
    """
    opened = [one for file in files for one in open_sheets(file)]
    told = columns or {}
    for name in (name for names in told.values() for name in names):
        if not any(name in one.columns for one in opened):
            raise AddressFileError(f"--opposition-column: no list has a column {name!r}; check its name.")
    lists: list[OppositionList] = []
    for file in files:
        sheets = [
            read_list(one, region=region, columns=_present(told, one)) for one in opened if one.path == Path(file)
        ]
        known = [one for one in sheets if one.clear or one.hashed] or sheets[:1]
        notes = tuple(
            f"{one.name} holds nothing that a person can be known by: nobody was left out by it."
            for one in sheets
            if one not in known
        )
        lists += [replace(known[0], notes=(*known[0].notes, *notes)), *known[1:]]
    return lists


def _present(told: Mapping[str, Sequence[str]], opened: AddressFile) -> dict[str, list[str]]:
    """Give what is told of columns that this list has."""
    here = {role: [name for name in names if name in opened.columns] for role, names in told.items()}
    return {role: names for role, names in here.items() if names}


def open_sheets(file: Path) -> list[AddressFile]:
    """Open a list, a workbook once for each sheet that holds anything.

    Raises
    ------
    AddressFileError
        If it cannot be opened.
    """
    first = open_address_file(file)
    opened = [first]
    if first.format == "xlsx":
        import python_calamine as calamine  # noqa: PLC0415  only XLSX files need it

        with calamine.CalamineWorkbook.from_path(str(file)) as workbook:
            filled = [name for name in workbook.sheet_names if workbook.get_sheet_by_name(name).to_python(nrows=1)]
        opened += [open_address_file(file, sheet=name) for name in filled if name != first.sheet]
    for one in opened:
        check_header(one)
    return opened


def read_list(
    opened: AddressFile, *, region: str, columns: Mapping[str, Sequence[str]] | None = None
) -> OppositionList:
    """Read a list of who objected: clear columns, fingerprints (`email_hash`...), or both.

    Raises
    ------
    AddressFileError
        If a column of fingerprints holds something else.
    """
    name = f"{opened.path.name}, sheet {opened.sheet!r}" if opened.sheet else opened.path.name
    hashes = [(column, kind) for column, kind in hash_columns(opened.columns) if kind in IDENTITY_KINDS]
    found = find_columns(opened, columns or {}, option="--opposition-column")
    checks = [CHECK_COLUMN] if CHECK_COLUMN in opened.columns and hashes else []
    rows = read_rows(opened, [*found.read(opened.columns), *(column for column, _ in hashes), *checks])
    hashed: dict[str, tuple[pd.Series[str], ...]] = {}
    for column, kind in hashes:
        hashed[kind] = (*hashed.get(kind, ()), check_fingerprints(rows[column], column=column, file=name))
    told = frozenset(text for column in checks for text in rows[column].str.strip().str.lower() if text)
    notes = tuple(f"{name}: {note}" for note in opened.notes)
    return OppositionList(name, len(rows), all_keys(rows, found, region=region), hashed, told, notes)


def all_keys(rows: pd.DataFrame, columns: AudienceColumns, *, region: str) -> dict[str, tuple[pd.Series[str], ...]]:
    """Write all by which each row may be meant, contacts in columns of other names too."""
    keys = dict(identity_keys(rows, columns.identity, region=region))
    contacts = rows[[*columns.also.email, *columns.also.phone]]
    for kind, some in identity_keys(contacts, columns.also, region=region).items():
        keys[kind] = (*keys.get(kind, ()), *some)
    return keys


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


def find_country(rows: pd.DataFrame, columns: IdentityColumns, *, file: str, needed: bool) -> tuple[str, str]:
    """Tell France from Belgium.

    Four digits alone tell nothing: a spreadsheet takes the zero from 01000, and Belgium has a 1000 too.

    Parameters
    ----------
    rows : DataFrame
    columns : IdentityColumns
    file : str
        For messages.
    needed : bool
        Whether anything hangs on it; else France is assumed where nothing tells.

    Returns
    -------
    (country, why)

    Raises
    ------
    AddressFileError
        If all tells of both.
    """
    found = _filled(rows, ["result_postcode"])
    codes = _filled(rows, [columns.postcode] if columns.postcode else [])
    phones = _filled(rows, columns.phone).str.replace(r"[\s./()-]", "", regex=True)
    of_phones = {
        "FR": float(phones.str.fullmatch(FRENCH_PHONE).mean()) if len(phones) else 0.0,
        "BE": float(phones.str.fullmatch(BELGIAN_PHONE).mean()) if len(phones) else 0.0,
    }
    if len(found):
        return ("BE" if found.str.fullmatch(r"\d{4}").mean() > MOST else "FR"), "by the addresses that were geocoded"
    if len(codes) and codes.str.fullmatch(r"\d{4}(?:\.0)?").mean() <= MOST:
        return "FR", "by the postcodes"
    for country, other in (("BE", "FR"), ("FR", "BE")):
        if of_phones[country] > max(of_phones[other], FEW):
            return country, "by the telephone numbers"
    if len(codes) and needed:
        raise AddressFileError(
            f"The postcodes of {file} have four digits: they are Belgian, or French ones that lost their zero in a "
            "spreadsheet. Say which with --country BE or --country FR."
        )
    return "FR", "as nothing tells it; say --country if it is another"


def _filled(rows: pd.DataFrame, names: Sequence[str]) -> pd.Series[str]:
    """Give the filled cells of the columns that are there."""
    cells = pd.concat([rows[name] for name in names if name in rows] or [pd.Series(dtype="str")]).str.strip()
    filled: pd.Series[str] = cells[cells != ""]
    return filled


def told_columns(texts: Sequence[str], *, option: str = "--column") -> Mapping[str, Sequence[str]]:
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
            raise AddressFileError(f"{option} {text!r}: write ROLE=COLUMN, such as email=adresse_mail.")
        told.setdefault(role.strip(), []).append(name.strip())
    return told
