"""The contract that every registered method keeps, and what each is good for."""

import numpy as np
import pytest

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.lookalikes import LOOKALIKE_METHODS
from geoprofile.lookalikes.inputs import count_by_zone
from geoprofile.lookalikes.poisson import fit_poisson
from tests.lookalikes.conftest import draw_customers, true_rate

every_method = pytest.mark.parametrize("name", list(LOOKALIKE_METHODS))


@pytest.fixture(scope="module")
def counts(inputs, customers):
    return count_by_zone(customers, inputs.zone_id)


def test_the_default_comes_first():
    assert next(iter(LOOKALIKE_METHODS)) == "pu_model"


def test_an_unknown_method_lists_the_choices():
    with pytest.raises(UnknownNameError, match="typology_index"):
        LOOKALIKE_METHODS["typologie"]


@every_method
def test_expected_customers_add_up_to_the_real_ones_of_zones_with_households(name, inputs, counts):
    rate = LOOKALIKE_METHODS[name]().fit(inputs, counts).predict(inputs)
    assert rate @ inputs.households == pytest.approx(counts[inputs.households > 0].sum(), rel=1e-4)


@every_method
def test_every_zone_gets_a_positive_rate_and_a_variance(name, inputs, counts):
    model = LOOKALIKE_METHODS[name]().fit(inputs, counts)
    rate, variance = model.predict(inputs), model.log_variance(inputs)
    assert rate.shape == variance.shape == inputs.households.shape
    assert (rate > 0).all()
    assert (variance >= 0).all()


@every_method
def test_contributions_explain_the_log_rate_up_to_a_constant(name, inputs, counts):
    model = LOOKALIKE_METHODS[name]().fit(inputs, counts)
    names, parts = model.contributions(inputs)
    left = np.log(model.predict(inputs)) - parts.sum(axis=1)
    assert parts.shape == (len(counts), len(names))
    assert np.ptp(left) == pytest.approx(0, abs=1e-9)


@every_method
def test_no_customer_at_all_is_refused(name, inputs):
    with pytest.raises(TableError):
        LOOKALIKE_METHODS[name]().fit(inputs, np.zeros(len(inputs.zone_id)))


@every_method
def test_one_customer_is_enough_to_rate(name, inputs):
    one = np.zeros(len(inputs.zone_id))
    one[1] = 1
    assert np.isfinite(LOOKALIKE_METHODS[name]().fit(inputs, one).predict(inputs)).all()


@every_method
def test_a_model_of_some_zones_rates_the_others(name, inputs, counts):
    rows = np.arange(len(counts)) % 3 > 0
    rate = LOOKALIKE_METHODS[name]().fit(inputs.take(rows), counts[rows]).predict(inputs)
    assert rate.shape == counts.shape


def test_the_default_finds_the_true_rate(inputs, counts):
    rate = LOOKALIKE_METHODS["pu_model"]().fit(inputs, counts).predict(inputs)
    truth = true_rate(inputs, 3000)
    assert np.corrcoef(np.log(rate), np.log(truth))[0, 1] > 0.97


def test_the_default_rates_all_zones_alike_where_customers_have_no_taste(inputs):
    rng = np.random.default_rng(5)
    counts = rng.poisson(inputs.households * 300 / inputs.households.sum()).astype(float)
    rate = LOOKALIKE_METHODS["pu_model"]().fit(inputs, counts).predict(inputs)
    assert np.std(np.log(rate)) < 0.1


def test_a_small_type_leans_on_its_group(inputs):
    counts = np.zeros(len(inputs.zone_id))
    counts[(inputs.types == "A01") & (inputs.households > 0)] = 1
    model = LOOKALIKE_METHODS["typology_index"]().fit(inputs, counts)
    assert model.type_index_["A01"] > model.group_index_["A"] > 1 > model.group_index_["B"]
    assert model.type_index_["A02"] > model.type_index_["B02"] * 0.5


def test_a_zone_is_its_own_nearest_twin(inputs, counts):
    examples = np.zeros(len(counts))
    examples[42] = 1
    rate = LOOKALIKE_METHODS["twin_zones"]().fit(inputs, counts, examples).predict(inputs)
    assert rate.argmax() == 42


def test_similarity_leans_towards_the_examples(inputs, counts):
    examples = (inputs.features[:, 2] > 1).astype(float)
    model = LOOKALIKE_METHODS["similarity_to_best"]().fit(inputs, counts, examples)
    assert model.direction_[:4].argmax() == 2


def test_the_poisson_fit_is_where_its_gradient_is_nothing():
    rng = np.random.default_rng(0)
    design, homes = rng.normal(size=(300, 3)), rng.integers(50, 500, 300).astype(float)
    customers = rng.poisson(homes * np.exp(-4 + design @ [0.5, -0.3, 0.0])).astype(float)
    penalty = np.array([1.0, 2.0, 3.0])
    fit = fit_poisson(design, homes, customers, penalty)
    gap = homes * np.exp(fit.log_rate(design)) - customers
    assert gap.sum() == pytest.approx(0, abs=0.05)
    assert design.T @ gap + penalty * fit.coefficients == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("size", [50, 400])
def test_the_stated_variance_is_about_that_of_repeated_draws(inputs, size):
    fits = [
        LOOKALIKE_METHODS["typology_index"]().fit(
            inputs, count_by_zone(draw_customers(inputs, size, seed), inputs.zone_id)
        )
        for seed in range(60)
    ]
    spread = np.var([np.log(fit.type_index_["B02"]) for fit in fits])
    stated = np.mean([fit.type_variance_["B02"] for fit in fits])
    assert stated / 3 < spread < stated * 1.5
