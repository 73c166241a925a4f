"""Where there is no street graph the straight line stands in, and every output can say so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import UnknownNameError
from geoprofile.travel.costs import cost_matrix, place_status
from geoprofile.travel.straight import WAYS, basis_of, basis_sentence, straight_costs, straight_radius_m
from tests.travel.conftest import places


def test_the_straight_line_is_lengthened_by_the_detour_and_driven_at_one_speed():
    minutes = straight_costs(places((0, 0)), places((3000, 4000)), by="car")
    assert minutes[0, 0] == pytest.approx(5000 * 1.34 / (24 * 1000 / 60))


def test_without_a_network_every_mode_takes_the_straight_line(block):
    here, there = places((0, 0)), places((480, 480), (np.nan, 0))
    for by in ("car", "bike", "foot"):
        assert basis_of(None, by) == "straight"
        assert basis_of(block, by) == "network"
        assert np.array_equal(cost_matrix(None, here, there, by=by), straight_costs(here, there, by=by))
    assert basis_of(block, "straight") == "straight"
    assert np.array_equal(cost_matrix(block, here, there, by="straight"), straight_costs(here, there, by="car"))
    assert place_status(None, there, by="foot").tolist() == ["", "no-position"]


@pytest.mark.parametrize("by", WAYS)
def test_a_sentence_says_what_the_minutes_are(by):
    assert "à vol d'oiseau" in basis_sentence("straight", by, "fr")
    assert "as the crow flies" in basis_sentence("straight", by, "en")
    assert "réseau de rues" in basis_sentence("network", by, "fr")
    assert "street network" in basis_sentence("network", by, "en")


def test_the_sentence_bears_the_numbers_of_its_language():
    assert "1,25 à 4,8 km/h" in basis_sentence("straight", "foot", "fr").replace("\u00a0", " ")
    assert "1.25 at 4.8 km/h" in basis_sentence("straight", "foot", "en").replace("\u00a0", " ")
    with pytest.raises(UnknownNameError):
        basis_sentence("straight", "foot", "de")


@given(st.floats(0.5, 60), st.sampled_from(WAYS))
def test_the_radius_of_some_minutes_is_reached_in_those_minutes(minutes, by):
    rim = places((straight_radius_m(minutes, by), 0))
    assert straight_costs(places((0, 0)), rim, by=by)[0, 0] == pytest.approx(minutes, rel=1e-5)


def test_beyond_the_limit_nothing_is_reached():
    minutes = straight_costs(places((0, 0)), places((100, 0), (5000, 0)), by="foot", limit_min=10)
    assert np.isfinite(minutes[0]).tolist() == [True, False]
