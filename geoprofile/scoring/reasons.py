"""Why a prospect has this score: what tells it most from the average, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.scoring.bins import UNKNOWN, bin_of
from geoprofile.words import digits_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.scoring.bins import Bins
    from geoprofile.scoring.inputs import Values
    from geoprofile.scoring.model import ScoreModel

__all__ = ["REASONS", "bin_labels", "points_text", "top_reasons"]

REASONS = 3
LEVELS_NAMED = 4
MINUS = "\N{MINUS SIGN}"
SHARES = ("_share", "_rate")
WORDS = {
    "fr": {
        "below": "moins de {0}", "up_to": "{0} ou moins", "from_to": "{0} à {1}", "between": "{0} à moins de {1}",
        "above": "{0} ou plus", "missing": "non renseigné", "others": "autres", "more": "et {0} autres",
        "any": "renseigné", "points": "point", "reason": "{label}\N{NO-BREAK SPACE}: {bin} ({points})",
        "unknown": "valeur jamais rencontrée",
    },
    "en": {
        "below": "under {0}", "up_to": "{0} or less", "from_to": "{0} to {1}", "between": "{0} to under {1}",
        "above": "{0} or more", "missing": "not known", "others": "others", "more": "and {0} others",
        "any": "known", "points": "point", "reason": "{label}: {bin} ({points})", "unknown": "value never met",
    },
}  # fmt: skip


def bin_labels(bins: Bins, language: str) -> tuple[str, ...]:
    """Name the bins of a criterion, in their order.

    Parameters
    ----------
    bins : Bins
    language : {"fr", "en"}
    """
    words = WORDS[language]
    count = len(bins.rows) - (bins.missing != UNKNOWN)
    name = _number_label if bins.of.kind == "number" else _category_label
    labels = [name(bins, at, language) for at in range(count)]
    return tuple(labels + ([words["missing"]] if bins.missing != UNKNOWN else []))


def points_text(points: int, language: str) -> str:
    """Write points gained or lost, with their sign."""
    sign = "+" if points >= 0 else MINUS
    return f"{sign}{abs(points)} {WORDS[language]['points']}{'s' if abs(points) > 1 else ''}"


def top_reasons(model: ScoreModel, values: Values, method: str, language: str) -> NDArray[np.object_]:
    """Give the three criteria that move the score of each row most, the strongest first; "" where there are fewer.

    Parameters
    ----------
    model : ScoreModel
    values : mapping of column to array of shape (n,)
    method : {"scorecard", "boosted"}
    language : {"fr", "en"}

    Returns
    -------
    array of text, shape (n, 3)
    """
    points = model.points(values, method)
    bins = model.boosted.bins_ if method == "boosted" else [own.bins for own in model.scorecard.criteria_]
    order = np.argsort(-np.abs(points), axis=1, kind="stable")[:, :REASONS]
    places = np.column_stack([bin_of(own, values[own.of.name]) for own in bins])
    texts = [(own.of.label(language), (*bin_labels(own, language), WORDS[language]["unknown"])) for own in bins]
    told = np.full((len(points), REASONS), "", dtype=object)
    for at in range(order.shape[1]):
        column = order[:, at]
        rows = np.arange(len(points))
        told[:, at] = _written(texts, column, places[rows, column], points[rows, column], language)
    return told


def _written(
    texts: Sequence[tuple[str, tuple[str, ...]]], column: NDArray[np.intp], place: NDArray[np.intp],
    points: NDArray[np.int64], language: str,
) -> NDArray[np.object_]:  # fmt: skip
    """Write each reason once for all rows that have it."""
    triples, again = np.unique(np.column_stack([column, place, points]), axis=0, return_inverse=True)
    written = []
    for own, bin_number, gained in triples.tolist():
        label, labels = texts[own]
        said = WORDS[language]["reason"].format(
            label=label, bin=labels[bin_number], points=points_text(gained, language)
        )
        written.append(said if gained else "")
    return np.array(written, dtype=object)[np.ravel(again)]


def _number_label(bins: Bins, at: int, language: str) -> str:
    words, edges = WORDS[language], bins.edges
    low, high = edges[at - 1] if at else None, edges[at] if at < len(edges) else None

    def write(value: float) -> str:
        share = bins.of.name.endswith(SHARES) and bins.of.label("en") != bins.of.name
        return percent_text(value, language) if share else digits_text(value, language)

    if low is None:
        if high is None:
            return words["any"]
        if bins.whole and high - 1 == bins.lowest:
            return write(bins.lowest)
        return words["up_to"].format(write(high - 1)) if bins.whole else words["below"].format(write(high))
    if high is None:
        return words["above"].format(write(low))
    if bins.whole and high - 1 <= low:
        return write(low)
    return words["from_to" if bins.whole else "between"].format(write(low), write(high - 1 if bins.whole else high))


def _category_label(bins: Bins, at: int, language: str) -> str:
    words = WORDS[language]
    levels = [level for level, place in sorted(bins.levels.items()) if place == at]
    if len(levels) > LEVELS_NAMED:
        levels = [*levels[:LEVELS_NAMED], words["more"].format(len(levels) - LEVELS_NAMED)]
    if bins.others == at:
        levels.append(words["others"])
    return ", ".join(levels)
