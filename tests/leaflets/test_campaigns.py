"""Past campaigns: what was true is found again, and too little is refused."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.leaflets.campaigns import learn_response, shrunk_extra
from geoprofile.recipes.leaflet.expected import expected_range


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


def measured(plan_id, customers, part, error):
    came = pd.Series(customers, dtype=float)
    return pd.DataFrame(
        {"plan_id": plan_id, "leaflets": 500, "customers": came, "responses": came * part, "counted": "extra",
         "responses_error": came * error}
    )  # fmt: skip


def test_a_campaign_that_showed_nothing_counts_as_much_as_one_that_did():
    clear, nothing = measured("a", [40, 60], 0.3, 0.06), measured("b", [50, 50], -0.1, 0.06)
    alone, together = (shrunk_extra(pd.concat(some))[0]["responses"].sum() for some in ([clear], [clear, nothing]))
    assert 25 < alone < 30
    assert together < 20
    assert shrunk_extra(nothing)[0]["responses"].tolist() == [0, 0]


def test_what_was_measured_badly_is_shrunk_more_and_widens_the_interval():
    came = np.random.default_rng(0).poisson(400, 12)
    sure, unsure = (shrunk_extra(measured("a", came, 0.2, error)) for error in (0.02, 0.2))
    assert unsure[0]["responses"].sum() < 0.6 * sure[0]["responses"].sum()
    wide, narrow = (
        learn_response(past.assign(index=np.linspace(50, 200, 12)), level_error=error).covariance[0, 0]
        for past, error in (unsure, sure)
    )
    assert wide > narrow + 0.5


def test_learning_from_every_campaign_expects_no_more_than_leaflets_bring():
    rng = np.random.default_rng(3)
    true, error = 0.13, 0.08
    learnt = [
        shrunk_extra(measured("a", [100] * 10, rng.normal(true, error), error))[0]["responses"].sum() / 1000
        for _ in range(400)
    ]
    assert 0.6 * true < np.mean(learnt) <= true


def test_without_measured_campaigns_nothing_is_changed():
    past = simulate(1)
    kept, error = shrunk_extra(past)
    assert error == 0
    pd.testing.assert_frame_equal(kept, past)


def test_a_measured_campaign_without_its_error_is_refused():
    with pytest.raises(TableError, match="responses_error"):
        shrunk_extra(measured("a", [10], 0.2, np.nan))


@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_the_range_of_what_was_learned_holds_the_count_about_as_often_as_it_says(spread):
    rng = np.random.default_rng(5)
    held = []
    for _ in range(60):
        index, boxes = 100 * rng.lognormal(0, 0.4, 50), rng.integers(300, 900, 50)
        rate = 0.01 * (index / 100) ** 0.7 * rng.lognormal(-(spread**2) / 2, spread, 50)
        came = rng.poisson(rate * boxes)
        learnt = learn_response(pd.DataFrame({"leaflets": boxes, "responses": came, "index": index}).head(40))
        names = ("expected_response", "expected_low", "expected_high")
        ends = dict(zip(names, learnt.predict(index[40:]), strict=True))
        table = pd.DataFrame({"status": "chosen", **{name: rate * boxes[40:] for name, rate in ends.items()}})
        found = expected_range(table, "learned", dispersion=learnt.dispersion)
        held.append(found.low <= came[40:].sum() <= found.high)
    assert np.mean(held) >= 0.88
