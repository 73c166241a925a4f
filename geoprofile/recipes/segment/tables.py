"""The tables of the report, as page and workbook show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.audiences.message_table import message_table
from geoprofile.audiences.messages import ANY, hidden_matrix_cells
from geoprofile.columns import Column
from geoprofile.purchases import published
from geoprofile.recipes.segment.words import COLUMN_LABELS, SEGMENT_WORDS
from geoprofile.value.words import METHODS, QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geoprofile.columns import ColumnKind
    from geoprofile.recipes.segment.flow import Crossing, Segmented

__all__ = ["columns_for", "decile_frame", "error_frame", "matrix_frame", "messages_frame", "segment_frame"]

# Columns that are no text, by the way they are shown.
KIND_OF: dict[ColumnKind, str] = {
    "count": "customers decile recency_score frequency_score",
    "share": "share turnover_share top_share coverage response_low response_high",
    "number": """
        turnover recency_mean_days orders_mean basket_mean mean_absolute_error root_mean_square_error bias auc expected
        seen seen_low seen_high mean base_mean
        """,
    "index": "error_index index",
}
KINDS = {name: kind for kind, names in KIND_OF.items() for name in names.split()}
MONEY = frozenset(("turnover", "basket_mean"))


def columns_for(names: tuple[str, ...], result: Segmented) -> tuple[Column, ...]:
    """Describe columns in the language of the report; amounts in euros where the file is."""
    labels, in_euros = COLUMN_LABELS[result.wish.language], result.reading.currency == "EUR"
    return tuple(
        Column(name, labels[name], "eur" if in_euros and name in MONEY else KINDS.get(name, "text")) for name in names
    )


def segment_frame(result: Segmented) -> pd.DataFrame:
    """Lay out the segments with their names, what may not be published left empty."""
    language, known = result.wish.language, {one.code: one for one in result.segments.segments}
    frame = published(result.table)
    frame["description"] = [known[code].text("description", language) for code in frame["segment"]]
    frame["action"] = [known[code].text("action", language) for code in frame["segment"]]
    frame["segment"] = [known[code].text("name", language) for code in frame["segment"]]
    return frame


def error_frame(result: Segmented) -> pd.DataFrame:
    """Lay out the errors of the methods, their names in the language of the report; no row without a judgement."""
    if result.judgement is None:
        return pd.DataFrame()
    language = result.wish.language
    scores = result.judgement.scores
    return scores.assign(
        quantity=scores["quantity"].map({name: words[language] for name, words in QUANTITIES.items()}),
        method=scores["method"].map({name: words[language] for name, words in METHODS.items()}),
    )


def decile_frame(result: Segmented) -> pd.DataFrame:
    """Lay out purchases expected and seen by tenth of the customers, for the method that values rest on."""
    if result.judgement is None:
        return pd.DataFrame()
    rows = result.judgement.calibration
    mine = (rows["quantity"] == "purchases") & (rows["method"] == result.judgement.basis)
    return rows[mine].reset_index(drop=True)


def matrix_frame(crossing: Crossing, language: str) -> pd.DataFrame:
    """Lay out the cells of the matrix, what may not be published left empty."""
    cells = crossing.matrix.cells.copy()
    hidden = hidden_matrix_cells(crossing.matrix)
    for name in ("customers", "share", "index"):
        cells[name] = np.where(hidden, np.nan, cells[name].to_numpy(dtype=float))
    yes = SEGMENT_WORDS[language]
    cells["significant"] = [yes["yes" if sure else "no"] for sure in cells["significant"] & ~hidden]
    cells["type_name"] = _named(cells["type"], crossing.type_names)
    cells["segment_name"] = _named(cells["segment"], crossing.part_names)
    return cells


def messages_frame(result: Segmented, living: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Lay out the messages to write; `living` says of types and groups how people live there."""
    if result.crossing is None:
        return pd.DataFrame()
    language = result.wish.language
    crossed_segments = result.wish.cross == "segments"
    texts = {
        what: {one.code: one.text(what, language) for one in result.segments.segments} if crossed_segments else {}
        for what in ("description", "action")
    }
    if not crossed_segments and result.stored is not None:
        portraits = result.stored.portraits[f"portrait_{language}"]
        texts["description"] = {str(code): str(text) for code, text in portraits.items()}
    words = SEGMENT_WORDS[language]
    frame = message_table(
        result.crossing.matrix, type_names=result.crossing.type_names, segment_names=result.crossing.part_names,
        everyone=words["everyone"], living=living,
        buying=texts["description"], actions=texts["action"],
    )  # fmt: skip
    # Where a type has a message of its own, that of the segment is for the others.
    rest = frame["message_key"].str.startswith(f"{ANY}|") & frame["segment_name"].duplicated(keep=False)
    frame["type_name"] = frame["type_name"].mask(rest, words["other_types"])
    return frame


def _named(codes: pd.Series, names: Mapping[str, str]) -> list[str]:
    return [names.get(str(code), "") for code in codes]
