"""Zones within minutes of places: shares are shares, and no zone is reached that isn't."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import GeoprofileError
from geoprofile.travel.costs import cost_matrix
from geoprofile.travel.demand import Demand, demand_points
from geoprofile.travel.reach import off_network_share, zone_reach
from tests.travel.conftest import places, random_town

BANDS = (2.0, 4.0, 8.0)


def random_demand(seed, zones=6, points=40):
    rng = np.random.default_rng(seed)
    zone = np.sort(np.concatenate([np.arange(zones), rng.integers(0, zones, points - zones)]))
    weight = rng.uniform(0.1, 1, points)
    weight /= np.bincount(zone, weights=weight)[zone]
    easting, northing = rng.uniform(0, 650, (2, points))
    return Demand(zone, easting, northing, weight, np.full(zones, "area", dtype=object))


def dense(reach, band):
    whole = np.zeros((reach.origin_count, reach.zone_count))
    whole[reach.origin, reach.zone] = reach.shares[:, band]
    return whole


def test_half_a_zone_inside_counts_half(block):
    demand = Demand(np.zeros(2, int), np.array([80.0, 400.0]), np.zeros(2), np.array([0.5, 0.5]), np.array(["area"]))
    reach, status = zone_reach(places((0, 0)), demand, block, by="foot", bands=(2, 4, 6))
    assert status.tolist() == [""]
    assert reach.shares.tolist() == [[0.5, 0.5, 1.0]]
    assert reach.minutes.tolist() == pytest.approx([3.0])
    assert (reach.basis, reach.by, reach.bands, reach.zone_count) == ("network", "foot", (2.0, 4.0, 6.0), 1)


def test_minutes_are_those_of_the_part_within_the_limit(block):
    demand = Demand(np.zeros(2, int), np.array([80.0, 400.0]), np.zeros(2), np.array([0.5, 0.5]), np.array(["area"]))
    reach, _ = zone_reach(places((0, 0)), demand, block, by="foot", bands=(2,))
    assert reach.minutes.tolist() == pytest.approx([1.0])


def test_a_place_off_the_network_has_a_reason_and_no_rows(block):
    demand = Demand(np.zeros(1, int), np.array([80.0]), np.zeros(1), np.ones(1), np.array(["area"]))
    reach, status = zone_reach(places((0, -999), (0, 0)), demand, block, by="foot", bands=(5,))
    assert status.tolist() == ["off-network", ""]
    assert reach.origin.tolist() == [1]
    assert reach.origin_count == 2


def test_people_off_the_network_are_counted_as_such(block):
    demand = Demand(np.zeros(2, int), np.array([80.0, 9000.0]), np.zeros(2), np.array([0.75, 0.25]), np.array(["area"]))
    assert off_network_share(demand, block, by="foot").tolist() == [0.25]
    assert off_network_share(demand, None, by="foot").tolist() == [0.0]


@pytest.mark.parametrize("bands", [(), (0,), (5, 5), (10, 5), (float("nan"),)])
def test_bands_that_are_not_ascending_minutes_are_refused(block, bands):
    with pytest.raises(GeoprofileError, match="must be above 0 and ascending"):
        zone_reach(places((0, 0)), random_demand(0), block, by="foot", bands=bands)


def test_without_places_nothing_is_reached(block):
    reach, status = zone_reach(places(), random_demand(0), block, by="foot", bands=BANDS)
    assert len(reach.origin) == len(status) == 0
    assert reach.shares.shape == (0, 3)


@given(st.integers(0, 5000), st.sampled_from(["car", "foot", "bike", "straight"]))
@settings(max_examples=25)
def test_shares_grow_with_the_minutes_and_add_up_to_the_whole(seed, by):
    town, demand = random_town(seed), random_demand(seed)
    here = places(*np.random.default_rng(seed).uniform(0, 600, (5, 2)))
    reach, _ = zone_reach(here, demand, town, by=by, bands=(*BANDS, np.inf))
    assert (reach.shares >= 0).all()
    assert (reach.shares <= 1).all()
    assert (np.diff(reach.shares, axis=1) >= -1e-12).all()
    rings = np.diff(reach.shares, axis=1, prepend=0).sum(axis=1)
    reachable = 1 if by == "straight" else 1 - off_network_share(demand, town, by=by)[reach.zone]
    assert rings == pytest.approx(reachable)
    assert np.array_equal(np.lexsort([reach.zone, reach.origin]), np.arange(len(reach.zone)))


@given(st.integers(0, 5000), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_places_changes_nothing(seed, random):
    town, demand = random_town(seed), random_demand(seed)
    here = places(*np.random.default_rng(seed).uniform(0, 600, (7, 2)))
    order = random.sample(range(7), 7)
    one, _ = zone_reach(here, demand, town, by="car", bands=BANDS)
    other, _ = zone_reach(here.iloc[order], demand, town, by="car", bands=BANDS)
    for band in range(3):
        assert np.array_equal(dense(one, band)[order], dense(other, band))


@given(st.integers(0, 5000))
@settings(max_examples=15)
def test_shares_are_those_of_the_cost_matrix(seed):
    town, demand = random_town(seed), random_demand(seed)
    here = places(*np.random.default_rng(seed).uniform(0, 600, (4, 2)))
    there = places(*np.column_stack([demand.easting, demand.northing]))
    minutes = cost_matrix(town, here, there, by="foot")
    reach, _ = zone_reach(here, demand, town, by="foot", bands=BANDS)
    for band, limit in enumerate(BANDS):
        near = np.array([np.bincount(demand.zone, weights=demand.weight * (row <= limit)) for row in minutes])
        assert dense(reach, band) == pytest.approx(near)


def test_many_places_of_the_demo_are_reached_in_batches(demo):
    demand = demand_points(demo, "iris")
    nodes = [demo.streets.column("nodes", name)[::4] for name in ("easting", "northing")]
    reach, status = zone_reach(places(*np.column_stack(nodes)), demand, demo.streets, by="car", bands=(5, 10))
    assert (status == "").all()
    assert set(reach.origin) == set(range(len(status)))
    few, _ = zone_reach(places(*np.column_stack(nodes)[100:103]), demand, demo.streets, by="car", bands=(5, 10))
    same = (reach.origin >= 100) & (reach.origin < 103)
    assert np.array_equal(reach.shares[same], few.shares)
