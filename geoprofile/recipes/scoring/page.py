"""The page of a score, and its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.columns import Column
from geoprofile.files.workbook import Sheet, write_workbook
from geoprofile.pages import KeyFigure, KeyFigures, Note, Page, Paragraph, Section, Table, save_page
from geoprofile.recipes.scoring.chart import calibration_figure, gains_figure
from geoprofile.recipes.scoring.sentences import advice, headline, loud_sentences, remarks
from geoprofile.recipes.scoring.tables import (
    calibration_frame,
    card_table,
    families_table,
    grades_table,
    judged_table,
    left_out_table,
)
from geoprofile.recipes.scoring.words import SCORE_WORDS
from geoprofile.words import check_language, count_text, fixed_text, percent_text

if TYPE_CHECKING:
    from pathlib import Path

    from geoprofile.pages import Block
    from geoprofile.recipes.scoring.flow import ScoreResult

__all__ = ["save_score_page", "score_workbook"]


def save_score_page(result: ScoreResult, path: Path | str, *, language: str = "fr") -> Path:
    """Write the report of a score as one HTML page.

    Raises
    ------
    UnknownNameError, OutputError
    """
    check_language(language)
    words = SCORE_WORDS[language]
    sections = (
        Section(words["brief"], tuple(_brief(result, language))),
        Section(words["card"], _card(result, language)),
        Section(words["grades"], _grades(result, language)),
        Section(words["curves"], _curves(result, language)),
        Section(words["families"], (Paragraph(words["families_how"]), Table(*families_table(result, language)))),
        Section(words["left_out"], (_left_out(result, language),)),
        Section(words["method"], tuple(Paragraph(text) for text in words["METHOD"].split("\n"))),
    )
    subtitle = words["subtitle"].format(file=result.name, outcome=result.outcome.column)
    return save_page(Page(words["title"], language, sections, subtitle, note=words["foot"]), path)


def score_workbook(result: ScoreResult, path: Path | str, *, language: str = "fr") -> Path:
    """Write the same tables as XLSX.

    Raises
    ------
    UnknownNameError, OutputError
    """
    check_language(language)
    words = SCORE_WORDS[language]
    tenths = (
        Column("decile", words["decile"], "count"),
        Column("rows", words["count"], "count"),
        Column("modelled_rate", words["axis_said"], "share"),
        Column("observed_rate", words["axis_seen"], "share", "observed_low", "observed_high"),
    )
    sheets = [
        Sheet(words["sheet_card"], *card_table(result, language), words["card"]),
        Sheet(words["sheet_grades"], *grades_table(result, language), words["grades"]),
        Sheet(words["sheet_judged"], *judged_table(result, language), words["judged"]),
        Sheet(words["sheet_calibration"], calibration_frame(result), tenths, words["calibration_caption"]),
        Sheet(words["sheet_families"], *families_table(result, language), words["families"]),
        Sheet(words["sheet_left"], *left_out_table(result, language), words["left_out"]),
    ]
    notes = [
        words["subtitle"].format(file=result.name, outcome=result.outcome.column),
        headline(result, language),
        *loud_sentences(result, language),
        advice(result, language),
        *remarks(result, language),
        _scale(result, language),
        *words["METHOD"].split("\n"),
    ]
    return write_workbook(path, sheets, title=words["title"], language=language, notes=notes)


def _brief(result: ScoreResult, language: str) -> list[Block]:
    words, judged = SCORE_WORDS[language], result.judged[result.model.method]
    lift = judged.lifts[0]
    by_chance = percent_text(judged.calibration_chance, language)
    figures = (
        KeyFigure(words["rows"], float(len(result.outcome.yes)), "count"),
        KeyFigure(words["rate"], percent_text(result.outcome.rate, language), note=_rates(result, language)),
        KeyFigure(words["auc"], fixed_text(judged.auc.value, 2, language),
                  note=words["auc_note"].format(low=fixed_text(judged.auc.low, 2, language),
                                                high=fixed_text(judged.auc.high, 2, language))),
        KeyFigure(words["lift"], fixed_text(lift.value, 1, language),
                  note=words["lift_note"].format(low=fixed_text(lift.low, 1, language),
                                                 high=fixed_text(lift.high, 1, language))),
        KeyFigure(words["ece"], percent_text(judged.calibration_error, language),
                  note=words["ece_note"].format(chance=by_chance)),
    )  # fmt: skip
    return [
        Paragraph(headline(result, language)),
        KeyFigures(figures),
        *(Note(text, "warning") for text in loud_sentences(result, language)),
        Paragraph(advice(result, language)),
        *(Paragraph(text) for text in remarks(result, language)),
    ]


def _scale(result: ScoreResult, language: str) -> str:
    card = result.model.scorecard
    rate, rows = percent_text(card.base_rate_, language), count_text(result.model.trained_rows, language)
    return SCORE_WORDS[language]["card_how"].format(base=card.base_points_, rate=rate, rows=rows)


def _rates(result: ScoreResult, language: str) -> str:
    """Say the two rates that the whole one is made of: of those learned from, and of those judged on."""
    judged = result.judged[result.model.method]
    return SCORE_WORDS[language]["rate_note"].format(
        trained=percent_text(result.model.base_rate, language),
        trained_rows=count_text(result.model.trained_rows, language),
        held=percent_text(judged.yes / judged.rows, language),
        held_rows=count_text(judged.rows, language),
    )


def _card(result: ScoreResult, language: str) -> tuple[Block, ...]:
    note = SCORE_WORDS[language]["card_note"].format(rows=count_text(result.model.trained_rows, language))
    return Paragraph(_scale(result, language)), Table(*card_table(result, language), note=note)


def _grades(result: ScoreResult, language: str) -> tuple[Block, ...]:
    words = SCORE_WORDS[language]
    said = words["grades_how"].format(method=words[result.model.method])
    return Paragraph(said), Table(*grades_table(result, language))


def _curves(result: ScoreResult, language: str) -> tuple[Block, ...]:
    return (
        gains_figure(result, language),
        calibration_figure(calibration_frame(result), language),
        Table(*judged_table(result, language), caption=SCORE_WORDS[language]["judged"]),
    )


def _left_out(result: ScoreResult, language: str) -> Block:
    frame, columns = left_out_table(result, language)
    return Table(frame, columns) if len(frame) else Paragraph(SCORE_WORDS[language]["nothing_left"])
