"""The file of customers beside their orders: which column holds their ids, where they live, what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file
from geoprofile.files.columns import name_words
from geoprofile.purchases import plain_ids
from geoprofile.recipes.enriched import find_zones

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Ids: TypeAlias = NDArray[np.object_]

    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory

__all__ = ["CustomerFile", "Joined", "join_orders", "read_customer_file"]

# A column holds the ids of customers where the share of its cells that the orders know, times that of distinct ones, is
# at least this: an age is known to orders that are numbered from 1, and tells nobody apart.
LEAST_KNOWN = 0.2
ID_WORDS = frozenset(
    ["client", "customer", "klant", "id", "numero", "num", "no", "code", "ref", "membre", "member", "carte"]
)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "zeros at the beginning": lambda text: text.lstrip("0"),
    "small and capital letters": str.casefold,
}
# Measures that are 0, rather than unknown, for who never bought.
SUMS = ("turnover", "returned")


@dataclass(frozen=True, eq=False)
class CustomerFile:
    """Customers as their file has them.

    Attributes
    ----------
    rows : DataFrame of n rows
        All columns as text, in the order of the file; columns of zones have their zeros.
    id_column : str
    ids : object array of shape (n,)
        Identifiers as the orders write them; "" where there is none.
    zone_columns : mapping of level to column
        Empty without a territory.
    variables : tuple of Variable
        Open-data variables that the file has columns of.
    name : str
    notes : tuple of str
    """

    rows: pd.DataFrame
    id_column: str
    ids: NDArray[np.object_]
    zone_columns: Mapping[str, str]
    variables: tuple[Variable, ...]
    name: str
    notes: tuple[str, ...] = ()

    def of_people(self, column: str, file_row: pd.Series) -> NDArray[np.object_]:
        """Give the cells of a column for customers whose rows are given, "" for who has none (-1)."""
        cells: NDArray[np.object_] = np.append(self.rows[column].fillna("").to_numpy(dtype=object), "")
        return np.asarray(cells[file_row.to_numpy()], dtype=object)


@dataclass(frozen=True, eq=False)
class Joined:
    """Customers with what they bought.

    Attributes
    ----------
    people : DataFrame of n rows
        Each customer once: those of the file in its order, then who is in the orders alone; the columns of the summary
        and `file_row` (the first row of the file that names the customer, -1 for none).
    place : whole numbers of shape (m,)
        Position in `people` of each row of the file, then of the others; -1 for a row without a number.
    repeats : whole numbers of shape (m,)
        First row of the same customer, for a row that repeats one; -1 otherwise.
    """

    people: pd.DataFrame
    place: NDArray[np.int64]
    repeats: NDArray[np.int64]


def read_customer_file(
    file: AddressFile | Path | str,
    known: Sequence[str] | NDArray[np.object_],
    *,
    territory: Territory | None = None,
    id_column: str | None = None,
) -> CustomerFile:
    """Read customers and find the column that names them as the orders do.

    Parameters
    ----------
    file : AddressFile, Path or str
        As `enrich` wrote it, or any file of customers.
    known : sequence of str
        Identifiers of the orders.
    territory : Territory, optional
        The one that the file was enriched with: its zones and variables are recognised.
    id_column : str, optional
        Found out where it is not named.

    Raises
    ------
    AddressFileError
        If the column named is not there, none holds the ids of the orders, or the file has no zones of the territory.
    """
    opened = file if isinstance(file, AddressFile) else open_address_file(file)
    check_header(opened)
    rows = opened.rows()
    column = _id_column(opened, rows, known, id_column)
    zones: Mapping[str, str] = {}
    notes: tuple[str, ...] = opened.notes
    if territory is not None:
        found = find_zones(rows, territory, name=opened.path.name)
        rows, zones, notes = found.rows, found.zone_columns, (*notes, *found.notes)
    ids = plain_ids(rows[column])
    return CustomerFile(
        rows, column, ids, zones, _variables(rows, territory), opened.path.name, (*notes, *_id_notes(ids, column))
    )


def join_orders(file: CustomerFile | None, summary: pd.DataFrame) -> Joined:
    """Put what customers bought beside their file: each customer once, each row of the file with its customer.

    Parameters
    ----------
    file : CustomerFile or None
        None gives the summary as it is.
    summary : DataFrame of k rows
        One row a customer, `customer_id` first.

    Returns
    -------
    Joined
        Counts and sums are 0, other measures missing for who never bought.
    """
    if file is None:
        place = np.arange(len(summary))
        return Joined(summary.assign(file_row=-1), place, np.full(len(place), -1))
    codes, ids = pd.factorize(pd.Series(file.ids).where(file.ids != "", None), use_na_sentinel=True)
    first = np.full(len(ids), -1)
    first[codes[::-1][codes[::-1] >= 0]] = np.flatnonzero(codes[::-1] >= 0)
    first = len(codes) - 1 - first
    place = pd.Index(summary["customer_id"]).get_indexer(ids)
    mine = summary.reindex(np.where(place >= 0, place, len(summary))).reset_index(drop=True)
    mine["customer_id"], mine["file_row"] = ids, first
    others = summary.drop(index=summary.index[place[place >= 0]]).assign(file_row=-1)
    people = _typed(pd.concat([mine, others], ignore_index=True), summary)
    rows = np.concatenate([codes, np.arange(len(ids), len(people))])
    repeats = np.where((codes >= 0) & (first[codes] < np.arange(len(codes))), first[codes], -1)
    return Joined(people, rows, np.concatenate([repeats, np.full(len(others), -1)]))


def _typed(people: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of the summary their kinds back, nothing bought being 0."""
    for name in summary.columns:
        kind = summary[name].dtype
        if name in SUMS or pd.api.types.is_integer_dtype(kind):
            people[name] = people[name].fillna(0).astype(kind)
        elif isinstance(kind, pd.StringDtype):
            people[name] = people[name].astype("str").fillna("")
    people["customer_id"] = people["customer_id"].astype("str")
    return people


