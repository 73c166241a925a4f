"""A small area to profile customers in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from geoprofile.profiling.classes import typology_classes
from geoprofile.profiling.customers import Customers
from geoprofile.profiling.population import Population
from geoprofile.tables import Variable
from geoprofile.zones.profiles import ZoneProfiles

# A law over whole profiles: each example takes tens of milliseconds.
FEWER = settings(max_examples=30)
HOUSEHOLDS = Variable("households", "Ménages", "Households", "households", "extensive")
INCOME = Variable("income_median_eur", "Revenu médian", "Median income", "eur", "intensive", "households", "iris")


@pytest.fixture(scope="session")
def area():
    """Make the pieces of a profile from counts: `area({"A01": (customers, households)})`."""
    return make_area


def make_area(counts, *, dimension="type", weights=None):
    """Give classes, customers and population, one zone a class named after it."""
    codes = sorted(counts)
    zones = pd.Index([f"zone {code}" for code in codes], name="zone_id")
    typed = pd.DataFrame({"zone_id": zones, "group": [code[:1] for code in codes], "type": codes}, dtype="str")
    every = sorted({*codes, *typed["group"]})
    names = pd.DataFrame({"name_fr": [f"nom {c}" for c in every], "name_en": [f"name {c}" for c in every]}, index=every)
    zone_id = np.repeat(zones.to_numpy(dtype=object), [counts[code][0] for code in codes])
    weight = np.ones(len(zone_id)) if weights is None else np.asarray(weights, dtype=float)
    households = pd.Series([float(counts[code][1]) for code in codes], index=zones)
    return (
        typology_classes(typed, names, dimension, level="iris"),
        Customers(zone_id, weight, "turnover" if weights is not None else ""),
        Population("iris", households, HOUSEHOLDS),
    )


@pytest.fixture
def zone_profiles_of_six():
    """Six zones in two communes, with an income that is lent by the commune in one and missing in one."""
    zone_id = [f"0000{number}" for number in range(1, 7)]
    zones = pd.DataFrame(
        {"zone_id": zone_id, "zone_name": zone_id, "parent_id": ["P"] * 3 + ["Q"] * 3, "area_km2": 1.0}
    )
    values = pd.DataFrame({INCOME.name: [10_000.0, 20_000, 30_000, 40_000, 50_000, np.nan]}, index=zone_id)
    trust = np.array([[1.0], [1.0], [1.0], [1.0], [0.25], [0.0]])
    households = np.array([100.0, 100, 100, 100, 100, 0])
    return ZoneProfiles("iris", zones, households, HOUSEHOLDS, values, trust, (INCOME,))
