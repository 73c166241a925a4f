"""Bins are few, large enough, in order, and say little where there is little to say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.scoring.bins import UNKNOWN, bin_of, fit_bins
from geoprofile.scoring.inputs import Input
from geoprofile.scoring.merging import Limits, merge_cells, monotone_cells
from geoprofile.scoring.reasons import bin_labels

NUMBER, CATEGORY = Input("visites", "number", "behavioural"), Input("canal", "category", "behavioural")


def rising(count=4000, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 30, count).astype(float)
    x[rng.random(count) < 0.1] = np.nan
    return x, (rng.random(count) < 0.1 + np.nan_to_num(x) / 60).astype(float)


def test_numbers_fall_into_at_most_six_bins_of_five_percent_whose_weights_rise():
    x, yes = rising()
    bins = fit_bins(NUMBER, x, yes, draws=20)
    numbers = np.delete(np.arange(len(bins.rows)), bins.missing)
    assert 3 <= len(numbers) <= 6
    assert bins.rows[numbers].min() >= 0.05 * len(x)
    assert (np.diff(bins.woe[numbers]) > 0).all()
    assert bins.information > bins.chance > 0


def test_missing_cells_are_a_bin_of_their_own_and_every_row_is_counted_once():
    x, yes = rising()
    bins = fit_bins(NUMBER, x, yes)
    place = bin_of(bins, x)
    np.testing.assert_array_equal(np.bincount(place), bins.rows)
    np.testing.assert_array_equal(np.bincount(place, weights=yes), bins.yes)
    assert (place[np.isnan(x)] == bins.missing).all()


def test_a_clear_hill_is_not_forced_into_an_order():
    rng = np.random.default_rng(1)
    x = rng.uniform(0, 100, 5000)
    yes = (rng.random(5000) < np.where(abs(x - 50) < 20, 0.6, 0.1)).astype(float)
    bins = fit_bins(NUMBER, x, yes)
    assert not bins.monotone
    assert 0 < np.argmax(bins.woe) < len(bins.woe) - 1


def test_an_unrelated_criterion_rarely_says_more_than_chance():
    rng = np.random.default_rng(2)
    beyond = 0
    for _ in range(40):
        bins = fit_bins(NUMBER, rng.normal(size=600), (rng.random(600) < 0.3).astype(float), draws=20)
        beyond += bins.information > bins.chance
    assert beyond <= 7  # 2 expected; more than 7 once in a thousand


def test_rare_levels_are_pooled_and_a_level_never_met_goes_to_them():
    rng = np.random.default_rng(3)
    canal = rng.choice(["web", "salon", "appel"], 2000).astype(object)
    canal[:10] = [f"rare{i}" for i in range(10)]
    rate = np.select([canal == "salon", canal == "appel"], [0.5, 0.1], 0.25)
    bins = fit_bins(CATEGORY, canal, (rng.random(2000) < rate).astype(float))
    assert bins.others != UNKNOWN
    new = bin_of(bins, np.array(["jamais vu", "salon", ""], dtype=object))
    assert new.tolist() == [bins.others, bins.levels["salon"], UNKNOWN]
    assert bins.woe[bins.levels["salon"]] > bins.woe[bins.levels["web"]] > bins.woe[bins.levels["appel"]]


def test_bins_are_named_as_one_would_say_them():
    rng = np.random.default_rng(4)
    x = rng.integers(0, 4, 3000).astype(float)
    bins = fit_bins(NUMBER, x, (rng.random(3000) < 0.1 + 0.2 * x).astype(float))
    assert bin_labels(bins, "en") == ("0", "1", "2", "3 or more")
    assert bin_labels(bins, "fr")[-1] == "3 ou plus"


cells = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20)


@given(cells, st.booleans())
@settings(max_examples=60)
def test_pooled_rates_keep_their_order_and_the_totals(pairs, up):
    yes = np.array([pair[0] for pair in pairs], dtype=float)
    rows = yes + [pair[1] for pair in pairs] + 1
    pools = monotone_cells(yes, rows, rising=up)
    rates = np.bincount(pools, weights=yes) / np.bincount(pools, weights=rows)
    assert ((np.diff(rates) if up else -np.diff(rates)) > 0).all()
    assert (np.diff(pools) >= 0).all()


@given(cells)
@settings(max_examples=60)
def test_merged_cells_hold_every_limit_unless_one_alone_is_left(pairs):
    yes = np.array([pair[0] for pair in pairs], dtype=float)
    rows = yes + [pair[1] for pair in pairs]
    place = merge_cells(yes, rows, Limits(30, 5, 6, 3.84))
    held, found = np.bincount(place, weights=rows), np.bincount(place, weights=yes)
    if len(held) > 1:
        assert held.min() >= 30
        rate = found.sum() / held.sum()
        assert (held * min(rate, 1 - rate)).min() >= 5 - 1e-9
        assert len(held) <= 6
    assert place[0] == 0
    assert set(np.diff(place)) <= {0, 1}


def test_a_level_without_any_customer_stands_by_itself():
    level = np.array(["non"] * 40 + ["oui"] * 80, dtype=object)
    yes = np.array([0.0] * 40 + [1.0, 0.0] * 40)
    bins = fit_bins(CATEGORY, level, yes)
    assert bins.levels["non"] != bins.levels["oui"]
    assert -2 < bins.woe[bins.levels["non"]] < -0.5


def test_weights_of_a_small_bin_are_pulled_to_none():
    x = np.array([1.0] * 500 + [np.nan] * 10)
    yes = np.array([1.0, 0.0, 0.0, 0.0] * 125 + [1.0] * 10)
    bins = fit_bins(NUMBER, x, yes)
    assert 0 < bins.woe[bins.missing] < 1.2  # ten of ten would be infinite
    assert bins.woe[0] == pytest.approx(0, abs=0.1)
