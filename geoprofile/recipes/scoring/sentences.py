"""What a score's report says in sentences, on its page and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.recipes.scoring.tables import ground_label
from geoprofile.recipes.scoring.words import SCORE_WORDS
from geoprofile.scoring.judge import LIFT_SHARES
from geoprofile.words import count_text, fixed_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geoprofile.recipes.scoring.flow import ScoreResult
    from geoprofile.scoring.inputs import Input

__all__ = ["advice", "headline", "law_sentence", "loud_sentences", "remarks", "unread_sentences"]

NAMED = 4
# A calibration error worth a warning: this large, and so many times what chance alone gives.
MOST_ERROR, WELL_BEYOND = 0.03, 1.5
# Rates that differ by more than three standard errors have changed.
SURE = 3.0
# Trees that are so much better in AUC read something that was written after the outcome, more often than not.
WIDE_GAP = 0.1


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
    chosen, held = result.choice, result.difference
    parts = {"gap": chosen.value, "low": chosen.low, "high": chosen.high,
             "held": held.value, "held_low": held.low, "held_high": held.high}  # fmt: skip
    return SCORE_WORDS[language][f"advice_{result.model.method}"].format(
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
