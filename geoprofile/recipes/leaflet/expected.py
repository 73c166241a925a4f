"""How far the expected new customers may be off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STATED_FACTOR", "ExpectedRange", "expected_range"]

# A stated rate may be half or twice the true one: an assumption on an assumption, said as such.
STATED_FACTOR = 2.0
RISK = 0.05


@dataclass(frozen=True)
class ExpectedRange:
    """Expected new customers, from and to.

    Attributes
    ----------
    value, low, high : float
    basis : {"stated", "given", "learned"}
        Half to twice a stated rate; chance alone at a given rate; what past campaigns say, by 95 %: how far their rate
        may be off, chance, and how much zones differ beyond chance.
    """

    value: float
    low: float
    high: float
    basis: str


def expected_range(table: pd.DataFrame, basis: str, *, dispersion: float = 1.0) -> ExpectedRange:
    """Sum up what the chosen zones bring.

    Parameters
    ----------
    table : DataFrame
        `status`, `expected_response`, `expected_low`, `expected_high`.
    basis : {"stated", "given", "learned"}
    dispersion : float
        How much more zones differ than chance does, learned with the rate.
    """
    chosen = table[table["status"] == "chosen"]
    value = float(chosen["expected_response"].sum())
    if basis == "learned" and value > 0:
        # The zones err together, as one curve was learned for all: their ends add up. Chance and what else sets zones
        # apart comes on top, on the scale of logarithms, where both errors are about normal.
        side = float(stats.norm.isf(RISK / 2))
        ends = chosen["expected_high"].sum() / chosen["expected_low"].sum()
        error = np.hypot(np.log(ends) / (2 * side), np.sqrt(dispersion / value))
        return ExpectedRange(value, value * float(np.exp(-side * error)), value * float(np.exp(side * error)), basis)
    if basis == "given":
        low, high = stats.poisson.ppf([RISK / 2, 1 - RISK / 2], value)
        return ExpectedRange(value, float(low), float(high), basis)
    return ExpectedRange(value, value / STATED_FACTOR, value * STATED_FACTOR, basis)
