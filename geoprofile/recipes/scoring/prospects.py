"""The rows of a file of prospects: read, in an order of their own, with their moments and what makes some alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file
from geoprofile.scoring.inputs import LEAST_READ
from geoprofile.scoring.splits import row_keys
from geoprofile.user_cells import month_first, plain_texts, read_days, read_loose_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geoprofile.scoring.outcome import Outcome

__all__ = ["Used", "blocks_of", "in_own_order", "moments_of", "prospects_of", "read_rows"]


def read_rows(prospects: AddressFile | Path | str | pd.DataFrame) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """Read a file whole; give its rows, its name and the notes on how it was read."""
    if isinstance(prospects, pd.DataFrame):
        return prospects.rename(columns=str), "the table of prospects", ()
    opened = prospects if isinstance(prospects, AddressFile) else open_address_file(prospects)
    check_header(opened)
    return opened.rows(), opened.path.name, opened.notes


@dataclass(frozen=True)
class Used:
    """The rows of known outcome, in an order that follows from what they hold."""

    keys: NDArray[np.uint64]
    yes: NDArray[np.float64]


def in_own_order(rows: pd.DataFrame, read: Outcome, id_column: str | None) -> tuple[pd.DataFrame, Used]:
    """Keep the rows of known outcome, sorted by the key of their id, or of all they hold."""
    cells = [rows[column].astype("object").where(rows[column].notna(), "").astype("str") for column in rows.columns]
    texts = pd.Series(["\x1f".join(row) for row in zip(*cells, strict=True)], dtype="object")
    if id_column is not None and not rows[id_column].duplicated().any():
        texts = rows[id_column].astype("str").astype("object").reset_index(drop=True)
    known = np.flatnonzero(read.known)
    keys = row_keys(texts.iloc[known].tolist())
    order = np.lexsort((texts.iloc[known].to_numpy(dtype=object), keys))
    return rows.iloc[known[order]].reset_index(drop=True), Used(keys[order], read.yes[known[order]])


def moments_of(rows: pd.DataFrame, column: str | None) -> NDArray[np.float64] | None:
    """Read a column of time: dates, else numbers (a year); refuse one that mostly cannot be read."""
    if column is None:
        return None
    texts = plain_texts(rows[column])
    days = read_days(texts)
    moments = days if np.isfinite(days).any() else read_loose_numbers(texts)
    filled = texts != ""
    unread = int((filled & np.isnan(moments)).sum())
    if unread > (1 - LEAST_READ) * filled.sum():
        why = ": the month stands first, as in 03/31/2026" if month_first(texts) else ""
        raise AddressFileError(
            f"Column {column!r}: {unread:,} of {int(filled.sum()):,} filled cells are no date that can be read{why}. "
            "Write dates as 2026-03-31 or 31/03/2026."
        )
    return moments


def blocks_of(rows: pd.DataFrame, keys: NDArray[np.uint64], column: str) -> NDArray[np.object_]:
    """Give the block of each row; one without is a block of its own."""
    names = zip(plain_texts(rows[column]).tolist(), keys.tolist(), strict=True)
    return np.array([name or f"\0{key}" for name, key in names], dtype=object)


def prospects_of(
    rows: pd.DataFrame, keys: NDArray[np.uint64], id_column: str | None
) -> tuple[NDArray[np.object_], int]:
    """Give the prospect of each row, and how many there are where some have several rows, else 0."""
    if id_column is None:
        return keys.astype(object), 0
    prospects = blocks_of(rows, keys, id_column)
    count = len({*prospects})
    return prospects, count if count < len(rows) else 0
