"""Dates as order files write them, and which of day and month comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.purchases.months import LETTERS, NAMED_SHAPES, TIME_AFTER_NAME, month_numbers, without_accents

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DAY_SECONDS", "NO_INSTANT", "ReadDates", "read_dates"]

DAY_SECONDS = 86_400
NO_INSTANT = np.iinfo(np.int64).min
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Two digits from here on are of the last century.
PIVOT_YEAR, CENTURY = 70, 100
MONTHS = 12
NOON = 12
# Day 0 of the calendar of spreadsheets, in days since 1970-01-01; five digits are 1927 to 2173.
SERIAL_ZERO = -25_569
THOUSANDTHS = 10**11

TIME = (
    r"(?:[T ]+(?P<hour>\d{1,2})[:hH](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp])?(?:\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
YEAR_FIRST = r"^(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})" + TIME + "$"
COMPACT = r"^(?P<year>[12]\d{3})(?P<month>\d{2})(?P<day>\d{2})" + TIME + "$"
YEAR_LAST = r"^(?P<first>\d{1,2})[-/. ](?P<next>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})" + TIME + "$"
# Seconds or thousandths since 1970 up to 2030; from there ten digits could be a day and its hour (2031123123).
UNIX = r"^1[0-8]\d{8}(?:\d{3})?$"
SERIAL = r"^\d{5}(?:[.,]\d+)?$"


@dataclass(frozen=True, eq=False)
class ReadDates:
    """Dates read from a piece of a file, arrays of shape (n,).

    Attributes
    ----------
    instant : int64 array
        Seconds since 1970-01-01 of the clock on the wall, `NO_INSTANT` where there is no date.
    day_first, month_first : bool array
        Cells such as 25/12/2023 and 12/25/2023, which can be read one way only.
    formats : frozenset of str
        Which there are: `timestamp`, `iso`, `serial`, `unix`, `named` (months in letters), `slashed` (day and month
        before the year).
    """

    instant: NDArray[np.int64]
    day_first: NDArray[np.bool_]
    month_first: NDArray[np.bool_]
    formats: frozenset[str]


def read_dates(column: pa.Array, *, day_first: bool) -> ReadDates:
    """Read a column of dates, texts or typed.

    Parameters
    ----------
    column : Array of shape (n,)
    day_first : bool
        How cells such as 3/4/2023 are read.
    """
    if pa.types.is_temporal(column.type):
        return _plain(_seconds(column), "timestamp")
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = _plain_numbers(column).cast(pa.string())
    try:  # what programs write, at the speed of the reader
        known = pc.if_else(pc.equal(column, ""), None, column)
        return _plain(_seconds(pc.cast(_iso_at_first(known), pa.timestamp("us"))), "iso")
    except pa.ArrowInvalid:
        coded = column.dictionary_encode(null_encoding="encode")
        read = _read_shapes(pc.utf8_trim_whitespace(coded.dictionary.cast(pa.string()).fill_null("")), day_first)
        place = coded.indices.to_numpy(zero_copy_only=False)
        return ReadDates(read.instant[place], read.day_first[place], read.month_first[place], read.formats)


def _plain_numbers(column: pa.Array) -> pa.Array:
    """Make whole numbers of floats that all are, so that none is written with an exponent."""
    if not pa.types.is_floating(column.type):
        return column
    finite = pc.if_else(pc.is_finite(column), column, None)
    is_whole = pc.all(pc.equal(pc.floor(finite), finite)).as_py()
    return finite.cast(pa.int64(), safe=False) if is_whole else finite


def _iso_at_first(column: pa.Array) -> pa.Array:
    """Give the column back if its first cell is an ISO date, to spare the others a trial that fails late."""
    pc.cast(column.drop_null().slice(0, 1), pa.timestamp("us"))
    return column


def _seconds(column: pa.Array) -> NDArray[np.int64]:
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        column = pc.local_timestamp(column)
    days = column.cast(pa.timestamp("us"))
    known = days.is_valid().to_numpy(zero_copy_only=False)
    micros = days.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    seconds: NDArray[np.int64] = micros // 1_000_000
    year = seconds // DAY_SECONDS
    plausible = known & (year >= _day_of(FIRST_YEAR)) & (year < _day_of(LAST_YEAR + 1))
    return np.where(plausible, seconds, NO_INSTANT)


def _plain(instant: NDArray[np.int64], form: str) -> ReadDates:
    none = np.zeros(len(instant), dtype=bool)
    return ReadDates(instant, none, none, frozenset({form}) if (instant != NO_INSTANT).any() else frozenset())


def _read_shapes(texts: pa.Array, day_first: bool) -> ReadDates:  # noqa: FBT001  one reading of the texts
    """Read distinct texts by their shape."""
    instant = np.full(len(texts), NO_INSTANT)
    formats = set()
    for shape in (YEAR_FIRST, COMPACT):
        parts = _parts(texts, shape)
        read = _instants(parts, parts["year"], parts["month"], parts["day"])
        instant = np.where(read != NO_INSTANT, read, instant)
    formats |= {"iso"} if (instant != NO_INSTANT).any() else set()
    for form, read_form in (("serial", _serial_instants), ("unix", _unix_instants), ("named", _named_instants)):
        read = read_form(texts)
        instant = np.where(read != NO_INSTANT, read, instant)
        formats |= {form} if (read != NO_INSTANT).any() else set()
    parts = _parts(texts, YEAR_LAST)
    year = _full_years(parts["year"])
    european = _instants(parts, year, parts["next"], parts["first"])
    american = _instants(parts, year, parts["first"], parts["next"])
    chosen = european if day_first else american
    formats |= {"slashed"} if ((european != NO_INSTANT) | (american != NO_INSTANT)).any() else set()
    return ReadDates(
        np.where(chosen != NO_INSTANT, chosen, instant),
        (european != NO_INSTANT) & (american == NO_INSTANT),
        (american != NO_INSTANT) & (european == NO_INSTANT),
        frozenset(formats),
    )


def _parts(texts: pa.Array, shape: str) -> dict[str, NDArray[np.int64]]:
    """Cut texts of a shape into numbers, -1 where the text is of another shape or lacks the part."""
    found = pc.extract_regex(texts, shape)
    parts = {}
    for field in found.type:
        cells = pc.if_else(found.is_valid(), found.field(field.name), "").fill_null("")
        if field.name == "half":
            parts["half"] = _halves(cells)
        elif field.name == "name":
            parts["month"] = month_numbers(cells)
        else:
            numbers = pc.if_else(pc.equal(cells, ""), "-1", cells).cast(pa.int64())
            parts[field.name] = numbers.to_numpy(zero_copy_only=False)
    return parts


def _halves(cells: pa.Array) -> NDArray[np.int64]:
    """Tell forenoon (0) from afternoon (1) and a clock of 24 hours (-1)."""
    letters = pc.utf8_lower(cells)
    forenoon, afternoon = (pc.equal(letters, letter).to_numpy(zero_copy_only=False) for letter in "ap")
    return np.where(afternoon, 1, np.where(forenoon, 0, -1))


def _instants(parts: dict[str, NDArray[np.int64]], year: NDArray[np.int64], month: NDArray[np.int64],
              day: NDArray[np.int64]) -> NDArray[np.int64]:  # fmt: skip
    """Make seconds of years, months, days and times; `NO_INSTANT` where there is no such date."""
    possible = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= MONTHS) & (day >= 1)
    start = np.where(possible, (year - 1970) * MONTHS + month - 1, 0).astype("datetime64[M]")
    first = start.astype("datetime64[D]").astype(np.int64)
    following = (start + 1).astype("datetime64[D]").astype(np.int64)
    hour, minute, second = (np.maximum(parts[name], 0) for name in ("hour", "minute", "second"))
    hour = np.where(parts["half"] >= 0, hour % NOON + NOON * parts["half"], hour)
    possible &= (first + day <= following) & (hour < 24) & (minute < 60) & (second <= 60)  # noqa: PLR2004  a clock
    seconds = (first + day - 1) * DAY_SECONDS + hour * 3600 + minute * 60 + second
    return np.where(possible, seconds, NO_INSTANT)


def _serial_instants(texts: pa.Array) -> NDArray[np.int64]:
    """Read days as spreadsheets count them (45000 is 2023-03-15)."""
    is_serial = pc.match_substring_regex(texts, SERIAL)
    plain = pc.replace_substring(pc.if_else(is_serial, texts, "0"), ",", ".").cast(pa.float64())
    days = plain.to_numpy(zero_copy_only=False)
    seconds = np.rint((days + SERIAL_ZERO) * DAY_SECONDS).astype(np.int64)
    return np.where(is_serial.to_numpy(zero_copy_only=False), seconds, NO_INSTANT)


def _unix_instants(texts: pa.Array) -> NDArray[np.int64]:
    """Read seconds or thousandths since 1970."""
    is_unix = pc.match_substring_regex(texts, UNIX)
    number = pc.if_else(is_unix, texts, "0").cast(pa.int64()).to_numpy(zero_copy_only=False)
    seconds = np.where(number >= THOUSANDTHS, number // 1000, number)
    return np.where(is_unix.to_numpy(zero_copy_only=False), seconds, NO_INSTANT)


def _named_instants(texts: pa.Array) -> NDArray[np.int64]:
    """Read dates whose month is in letters."""
    instant = np.full(len(texts), NO_INSTANT)
    if not pc.any(pc.match_substring_regex(texts, LETTERS)).as_py():
        return instant
    plain = without_accents(texts)
    for shape in NAMED_SHAPES:
        parts = _parts(plain, shape + TIME_AFTER_NAME + TIME + "$")
        read = _instants(parts, _full_years(parts["year"]), parts["month"], parts["day"])
        instant = np.where(read != NO_INSTANT, read, instant)
    return instant


def _full_years(year: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the century to years of two digits: 1970 to 2069, as POSIX does."""
    short = (year >= 0) & (year < CENTURY)
    return np.where(short, year + FIRST_YEAR + np.where(year < PIVOT_YEAR, CENTURY, 0), year)


def _day_of(year: int) -> int:
    return int(np.datetime64(f"{year}-01-01", "D").astype(np.int64))
