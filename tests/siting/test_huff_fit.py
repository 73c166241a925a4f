import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.siting.attributes import store_attributes
from geoprofile.siting.availability import log_share_gradient
from geoprofile.siting.huff import default_huff, huff_design, huff_shares
from geoprofile.siting.huff_check import held_out_zones, leave_one_store_out
from geoprofile.siting.huff_fit import fit_huff
from geoprofile.siting.huff_likelihood import choices, expected_choices, log_likelihood, maximise
from geoprofile.siting.outside import fit_outside
from geoprofile.siting.patronage import patronage
from geoprofile.siting.totals import totals
from tests.siting.conftest import draw_market, make_minutes, make_reach, sizes


def row(fit, name):
    return fit.parameters.set_index("parameter").loc[name]


@pytest.mark.parametrize("spread", [None, 8.0])
def test_true_parameters_are_within_their_intervals(spread):
    """Seven markets of 95 % intervals: one may fail, two hardly."""
    held = []
    for seed in range(7):
        fit = fit_huff(*draw_market(np.random.default_rng(seed), spread=spread))
        assert fit.model.decay == "power"
        held += [row(fit, n)["low"] <= t <= row(fit, n)["high"] for n, t in (("size_m2", 1.0), ("minutes", -2.0))]
    assert np.mean(held) >= 0.8


def test_zones_that_decide_alike_widen_the_interval():
    plain = fit_huff(*draw_market(np.random.default_rng(1)))
    alike = fit_huff(*draw_market(np.random.default_rng(1), spread=8.0))
    assert alike.overdispersion > 2 > plain.overdispersion
    assert row(alike, "minutes")["standard_error"] > 1.5 * row(plain, "minutes")["standard_error"]


