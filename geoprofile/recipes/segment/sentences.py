"""What the report says in sentences: the answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.purchases import published, reading_sentences
from geoprofile.purchases.grid import NO_PURCHASE
from geoprofile.recipes.modes.words import READINGS
from geoprofile.recipes.segment.words import SEGMENT_WORDS
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.value.sentences import table_sentences, total_sentences
from geoprofile.value.words import METHODS
from geoprofile.words import count_text, fixed_text, percent_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geoprofile.recipes.segment.flow import Segmented

__all__ = ["answer", "crossing_text", "day_text", "earlier_lines", "is_small", "money_text", "reading_lines"]

# Segments whose customers bought often and stay away: those of geoprofile's own file.
LEAVING = ("at_risk", "cant_lose")
BEST_SHOWN = 2


def answer(result: Segmented) -> list[str]:
    """Say in sentences who counts most, who is about to be lost, and what the horizon should bring."""
    if is_small(result):
        return [SEGMENT_WORDS[result.wish.language]["small"].format(least=SMALLEST_CELL)]
    return [*_best(result), *_leaving(result), *_expected(result)]


def reading_lines(result: Segmented) -> list[str]:
    """Say how the files were read."""
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    told = list(reading_sentences(result.reading, language))
    lines_alone = words["lines_read"].format(lines=count_text(result.reading.lines, language))
    if result.table.loc[result.table["segment"] == NO_PURCHASE, "suppressed"].any():
        told[0] = lines_alone  # the customers of the orders would tell how many of the file never bought
    if is_small(result):
        # Then the columns and the form of dates: no count of customers, no amount.
        told = [lines_alone, *told[1:3]]
    elif result.file is not None:
        told.append(words["of_file"].format(file=result.file.name, column=result.file.id_column))
        mine = result.customers["file_row"] >= 0
        counts = (int((result.customers["orders"][mine] > 0).sum()), int((~mine).sum()))
        if not any(0 < count < SMALLEST_CELL for count in (*counts, int(mine.sum()) - counts[0])):
            matched, others = (count_text(count, language) for count in counts)
            told.append(words["matched"].format(matched=matched, others=others))
    return [*told, *result.notes]


def earlier_lines(result: Segmented) -> list[str]:
    """Say that an earlier run was taken up, and how far the modes have drifted."""
    words = SEGMENT_WORDS[result.wish.language]
    if result.wish.earlier is None:
        return []
    told = [words["grid_kept"]]
    if result.drifted is not None and len(result.drifted):
        first = result.drifted.iloc[0]
        reading = READINGS[result.wish.language][str(first["reading"])]
        index = fixed_text(float(first["index"]), 3, result.wish.language)
        told.append(words["drift_line"].format(index=index, reading=reading))
    return told


def is_small(result: Segmented) -> bool:
    """Tell whether so few have bought that no figure of theirs is published."""
    return int((result.customers["orders"] > 0).sum()) < SMALLEST_CELL


def crossing_text(result: Segmented) -> str:
    """Say whether type and segment tell anything together, and how many cells are worth a message of their own."""
    if result.crossing is None:
        return ""
    matrix, words, language = result.crossing.matrix, SEGMENT_WORDS[result.wish.language], result.wish.language
    sure = int(matrix.cells["significant"].sum())
    parts = matrix.cells.loc[matrix.cells["customers"] > 0, "segment"].nunique()
    tested = words["matrix_tested" if sure else "matrix_none"].format(
        count=count_text(sure, language), segments=count_text(parts, language)
    )
    usable = words["usable" if matrix.usable_count else "usable_zero"].format(
        usable=count_text(matrix.usable_count, language),
        cells=count_text(matrix.cell_count, language),
        least=count_text(matrix.least, language),
        customers=count_text(matrix.usable_customers, language),
        share=percent_text(matrix.usable_customers / max(len(result.customers), 1), language),
        messages=count_text(len(matrix.messages), language),
    )
    return f"{tested} {usable}"


def money_text(result: Segmented, amount: float) -> str:
    """Write an amount in the currency of the file."""
    currency = result.reading.currency
    return value_text(float(round(amount)), "eur" if currency == "EUR" else currency, result.wish.language)


def day_text(day: date, language: str) -> str:
    """Write a day as the language does."""
    return day.strftime("%d/%m/%Y") if language == "fr" else day.isoformat()


def _best(result: Segmented) -> Iterator[str]:
    """Name the segments that bring the most turnover."""
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    shown = published(result.table).dropna(subset=["turnover_share"])
    for row in shown.sort_values("turnover_share", ascending=False, kind="stable").head(BEST_SHOWN).itertuples():
        yield words["best"].format(
            name=result.segments[str(row.segment)].text("name", language),
            share=percent_text(float(str(row.share)), language),
            turnover=percent_text(float(str(row.turnover_share)), language),
        )


def _leaving(result: Segmented) -> Iterator[str]:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    shown = published(result.table)
    mine = shown[shown["segment"].isin(LEAVING)].dropna(subset=["customers"])
    if len(mine):
        yield words["lost"].format(
            count=count_text(float(mine["customers"].sum()), language),
            names=", ".join(result.segments[str(code)].text("name", language) for code in mine["segment"]),
            turnover=percent_text(float(mine["turnover_share"].sum()), language),
        )


def _expected(result: Segmented) -> Iterator[str]:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    cautions = table_sentences(result.valued, result.horizon_days, language)
    if result.valued.basis:
        yield words["expected"].format(
            days=count_text(result.horizon_days, language),
            value=money_text(result, float(np.nansum(result.valued.table["expected_value"]))),
            past=money_text(result, result.past_value),
            method=METHODS[result.valued.basis][language],
        )
        judgement = result.judgement
        if judgement is not None and judgement.chosen["value"] != result.valued.basis:
            yield words["other_best"].format(method=METHODS[judgement.chosen["value"]][language])
        cautions = [*total_sentences(judgement, language), *cautions[1:]]
    yield from cautions
