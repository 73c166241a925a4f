"""What a score's report says in sentences, on its page and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.recipes.scoring.tables import grades_table, ground_label
from geoprofile.recipes.scoring.words import SCORE_WORDS
from geoprofile.scoring.judge import LIFT_SHARES
from geoprofile.words import count_text, fixed_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geoprofile.recipes.scoring.apply import ApplyReport
    from geoprofile.recipes.scoring.flow import ScoreResult
    from geoprofile.scoring.inputs import Input

__all__ = ["advice", "apply_sentences", "headline", "law_sentence", "line", "loud_sentences", "remarks",
           "unread_sentences"]  # fmt: skip

NAMED = 4
# A calibration error worth a warning: this large, and so many times what chance alone gives.
MOST_ERROR, WELL_BEYOND = 0.03, 1.5
# Rates that differ by more than three standard errors have changed.
SURE = 3.0
# Trees that are so much better in AUC read something that was written after the outcome, more often than not.
WIDE_GAP = 0.1
# A stability index of the score under this is never worth a warning.
WORTH_SAYING = 0.1


def headline(result: ScoreResult, language: str) -> str:
    """Say in a sentence what the score is worth, and what counts most in it."""
    words, judged = SCORE_WORDS[language], result.judged[result.model.method]
    lift = judged.lifts[0]
    said = words["headline" if lift.low > 1 else "headline_none"].format(
        rows=count_text(judged.rows, language),
        share=percent_text(LIFT_SHARES[0], language),
        **{name: fixed_text(getattr(lift, part), 1, language)
           for name, part in (("lift", "value"), ("low", "low"), ("high", "high"))},
    )  # fmt: skip
    card = sorted(result.model.scorecard.criteria_, key=lambda own: -int(np.ptp(own.points)))
    names = ", ".join(own.bins.of.label(language) for own in card[:NAMED])
    return f"{said} {words['best'].format(criteria=names)}"


def advice(result: ScoreResult, language: str) -> str:
    """Say which of the two models to use."""
    chosen = result.choice
    key = "worse" if chosen.high < 0 else result.model.method
    parts = {"gap": chosen.value, "low": chosen.low, "high": chosen.high}
    return SCORE_WORDS[language][f"advice_{key}"].format(
        **{name: _signed(value, language) for name, value in parts.items()}
    )


def remarks(result: ScoreResult, language: str) -> Iterator[str]:
    """Say how rows were parted, and what a reader must know of them."""
    words, judged = SCORE_WORDS[language], result.judged[result.model.method]
    share = percent_text(float((~result.split.train).mean()), language)
    yield words[f"split_{result.split.by}"].format(column=result.split_column, share=share)
    if result.prospects:
        texts = {"rows": count_text(judged.rows + result.model.trained_rows, language),
                 "prospects": count_text(result.prospects, language)}  # fmt: skip
        yield words["repeated"].format(**texts)
    if result.undated:
        yield words["undated"].format(count=count_text(result.undated, language))
    if result.unknown:
        yield words["unknown"].format(count=count_text(result.unknown, language))
    before, after = result.model.base_rate, judged.yes / judged.rows
    error = np.sqrt(before * (1 - before) * (1 / result.model.trained_rows + 1 / judged.rows))
    if abs(before - after) > SURE * error:
        texts = {"before": percent_text(before, language), "after": percent_text(after, language)}
        yield words["drifted_rate"].format(**texts)
    if judged.calibration_error > max(MOST_ERROR, WELL_BEYOND * judged.calibration_chance):
        yield words["miscalibrated"].format(error=percent_text(judged.calibration_error, language))
    yield from _grades_off(result, language)


def _grades_off(result: ScoreResult, language: str) -> Iterator[str]:
    """Name the grades, of those published, whose rate is beyond what chance allows about the one expected."""
    table, _ = grades_table(result, language)
    for row in table[table["beyond_chance"] & table["rows"].notna()].to_dict("records"):
        yield SCORE_WORDS[language]["grade_off"].format(
            grade=row["grade"],
            rows=count_text(row["rows"], language),
            expected=percent_text(row["expected_rate"], language),
            seen=percent_text(row["rate"], language),
        )


def loud_sentences(result: ScoreResult, language: str) -> Iterator[str]:
    """Warn of columns written after the outcome, of cells that were not read, and of grounds of discrimination."""
    words = SCORE_WORDS[language]
    for reason in ("leak_alone", "leak_filled", "leak_value"):
        names = [f"« {own.column} »" if language == "fr" else f"'{own.column}'"
                 for own in result.left_out if own.reason == reason]  # fmt: skip
        if names:
            yield words["leak"].format(names=", ".join(names), verb=words[reason])
    if result.difference.value > WIDE_GAP:
        yield words["wide_gap"].format(gap=_signed(result.difference.value, language))
    if result.on_both_sides:
        yield words["both_sides"].format(count=count_text(result.on_both_sides, language))
    yield from unread_sentences(result.unread, language)
    if sentence := law_sentence(result.model.read_by(result.model.method), language):
        yield sentence


def unread_sentences(unread: Mapping[str, float], language: str) -> Iterator[str]:
    """Warn of each column of numbers whose cells often could not be read."""
    for column, share in unread.items():
        yield SCORE_WORDS[language]["unread"].format(column=column, share=percent_text(share, language))


def line(key: str, language: str, **told: object) -> str:
    """Give a line of the command, its counts written as the language does."""
    shown = {name: count_text(part, language) if isinstance(part, int) else part for name, part in told.items()}
    return SCORE_WORDS[language][key].format(**shown)


def apply_sentences(report: ApplyReport) -> Iterator[str]:
    """Say what was scored, what the file lacks, and whether those scored are those learned from."""
    language = report.language
    model = SCORE_WORDS[language][report.method]
    yield line("line_scored", language, scored=report.scored, rows=report.rows, model=model)
    yield "  " + ", ".join(f"{grade} {count_text(count, language)}" for grade, count in report.grades.items())
    yield line("line_expected", language, count=round(report.expected))
    if report.as_learned:
        yield "! " + line("as_learned", language)
    yield from ("! " + line("lacking", language, column=name) for name in report.lacking)
    yield from (line("renamed", language, name=name, column=column) for name, column in report.renamed.items())
    yield from (f"! {text}" for text in unread_sentences(report.unread, language))
    indices = {"index": fixed_text(report.psi, 3, language), "chance": fixed_text(report.psi_chance, 3, language)}
    yield line("line_drift", language, **indices)
    if report.lacking_share:
        share = percent_text(report.lacking_share, language)
        yield "! " + line("lacking_share", language, share=share)
    elif report.psi > max(WORTH_SAYING, report.psi_chance):
        yield "! " + line("drift", language)
    for name, index in report.drifted.items():
        yield "! " + line("drifted", language, name=name, index=fixed_text(index, 2, language))


def law_sentence(inputs: tuple[Input, ...], language: str) -> str:
    """Name the inputs that draw on a ground of discrimination, and what they may not be used for; "" without any."""
    drawn = [own for own in inputs if own.grounds]
    if not drawn:
        return ""
    grounds = dict.fromkeys(ground for own in drawn for ground in own.grounds)
    names = [own.label(language) for own in drawn]
    listed = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
    return SCORE_WORDS[language]["law"].format(
        grounds=", ".join(ground_label(ground, language) for ground in grounds), names=listed
    )


def _signed(value: float, language: str) -> str:
    text = fixed_text(abs(value), 3, language)
    return f"{'+' if value >= 0 else chr(0x2212)}{text}"
