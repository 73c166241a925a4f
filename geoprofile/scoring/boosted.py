"""Gradient-boosted trees beside the scorecard, calibrated out of fold and kept as plain arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.errors import TableError
from geoprofile.scoring.bins import UNKNOWN, Bins, bin_of, fit_bins
from geoprofile.scoring.logistic import Logistic, fit_logistic, log_loss, sigmoid
from geoprofile.scoring.splits import FOLDS
from geoprofile.scoring.trees import Trees, trees_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.scoring.inputs import Input, Values

__all__ = ["BoostedScore"]

# Small steps and small trees: prospects are thousands, not millions.
MOST_TREES, LEARNING_RATE, LEAVES, LEAST_LEAF, RIDGE, SEED = 200, 0.05, 8, 20, 1.0, 20261122
SAME = 1e-9


class BoostedScore:
    """Trees on all inputs, as many as serve rows that they have not seen best.

    Numbers go in as they are, missing ones too; categories by the weights of evidence of their bins. The number of
    trees is the one of least log loss over five folds, the calibration that of those folds (Platt, 1999). What
    scikit-learn learned is taken out as arrays and checked to say the same to 1e-9.

    Attributes
    ----------
    bins_ : tuple of Bins
        Of every input, in order.
    trees_ : Trees
    calibration_ : Logistic
        Of the log odds of the trees.
    out_of_fold_ : array of shape (n,)
        Probability of each row learned from, by trees that had not seen it; only after `fit`.
    """

    bins_: tuple[Bins, ...]
    trees_: Trees
    calibration_: Logistic
    out_of_fold_: NDArray[np.float64]

    def fit(
        self, inputs: Sequence[Input], values: Values, yes: NDArray[np.float64], folds: NDArray[np.intp]
    ) -> BoostedScore:
        """Learn trees.

        Parameters
        ----------
        inputs, values, yes, folds
            As of `Scorecard.fit`.
        """
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  only training needs it

        with threadpool_limits(1):  # for small tables threads cost more than they bring
            unseen, trees = _out_of_fold(inputs, values, yes, folds)
            self.bins_ = tuple(fit_bins(own, values[own.name], yes) for own in inputs)
            x = self.matrix(values)
            model = _estimator(trees).fit(x, yes)
            self.trees_ = trees_of(model)
            gap = np.abs(sigmoid(self.trees_.log_odds(x)) - model.predict_proba(x)[:, 1]).max()
        if gap > SAME:
            raise TableError(
                "The trees taken out of this version of scikit-learn do not say what it says: install the one that "
                "geoprofile was tested with (1.9)."
            )
        self.calibration_ = fit_logistic(unseen[:, None], yes)
        self.out_of_fold_ = sigmoid(self.calibration_.log_odds(unseen[:, None]))
        return self

    def matrix(self, values: Values) -> NDArray[np.float64]:
        """Lay out the inputs of rows as the trees read them.

        Returns
        -------
        array of shape (n, inputs)
        """
        return _matrix(self.bins_, values)

    def log_odds(self, values: Values) -> NDArray[np.float64]:
        """Give the calibrated log odds of each row."""
        return self.calibration_.log_odds(self.trees_.log_odds(self.matrix(values))[:, None])

    def predict(self, values: Values) -> NDArray[np.float64]:
        """Give the probability of each row."""
        return sigmoid(self.log_odds(values))

    def contributions(self, values: Values) -> NDArray[np.float64]:
        """Give what each input adds to the log odds of each row, against the mean of those learned from.

        Returns
        -------
        array of shape (n, inputs)
        """
        return np.asarray(self.trees_.contributions(self.matrix(values)) * self.calibration_.coefficients[0])


def _matrix(bins: Sequence[Bins], values: Values) -> NDArray[np.float64]:
    return np.column_stack([_column(own, values[own.of.name]) for own in bins])


def _column(bins: Bins, values: NDArray[np.float64] | NDArray[np.object_]) -> NDArray[np.float64]:
    """Give a number as it is, a category by the weight of evidence of its bin."""
    if bins.of.kind == "number":
        return values.astype(float)
    place = bin_of(bins, values)
    return np.where(place == UNKNOWN, np.nan, bins.woe[place])


def _estimator(trees: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  a second that other commands do without

    return HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=LEARNING_RATE, max_leaf_nodes=LEAVES, min_samples_leaf=LEAST_LEAF,
        l2_regularization=RIDGE, early_stopping=False, random_state=SEED,
    )  # fmt: skip


def _out_of_fold(
    inputs: Sequence[Input], values: Values, yes: NDArray[np.float64], folds: NDArray[np.intp]
) -> tuple[NDArray[np.float64], int]:
    """Give the log odds of rows by trees that had not seen them, and how many trees are best."""
    stages = np.empty((len(yes), MOST_TREES))
    for fold in range(FOLDS):
        inside, outside = folds != fold, folds == fold
        part = {own.name: values[own.name][inside] for own in inputs}
        bins = [fit_bins(own, part[own.name], yes[inside]) for own in inputs]
        x = _matrix(bins, values)
        model = _estimator(MOST_TREES).fit(x[inside], yes[inside])
        odds = [np.ravel(stage) for stage in model._staged_raw_predict(x[outside])]  # noqa: SLF001  log odds are not public
        stages[outside] = np.column_stack(odds)
    losses = [float(log_loss(stages[:, trees], yes).mean()) for trees in range(MOST_TREES)]
    best = int(np.argmin(losses))
    return stages[:, best], best + 1
