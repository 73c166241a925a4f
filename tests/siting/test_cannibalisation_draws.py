"""What a new store gains, drawn: how sure that is, and how two candidates are compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.siting.attributes import store_attributes
from geoprofile.siting.cannibalisation import cannibalise
from geoprofile.siting.huff import HuffModel
from geoprofile.travel.reach import Reach

ZONES = 40


def reach_of(minutes: np.ndarray) -> Reach:
    """Let every place reach every zone."""
    places = len(minutes)
    origin, zone = (axis.ravel().astype(np.int64) for axis in np.indices((places, ZONES)))
    return Reach(
        origin, zone, minutes.ravel(), np.ones((places * ZONES, 1)), (60.0,), places, ZONES, "foot", "straight"
    )


@pytest.fixture
def market():
    rng = np.random.default_rng(1)
    stores, sites = reach_of(rng.uniform(1, 30, (3, ZONES))), reach_of(rng.uniform(1, 30, (2, ZONES)))
    sizes = ([500.0, 700.0, 600.0], [600.0, 600.0])
    attributes = [store_attributes(pd.DataFrame({"size": own}), ["size"]) for own in sizes]
    return stores, attributes[0], sites, attributes[1]


def model(variance: float) -> HuffModel:
    return HuffModel(("size",), np.array([1.0]), -2.0, outside=2.0, covariance=np.diag([variance, 0.0]))


def test_doubt_about_the_weight_of_size_is_none_about_stores_of_the_usual_size(market):
    stores, own, sites, new = market
    found = cannibalise(stores, own, sites, new, model(0.09), np.full(ZONES, 100.0)).candidates
    # All stores are near 600 m2: whatever size weighs, a new one like them gains what it gains.
    width = (found["gained_high"] - found["gained_low"]) / found["gained"]
    assert (width < 0.1).all()
    assert (width > 0).all()


def test_draws_are_those_of_the_interval(market):
    stores, own, sites, new = market
    found = cannibalise(stores, own, sites, new, model(0.09), np.full(ZONES, 100.0), store_spread=0.3)
    assert found.net_draws.shape == (2, 200)
    np.testing.assert_allclose(np.quantile(found.net_draws, 0.025, axis=1), found.candidates["net_own_low"])


def test_two_numbers_of_luck_share_the_parameters_and_not_the_worth(market):
    stores, own, sites, new = market
    demand = np.full(ZONES, 100.0)
    one, other = (
        cannibalise(stores, own, sites, new, model(0.09), demand, store_spread=spread, luck=luck).net_draws
        for luck, spread in ((1, 0.3), (2, 0.3))
    )
    assert not np.allclose(one, other)
    same = [cannibalise(stores, own, sites, new, model(0.09), demand, luck=luck).net_draws for luck in (1, 2)]
    np.testing.assert_array_equal(*same)


def test_nothing_is_drawn_where_parameters_are_stated(market):
    stores, own, sites, new = market
    found = cannibalise(stores, own, sites, new, model(0.0), np.full(ZONES, 100.0))
    assert found.net_draws.shape == (2, 0)
    assert found.candidates["net_own_low"].isna().all()
