"""What past campaigns say of the response to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from geoprofile.errors import TableError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["CampaignResponse", "learn_response", "shrunk_extra"]

# Under these a stated rate is as good as what could be learnt.
LEAST_RESPONSES, LEAST_ZONES = 30, 12
# Precision of the prior of each slope: a standard deviation of half a unit around no effect.
SLOPE_PRECISION = 4.0
CONFIDENCE = 0.95
# An index under this says no less than it; logarithms need it above 0.
LEAST_INDEX = 1.0
MINUTES_A_STEP = 10.0


@dataclass(frozen=True, eq=False)
class CampaignResponse:
    """A fitted response: rate = exp(b0 + b1 log(index / 100) + b2 minutes / 10).

    Attributes
    ----------
    coefficients : array of shape (2,) or (3,)
        The last one only where minutes were given.
    covariance : array of the same length, squared
        Inverse of the penalised information, times the dispersion.
    dispersion : float
        Pearson's, at least 1: how much more zones differ than chance does.
    responses, leaflets : float
        What it was learnt from.
    zone_count : int
    """

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    dispersion: float
    responses: float
    leaflets: float
    zone_count: int

    def predict(
        self, index: NDArray[np.float64], minutes: NDArray[np.float64] | None = None, *, level: float = CONFIDENCE
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Give the rate per letterbox with its interval, each of shape (z,).

        The interval is that of the expected rate; the responses of one zone scatter more. A zone without an index is
        taken for average; one without minutes, where they were learnt from, answers nothing.

        Raises
        ------
        TableError
            If minutes are lacking that it was learnt from, or given that it was not.
        """
        if (minutes is not None) != (len(self.coefficients) > 2):  # noqa: PLR2004  intercept, index, minutes
            raise TableError("Give the minutes to the store for past and next campaigns alike, or for neither.")
        design = _design(index, minutes)
        out = np.isnan(design).any(axis=1)
        design = np.nan_to_num(design)
        log_rate = design @ self.coefficients
        half = stats.norm.isf((1 - level) / 2) * np.sqrt(((design @ self.covariance) * design).sum(axis=1))
        rate, low, high = (
            np.where(out, 0.0, np.minimum(1.0, np.exp(log_rate + shift))) for shift in (0.0 * half, -half, half)
        )
        return rate, low, high


