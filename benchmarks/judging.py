"""Answers of a geocoder held against the truth: street, number, what each answer claims, what its score says."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STREET_LEVELS = ("housenumber", "interpolated", "street", "locality")
# addok holds "12 bis" and "12b" as one number; its answer is right in either spelling.
FOLDED = {"bis": "b", "ter": "t", "quater": "q", "quinquies": "c", "sexies": "s"}
BINS = 10


def answers_of(results: pd.DataFrame) -> pd.DataFrame:
    """The result columns of geoprofile as the table that answers are judged by."""
    names = {"type": "level", "street": "street", "citycode": "citycode", "housenumber": "housenumber"}
    table = pd.DataFrame({name: results[f"result_{column}"] for column, name in names.items()})
    return table.assign(score=results["result_score"].fillna(0))


def judge(answers: pd.DataFrame, truth: pd.DataFrame, *, folded: bool = False) -> pd.DataFrame:
    """Say of each answer whether its street, its number and what it claims are right.

    Returns
    -------
    DataFrame of the rows of `answers`
        `answered`, where the truth can say whether it is right; `street` and `number` (right; missing where the
        truth has none in the base); `wrong`: an
        answer finer than the commune with another street, or with a house number that is not the true one;
        `right`: right at the level that it claims.
    """
    truth = truth.loc[answers.index]
    fine, exact = answers["level"].isin(STREET_LEVELS), answers["level"] == "housenumber"
    street = fine & (answers["citycode"] == truth["insee"]) & (answers["street"] == truth["voie"])
    given, true = compared(answers["housenumber"], folded=folded), compared(truth["num"] + truth["rep"], folded=folded)
    number = exact & street & (given == true) & (true != "")
    commune = (answers["level"] == "municipality") & (answers["citycode"] == truth["insee"])
    # A commune that the base lacks can be named rightly (La Poste knows it), but the truth says nothing of it.
    unknown = (answers["level"] == "municipality") & (truth["insee"] == "")
    return pd.DataFrame(
        {
            "answered": (answers["level"] != "") & ~unknown,
            "street": street.astype(float).where(truth["level"].isin(["housenumber", "street"])),
            "number": number.astype(float).where(truth["level"] == "housenumber"),
            "wrong": fine & (~street | (exact & ~number)),
            "right": number.where(exact, street | commune),
            "score": answers["score"],
            "fine": fine,
        }
    )


def compared(numbers: pd.Series, *, folded: bool) -> pd.Series:
    """House numbers in lower case without spaces; `folded` takes bis for b, ter for t and so on."""
    plain = numbers.str.lower().str.replace(r"\s+", "", regex=True)
    for long, short in FOLDED.items() if folded else ():
        plain = plain.str.replace(rf"(?<=\d){long}$", short, regex=True)
    return plain


def kept(answers: pd.DataFrame, score: float) -> pd.DataFrame:
    """Answers of at least a score; the others say nothing."""
    return answers.assign(level=answers["level"].where(answers["score"] >= score, ""))


def groupings(truth: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Rows in the base and not in it, then the kinds of dirt."""
    inside = truth["level"] == "housenumber"
    return inside.map({True: "ALL IN THE BASE", False: "ALL NOT IN THE BASE"}), truth["cls"]


def shares(judged: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Shares of right streets, right numbers and wrong answers, by `groupings`."""
    keys = groupings(truth.loc[judged.index])
    return pd.concat([judged.groupby(key)[["street", "number", "wrong"]].mean() for key in keys])


def binned(judged: pd.DataFrame, *, equal: str) -> pd.DataFrame:
    """Answers in ten bins of equal width or count; answers of one score stay in one bin.

    Returns
    -------
    DataFrame
        Index: the bin; `answers` (count), `score` (mean), `right` (share right at the level claimed).
    """
    given = judged[judged["answered"]]
    bins = (
        pd.cut(given["score"], np.linspace(0, 1, BINS + 1).tolist(), include_lowest=True)
        if equal == "width"
        else pd.qcut(given["score"], BINS, duplicates="drop")
    )
    groups = given.astype({"right": float}).groupby(bins, observed=True)
    return groups.agg(answers=("score", "size"), score=("score", "mean"), right=("right", "mean"))


def calibration_error(bins: pd.DataFrame) -> float:
    """Expected calibration error: mean distance of score and share right over bins, weighted by their answers."""
    return float(np.average((bins["score"] - bins["right"]).abs(), weights=bins["answers"]))


def calibration(judged: pd.DataFrame) -> dict[str, float]:
    """Figures of a set of answers; precision is of answers finer than the commune, recall of exact numbers."""
    given = judged[judged["answered"]]
    return {
        "answers": len(given),
        "mean score": given["score"].mean(),
        "right": given["right"].mean(),
        "ECE (width)": calibration_error(binned(judged, equal="width")),
        "ECE (count)": calibration_error(binned(judged, equal="count")),
        "precision": judged["right"][judged["fine"]].mean(),
        "recall": judged["number"].mean(),
    }


def plot_reliability(judged: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Draw the share right against the score, a line a file; matplotlib is no dependency of the project."""
    if find_spec("matplotlib") is None:
        print("no plot: matplotlib is not installed here (pip install matplotlib)")
        return
    from matplotlib.figure import Figure  # noqa: PLC0415  not everyone has it

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0.75, 1], [0.75, 1], color="0.6", linestyle="--", linewidth=1)
    for name, some in judged.items():
        bins = binned(some, equal="count")
        axes.plot(bins["score"], bins["right"], marker="o", label=name)
    axes.set(xlim=(0.75, 1.01), ylim=(0.75, 1.01), xlabel="mean score of a tenth of the answers", ylabel="share right")
    axes.legend()
    figure.savefig(path, dpi=120)
    print(f"reliability plot: {path}")
