"""Past campaigns: what was true is found again, and too little is refused."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.leaflets.campaigns import learn_response


def simulate(seed, zones=200, slope=0.6, per_ten_minutes=-0.3):
    rng = np.random.default_rng(seed)
    index, minutes = 100 * rng.lognormal(0, 0.5, zones), rng.uniform(0, 20, zones)
    leaflets = rng.integers(200, 900, zones)
    rate = 0.01 * (index / 100) ** slope * np.exp(per_ten_minutes * minutes / 10)
    return pd.DataFrame(
        {"leaflets": leaflets, "responses": rng.poisson(leaflets * rate), "index": index, "minutes": minutes}
    )


def test_intervals_hold_the_true_rate_about_as_often_as_they_say():
    index, minutes = np.array([50.0, 100.0, 250.0]), np.array([2.0, 10.0, 18.0])
    true = 0.01 * (index / 100) ** 0.6 * np.exp(-0.3 * minutes / 10)
    held = []
    for seed in range(30):
        _, low, high = learn_response(simulate(seed)).predict(index, minutes)
        held.append((low <= true) & (true <= high))
    assert 0.88 <= np.mean(held) <= 1.0


def test_without_minutes_the_index_alone_tells():
    learnt = learn_response(simulate(1, per_ten_minutes=0.0).drop(columns="minutes"))
    rate, low, high = learnt.predict(np.array([50.0, 200.0, np.nan]))
    assert rate[0] < rate[2] < rate[1]
    assert ((low < rate) & (rate < high)).all()


def test_little_is_shrunk_towards_no_difference():
    much = learn_response(simulate(2, zones=400))
    little = learn_response(simulate(2, zones=14))
    assert np.abs(little.coefficients[2]) < 0.6
    assert much.coefficients[1] == pytest.approx(0.6, abs=0.15)


def test_zones_that_differ_more_than_chance_widen_the_interval():
    past = simulate(3).drop(columns="minutes")
    rough = past.assign(responses=past["responses"] * np.where(np.arange(len(past)) % 2, 3, 0))
    calm, wild = learn_response(past), learn_response(rough)
    assert wild.dispersion > 2 * calm.dispersion
    assert wild.covariance[0, 0] > calm.covariance[0, 0]


def test_a_zone_out_of_reach_answers_nothing():
    rate, low, high = learn_response(simulate(4)).predict(np.array([100.0]), np.array([np.nan]))
    assert (rate, low, high) == (0.0, 0.0, 0.0)


def test_too_little_to_learn_from_is_refused():
    with pytest.raises(TableError, match="too little to learn"):
        learn_response(simulate(5, zones=200).assign(responses=0))
    with pytest.raises(TableError, match="too little to learn"):
        learn_response(simulate(5, zones=11))


@pytest.mark.parametrize(
    ("change", "message"),
    [({"index": np.nan}, "'index', row 0"), ({"responses": 1000}, "more responses than leaflets")],
)
def test_what_no_campaign_can_be_is_refused(change, message):
    with pytest.raises(TableError, match=message):
        learn_response(simulate(6).assign(**change))


def test_a_missing_column_and_minutes_on_one_side_alone_are_refused():
    with pytest.raises(TableError, match="'responses' is missing"):
        learn_response(simulate(6).drop(columns="responses"))
    with pytest.raises(TableError, match="alike"):
        learn_response(simulate(6)).predict(np.array([100.0]))