def test_the_derivative_is_exact_where_zones_are_partly_reached():
    rng = np.random.default_rng(2)
    reach = make_reach(rng.uniform(1, 20, (4, 9)), shares=rng.choice([0.0, 0.3, 0.6, 1.0], (4, 9)))
    made = choices(reach, sizes(np.exp(rng.normal(6, 1, 4))), "power", np.ones(len(reach.zone)), np.ones(4, dtype=bool))
    at, step = np.array([0.7, -1.3]), 1e-6
    slope = log_share_gradient(made.rows, made.design @ at, made.design)[1]
    for place in range(2):
        move = np.eye(2)[place] * step
        higher, lower = (log_share_gradient(made.rows, made.design @ (at + s * move), made.design)[0] for s in (1, -1))
        assert slope[:, place] == pytest.approx((np.log(higher) - np.log(lower)) / (2 * step), abs=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_fit_is_the_top_of_the_likelihood_and_keeps_the_customers_of_each_zone(seed):
    rng = np.random.default_rng(seed)
    reach, attributes, customers = draw_market(rng, stores=5, zones=40, mean=6)
    made = choices(reach, attributes, "power", customers, np.ones(5, dtype=bool))
    top = maximise(made, default_huff(["size_m2"]).parameters, np.ones(2, dtype=bool))
    for _ in range(5):
        assert log_likelihood(made, top.parameters + rng.normal(0, 0.1, 2)) <= top.log_likelihood + 1e-9
    expected = expected_choices(made, top.parameters)
    assert totals(made.group, expected, len(made.zone)) == pytest.approx(made.by_zone)


def test_the_decay_that_made_the_customers_is_chosen():
    rng = np.random.default_rng(3)
    reach, attributes, _ = draw_market(rng)
    model = default_huff(["size_m2"], decay="exponential")
    customers = rng.poisson(20 * huff_shares(reach, attributes, model).share).astype(float)
    fit = fit_huff(reach, attributes, customers)
    assert fit.model.decay == "exponential"
    assert fit.held_out["exponential"] > fit.held_out["power"]


def test_competitors_unseen_change_neither_exponents_nor_decay_and_their_weight_is_found():
    rng = np.random.default_rng(4)
    reach, attributes, _ = draw_market(rng)
    own = np.arange(12) < 6
    truth = default_huff(["size_m2"]).with_outside(2.0, 0.5)
    demand = np.full(300, 400.0)
    share = huff_shares(reach, attributes, truth, own=own).share
    customers = rng.poisson(share * demand[reach.zone]) * own[reach.origin].astype(float)
    fit = fit_huff(reach, attributes, customers, observed=own)
    assert fit.stores == 6
    assert fit.model.parameters == pytest.approx([1.0, -2.0], abs=0.06)
    found = fit_outside(reach, attributes, fit.model, customers, demand, own=own)
    assert found.model.outside == pytest.approx(2.0, abs=0.5)
    assert found.model.competitor == pytest.approx(0.5, abs=0.15)
    assert (found.standard_errors > 0).all()


def test_without_competitors_their_weight_stays_as_stated():
    rng = np.random.default_rng(5)
    reach, attributes, _ = draw_market(rng)
    model, demand = default_huff(["size_m2"]), np.full(300, 90.0)
    customers = rng.poisson(90 * huff_shares(reach, attributes, model.with_outside(2.0)).share).astype(float)
    found = fit_outside(reach, attributes, model, customers, demand, own=np.ones(12, dtype=bool))
    assert found.model.outside == pytest.approx(2.0, abs=0.3)
    assert found.model.competitor == 0
    assert np.isnan(found.standard_errors[1])
    expected = huff_shares(reach, attributes, found.model).share @ np.full(len(reach.zone), 90.0)
    assert expected == pytest.approx(customers.sum(), rel=0.02)


def test_too_few_customers_leave_the_stated_model_and_say_so():
    reach, attributes, customers = draw_market(np.random.default_rng(6))
    fit = fit_huff(reach, attributes, customers * (np.cumsum(customers) <= 20))
    assert not fit.parameters["estimated"].any()
    assert fit.model.parameters.tolist() == [1.0, -2.0]
    assert "too few to estimate" in fit.notes[0].en
    assert "trop peu" in fit.notes[0].fr


def test_two_stores_estimate_a_distance_and_no_size():
    fit = fit_huff(*draw_market(np.random.default_rng(7), stores=2))
    assert fit.parameters["estimated"].tolist() == [False, True]
    assert "cannot be estimated with 2 stores (it takes 3)" in fit.notes[0].en


def test_a_constant_attribute_and_the_copy_of_another_stay_as_stated():
    rng = np.random.default_rng(8)
    reach, attributes, customers = draw_market(rng)
    size = np.exp(attributes.values[:, 0])
    stores = pd.DataFrame({"size_m2": size, "tills": 4.0, "size_ft2": size * 10.8})
    fit = fit_huff(reach, store_attributes(stores, list(stores)), customers)
    assert fit.parameters["estimated"].tolist() == [True, False, False, True]
    assert row(fit, "size_m2")["estimate"] == pytest.approx(1.0, abs=0.1)
    assert len(fit.notes) == 2


def test_customers_who_seek_distance_leave_it_as_stated():
    rng = np.random.default_rng(9)
    reach, attributes, customers = draw_market(rng, distance=1.5)
    fit = fit_huff(reach, attributes, customers, decay="power")
    assert not row(fit, "minutes")["estimated"]
    assert any("distance holds them back" in note.en for note in fit.notes)


def test_customers_are_counted_by_pair_and_those_beyond_are_not_lost():
    reach = make_reach(np.array([[1.0, 99.0], [1.0, 2.0]]))
    counted = patronage(reach, np.array([0, 0, 1, 0]), np.array([0, 1, 1, 0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert counted.customers.tolist() == [5.0, 0.0, 3.0]
    assert counted.beyond.tolist() == [2.0, 0.0]


def test_a_customer_of_no_store_or_of_no_weight_is_refused():
    reach = make_reach(np.ones((1, 1)))
    with pytest.raises(TableError, match="a store that is none of the 1"):
        patronage(reach, np.array([1]), np.array([0]))
    with pytest.raises(TableError, match="customer row 1 is missing or negative"):
        patronage(reach, np.array([0, 0]), np.array([0, 0]), np.array([1.0, np.nan]))


def test_an_unknown_decay_is_refused_before_anything_is_computed():
    with pytest.raises(UnknownNameError, match="exponential, power"):
        fit_huff(make_reach(np.ones((1, 1))), sizes([1.0]), np.ones(1), decay="square")


def test_a_store_left_out_is_foretold_better_than_by_rules_of_thumb():
    reach, attributes, customers = draw_market(np.random.default_rng(10))
    check = leave_one_store_out(reach, attributes, customers, decay="power")
    summary = check.summary.set_index("rule")
    assert check.table["seen"].sum() == pytest.approx(
        customers[np.isin(reach.zone, np.unique(reach.zone))].sum(), rel=0.05
    )
    assert summary.loc["predicted", "explained_share"] > 0.95
    assert summary["mean_absolute_error"].idxmin() == "predicted"
    assert check.table["nearest_store"].sum() == pytest.approx(check.table["seen"].sum())
    assert check.table["equal_share"].sum() == pytest.approx(check.table["seen"].sum())


def test_blocks_left_out_are_foretold_and_keep_their_customers():
    reach, attributes, customers = draw_market(np.random.default_rng(11))
    check = held_out_zones(reach, attributes, customers, np.arange(300) // 15, decay="power")
    by_zone = check.table.groupby("zone")[["seen", "predicted"]].sum()
    assert by_zone["predicted"].to_numpy() == pytest.approx(by_zone["seen"].to_numpy())
    assert check.summary.set_index("rule")["mean_absolute_error"].idxmin() == "predicted"


def test_the_order_of_stores_changes_nothing_of_the_fit():
    rng = np.random.default_rng(12)
    place, home = rng.uniform(0, 30, (6, 2)), rng.uniform(0, 30, (80, 2))
    size, table = np.exp(rng.normal(7, 0.6, 6)), rng.poisson(5, (6, 80)).astype(float)
    fits = []
    for order in (np.arange(6), np.array([3, 1, 5, 0, 2, 4])):
        reach = make_reach(make_minutes(place[order], home), 25.0)
        fits.append(fit_huff(reach, sizes(size[order]), table[order][reach.origin, reach.zone]))
    assert fits[0].model.parameters == pytest.approx(fits[1].model.parameters, rel=1e-6)
    assert fits[0].model.covariance == pytest.approx(fits[1].model.covariance, rel=1e-4)


def test_the_design_has_attributes_then_distance():
    reach = make_reach(np.array([[0.0, 3.0]]))
    assert huff_design(reach, sizes([np.e]), "power") == pytest.approx(np.array([[1.0, 0.0], [1.0, np.log(4)]]))


def test_where_listed_competitors_explain_everything_nobody_is_taken_to_stay_away():
    rng = np.random.default_rng(13)
    reach, attributes, _ = draw_market(rng)
    own, model, demand = np.arange(12) < 6, default_huff(["size_m2"]), np.full(300, 200.0)
    share = huff_shares(reach, attributes, model, own=own).share
    found = fit_outside(reach, attributes, model, share * 200.0, demand, own=own)
    assert found.model.outside == -np.inf
    assert found.model.competitor == pytest.approx(0.0, abs=0.01)
    assert "nobody is taken to stay away" in found.notes[0].en
