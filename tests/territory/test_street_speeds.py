"""Minutes along a street follow its class, its limit, its tags and the mode."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.countries import COUNTRIES
from geoprofile.errors import UnknownNameError
from geoprofile.sources.streets import MODES
from geoprofile.territory.street_speeds import straight_speed, street_minutes, travel_speeds, walking_kmh


def street(highway="residential", **told) -> pd.DataFrame:
    usual = {"limit_kmh": np.nan, "length_m": 1000.0, "direction": "both", "bike_direction": "both"}
    return pd.DataFrame([{"highway": highway, **usual, **dict.fromkeys(MODES, ""), **told}])


def kmh(frame: pd.DataFrame, mode: str, country: str = "fr") -> float:
    forward, _ = street_minutes(frame, country)[mode]
    return float(60 / forward[0])


def test_cars_drive_a_share_of_the_limit():
    assert kmh(street(limit_kmh=30.0), "car") == pytest.approx(18)
    assert kmh(street("motorway", limit_kmh=110.0), "car") == pytest.approx(99)


def test_without_a_limit_that_of_the_class_and_country_counts():
    assert kmh(street("motorway"), "car", "fr") == pytest.approx(117)
    assert kmh(street("motorway"), "car", "be") == pytest.approx(108)


def test_people_walk_and_cycle_at_their_own_pace_whatever_the_limit():
    for limit in (20.0, 90.0):
        assert kmh(street("primary", limit_kmh=limit), "foot") == pytest.approx(4.8)
        assert kmh(street("primary", limit_kmh=limit), "bike") == pytest.approx(15)
    assert kmh(street("steps"), "foot") == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("highway", "modes"),
    [
        ("motorway", {"car"}),
        ("residential", {"car", "bike", "foot"}),
        ("track", {"bike", "foot"}),
        ("footway", {"foot"}),
        ("footway|residential", {"foot"}),
        ("construction", set()),
        ("", {"car", "bike", "foot"}),
    ],
)
def test_the_class_says_who_may_go_and_of_joined_classes_all_must(highway, modes):
    minutes = street_minutes(street(highway), "fr")
    assert {mode for mode in MODES if np.isfinite(minutes[mode][0][0])} == modes


def test_a_tag_overrules_the_class_both_ways():
    assert np.isfinite(street_minutes(street("footway", bike="yes"), "fr")["bike"][0][0])
    assert np.isnan(street_minutes(street(car="no"), "fr")["car"][0][0])


def test_one_way_binds_vehicles_and_not_people_on_foot():
    minutes = street_minutes(street(direction="forward", bike_direction="backward"), "fr")
    assert np.isfinite(minutes["car"][0][0])
    assert np.isnan(minutes["car"][1][0])
    assert np.isnan(minutes["bike"][0][0])
    assert np.isfinite(minutes["bike"][1][0])
    assert minutes["foot"][0][0] == minutes["foot"][1][0]


def test_every_country_and_mode_has_its_speeds():
    for country in COUNTRIES:
        speeds = travel_speeds(country)
        for highway, modes in speeds.modes.items():
            assert set(modes) <= set(MODES)
            assert all(3 / 2 <= speeds.speed_kmh(highway, mode) <= 130 for mode in modes)
    for mode in MODES:
        detour, pace = straight_speed(mode)
        assert detour > 1
        assert pace >= walking_kmh()


def test_an_unknown_country_or_mode_lists_the_choices():
    with pytest.raises(UnknownNameError, match="be, fr"):
        travel_speeds("xx")
    with pytest.raises(UnknownNameError, match="bike, car, foot"):
        straight_speed("boat")
