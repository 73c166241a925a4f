"""What tags of OpenStreetMap say of limits and access, whichever file they come from."""

import math

import pytest

from geoprofile.sources.streets import MODES, access, limit_kmh, tag_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ()),
        ("primary", ("primary",)),
        ("['primary', 'residential']", ("primary", "residential")),
        ("[False, True]", ("False", "True")),
        ('["Rue de l\'Abbé", "Quai"]', ("Rue de l'Abbé", "Quai")),
        ("50;30", ("50", "30")),
    ],
)
def test_a_tag_with_several_values_is_taken_apart(text, values):
    assert tag_values(text) == values


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28),
        ("FR:urban", 50),
        ("FR:zone30", 30),
        ("FR:30", 30),
        ("BE-VLG:rural", 70),
        ("walk", 6),
        ("none", 130),
        ("['walk', '30']", 10),
        ("['45', 'signals']", 45),
    ],
)
def test_a_speed_limit_is_read_in_km_an_hour(text, kmh):
    assert limit_kmh(text) == pytest.approx(kmh, rel=1e-3)


@pytest.mark.parametrize("text", ["", "signals", "0", "9999", "fast", "-30"])
def test_a_limit_that_says_nothing_stays_missing(text):
    assert math.isnan(limit_kmh(text))


def test_two_limits_on_one_stretch_give_the_time_of_equal_parts():
    whole = 1 / limit_kmh("['30', '60']")
    assert whole == pytest.approx(0.5 / 30 + 0.5 / 60)


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ({}, ("", "", "")),
        ({"access": "private"}, ("no", "no", "no")),
        ({"access": "no", "foot": "yes"}, ("no", "no", "yes")),
        ({"access": "destination"}, ("", "", "")),
        ({"vehicle": "no"}, ("no", "no", "")),
        ({"vehicle": "no", "bicycle": "designated"}, ("no", "yes", "")),
        ({"motor_vehicle": "private"}, ("no", "", "")),
        ({"access": "yes"}, ("", "", "")),
        ({"access": "['private', 'yes']"}, ("no", "no", "no")),
        ({"bicycle": "dismount"}, ("", "", "")),
    ],
)
def test_tags_forbid_or_allow_each_mode(tags, told):
    assert tuple(access(tags, mode) for mode in MODES) == told
