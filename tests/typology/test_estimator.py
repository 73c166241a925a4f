"""The estimator: groups of areas and types within them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from geoprofile.typology.estimator import AreaTypology, group_letter

SMALL = {"max_restarts": 1, "least_zones": 2}
NOT_COPIES = {
    "check_sample_weight_equivalence_on_dense_data": (
        "a zone counts as one zone and not as copies: least_zones and the halves of restarts count zones, and one"
        " without households keeps a place (scikit-learn expects the same of its KMeans)"
    )
}


def expected(_estimator):
    return NOT_COPIES


@parametrize_with_checks([AreaTypology(2, 4, max_restarts=0)], expected_failed_checks=expected)
def test_scikit_learns_own_checks_pass(estimator, check):
    check(estimator)


def blobs(seed=0, groups=3, types=2, zones=20, variables=6):
    """Make clear types in clear groups: far groups, near types, hardly any noise."""
    rng = np.random.default_rng(seed)
    far = np.eye(variables)[:groups] * 30
    near = np.eye(variables)[groups : groups + types] * 4
    centres = (far[:, None] + near[None]).reshape(-1, variables)
    truth = np.repeat(np.arange(groups * types), zones)
    values = centres[truth] + rng.normal(scale=0.1, size=(len(truth), variables))
    mixed = np.linalg.qr(rng.normal(size=(variables, variables)))[0]
    return values @ mixed, truth


@st.composite
def tables(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    zones, variables = draw(st.integers(2, 40)), draw(st.integers(1, 6))
    values = rng.random((zones, variables)) * draw(st.sampled_from([1, 100, 40_000]))
    values[rng.random(values.shape) < draw(st.sampled_from([0, 0.1, 0.6]))] = np.nan
    values[:, rng.random(variables) < draw(st.sampled_from([0, 0.3]))] = 0.5
    values = values[rng.integers(zones, size=zones)] if draw(st.booleans()) else values
    households = rng.integers(0, 200, size=zones).astype(float)
    households[0] += 1
    return values, households


@given(tables(), st.integers(1, 5), st.integers(1, 12))
@settings(max_examples=60)
def test_whatever_the_table_every_zone_has_a_type_of_one_group_and_codes_follow_affluence(table, groups, types):
    values, households = table
    affluence = np.where(np.isnan(values[:, 0]), np.nan, values[:, 0])
    model = AreaTypology(groups, types, **SMALL).fit(values, sample_weight=households, affluence=affluence)
    labels, of_group, of_type, runner_up = model.membership(values, households)
    assert np.array_equal(labels, model.labels_)
    assert labels.min() >= 0
    assert labels.max() < len(model.type_codes_) <= max(types, 1)
    assert len(model.group_codes_) <= min(groups, types)
    assert [code.rstrip("0123456789") for code in model.type_codes_] == [
        model.group_codes_[group] for group in model.group_of_type_
    ]
    assert list(model.type_codes_) == sorted(set(model.type_codes_))
    assert ((of_group >= 0.5 - 1e-6) & (of_group <= 1)).all()
    assert ((of_type >= 0.25 - 1e-6) & (of_type <= of_group + 1e-12)).all()
    assert ((runner_up >= 0) & (runner_up < len(model.type_codes_))).all()


def known_mean(affluence, weights, inside):
    known = inside & ~np.isnan(affluence)
    return np.average(affluence[known], weights=weights[known])


def test_groups_and_the_types_within_them_come_in_order_of_affluence():
    values, _ = blobs()
    rng = np.random.default_rng(1)
    affluence, households = rng.random(len(values)) + values[:, 0], rng.integers(10, 99, len(values)).astype(float)
    affluence[::7] = np.nan
    model = AreaTypology(3, 6).fit(values, sample_weight=households, affluence=affluence)
    groups = model.group_of_type_[model.labels_]
    of_groups = [known_mean(affluence, households, groups == group) for group in range(3)]
    of_types = [known_mean(affluence, households, model.labels_ == number) for number in range(6)]
    assert of_groups == sorted(of_groups, reverse=True)
    for group in range(3):
        mine = [of_types[number] for number in np.flatnonzero(model.group_of_type_ == group)]
        assert mine == sorted(mine, reverse=True)


def test_clear_types_in_clear_groups_are_found():
    values, truth = blobs()
    model = AreaTypology(3, 6).fit(values)
    assert adjusted_rand_score(truth, model.labels_) == 1
    assert adjusted_rand_score(truth // 2, model.group_of_type_[model.labels_]) == 1
    assert model.within_squares_ < 0.01 * model.total_squares_


@given(st.integers(0, 99))
@settings(max_examples=15)
def test_the_order_of_zones_changes_nothing_but_the_order_of_labels(seed):
    values = noisy(seed, zones=150)
    households = np.random.default_rng(seed).integers(10, 99, len(values)).astype(float)
    order = np.random.default_rng(seed + 1).permutation(len(values))
    plain = AreaTypology(3, 6, **SMALL).fit(values, sample_weight=households, affluence=values[:, 0])
    mixed = AreaTypology(3, 6, **SMALL).fit(values[order], sample_weight=households[order], affluence=values[order, 0])
    assert np.array_equal(mixed.labels_, plain.labels_[order])
    assert mixed.type_codes_ == plain.type_codes_


@given(st.integers(0, 99), st.sampled_from([2.0**-30, 0.25, 2.0**20]))
@settings(max_examples=10)
def test_counting_all_households_in_another_unit_changes_no_type(seed, unit):
    values = noisy(seed, zones=150)
    households = np.random.default_rng(seed).integers(10, 990, len(values)).astype(float)
    plain = AreaTypology(3, 6, **SMALL).fit(values, sample_weight=households)
    other = AreaTypology(3, 6, **SMALL).fit(values, sample_weight=households * unit)
    assert np.array_equal(plain.labels_, other.labels_)


def test_with_clear_types_a_zone_of_twice_the_households_is_two_zones():
    values, _ = blobs(zones=8)
    twice = np.random.default_rng(0).random(len(values)) < 0.5
    once = AreaTypology(3, 6, max_restarts=0, least_zones=1).fit(values, sample_weight=1.0 + twice)
    repeated = AreaTypology(3, 6, max_restarts=0, least_zones=1).fit(np.vstack([values, values[twice]]))
    assert np.array_equal(once.labels_, repeated.predict(values))
    assert np.allclose(once.within_squares_, repeated.within_squares_)


def noisy(seed=0, zones=600):
    """Make zones of five factors: no clear types, as in life."""
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(zones, 5)) * [3, 2, 2, 1, 1]
    return factors @ rng.normal(size=(5, 12)) + rng.normal(size=(zones, 12))


def test_a_variable_that_stands_twice_hardly_moves_a_zone():
    values = noisy()
    plain = AreaTypology(4, 10).fit(values)
    copied = AreaTypology(4, 10).fit(np.column_stack([values, values[:, 3]]))
    places, others = plain.transform(values), copied.transform(np.column_stack([values, values[:, 3]]))
    assert np.corrcoef(pdist(places), pdist(others))[0, 1] > 0.99


def test_a_column_that_is_the_same_everywhere_or_nowhere_known_changes_nothing():
    values = noisy()
    plain = AreaTypology(4, 10).fit(values)
    for empty in (np.full(len(values), 7.0), np.full(len(values), np.nan)):
        other = AreaTypology(4, 10).fit(np.column_stack([values, empty]))
        assert adjusted_rand_score(plain.labels_, other.labels_) == 1


def test_trust_of_zero_is_the_same_as_missing():
    values = noisy()
    lost = np.random.default_rng(1).random(values.shape) < 0.2
    gaps, trust = np.where(lost, np.nan, values), np.where(lost, 0.0, 1.0)
    missing = AreaTypology(4, 10, kinds=["plain"] * 12).fit(gaps)
    told = AreaTypology(4, 10, kinds=["plain"] * 12).fit(values, trust=trust)
    assert np.array_equal(missing.labels_, told.labels_)
    for one, other in zip(missing.membership(gaps), told.membership(values, trust=trust), strict=True):
        assert np.allclose(one, other)


def test_the_less_a_zone_is_known_the_less_sure_is_its_type_and_its_confidence_says_about_how_much():
    values = noisy(zones=3_000)
    model = AreaTypology(4, 10, kinds=["plain"] * 12).fit(values)
    rng, truth = np.random.default_rng(1), model.predict(values)
    said, right = [], []
    for share in (0.0, 0.3, 0.6, 0.9, 1.0):
        gaps = np.where(rng.random(values.shape) < share, np.nan, values)
        labels, _, sure, _ = model.membership(gaps)
        said.append(sure.mean())
        right.append(np.mean(labels == truth))
    assert said == sorted(said, reverse=True)
    assert np.allclose(said[:3], right[:3], atol=0.12)
    assert said[-1] < 0.5


def test_a_zone_of_which_nothing_is_known_has_a_type_that_nobody_can_be_sure_of():
    values = noisy()
    values[5] = np.nan
    model = AreaTypology(4, 10).fit(values)
    labels, _, sure, _ = model.membership(values)
    assert model.type_codes_[labels[5]]
    assert sure[5] < 0.6
    assert sure[5] == sure.min()


def test_a_small_zone_is_less_sure_than_a_large_one_with_the_same_shares():
    values = 1 / (1 + np.exp(-noisy() / 4))
    model = AreaTypology(4, 10).fit(values)
    small = model.membership(values, np.full(len(values), 10.0))[2]
    large = model.membership(values, np.full(len(values), 1_000.0))[2]
    assert (small <= large + 1e-9).all()
    assert small.mean() < large.mean() - 0.1


@pytest.mark.parametrize(
    ("values", "types"),
    [
        (np.eye(2), 1),
        (np.ones((30, 3)), 1),
        (np.repeat(np.eye(3), 10, axis=0), 3),
        (np.full((20, 2), np.nan), 1),
    ],
    ids=["two zones", "all alike", "three kinds of rows", "nothing known"],
)
def test_as_few_types_come_out_as_there_can_be(values, types):
    model = AreaTypology(8, 33).fit(values)
    assert len(model.type_codes_) == types
    assert len(set(model.labels_.tolist())) == types


def test_no_type_has_fewer_zones_than_asked():
    model = AreaTypology(8, 33, least_zones=7).fit(noisy())
    assert np.bincount(model.labels_, minlength=len(model.type_codes_)).min() >= 5  # borders of groups may shift some
    assert len(model.type_codes_) > 8


@pytest.mark.parametrize(
    ("change", "fit", "said"),
    [
        ({"n_groups": 0}, {}, "n_groups is 0: it is a whole number"),
        ({"n_types": 2.5}, {}, "n_types is 2.5: it is a whole number"),
        ({"least_zones": 0}, {}, "least_zones is 0"),
        ({"kinds": "percent"}, {}, 'give "auto", or one kind a column'),
        ({"kinds": ["share"]}, {}, "kinds has 1 entries: it needs one a column, 12"),
        ({"kinds": ["salary"] * 12}, {}, "choose from share, percent, log, plain"),
        ({}, {"sample_weight": np.zeros(600)}, "nor all of them zero"),
        ({}, {"sample_weight": -np.ones(600)}, "no weight may be below zero"),
        ({}, {"sample_weight": np.ones(3)}, "one value a zone"),
        ({}, {"trust": np.full((600, 12), 1.5)}, "trust has a value between 0 and 1"),
        ({}, {"trust": np.ones((600, 2))}, "trust has a value between 0 and 1"),
        ({}, {"affluence": np.ones(2)}, "affluence has shape"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(change, fit, said):
    with pytest.raises(ValueError, match=said):
        AreaTypology(**change).fit(noisy(), **fit)


def test_the_same_input_gives_the_same_model():
    one, other = (AreaTypology(4, 10).fit(noisy()) for _ in range(2))
    assert np.array_equal(one.type_centres_, other.type_centres_)
    assert np.array_equal(one.labels_, other.labels_)


def test_letters_of_groups_go_on_after_z():
    assert [group_letter(number) for number in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
