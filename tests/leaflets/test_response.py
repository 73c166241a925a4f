"""Response: a base rate, spread by the ranking and the way; and whether it pays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.leaflets.response import payback, spread_response

zones = st.lists(st.tuples(st.integers(0, 900), st.floats(0, 5000), st.floats(0, 60)), min_size=1, max_size=40)


@given(zones, st.floats(1e-4, 0.05))
def test_the_average_letterbox_answers_at_the_base_rate_and_no_zone_at_more_than_four_times_it(rows, base):
    boxes, index, minutes = np.array(rows).T
    rate = spread_response(boxes, index, base_rate=base, minutes=minutes, half_time_min=10.0)
    assert (rate <= 4 * base * (1 + 1e-9)).all()
    if boxes.sum() > 0:
        assert rate @ boxes <= base * boxes.sum() * (1 + 1e-9)
        reachable_most = 4 * boxes[rate > 0].sum()
        if reachable_most >= boxes.sum():
            assert rate @ boxes == pytest.approx(base * boxes.sum())


def test_half_the_contrast_of_the_ranking_shows():
    rate = spread_response(np.array([100, 100]), np.array([50.0, 150.0]), base_rate=0.01, contrast_share=0.5)
    assert rate == pytest.approx([0.0075, 0.0125])


def test_an_unknown_index_is_an_average_one():
    rate = spread_response(np.array([100, 100, 100]), np.array([50.0, 150.0, np.nan]), base_rate=0.01)
    assert rate[2] == pytest.approx(0.01)


def test_half_as_many_come_from_a_half_time_further_and_nobody_from_out_of_reach():
    minutes = np.array([0.0, 10.0, np.nan])
    rate = spread_response(np.full(3, 100), np.full(3, 100.0), base_rate=0.01, minutes=minutes, half_time_min=10.0)
    assert rate[0] == pytest.approx(2 * rate[1])
    assert rate[2] == 0
    assert rate.sum() == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base_rate": 0.0}, "response rate"),
        ({"contrast_share": 1.5}, "contrast"),
        ({"greatest_ratio": 0.5}, "greatest ratio"),
        ({"half_time_min": 0.0}, "half-time"),
    ],
)
def test_numbers_that_make_no_rate_are_refused(options, message):
    with pytest.raises(TableError, match=message):
        spread_response(np.array([1]), np.array([100.0]), **options)
    with pytest.raises(TableError, match="Row 1 of the ranking"):
        spread_response(np.array([1, 1]), np.array([100.0, -1.0]))


def test_payback_sets_margin_against_cost():
    back = payback(expected_response=30.0, cost_eur=600.0, letterboxes=10_000, margin_eur=40.0)
    assert (back.profit_eur, back.return_share) == (600.0, 1.0)
    assert (back.break_even_response, back.break_even_rate) == (15.0, 0.0015)
    assert np.isnan(payback(0.0, 0.0, 0, 40.0).return_share)
    with pytest.raises(TableError, match="margin"):
        payback(30.0, 600.0, 10_000, 0.0)
