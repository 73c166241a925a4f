"""How well something was foretold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.value.scores import (
    calibration_error,
    calibration_table,
    coverage,
    ranking_auc,
    squared_error_gap,
    top_share,
)

SEEN = np.array([0.0, 0, 0, 0, 0, 0, 0, 0, 30, 70])


def test_a_perfect_order_has_an_auc_of_one_and_none_of_a_half():
    assert ranking_auc(SEEN, SEEN) == 1
    assert ranking_auc(np.ones(10), SEEN) == 0.5
    assert ranking_auc(-SEEN, SEEN) == 0
    assert np.isnan(ranking_auc(SEEN, SEEN + 1))  # all bought: there is no order to judge


def test_the_best_tenth_holds_what_it_holds():
    assert top_share(SEEN, SEEN) == pytest.approx(0.7)
    assert top_share(np.ones(10), SEEN) == pytest.approx(0.1)
    assert np.isnan(top_share(SEEN, np.zeros(10)))


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=12, max_size=40), st.randoms())
def test_the_order_of_customers_changes_no_score(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    (one, two), (other, another) = (np.array(rows, dtype=float).T for rows in (pairs, shuffled))
    assert top_share(one, two) == pytest.approx(top_share(other, another), nan_ok=True)
    assert ranking_auc(one, two) == pytest.approx(ranking_auc(other, another), nan_ok=True)
    left, right = calibration_table(one, two), calibration_table(other, another)
    np.testing.assert_allclose(left, right)


def test_deciles_hold_everyone_once_and_keep_those_foretold_alike_together():
    expected = np.repeat([0.0, 1.0, 2.0], [60, 30, 10])
    table = calibration_table(expected, expected)
    assert table["customers"].tolist() == [60, 30, 10]
    assert calibration_error(table) == 0
    assert calibration_error(calibration_table(2 * SEEN, SEEN)) == pytest.approx(1)
    assert (table["seen_low"] <= table["seen"]).all()
    assert (table["seen"] <= table["seen_high"]).all()


def test_the_interval_of_a_decile_holds_its_true_mean():
    draw = np.random.default_rng(5)
    rate = draw.gamma(1, 1, 3_000)
    table = calibration_table(rate, draw.poisson(rate).astype(float))
    assert ((table["expected"] >= table["seen_low"]) & (table["expected"] <= table["seen_high"])).mean() >= 0.8
    assert table["seen"].is_monotonic_increasing
    assert calibration_error(table) < 0.1


def test_coverage_counts_both_ends_and_is_missing_without_intervals():
    assert coverage(np.array([0.0, 1]), np.array([1.0, 2]), np.array([1.0, 3])) == 0.5
    assert np.isnan(coverage(np.array([np.nan]), np.array([np.nan]), np.array([1.0])))


def test_the_best_is_no_worse_than_itself():
    assert squared_error_gap(SEEN + 1, SEEN + 1, SEEN) == (0, 0)
    gap, error = squared_error_gap(SEEN + 2, SEEN, SEEN)
    assert (gap, error) == (4, 0)
