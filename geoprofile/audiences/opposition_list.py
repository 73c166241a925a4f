"""Lists of who objected: applied before anything else, and turned into fingerprints that can be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.opposition import CHECK_COLUMN, IDENTITY_KINDS, check_value, hash_column, keyed_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Keys = Mapping[str, tuple[pd.Series[str], ...]]

__all__ = [
    "DATE_COLUMN",
    "Opposed",
    "OppositionList",
    "check_fingerprints",
    "hashed_list",
    "named_rows",
    "oppose",
    "unread_note",
]

DATE_COLUMN = "objected_on"
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
ROWS_NAMED = 10


@dataclass(frozen=True, eq=False)
class OppositionList:
    """A list of who objected, as keys.

    Attributes
    ----------
    name : str
        Of its file.
    row_count : int
    clear : mapping of kind to Series
        As `identity_keys` gives them.
    hashed : mapping of kind to Series
        Fingerprints in small letters, "" where a row has none.
    checks : frozenset of str
        What the list says of its key, as `check_value` gives it; empty for lists of an earlier version or elsewhere.
    notes : tuple of str
        Sentences from reading it.
    """

    name: str
    row_count: int
    clear: Keys = field(default_factory=dict)
    hashed: Keys = field(default_factory=dict)
    checks: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Opposed:
    """What a list did.

    Attributes
    ----------
    name : str
    row_count : int
        Rows of the list.
    excluded : bool array of shape (n,)
        Rows of the file that the list excludes.
    by_kind : mapping of kind to int
        Rows excluded by each kind of key that could be compared; a row may be excluded by several.
    found : int
        Rows of the list that are in the file.
    not_comparable : int
        Rows of the list that the file has no column for: nobody can say whether they are in it.
    unproven_key : bool
        Whether the list has fingerprints and nothing that shows whether the key is theirs.
    notes : tuple of str
        From reading the list.
    """

    name: str
    row_count: int
    excluded: NDArray[np.bool_]
    by_kind: Mapping[str, int]
    found: int
    not_comparable: int
    unproven_key: bool = False
    notes: tuple[str, ...] = ()


def oppose(keys: Keys, listed: OppositionList, *, row_count: int, secret: bytes | None = None) -> Opposed:
    """Find the rows of a file that a list of objections names, by any key that they share.

    An address alone excludes all who live there: to write to somebody who objected is worse than to leave out a
    neighbour. A list with `name_address_hash` and no column of addresses excludes the person only.

    Parameters
    ----------
    keys : mapping of kind to Series of n texts
        Of the file, as `identity_keys` gives them.
    listed : OppositionList
    row_count : int
        n.
    secret : bytes, optional
        Of the fingerprints of the list.

    Raises
    ------
    AddressFileError
        If the list and the file have no kind of key in common, or fingerprints come without their secret or with
        another than they were made with: a list that cannot be applied never passes in silence.
    """
    if listed.hashed and secret is None:
        raise AddressFileError(
            f"The opposition list {listed.name} holds fingerprints: give the key that they were made with "
            "(--secret-file)."
        )
    if listed.checks and secret is not None and listed.checks != {check_value(secret)}:
        raise AddressFileError(
            f"The fingerprints of {listed.name} were made with another key, or by a version that writes keys "
            "otherwise: give the key of this list (--secret-file), or make the list again with "
            "'geoprofile audience opposition'."
        )
    excluded, by_kind = np.zeros(row_count, dtype=bool), {}
    comparable, found = np.zeros((2, listed.row_count), dtype=bool)
    for kind in IDENTITY_KINDS:
        pairs = list(_pairs(keys, listed, kind, secret))
        hit = np.zeros(row_count, dtype=bool)
        for ours, theirs in pairs:
            hit |= _shared(ours, theirs)
            found |= _shared(theirs, ours)
            comparable |= (theirs != "").to_numpy()
        if pairs:
            by_kind[kind] = int(hit.sum())
        excluded |= hit
    if not by_kind or (listed.row_count and not comparable.any()):
        raise AddressFileError(_not_applied(listed, keys))
    return Opposed(
        listed.name, listed.row_count, excluded, by_kind, int(found.sum()), int((~comparable).sum()),
        unproven_key=bool(listed.hashed) and not listed.checks, notes=listed.notes,
    )  # fmt: skip


def named_rows(keys: Keys, listed: OppositionList, *, row_count: int, secret: bytes | None = None) -> NDArray[np.bool_]:
    """Find the rows that a list names by these keys, which may be none that the list knows people by.

    Parameters
    ----------
    keys, listed, row_count, secret
        As `oppose` takes them.

    Returns
    -------
    bool array of shape (n,)
    """
    hit = np.zeros(row_count, dtype=bool)
    for kind in keys:
        for ours, theirs in _pairs(keys, listed, kind, secret):
            hit |= _shared(ours, theirs)
    return hit


def hashed_list(keys: Keys, dates: pd.Series[str], secret: bytes, *, row_count: int) -> tuple[pd.DataFrame, list[int]]:
    """Turn the keys of a list into fingerprints, with the date of each objection.

    Parameters
    ----------
    keys : mapping of kind to Series of n texts
    dates : Series of n ISO dates
        Kept beside the fingerprints: an objection is held for at least three years (CNIL, referential on commercial
        management, 2022).
    secret : bytes
    row_count : int
        n.

    Returns
    -------
    (frame, unread)
        `objected_on`, one `..._hash` column or more a kind, and `key_check`, by which the key is known; in the order
        of the fingerprints, equal rows once with their last date; and the numbers (from 1) of rows that gave no key at
        all.

    Raises
    ------
    TableError
        If the secret is too short or repeats a few bytes.
    """
    columns: dict[str, pd.Series] = {}
    for kind in IDENTITY_KINDS:
        some = keys.get(kind, ())
        for number, texts in enumerate(some):
            name = hash_column(kind) if number == 0 else f"{hash_column(kind)}_{number + 1}"
            columns[name] = _hashed(texts, secret)
    made = pd.DataFrame(
        {name: texts.to_numpy() for name, texts in columns.items()}, index=range(row_count), dtype="str"
    )
    empty = (made == "").all(axis=1).to_numpy() if columns else np.ones(row_count, dtype=bool)
    names = list(made.columns)
    made.insert(0, DATE_COLUMN, dates.to_numpy())
    kept = made[~empty].sort_values([*names, DATE_COLUMN], kind="stable").drop_duplicates(names, keep="last")
    kept = kept.assign(**{CHECK_COLUMN: check_value(secret)}).astype({CHECK_COLUMN: "str"})
    return kept.reset_index(drop=True), (np.flatnonzero(empty) + 1).tolist()


def check_fingerprints(texts: pd.Series[str], *, column: str, file: str) -> pd.Series[str]:
    """Bring fingerprints to small letters.

    Raises
    ------
    AddressFileError
        If a cell is filled and is none.
    """
    plain = texts.astype("str").fillna("").str.strip().str.lower()
    wrong = [bool(text) and FINGERPRINT.fullmatch(text) is None for text in plain]
    if any(wrong):
        raise AddressFileError(
            f"{file}, column {column!r}, data row {wrong.index(True) + 1}: not a fingerprint of 64 hexadecimal digits, "
            f"nor are {sum(wrong)} cells in all; make the list with 'geoprofile audience opposition'."
        )
    return plain


def unread_note(rows: Sequence[int], file: str) -> str:
    """Say which rows of a list gave no key."""
    named = ", ".join(map(str, rows[:ROWS_NAMED])) + ("..." if len(rows) > ROWS_NAMED else "")
    return (
        f"{len(rows):,} rows of {file} hold nothing that a person can be known by (data rows {named}): they protect "
        "nobody; complete them."
    )


def _pairs(
    keys: Keys, listed: OppositionList, kind: str, secret: bytes | None
) -> Iterator[tuple[pd.Series[str], pd.Series[str]]]:
    """Give the keys of the file and of the list that can be compared."""
    for ours in keys.get(kind, ()):
        yield from ((ours, theirs) for theirs in listed.clear.get(kind, ()))
        if kind in listed.hashed:
            hashed = _hashed(ours, secret)
            yield from ((hashed, theirs) for theirs in listed.hashed[kind])


def _shared(ours: pd.Series[str], theirs: pd.Series[str]) -> NDArray[np.bool_]:
    """Find our texts that are among theirs; an empty one is nobody's."""
    return np.asarray((ours != "") & ours.isin(theirs[theirs != ""].unique()), dtype=bool)


def _hashed(texts: pd.Series[str], secret: bytes | None) -> pd.Series[str]:
    """Hash each distinct text once."""
    distinct = texts.unique().tolist()
    found = dict(zip(distinct, keyed_hashes(distinct, secret or b""), strict=True))
    return texts.map(found).astype("str")


def _not_applied(listed: OppositionList, keys: Keys) -> str:
    theirs = [kind for kind in IDENTITY_KINDS if kind in listed.clear or kind in listed.hashed]
    ours = [kind for kind in IDENTITY_KINDS if kind in keys]
    return (
        f"The opposition list {listed.name} could not be applied: it knows people by {_listed(theirs)}, the file by "
        f"{_listed(ours)}. Add a common column to one of them (raw_address needs an address and a postcode, address "
        "needs both to be enriched), or name it (--column for the file, --opposition-column for the list)."
    )


def _listed(kinds: Sequence[str]) -> str:
    return ", ".join(kinds) or "nothing"
