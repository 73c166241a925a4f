"""Sums of unequal weights are tested with their long tails."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from geoprofile.profiling.weighted_sums import weighted_share_test


def test_a_test_of_weighted_sums_agrees_with_simulation_far_into_the_tail():
    rng = np.random.default_rng(4)
    weight = rng.lognormal(0, 1.2, 80)
    sums = (rng.random((200_000, 80)) < 0.05) @ weight
    for level in (0.9, 0.99, 0.999):
        total = np.quantile(sums, level)
        p_value = weighted_share_test(np.array([total]), weight, np.array([0.05]))[0]
        assert p_value / 2 == pytest.approx((sums >= total).mean(), rel=0.15)


def test_a_test_of_equally_weighted_sums_is_near_the_exact_one():
    counts = np.array([4.0, 10.0, 21.0, 28.0])
    p_values = weighted_share_test(counts, np.ones(200), np.full(4, 0.07))
    mid = [stats.binom.sf(c, 200, 0.07) + stats.binom.pmf(c, 200, 0.07) / 2 for c in counts]
    assert np.allclose(p_values, [2 * min(m, 1 - m) for m in mid], rtol=0.15)


def test_weighted_sums_at_the_ends_of_their_range_have_exact_p_values():
    p_values = weighted_share_test(np.array([0.0, 6.0]), np.array([1.0, 2.0, 3.0, 0.0]), np.array([0.9, 0.1]))
    assert p_values == pytest.approx([0.002, 0.002])
    assert weighted_share_test(np.array([6.0]), np.array([1.0, 2.0, 3.0]), np.array([1.0])).tolist() == [1.0]
    assert np.isnan(weighted_share_test(np.array([0.0]), np.zeros(2), np.array([0.5]))).all()


@given(st.lists(st.floats(0.01, 1e4), min_size=2, max_size=30), st.floats(1e-3, 1e3), st.data())
def test_a_test_of_weighted_sums_does_not_depend_on_the_currency(weights, rate, data):
    weight = np.array(weights)
    inside = np.array(data.draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights))))
    total = np.array([weight[inside].sum()])
    one = weighted_share_test(total, weight, np.array([0.2]))
    other = weighted_share_test(total * rate, weight * rate, np.array([0.2]))
    assert np.allclose(one, other, atol=1e-4)
    assert ((one >= 0) & (one <= 1)).all()
