"""Dates far from all others of a file: slips of the hand and stand-ins for a date that is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["EVERY_DAY", "DayLines"]

EVERY_DAY = (-(1 << 31), 1 << 31)
# 1970-01-01 is what programs write for no date at all, and none sold before.
FIRST_DAY = 1
# Days from here on are counted, 1900 to 2199.
DAY_ORIGIN, DAY_COUNT = -25_567, 109_573
# A file of fewer lines shows no rule to be out of.
FEWEST_LINES = 20
# Of the lines, so many parts at each end may be slips: one in 1,000; in a short file one in 20, up to 3 lines.
ONE_IN, ONE_IN_FEW, MOST_OF_FEW = 1_000, 20, 3
SPANS_AWAY = 3
DAYS_AWAY = 730


@dataclass
class DayLines:
    """Lines counted by day."""

    _lines: NDArray[np.int64] = field(default_factory=lambda: np.zeros(DAY_COUNT, dtype=np.int64))

    def add(self, day: NDArray[np.int64]) -> None:
        """Count lines by their day (since 1970-01-01)."""
        self._lines += np.bincount(day - DAY_ORIGIN, minlength=DAY_COUNT)

    def plausible(self) -> tuple[int, int]:
        """Give the first and last day that are plausible beside the others.

        Days before 1970-01-02 are not, nor those further from the middle 99.8 % of the lines than three times its
        span and two years. A file of under 20 lines has no such middle; in one of under 3,000 the middle leaves out
        at each end one line in 20, three at most.
        """
        lines = self._lines[FIRST_DAY - DAY_ORIGIN :]
        total = int(lines.sum())
        if total < FEWEST_LINES:
            return FIRST_DAY, EVERY_DAY[1]
        out = max(-(-total // ONE_IN), min(MOST_OF_FEW, total // ONE_IN_FEW))
        below = np.cumsum(lines)
        first, last = (int(np.searchsorted(below, rank)) + FIRST_DAY for rank in (out + 1, total - out))
        away = max(SPANS_AWAY * (last - first), DAYS_AWAY)
        return max(first - away, FIRST_DAY), last + away

    def reaches_beyond(self, plausible: tuple[int, int]) -> bool:
        """Tell whether any line lies before or after such days."""
        days = np.flatnonzero(self._lines) + DAY_ORIGIN
        return bool(len(days) and (days[0] < plausible[0] or days[-1] > plausible[1]))
