"""What several places reach together: each point of demand once, for the nearest of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import GeoprofileError
from geoprofile.travel.costs import cost_matrix
from geoprofile.travel.reach import nearest_reach, zone_reach
from tests.travel.conftest import places, random_town
from tests.travel.test_reach import random_demand

BANDS = (2.0, 4.0, 8.0)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(1, 5), st.sampled_from(["foot", "car", "straight"]))
def test_shares_are_those_of_the_least_minutes(seed, count, by):
    town, demand = random_town(seed % 7), random_demand(seed)
    spots = places(*np.random.default_rng(seed).uniform(0, 600, (count, 2)))
    reach = nearest_reach(spots, demand, town, by=by, bands=BANDS)
    points = places(*np.column_stack([demand.easting, demand.northing]))
    least = cost_matrix(town, spots, points, by=by).min(axis=0)
    for place, band in enumerate(BANDS):
        within = np.bincount(demand.zone, weights=demand.weight * (least <= band), minlength=demand.zone_count)
        found = np.zeros(demand.zone_count)
        found[reach.zone] = reach.shares[:, place]
        assert found == pytest.approx(within, abs=1e-4)
    assert reach.origin_count == 1


def test_of_one_place_it_is_its_own_reach(block):
    demand, spot = random_demand(3), places((100, 0))
    alone, _ = zone_reach(spot, demand, block, by="foot", bands=BANDS)
    together = nearest_reach(spot, demand, block, by="foot", bands=BANDS)
    for name in ("origin", "zone", "minutes", "shares"):
        assert getattr(together, name).tolist() == getattr(alone, name).tolist()


def test_no_places_reach_nothing(block):
    assert len(nearest_reach(places(), random_demand(1), block, by="foot", bands=BANDS).zone) == 0


def test_bands_must_ascend(block):
    with pytest.raises(GeoprofileError, match="ascending"):
        nearest_reach(places((0, 0)), random_demand(1), block, by="foot", bands=(5, 2))
