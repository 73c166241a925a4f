"""Which columns of a file a score may learn from, as numbers or as categories, and why the others are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from geoprofile.scoring.criteria import load_criteria, name_words, open_variables, tell_sex
from geoprofile.tables import RESULT_COLUMNS
from geoprofile.user_cells import commas_are_decimal, plain_texts, read_days, read_loose_numbers, same_name

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.scoring.criteria import Criteria

__all__ = [
    "LEAST_READ",
    "RARE_ROWS",
    "Input",
    "LeftOut",
    "Values",
    "choose_inputs",
    "input_values",
    "missing_of",
    "names_in_file",
    "often_unread",
    "unread_cells",
]

InputKind = Literal["number", "category"]
# Numbers as floats (NaN missing), categories as texts ("" missing), by column.
Values: TypeAlias = Mapping[str, "NDArray[np.float64] | NDArray[np.object_]"]

# A column is one of numbers, or of dates, when so many of its filled cells are.
LEAST_READ = 0.95
# A level of fewer rows is rare; a column of categories is used when at least this part of it is not rare.
RARE_ROWS, LEAST_COMMON = 20, 0.2
# Texts of which so many are met once only are free text or ids.
MOST_DISTINCT = 0.5
LEAST_FILLED_ROWS = 20
CODE_WORDS = frozenset(("code", "id", "cp", "zip", "insee", "naf", "ape", "nace", "siren", "siret", "ref", "reference",
                        "citycode", "postcode"))  # fmt: skip
ID_WORDS = frozenset(("id", "identifiant", "number", "numero", "num", "no", "ref", "reference", "code", "key", "uuid"))
TECHNICAL = frozenset((*RESULT_COLUMNS, "zone_status", "result_distance_m", "cell_imputed_flag", "income_note_flag"))


@dataclass(frozen=True)
class Input:
    """A column that a score may read.

    Attributes
    ----------
    name : str
    kind : {"number", "category"}
    family : str
        As in reference_data/criteria.toml.
    grounds : tuple of str
        Grounds of discrimination that it draws on.
    comma : bool
        Of a number: whether a comma before three digits is one of decimals, as the rows learned from showed.
    """

    name: str
    kind: InputKind
    family: str
    grounds: tuple[str, ...] = ()
    comma: bool = False

    def label(self, language: str) -> str:
        """Give its name as a reader sees it: that of the dictionary for open data, else that of the file."""
        known = open_variables().get(self.name)
        return self.name if known is None else known[0 if language == "fr" else 1]


@dataclass(frozen=True)
class LeftOut:
    """A column that is not read.

    Attributes
    ----------
    column : str
    reason : str
        A key of the words of the report (`forbidden`, `id`, `constant`, `text`, `many`, `date`, `empty`,
        `technical`, `asked`, `leak_alone`, `leak_filled`, `leak_value`).
    ground : str
        Of a forbidden one.
    """

    column: str
    reason: str
    ground: str = ""


def choose_inputs(rows: pd.DataFrame) -> tuple[tuple[Input, ...], tuple[LeftOut, ...]]:
    """Say how each column is read, from the rows that are learned from and without their outcome.

    Parameters
    ----------
    rows : DataFrame of n rows
        The columns that may be criteria.

    Returns
    -------
    inputs : tuple of Input
        In the order of the columns.
    left_out : tuple of LeftOut
    """
    criteria = load_criteria()
    inputs: list[Input] = []
    left_out: list[LeftOut] = []
    for column in rows.columns:
        found = _read_column(str(column), rows[column], criteria)
        if isinstance(found, LeftOut):
            left_out.append(found)
        else:
            comma = found == "number" and commas_are_decimal(plain_texts(rows[column]))
            family, grounds = criteria.family_of(str(column)), criteria.grounds_of(str(column))
            inputs.append(Input(str(column), found, family, grounds, comma))
    return tuple(inputs), tuple(left_out)


def input_values(rows: pd.DataFrame, inputs: tuple[Input, ...]) -> dict[str, NDArray[np.float64] | NDArray[np.object_]]:
    """Read the columns of a file as a score takes them; a column that the file lacks is missing throughout.

    Returns
    -------
    dict of column to array of shape (n,)
    """
    values: dict[str, NDArray[np.float64] | NDArray[np.object_]] = {}
    for own in inputs:
        if own.name not in rows.columns:
            missing = np.full(len(rows), "", dtype=object)
            values[own.name] = np.full(len(rows), np.nan) if own.kind == "number" else missing
            continue
        texts = plain_texts(rows[own.name])
        values[own.name] = read_loose_numbers(texts, comma=own.comma) if own.kind == "number" else texts
    return values


def unread_cells(rows: pd.DataFrame, inputs: tuple[Input, ...], values: Values) -> dict[str, tuple[int, int]]:
    """Count the filled cells of each number, and those of them that could not be read.

    Parameters
    ----------
    rows, inputs
        As of `input_values`.
    values : mapping of column to array of shape (n,)
        What it gave.
    """
    found = {}
    for own in inputs:
        if own.kind == "number" and own.name in rows.columns:
            filled = plain_texts(rows[own.name]) != ""
            found[own.name] = (int(filled.sum()), int((filled & missing_of(values[own.name])).sum()))
    return found


def often_unread(counts: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """Give the columns of which more than one filled cell in twenty could not be read, with that share."""
    shares = {name: unread / filled for name, (filled, unread) in counts.items() if filled}
    return {name: share for name, share in shares.items() if share > 1 - LEAST_READ}


def names_in_file(columns: Sequence[str], inputs: tuple[Input, ...]) -> dict[str, str]:
    """Find the column of a file that is each input: of the same name, or the only one that is spelt alike.

    Parameters
    ----------
    columns : sequence of str
        Of the file.
    inputs : tuple of Input

    Returns
    -------
    dict of name of input to column
        Without the inputs that the file lacks.
    """
    wanted = {own.name for own in inputs}
    found = {name: name for name in wanted & {*columns}}
    others = [column for column in columns if column not in wanted]
    for name in sorted(wanted - {*columns}):
        like = [column for column in others if same_name(column) == same_name(name) != ""]
        rivals = [other for other in wanted if same_name(other) == same_name(name)]
        if len(like) == len(rivals) == 1:
            found[name] = like[0]
    return found


def _read_column(name: str, column: pd.Series, criteria: Criteria) -> InputKind | LeftOut:
    """Say of what kind a column is, or why it is left out."""
    rule = criteria.forbidden_rule(name)
    if rule is not None:
        return LeftOut(name, "forbidden", rule.name)
    texts = plain_texts(column)
    filled = texts[texts != ""]
    levels, counts = np.unique(filled.astype(str), return_counts=True)
    if tell_sex(levels.tolist()):
        return LeftOut(name, "forbidden", criteria.sex_rule().name)
    if reason := _useless(name, len(texts), len(filled), len(levels)):
        return LeftOut(name, reason)
    numbers = read_loose_numbers(filled)
    if np.isfinite(numbers).mean() >= LEAST_READ and not _is_code(name, levels):
        return LeftOut(name, "id") if _is_number_of_rows(name, numbers, len(texts)) else "number"
    return _text_kind(name, filled, counts)


def _useless(name: str, rows: int, filled: int, levels: int) -> str:
    """Say why a column tells nothing, "" where it may."""
    if name in TECHNICAL:
        return "technical"
    if filled < LEAST_FILLED_ROWS:
        return "empty"
    return "constant" if levels == 1 and filled == rows else ""


def _text_kind(name: str, filled: NDArray[np.object_], counts: NDArray[np.intp]) -> InputKind | LeftOut:
    """Tell categories from dates, ids and free text."""
    if np.isfinite(read_days(filled)).mean() >= LEAST_READ:
        return LeftOut(name, "date")
    if len(counts) > MOST_DISTINCT * len(filled):
        return LeftOut(name, "id" if ID_WORDS & {*name_words(name)} else "text")
    if counts[counts >= RARE_ROWS].sum() < LEAST_COMMON * len(filled):
        return LeftOut(name, "many")
    return "category"


def _is_code(name: str, levels: NDArray[np.str_]) -> bool:
    """Tell numbers that only name something: their column says so, or one begins with a zero."""
    zeros = any(len(level) > 1 and level[0] == "0" and level.isdigit() for level in levels.tolist())
    return zeros or bool(CODE_WORDS & {*name_words(name)})


def _is_number_of_rows(name: str, numbers: NDArray[np.float64], rows: int) -> bool:
    """Tell a running number: whole, met once, nearly without gaps, or so named."""
    known = numbers[np.isfinite(numbers)]
    once = len(np.unique(known)) == len(known) and bool((known == np.round(known)).all())
    dense = float(np.ptp(known)) < 2 * rows
    return once and (dense or bool(ID_WORDS & {*name_words(name)}))


def missing_of(values: NDArray[np.float64] | NDArray[np.object_]) -> NDArray[np.bool_]:
    """Find the missing cells of an input."""
    return np.asarray(values == "") if values.dtype == object else np.isnan(values.astype(float))