def shrunk_extra(past: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Pool what campaigns with zones held out brought, and shrink it by its error.

    A measured campaign says what part of those who came the leaflet brought, the same in all its zones. The parts are
    pooled over all campaigns, those that showed nothing too (to learn only from those that did would teach too much),
    and multiplied by p^2 / (p^2 + e^2), e the standard error of the pooled part p; one below 0 is 0.

    Parameters
    ----------
    past : DataFrame, one row a zone and drop
        As `learn_response` takes it; rows of measured campaigns have `counted` ``extra``, `customers` (all who came),
        `responses` (brought, maybe below 0), `responses_error` and `plan_id`. Others stay as they are.

    Returns
    -------
    DataFrame
        As it came, with the shrunk `responses`.
    error : float
        Standard error of the logarithm of the rate's level that this adds; 0 without measured campaigns.

    Raises
    ------
    TableError
        If a measured campaign lacks its customers or their error.
    """
    extra = (past["counted"] == "extra").to_numpy() if "counted" in past else np.zeros(len(past), dtype=bool)
    if not extra.any():
        return past, 0.0
    measured = past[extra]
    names = ["customers", "responses", "responses_error"]
    lacking = [name for name in names if name not in measured or not np.isfinite(measured[name]).all()]
    if lacking:
        raise TableError(
            f"Past campaigns: column {lacking[0]!r} lacks a number where zones were held out: measure again."
        )
    came, total = float(measured["customers"].sum()), float(measured["responses"].sum())
    # Within a campaign all zones err together, campaigns do not.
    error = float(np.hypot.reduce(measured.groupby("plan_id")["responses_error"].sum().to_numpy(dtype=float)))
    if total <= 0:
        return past.assign(responses=np.where(extra, 0.0, past["responses"])), 0.0
    part = total / came * total**2 / (total**2 + error**2)
    responses = np.where(extra, past["customers"] * part, past["responses"])
    return past.assign(responses=responses), float(responses[extra].sum() / responses.sum()) * error / total


def learn_response(past: pd.DataFrame, *, level_error: float = 0.0) -> CampaignResponse:
    """Learn the response from past drops by a Poisson regression, its slopes shrunk towards none.

    Parameters
    ----------
    past : DataFrame, one row a zone and drop
        `leaflets` delivered, `responses` (new customers counted), `index` of the zone in the ranking, and `minutes` to
        the store where the way is to count. Rows without leaflets are passed over.
    level_error : float
        Standard error of the logarithm of all responses together, beyond what the rows show; see `shrunk_extra`.

    Raises
    ------
    TableError
        For a column that is missing, a number that is none, or too little to learn from: under 30 responses or 12 rows.
    """
    columns = ["leaflets", "responses", "index", *(["minutes"] if "minutes" in past else [])]
    for name in columns:
        if name not in past:
            raise TableError(f"Past campaigns: the column {name!r} is missing; give leaflets, responses and index.")
    numbers = past[columns].to_numpy(dtype=float, na_value=np.nan)
    numbers = numbers[~(numbers[:, 0] == 0)]
    _check_past(numbers, columns)
    leaflets, responses = numbers[:, 0], numbers[:, 1]
    design = _design(numbers[:, 2], numbers[:, 3] if len(columns) > 3 else None)  # noqa: PLR2004  the fourth is minutes
    coefficients = _fit(design, leaflets, responses)
    expected = leaflets * np.exp(design @ coefficients)
    spare = max(1, len(leaflets) - design.shape[1])
    dispersion = max(1.0, float(((responses - expected) ** 2 / expected).sum()) / spare)
    precision = np.diag([0.0] + [SLOPE_PRECISION] * (design.shape[1] - 1))
    information = (design * expected[:, None]).T @ design / dispersion + precision
    covariance = np.linalg.inv(information)
    covariance[0, 0] += level_error**2
    return CampaignResponse(
        coefficients,
        np.asarray(covariance),
        dispersion,
        float(responses.sum()),
        float(leaflets.sum()),
        len(leaflets),
    )


def _check_past(numbers: NDArray[np.float64], columns: list[str]) -> None:
    wrong = ~np.isfinite(numbers) | (numbers < 0)
    if wrong.any():
        row, column = (int(place[0]) for place in np.nonzero(wrong))
        raise TableError(
            f"Past campaigns: column {columns[column]!r}, row {row} of those with leaflets: "
            "not a number of 0 or more; correct it or leave the row out."
        )
    if (numbers[:, 1] > numbers[:, 0]).any():
        row = int(np.argmax(numbers[:, 1] > numbers[:, 0]))
        raise TableError(f"Past campaigns: row {row} of those with leaflets has more responses than leaflets.")
    if numbers[:, 1].sum() < LEAST_RESPONSES or len(numbers) < LEAST_ZONES:
        raise TableError(
            f"Past campaigns hold {numbers[:, 1].sum():.0f} responses in {len(numbers)} rows: too little to learn "
            f"from. Give at least {LEAST_RESPONSES} responses in {LEAST_ZONES} rows, or a response rate instead."
        )


def _design(index: NDArray[np.float64], minutes: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """Lay out what the rate depends on; an unknown index is an average one."""
    known = np.where(np.isnan(index), 100.0, np.maximum(index, LEAST_INDEX))
    columns = [np.ones(len(index)), np.log(known / 100.0)]
    return np.column_stack(columns if minutes is None else [*columns, minutes / MINUTES_A_STEP])


def _fit(
    design: NDArray[np.float64], leaflets: NDArray[np.float64], responses: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Maximise the penalised likelihood."""
    from sklearn.linear_model import PoissonRegressor  # noqa: PLC0415  a second that planning does without

    model = PoissonRegressor(alpha=SLOPE_PRECISION / float(leaflets.sum()), solver="newton-cholesky", tol=1e-8)
    model.fit(design[:, 1:], responses / leaflets, sample_weight=leaflets)
    return np.append(float(model.intercept_), np.asarray(model.coef_, dtype=float))
