"""The training of a score: prospects read, columns judged, two models learned on one part and judged on the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.errors import AddressFileError
from geoprofile.recipes.scoring.prospects import Used, blocks_of, in_own_order, moments_of, prospects_of, read_rows
from geoprofile.scoring.boosted import BoostedScore
from geoprofile.scoring.criteria import load_criteria
from geoprofile.scoring.drift import digest_text, reference_of, rows_digest
from geoprofile.scoring.grades import grade_cuts, grade_table
from geoprofile.scoring.inputs import (
    Input,
    LeftOut,
    choose_inputs,
    input_values,
    often_unread,
    unread_cells,
)
from geoprofile.scoring.judge import Figure, Judgement, auc_difference, gains, judge
from geoprofile.scoring.leakage import find_leaks, tells_by_filling
from geoprofile.scoring.model import METHODS, ScoreModel
from geoprofile.scoring.outcome import Outcome, read_outcome
from geoprofile.scoring.scorecard import Scorecard
from geoprofile.scoring.splits import Split, folds_of, hold_out
from geoprofile.user_cells import plain_texts
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.files import AddressFile

__all__ = ["ScoreResult", "read_rows", "train_score"]


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
        Column of time, of blocks or of prospects of several rows; empty where parted at random.
    prospects : int
        Prospects where several rows tell of one, by `id_column`; 0 where each row is one.
    on_both_sides : int
        Of these, those with rows on both sides: only where zones part them.
    undated : int
        Rows without a date that can be read, which are learned from; 0 where not parted by time.
    unread : mapping of column to share
        Numbers of which more than one filled cell in twenty could not be read.
    choice : Figure
        AUC of the trees less that of the scorecard, both out of fold on the rows learned from: the method to use
        follows from it.
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
    prospects: int
    on_both_sides: int
    undated: int
    unread: Mapping[str, float]
    choice: Figure
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
    language: str = "fr",
) -> ScoreResult:
    """Learn what prospects who became customers have in common.

    All is chosen on the rows learned from, the method by predictions out of fold; every figure of quality is of the
    rows held out. Rows of one prospect stand on one side, in one fold. The order of rows changes nothing.

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
        Where ids repeat, a prospect goes whole: by time with its latest row.
    exclude : sequence of str
        Columns to leave out.
    criteria : sequence of str
        Use these columns alone.
    language : {"fr", "en"}
        Kept with the score: what is said when it is applied.

    Raises
    ------
    AddressFileError
        If a column is not there, the outcome cannot be read, has too few of a kind, or nothing tells it; if a
        column asked for by name is forbidden; if more than one date in twenty cannot be read.
    """
    check_language(language)
    rows, name, notes = read_rows(prospects)
    _check_columns(name, rows, [outcome, time, block, id_column, *exclude, *criteria])
    _refuse_forbidden([outcome, *criteria])
    if time and block:
        raise AddressFileError("Prospects are parted by --time or by --block, not by both: name one.")
    read = read_outcome(rows[outcome], positive=positive)
    used, found = in_own_order(rows, read, id_column)
    persons, repeats = prospects_of(used, found.keys, id_column)
    alike = blocks_of(used, found.keys, block) if block else persons if repeats else None
    times = moments_of(used, time)
    split = hold_out(found.keys, found.yes, time=times, block=alike)
    if repeats and not time and not block:
        split = replace(split, by="id")
    candidates = _candidates(rows, {outcome, time, block, id_column}, exclude, criteria)
    values, inputs, left_out = _inputs(used[candidates], split.train, found.yes)
    fitted, choice = _fitted(inputs, values, found, split.train, block=alike, outcome=outcome)
    digest = digest_text(rows_digest(input_values(rows, inputs)), len(rows))
    model = replace(fitted, language=language, rows_seen=digest)
    told = {
        "name": name, "rows": len(rows), "unknown": int((~read.known).sum()),
        "outcome": Outcome(read.column, found.yes, read.read_as, read.positive),
        "split_column": time or block or (id_column or "" if repeats else ""), "prospects": repeats,
        "on_both_sides": len({*persons[split.train]} & {*persons[~split.train]}) if repeats else 0,
        "undated": 0 if times is None else int(np.isnan(times).sum()),
        "unread": often_unread(unread_cells(used, inputs, values)), "choice": choice,
        "left_out": _never_tried(exclude, time or block) + left_out, "notes": notes,
    }  # fmt: skip
    return _judged(model, values, found.yes, split, alike, told)


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
    inputs: tuple[Input, ...], values: Mapping[str, NDArray[np.float64] | NDArray[np.object_]], found: Used,
    train: NDArray[np.bool_], *, block: NDArray[np.object_] | None, outcome: str,
) -> tuple[ScoreModel, Figure]:  # fmt: skip
    """Learn both models from one part of the rows; the trees are advised only where surely better out of fold there."""
    part = {name: cells[train] for name, cells in values.items()}
    yes, blocks = found.yes[train], None if block is None else block[train]
    folds = folds_of(found.keys[train], yes, block=blocks)
    card = Scorecard().fit(inputs, part, yes, folds, block=blocks)
    boosted = BoostedScore().fit(inputs, part, yes, folds)
    unseen = {"scorecard": card.out_of_fold_, "boosted": boosted.out_of_fold_}
    cuts = {method: grade_cuts(unseen[method]) for method in METHODS}
    choice = auc_difference(unseen["boosted"], unseen["scorecard"], yes, block=blocks)
    method = "boosted" if choice.low > 0 else "scorecard"
    model = ScoreModel(outcome, inputs, card, boosted, method, cuts, {}, int(train.sum()))
    references = {each: reference_of(model.scores(part, each).astype(float)) for each in METHODS}
    return replace(model, references=references), choice


def _judged(
    model: ScoreModel, values: Mapping[str, NDArray[np.float64] | NDArray[np.object_]], outcomes: NDArray[np.float64],
    split: Split, block: NDArray[np.object_] | None, told: Mapping[str, Any],
) -> ScoreResult:  # fmt: skip
    """Measure both models on the rows held out, on which nothing was chosen."""
    held = ~split.train
    part, yes = {column: cells[held] for column, cells in values.items()}, outcomes[held]
    held_block = None if block is None else block[held]
    said = {method: model.predict(part, method) for method in METHODS}
    return ScoreResult(
        model=model,
        split=split,
        judged={each: judge(said[each], yes, block=held_block) for each in METHODS},
        difference=auc_difference(said["boosted"], said["scorecard"], yes, block=held_block),
        grades={each: grade_table(said[each], yes, model.cuts[each], block=held_block) for each in METHODS},
        gains={each: gains(said[each], yes) for each in METHODS},
        **told,
    )
