"""From variables to axes: kinds, filling, what each variable counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.typology.preparation import (
    FARTHEST_SD,
    fill,
    fit_preparation,
    guess_kinds,
    kind_of_unit,
    spread,
    variable_weights,
)


def fitted(values, trust=None, weights=None, kinds=None):
    known = np.isfinite(values).astype(float) if trust is None else trust
    heavy = np.ones(len(values)) if weights is None else weights
    return fit_preparation(values, known, heavy, kinds or ["plain"] * values.shape[1])


def factored(zones=500, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(zones, 2)) @ rng.normal(size=(2, 8)) * 2 + rng.normal(size=(zones, 8)) * 0.5


def test_a_unit_says_how_a_variable_is_spread_unless_its_values_are_below_zero():
    ones = np.ones(3)
    assert [kind_of_unit(unit, ones) for unit in ("share", "eur", "per_km2", "years")] == [
        "share",
        "log",
        "log",
        "plain",
    ]
    assert kind_of_unit("eur", np.array([-1.0, 5])) == "plain"
    assert kind_of_unit("eur", np.array([np.nan, np.nan])) == "log"


def test_kinds_are_guessed_by_values():
    rng = np.random.default_rng(0)
    columns = [rng.random(99), rng.random(99) * 90, np.exp(rng.normal(8, 1, 99)), rng.normal(200, 3, 99), -np.ones(99)]
    assert guess_kinds(np.column_stack(columns)) == ("share", "percent", "log", "plain", "plain")
    assert guess_kinds(np.full((3, 1), np.nan)) == ("plain",)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=9), st.sampled_from(["share", "percent", "log", "plain"]))
def test_spreading_keeps_order_and_keeps_missing_missing(values, kind):
    column = np.sort(np.array([*values, 0.5])) * (100 if kind == "percent" else 1)
    with_gap = np.append(column, np.nan)[:, None]
    told = spread(with_gap, [kind])[:, 0]
    assert np.isnan(told[-1])
    assert (np.diff(told[:-1]) >= 0).all()
    assert np.isfinite(told[:-1]).all()


def test_an_unknown_kind_names_the_choices():
    with pytest.raises(ValueError, match="choose from share, percent, log, plain"):
        spread(np.ones((2, 1)), ["salary"])


def test_prepared_columns_have_weighted_mean_zero_and_deviation_one():
    values, weights = factored(), np.random.default_rng(1).uniform(1, 9, 500)
    known = np.ones_like(values)
    prepared = fitted(values, weights=weights).prepare(values, known)
    assert np.allclose(np.average(prepared, axis=0, weights=weights), 0, atol=0.02)
    assert np.allclose(np.average(prepared**2, axis=0, weights=weights), 1, atol=0.02)


@given(st.integers(0, 99), st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
@settings(max_examples=20)
def test_the_unit_of_a_plain_variable_changes_nothing(seed, factor, shift):
    values = factored(60, seed)
    other = values * factor + shift
    known = np.ones_like(values)
    assert np.allclose(fitted(values).prepare(values, known), fitted(other).prepare(other, known), atol=1e-6)


def test_a_value_far_out_says_no_more_than_four_deviations():
    values = factored()
    values[0, 0] = 1e6
    prepared = fitted(values).prepare(values, np.ones_like(values))
    assert np.abs(prepared).max() <= FARTHEST_SD


def test_what_is_missing_is_filled_near_to_what_it_was():
    values = factored()
    lost = np.random.default_rng(1).random(values.shape) < 0.1
    gaps = np.where(lost, np.nan, values)
    preparation = fitted(gaps)
    filled = preparation.prepare(gaps, (~lost).astype(float))
    truth = preparation.prepare(values, np.ones_like(values))
    assert np.corrcoef(filled[lost], truth[lost])[0, 1] > 0.8
    assert np.array_equal(filled[~lost], truth[~lost])


def test_half_trust_lies_half_way_between_the_value_and_what_the_others_say():
    axes, shrink = np.ones((2, 1)) / np.sqrt(2), np.ones(1)
    told = fill(np.array([[1.0, -1.0]]), np.array([[1.0, 0.5]]), axes, shrink)
    rest = (told[0, 0] + told[0, 1]) / 2
    assert told[0, 0] == 1
    assert told[0, 1] == pytest.approx(0.5 * -1 + 0.5 * rest, abs=1e-3)


def test_a_zone_of_which_nothing_is_known_lies_in_the_middle():
    values = factored()
    values[3] = np.nan
    prepared = fitted(values).prepare(values, np.isfinite(values).astype(float))
    assert np.allclose(prepared[3], 0, atol=1e-9)


@given(st.integers(0, 999), st.floats(0, 1))
@settings(max_examples=30)
def test_variables_count_by_what_they_share_and_at_most_one(seed, lost):
    values = factored(60, seed)
    values[np.random.default_rng(seed).random(values.shape) < lost * 0.5] = np.nan
    values[:, 2] = 7
    preparation = fitted(values)
    assert preparation.weight[2] == 0
    assert preparation.weight.max() == pytest.approx(1)
    assert (preparation.weight >= 0).all()
    assert ((preparation.unexplained >= 0) & (preparation.unexplained <= 1)).all()
    assert (preparation.fill_signal >= 0).all()


def test_a_variable_that_nothing_goes_with_counts_little_and_two_copies_count_as_about_one():
    lone = np.array([[1.0, 0.8, 0.0], [0.8, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert variable_weights(lone)[2] == 0
    copied = np.full((20, 20), 0.5)
    np.fill_diagonal(copied, 1)
    copied[18, 19] = copied[19, 18] = 1
    weight = variable_weights(copied)
    assert (weight[18] ** 2 + weight[19] ** 2) / weight[0] ** 2 == pytest.approx(1, abs=0.2)


def test_variables_without_anything_in_common_count_alike():
    assert variable_weights(np.eye(3)).tolist() == [1, 1, 1]


def test_axes_are_orthonormal_the_widest_first_and_point_one_way():
    preparation = fitted(factored())
    places = preparation.axes_of(preparation.prepare(factored(), np.ones((500, 8))), 8)
    assert np.allclose(preparation.axes.T @ preparation.axes, np.eye(8), atol=1e-9)
    assert (np.diff(places.var(axis=0)) <= 1e-6).all()
    assert (preparation.axes[np.abs(preparation.axes).argmax(axis=0), np.arange(8)] > 0).all()
