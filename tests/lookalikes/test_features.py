"""Variables made comparable: one scale, complete, no zone dropped."""

import numpy as np
import pytest

from geoprofile.errors import TableError
from geoprofile.lookalikes.features import MISSING_SHARE, prepare_features
from geoprofile.lookalikes.neighbours import surroundings


def related(count=400, seed=1):
    rng = np.random.default_rng(seed)
    base = rng.normal(size=count)
    return np.column_stack([base, base + 0.3 * rng.normal(size=count), rng.normal(size=count)])


def test_columns_have_mean_0_and_variance_1_over_households():
    households = np.random.default_rng(0).integers(1, 900, 400).astype(float)
    matrix = prepare_features(related(), ["a", "b", "c"], ["", "", ""], households).matrix
    assert np.average(matrix, axis=0, weights=households) == pytest.approx(0, abs=0.02)
    assert np.average(matrix**2, axis=0, weights=households) == pytest.approx(1, abs=0.05)


def test_a_missing_value_becomes_what_its_zone_makes_likely():
    values = related()
    truth = values[:, 1].copy()
    values[::10, 1] = np.nan
    prepared = prepare_features(values, ["a", "b", "c"], ["", "", ""], np.ones(400))
    gaps = np.arange(400) % 10 == 0
    assert np.corrcoef(prepared.matrix[gaps, 1], truth[gaps])[0, 1] > 0.85


@pytest.mark.parametrize("odd", [np.inf, -np.inf])
@pytest.mark.parametrize("unit", ["share", "eur", ""])
def test_an_infinite_value_is_a_missing_one(unit, odd):
    values = np.random.default_rng(0).random((60, 2))
    twice = [values.copy(), values.copy()]
    twice[0][3, 0], twice[1][3, 0] = odd, np.nan
    matrices = [prepare_features(one, ["a", "b"], [unit, ""], np.ones(60)).matrix for one in twice]
    assert np.array_equal(*matrices)


def test_a_zone_without_any_value_stays_and_says_so():
    values = related()
    values[3] = np.nan
    prepared = prepare_features(values, ["a", "b", "c"], ["", "", ""], np.ones(400))
    assert np.isfinite(prepared.matrix).all()
    assert prepared.names[-1] == MISSING_SHARE
    assert prepared.matrix[3, -1] == prepared.matrix[:, -1].max()


def test_a_variable_that_is_the_same_everywhere_is_left_out():
    values = np.column_stack([related()[:, 0], np.full(400, 3.0), np.full(400, np.nan)])
    assert "b" not in prepare_features(values, ["a", "b", "c"], ["", "", ""], np.ones(400)).names


def test_variables_that_tell_nothing_apart_are_refused():
    with pytest.raises(TableError, match="No variable differs"):
        prepare_features(np.ones((5, 1)), ["a"], ["share"], np.ones(5))


def test_zones_without_households_are_refused():
    with pytest.raises(TableError, match="households"):
        prepare_features(related(5), ["a", "b", "c"], ["", "", ""], np.zeros(5))


def test_shares_outside_0_and_1_are_left_on_their_scale():
    values = np.linspace(-0.5, 0.1, 50)[:, None]
    matrix = prepare_features(values, ["taxes"], ["share"], np.ones(50)).matrix
    assert np.diff(matrix[:, 0]) == pytest.approx(np.diff(matrix[:, 0])[0])


def test_what_lies_around_ignores_other_parents_without_coordinates():
    features = np.repeat([[1.0], [-1.0]], 30, axis=0)
    parents = np.repeat(np.array(["a", "b"], dtype=object), 30)
    assert surroundings(features, np.ones(60), parents, None) == pytest.approx(features)


def test_what_lies_around_is_by_distance_where_there_are_coordinates():
    rng = np.random.default_rng(0)
    places = np.r_[rng.normal(0, 1, (60, 2)), rng.normal(1e4, 1, (60, 2)), [[np.nan, np.nan]]]
    shuffled = rng.permutation(120)
    features = np.repeat([[1.0], [-1.0], [0.0]], [60, 60, 1], axis=0)
    order = np.append(shuffled, 120)
    found = surroundings(features[order], np.ones(121), np.full(121, "", dtype=object), places[order])
    assert found[:-1] == pytest.approx(features[shuffled], abs=0.02)
