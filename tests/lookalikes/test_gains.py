"""Gains, lift, AUC and calibration: exact on small cases, laws on any."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.lookalikes.gains import auc, calibration_error, calibration_table, gains_at, lift_at


@st.composite
def rated_zones(draw):
    count = draw(st.integers(2, 30))
    rate = draw(st.lists(st.sampled_from([0.1, 0.2, 0.5, 1.0]), min_size=count, max_size=count))
    homes = draw(st.lists(st.integers(1, 500), min_size=count, max_size=count))
    found = draw(st.lists(st.integers(0, 20), min_size=count, max_size=count))
    found[0] += 1
    return tuple(np.array(part, dtype=float) for part in (rate, homes, found))


def test_the_best_half_of_two_zones_holds_its_customers():
    rate, homes, found = np.array([2.0, 1.0]), np.array([100.0, 100.0]), np.array([9.0, 1.0])
    assert gains_at(rate, homes, found, np.array([0.25, 0.5, 1.0])) == pytest.approx([0.45, 0.9, 1.0])
    assert lift_at(0.1, rate, homes, found) == pytest.approx(1.8)
    assert auc(rate, homes, found) == pytest.approx(0.9 * 0.75 + 0.1 * 0.25)


@given(rated_zones())
def test_one_rate_for_all_is_chance(zones):
    _, homes, found = zones
    same = np.ones(len(homes))
    assert lift_at(0.1, same, homes, found) == pytest.approx(1)
    assert auc(same, homes, found) == pytest.approx(0.5)


@given(rated_zones(), st.integers(0, 99))
def test_the_order_of_zones_changes_nothing(zones, seed):
    order = np.random.default_rng(seed).permutation(len(zones[0]))
    shuffled = [part[order] for part in zones]
    assert lift_at(0.1, *shuffled) == pytest.approx(lift_at(0.1, *zones))
    assert auc(*shuffled) == pytest.approx(auc(*zones))


@given(rated_zones())
def test_rating_backwards_mirrors_the_auc(zones):
    rate, homes, found = zones
    assert auc(rate, homes, found) + auc(-rate, homes, found) == pytest.approx(1)


@given(rated_zones())
def test_the_calibration_table_keeps_every_household_and_customer(zones):
    table = calibration_table(*zones)
    assert table["households"].sum() == zones[1].sum()
    assert table["customers"].sum() == zones[2].sum()


def test_a_rate_that_is_right_has_no_calibration_error():
    homes = np.full(20, 100.0)
    rate = np.linspace(0.01, 0.2, 20)
    assert calibration_error(calibration_table(rate, homes, rate * homes)) == pytest.approx(0, abs=1e-12)
    assert calibration_error(calibration_table(2 * rate, homes, rate * homes)) == pytest.approx(1)
