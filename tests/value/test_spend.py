"""What a purchase day brings."""

import numpy as np
import pytest

from geoprofile.value.histories import histories
from geoprofile.value.spend import spend_by_moments
from tests.value.conftest import days_of, simulate


def known_of(table):
    return histories(
        table.customer, table.day, table.amount, customer_count=len(table.customer_ids), as_of_day=table.last
    )


def test_the_law_of_amounts_is_found_again():
    spend = spend_by_moments(known_of(simulate(4_000, spend=(3.0, 6.0, 100.0))))
    assert spend.shape == pytest.approx(3, rel=0.06)
    assert spend.certainty == pytest.approx(6, rel=0.2)
    assert spend.shape * spend.scale / (spend.certainty - 1) == pytest.approx(3 * 100 / 5, rel=0.05)


def test_a_mean_is_drawn_towards_that_of_all_and_less_so_the_more_is_known():
    rows = [("few", day, 100.0 + day) for day in range(2)] + [("many", day, 100.0 + day % 2) for day in range(40)]
    rows += [(f"x{number}", day, 10.0 + number + day) for number in range(6) for day in range(3)]
    known = known_of(days_of(rows))
    means = spend_by_moments(known).posterior(known).mean
    assert 40 < means[0] < means[1] < 101


def test_one_huge_amount_does_not_rule_the_law():
    table = simulate(2_000)
    huge = table.amount.copy()
    huge[7] = 1e6
    before, after = (
        spend_by_moments(known_of(table)),
        spend_by_moments(known_of(type(table)(table.customer_ids, table.customer, table.day, huge))),
    )
    assert after.shape == pytest.approx(before.shape, rel=0.05)
    assert after.certainty == pytest.approx(before.certainty, rel=0.2)


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 1, 0.0), ("b", 2, 0.0), ("b", 3, 0.0)],
        [("a", 1, 20.0), ("b", 2, 20.0), ("b", 3, 20.0)],
        [("a", 1, 10.0), ("b", 2, 30.0)],
        [("a", 1, 10.0)],
        [("a", 1, 1e-9), ("a", 2, 1e9)],
    ],
    ids=["nothing", "all the same", "nobody twice", "one customer", "wild"],
)
def test_amounts_that_teach_little_still_give_means_that_are_numbers(rows):
    known = known_of(days_of(rows))
    means = spend_by_moments(known).posterior(known).mean
    assert np.isfinite(means).all()
    assert (means >= 0).all()
    if len({row[2] for row in rows}) == 1:
        assert means == pytest.approx(rows[0][2], rel=1e-6)
