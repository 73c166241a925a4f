"""A scorecard: whole points for the bin that a prospect lies in, criterion by criterion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import AddressFileError
from geoprofile.scoring.bins import UNKNOWN, Bins, bin_of, fit_bins
from geoprofile.scoring.logistic import Logistic, fit_logistic, largest_penalty, log_loss, logit, sigmoid
from geoprofile.scoring.splits import FOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.scoring.inputs import Input, Values

__all__ = ["AVERAGE_SCORE", "DOUBLING_POINTS", "Criterion", "Scorecard", "probability_of_score", "score_of_log_odds"]

# The stated scale: a prospect whose odds are those of all has 100 points, 20 more double the odds.
AVERAGE_SCORE, DOUBLING_POINTS = 100, 20
POINTS_PER_LOG_ODDS = DOUBLING_POINTS / np.log(2)
MOST_CRITERIA = 12
PENALTIES = (1.0, 0.6, 0.35, 0.2, 0.1, 0.05, 0.025, 0.01, 0.003)
CHANCE_DRAWS = 20
# Of less weight than this no bin would get a point.
LEAST_WEIGHT = 0.02
# Standard errors of log loss that fewer criteria may cost.
TOLERANCE = 0.25


@dataclass(frozen=True)
class Criterion:
    """One criterion of the card.

    Attributes
    ----------
    bins : Bins
    weight : float
        Coefficient of its weights of evidence.
    points : whole numbers of shape (k,)
        Of each bin; on average of those learned from about 0.
    """

    bins: Bins
    weight: float
    points: NDArray[np.int64]

    def place(self, values: Values) -> NDArray[np.intp]:
        """Find the bin of each row."""
        return bin_of(self.bins, values[self.bins.of.name])


class Scorecard:
    """Points learned by penalised logistic regression on weights of evidence.

    Criteria whose information is within chance are not considered. The penalty on the sum of the weights (Tibshirani,
    1996) is the largest whose log loss over five folds, bins made anew in each, is within a quarter of a standard error
    of the least; a whole one cost .003 of AUC on a real shop. Criteria that stay, at most 12, are fitted again without
    it. Log odds out of fold give the slope and intercept that calibrate (Platt, 1999) before points are rounded.

    Attributes
    ----------
    criteria_ : tuple of Criterion
        The weightiest first.
    considered_ : tuple of Bins
        Every input with its information value and chance level, the most informative first.
    base_points_ : int
    base_rate_ : float
        Share of yes among the rows learned from.
    out_of_fold_ : array of shape (n,)
        Probability of each row learned from, by a card that had not seen it; only after `fit`.
    """

    criteria_: tuple[Criterion, ...]
    considered_: tuple[Bins, ...]
    base_points_: int
    base_rate_: float
    out_of_fold_: NDArray[np.float64]

    def fit(
        self, inputs: Sequence[Input], values: Values, yes: NDArray[np.float64], folds: NDArray[np.intp],
        *, block: NDArray[np.object_] | None = None,
    ) -> Scorecard:  # fmt: skip
        """Learn a card.

        Parameters
        ----------
        inputs : sequence of Input
        values : mapping of column to array of shape (n,)
        yes : array of shape (n,)
            1 and 0.
        folds : whole numbers of shape (n,)
            0 to 4.
        block : array of text, shape (n,), optional
            Rows of one are alike, and chance reaches further.

        Raises
        ------
        AddressFileError
            If no criterion says more than chance would.
        """
        bins = [fit_bins(own, values[own.name], yes, draws=CHANCE_DRAWS, block=block) for own in inputs]
        self.considered_ = tuple(sorted(bins, key=lambda own: (-own.information, own.of.name)))
        candidates = [own for own in self.considered_ if own.information > own.chance]
        if not candidates:
            raise AddressFileError(
                f"None of the {len(inputs)} usable columns tells yes from no better than chance: no score is made. Add "
                "columns on what prospects did, or more rows."
            )
        self.base_rate_ = float(yes.mean())
        evidence = np.column_stack([_evidence(own, values) for own in candidates])
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  only training needs it

        with threadpool_limits(1):  # for small tables threads cost more than they bring
            penalties = np.array(PENALTIES) * largest_penalty(evidence, yes)
            unseen = _out_of_fold(candidates, values, yes, folds, penalties)
            chosen = _nearly_best(log_loss(unseen, yes[:, None]))
            calibration = fit_logistic(unseen[:, [chosen]], yes)
            model = _path(evidence, yes, penalties)[chosen]
        self._set_points(candidates, evidence, model, calibration)
        self.out_of_fold_ = sigmoid(calibration.log_odds(unseen[:, [chosen]]))
        return self

    def points(self, values: Values) -> NDArray[np.int64]:
        """Give the points of each row and criterion; 0 for what was never met.

        Returns
        -------
        whole numbers of shape (n, criteria)
        """
        places = [criterion.place(values) for criterion in self.criteria_]
        return np.column_stack(
            [
                np.where(place == UNKNOWN, 0, own.points[place])
                for own, place in zip(self.criteria_, places, strict=True)
            ]
        )

    def scores(self, values: Values) -> NDArray[np.int64]:
        """Give the score of each row: base points and those of every criterion."""
        return np.asarray(self.base_points_ + self.points(values).sum(axis=1), dtype=np.int64)

    def predict(self, values: Values) -> NDArray[np.float64]:
        """Give the probability of each row, which follows from its score alone."""
        return probability_of_score(self.scores(values).astype(float), self.base_rate_)

    def _set_points(
        self, candidates: Sequence[Bins], evidence: NDArray[np.float64], model: Logistic, calibration: Logistic
    ) -> None:
        """Turn weights into whole points around the mean of each criterion."""
        slope = float(calibration.coefficients[0])
        weights, means = slope * model.coefficients, evidence.mean(axis=0)
        kept = [i for i in np.argsort(-weights * evidence.std(axis=0), kind="stable").tolist() if weights[i] > 0]
        made = [
            Criterion(
                candidates[i],
                float(weights[i]),
                np.rint(POINTS_PER_LOG_ODDS * weights[i] * (candidates[i].woe - means[i])).astype(np.int64),
            )
            for i in kept
        ]
        self.criteria_ = tuple(own for own in made if own.points.any())
        centre = calibration.intercept + slope * model.intercept + float(weights @ means)
        self.base_points_ = int(np.rint(score_of_log_odds(np.array([centre]), self.base_rate_)[0]))
        if not self.criteria_:
            raise AddressFileError(
                "What the columns tell of yes and no does not hold on rows kept aside: no score is made. Add "
                "columns on what prospects did, or more rows."
            )


def probability_of_score(scores: NDArray[np.float64], base_rate: float) -> NDArray[np.float64]:
    """Give the probability that a score stands for: 100 is the base rate, 20 more double the odds."""
    return sigmoid(logit(base_rate) + (scores - AVERAGE_SCORE) / POINTS_PER_LOG_ODDS)


def score_of_log_odds(log_odds: NDArray[np.float64], base_rate: float) -> NDArray[np.float64]:
    """Give the score, not rounded, that log odds stand for."""
    return np.asarray(AVERAGE_SCORE + POINTS_PER_LOG_ODDS * (log_odds - logit(base_rate)), dtype=float)


def _evidence(bins: Bins, values: Values) -> NDArray[np.float64]:
    """Give the weight of evidence of each row; 0 for what was never met."""
    place = bin_of(bins, values[bins.of.name])
    return np.where(place == UNKNOWN, 0.0, bins.woe[place])


def _path(evidence: NDArray[np.float64], yes: NDArray[np.float64], penalties: NDArray[np.float64]) -> list[Logistic]:
    """Fit at each penalty, choose what stays, and fit those again without it."""
    models: list[Logistic] = []
    start = None
    for penalty in penalties.tolist():
        start = fit_logistic(evidence, yes, penalty=penalty, start=start)
        strength = start.coefficients * evidence.std(axis=0)
        kept = np.argsort(-strength, kind="stable")[:MOST_CRITERIA]
        kept = np.sort(kept[start.coefficients[kept] > LEAST_WEIGHT])
        again = fit_logistic(evidence[:, kept], yes)
        weights = np.zeros(evidence.shape[1])
        weights[kept] = np.where(again.coefficients > LEAST_WEIGHT, again.coefficients, 0.0)
        models.append(Logistic(again.intercept, weights))
    return models


def _out_of_fold(
    candidates: Sequence[Bins], values: Values, yes: NDArray[np.float64], folds: NDArray[np.intp],
    penalties: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Give log odds of shape (n, penalties) by models that had not seen the row, bins included."""
    unseen = np.empty((len(yes), len(penalties)))
    for fold in range(FOLDS):
        inside, outside = folds != fold, folds == fold
        part = {own.of.name: values[own.of.name][inside] for own in candidates}
        bins = [fit_bins(own.of, part[own.of.name], yes[inside]) for own in candidates]
        evidence = np.column_stack([_evidence(own, values) for own in bins])
        models = _path(evidence[inside], yes[inside], penalties)
        unseen[outside] = np.column_stack([model.log_odds(evidence[outside]) for model in models])
    return unseen


def _nearly_best(losses: NDArray[np.float64]) -> int:
    """Choose the first column, of the largest penalty, whose mean is close to the least."""
    means = losses.mean(axis=0)
    best = int(np.argmin(means))
    gaps = losses - losses[:, [best]]
    error = gaps.std(axis=0) / np.sqrt(len(losses))
    return int(np.argmax(means - means[best] <= TOLERANCE * error))
