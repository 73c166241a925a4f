"""Months in letters, French, English or Dutch, whole or shortened: 3 janv. 2024, Jan 3, 2024, 3-mrt-24."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LETTERS", "NAMED_SHAPES", "TIME_AFTER_NAME", "month_numbers", "without_accents"]

MONTHS = (
    "janvier january januari", "fevrier february februari", "mars march maart mrt", "avril april",
    "mai may mei", "juin june juni", "juillet july juli jul", "aout august augustus",
    "septembre september", "octobre october oktober", "novembre november", "decembre december",
)  # fmt: skip
SHORTEST = 3
LETTERS = r"\p{L}{3}"
WEEKDAY = r"^(?:[a-z]{2,9}\.?,? +)?"
DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|e)?"
NAME = r"(?P<name>[a-z]{3,10})\.?"
YEAR = r"(?P<year>\d{4}|\d{2})"
NAMED_SHAPES = (
    rf"{WEEKDAY}{DAY}[-/. ]*(?:of +)?{NAME}[-/, ]*{YEAR}",
    rf"{WEEKDAY}{NAME}[-/ ]+{DAY}[-/, ]+{YEAR}",
    rf"^(?P<year>\d{{4}})[-/ ]+{NAME}[-/ ]+{DAY}",
)
TIME_AFTER_NAME = r",?(?: +(?:a|at|om))?"


def without_accents(texts: pa.Array) -> pa.Array:
    """Write texts in small letters without accents."""
    return pc.replace_substring_regex(pc.utf8_lower(pc.utf8_normalize(texts, "NFKD")), r"[\x{0300}-\x{036F}]", "")


def month_numbers(names: pa.Array) -> NDArray[np.int64]:
    """Give the number of each month, -1 where a text is none or the beginning of several."""
    coded = names.dictionary_encode()
    numbers = np.array([_month(name) for name in coded.dictionary.to_pylist()], dtype=np.int64)
    return numbers[coded.indices.to_numpy(zero_copy_only=False)] if len(names) else np.empty(0, dtype=np.int64)


@cache
def _month(name: str) -> int:
    if len(name) < SHORTEST:
        return -1
    found = {number for number, full in enumerate(MONTHS, start=1) if any(w.startswith(name) for w in full.split())}
    # "jun" and "jul" begin one month each, "jui" two; "mar" is March.
    return found.pop() if len(found) == 1 else -1
