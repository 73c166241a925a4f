"""The training of a score: prospects read, columns judged, two models learned on one part and judged on the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file
from geoprofile.scoring.boosted import BoostedScore
from geoprofile.scoring.criteria import load_criteria
from geoprofile.scoring.drift import reference_of
from geoprofile.scoring.grades import grade_cuts, grade_table
from geoprofile.scoring.inputs import Input, LeftOut, choose_inputs, input_values
from geoprofile.scoring.judge import Figure, Judgement, auc_difference, gains, judge
from geoprofile.scoring.leakage import find_leaks, tells_by_filling
from geoprofile.scoring.model import METHODS, ScoreModel
from geoprofile.scoring.outcome import Outcome, read_outcome
from geoprofile.scoring.scorecard import Scorecard
from geoprofile.scoring.splits import Split, folds_of, hold_out, row_keys
from geoprofile.user_cells import plain_texts, read_days, read_loose_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["ScoreResult", "read_rows", "train_score"]

BATCH_ROWS = 50_000


@dataclass(frozen=True)
class ScoreResult:
    """A trained score and what it is worth.

    Attributes
    ----------
    name : str
        What the prospects were read from.
    model : ScoreModel
    rows, unknown : int
        Of the file; those whose outcome is not known, which are not used.
    outcome : Outcome
        Of the rows used.
    split : Split
        Of the rows used.
    split_column : str
        Column of time or of blocks, empty where parted at random.
    left_out : tuple of LeftOut
    judged : mapping of method to Judgement
        On the rows held out.
    difference : Figure
        AUC of the trees less that of the scorecard, on the rows held out.
    grades : mapping of method to DataFrame
    gains : mapping of method to arrays of shares of rows and of yes
    notes : tuple of str
        Sentences on how the file was read.
    """

    name: str
    model: ScoreModel
    rows: int
    unknown: int
    outcome: Outcome
    split: Split
    split_column: str
    left_out: tuple[LeftOut, ...]
    judged: Mapping[str, Judgement]
    difference: Figure
    grades: Mapping[str, pd.DataFrame]
    gains: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
    notes: tuple[str, ...]


def train_score(
    prospects: AddressFile | Path | str | pd.DataFrame,
    *,
    outcome: str,
    positive: str | None = None,
    time: str | None = None,
    block: str | None = None,
    id_column: str | None = None,
    exclude: Sequence[str] = (),
    criteria: Sequence[str] = (),
) -> ScoreResult:
    """Learn what prospects who became customers have in common.

    All is chosen on the rows learned from; every figure is of the rows held out. The order of rows changes nothing.

    Parameters
    ----------
    prospects : AddressFile, Path, str or DataFrame
        A row a prospect.
    outcome : str
        Column that says who became a customer.
    positive : str, optional
        Its value that means yes, where it is not yes and no.
    time, block : str, optional
        Column of the date of each prospect: the latest are held out; or of zones: whole ones are. Not both.
    id_column : str, optional
    exclude : sequence of str
        Columns to leave out.
    criteria : sequence of str
        Use these columns alone.

    Raises
    ------
    AddressFileError
        If a column is not there, the outcome cannot be read, has too few of a kind, or nothing tells it; if a
        column asked for by name is forbidden.
    """
    rows, name, notes = read_rows(prospects)
    _check_columns(name, rows, [outcome, time, block, id_column, *exclude, *criteria])
    _refuse_forbidden([outcome, *criteria])
    if time and block:
        raise AddressFileError("Prospects are parted by --time or by --block, not by both: name one.")
    read = read_outcome(rows[outcome], positive=positive)
    used, found = _in_own_order(rows, read, id_column)
    split = hold_out(found.keys, found.yes, time=_moments(used, time), block=_texts(used, block))
    candidates = _candidates(rows, {outcome, time, block, id_column}, exclude, criteria)
    values, inputs, left_out = _inputs(used[candidates], split.train, found.yes)
    model = _fitted(inputs, values, found, split.train, block=_texts(used, block), outcome=outcome)
    left = _never_tried(exclude, time or block) + left_out
    return _judged(model, values, found, split, name=name, rows=rows, outcome=read, block=_texts(used, block),
                   split_column=time or block or "", left_out=left, notes=notes)  # fmt: skip


def read_rows(prospects: AddressFile | Path | str | pd.DataFrame) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """Read a file whole; give its rows, its name and the notes on how it was read."""
    if isinstance(prospects, pd.DataFrame):
        return prospects.rename(columns=str), "the table of prospects", ()
    opened = prospects if isinstance(prospects, AddressFile) else open_address_file(prospects)
    check_header(opened)
    parts = list(opened.batches(BATCH_ROWS))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(opened.columns), dtype="str")
    return rows, opened.path.name, opened.notes


@dataclass(frozen=True)
class _Used:
    """The rows of known outcome, in an order that follows from what they hold."""

    keys: NDArray[np.uint64]
    yes: NDArray[np.float64]


def _check_columns(name: str, rows: pd.DataFrame, wanted: Sequence[str | None]) -> None:
    for column in wanted:
        if column is not None and column not in rows.columns:
            listed = ", ".join(map(repr, rows.columns))
            raise AddressFileError(f"{name} has no column {column!r}: name one of {listed}.")


def _refuse_forbidden(asked: Sequence[str]) -> None:
    """Stop where a column asked for by name may not be used."""
    for column in asked:
        rule = load_criteria().forbidden_rule(column)
        if rule is not None:
            raise AddressFileError(
                f"Column {column!r} tells {rule.label_en}, which no score may be made of: leave it out, or rename "
                "it if it says something else."
            )


def _in_own_order(rows: pd.DataFrame, read: Outcome, id_column: str | None) -> tuple[pd.DataFrame, _Used]:
    """Keep the rows of known outcome, sorted by the key of their id, or of all they hold."""
    cells = [rows[column].astype("object").where(rows[column].notna(), "").astype("str") for column in rows.columns]
    texts = pd.Series(["\x1f".join(row) for row in zip(*cells, strict=True)], dtype="object")
    if id_column is not None and not rows[id_column].duplicated().any():
        texts = rows[id_column].astype("str").astype("object").reset_index(drop=True)
    known = np.flatnonzero(read.known)
    keys = row_keys(texts.iloc[known].tolist())
    order = np.lexsort((texts.iloc[known].to_numpy(dtype=object), keys))
    return rows.iloc[known[order]].reset_index(drop=True), _Used(keys[order], read.yes[known[order]])


def _moments(rows: pd.DataFrame, column: str | None) -> NDArray[np.float64] | None:
    """Read a column of time: dates, else numbers (a year)."""
    if column is None:
        return None
    texts = plain_texts(rows[column])
    days = read_days(texts)
    return days if np.isfinite(days).any() else read_loose_numbers(texts)


def _texts(rows: pd.DataFrame, column: str | None) -> NDArray[np.object_] | None:
    return None if column is None else plain_texts(rows[column])


def _candidates(
    rows: pd.DataFrame, taken: set[str | None], exclude: Sequence[str], criteria: Sequence[str]
) -> list[str]:
    """Name the columns that may be criteria."""
    free = [column for column in rows.columns if column not in taken and column not in exclude]
    return [column for column in free if not criteria or column in criteria]


def _never_tried(exclude: Sequence[str], split_column: str | None) -> tuple[LeftOut, ...]:
    parted = (LeftOut(split_column, "split"),) if split_column else ()
    return (*(LeftOut(column, "asked") for column in exclude), *parted)


def _inputs(
    rows: pd.DataFrame, train: NDArray[np.bool_], yes: NDArray[np.float64]
) -> tuple[dict[str, NDArray[np.float64] | NDArray[np.object_]], tuple[Input, ...], tuple[LeftOut, ...]]:
    """Read the columns, leaving out those that cannot be used and those written after the outcome."""
    inputs, left_out = choose_inputs(rows[train])
    values = input_values(rows, inputs)
    leaks = find_leaks(inputs, {name: cells[train] for name, cells in values.items()}, yes[train])
    leaking = {own.column for own in leaks}
    kept = tuple(own for own in inputs if own.name not in leaking)
    told = tuple(
        LeftOut(own.column, "leak_filled")
        if own.reason == "date" and tells_by_filling(plain_texts(rows[own.column])[train] != "", yes[train])
        else own
        for own in left_out
    )
    if not kept:
        raise AddressFileError("No column is left that a score can be made of: see that the file holds criteria.")
    return {own.name: values[own.name] for own in kept}, kept, (*told, *leaks)


def _fitted(
    inputs: tuple[Input, ...], values: Mapping[str, NDArray[np.float64] | NDArray[np.object_]], found: _Used,
    train: NDArray[np.bool_], *, block: NDArray[np.object_] | None, outcome: str,
) -> ScoreModel:  # fmt: skip
    """Learn both models from one part of the rows."""
    part = {name: cells[train] for name, cells in values.items()}
    yes = found.yes[train]
    folds = folds_of(found.keys[train], yes, block=None if block is None else block[train])
    card = Scorecard().fit(inputs, part, yes, folds)
    boosted = BoostedScore().fit(inputs, part, yes, folds)
    unseen = {"scorecard": card.out_of_fold_, "boosted": boosted.out_of_fold_}
    cuts = {method: grade_cuts(unseen[method]) for method in METHODS}
    model = ScoreModel(outcome, inputs, card, boosted, "scorecard", cuts, {}, int(train.sum()))
    references = {method: reference_of(model.scores(part, method).astype(float)) for method in METHODS}
    return ScoreModel(outcome, inputs, card, boosted, "scorecard", cuts, references, model.trained_rows)


def _judged(
    model: ScoreModel, values: Mapping[str, NDArray[np.float64] | NDArray[np.object_]], found: _Used, split: Split,
    *, name: str, rows: pd.DataFrame, outcome: Outcome, block: NDArray[np.object_] | None, split_column: str,
    left_out: tuple[LeftOut, ...], notes: tuple[str, ...],
) -> ScoreResult:  # fmt: skip
    """Measure both models on the rows held out; the trees are advised only where they are surely better."""
    held = ~split.train
    part, yes = {column: cells[held] for column, cells in values.items()}, found.yes[held]
    held_block = None if block is None else block[held]
    said = {method: model.predict(part, method) for method in METHODS}
    difference = auc_difference(said["boosted"], said["scorecard"], yes, block=held_block)
    method = "boosted" if difference.low > 0 else "scorecard"
    chosen = ScoreModel(model.outcome, model.inputs, model.scorecard, model.boosted, method, model.cuts,
                        model.references, model.trained_rows)  # fmt: skip
    return ScoreResult(
        name, chosen, len(rows), int((~outcome.known).sum()),
        Outcome(outcome.column, found.yes, outcome.read_as, outcome.positive), split, split_column, left_out,
        {each: judge(said[each], yes, block=held_block) for each in METHODS}, difference,
        {each: grade_table(said[each], yes, model.cuts[each]) for each in METHODS},
        {each: gains(said[each], yes) for each in METHODS}, notes,
    )  # fmt: skip
