"""How often each customer will still buy, in closed form."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.value.histories import histories
from geoprofile.value.models import LeavingRates
from geoprofile.value.purchasing import (
    PurchasePosterior,
    expected_purchases,
    purchase_interval,
    purchase_tail,
)
from tests.value.conftest import days_of


def believed(*, alive=0.8, shape=3.0, rate=100.0, leave=0.9, stay=5.0):
    return PurchasePosterior(np.array([alive]), np.array([shape]), np.array([rate]), leave, np.array([stay]))


@settings(max_examples=30)
@given(
    st.floats(0, 1), st.floats(0.2, 60), st.floats(5, 900), st.floats(0.05, 9), st.floats(1.05, 40), st.floats(1, 400)
)
def test_the_expectation_is_the_sum_of_the_tails(alive, shape, rate, leave, stay, days):
    law = believed(alive=alive, shape=shape, rate=rate, leave=leave, stay=stay)
    tails = sum(purchase_tail(law, days, np.array([count]))[0] for count in range(1, 1_500))
    if shape * days / rate < 150:
        assert expected_purchases(law, days)[0] == pytest.approx(tails, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("leave", [1.0, 1 - 1e-9, 1 + 1e-9])
def test_the_closed_form_holds_where_its_denominator_vanishes(leave):
    beside = expected_purchases(believed(leave=1.001), 365)
    assert expected_purchases(believed(leave=leave), 365) == pytest.approx(beside, rel=1e-3)


def test_a_customer_of_a_thousand_purchases_breaks_no_formula():
    assert 900 < expected_purchases(believed(alive=1, shape=2_000, rate=600, leave=0.01, stay=2_000), 365)[0] < 1_217


def test_who_never_leaves_buys_at_the_own_rate():
    assert expected_purchases(believed(leave=0.0, alive=1), 50)[0] == pytest.approx(3 / 100 * 50)


@settings(max_examples=30)
@given(st.floats(0, 1), st.floats(0.2, 60), st.floats(0, 5), st.sampled_from([0.5, 0.8, 0.95]))
def test_no_more_than_the_level_allows_lies_beyond_an_end(alive, shape, leave, level):
    law = believed(alive=alive, shape=shape, leave=leave)
    low, high = purchase_interval(law, 200, level=level)
    tail = (1 - level) / 2
    assert purchase_tail(law, 200, high + 1)[0] <= tail + 1e-12
    assert 1 - purchase_tail(law, 200, low)[0] <= tail + 1e-12
    assert 0 <= low[0] <= high[0]


def test_the_longer_the_silence_the_less_likely_one_is_still_a_customer():
    rates = LeavingRates(shape=1.2, rate=50, leave=0.9, stay=4)
    table = days_of([(f"c{last:03d}", day, 1.0) for last in (20, 100, 300) for day in (0, 10, last)])
    known = histories(table.customer, table.day, table.amount, customer_count=3, as_of_day=310)
    alive = rates.posterior(known).alive
    assert (np.diff(alive) > 0).all()
    assert 0 <= alive[0] < 0.05


def test_only_where_the_first_purchase_counts_can_who_bought_once_have_left():
    table = days_of([("a", 0, 1.0)])
    known = histories(table.customer, table.day, table.amount, customer_count=1, as_of_day=400)
    assert LeavingRates(1.2, 50, 0.9, 4, law="bg_nbd").posterior(known).alive[0] == 1
    assert LeavingRates(1.2, 50, 0.9, 4, law="mbg_nbd").posterior(known).alive[0] < 0.5
