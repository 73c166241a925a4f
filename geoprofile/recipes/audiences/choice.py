"""Who of a file is chosen: by what they are, never by who they are nor by what the law forbids to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.opposition import email_keys, phone_keys
from geoprofile.scoring.criteria import load_criteria, tell_sex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.audiences.columns import AudienceColumns
    from geoprofile.recipes.audiences.wish import AudienceWish, Condition

__all__ = ["check_condition", "chosen_rows", "consented", "leave_out"]

YES = frozenset(["1", "oui", "yes", "ja", "o", "y", "j", "true", "vrai", "x", "ok", "optin", "opt-in"])
# A column of at least so many filled cells, nearly all different, names each row.
LEAST_FILLED, NEARLY_ALL = 20, 0.9
# Values that an error may list: so few of a column, each of so many rows that it names nobody.
MOST_LISTED, SMALLEST = 20, 11


def leave_out(reason: pd.Series[str], mask: NDArray[np.bool_], why: str | pd.Series[str]) -> pd.Series[str]:
    """Leave rows out that were not left out before."""
    return reason.where(~((reason == "") & mask), why)


def consented(cells: pd.Series[str]) -> NDArray[np.bool_]:
    """Find who said yes; an empty cell is no consent."""
    return cells.str.strip().str.lower().isin(YES).to_numpy()


def chosen_rows(rows: pd.DataFrame, columns: AudienceColumns, wish: AudienceWish) -> NDArray[np.bool_]:
    """Find the rows that are asked for.

    Raises
    ------
    AddressFileError
        If a condition names people, or chooses by what the law forbids, or nobody meets it. No value that names
        somebody is repeated.
    """
    chosen = np.ones(len(rows), dtype=bool)
    for condition in wish.where:
        check_condition(rows, columns, condition)
        chosen &= condition.holds(rows).to_numpy()
    if wish.messages:
        if not columns.message:
            raise AddressFileError(
                "--message needs the column 'message_key' that 'geoprofile segment' writes: give its file."
            )
        chosen &= rows[columns.message].isin(wish.messages).to_numpy()
    if len(rows) and not chosen.any():
        asked = ", ".join([*map(str, wish.where), *wish.messages])
        raise AddressFileError(
            f"No row is asked for by {asked}: check the values, capitals count.{_values_there(rows, wish.where)}"
        )
    return chosen


def _values_there(rows: pd.DataFrame, where: tuple[Condition, ...]) -> str:
    """List the values of the columns that nobody meets a condition on, where they are few and each is of many rows."""
    said = ""
    for condition in where:
        cells = rows[condition.column].str.strip()
        counts = cells[cells != ""].value_counts()
        if len(counts) <= MOST_LISTED and len(counts) and counts.min() >= SMALLEST and not condition.holds(rows).any():
            said += f" Column {condition.column!r} holds {', '.join(sorted(map(repr, counts.index)))}."
    return said


def check_condition(rows: pd.DataFrame, columns: AudienceColumns, condition: Condition) -> None:
    """Refuse a condition that names people, or chooses by what no person may be chosen by.

    Raises
    ------
    AddressFileError
        Which column, and why.
    """
    cells = rows[condition.column].str.strip()
    filled = cells[cells != ""]
    named = condition.column in columns.personal or _names_somebody(condition)
    if named or (len(filled) >= LEAST_FILLED and filled.nunique() > NEARLY_ALL * len(filled)):
        raise AddressFileError(
            f"--where names people by column {condition.column!r}: choose by what they are, not by who."
        )
    criteria = load_criteria()
    rule = criteria.forbidden_rule(condition.column)
    if rule is None and tell_sex(filled.unique()):
        rule = criteria.sex_rule()
    if rule is not None:
        raise AddressFileError(
            f"--where on column {condition.column!r} chooses people by {rule.label_en}, which is personal data of a "
            "special kind or a forbidden ground (GDPR art. 9; French Code penal, art. 225-1): choose by something else."
        )


def _names_somebody(condition: Condition) -> bool:
    """Tell whether a value is an e-mail address or a telephone number."""
    values = pd.Series(condition.values, dtype="str")
    numbers = values.where(values.str.fullmatch(r"(?:\+|00?)[1-9][\d\s./()-]{7,}"), "")
    return bool((email_keys(values)[0] != "").any() or (phone_keys(numbers, region="FR")[0] != "").any())
