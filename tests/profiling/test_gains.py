"""A gains curve tells what a ranking is worth on customers that did not make it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.profiling.gains import gains_curve
from geoprofile.profiling.profile import profile_classes

from .conftest import make_area

CODES = [f"{group}{number:02d}" for group in "ABCD" for number in range(1, 6)]


def profile_of(customers, households, **options):
    counts = {code: (int(c), int(h)) for code, c, h in zip(CODES, customers, households, strict=False)}
    return profile_classes(*make_area(counts), **options)


def test_a_useless_ranking_looks_good_on_its_own_customers_and_is_nothing_on_others():
    customers = np.random.default_rng(2).multinomial(150, np.full(20, 0.05))
    gains = gains_curve(profile_of(customers, np.full(20, 1_000), smallest_cell=0))
    assert gains.apparent_gini > 0.15
    assert -0.15 < gains.honest_gini < 0.05  # below 0 here: what one half has too many of the other lacks


def test_a_real_ranking_holds_on_other_customers():
    gains = gains_curve(profile_of([400, 200, 100, 50], [1_000, 1_000, 1_000, 1_000]))
    assert gains.ranking["code"].tolist() == CODES[:4]
    assert gains.honest_gini == pytest.approx(gains.apparent_gini, abs=0.03)
    assert gains.curve["apparent_share"].iloc[25] == pytest.approx(400 / 750)


@settings(max_examples=10)  # each draws a hundred curves twice
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 900)), min_size=1, max_size=12), st.integers(0, 9))
def test_curves_rise_from_nothing_to_everyone_and_forget_the_order_of_rows(cells, seed):
    customers, households = zip(*cells, strict=True)
    counts = dict(zip(CODES, cells, strict=False))
    classes, people, population = make_area(counts)
    gains = gains_curve(profile_classes(classes, people, population))
    order = np.random.default_rng(seed).permutation(len(people.zone_id))
    again = replace(people, zone_id=people.zone_id[order])
    pd.testing.assert_frame_equal(
        gains.curve, gains_curve(profile_classes(classes, again, population)).curve, check_exact=True
    )
    if sum(customers):
        assert (np.diff(gains.curve["apparent_share"]) >= -1e-12).all()
        assert gains.curve["apparent_share"].iloc[[0, -1]].tolist() == pytest.approx([0, 1])
        assert -1e-9 <= gains.apparent_gini < 1 or len(households) == 1


def test_classes_that_are_not_published_stand_in_the_curve_as_one():
    gains = gains_curve(profile_of([100, 90, 5, 4, 60], [1_000, 900, 800, 900, 700]))
    assert sorted(gains.ranking["code"]) == ["", "A01", "A02"]


def test_nobody_has_no_curve_and_one_customer_no_honest_one():
    nobody = gains_curve(profile_of([0, 0], [10, 10], smallest_cell=0))
    assert np.isnan(nobody.apparent_gini)
    one = gains_curve(profile_of([1, 0], [10, 10], smallest_cell=0))
    assert one.apparent_gini == pytest.approx(0.5)
    assert np.isnan(one.honest_gini)
