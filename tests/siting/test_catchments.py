import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.siting.catchment_tiers import catchment_tiers
from geoprofile.siting.decay import DecayCurve, curve_rate, fit_decay, penetration_by_ring
from geoprofile.siting.note import Note
from tests.siting.conftest import make_reach

IDS = np.array(["a", "b", "c", "d", "e"], dtype=object)


def test_tiers_fill_half_three_quarters_and_nine_tenths():
    told = catchment_tiers(IDS, np.array([50.0, 25.0, 15.0, 10.0, 0.0]))
    assert told["tier"].tolist() == ["primary", "secondary", "tertiary", "beyond", "none"]
    assert told["cumulative_share"].tolist()[:4] == pytest.approx([0.5, 0.75, 0.9, 1.0])
    assert np.isnan(told["cumulative_share"][4])


def test_zones_come_in_the_order_of_penetration_and_one_customer_is_no_strength():
    told = catchment_tiers(IDS[:3], np.array([40.0, 60.0, 1.0]), np.array([200.0, 2000.0, 3.0]))
    assert told["tier"].tolist()[:2] == ["primary", "primary"]
    order = told.sort_values("cumulative_share")["zone_id"].tolist()
    assert order == ["a", "c", "b"]
    assert told["penetration_rate"].tolist() == pytest.approx([0.2, 0.03, 1 / 3])


def test_a_zone_without_households_is_taken_for_an_average_one():
    told = catchment_tiers(IDS[:3], np.array([40.0, 10.0, 4.0]), np.array([200.0, 1000.0, np.nan]))
    assert told.sort_values("cumulative_share")["zone_id"].tolist() == ["a", "c", "b"]
    assert np.isnan(told["penetration_rate"][2])


def test_many_customers_make_a_tier_sure_and_few_do_not():
    many, few = (catchment_tiers(IDS[:4], n * np.array([5.0, 3.0, 2.0, 1.0])) for n in (1000, 1))
    assert many["tier_chance"].min() > 0.99
    assert few["tier_chance"].min() < 0.95


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_tier(counts, random):
    ids = np.array([f"z{number:02d}" for number in range(len(counts))], dtype=object)
    customers, households = np.array(counts, dtype=float), np.full(len(counts), 100.0)
    order = np.array(random.sample(range(len(counts)), len(counts)))
    told = catchment_tiers(ids, customers, households, draws=20)
    other = catchment_tiers(ids[order], customers[order], households, draws=20)
    assert other.set_index("zone_id").loc[ids].reset_index().equals(told)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_the_tiers_hold_at_least_their_share(counts):
    ids = np.array([f"z{number:02d}" for number in range(len(counts))], dtype=object)
    told = catchment_tiers(ids, np.array(counts, dtype=float), draws=0)
    for cut, tiers in ((0.5, ["primary"]), (0.9, ["primary", "secondary", "tertiary"])):
        assert told.loc[told["tier"].isin(tiers), "customers"].sum() >= cut * sum(counts) - 1e-9


def test_impossible_counts_and_cuts_are_refused():
    with pytest.raises(TableError, match="row 1 is missing or negative"):
        catchment_tiers(IDS[:2], np.array([1.0, -1.0]))
    with pytest.raises(TableError, match="stands twice"):
        catchment_tiers(np.array(["a", "a"], dtype=object), np.ones(2))
    with pytest.raises(TableError, match="rising shares"):
        catchment_tiers(IDS, np.ones(5), cuts=(0.9, 0.5))


def two_rings():
    reach = make_reach(np.array([[3.0, 8.0, 12.0]]))
    object.__setattr__(reach, "bands", (5.0, 10.0))
    object.__setattr__(reach, "shares", np.array([[1.0, 1.0], [0.5, 1.0], [0.0, 0.5]]))
    return reach


def test_rings_share_zones_and_lose_nobody():
    told = penetration_by_ring(two_rings(), 0, np.array([10.0, 8.0, 4.0]), np.array([100.0, 80.0, np.nan]))
    assert told["customers"].tolist() == [14.0, 6.0, 2.0]
    assert told["households"].tolist() == [140.0, 40.0, 0.0]
    assert told["penetration_rate"].tolist()[:2] == pytest.approx([0.1, 0.15])
    assert np.isnan(told["penetration_rate"][2])
    assert told["to_min"].tolist() == [5.0, 10.0, np.inf]


def test_overdispersion_widens_a_ring():
    narrow, wide = (
        penetration_by_ring(two_rings(), 0, np.array([90.0, 80.0, 0.0]), np.full(3, 900.0), dispersion=d).loc[0]
        for d in (1.0, 4.0)
    )
    assert wide["high"] - wide["low"] == pytest.approx(2 * (narrow["high"] - narrow["low"]), rel=0.05)


def draw_zones(rng, slope=0.12, shape=2.0):
    minutes, homes = rng.uniform(0, 30, 150), rng.integers(200, 1500, 150).astype(float)
    mean = 0.05 * homes * np.exp(-slope * minutes) * rng.gamma(shape, 1 / shape, 150)
    return minutes, rng.poisson(mean).astype(float), homes


def test_the_half_distance_is_within_its_interval():
    held = []
    for seed in range(20):
        curve = fit_decay(*draw_zones(np.random.default_rng(seed)))
        held.append(curve.half_low <= np.log(2) / 0.12 <= curve.half_high)
    assert np.mean(held) >= 0.8


def test_zones_that_vary_more_than_chance_are_seen():
    curve = fit_decay(*draw_zones(np.random.default_rng(1)))
    assert isinstance(curve, DecayCurve)
    assert curve.decay == "exponential"
    assert curve.alpha == pytest.approx(0.5, abs=0.25)
    assert curve.dispersion > 2


def test_a_power_is_told_from_an_exponential():
    rng = np.random.default_rng(2)
    minutes, homes = rng.uniform(0, 30, 200), np.full(200, 1000.0)
    curve = fit_decay(minutes, rng.poisson(homes * 0.2 * (minutes + 1) ** -1.5).astype(float), homes)
    assert curve.decay == "power"
    assert curve.half_minutes == pytest.approx(2 ** (1 / 1.5) - 1, rel=0.1)
    told = curve_rate(curve, np.array([0.0, curve.half_minutes]))
    assert told["penetration_rate"][1] == pytest.approx(told["penetration_rate"][0] / 2)
    assert (told["low"] < told["penetration_rate"]).all()


def test_customers_who_do_not_fall_with_distance_have_no_half_distance():
    rng = np.random.default_rng(3)
    minutes = rng.uniform(0, 30, 100)
    curve = fit_decay(minutes, rng.poisson(5 * np.exp(0.02 * minutes)).astype(float), np.full(100, 500.0))
    assert curve.half_minutes == np.inf
    assert curve.half_high == np.inf


def test_too_few_customers_have_no_curve():
    told = fit_decay(np.arange(12.0), np.ones(12), np.full(12, 100.0))
    assert isinstance(told, Note)
    assert "fewer than 30 customers or 10 zones" in told.en
    assert "Pas de courbe" in told.fr
