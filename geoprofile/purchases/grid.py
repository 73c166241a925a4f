"""The grid of recency by frequency, and the named segments that its cells belong to."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError, TableError
from geoprofile.reference import reference_path
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["GRID_SIZE", "Segment", "Segments", "assign_segments", "load_segments"]

GRID_SIZE = 5
NO_PURCHASE = "no_purchase"
CELL = re.compile(r"R([1-5])F([1-5])")
CODE = re.compile(r"[a-z][a-z0-9_]*")
TEXTS = ("name", "description", "action")


@dataclass(frozen=True)
class Segment:
    """A named segment of customers.

    Attributes
    ----------
    code : str
        Small letters, digits and `_`.
    name_fr, name_en, description_fr, description_en, action_fr, action_en : str
        Its name, one sentence that says who they are, and what to do.
    colour : str
        `#rrggbb`.
    """

    code: str
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    action_fr: str
    action_en: str
    colour: str

    def text(self, what: str, language: str) -> str:
        """Give its `name`, `description` or `action` in French ("fr") or English ("en")."""
        check_language(language)
        told: str = getattr(self, f"{what}_{language}")
        return told


@dataclass(frozen=True)
class Segments:
    """All segments, best first, and the cells of the grid.

    Attributes
    ----------
    segments : tuple of Segment
        The last is of those who have no purchase that stands.
    cells : mapping of (recency score, frequency score) to code
        Each of the 25 once.
    """

    segments: tuple[Segment, ...]
    cells: Mapping[tuple[int, int], str]

    def __getitem__(self, code: str) -> Segment:
        return next(segment for segment in self.segments if segment.code == code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes in order."""
        return tuple(segment.code for segment in self.segments)


def load_segments(path: Path | None = None) -> Segments:
    """Read the segments of a file, by default those of geoprofile (reference_data/segments.toml).

    Raises
    ------
    AddressFileError
        If it cannot be read, a segment lacks a text, or a cell of the grid is in no segment or in two.
    """
    source = path or reference_path("segments.toml")
    try:
        told = tomllib.loads(source.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise AddressFileError(f"There is no file {source.name}: check its name and folder.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AddressFileError(
            f"{source.name} is not readable as TOML ({error}): mend it, or start again from a copy of segments.toml."
        ) from error
    entries = told.get("segments")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise AddressFileError(f"{source.name} has no [[segments]]: start again from a copy of segments.toml.")
    never = told.get(NO_PURCHASE)
    if not isinstance(never, dict):
        raise AddressFileError(f"{source.name} lacks [{NO_PURCHASE}], for customers without a purchase that stands.")
    segments = [_segment(entry, source.name) for entry in entries]
    segments.append(_segment({**never, "code": NO_PURCHASE}, source.name))
    codes = [segment.code for segment in segments]
    for code in codes:
        if codes.count(code) > 1:
            raise AddressFileError(f"{source.name} has two segments with the code {code!r}: give each its own.")
    return Segments(tuple(segments), _cells(entries, source.name))


def assign_segments(scores: pd.DataFrame, segments: Segments) -> pd.DataFrame:
    """Give each customer the segment of its cell.

    Parameters
    ----------
    scores : DataFrame
        As `score_customers` gives it, scores 1 to 5.
    segments : Segments

    Returns
    -------
    DataFrame
        `customer_id` and `segment` (code), in the order of `scores`; without score `no_purchase`.

    Raises
    ------
    TableError
        If a score is over 5.
    """
    recency, frequency = (
        scores[name].to_numpy(dtype=float, na_value=np.nan) for name in ("recency_score", "frequency_score")
    )
    if (np.nan_to_num(recency) > GRID_SIZE).any() or (np.nan_to_num(frequency) > GRID_SIZE).any():
        raise TableError(f"The grid of segments has scores from 1 to {GRID_SIZE}: score in {GRID_SIZE} classes.")
    table = np.full((GRID_SIZE + 1, GRID_SIZE + 1), NO_PURCHASE, dtype=object)
    for (one, other), code in segments.cells.items():
        table[one, other] = code
    found = table[np.nan_to_num(recency).astype(int), np.nan_to_num(frequency).astype(int)]
    return pd.DataFrame({"customer_id": scores["customer_id"], "segment": pd.Series(found, dtype="str")})


def _segment(entry: Mapping[str, Any], file: str) -> Segment:
    code = entry.get("code", "")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise AddressFileError(f"{file}: a segment needs a code of small letters, digits and _, not {code!r}.")
    fields = {f"{what}_{language}": "" for what in TEXTS for language in ("fr", "en")} | {"colour": ""}
    for name in fields:
        value = entry.get(name)
        if not isinstance(value, str) or not value.strip():
            raise AddressFileError(f"{file}: the segment {code!r} lacks {name}.")
        fields[name] = value.strip()
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", fields["colour"]):
        raise AddressFileError(f"{file}: the colour of the segment {code!r} is not written as #1d3f8f.")
    return Segment(code, **fields)


def _cells(entries: list[dict[str, Any]], file: str) -> dict[tuple[int, int], str]:
    """Lay out the grid, each cell in exactly one segment."""
    cells: dict[tuple[int, int], str] = {}
    for entry in entries:
        named = entry.get("cells")
        if not isinstance(named, list) or not named:
            raise AddressFileError(f'{file}: the segment {entry["code"]!r} lacks cells, such as ["R5F5", "R5F4"].')
        for name in named:
            found = CELL.fullmatch(name) if isinstance(name, str) else None
            if found is None:
                raise AddressFileError(
                    f"{file}: the segment {entry['code']!r} has a cell {name!r}; cells are R1F1 to R5F5."
                )
            cell = (int(found[1]), int(found[2]))
            if cell in cells:
                raise AddressFileError(
                    f"{file}: the cell {name} is in {cells[cell]!r} and in {entry['code']!r}: leave it in one."
                )
            cells[cell] = entry["code"]
    missing = [f"R{r}F{f}" for r in range(1, 6) for f in range(1, 6) if (r, f) not in cells]
    if missing:
        raise AddressFileError(f"{file}: the cell {', '.join(missing)} is in no segment: add it to one.")
    return cells
