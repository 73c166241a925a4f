"""The file of customers beside their orders: which column holds their ids, where they live, what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file
from geoprofile.recipes.enriched import find_zones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory

__all__ = ["CustomerFile", "join_orders", "plain_ids", "read_customer_file"]

BATCH_ROWS = 100_000
# A column holds the ids of customers where this part of its cells, at least, are ids of the orders.
LEAST_KNOWN = 0.2
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


def plain_ids(cells: pd.Series) -> NDArray[np.object_]:
    """Write identifiers as the reader of orders does: trimmed, without the `.0` of a spreadsheet."""
    texts = cells.astype("object").where(cells.notna(), "").astype("str").str.strip()
    return texts.str.replace(r"\.0$", "", regex=True).to_numpy(dtype=object)


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
    parts = list(opened.batches(BATCH_ROWS))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(opened.columns), dtype="str")
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


def join_orders(file: CustomerFile | None, summary: pd.DataFrame) -> pd.DataFrame:
    """Put what customers bought beside their rows: each row of the file in its order, then who is not in it.

    Parameters
    ----------
    file : CustomerFile or None
        None gives the summary as it is.
    summary : DataFrame of k rows
        One row a customer, `customer_id` first.

    Returns
    -------
    DataFrame of at least n rows
        The columns of the summary (counts and sums 0, other measures missing for who never bought, and for a second
        row of the same id), and `file_row` (position in the file, -1 where the customer is in the orders alone).
    """
    if file is None:
        return summary.assign(file_row=-1)
    first = pd.Series(np.arange(len(file.ids)), index=file.ids)
    first = first[(first.index != "") & ~first.index.duplicated()]
    place = pd.Index(summary["customer_id"]).get_indexer(file.ids)
    place[np.setdiff1d(np.arange(len(place)), first.to_numpy())] = -1
    mine = summary.reindex(np.where(place >= 0, place, len(summary))).reset_index(drop=True)
    mine["customer_id"] = np.asarray(file.ids, dtype=object)
    mine["file_row"] = np.arange(len(mine))
    others = summary.drop(index=summary.index[place[place >= 0]]).assign(file_row=-1)
    joined: pd.DataFrame = pd.concat([mine, others], ignore_index=True)
    for name in summary.columns:
        if name in SUMS or pd.api.types.is_integer_dtype(summary[name].dtype):
            joined[name] = joined[name].fillna(0).astype(summary[name].dtype)
        elif isinstance(summary[name].dtype, pd.StringDtype):
            joined[name] = joined[name].astype("str").fillna("")
    joined["customer_id"] = joined["customer_id"].astype("str")
    return joined


def _id_column(
    opened: AddressFile, rows: pd.DataFrame, known: Sequence[str] | NDArray[np.object_], named: str | None
) -> str:
    """Name the column of ids: the one asked for, or the one most of whose cells the orders know."""
    if named is not None:
        if named not in rows:
            raise AddressFileError(
                f"{opened.path.name} has no column {named!r}: name one of {', '.join(map(repr, rows.columns))}."
            )
        return named
    ids = pd.Index(known)
    shares = {
        str(column): float(np.isin(cells[cells != ""], ids).mean())
        for column in rows
        if (cells := plain_ids(rows[column])).any() and (cells != "").any()
    }
    best = max(shares, key=lambda column: shares[column], default="")
    if not best or shares[best] < LEAST_KNOWN:
        raise AddressFileError(
            f"No column of {opened.path.name} holds the customers of the orders: name the column of their numbers "
            "with --customer-id, and see that both files write them alike."
        )
    return best


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
            "the orders stand in the first row of each"
        )
    return tuple(notes)


def _first(rows: NDArray[np.bool_]) -> int:
    return int(np.argmax(rows)) + 1
