"""A ranking of zones read again: the file that `lookalike` wrote, or a table of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError, GeoprofileError
from geoprofile.numerals import read_numbers
from geoprofile.recipes.enriched import zone_texts
from geoprofile.recipes.lookalike.words import COLUMN_LABELS, LOOKALIKE_WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.files import AddressFile
    from geoprofile.territory.territory import Territory

__all__ = ["Ranking", "read_ranking"]

POLYGON_FORMATS = frozenset({".gpkg", ".geojson"})
# What says how much a household of a zone is worth, best first; prospects are taken per household.
SCORES = ("likeness", "index", "expected_prospects", "expected_customers")
COUNTS = frozenset({"expected_prospects", "expected_customers"})
# Held by the workbook's rows under these names whatever its language.
NAMES = {label: name for labels in COLUMN_LABELS.values() for name, label in labels.items() if name != "place"}


@dataclass(frozen=True)
class Ranking:
    """A ranking laid on the zones of a territory.

    Attributes
    ----------
    level : str
        Zone level that it is of.
    table : DataFrame of z rows
        The columns of the file by zone, in the order of the territory's zones; index `zone_id`. Zones that the file
        lacks have missing cells.
    index : array of shape (z,)
        What a household of the zone is worth, 100 for the mean household of the ranking; NaN where the ranking
        is silent.
    score : str
        Column that the index is made of.
    name : str
    notes : tuple of str
    """

    level: str
    table: pd.DataFrame
    index: NDArray[np.float64]
    score: str
    name: str
    notes: tuple[str, ...] = ()


def read_ranking(file: Path | str, territory: Territory, *, score: str | None = None) -> Ranking:
    """Read a ranking: .csv, .xlsx, .parquet, .gpkg or .geojson.

    Parameters
    ----------
    file : path
        Written by `geoprofile lookalike`, or any table with a column of zone ids and one of a score.
    territory : Territory
    score : str, optional
        Column that says how much a household of the zone is worth, by default `likeness`, `index`, or prospects per
        household.

    Raises
    ------
    AddressFileError
        If no column holds zones of the territory, a zone stands twice, or no column says what a zone is worth.
    """
    path = Path(file)
    frame = _rows_of(path)
    level, column, ids = _zones_of(frame, territory, path.name)
    twice = ids[(ids != "") & ids.duplicated()]
    if len(twice):
        raise AddressFileError(
            f"{path.name}, data row {int(twice.index[0]) + 1}: zone {twice.iloc[0]!r} stands twice: keep one row."
        )
    known = territory.described_levels[level].table["zone_id"]
    notes = []
    strange = int((~ids.isin(known)).sum())
    if strange:
        notes.append(f"{strange:,} rows of {path.name} name no zone of the territory and are left out")
    by_zone = frame.drop(columns=[column]).set_axis(pd.Index(ids, name="zone_id"), axis=0)
    table = by_zone[by_zone.index.isin(known)].reindex(pd.Index(known, name="zone_id"))
    chosen = _score_of(table, score, path.name)
    return Ranking(level, table, _index_of(table, chosen, path.name), chosen, path.name, tuple(notes))


def _rows_of(path: Path) -> pd.DataFrame:
    """Read a file of any form, its columns under their own names."""
    if path.suffix.lower() in POLYGON_FORMATS:
        import pyogrio  # noqa: PLC0415  only for maps

        try:
            return pd.DataFrame(pyogrio.read_dataframe(path, read_geometry=False))
        except (OSError, ValueError, pyogrio.errors.DataSourceError) as error:
            raise AddressFileError(
                f"{path.name} cannot be read as a map: give the file that lookalike wrote."
            ) from error
    from geoprofile.files import open_address_file  # noqa: PLC0415  only for tables

    opened = open_address_file(path)
    if opened.format == "xlsx":
        opened = _sheet_of(path) or opened
    frame = opened.rows()
    return frame.rename(columns={label: name for label, name in NAMES.items() if name not in frame.columns})


def _sheet_of(path: Path) -> AddressFile | None:
    """Open the sheet of a ranking in a workbook that `lookalike` wrote; None in another."""
    from geoprofile.files import open_address_file  # noqa: PLC0415

    for words in LOOKALIKE_WORDS.values():
        try:
            return open_address_file(path, sheet=words["sheet_ranking"])
        except GeoprofileError:
            continue
    return None


def _zones_of(frame: pd.DataFrame, territory: Territory, name: str) -> tuple[str, str, pd.Series]:
    """Find the column of zone ids and the level they are of: where most cells are zones, the finest of equals."""
    best: tuple[int, str, str, pd.Series] | None = None
    likely = sorted(frame.columns, key=lambda column: column != "zone_id")
    for level, zones in territory.described_levels.items():
        known = zones.table["zone_id"]
        for column in likely:
            if pd.api.types.is_float_dtype(frame[column].dtype):
                continue
            ids = zone_texts(frame[column], known)
            held = int(ids.isin(known).sum())
            if held and (best is None or held > best[0]):
                best = held, level, column, ids
    if best is None:
        raise AddressFileError(
            f"No column of {name} holds zones of the territory {territory.name!r}: give the ranking that 'geoprofile "
            f"lookalike' made of this territory, or a table with a column zone_id of "
            f"{' or '.join(territory.described_levels)}."
        )
    return best[1:]


def _score_of(table: pd.DataFrame, score: str | None, name: str) -> str:
    if score is not None:
        if score not in table.columns:
            raise AddressFileError(
                f"{name} has no column {score!r}: name one of {', '.join(map(repr, table.columns))}."
            )
        return score
    held = [column for column in SCORES if column in table.columns and table[column].notna().any()]
    if not held:
        raise AddressFileError(
            f"{name} does not say what a zone is worth: name the column that does (--score); its columns are "
            f"{', '.join(map(repr, table.columns))}."
        )
    return held[0]


def _index_of(table: pd.DataFrame, score: str, name: str) -> NDArray[np.float64]:
    """Give the score of a household against the mean household."""
    values = read_numbers(table[score].reset_index(drop=True), file=name)
    if (values < 0).any():
        raise AddressFileError(f"Column {score!r} of {name} has values below 0: a score starts at 0.")
    households = (
        read_numbers(table["households"].reset_index(drop=True), file=name)
        if "households" in table.columns
        else np.ones(len(table))
    )
    if score in COUNTS:
        values = np.divide(values, households, out=np.full(len(values), np.nan), where=households > 0)
    told = np.isfinite(values) & np.isfinite(households) & (households > 0)
    mean = np.average(values[told], weights=households[told]) if told.any() else 0.0
    if not mean > 0:
        raise AddressFileError(f"Column {score!r} of {name} is 0 or empty everywhere: a ranking needs a score above 0.")
    return np.asarray(100 * values / mean)
