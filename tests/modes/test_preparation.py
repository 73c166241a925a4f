import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.modes.columns import ModeColumn
from geoprofile.modes.preparation import MOST_VARIANCE, THEME_WEIGHTS, MixedPreparation

from .customers import COLUMNS, customers


@pytest.fixture(scope="module")
def table():
    return customers()


def variances(prepared, table, theme):
    codes = prepared.codes_
    themes = np.repeat([code.column.theme for code in codes], [code.width for code in codes])
    values = prepared.encode(table).values[:, themes == theme]
    return np.linalg.eigvalsh(values.T @ values / len(values))


def test_a_theme_weighs_no_more_for_having_many_columns(table):
    rng = np.random.default_rng(1)
    copies = {f"area_{place}": table["income"] * (1 + rng.normal(0, 0.2, len(table))) for place in range(40)}
    wide = table.assign(**copies)
    columns = [*COLUMNS, *(ModeColumn(name, "number", "place") for name in copies)]
    found = variances(MixedPreparation().fit(wide, columns), wide, "place")
    assert found[-1] <= THEME_WEIGHTS["place"] + 1e-9
    assert found.sum() <= MOST_VARIANCE * THEME_WEIGHTS["place"] + 1e-9


def test_one_customer_who_buys_a_thousand_times_does_not_flatten_the_others(table):
    plain = MixedPreparation().fit(table, COLUMNS)
    whale = table.assign(basket=table["basket"].where(table.index != 0, 1e7))
    drawn = MixedPreparation().fit(whale, COLUMNS)
    before, after = (prepared.encode(table).values[1:, 0] for prepared in (plain, drawn))
    assert np.corrcoef(before, after)[0, 1] > 0.98
    assert after.std() > 0.8 * before.std()


def test_a_column_that_is_the_same_for_all_is_left_out_and_said(table):
    prepared = MixedPreparation().fit(table.assign(same=1.0), [*COLUMNS, ModeColumn("same", "number", "own")])
    assert prepared.flat_ == ("same",)


def test_fewer_than_two_columns_that_differ_are_refused(table):
    with pytest.raises(TableError, match="two at least"):
        MixedPreparation().fit(table, COLUMNS[:1])


def test_missing_cells_are_filled_from_what_goes_with_them_and_known_ones_are_left(table):
    holed = table.assign(orders=table["orders"].where(table.index % 4 != 0))
    prepared = MixedPreparation().fit(holed, COLUMNS)
    encoded = prepared.encode(holed)
    filled = prepared.fill(encoded)
    assert (filled[encoded.known] == encoded.values[encoded.known]).all()
    place = [code.column.name for code in prepared.codes_].index("orders")
    truth = prepared.encode(table).values[:, place]
    hole = ~encoded.known[:, place]
    assert np.corrcoef(filled[hole, place], truth[hole])[0, 1] > 0.7
    assert prepared.missing_[place] == pytest.approx(0.25)


def test_a_level_that_was_not_seen_counts_as_missing_where_no_level_is_rare(table):
    prepared = MixedPreparation().fit(table, COLUMNS)
    encoded = prepared.encode(table.assign(channel="fax"))
    assert encoded.known.mean(axis=0).tolist().count(0.0) == 3


def test_a_column_that_is_absent_is_missing_for_all(table):
    prepared = MixedPreparation().fit(table, COLUMNS)
    share = prepared.known_share(prepared.encode(table[["basket"]]).known)
    assert 0 < share.max() < 1
    assert not prepared.known_share(prepared.encode(pd.DataFrame(index=range(3))).known).any()
