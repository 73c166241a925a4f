"""Dates in every form that order files have."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.purchases.dates import NO_INSTANT, read_dates


def instant(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())


def test_a_date_is_read_in_any_form():
    forms = {
        "2023-04-03": (2023, 4, 3),
        "2023-04-03T10:17:05": (2023, 4, 3, 10, 17, 5),
        "2023-04-03 10:17:05.250Z": (2023, 4, 3, 10, 17, 5),
        "2023-04-03T23:30:00+02:00": (2023, 4, 3, 23, 30),
        "20230403": (2023, 4, 3),
        "03/04/2023": (2023, 4, 3),
        "3.4.23 9h05": (2023, 4, 3, 9, 5),
        "3/4/2023 12:05 AM": (2023, 4, 3, 0, 5),
        "3/4/2023 12:05 pm": (2023, 4, 3, 12, 5),
        "45019": (2023, 4, 3),
        "45019.5": (2023, 4, 3, 12),
    }
    wanted = [instant(*parts) for parts in forms.values()]
    assert read_dates(pa.array(list(forms)), day_first=True).instant.tolist() == wanted
    alone = [read_dates(pa.array([text]), day_first=True).instant[0] for text in forms]
    assert alone == wanted


def test_months_in_letters_and_unix_seconds_are_read():
    forms = {
        "3 janv. 2024": (2024, 1, 3),
        "Jan 3, 2024": (2024, 1, 3),
        "3-Feb-24": (2024, 2, 3),
        "12 déc. 23": (2023, 12, 12),
        "mer. 1er août 2022 à 10h05": (2022, 8, 1, 10, 5),
        "January 3rd, 2024 at 10:05 PM": (2024, 1, 3, 22, 5),
        "3 mrt 2024": (2024, 3, 3),
        "15SEP2023": (2023, 9, 15),
        "2024-Jul-03": (2024, 7, 3),
        "1672531200": (2023, 1, 1),
        "1672531200000": (2023, 1, 1),
    }
    for text, parts in forms.items():
        assert read_dates(pa.array([text]), day_first=True).instant.tolist() == [instant(*parts)], text
    read = read_dates(pa.array([*forms, "3 jui 2024", "T3 2024", "2023040310", "31 feb 2024"]), day_first=True)
    assert read.formats == {"named", "unix"}
    assert (read.instant != NO_INSTANT).tolist() == [True] * len(forms) + [False] * 4
    assert read_dates(pa.array([1672531200.0, None]), day_first=True).instant[0] == instant(2023, 1, 1)


def test_years_of_two_digits_are_of_1970_to_2069():
    read = read_dates(pa.array(["25/12/99", "25/12/70", "25/12/69", "25/12/00"]), day_first=True)
    years = read.instant.astype("datetime64[s]").astype("datetime64[Y]").astype(str).tolist()
    assert years == ["1999", "1970", "2069", "2000"]


def test_what_is_no_date_is_missing():
    cells = ["", "31/02/2023", "2023-13-01", "32/12/2023", "1/1/3023", "hier", "12", "0000-00-00", None]
    read = read_dates(pa.array([*cells, "02/01/2023"]), day_first=True)
    assert (read.instant == NO_INSTANT).tolist() == [True] * 9 + [False]


def test_cells_that_can_be_read_one_way_only_are_told():
    read = read_dates(pa.array(["25/12/2023", "12/25/2023", "3/4/2023", "32/13/2023"]), day_first=True)
    assert read.day_first.tolist() == [True, False, False, False]
    assert read.month_first.tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([date(2023, 4, 3), None]),
        pa.array([date(2023, 4, 3), None]).cast(pa.timestamp("ns")),
        pa.array([datetime(2023, 4, 2, 22, tzinfo=UTC), None], pa.timestamp("us", tz="Europe/Paris")),
        pa.array([45019, None]),
        pa.array([45019.0, None]),
    ],
)
def test_typed_columns_are_read_by_the_clock_on_the_wall(column):
    assert read_dates(column, day_first=True).instant.tolist() == [instant(2023, 4, 3), NO_INSTANT]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_written_either_way_is_the_same_day(day):
    european = read_dates(pa.array([day.strftime("%d/%m/") + str(day.year)]), day_first=True).instant
    american = read_dates(pa.array([day.strftime("%m/%d/") + str(day.year)]), day_first=False).instant
    assert european == american == np.datetime64(day, "s").astype(np.int64)
