"""Segments written to a folder: two pages, a workbook, a row a customer, and what the next run may use again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from geoprofile.atomic import make_folder
from geoprofile.files import unique_names, write_output
from geoprofile.files.workbook import Sheet, write_workbook
from geoprofile.pages import save_page
from geoprofile.purchases import published
from geoprofile.recipes.segment.earlier import save_run
from geoprofile.recipes.segment.known import TOLD
from geoprofile.recipes.segment.page import SEGMENT_COLUMNS, segments_page, sources_of, subtitle_of
from geoprofile.recipes.segment.portraits import personas_page
from geoprofile.recipes.segment.sentences import answer, crossing_text, reading_lines
from geoprofile.recipes.segment.tables import (
    columns_for,
    decile_frame,
    error_frame,
    matrix_frame,
    messages_frame,
    segment_frame,
)
from geoprofile.recipes.segment.words import SEGMENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from geoprofile.recipes.segment.flow import Segmented
    from geoprofile.territory.territory import Territory

__all__ = ["customer_rows", "write_segments"]

BOTH = ("customers.csv", "customers.parquet")
GRID_COLUMNS = ("recency_score", "frequency_score", "segment", "customers", "share")


def write_segments(
    result: Segmented,
    out: Path,
    *,
    territory: Territory | None = None,
    type_portraits: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write all files, each whole or not at all; the page first in the list.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    folder = make_folder(out)
    rows = pa.Table.from_pandas(customer_rows(result), preserve_index=False)
    written = []
    for name in BOTH:
        write_output([rows], folder / name)
        written.append(folder / name)
    if result.crossing is not None:
        table = pa.Table.from_pandas(messages_frame(result, type_portraits), preserve_index=False)
        write_output([table], folder / "messages.csv")
        written.append(folder / "messages.csv")
    written += save_run(folder, result.cuts, result.stored)
    written.append(_write_book(result, folder / "segments.xlsx", territory, type_portraits))
    personas = personas_page(result, territory, type_portraits=type_portraits)
    written.append(save_page(personas, folder / "personas.html"))
    return [save_page(segments_page(result, territory), folder / "segments.html"), *written]


def customer_rows(result: Segmented) -> pd.DataFrame:
    """Lay out each row of the file of customers in its order, then who is in the orders alone.

    Columns of the file come first; one of ours whose name is taken bears a number. A row that repeats a customer holds
    what is known of them too, and in `repeats_row` the first row of theirs, counted from 1.
    """
    language, people = result.wish.language, result.customers
    named = {one.code: one for one in result.segments.segments}
    modes = _mode_names(result)
    told = people.assign(
        segment_name=people["segment"].map({code: one.text("name", language) for code, one in named.items()}),
        action=people["segment"].map({code: one.text("action", language) for code, one in named.items()}),
        mode_name=[modes.get(str(code), "") for code in people["mode"]],
    )
    for name in ("first_purchase", "last_purchase"):
        told[name] = told[name].dt.strftime("%Y-%m-%d").fillna("")
    place, repeats = result.joined.place, result.joined.repeats
    rows = told.reindex(np.where(place >= 0, place, len(told))).reset_index(drop=True)
    rows["repeats_row"] = pd.array(np.where(repeats >= 0, repeats + 1, -1), dtype="Int64")
    rows.loc[repeats < 0, "repeats_row"] = pd.NA
    ours = rows[[name for name in TOLD if name in rows and (name != "repeats_row" or (repeats >= 0).any())]]
    if result.file is None:
        return pd.concat([rows[["customer_id"]], ours], axis=1)
    theirs = result.file.rows.astype("str").reindex(range(len(rows))).fillna("")
    added = np.arange(len(rows)) >= len(result.file.rows)
    ids = theirs[result.file.id_column]
    theirs[result.file.id_column] = ids.where(~added, rows["customer_id"].to_numpy(dtype=object))
    ours.columns = pd.Index(unique_names(theirs.columns, ours.columns))
    return pd.concat([theirs, ours], axis=1)


def _mode_names(result: Segmented) -> dict[str, str]:
    if result.stored is None:
        return {}
    names = result.stored.names[f"name_{result.wish.language}"]
    return {str(code): str(name) for code, name in names.items()}


def _write_book(result: Segmented, path: Path, territory: Territory | None, living: Mapping[str, str] | None) -> Path:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    notes = [
        subtitle_of(result, "subtitle"), *answer(result), *filter(None, [crossing_text(result)]),
        *reading_lines(result), *words["method_text"].split("\n"),
    ]  # fmt: skip
    return write_workbook(
        path, list(_sheets(result, living)), title=words["title"], language=language, notes=notes,
        sources=sources_of(result, territory),
    )  # fmt: skip


def _sheets(result: Segmented, living: Mapping[str, str] | None) -> Iterator[Sheet]:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    shown = (*SEGMENT_COLUMNS, "description", "action")
    yield Sheet(words["sheet_segments"], segment_frame(result), columns_for(shown, result))
    grid = published(result.grid)
    grid["segment"] = [result.segments[code].text("name", language) for code in grid["segment"]]
    yield Sheet(words["sheet_grid"], grid, columns_for(GRID_COLUMNS, result))
    if result.judgement is not None:
        errors = error_frame(result)
        yield Sheet(words["sheet_value"], errors, columns_for(
            ("quantity", "method", "error_index", "mean_absolute_error", "root_mean_square_error", "bias", "auc",
             "top_share", "coverage"), result))  # fmt: skip
        yield Sheet(words["sheet_deciles"], decile_frame(result), columns_for(
            ("decile", "customers", "expected", "seen", "seen_low", "seen_high"), result))  # fmt: skip
    if result.crossing is not None:
        matrix = columns_for(
            ("type", "type_name", "segment_name", "customers", "share", "index", "significant", "message_key"), result
        )
        yield Sheet(words["sheet_matrix"], matrix_frame(result.crossing, language), matrix)
        messages = columns_for(
            ("message_key", "type_name", "segment_name", "customers", "response_low", "response_high", "living",
             "buying", "action", "text"), result)  # fmt: skip
        yield Sheet(words["sheet_messages"], messages_frame(result, living), messages)
    if result.modes is not None:
        traits = result.modes.traits[result.modes.traits["significant"]]
        labels = {v.name: v.label_fr if language == "fr" else v.label_en for v in result.modes.variables}
        traits = traits.assign(variable=traits["variable"].map(labels))
        yield Sheet(
            words["sheet_traits"], traits, columns_for(("code", "variable", "mean", "base_mean", "index"), result)
        )
