"""A summary counts what became of rows, batch by batch, and nothing of the columns that came in."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.summary import start_summary
from geoprofile.tables import MATCH_LEVELS

LEVELS = ["iris", "commune"]


def batch(rows, *, client=()) -> pa.Table:
    """Lay out rows of (match level, iris, commune, status, income, class) behind the columns of the input."""
    names = ["result_type", "iris", "commune", "zone_status", "income_eur", "urban_class"]
    kinds = [pa.string()] * 4 + [pa.float64(), pa.string()]
    columns = list(zip(*rows, strict=True)) if rows else [[]] * len(names)
    arrays = [pa.array(list(values), kind) for values, kind in zip(columns, kinds, strict=True)]
    own = [pa.array(["mine"] * len(rows), pa.string()) for _ in client]
    return pa.table([*own, *arrays], names=[*client, *names])


def counted(*tables, client=()):
    summary = start_summary(list(client), LEVELS)
    for table in tables:
        summary.count(table)
    return summary


GOOD = ("housenumber", "001010101", "00101", "ok", 20_000.0, "urban")
COARSE = ("municipality", "", "00101", "commune-only", None, "urban")
LOST = ("", "", "", "not-located", np.nan, "")


def test_rows_are_counted_by_match_level_zone_and_status():
    summary = counted(batch([GOOD, GOOD, COARSE, LOST]))
    assert summary.rows == {"rows": 4}
    assert summary.matches == {"housenumber": 2, "municipality": 1, "": 1}
    assert summary.statuses == {"ok": 2, "commune-only": 1, "not-located": 1}
    assert summary.zones == {"iris": 2, "commune": 3}


def test_missing_numbers_and_empty_text_are_counted_for_each_variable():
    summary = counted(batch([GOOD, COARSE, LOST]))
    assert summary.missing == {"income_eur": 2, "urban_class": 1}


def test_a_variable_that_is_nowhere_missing_is_named_with_none():
    assert counted(batch([GOOD])).missing == {"income_eur": 0, "urban_class": 0}


rows = st.lists(st.sampled_from([GOOD, COARSE, LOST]), max_size=8)


@given(st.lists(rows, max_size=5))
def test_batches_count_as_their_rows_would_at_once(batches):
    parts = counted(*(batch(one) for one in batches))
    whole = counted(batch([row for one in batches for row in one]))
    for name in ("rows", "matches", "statuses", "zones", "missing"):
        assert +getattr(parts, name) == +getattr(whole, name)


@given(rows)
def test_match_levels_and_statuses_each_add_up_to_the_rows(found):
    summary = counted(batch(found))
    assert sum(summary.matches.values()) == sum(summary.statuses.values()) == summary.rows["rows"] == len(found)


def test_a_batch_without_rows_counts_nothing_and_names_every_variable():
    summary = counted(batch([]))
    assert (summary.rows["rows"], +summary.matches, +summary.zones) == (0, {}, {})
    assert summary.missing == {"income_eur": 0, "urban_class": 0}


@pytest.mark.parametrize("client", [("result_type", "iris"), ("zone_status",), ("income_eur", "urban_class")])
def test_columns_of_the_input_are_never_counted_whatever_their_names(client):
    table = batch([GOOD, LOST], client=client)
    renamed = table.rename_columns(
        [name if position < len(client) or name not in client else f"{name}_2"
         for position, name in enumerate(table.column_names)]
    )  # fmt: skip
    summary, plain = counted(renamed, client=client), counted(batch([GOOD, LOST]))
    assert (summary.matches, summary.statuses, summary.zones) == (plain.matches, plain.statuses, plain.zones)
    assert sorted(summary.missing.values()) == sorted(plain.missing.values())


@pytest.mark.parametrize("number", [2, 3, 12])
def test_added_columns_count_under_their_name_whatever_number_it_got(number):
    table = batch([GOOD, COARSE, LOST])
    plain = counted(table)
    summary = counted(table.rename_columns([f"{name}_{number}" for name in table.column_names]))
    assert (summary.matches, summary.statuses, summary.zones) == (plain.matches, plain.statuses, plain.zones)
    assert summary.missing == {f"income_eur_{number}": 2, f"urban_class_{number}": 1}


@pytest.mark.parametrize("name", ["income_eur_level", "income_eur_level_2"])
def test_the_level_that_a_value_comes_from_is_no_variable(name):
    table = batch([GOOD, LOST])
    summary = counted(table.append_column(name, pa.array(["iris", ""])))
    assert sorted(summary.missing) == ["income_eur", "urban_class"]


def test_match_rates_are_shares_from_finest_to_none():
    rates = counted(batch([GOOD, GOOD, COARSE, LOST])).match_rates()
    assert list(rates) == [*MATCH_LEVELS, "none"]
    assert (rates["housenumber"], rates["municipality"], rates["none"], rates["street"]) == (
        0.5,
        0.25,
        0.25,
        0.0,
    )


def test_match_rates_of_nothing_are_nothing():
    assert set(start_summary([], LEVELS).match_rates().values()) == {0.0}
