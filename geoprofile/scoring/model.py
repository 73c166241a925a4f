"""A trained score: a scorecard, trees beside it, and what is needed to apply either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import UnknownNameError
from geoprofile.scoring.scorecard import POINTS_PER_LOG_ODDS, score_of_log_odds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.scoring.boosted import BoostedScore
    from geoprofile.scoring.drift import Reference
    from geoprofile.scoring.inputs import Input, Values
    from geoprofile.scoring.scorecard import Scorecard

__all__ = ["METHODS", "ScoreModel"]

METHODS = ("scorecard", "boosted")


@dataclass(frozen=True)
class ScoreModel:
    """What `score train` learned.

    Attributes
    ----------
    outcome : str
        Column of the outcome.
    inputs : tuple of Input
        Every column that was learned from.
    scorecard : Scorecard
    boosted : BoostedScore
    method : {"scorecard", "boosted"}
        The one to use: the scorecard unless the trees are better beyond chance.
    cuts : mapping of method to four floats
        Least probabilities of the grades A to D.
    references : mapping of method to Reference
        How scores lay among the rows learned from.
    trained_rows : int
    language : {"fr", "en"}
        Of its report, and of what is said when it is applied.
    rows_seen : str
        Digest of the criteria of the whole file that it came from; empty where it was not taken down.
    """

    outcome: str
    inputs: tuple[Input, ...]
    scorecard: Scorecard
    boosted: BoostedScore
    method: str
    cuts: Mapping[str, tuple[float, ...]]
    references: Mapping[str, Reference]
    trained_rows: int
    language: str = "fr"
    rows_seen: str = ""

    @property
    def base_rate(self) -> float:
        """Give the share of yes among the rows learned from."""
        return self.scorecard.base_rate_

    def read_by(self, method: str) -> tuple[Input, ...]:
        """Give the inputs that a method reads."""
        if check_method(method) == "boosted":
            return self.inputs
        return tuple(criterion.bins.of for criterion in self.scorecard.criteria_)

    def scores(self, values: Values, method: str) -> NDArray[np.int64]:
        """Give whole scores: 100 is the average prospect, 20 more double the odds."""
        if check_method(method) == "scorecard":
            return self.scorecard.scores(values)
        return np.asarray(np.rint(score_of_log_odds(self.boosted.log_odds(values), self.base_rate)), dtype=np.int64)

    def predict(self, values: Values, method: str) -> NDArray[np.float64]:
        """Give the probability of each row."""
        if check_method(method) == "scorecard":
            return self.scorecard.predict(values)
        return self.boosted.predict(values)

    def points(self, values: Values, method: str) -> NDArray[np.int64]:
        """Give the points gained or lost against the average by each input that the method reads, in its order."""
        if check_method(method) == "scorecard":
            return self.scorecard.points(values)
        return np.asarray(np.rint(POINTS_PER_LOG_ODDS * self.boosted.contributions(values)), dtype=np.int64)


def check_method(method: str) -> str:
    """Refuse a method that there is not."""
    if method not in METHODS:
        raise UnknownNameError("method of scoring", method, METHODS)
    return method
