"""Real order lines: Online Retail and the Superstore sample."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geoprofile.files import open_address_file
from geoprofile.purchases import customer_summary, fit_cuts, read_orders, score_customers


@pytest.fixture(scope="module")
def retail(real_data):
    return read_orders(open_address_file(real_data / "transactions/online_retail_240k.parquet"))


def test_74215_pieces_sent_back_sixteen_minutes_later_are_no_purchase(retail):
    days, _ = retail
    summary = customer_summary(days, date(2011, 6, 26)).set_index("customer_id")
    assert summary.loc["12346", ["orders", "turnover", "returned_share"]].tolist() == [0, 0, 1]
    assert pd.isna(summary.loc["12346", "last_purchase"])


def test_online_retail_is_read_as_it_is(retail):
    _, reading = retail
    assert (reading.lines, reading.without_customer, reading.customers) == (240_007, 67_225, 2974)
    assert reading.date_formats == ("month-first",)
    assert (reading.first_day, reading.last_day) == (date(2010, 12, 1), date(2011, 6, 26))
    # what pandas adds up, returns included, but for those that no order explains
    assert reading.turnover - reading.unmatched_amount == pytest.approx(3_626_224.25, abs=0.01)


def test_shuffling_online_retail_changes_no_score(retail, real_data, tmp_path):
    lines = pd.read_parquet(real_data / "transactions/online_retail_240k.parquet")
    lines.sample(frac=1, random_state=1).to_parquet(tmp_path / "mixed.parquet")
    days, reading = read_orders(open_address_file(tmp_path / "mixed.parquet"))
    scores = []
    for one in (retail[0], days):
        summary = customer_summary(one, reading.last_day)
        scores.append(score_customers(summary, fit_cuts(summary)))
    pd.testing.assert_frame_equal(*scores)


def test_the_superstore_is_read_month_first_in_its_own_encoding(real_data):
    days, reading = read_orders(open_address_file(real_data / "transactions/sample_superstore.csv"))
    assert (reading.lines, reading.orders, reading.date_formats) == (9994, 5009, ("month-first",))
    assert reading.turnover == pytest.approx(2_297_200.8603)
    assert len(days.categories) == 3
