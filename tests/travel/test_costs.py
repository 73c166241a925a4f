"""Minutes along streets: exact on a square worked out by hand, lawful on towns drawn at random."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import GeoprofileError, TableError, UnknownNameError
from geoprofile.territory.street_speeds import walking_kmh
from geoprofile.travel.costs import cost_matrix, place_status
from geoprofile.travel.mode_network import mode_network
from geoprofile.travel.snapping import PLACE_STATUSES, place_status_text
from tests.travel.conftest import network_of, places, random_town

# Metres a minute: 4.8 km/h on foot, 0.6 of 40 km/h by car.
FOOT, CAR = 80.0, 400.0
seeds = st.integers(0, 10_000)


def points_near(seed, count=12, spread=40.0, side=700.0):
    rng = np.random.default_rng(seed)
    return places(*(rng.uniform(-spread, side, (count, 2))))


def test_the_way_is_counted_from_the_door_and_not_from_the_crossing(block):
    minutes = cost_matrix(block, places((120, 0)), places((360, 0), (480, 240), (0, 240)), by="foot")
    assert minutes[0] * FOOT == pytest.approx([240, 600, 360])


def test_the_walk_to_the_street_counts_at_both_ends_at_walking_pace(block):
    minutes = cost_matrix(block, places((120, 80)), places((360, -40)), by="car")
    assert minutes[0, 0] == pytest.approx(240 / CAR + (80 + 40) / FOOT)


def test_a_one_way_street_is_driven_one_way_and_walked_both(block):
    south, north = (480, 120), (480, 360)
    assert cost_matrix(block, places(south), places(north), by="car")[0, 0] == pytest.approx(240 / CAR)
    back = (480 - 360) + 480 + 480 + 480 + 120
    assert cost_matrix(block, places(north), places(south), by="car")[0, 0] == pytest.approx(back / CAR)
    assert cost_matrix(block, places(north), places(south), by="foot")[0, 0] == pytest.approx(240 / FOOT)


def test_the_way_round_is_taken_where_it_is_shorter_than_along_the_street():
    slow = network_of(
        [
            ((0, 0), (400, 0), {"highway": "track", "car": "yes"}),
            ((0, 0), (0, 30), {"highway": "motorway"}),
            ((0, 30), (400, 30), {"highway": "motorway"}),
            ((400, 30), (400, 0), {"highway": "motorway"}),
        ]
    )
    minutes = cost_matrix(slow, places((4, -1)), places((396, -1)), by="car")[0, 0]
    track, motorway = 0.5 * 20 * 1000 / 60, 0.9 * 130 * 1000 / 60
    assert minutes == pytest.approx(8 / track + 460 / motorway + 2 / FOOT)


def test_a_place_at_a_crossing_may_leave_by_each_of_its_streets(block):
    corner = places((480, 0))
    assert cost_matrix(block, corner, places((480, 100), (380, 0)), by="car")[0] * CAR == pytest.approx([100, 100])
    assert cost_matrix(block, places((480, 480)), corner, by="car")[0, 0] * CAR == pytest.approx(3 * 480)


def test_beyond_the_limit_nothing_is_reached(block):
    minutes = cost_matrix(block, places((0, 0)), places((240, 0), (480, 0), (480, 10)), by="foot", limit_min=6)
    assert np.isfinite(minutes[0]).tolist() == [True, True, False]


def test_a_place_off_the_network_reaches_nothing_and_has_a_reason(block):
    places_ = places((0, -300), (np.nan, 5), (0, -200))
    assert place_status(block, places_, by="foot").tolist() == ["off-network", "no-position", ""]
    minutes = cost_matrix(block, places_, places_, by="foot")
    assert np.isfinite(minutes).sum() == 1
    assert place_status(block, places_, by="foot", within_m=400).tolist() == ["", "no-position", ""]


def test_every_reason_can_be_said_in_both_languages():
    for language in ("fr", "en"):
        texts = [place_status_text(status, language) for status in PLACE_STATUSES]
        assert texts[0] == ""
        assert all(texts[1:])
    with pytest.raises(UnknownNameError):
        place_status_text("lost", "fr")


def test_places_without_positions_or_with_a_senseless_limit_are_refused(block):
    with pytest.raises(TableError, match="'northing'"):
        cost_matrix(block, places((0, 0)).drop(columns="northing"), places((0, 0)), by="foot")
    with pytest.raises(GeoprofileError, match="give metres above 0"):
        cost_matrix(block, places((0, 0)), places((0, 0)), by="foot", within_m=0)
    with pytest.raises(UnknownNameError, match="bike, car, foot, straight"):
        cost_matrix(block, places((0, 0)), places((0, 0)), by="boat")


def test_of_no_places_there_are_no_minutes(block):
    assert cost_matrix(block, places(), places((0, 0)), by="foot").shape == (0, 1)
    assert cost_matrix(block, places((0, 0)), places(), by="foot").shape == (1, 0)


def test_a_loop_that_leaves_and_ends_at_one_crossing_can_be_left_both_ways():
    square = network_of([((0, 0), (100, 0)), ((100, 0), (100, 0.001), {"highway": "service"}), ((100, 0.001), (0, 0))])
    assert np.isfinite(cost_matrix(square, places((50, 0)), places((100, 0)), by="car")).all()


@given(seeds, st.sampled_from(["car", "bike", "foot"]))
@settings(max_examples=25)
def test_no_detour_over_a_third_place_is_shorter(seed, mode):
    town, here = random_town(seed), points_near(seed)
    minutes = cost_matrix(town, here, here, by=mode).astype(float)
    known = np.isfinite(minutes).any(axis=1)
    minutes = minutes[known][:, known]
    for middle in range(len(minutes)):
        assert (minutes <= minutes[:, [middle]] + minutes[[middle], :] + 1e-5).all()


@given(seeds)
@settings(max_examples=15)
def test_on_foot_the_way_back_is_as_long(seed):
    town, here = random_town(seed), points_near(seed)
    minutes = cost_matrix(town, here, here, by="foot")
    assert minutes == pytest.approx(minutes.T, rel=1e-5)


@given(seeds, st.sampled_from(["car", "bike", "foot"]))
@settings(max_examples=15)
def test_nobody_is_faster_than_the_straight_line_at_top_speed(seed, mode):
    town, here = random_town(seed), points_near(seed)
    minutes = cost_matrix(town, here, here, by=mode)
    streets = mode_network(town, mode)
    fastest = (streets.length_m / np.minimum(streets.forward, streets.backward)).max()
    top = max(fastest, walking_kmh() * 1000 / 60)
    metres = np.hypot(*(here[name].to_numpy()[:, None] - here[name].to_numpy() for name in here))
    assert (minutes >= metres / top - 1e-4).all()


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_places_changes_nothing(seed, random):
    town, here, there = random_town(seed), points_near(seed), points_near(seed + 1)
    rows, columns = (random.sample(range(12), 12) for _ in range(2))
    whole = cost_matrix(town, here, there, by="car")
    shuffled = cost_matrix(town, here.iloc[rows], there.iloc[columns], by="car")
    assert np.array_equal(shuffled, whole[rows][:, columns])


@given(seeds, st.floats(0.1, 20))
@settings(max_examples=15)
def test_a_limit_only_cuts_what_is_further(seed, limit):
    town, here = random_town(seed), points_near(seed)
    whole = cost_matrix(town, here, here, by="bike")
    cut = cost_matrix(town, here, here, by="bike", limit_min=limit)
    near = whole <= limit - 1e-4
    assert cut[near] == pytest.approx(whole[near])
    assert np.isinf(cut[whole > limit + 1e-4]).all()
