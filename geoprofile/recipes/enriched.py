"""An enriched file read again: which of its columns hold the zones of a territory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from geoprofile.territory.territory import Territory

__all__ = ["Enriched", "find_zones", "read_enriched", "zone_texts"]

# Where several columns hold zone ids, the last is that of `enrich`, which adds its own behind those of the file;
# unless it holds less than this part of what the best one holds.
LEAST_PART = 0.5
FLOAT_END = re.compile(r"\.0$")


@dataclass(frozen=True)
class Enriched:
    """Customers with the zones that `enrich` found for them.

    Attributes
    ----------
    rows : DataFrame of n rows
        The columns of zones, as text, and those asked for beside them, in the order of the file.
    zone_columns : mapping of level to column
        Levels of the territory that the file has zone ids of, finest first (`{"iris": "iris_2"}`).
    name : str
        What it was read from, for messages.
    notes : tuple of str
        Sentences for the user: what was found under another name, or mended.
    """

    rows: pd.DataFrame
    zone_columns: Mapping[str, str]
    name: str = "the enriched table"
    notes: tuple[str, ...] = ()


def read_enriched(
    file: AddressFile | Path | str, territory: Territory, *, keep: Sequence[str] = (), described: str = ""
) -> Enriched:
    """Read a file that `enrich` wrote: its columns of zones, and those named.

    Parameters
    ----------
    file : AddressFile, Path or str
        CSV, XLSX or Parquet, of any encoding and delimiter.
    territory : Territory
        The one that it was enriched with.
    keep : sequence of str
        Further columns wanted (turnover).
    described : str
        Name of the file in messages; its own by default.

    Raises
    ------
    AddressFileError
        If a column is missing, or no column holds zones of the territory.
    """
    opened = file if isinstance(file, AddressFile) else open_address_file(file)
    check_header(opened)
    name = described or opened.path.name
    for column in keep:
        if column not in opened.columns:
            raise AddressFileError(
                f"{name} has no column {column!r}: name one of {', '.join(map(repr, opened.columns))}."
            )
    candidates = [column for column in opened.columns if any(_candidates([column], territory).values())]
    wanted = [column for column in opened.columns if column in {*candidates, *keep}]
    if not candidates:
        raise AddressFileError(_not_enriched(name, territory))
    return find_zones(opened.rows(wanted), territory, name=name)


def find_zones(frame: pd.DataFrame, territory: Territory, *, name: str = "the enriched table") -> Enriched:
    """Say which columns of an enriched table hold the zone ids of each level of a territory.

    A level's column bears its name, or its name and a number where the input already had such a column
    (`iris_2`). Of several the last one counts, as `enrich` puts its own behind those of the input, if it holds
    at least half as many zone ids as the best. Codes that a spreadsheet made numbers of get their zeros back.

    Parameters
    ----------
    frame : DataFrame of n rows
    territory : Territory
    name : str
        What it is called in messages.

    Raises
    ------
    AddressFileError
        If no column holds zones of the territory.
    """
    named = {level: columns for level, columns in _candidates(frame.columns, territory).items() if columns}
    if not named:
        raise AddressFileError(_not_enriched(name, territory))
    rows, taken, notes, strange = frame.copy(), {}, [], []
    for level, columns in named.items():
        ids = territory.described_levels[level].table["zone_id"]
        texts = {column: zone_texts(frame[column], ids) for column in columns}
        held = {column: int(cells.isin(ids).sum()) for column, cells in texts.items()}
        most = max(held.values())
        if not most and any((cells != "").any() for cells in texts.values()):
            strange.append(columns[-1])
            continue
        column = next(column for column in reversed(columns) if held[column] >= LEAST_PART * most)
        taken[level] = column
        notes += _notes(frame[column], texts[column], level, column)
        rows[column] = texts[column].array
    if not taken:
        raise AddressFileError(
            f"No code in column {strange[0]!r} of {name} is a zone of the territory {territory.name!r}: name the "
            "territory that the file was enriched with, or enrich it again with this one."
        )
    return Enriched(rows, taken, name, tuple(notes))


def zone_texts(cells: pd.Series, zone_ids: Iterable[str]) -> pd.Series:
    """Read a column of zone ids as text: "" where missing, without the `.0` or the lost zeros of a spreadsheet.

    Parameters
    ----------
    cells : Series of n values
    zone_ids : iterable of str
        Codes that there are; zeros are put before a number only where that makes one of them.
    """
    ids = pd.Index(zone_ids)
    texts = _plain_texts(cells)
    unknown = (texts != "") & ~texts.isin(ids)
    if not unknown.any() or ids.empty:
        return texts
    plain = texts.str.replace(FLOAT_END, "", regex=True)
    for length in sorted({len(code) for code in ids}):
        full = plain.str.zfill(length)
        texts = texts.where(~(unknown & full.isin(ids)), full)
    return texts


def _plain_texts(cells: pd.Series) -> pd.Series:
    return cells.astype("object").where(cells.notna(), "").astype("str").str.strip()


def _candidates(columns: Iterable[object], territory: Territory) -> dict[str, list[str]]:
    """Give the columns that bear the name of each level, finest first, numbered ones in the order of the file."""
    names = [str(column) for column in columns]
    return {
        level: [name for name in names if re.fullmatch(rf"{re.escape(level)}(_\d+)*", name)]
        for level in territory.described_levels
    }


def _notes(cells: pd.Series, texts: pd.Series, level: str, column: str) -> list[str]:
    """Say which column was taken where its name leaves room for doubt, and what was mended in it."""
    notes = [f"zones of level {level!r} are taken from column {column!r}"] if column != level else []
    mended = int((_plain_texts(cells) != texts).sum())
    if mended:
        notes.append(f"{mended:,} codes of column {column!r} had lost their zeros and have them back")
    return notes


def _not_enriched(name: str, territory: Territory) -> str:
    levels = " or ".join(map(repr, territory.described_levels))
    return (
        f"{name} has no column {levels}: run 'geoprofile enrich' on it first, with the territory {territory.name!r}, "
        "and give the result."
    )
