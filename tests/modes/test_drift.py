import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.modes.drift import drift_table, population_stability
from geoprofile.modes.estimator import CustomerModes

from .customers import COLUMNS, customers

COUNTS = st.lists(st.integers(0, 500), min_size=2, max_size=8).filter(lambda counts: sum(counts) > 0)


@given(COUNTS, st.randoms(use_true_random=False))
def test_the_index_is_never_below_zero_and_the_same_both_ways(counts, rand):
    other = rand.sample(counts, len(counts))
    there, back = population_stability(counts, other), population_stability(other, counts)
    assert there.index >= 0
    assert there.index == pytest.approx(back.index)


def test_the_index_is_that_of_the_formula():
    found = population_stability([50_000, 50_000], [60_000, 40_000])
    assert found.index == pytest.approx(0.1 * np.log(1.2) - 0.1 * np.log(0.8), rel=1e-3)
    assert found.reading == "stable"


@pytest.mark.parametrize(
    ("now", "reading"), [([500, 500], "stable"), ([680, 320], "shifted"), ([800, 200], "drifted"), ([8, 3], "chance")]
)
def test_the_usual_reading_and_what_so_few_customers_do_by_chance(now, reading):
    assert population_stability([5_000, 5_000], now).reading == reading


def test_samples_of_one_population_lie_above_the_limit_about_once_in_twenty():
    rng = np.random.default_rng(0)
    shares = np.full(10, 0.1)
    pairs = [population_stability(rng.multinomial(400, shares), rng.multinomial(300, shares)) for _ in range(400)]
    assert 0.01 < np.mean([pair.index > pair.limit for pair in pairs]) < 0.1
    assert np.mean([pair.index for pair in pairs]) == pytest.approx(pairs[0].by_chance, rel=0.15)


def test_drift_names_what_has_moved_and_what_is_absent():
    table = customers()
    model = CustomerModes(3, numbers=()).fit(table, COLUMNS, table["customer_id"])
    later = table.assign(basket=table["basket"] * 3).drop(columns="income")
    found = drift_table(model.bins_, later, segments=(model.counts_, model.counts_))
    readings = dict(zip(found["name"], found["reading"], strict=True))
    assert readings == {
        "segment": "stable",
        "basket": "drifted",
        "orders": "stable",
        "channel": "stable",
        "income": "absent",
    }