def _id_column(opened: AddressFile, rows: pd.DataFrame, known: Sequence[str] | Ids, named: str | None) -> str:
    """Name the column of ids: the one asked for, or the one whose cells the orders know and that tells rows apart."""
    if named is not None and named not in rows:
        raise AddressFileError(
            f"{opened.path.name} has no column {named!r}: name one of {', '.join(map(repr, rows.columns))}."
        )
    ids = pd.Index(known)
    asked = [named] if named is not None else list(map(str, rows.columns))
    fits = {column: _fit(rows[column], ids, str) for column in asked}
    best = max(fits, key=lambda column: (round(fits[column], 9), bool(ID_WORDS & set(name_words(column)))), default="")
    if not best or fits[best] < LEAST_KNOWN:
        raise AddressFileError(
            f"{f'Column {named!r}' if named else 'No column'} of {opened.path.name} holds the customers of the orders: "
            f"{_advice(rows, asked, ids)}."
        )
    return best


def _fit(cells: pd.Series, ids: pd.Index, alike: Callable[[str], str]) -> float:
    """Say how far a column names customers: the share of cells that the orders know, times that of distinct ones."""
    codes, texts = pd.factorize(plain_ids(cells))
    counts = np.bincount(codes, minlength=len(texts))
    held = counts[texts != ""]
    if not len(held):
        return 0.0
    is_known = pd.Index([alike(text) for text in texts[texts != ""]]).isin(ids)
    return float(held[is_known].sum() / held.sum() * len(held) / held.sum())


def _advice(rows: pd.DataFrame, columns: Sequence[str], ids: pd.Index) -> str:
    """Say what to do where ids do not go together, and what would make them."""
    for said, alike in SPELLINGS.items():
        known = pd.Index([alike(str(text)) for text in ids])
        found = [column for column in columns if _fit(rows[column], known, alike) >= LEAST_KNOWN]
        if found:
            return f"they would match column {found[0]!r} but for {said}: write both files alike"
    return "name the column of their numbers with --customer-id, and see that both files write them alike"


def _variables(rows: pd.DataFrame, territory: Territory | None) -> tuple[Variable, ...]:
    """Give the variables of a territory that the file has columns of, each once, at its finest level."""
    found: dict[str, Variable] = {}
    for variable in () if territory is None else territory.dictionary:
        if variable.name in rows:
            found.setdefault(variable.name, variable)
    return tuple(found.values())


def _id_notes(ids: NDArray[np.object_], column: str) -> tuple[str, ...]:
    """Say what is wrong with ids, without naming any."""
    notes = []
    if empty := int((ids == "").sum()):
        notes.append(f"{empty:,} rows have no number in column {column!r}, the first is data row {_first(ids == '')}")
    twice = pd.Series(ids).duplicated().to_numpy() & (ids != "")
    if twice.any():
        notes.append(
            f"{int(twice.sum()):,} rows repeat a number of column {column!r}, the first is data row {_first(twice)}: "
            "each such customer counts once"
        )
    return tuple(notes)


def _first(rows: NDArray[np.bool_]) -> int:
    return int(np.argmax(rows)) + 1
