"""What the hold-out says in words: which method foretold best, how sure it was, and what to beware of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.value.words import METHODS, QUANTITIES, REASONS, SENTENCES
from geoprofile.words import check_language, count_text, percent_text, share_text

if TYPE_CHECKING:
    from geoprofile.value.judge import Judgement
    from geoprofile.value.table import ValueTable
    from geoprofile.value.words import Quantity

__all__ = ["judgement_sentences", "table_sentences", "total_sentences"]

USUAL_INDEX = 100
# A total missed by less is not worth a sentence.
WORTH_TELLING = 0.05


def judgement_sentences(judgement: Judgement | None, language: str) -> list[str]:
    """Say how the held-out period was foretold.

    Parameters
    ----------
    judgement : Judgement or None
        As `judge` gives it; None says that there was too little to judge by.
    language : {"fr", "en"}
    """
    check_language(language)
    words = SENTENCES[language]
    if judgement is None:
        return [words["not_judged"]]
    told = [
        words["held_out"].format(
            days=count_text(judgement.held_out_days, language),
            customers=count_text(judgement.customers, language),
            purchases=count_text(judgement.seen_purchases, language),
        )
    ]
    told += [_verdict(judgement, quantity, language) for quantity in judgement.chosen]
    if set(judgement.chosen.values()) & {"naive", "mean_for_all"}:
        told.append(words["simple_wins"].format(basis=METHODS[judgement.basis][language]))
    told += [*total_sentences(judgement, language), _coverage(judgement, language)]
    if judgement.horizon_days > judgement.held_out_days:
        told.append(words["beyond"].format(days=count_text(judgement.horizon_days, language)))
    if judgement.season_ratio != 1:
        key = "season_more" if judgement.season_ratio > 1 else "season_less"
        told.append(words[key].format(share=percent_text(abs(judgement.season_ratio - 1), language)))
    if judgement.reason:
        told.append(REASONS[judgement.reason][language])
    return told


def table_sentences(valued: ValueTable, horizon_days: int, language: str) -> list[str]:
    """Say what the numbers of a table of values rest on, and what to beware of."""
    check_language(language)
    words = SENTENCES[language]
    told = [words["rests_on"].format(method=METHODS[valued.basis][language])] if valued.basis else []
    if valued.reason:
        told.append(REASONS[valued.reason][language])
    if valued.silent_days:
        told.append(words["silent"].format(days=count_text(valued.silent_days, language)))
    if valued.basis == "baseline" and valued.checked_days < horizon_days:
        key = "checked" if valued.checked_days else "unchecked"
        told.append(words[key].format(days=count_text(valued.checked_days, language)))
    return told


def _verdict(judgement: Judgement, quantity: Quantity, language: str) -> str:
    """Name the method chosen for purchases or value, and its error beside the naive rate."""
    method = judgement.chosen[quantity]
    what = QUANTITIES[quantity][language]
    name = METHODS[method][language]
    index = _score(judgement, quantity, method, "error_index")
    words = SENTENCES[language]
    if method == "naive" or np.isnan(index):
        return words["chosen"].format(what=what, method=name)
    key = "chosen_below" if index < USUAL_INDEX else "chosen_above"
    gap = percent_text(abs(index - USUAL_INDEX) / USUAL_INDEX, language)
    return words[key].format(what=what, method=name, gap=gap)


def total_sentences(judgement: Judgement | None, language: str) -> list[str]:
    """Say how far the total was missed by the method that the numbers rest on; nothing where that is little."""
    if judgement is None:
        return []
    ratio = _score(judgement, "purchases", judgement.basis, "seen_ratio")
    if not np.isfinite(ratio) or ratio <= 0 or abs(1 / ratio - 1) < WORTH_TELLING:
        return []
    key = "total_less" if ratio > 1 else "total_more"
    return [
        SENTENCES[language][key].format(
            method=METHODS[judgement.basis][language], share=percent_text(abs(1 / ratio - 1), language)
        )
    ]


def _coverage(judgement: Judgement, language: str) -> str:
    """Say how many intervals held what was seen."""
    purchases, value = (
        share_text(_score(judgement, quantity, judgement.basis, "coverage"), language) for quantity in QUANTITIES
    )
    return SENTENCES[language]["coverage"].format(
        purchases=purchases, value=value, method=METHODS[judgement.basis][language]
    )


def _score(judgement: Judgement, quantity: Quantity, method: str, column: str) -> float:
    scores = judgement.scores
    row = (scores["quantity"] == quantity) & (scores["method"] == method)
    return float(scores.loc[row, column].iloc[0])
