"""A trained score applied to a file: every row gets points, a probability, a grade and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, open_address_file, unique_names, write_output
from geoprofile.files.writing import check_output
from geoprofile.scoring.bins import bin_of
from geoprofile.scoring.drift import digest_text, psi, rows_digest, shares_of
from geoprofile.scoring.grades import GRADES, grade_of
from geoprofile.scoring.inputs import input_values, missing_of, names_in_file, often_unread, unread_cells
from geoprofile.scoring.reasons import REASONS, top_reasons
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from geoprofile.scoring.model import ScoreModel

__all__ = ["ApplyReport", "apply_score"]

BATCH_ROWS = 50_000
DECIMALS = 6
ADDED = ("score", "probability", "grade", *(f"reason_{number}" for number in range(1, REASONS + 1)))
NOTHING_KNOWN = {"fr": "aucun critère renseigné : pas de score", "en": "no criterion is known: no score"}


@dataclass(frozen=True)
class ApplyReport:
    """What came of applying a score.

    Attributes
    ----------
    rows, scored : int
        Of the file; those of which at least one criterion is known.
    method : str
    expected : float
        Sum of the probabilities: yes that may be expected.
    grades : mapping of grade to rows
    lacking : tuple of str
        Columns that the score reads and the file does not have.
    renamed : mapping of column of the score to column of the file
        Taken for one another as they differ by capitals, accents or spaces alone.
    unread : mapping of column to share
        Numbers that the score reads of which more than one filled cell in twenty could not be read.
    psi, psi_chance : float
        Population stability index of the score, and what chance alone reaches once in twenty times.
    drifted : mapping of column to its index
        Criteria that lie otherwise than when the score was learned: an index over 0.1 and beyond chance.
    columns : tuple of str
        Names of the columns added.
    lacking_share : float
        Part of the information of the scorecard's criteria that the file lacks the columns of.
    as_learned : bool
        Whether the file is the very one that the score was trained on.
    language : {"fr", "en"}
    """

    rows: int
    scored: int
    method: str
    expected: float
    grades: Mapping[str, int]
    lacking: tuple[str, ...]
    renamed: Mapping[str, str]
    unread: Mapping[str, float]
    psi: float
    psi_chance: float
    drifted: Mapping[str, float]
    columns: tuple[str, ...]
    lacking_share: float = 0.0
    as_learned: bool = False
    language: str = "fr"


DRIFT, MOST_LACKING = 0.1, 0.5


def apply_score(
    prospects: AddressFile | Path | str, model: ScoreModel, out: Path | str, *, method: str | None = None,
    language: str | None = None, allow_missing: bool = False,
) -> ApplyReport:  # fmt: skip
    """Write the rows of a file, in their order, with a score, a probability, a grade and three reasons each.

    A row of which no criterion is known has no score, and `reason_1` says so.

    Parameters
    ----------
    prospects : AddressFile, Path or str
    model : ScoreModel
        As `load_score` gives it.
    out : Path or str
        .csv, .xlsx or .parquet.
    method : {"scorecard", "boosted"}, optional
        By default the one that training advised.
    language : {"fr", "en"}, optional
        Of the reasons; by default the one that the score was trained in.
    allow_missing : bool
        Whether to go on where the file lacks columns of more than half of the scorecard's information.

    Raises
    ------
    AddressFileError
        If the file has none of the columns that the score reads, or lacks those that tell more than half.
    OutputError, UnknownNameError
        If the result cannot be written, or the method or language is unknown.
    """
    language = model.language if language is None else language
    check_language(language)
    opened = prospects if isinstance(prospects, AddressFile) else open_address_file(prospects)
    check_header(opened)
    check_output(Path(out), row_count=opened.row_count)
    by = method or model.method
    read = model.read_by(by)
    named = names_in_file(opened.columns, model.inputs)
    lacking = tuple(own.name for own in read if own.name not in named)
    if len(lacking) == len(read):
        raise AddressFileError(
            f"{opened.path.name} has none of the columns that the score reads: {', '.join(map(repr, lacking))}. Give a "
            "file with the columns that it was trained on."
        )
    share = _lacking_share(model, lacking)
    if share > MOST_LACKING and not allow_missing:
        raise AddressFileError(
            f"{opened.path.name} lacks columns that carry {share:.0%} of what the score goes by: "
            f"{', '.join(map(repr, lacking))}. Add them, train a score without them, or go on with --allow-missing."
        )
    names = tuple(unique_names(opened.columns, ADDED))
    seen = _Seen(model, by, {column: name for name, column in named.items() if name != column})
    write_output(_scored(opened, model, by, language, names, seen), Path(out), schema=_schema(opened.columns, names))
    read_names = {own.name for own in read}
    index, chance = psi(np.array(model.references[by].counts), seen.places)
    return ApplyReport(
        opened.row_count, int(seen.places.sum()), by, seen.expected,
        dict(zip(GRADES, seen.grades.tolist(), strict=True)), lacking,
        {name: column for column, name in seen.names.items() if name in read_names},
        often_unread({name: counts for name, counts in seen.unread.items() if name in read_names}),
        index, chance, seen.drifted(lacking), names, share,
        digest_text(seen.digest, opened.row_count) == model.rows_seen, language,
    )  # fmt: skip


def _lacking_share(model: ScoreModel, lacking: tuple[str, ...]) -> float:
    """Give the part of the information on the scorecard that columns lacking carry."""
    told = {own.bins.of.name: max(own.bins.information, 0.0) for own in model.scorecard.criteria_}
    return sum(told.get(name, 0.0) for name in lacking) / (sum(told.values()) or 1.0)


class _Seen:
    """What has been counted of the rows so far."""

    def __init__(self, model: ScoreModel, method: str, names: Mapping[str, str]) -> None:
        self.model, self.method, self.names = model, method, names
        self.unread: dict[str, tuple[int, int]] = {}
        self.places = np.zeros(len(model.references[method].counts))
        self.grades = np.zeros(len(GRADES), dtype=np.int64)
        self.expected, self.digest = 0.0, 0
        self.bins = {own.bins.of.name: np.zeros(len(own.bins.rows)) for own in model.scorecard.criteria_}

    def add(self, rows: pd.DataFrame, values: Mapping[str, np.ndarray], frame: pd.DataFrame) -> None:
        """Count the rows of a batch that have a score, and the cells that could not be read."""
        for name, counts in unread_cells(rows, self.model.inputs, values).items():
            before = self.unread.get(name, (0, 0))
            self.unread[name] = (before[0] + counts[0], before[1] + counts[1])
        self.digest += rows_digest(values)
        known = frame["score"].notna().to_numpy()
        self.places += shares_of(self.model.references[self.method], frame["score"][known].to_numpy(dtype=float))
        self.grades += np.array([(frame["grade"] == grade).sum() for grade in GRADES])
        self.expected += float(frame["probability"].sum())
        for own in self.model.scorecard.criteria_:
            place = bin_of(own.bins, values[own.bins.of.name])[known]
            self.bins[own.bins.of.name] += np.bincount(place[place >= 0], minlength=len(own.bins.rows))

    def drifted(self, lacking: tuple[str, ...]) -> dict[str, float]:
        """Give the criteria that lie otherwise than when they were learned, the most changed first."""
        found = {}
        for own in self.model.scorecard.criteria_:
            index, chance = psi(own.bins.rows, self.bins[own.bins.of.name])
            if own.bins.of.name not in lacking and index > max(DRIFT, chance):
                found[own.bins.of.name] = index
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _scored(
    opened: AddressFile, model: ScoreModel, method: str, language: str, names: tuple[str, ...], seen: _Seen
) -> Iterator[pa.Table]:
    """Score batch after batch."""
    import pyarrow as pa  # noqa: PLC0415  beside its one use

    schema = _schema(opened.columns, names)
    for batch in opened.batches(BATCH_ROWS):
        rows = batch.rename(columns=dict(seen.names))
        values = input_values(rows, model.inputs)
        frame = _score_frame(values, model, method, language)
        seen.add(rows, values, frame)
        added = frame.set_axis(list(names), axis=1)
        yield pa.Table.from_pandas(pd.concat([batch, added], axis=1), schema=schema, preserve_index=False)


def _score_frame(values: Mapping[str, np.ndarray], model: ScoreModel, method: str, language: str) -> pd.DataFrame:
    """Give the columns that are added to rows."""
    missing = np.logical_and.reduce([missing_of(values[own.name]) for own in model.read_by(method)])
    probability = np.where(missing, np.nan, model.predict(values, method))
    reasons = top_reasons(model, values, method, language)
    reasons[missing] = ""
    reasons[missing, 0] = NOTHING_KNOWN[language]
    return pd.DataFrame(
        {
            "score": pd.array(model.scores(values, method), dtype="Int64"),
            "probability": np.round(probability, DECIMALS),
            "grade": grade_of(probability, model.cuts[method]),
            **{f"reason_{number + 1}": reasons[:, number] for number in range(REASONS)},
        }
    ).assign(score=lambda frame: frame["score"].mask(missing))  # fmt: skip


def _schema(columns: tuple[str, ...], names: tuple[str, ...]) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415  beside its one use

    kinds = (pa.int64(), pa.float64(), *[pa.string()] * (1 + REASONS))
    return pa.schema([*((column, pa.string()) for column in columns), *zip(names, kinds, strict=True)])
