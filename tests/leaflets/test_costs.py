"""Costs: by mode and density, to the cent."""

import numpy as np
import pytest

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.assumptions import MODES
from geoprofile.leaflets.costs import CostRates, stated_costs, zone_costs

RATES = CostRates("solo", (1000.0, 100.0, 0.0), (50.0, 70.0, 120.0), 25.0, 150.0)


def test_a_dense_zone_is_cheaper_and_an_unknown_density_is_charged_dearest():
    households, area = np.array([1000.0, 999.0, 99.0, 500.0, 500.0]), np.array([1.0, 1.0, 1.0, np.nan, 0.0])
    cost = zone_costs(np.full(5, 1000), households, area, RATES)
    assert cost.tolist() == [75.0, 95.0, 145.0, 145.0, 145.0]


def test_costs_are_whole_cents_and_nothing_for_no_letterboxes():
    cost = zone_costs(np.array([0, 1, 7]), np.full(3, 5000.0), np.ones(3), RATES)
    assert cost.tolist() == [0.0, 0.08, 0.52]


@pytest.mark.parametrize("mode", MODES)
def test_stated_costs_say_that_they_are_assumed(mode):
    stated = stated_costs(mode)
    assert stated.is_assumed
    assert stated.fixed_eur > 0


def test_grouped_is_cheaper_than_solo_and_addressed_is_dearest():
    means = [np.mean(stated_costs(mode).distribution_eur_per_thousand) for mode in ("grouped", "solo", "addressed")]
    assert means == sorted(means)


def test_an_unknown_mode_and_prices_that_do_not_fit_are_refused():
    with pytest.raises(UnknownNameError, match="grouped"):
        stated_costs("drone")
    with pytest.raises(TableError, match="one price each"):
        CostRates("solo", (100.0, 0.0), (50.0,), 25.0, 0.0)
    with pytest.raises(TableError, match="0 or more"):
        CostRates("solo", (0.0,), (-50.0,), 25.0, 0.0)
