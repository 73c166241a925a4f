"""Scores of recency, frequency and amount, in which customers alike share a score."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.atomic import write_atomically
from geoprofile.errors import AddressFileError, TableError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

__all__ = ["SCORE_COLUMNS", "ScoreCuts", "even_cuts", "fit_cuts", "load_cuts", "save_cuts", "score_customers"]

CLASSES = 5
MOST_CLASSES = 9  # a score is one digit of the code
SCORE_COLUMNS = ("recency_score", "frequency_score", "monetary_score")


@dataclass(frozen=True)
class ScoreCuts:
    """Where each score ends; scores of runs that share cuts can be compared.

    Attributes
    ----------
    recency : tuple of float
        Days, falling: from the first on is score 1, fewer than the last the highest.
    frequency : tuple of float
        Orders, rising: up to the first is score 1.
    monetary : tuple of float
        Turnover, rising likewise, in the currency of the file.
    """

    recency: tuple[float, ...]
    frequency: tuple[float, ...]
    monetary: tuple[float, ...]

    @property
    def classes(self) -> int:
        """Give the number of scores."""
        return len(self.recency) + 1


def even_cuts(values: ArrayLike, classes: int = CLASSES) -> tuple[float, ...]:
    """Cut values into classes as even as ties allow.

    From the lowest value on, each class takes distinct values until it is as near as can be to an even part
    of what is left, at least one, and leaves one for each class after it. So all classes are used however many
    customers bought just once, where quantiles leave classes empty (Online Retail and others: see
    benchmarks/order_lines.py). With fewer distinct values than classes, each takes the class in which the middle
    of its customers stands.

    Parameters
    ----------
    values : array-like of shape (n,)
        Without missing ones, n at least 1.
    classes : int
        2 to 9.

    Returns
    -------
    tuple of classes - 1 floats
        The greatest value of each class but the last, rising; -inf where the class is empty.
    """
    if not 2 <= classes <= MOST_CLASSES:  # noqa: PLR2004  fewer is no score
        raise TableError(f"Scores need from 2 to {MOST_CLASSES} classes, not {classes}.")
    distinct, counts = np.unique(np.asarray(values, dtype=float), return_counts=True)
    if not len(distinct):
        raise TableError("No customer has bought anything: there is nothing to score.")
    if len(distinct) < classes:
        return _middle_cuts(distinct, counts, classes)
    total = np.concatenate([[0], np.cumsum(counts)])
    ends, start = [], 0
    for left in range(classes, 1, -1):
        # In whole numbers, so that copies of the file cut alike; the last values are for the classes to come.
        ends_here = np.arange(start + 1, len(distinct) - left + 2)
        miss = np.abs(left * (total[ends_here] - total[start]) - (total[-1] - total[start]))
        start = int(ends_here[np.argmin(miss)])
        ends.append(float(distinct[start - 1]))
    return tuple(ends)


def fit_cuts(summary: pd.DataFrame, classes: int = CLASSES) -> ScoreCuts:
    """Cut recency, frequency and turnover of those who bought.

    Who ordered once has score 1 of frequency, however many they are: a one-time buyer never bought "often". Where
    nearly all ordered once, scores of frequency between theirs and that of the others may be empty.

    Parameters
    ----------
    summary : DataFrame
        As `customer_summary` gives it.
    classes : int

    Raises
    ------
    TableError
        If nobody has bought.
    """
    bought = summary[summary["orders"] > 0]
    recency = even_cuts(-bought["recency_days"].to_numpy(dtype=float), classes)
    return ScoreCuts(
        tuple(-cut for cut in recency),
        _frequency_cuts(bought["orders"].to_numpy(dtype=float), classes),
        even_cuts(bought["turnover"].to_numpy(dtype=float).round(4), classes),
    )


def score_customers(summary: pd.DataFrame, cuts: ScoreCuts) -> pd.DataFrame:
    """Score customers by cuts; who never bought has no score.

    Parameters
    ----------
    summary : DataFrame
        As `customer_summary` gives it.
    cuts : ScoreCuts

    Returns
    -------
    DataFrame
        One row a customer: `customer_id`, `SCORE_COLUMNS` (Int64, 1 to `cuts.classes`, the highest is the latest,
        most frequent or greatest) and `rfm` (the three digits, "" without).
    """
    bought = (summary["orders"] > 0).to_numpy()
    values = {
        "recency_score": (-summary["recency_days"], tuple(-cut for cut in cuts.recency)),
        "frequency_score": (summary["orders"], cuts.frequency),
        "monetary_score": (summary["turnover"].round(4), cuts.monetary),
    }
    scores = pd.DataFrame({"customer_id": summary["customer_id"]})
    for name, (column, ends) in values.items():
        score = 1 + np.searchsorted(ends, column.to_numpy(dtype=float, na_value=np.nan), side="left")
        scores[name] = pd.array(score, dtype="Int64")
        scores.loc[~bought, name] = pd.NA
    code = scores[list(SCORE_COLUMNS)].astype("str").fillna("").agg("".join, axis=1)
    return scores.assign(rfm=code.where(pd.Series(bought, index=code.index), "").astype("str"))


def save_cuts(cuts: ScoreCuts, path: Path) -> Path:
    """Write cuts as JSON, for the next run; an empty class is `null`."""
    told = {
        name: [cut if np.isfinite(cut) else None for cut in getattr(cuts, name)]
        for name in ("recency", "frequency", "monetary")
    }
    return write_atomically(path, json.dumps({"format": "geoprofile score cuts", **told}, indent=1) + "\n")


def load_cuts(path: Path) -> ScoreCuts:
    """Read cuts that `save_cuts` wrote or a user edited.

    Raises
    ------
    AddressFileError
        If it is no such file, or cuts are not in order or not as many for each.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        recency, frequency, monetary = (
            tuple(end if cut is None else float(cut) for cut in told[name])
            for name, end in (("recency", np.inf), ("frequency", -np.inf), ("monetary", -np.inf))
        )
    except FileNotFoundError as error:
        raise AddressFileError(f"There is no file {path.name}: check its name and folder.") from error
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise AddressFileError(
            f"{path.name} holds no cuts of scores (recency, frequency and monetary, each a list of numbers): give the "
            "file that an earlier run wrote."
        ) from error
    cuts = ScoreCuts(recency, frequency, monetary)
    for name, ends in (("recency", recency[::-1]), ("frequency", frequency), ("monetary", monetary)):
        if list(ends) != sorted(ends) or len(ends) != len(recency) or not 1 <= len(ends) < MOST_CLASSES:
            order = "fall" if name == "recency" else "rise"
            raise AddressFileError(
                f"{path.name}: the cuts of {name} must {order}, and be as many as the others, 1 to {MOST_CLASSES - 1}."
            )
    return cuts


def _frequency_cuts(orders: NDArray[np.float64], classes: int) -> tuple[float, ...]:
    """Cut numbers of orders evenly, those of one order in the lowest class."""
    ends = even_cuts(orders, classes)
    return tuple(max(end, 1.0) for end in ends) if orders.min() == 1 else ends


def _middle_cuts(distinct: NDArray[np.float64], counts: NDArray[np.intp], classes: int) -> tuple[float, ...]:
    """Place each value by the share of customers below it and half of its own."""
    below = np.cumsum(counts) - counts
    score = classes * (2 * below + counts) // (2 * counts.sum())
    return tuple(float(distinct[score <= end].max(initial=-np.inf)) for end in range(classes - 1))
