"""From a table of customers to their segments, and from kept segments to other customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.modes.choice import NUMBERS
from geoprofile.modes.drift import drift_table
from geoprofile.modes.encoding import CategoryCode
from geoprofile.modes.estimator import FITTED_ON, CustomerModes, sampled
from geoprofile.recipes.modes.columns import check_customers, read_columns
from geoprofile.recipes.modes.portraits import portray_segments, standing_for
from geoprofile.user_cells import level_cells, number_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geoprofile.modes.columns import LeftOut
    from geoprofile.tables import Variable

__all__ = ["Applied", "Modes", "StoredModes", "apply_modes", "drift", "find_modes"]


@dataclass(frozen=True)
class StoredModes:
    """Segments as they are kept and used again.

    Attributes
    ----------
    model : CustomerModes
        Fitted.
    names, portraits : DataFrame
        Index `code` (`M1`, the largest first); `name_fr`, `name_en`, `name_nl`, and `portrait_...` likewise.
    sizes : DataFrame
        Index `code`: `customers`, `share` (0-1 of those in a segment), `sureness` (mean) when they were found.
    """

    model: CustomerModes
    names: pd.DataFrame
    portraits: pd.DataFrame
    sizes: pd.DataFrame


@dataclass(frozen=True)
class Modes:
    """Segments of a table of customers, with all that is said of them.

    Attributes
    ----------
    stored : StoredModes
        What is kept.
    segments : DataFrame of n rows
        The index and order of the table: `segment`, `sureness`, `runner_up`, `known_share` (`CustomerModes.predict`).
    traits : DataFrame
        A row a segment and variable: means, indices, tests.
    variables : tuple of Variable
        Those of the traits.
    left_out : tuple of LeftOut
        Columns that no segment was made from, and why.
    """

    stored: StoredModes
    segments: pd.DataFrame
    traits: pd.DataFrame
    variables: tuple[Variable, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def labels(self) -> pd.Series:
        """Give the code of each row's segment, in the order of the table; "" where nothing is known of it."""
        labels: pd.Series = self.segments["segment"]
        return labels


@dataclass(frozen=True)
class Applied:
    """Other customers put into kept segments.

    Attributes
    ----------
    segments : DataFrame of m rows
        As in `Modes`.
    absent : tuple of str
        Columns that segments were made from and the table lacks: they count as missing.
    unseen : tuple of (column, count)
        Cells with a level that was not there before: read as a rare one, or as missing.
    unread : tuple of (column, count)
        Cells of a column of numbers that hold none: read as missing.
    """

    segments: pd.DataFrame
    absent: tuple[str, ...]
    unseen: tuple[tuple[str, int], ...]
    unread: tuple[tuple[str, int], ...]


def find_modes(
    table: pd.DataFrame,
    variables: Sequence[Variable] = (),
    *,
    ids: str = "customer_id",
    number: int | None = None,
    numbers: Sequence[int] = NUMBERS,
    currency: str = "EUR",
    own_variables: Sequence[Variable] = (),
    progress: Callable[[str], None] = lambda _step: None,
) -> Modes:
    """Find the segments that customers fall into by all that is known of them.

    Parameters
    ----------
    table : DataFrame of n rows
        One row a customer: columns of the summary of purchases, of an enriched file, of the user's own.
    variables : sequence of Variable
        Of open data, as the dictionary of the territory has them, to read the columns of an enriched file by.
    ids : str
        Column that tells customers apart.
    number : int, optional
        Of segments, 2 to 12; chosen by default.
    numbers : sequence of int
        Those tried.
    currency : str
        ISO 4217 code of the amounts, "" where unknown.
    own_variables : sequence of Variable
        Of numbers that tell what customers buy, by name of their columns: shares of categories of goods, with
        labels that a reader understands.

    Raises
    ------
    TableError
        If ids are missing or double, or there are too few customers or columns for segments.
    """
    check_customers(table, ids)
    progress("reading what is known of the customers")
    rows = sampled(table[ids], FITTED_ON)
    columns = read_columns(table.iloc[rows], variables, ids=ids, currency=currency, own_variables=own_variables)
    progress(f"finding modes: {len(table):,} customers, {len(columns.used)} columns")
    model = CustomerModes(number, numbers=numbers).fit(table, columns.used, table[ids])
    segments = model.predict(table)
    progress("naming and describing them")
    told = portray_segments(
        table.iloc[rows],
        segments["segment"].iloc[rows].tolist(),
        standing_for(segments["segment"].to_numpy(dtype=object), rows),
        model.preparation_.codes_,
        columns.variables,
    )
    stored = StoredModes(model, told.names, told.portraits, _sizes(segments, model.codes_))
    return Modes(stored, segments, told.traits, told.variables, columns.left_out)


def apply_modes(stored: StoredModes, table: pd.DataFrame) -> Applied:
    """Put other customers into kept segments.

    Parameters
    ----------
    stored : StoredModes
        As `read_modes` gives it.
    table : DataFrame of m rows
        With the columns that the segments were made from; those it lacks count as missing.
    """
    absent, unseen, unread = [], [], []
    for code in stored.model.preparation_.codes_:
        name = code.column.name
        if name not in table.columns:
            absent.append(name)
        elif isinstance(code, CategoryCode):
            # A level that was rare was pooled; whether it was seen is not known, and reads the same.
            cells = level_cells(table[name])
            unseen.append((name, int((~cells.isin([*code.levels, ""])).sum())))
        else:
            unread.append((name, int(number_cells(table[name])[1].sum())))
    segments = stored.model.predict(table)
    return Applied(segments, tuple(absent), _counted(unseen), _counted(unread))


def drift(stored: StoredModes, table: pd.DataFrame, applied: Applied | None = None) -> pd.DataFrame:
    """Tell what has changed between the customers that segments were found in and those of a table.

    Returns
    -------
    DataFrame
        As `geoprofile.modes.drift.drift_table` gives it: the segments first, then the columns by their index.
    """
    found = (applied or apply_modes(stored, table)).segments["segment"]
    codes = [*stored.model.codes_, ""]
    now = found.value_counts().reindex(codes, fill_value=0).to_numpy()
    return drift_table(stored.model.bins_, table, segments=(stored.model.counts_, now))


def _counted(pairs: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(pair for pair in pairs if pair[1])


def _sizes(segments: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    grouped = segments.groupby("segment")["sureness"]
    sizes = pd.DataFrame({"customers": grouped.size(), "sureness": grouped.mean()}).reindex(list(codes))
    sizes["customers"] = sizes["customers"].fillna(0).astype("int64")
    sizes.insert(1, "share", sizes["customers"] / max(int(sizes["customers"].sum()), 1))
    return sizes.rename_axis("code")
