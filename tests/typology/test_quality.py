"""What a typology is worth, measured."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.typology.estimator import AreaTypology
from geoprofile.typology.quality import LEVELS, NEAR_BOUNDARY, beyond_chance, explained_shares, quality_report
from geoprofile.typology.stability import PAIRS_OF_HALVES, matched_share, pairs_of_halves

COLUMNS = [f"v{number}" for number in range(8)]


def world(zones=300, seed=0, noise=1.0):
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(zones, 3)) * [3, 2, 1]
    values = factors @ rng.normal(size=(3, 8)) + rng.normal(size=(zones, 8)) * noise
    return pd.DataFrame(values, columns=COLUMNS), rng.integers(20, 200, zones).astype(float), factors


def fitted(values, households, **params):
    return AreaTypology(3, 8, **params).fit(values, sample_weight=households)


@pytest.fixture(scope="module")
def measured():
    values, households, factors = world()
    outside = pd.DataFrame({"like": factors[:, 0], "unlike": np.random.default_rng(9).normal(size=300)})
    return quality_report(fitted(values, households), values, households, outside=outside)


def test_shares_of_variance_are_those_of_the_formula():
    y, w, labels = np.array([1.0, 2, 4, 9]), np.array([1.0, 3, 2, 2]), np.array([0, 0, 1, 1])
    mean = np.average(y, weights=w)
    between = 4 * ((1 + 6) / 4 - mean) ** 2 + 4 * ((8 + 18) / 4 - mean) ** 2
    expected = between / (w * (y - mean) ** 2).sum()
    assert explained_shares(y[:, None], w[:, None], labels) == pytest.approx(expected)


@given(st.integers(0, 999), st.integers(1, 6))
@settings(max_examples=30)
def test_a_share_lies_between_none_and_all_and_finer_classes_never_tell_less(seed, count):
    rng = np.random.default_rng(seed)
    values, weights = rng.normal(size=(40, 3)), rng.uniform(0, 5, size=(40, 3))
    values[rng.random(values.shape) < 0.2] = np.nan
    coarse = rng.integers(count, size=40)
    finer = coarse * 2 + rng.integers(2, size=40)
    told, told_finer = (explained_shares(values, weights, labels) for labels in (coarse, finer))
    assert ((told >= 0) & (told_finer <= 1 + 1e-9) & (told <= told_finer + 1e-9)).all()
    assert np.allclose(explained_shares(values, weights, np.arange(40)), 1)
    assert np.allclose(explained_shares(values, weights, np.zeros(40, dtype=int)), 0)


def test_a_variable_that_never_varies_or_is_nowhere_known_has_no_share():
    values = np.column_stack([np.ones(4), np.full(4, np.nan)])
    assert np.isnan(explained_shares(values, np.ones((4, 2)), np.array([0, 0, 1, 1]))).all()


def test_types_tell_more_than_groups_and_what_goes_with_the_inputs_is_told_what_does_not_is_not(measured):
    levels = measured.levels
    assert list(levels.index) == list(LEVELS)
    assert levels["classes"].tolist() == [3, 8]
    assert (
        levels.loc["types", ["explained_share", "input_r2"]] > levels.loc["groups", ["explained_share", "input_r2"]]
    ).all()
    assert (measured.outside["types"] >= measured.outside["groups"]).all()
    assert measured.outside.loc["like", "types"] > 0.6
    assert measured.outside.loc["unlike", "types"] < 0.1
    assert levels.loc["types", "held_out_r2"] == pytest.approx(measured.outside["types"].mean())
    assert measured.variables.index.tolist() == COLUMNS


def test_sizes_and_borders_are_counted(measured):
    values, households, _ = world()
    model = fitted(values, households)
    types = model.type_codes_
    labels, _, sure, _ = model.membership(values, households)
    row = measured.levels.loc["types"]
    zones = np.bincount(labels, minlength=len(types))
    shares = np.bincount(labels, households) / households.sum()
    assert (row["zones_min"], row["zones_median"], row["zones_max"]) == (zones.min(), np.median(zones), zones.max())
    assert row["households_share_max"] == pytest.approx(shares.max())
    assert row["near_boundary_zones"] == (sure < NEAR_BOUNDARY).sum()
    assert row["near_boundary_share"] == pytest.approx((sure < NEAR_BOUNDARY).mean())
    assert row["confidence_mean"] == pytest.approx(sure.mean())


def test_the_hierarchy_costs_little_and_stability_lies_between_chance_and_all(measured):
    assert -0.1 < measured.hierarchy_cost < 0.15
    assert not np.isnan(measured.hierarchy_cost_outside)
    told = measured.levels[["ari_halves", "ari_half_full", "same_halves", "same_half_full"]]
    assert ((told > 0.1) & (told <= 1)).all(axis=None)
    assert measured.pairs_of_halves == PAIRS_OF_HALVES


def test_clear_types_are_found_again_in_each_half_and_noise_is_not():
    rng = np.random.default_rng(0)
    centres = np.repeat(np.eye(8)[:4] * 40, 2, axis=0)
    centres[1::2, 4] = 8
    mixed = np.linalg.qr(rng.normal(size=(8, 8)))[0]
    clear = pd.DataFrame((np.repeat(centres, 30, axis=0) + rng.normal(size=(240, 8)) * 0.1) @ mixed, columns=COLUMNS)
    noise = pd.DataFrame(rng.normal(size=(240, 8)), columns=COLUMNS)
    ones = np.ones(240)
    firm, loose = (quality_report(AreaTypology(4, 8).fit(of), of, ones).levels.loc["types"] for of in (clear, noise))
    assert firm[["ari_halves", "ari_half_full", "same_halves"]].tolist() == [1, 1, 1]
    assert loose["ari_halves"] < 0.4
    assert firm["explained_share"] > 0.99


def test_the_same_input_is_measured_the_same_and_a_table_without_names_too(measured):
    values, households, _ = world()
    again = quality_report(fitted(values, households), values, households)
    bare = quality_report(fitted(values.to_numpy(), households), values, households)
    pd.testing.assert_frame_equal(again.levels, bare.levels)
    shared = [name for name in again.levels if name != "held_out_r2"]
    pd.testing.assert_frame_equal(again.levels[shared], measured.levels[shared])
    assert again.outside.empty
    assert again.levels["held_out_r2"].isna().all()
    assert np.isnan(again.hierarchy_cost_outside)


def test_gaps_trust_and_zones_without_households_are_welcome():
    values, households, _ = world()
    values = values.mask(np.random.default_rng(1).random(values.shape) < 0.2)
    values.iloc[4] = np.nan
    households[:100] = 0
    trust = np.where(values.notna(), 0.5, 0.0)
    model = AreaTypology(3, 8).fit(values, sample_weight=households, trust=trust)
    levels = quality_report(model, values, households, trust).levels
    assert levels.drop(columns="held_out_r2").notna().all(axis=None)


@pytest.mark.parametrize("zones", [2, 3, 5, 9])
def test_few_zones_are_measured_as_far_as_they_can_be(zones):
    values, households, _ = world(zones)
    told = quality_report(fitted(values, households), values, households)
    assert told.pairs_of_halves == (PAIRS_OF_HALVES if zones > 3 else 0)
    assert told.levels["ari_halves"].isna().all() == (zones <= 3)
    assert told.levels["classes"].min() >= 1


def test_outside_variables_of_other_zones_are_refused():
    values, households, _ = world(50)
    model = fitted(values, households)
    with pytest.raises(TableError, match="3 rows for 50 zones"):
        quality_report(model, values, households, outside=pd.DataFrame({"x": [1, 2, 3]}))
    with pytest.raises(TableError, match="outside_weights has shape"):
        quality_report(model, values, households, outside=values, outside_weights=np.ones(50))


@given(st.lists(st.integers(0, 99), min_size=4, max_size=60))
@settings(max_examples=30)
def test_halves_are_disjoint_alike_in_size_and_always_the_same(counts):
    households = np.array(counts, dtype=float)
    for (one, other), (again, _) in zip(pairs_of_halves(households), pairs_of_halves(households), strict=True):
        assert not set(one.tolist()) & set(other.tolist())
        assert len(one) == len(other) == len(counts) // 2
        assert np.array_equal(one, again)


def test_classes_are_matched_whatever_their_numbers():
    one, weights = np.array([0, 0, 1, 2, 2]), np.array([1.0, 1, 2, 3, 3])
    assert matched_share(one, (one + 1) % 3, weights) == 1
    assert matched_share(one, np.array([0, 1, 1, 2, 2]), weights) == pytest.approx(9 / 10)
    assert matched_share(one, np.zeros(5, dtype=int), weights) == pytest.approx(6 / 10)


def test_noise_outside_is_not_explained_by_classes_of_few_zones():
    rng = np.random.default_rng(0)
    labels = np.arange(60) % 20
    noise = rng.normal(size=(60, 200))
    assert explained_shares(noise, np.ones_like(noise), labels).mean() > 0.25
    assert abs(beyond_chance(noise, np.ones_like(noise), labels).mean()) < 0.05
