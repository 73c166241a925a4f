"""A made-up country of zones whose customers' taste is known."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.lookalikes.inputs import zone_inputs
from geoprofile.tables import Variable
from geoprofile.zones.profiles import ZoneProfiles

SHARES = ("executives_share", "living_alone_share", "social_share", "retired_share")
TASTE = np.array([1.0, 0.5, 0.0, 0.0])


def share(name):
    return Variable(name, name, name, "share", "intensive", "population")


def make_profiles(count=600, seed=0, hole=0.05):
    rng = np.random.default_rng(seed)
    hidden = np.cumsum(rng.normal(size=(count, 4)), axis=0)
    hidden = (hidden - hidden.mean(0)) / hidden.std(0) * 0.5 + rng.normal(size=(count, 4))
    values = 1 / (1 + np.exp(-hidden))
    values[rng.random(values.shape) < hole] = np.nan
    zone_id = [f"{7500 + i // 60}{i % 60:02d}" for i in range(count)]
    zones = pd.DataFrame(
        {
            "zone_id": zone_id,
            "zone_name": [f"Quarter {i}" for i in range(count)],
            "parent_id": [z[:4] for z in zone_id],
            "area_km2": np.where(np.arange(count) % 50 == 7, np.nan, 0.5),
        }
    ).astype({"zone_id": "str", "zone_name": "str", "parent_id": "str"})
    households = rng.integers(200, 1500, count).astype(float)
    households[::97] = 0
    frame = pd.DataFrame(values, columns=list(SHARES), index=pd.Index(zone_id, name="zone_id"))
    counted = Variable("households", "m", "h", "households", "extensive")
    trust = np.isfinite(values).astype(float)
    return ZoneProfiles("iris", zones, households, counted, frame, trust, tuple(share(name) for name in SHARES))


def true_rate(inputs, customers):
    """Customers per household by the known taste, scaled to a total."""
    weight = np.exp(inputs.features[:, : len(TASTE)] @ TASTE)
    return weight * customers / (weight @ inputs.households)


def draw_customers(inputs, customers, seed=0):
    counts = np.random.default_rng(seed).poisson(true_rate(inputs, customers) * inputs.households)
    return np.repeat(inputs.zone_id, counts)


def make_types(inputs):
    high = inputs.features[:, 0] > 0
    alone = inputs.features[:, 1] > 0
    group = np.where(high, "A", "B")
    return pd.DataFrame(
        {"zone_id": inputs.zone_id, "group": group, "type": group + np.where(alone, "01", "02").astype(object)}
    )


@pytest.fixture(scope="session")
def profiles():
    return make_profiles()


@pytest.fixture(scope="session")
def inputs(profiles):
    return zone_inputs(profiles, make_types(zone_inputs(profiles)))


@pytest.fixture(scope="session")
def customers(inputs):
    return draw_customers(inputs, 3000)
