"""How sure a zone's side of a border is, against simulation."""

import numpy as np
import pytest

from geoprofile.typology.confidence import border_confidence
from geoprofile.typology.preparation import fit_preparation

CENTRES = np.array([[1.0, 0.0], [-1.0, 0.0]])


def world(zones=4_000, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(zones, 2)) * 2 @ rng.normal(size=(2, 10)) + rng.normal(size=(zones, 10)) * 0.7


@pytest.mark.parametrize("lost", [0.2, 0.5, 0.8])
def test_of_zones_with_gaps_as_many_lie_on_their_side_as_their_confidence_says(lost):
    values, known = world(), np.ones((4_000, 10))
    preparation = fit_preparation(values, known, np.ones(4_000), ["plain"] * 10)
    truth = preparation.axes_of(preparation.prepare(values, known), 2)
    trust = (np.random.default_rng(1).random(values.shape) >= lost).astype(float)
    points = preparation.axes_of(preparation.prepare(np.where(trust > 0, values, np.nan), trust), 2)
    first = (points[:, 0] < 0).astype(int)
    sure = border_confidence(
        preparation, points, CENTRES, (first, 1 - first), households=np.full(4_000, 100.0), trust=trust
    )
    right = first == (truth[:, 0] < 0)
    assert sure.mean() == pytest.approx(right.mean(), abs=0.03)
    for low, high in ((0.5, 0.7), (0.7, 0.9)):
        some = (sure >= low) & (sure < high)
        assert right[some].mean() == pytest.approx(sure[some].mean(), abs=0.12)


def test_of_sampled_shares_as_many_lie_on_their_side_as_their_confidence_says():
    rng = np.random.default_rng(0)
    true = 1 / (1 + np.exp(-world() / 4))
    households = 30.0
    seen = rng.binomial(int(households), true) / households
    known = np.ones_like(seen)
    preparation = fit_preparation(seen, known, np.ones(4_000), ["share"] * 10)
    points, truth = (preparation.axes_of(preparation.prepare(v, known), 2) for v in (seen, true))
    first = (points[:, 0] < 0).astype(int)
    counts = np.full(4_000, households)
    sure = border_confidence(preparation, points, CENTRES, (first, 1 - first), households=counts, trust=known)
    right = first == (truth[:, 0] < 0)
    assert sure.mean() == pytest.approx(right.mean(), abs=0.03)


def test_one_centre_has_no_border_and_on_a_border_chances_are_even():
    values, known = world(50), np.ones((50, 10))
    preparation = fit_preparation(values, known, np.ones(50), ["plain"] * 10)
    none, households = np.zeros(50, dtype=np.intp), np.ones(50)
    points = np.zeros((50, 2))
    alone = border_confidence(preparation, points, CENTRES[:1], (none, none), households=households, trust=known)
    even = border_confidence(preparation, points, CENTRES, (none, none + 1), households=households, trust=known)
    assert (alone == 1).all()
    assert np.allclose(even, 0.5)
