"""The tables of a score as a reader sees them, the same on its page and in its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.columns import Column
from geoprofile.recipes.scoring.words import SCORE_WORDS
from geoprofile.scoring.criteria import OTHER_FAMILY, load_criteria
from geoprofile.scoring.model import METHODS
from geoprofile.scoring.reasons import bin_labels
from geoprofile.suppression import hidden_cells

if TYPE_CHECKING:
    from geoprofile.recipes.scoring.flow import ScoreResult

__all__ = ["calibration_frame", "card_table", "families_table", "family_label", "grades_table", "ground_label",
           "judged_table", "left_out_table"]  # fmt: skip

Shown = tuple[pd.DataFrame, tuple[Column, ...]]


def card_table(result: ScoreResult, language: str) -> Shown:
    """Give the scorecard: one row a bin, small ones without their share and rate."""
    words, parts = SCORE_WORDS[language], []
    for own in result.model.scorecard.criteria_:
        rows, yes = own.bins.rows, own.bins.yes
        shown = ~hidden_cells(np.column_stack([yes, rows - yes]))
        labels = bin_labels(own.bins, language)
        parts.append(
            pd.DataFrame(
                {
                    "criterion": own.bins.of.label(language),
                    "family": family_label(own.bins.of.family, language),
                    "bin": labels,
                    "share": np.where(shown, rows / rows.sum(), np.nan),
                    "rate": np.where(shown, yes / np.maximum(rows, 1), np.nan),
                    "points": own.points.astype(float),
                }
            )
        )
    columns = (
        Column("criterion", words["criterion"]),
        Column("family", words["family"]),
        Column("bin", words["bin"]),
        Column("share", words["share"], "share"),
        Column("rate", words["bin_rate"], "share"),
        Column("points", words["points"], "signed"),
    )
    return pd.concat(parts, ignore_index=True), columns


def grades_table(result: ScoreResult, language: str) -> Shown:
    """Give the grades of the rows held out by the method advised."""
    words = SCORE_WORDS[language]
    table = result.grades[result.model.method]
    hidden = hidden_cells(np.column_stack([table["yes"], table["rows"] - table["yes"]]))
    counted = [name for name in table.columns if name not in {"grade", "least", "beyond_chance"}]
    check = np.where(table["beyond_chance"], words["grade_beyond"], words["grade_within"])
    columns = (
        Column("grade", words["grade"]),
        Column("least", words["least"], "share"),
        Column("rows", words["count"], "count"),
        Column("share", words["share"], "share"),
        Column("rate", words["grade_rate"], "share", "rate_low", "rate_high"),
        Column("expected_rate", words["expected"], "share"),
        Column("check", words["grade_check"]),
        Column("lift", words["times"], "number"),
    )
    shown = {name: table[name].mask(hidden) for name in counted}
    return table.assign(**shown, check=np.where(hidden, "", check)), columns


def calibration_frame(result: ScoreResult) -> pd.DataFrame:
    """Give the tenths of the method advised, small ones without their figures."""
    table = result.judged[result.model.method].calibration
    hidden = hidden_cells(np.column_stack([table["yes"], table["rows"] - table["yes"]]))
    return table.assign(**{name: table[name].mask(hidden) for name in table.columns if name != "decile"})


def judged_table(result: ScoreResult, language: str) -> Shown:
    """Give both models side by side, the one advised first."""
    words, rows = SCORE_WORDS[language], []
    for method in sorted(METHODS, key=lambda method: method != result.model.method):
        own = result.judged[method]
        rows.append(
            {
                "model": words[method],
                "auc": own.auc.value,
                "auc_low": own.auc.low,
                "auc_high": own.auc.high,
                "gini": own.gini,
                "ks": own.ks,
                **{
                    f"lift{at}{end}": getattr(figure, part)
                    for at, figure in zip((10, 20), own.lifts, strict=True)
                    for end, part in (("", "value"), ("_low", "low"), ("_high", "high"))
                },
                "error": own.calibration_error,
                "brier": own.brier,
                "brier_gain": own.brier_gain,
            }
        )
    columns = (
        Column("model", words["model"]),
        Column("auc", words["auc"], "number", "auc_low", "auc_high"),
        Column("lift10", words["lift"], "number", "lift10_low", "lift10_high"),
        Column("lift20", words["lift20"], "number", "lift20_low", "lift20_high"),
        Column("gini", words["gini"], "number"),
        Column("ks", words["ks"], "number"),
        Column("error", words["ece"], "share"),
        Column("brier", words["brier"], "number"),
        Column("brier_gain", words["brier_gain"], "share"),
    )
    return pd.DataFrame(rows), columns


def families_table(result: ScoreResult, language: str) -> Shown:
    """Give every criterion considered with its family, what it says alone and its weight on the card."""
    words = SCORE_WORDS[language]
    spans = {own.bins.of.name: int(np.ptp(own.points)) for own in result.model.scorecard.criteria_}
    order = [rule.name for rule in load_criteria().families] + [OTHER_FAMILY]
    rows = [
        {
            "family": family_label(own.of.family, language),
            "place": order.index(own.of.family),
            "criterion": own.of.label(language),
            "information": own.information,
            "chance": own.chance,
            "span": float(spans.get(own.of.name, np.nan)),
            "ground": ", ".join(ground_label(name, language) for name in own.of.grounds),
        }
        for own in result.model.scorecard.considered_
    ]
    frame = pd.DataFrame(rows).sort_values(["place", "information"], ascending=[True, False], kind="stable")
    columns = (
        Column("family", words["family"]),
        Column("criterion", words["criterion"]),
        Column("information", words["information"], "number"),
        Column("chance", words["chance_level"], "number"),
        Column("span", words["span"], "count"),
        Column("ground", words["ground"]),
    )
    return frame.reset_index(drop=True), columns


def left_out_table(result: ScoreResult, language: str) -> Shown:
    """Give the columns that were not used, with the reason."""
    words = SCORE_WORDS[language]
    forbidden = {rule.name: rule.label(language) for rule in load_criteria().forbidden}
    why = [
        words[f"{own.reason}_why" if own.reason.startswith("leak") else own.reason].format(
            ground=forbidden.get(own.ground, "")
        )
        for own in result.left_out
    ]
    frame = pd.DataFrame({"column": [own.column for own in result.left_out], "why": why}, dtype="str")
    return frame, (Column("column", words["column"]), Column("why", words["why"]))


def family_label(name: str, language: str) -> str:
    """Name a family of criteria."""
    labels = {rule.name: rule.label(language) for rule in load_criteria().families}
    return labels.get(name, SCORE_WORDS[language]["other"])


def ground_label(name: str, language: str) -> str:
    """Name a ground of discrimination."""
    return next(rule.label(language) for rule in load_criteria().grounds if rule.name == name)
