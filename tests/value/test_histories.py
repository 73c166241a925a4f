"""What is known of a customer on a day."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.value.histories import actual, histories
from tests.value.conftest import days_of

ROWS = [("a", 10, 5.0), ("a", 13, 7.0), ("a", 40, 9.0), ("b", 20, 0.0), ("c", 99, 1.0)]


def known_on(day, rows=ROWS):
    table = days_of(rows)
    return histories(table.customer, table.day, table.amount, customer_count=len(table.customer_ids), as_of_day=day)


def test_a_history_counts_what_came_after_the_first_purchase():
    known = known_on(50)
    assert known.customer.tolist() == [0, 1]
    assert known.repeats.tolist() == [2, 0]
    assert known.recency_days.tolist() == [30, 0]
    assert known.age_days.tolist() == [40, 30]
    assert known.total.tolist() == [21, 0]
    assert known.square_total.tolist() == [155, 0]
    assert known.mean_amount.tolist() == [7, 0]


def test_what_was_bought_after_the_day_is_not_known():
    known = known_on(39)
    assert (known.repeats[0], known.recency_days[0], known.age_days[0], known.total[0]) == (1, 3, 29, 12)
    assert len(known_on(9)) == 0


def test_both_ends_of_the_period_that_is_looked_at_count():
    table = days_of(ROWS)
    purchases, value = actual(table.customer, table.day, table.amount, customer_count=3, from_day=13, to_day=40)
    assert purchases.tolist() == [2, 1, 0]
    assert value.tolist() == [16, 0, 0]


@given(st.permutations(range(len(ROWS))), st.integers(5, 110))
def test_the_order_of_the_rows_changes_nothing(order, day):
    table = days_of(ROWS)
    order = np.array(order)
    shuffled = histories(table.customer[order], table.day[order], table.amount[order], customer_count=3, as_of_day=day)
    straight = known_on(day)
    for name in ("customer", "repeats", "recency_days", "age_days", "total"):
        np.testing.assert_array_equal(getattr(shuffled, name), getattr(straight, name))


@given(st.integers(10, 98))
def test_what_was_known_and_what_came_after_make_the_whole(day):
    table = days_of(ROWS)
    known = known_on(day)
    _, value = actual(table.customer, table.day, table.amount, customer_count=3, from_day=day + 1, to_day=table.last)
    assert known.total.sum() + value.sum() == pytest.approx(table.amount.sum())
