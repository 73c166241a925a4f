"""MBG/NBD and Gamma-Gamma: fitted by pymc-marketing (the extra `value`), foretold by closed forms of our own."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import pandas as pd
from scipy import stats

from geoprofile.errors import GeoprofileError, TableError
from geoprofile.value.forecast import Forecast, forecast
from geoprofile.value.histories import Histories, histories
from geoprofile.value.purchasing import NOBODY_LEAVES, PurchasePosterior
from geoprofile.value.spend import Spend
from geoprofile.value.words import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoprofile.value.histories import DayTable
    from geoprofile.value.words import Reason

__all__ = ["LeavingRates", "PurchaseModel", "fit_model", "reason_against"]

LawOfLeaving = Literal["bg_nbd", "mbg_nbd"]
# The priors of the library are on the scale of weeks.
WEEK = 7.0
# Histories that it is fitted to at most: more would tell its few numbers no better.
FITTED_ON = 20_000
# Fewer customers, or fewer who came back, do not bear four parameters.
LEAST_CUSTOMERS, LEAST_REPEATERS = 50, 20
# A rank correlation of purchases and mean amount from which the Gamma-Gamma law does not hold.
MOST_RELATED = 0.3
# Mean amounts that vary less than this part of their mean leave nothing to fit.
LEAST_VARIATION = 1e-6


@dataclass(frozen=True)
class LeavingRates:
    """Rates gamma(`shape`, `rate` in days), leaving after a purchase beta(`leave`, `stay`).

    Fader, Hardie and Lee (2005): BG/NBD, where one leaves after a repeat purchase. Batislam, Denizel and Filiztekin,
    Empirical validation and comparison of models for customer base analysis, International Journal of Research
    in Marketing 24 (2007) 201-209: MBG/NBD, where one may leave after the first purchase as well.
    """

    shape: float
    rate: float
    leave: float
    stay: float
    law: LawOfLeaving = "mbg_nbd"

    def posterior(self, known: Histories) -> PurchasePosterior:
        """Learn from what each customer bought: who is still there, how often they buy, how soon they leave.

        Odds of having left a / (b' - 1) ((rate + age) / (rate + recency))^(shape + repeats), b' = b + repeats, or
        b + repeats + 1 where the first purchase counts (Fader and Hardie, Computing P(alive), 2008; Batislam's
        equation 5).
        """
        first = self.law == "mbg_nbd"
        stay = self.stay + known.repeats + first
        shape = self.shape + known.repeats
        may_have_left = (known.repeats > 0) | first
        longer = np.log(self.rate + known.age_days) - np.log(self.rate + known.recency_days)
        with np.errstate(over="ignore", divide="ignore"):  # endless odds are none of being there
            odds = self.leave / np.where(may_have_left, stay - 1, 1.0) * np.exp(shape * longer)
        leaves = self.leave >= NOBODY_LEAVES
        alive = np.where(may_have_left & leaves, 1 / (1 + odds), 1.0)
        return PurchasePosterior(alive, shape, self.rate + known.age_days, self.leave if leaves else 0.0, stay)


def reason_against(known: Histories) -> Reason | None:
    """Say why no model can be fitted to these customers, None where one can."""
    repeaters, paying = known.repeats > 0, known.total > 0
    if len(known) < LEAST_CUSTOMERS:
        return "few_customers"
    if np.count_nonzero(repeaters) < LEAST_REPEATERS:
        return "few_repeaters"
    if np.count_nonzero(repeaters & paying) < LEAST_REPEATERS:
        return "zero_amounts"
    means = known.mean_amount[paying]
    if means.std() <= LEAST_VARIATION * means.mean():
        return "same_amounts"
    some = repeaters & paying
    if known.repeats[some].std() > 0 and means.std() > 0:
        related = float(stats.spearmanr(known.repeats[some], known.mean_amount[some]).statistic)
        if abs(related) > MOST_RELATED:
            return "value_depends_on_frequency"
    return None


class PurchaseModel:
    """MBG/NBD (or BG/NBD) with Gamma-Gamma, fitted by their posterior mode.

    The two laws foretell alike; by BG/NBD nobody who bought once has ever left, which no reader believes.

    Parameters
    ----------
    law : {"mbg_nbd", "bg_nbd"}

    Attributes
    ----------
    leaving_ : LeavingRates
    spend_ : Spend
    """

    def __init__(self, law: LawOfLeaving = "mbg_nbd") -> None:
        self.law: LawOfLeaving = law

    def fit(self, days: DayTable, *, as_of_day: int, horizon_days: int) -> Self:  # noqa: ARG002  fits any horizon
        """Learn from the purchases up to and including `as_of_day`.

        Raises
        ------
        TableError
            If the data do not bear the model: `reason_against` says so beforehand.
        GeoprofileError
            If the extra `value` is not installed.
        """
        known = histories(
            days.customer, days.day, days.amount, customer_count=len(days.customer_ids), as_of_day=as_of_day
        )
        return self.fit_histories(known)

    def fit_histories(self, known: Histories) -> Self:
        """Learn from histories, of more than `FITTED_ON` from an even sample; raises as `fit` does."""
        reason = reason_against(known)
        if reason:
            raise TableError(REASONS[reason]["en"])
        if not _is_installed():
            raise GeoprofileError(REASONS["not_installed"]["en"])
        some = known.take(known.sample(FITTED_ON))
        try:
            with _silence():
                self.leaving_, self.spend_ = _fit_leaving(some, self.law), _fit_spend(some)
        except ImportError as error:  # there, but broken
            raise GeoprofileError(REASONS["not_installed"]["en"]) from error
        except (ArithmeticError, RuntimeError, ValueError) as error:  # what optimisers raise when they find no way
            raise TableError(REASONS["not_converged"]["en"]) from error
        found = (self.leaving_.shape, self.leaving_.rate, self.spend_.shape, self.spend_.scale)
        # A certainty of 1 or less is a law of amounts without a mean.
        if not (np.isfinite(found).all() and min(found) > 0 and self.spend_.certainty > 1):
            raise TableError(REASONS["not_converged"]["en"])
        return self

    def predict(self, known: Histories, horizon_days: int, *, intervals: bool = True) -> Forecast:
        """Foretell each customer's purchases and value."""
        believed, spending = self.leaving_.posterior(known), self.spend_.posterior(known)
        return forecast(believed, spending, horizon_days, intervals=intervals)


def fit_model(days: DayTable, *, as_of_day: int) -> PurchaseModel | Reason:
    """Fit the model to the purchases up to and including a day, or say why there is none."""
    known = histories(days.customer, days.day, days.amount, customer_count=len(days.customer_ids), as_of_day=as_of_day)
    reason = reason_against(known)
    if reason:
        return reason
    try:
        return PurchaseModel().fit_histories(known)
    except TableError:
        return "not_converged"
    except GeoprofileError:
        return "not_installed"


def _is_installed() -> bool:
    """Tell whether the library is there, without the seconds that importing it takes."""
    return find_spec("pymc_marketing") is not None


def _fit_leaving(known: Histories, law: LawOfLeaving) -> LeavingRates:
    """Let the library find the most likely rates, in weeks, and give them in days."""
    from pymc_marketing import clv  # noqa: PLC0415  an extra that takes seconds to import

    table = pd.DataFrame(
        {
            "customer_id": np.arange(len(known)),
            "frequency": known.repeats,
            "recency": known.recency_days / WEEK,
            "T": known.age_days / WEEK,
        }
    )
    model = clv.BetaGeoModel() if law == "bg_nbd" else clv.ModifiedBetaGeoModel()
    model.fit(data=table, method="map", progressbar=False)
    return LeavingRates(
        shape=_found(model, "r"),
        rate=_found(model, "alpha") * WEEK,
        leave=_found(model, "a"),
        stay=_found(model, "b"),
        law=law,
    )


def _fit_spend(known: Histories) -> Spend:
    """Let the library find the most likely law of amounts, in units of their mean, and give it in the currency."""
    from pymc_marketing import clv  # noqa: PLC0415  an extra that takes seconds to import

    paying = known.take(known.total > 0)
    unit = float(paying.mean_amount.mean())
    table = pd.DataFrame(
        {
            "customer_id": np.arange(len(paying)),
            "frequency": paying.purchase_days,
            "monetary_value": paying.mean_amount / unit,
        }
    )
    model = clv.GammaGammaModel()
    model.fit(data=table, method="map", progressbar=False)
    return Spend(shape=_found(model, "p"), certainty=_found(model, "q"), scale=_found(model, "v") * unit)


def _found(model: Any, name: str) -> float:
    return float(np.asarray(model.fit_result[name]).ravel()[0])


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the library's warnings, log lines and progress from the user, and its errors as they are."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
