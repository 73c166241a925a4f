"""The plain baseline, and what anyone can do without it."""

import numpy as np
import pytest

from geoprofile.value.baseline import Baseline, gamma_rates
from geoprofile.value.histories import actual, histories
from geoprofile.value.naive import MeanForAll, NaiveRate
from tests.value.conftest import days_of, simulate


def known_on(table, day):
    return histories(table.customer, table.day, table.amount, customer_count=len(table.customer_ids), as_of_day=day)


def test_the_law_of_rates_is_found_again_where_nobody_leaves():
    table = simulate(3_000, leave=(1e-9, 1.0), rate=(1.5, 60.0))
    rates = gamma_rates(known_on(table, table.last))
    assert rates.shape == pytest.approx(1.5, rel=0.12)
    assert rates.rate == pytest.approx(60, rel=0.15)


def test_fewer_are_still_there_the_longer_they_were_silent():
    table = simulate(2_500)
    baseline = Baseline().fit(table, as_of_day=table.last, horizon_days=200)
    assert baseline.checked_days_ == 200
    assert (np.diff(baseline.still_there_) <= 0).all()
    assert baseline.still_there_[0] > 0.6
    assert baseline.still_there_[-1] < 0.3


def test_intervals_of_the_baseline_hold_on_customers_who_buy_and_leave():
    table = simulate(2_500)
    cut = table.last - 150
    known = known_on(table, cut)
    foretold = Baseline().fit(table, as_of_day=cut, horizon_days=150).predict(known, 150)
    purchases, value = (
        seen[known.customer]
        for seen in actual(
            table.customer,
            table.day,
            table.amount,
            customer_count=len(table.customer_ids),
            from_day=cut + 1,
            to_day=table.last,
        )
    )
    assert ((purchases >= foretold.purchases_low) & (purchases <= foretold.purchases_high)).mean() > 0.93
    assert ((value >= foretold.value_low) & (value <= foretold.value_high)).mean() > 0.93
    assert foretold.purchases.sum() == pytest.approx(purchases.sum(), rel=0.2)


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 1, 10.0), ("b", 2, 30.0), ("c", 9, 5.0)],
        [("a", 5, 0.0), ("b", 5, 0.0)],
        [("a", 5, 3.0)],
    ],
    ids=["nobody twice", "all today for nothing", "one customer today"],
)
def test_a_file_that_teaches_little_still_gives_a_word_on_everyone(rows):
    table = days_of(rows)
    baseline = Baseline().fit(table, as_of_day=table.last, horizon_days=365)
    foretold = baseline.predict(known_on(table, table.last), 365)
    assert baseline.checked_days_ == 0
    assert np.isfinite(foretold.purchases).all()
    assert (foretold.purchases > 0).all()
    assert (foretold.value_low <= foretold.value_high).all()


def test_the_naive_rate_goes_on_as_before():
    table = days_of([("a", 0, 10.0), ("a", 10, 30.0), ("b", 20, 5.0)])
    foretold = NaiveRate().fit(table, as_of_day=20, horizon_days=40).predict(known_on(table, 20), 40)
    assert foretold.purchases.tolist() == [2, 0]
    assert foretold.value.tolist() == [40, 0]
    assert np.isnan(foretold.purchases_low).all()


def test_the_mean_for_all_tells_nobody_apart():
    table = days_of([("a", 0, 10.0), ("a", 10, 30.0), ("b", 10, 5.0)])
    foretold = MeanForAll().fit(table, as_of_day=20, horizon_days=30).predict(known_on(table, 20), 30)
    assert foretold.purchases.tolist() == [1, 1]
    assert foretold.value.tolist() == [15, 15]
