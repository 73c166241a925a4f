"""The model of the library, and our closed forms beside its own."""

import logging
import sys
import warnings

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import GeoprofileError, TableError
from geoprofile.value import models
from geoprofile.value.histories import actual, histories
from geoprofile.value.models import LeavingRates, PurchaseModel, fit_model, reason_against
from geoprofile.value.purchasing import expected_purchases
from geoprofile.value.spend import Spend
from geoprofile.value.words import REASONS
from tests.value.conftest import Days, days_of, simulate

HOLD_OUT = 200


def known_on(table, day):
    return histories(table.customer, table.day, table.amount, customer_count=len(table.customer_ids), as_of_day=day)


@pytest.fixture(scope="module")
def table():
    return simulate(2_500)


@pytest.fixture(scope="module")
def fitted(table):
    """Fit once; give the model, the library's own object beside it, and what it said aloud."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        clv = pytest.importorskip("pymc_marketing.clv", reason="the extra value is not installed")
    kept = []

    class Kept(clv.ModifiedBetaGeoModel):
        def __init__(self):
            super().__init__()
            kept.append(self)

    said = []
    listener = logging.Handler(level=logging.DEBUG)
    listener.emit = said.append
    logging.root.addHandler(listener)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        patch.setattr(clv, "ModifiedBetaGeoModel", Kept)
        model = PurchaseModel().fit(table, as_of_day=table.last - HOLD_OUT, horizon_days=HOLD_OUT)
    logging.root.removeHandler(listener)
    return model, kept[0], [*said, *warned]


def test_the_library_finds_the_law_that_customers_were_drawn_by(fitted):
    rates, spend = fitted[0].leaving_, fitted[0].spend_
    assert rates.shape / rates.rate == pytest.approx(1.2 / 50, rel=0.2)
    assert rates.leave / (rates.leave + rates.stay) == pytest.approx(0.9 / 4.9, rel=0.25)
    assert spend.shape == pytest.approx(3, rel=0.15)
    assert spend.shape * spend.scale / (spend.certainty - 1) == pytest.approx(60, rel=0.1)


def test_our_closed_forms_agree_with_the_librarys_own(fitted, table):
    model, own, _ = fitted
    known = known_on(table, table.last - HOLD_OUT)
    believed = model.leaving_.posterior(known)
    data = pd.DataFrame(
        {
            "customer_id": np.arange(len(known)),
            "frequency": known.repeats,
            "recency": known.recency_days / 7,
            "T": known.age_days / 7,
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = np.asarray(own.expected_purchases(data=data, future_t=HOLD_OUT / 7)).ravel()
        alive = np.asarray(own.expected_probability_alive(data=data)).ravel()
    np.testing.assert_allclose(expected_purchases(believed, HOLD_OUT), theirs, rtol=1e-6)
    np.testing.assert_allclose(believed.alive, alive, rtol=1e-9)


def test_intervals_of_the_model_hold_what_was_held_out(fitted, table):
    cut = table.last - HOLD_OUT
    known = known_on(table, cut)
    foretold = fitted[0].predict(known, HOLD_OUT)
    purchases, value = (
        seen[known.customer]
        for seen in actual(
            table.customer, table.day, table.amount, customer_count=2_500, from_day=cut + 1, to_day=table.last
        )
    )
    assert 0.94 < ((purchases >= foretold.purchases_low) & (purchases <= foretold.purchases_high)).mean() < 0.995
    assert 0.94 < ((value >= foretold.value_low) & (value <= foretold.value_high)).mean() < 0.995
    assert foretold.purchases.sum() == pytest.approx(purchases.sum(), rel=0.1)
    assert foretold.value.sum() == pytest.approx(value.sum(), rel=0.1)


def test_the_library_is_not_heard(fitted):
    assert fitted[2] == []


def test_intervals_hold_by_the_true_law(table):
    # No fit: what remains is whether the closed forms and the draws say what the law says.
    cut = table.last - 100
    known = known_on(table, cut)
    model = PurchaseModel()
    model.leaving_ = LeavingRates(shape=1.2, rate=50.0, leave=0.9, stay=4.0)
    model.spend_ = Spend(3.0, 6.0, 100.0)
    foretold = model.predict(known, 100)
    purchases, value = (
        seen[known.customer]
        for seen in actual(
            table.customer, table.day, table.amount, customer_count=2_500, from_day=cut + 1, to_day=table.last
        )
    )
    assert 0.945 < ((purchases >= foretold.purchases_low) & (purchases <= foretold.purchases_high)).mean() < 0.995
    assert 0.945 < ((value >= foretold.value_low) & (value <= foretold.value_high)).mean() < 0.99


def each(count, *, amount=lambda number, visit: 10.0 + number % 7 + visit, visits=2):
    return days_of([(f"c{n:03d}", n % 50 + 20 * v, float(amount(n, v))) for n in range(count) for v in range(visits)])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (each(3), "few_customers"),
        (each(80, visits=1), "few_repeaters"),
        (each(80, amount=lambda number, visit: 0), "zero_amounts"),
        (each(80, amount=lambda number, visit: 20), "same_amounts"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_data_that_bear_no_model_are_refused_with_a_reason(rows, reason):
    assert fit_model(rows, as_of_day=rows.last + 30) == reason
    with pytest.raises(TableError, match=REASONS[reason]["en"][:20]):
        PurchaseModel().fit(rows, as_of_day=rows.last + 30, horizon_days=90)


def test_amounts_that_grow_with_frequency_are_refused(table):
    count = np.bincount(table.customer)
    grown = Days(table.customer_ids, table.customer, table.day, table.amount * count[table.customer] ** 2)
    assert reason_against(known_on(grown, grown.last)) == "value_depends_on_frequency"


def test_without_the_extra_the_way_to_get_it_is_named(table, monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    assert fit_model(table, as_of_day=table.last) == "not_installed"
    with pytest.raises(GeoprofileError, match=r"pip install \"geoprofile\[value\]\""):
        PurchaseModel().fit(table, as_of_day=table.last, horizon_days=90)


def test_a_library_that_is_there_but_broken_is_as_one_that_is_not(table, monkeypatch):
    monkeypatch.setattr(models, "find_spec", lambda name: True)
    monkeypatch.setitem(sys.modules, "pymc_marketing", None)
    assert fit_model(table, as_of_day=table.last) == "not_installed"


def test_an_optimiser_that_finds_no_way_is_told_and_raises_nothing(table, monkeypatch):
    def lost(known, law):
        raise RuntimeError("no way")

    monkeypatch.setattr(models, "_fit_leaving", lost)
    monkeypatch.setattr(models, "find_spec", lambda name: True)
    assert fit_model(table, as_of_day=table.last) == "not_converged"


def test_the_library_is_imported_only_to_fit():
    import subprocess

    code = "import sys, geoprofile.value.judge, geoprofile.value.table; print('pymc' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
