"""Intervals and tests are those of the books, and hold for many classes at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from geoprofile.significance import (
    binomial_test,
    class_sizes,
    detectable_shares,
    effective_size,
    false_discovery_rates,
    rate_interval,
    ratio_interval,
    share_test,
    two_sample_test,
    unsampled_share,
    wilson_interval,
    z_test,
)

SIZES = st.integers(1, 3_000)
SHARES = st.floats(0.001, 0.999)


@st.composite
def counts_of(draw):
    size = draw(SIZES)
    return draw(st.integers(0, size)), size


@given(counts_of())
def test_the_interval_of_wilson_is_that_of_scipy(case):
    count, size = case
    low, high = wilson_interval(count, size)
    book = stats.binomtest(count, size).proportion_ci(method="wilson")
    assert low == pytest.approx(book.low, abs=1e-12)
    assert high == pytest.approx(book.high, abs=1e-12)


@given(counts_of())
def test_an_interval_holds_the_share_seen_and_stays_within_0_and_1(case):
    count, size = case
    low, high = wilson_interval(count, size)
    assert 0 <= low <= count / size <= high <= 1


def test_an_interval_of_nobody_is_unknown():
    assert np.isnan(wilson_interval(0, 0)).all()
    assert np.isnan(rate_interval(3, 0)).all()


@given(st.integers(0, 500), st.floats(1, 1e5))
def test_the_interval_of_a_rate_holds_it_and_may_pass_one_a_household(count, exposure):
    low, high = rate_interval(count, exposure)
    assert 0 <= low <= count / exposure * (1 + 1e-12)
    assert high > count / exposure


def test_the_interval_of_a_rate_is_what_wilsons_becomes_for_rare_events():
    assert np.allclose(rate_interval(7, 1e9), wilson_interval(7, 1e9), rtol=1e-6)


@given(counts_of(), SHARES)
def test_the_exact_test_is_twice_the_smaller_tail_of_the_binomial(case, share):
    count, size = case
    tails = stats.binom.cdf(count, size, share), stats.binom.sf(count - 1, size, share)
    assert binomial_test(count, size, share) == pytest.approx(min(1, 2 * min(tails)), rel=1e-6, abs=1e-290)


def test_the_exact_test_takes_fractional_counts_between_those_of_whole_ones():
    p_values = binomial_test([3.0, 3.4, 4.0], 200.0, 0.005)
    assert p_values[0] > p_values[1] > p_values[2]


def test_a_share_that_is_impossible_is_refuted_and_one_that_is_certain_is_not():
    assert binomial_test([5, 0, 10], 10, [0.0, 0.0, 1.0]).tolist() == [0.0, 1.0, 1.0]
    assert z_test([5, 0, 10], 10, [0.0, 0.0, 1.0]).tolist() == [0.0, 1.0, 1.0]


def test_the_z_test_is_near_the_exact_one_for_many_customers():
    counts = np.array([450, 500, 540, 580])
    assert np.allclose(z_test(counts, 5_000, 0.1), binomial_test(counts, 5_000, 0.1), atol=0.03)


def test_small_classes_of_many_customers_are_tested_exactly():
    few, many = share_test([4, 600], 5_000, [0.0002, 0.1])
    assert few == binomial_test(4, 5_000, 0.0002)
    assert many == z_test(600, 5_000, 0.1)


def test_drawing_a_good_part_of_the_households_sharpens_the_z_test_only():
    assert z_test(550, 5_000, 0.1, unsampled=0.75) < z_test(550, 5_000, 0.1)
    assert share_test([30], 200, [0.1], unsampled=0.75) == share_test([30], 200, [0.1])


@pytest.mark.parametrize(("customers", "base", "factor"), [(0, 10, 1), (2, 10, 0.8), (9, 10, 0.5), (11, 10, 1)])
def test_the_finite_factor_never_falls_under_a_half_and_is_none_for_more_customers_than_households(
    customers, base, factor
):
    assert unsampled_share(customers, base) == pytest.approx(factor)


def test_equal_weights_count_as_themselves_and_one_large_one_as_one():
    assert effective_size(np.full(40, 3.5)) == pytest.approx(40)
    assert effective_size(np.array([1e9, 1, 1])) == pytest.approx(1)
    assert effective_size(np.array([1e-200, 1e-200])) == pytest.approx(2)
    assert effective_size(np.zeros(3)) == 0
    assert effective_size(np.array([])) == 0


def test_q_values_are_those_of_benjamini_and_hochberg_and_untested_classes_do_not_count():
    q_values = false_discovery_rates(np.array([0.01, np.nan, 0.04, 0.03]))
    assert np.allclose(q_values, [0.03, np.nan, 0.04, 0.04], equal_nan=True)
    assert np.isnan(false_discovery_rates(np.array([np.nan]))).all()


@pytest.mark.parametrize("size", [60, 400, 5_000])
def test_a_detectable_share_is_found_four_times_in_five(size):
    low, high = detectable_shares(size, np.array([0.1]), comparisons=10)
    rng = np.random.default_rng(2)
    for share in (*low[~np.isnan(low)], *high):
        p_values = binomial_test(rng.binomial(size, share, 4_000), size, 0.1)
        assert (p_values <= 0.05 / 10).mean() == pytest.approx(0.8, abs=0.03)


def test_no_difference_can_be_seen_by_one_customer():
    low, high = detectable_shares(1, np.array([0.1, 0.5]))
    assert np.isnan(low).all()
    assert np.isnan(high).all()


@given(st.floats(0.01, 0.9), st.integers(20, 5_000))
def test_detectable_shares_lie_on_either_side_of_the_known_one(share, size):
    low, high = detectable_shares(size, np.array([share]))
    assert np.isnan(low[0]) or low[0] < share
    assert np.isnan(high[0]) or high[0] > share


@given(counts_of(), counts_of())
def test_a_ratio_lies_in_its_interval_and_turns_over_with_it(one, other):
    (c1, n1), (c2, n2) = one, other
    low, high = ratio_interval(c1, n1, c2, n2)
    if c2:
        assert low <= (c1 / n1) / (c2 / n2) * (1 + 1e-9)
        assert high >= (c1 / n1) / (c2 / n2) * (1 - 1e-9)
    if c1 and c2:
        back_low, back_high = ratio_interval(c2, n2, c1, n1)
        assert back_low * high == pytest.approx(1, rel=1e-6)
        assert back_high * low == pytest.approx(1, rel=1e-6)


def test_a_ratio_to_nothing_is_not_bounded_above():
    low, high = ratio_interval(5, 50, 0, 50)
    assert low > 0
    assert high == np.inf


def test_the_interval_of_a_ratio_covers_it_at_its_level():
    rng = np.random.default_rng(8)
    low, high = ratio_interval(rng.binomial(60, 0.3, 20_000), 60, rng.binomial(240, 0.2, 20_000), 240)
    assert ((low <= 1.5) & (high >= 1.5)).mean() == pytest.approx(0.95, abs=0.01)


@given(st.integers(0, 30), st.integers(0, 90))
def test_two_groups_are_compared_as_fisher_does(count, other):
    table = [[count, 30 - count], [other, 90 - other]]
    tails = [stats.fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
    p_value = two_sample_test(np.array([count]), 30, np.array([other]), 90)
    assert p_value[0] == pytest.approx(min(1, 2 * min(tails)), rel=1e-6, abs=1e-12)


def test_a_group_of_nobody_is_compared_to_none():
    assert np.isnan(two_sample_test(np.array([0]), 0, np.array([3]), 9)).all()


@given(st.lists(st.floats(0.01, 100), min_size=4, max_size=30), st.integers(0, 9))
def test_weights_of_a_class_that_weigh_more_make_its_size_smaller_and_equal_ones_change_nothing(weights, seed):
    weight = np.array(weights)
    mine = np.arange(len(weight)) % 3 == seed % 3

    def size_of(values):
        share, squares = values[mine].sum() / values.sum(), (values[mine] ** 2).sum() / (values**2).sum()
        return class_sizes(np.array([share]), np.array([squares]), effective_size(values))[0]

    assert size_of(np.full(len(weight), weight[0])) == pytest.approx(len(weight))
    assert 0 < size_of(weight) <= effective_size(weight) * (1 + 1e-12)
