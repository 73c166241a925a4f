"""What a method is worth is measured on blocks that it has not seen, and said in a sentence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geoprofile.errors import TableError
from geoprofile.lookalikes import LOOKALIKE_METHODS, validate_methods
from geoprofile.lookalikes.inputs import zone_inputs
from geoprofile.lookalikes.validation import _lift_error
from geoprofile.lookalikes.verdict import verdict
from geoprofile.suppression import hidden_cells
from tests.lookalikes.conftest import draw_customers


@pytest.fixture(scope="module")
def validation(inputs, customers):
    return validate_methods(inputs, customers)


def test_every_method_is_measured_on_every_fold(validation):
    assert list(validation.summary["method"]) == list(LOOKALIKE_METHODS)
    assert (validation.folds.groupby("method")["fold"].nunique() == 5).all()


def test_a_true_taste_is_found_on_unseen_blocks(validation):
    row = validation.summary.set_index("method").loc["pu_model"]
    assert row["lift_10"] > 2
    assert row["auc"] > 0.7
    assert row["calibration_error"] < 0.3


def test_the_default_beats_the_typology_index(validation):
    lifts = validation.summary.set_index("method")["lift_10"]
    assert lifts["pu_model"] > lifts["typology_index"]


def test_customers_without_taste_are_found_no_better_than_by_chance(inputs):
    rng = np.random.default_rng(0)
    customers = np.repeat(inputs.zone_id, rng.poisson(inputs.households * 0.005))
    row = validate_methods(inputs, customers, methods=["pu_model"]).summary.iloc[0]
    assert row["lift_10"] == pytest.approx(1, abs=0.2)
    assert "not shown to do better than chance" in row["verdict_en"]


def test_gains_run_from_nothing_to_everything(validation):
    for _, curve in validation.gains.groupby("method"):
        shares = curve["customers_share"].to_numpy()
        assert shares[0] == 0
        assert shares[-1] == pytest.approx(1)
        assert (np.diff(shares) >= 0).all()


def test_customers_at_random_are_hardly_ever_called_found(inputs):
    found = []
    for seed in range(60):
        drawn = np.random.default_rng(seed).multinomial(200, inputs.households / inputs.households.sum())
        summary = validate_methods(inputs, np.repeat(inputs.zone_id, drawn)).summary
        found.append(summary.set_index("method")["judgement"] != "chance")
    assert (np.mean(found, axis=0) <= 0.1).all()  # about 0.05 in many more files


def test_folds_that_agree_by_accident_are_not_surer_than_chance_allows():
    folds = pd.DataFrame({"lift_10": [1.2] * 5, "customers": [30.0] * 5})
    assert _lift_error(folds) == pytest.approx(3 / np.sqrt(150))
    assert np.isnan(_lift_error(folds.head(4)))


def test_no_hidden_cell_of_the_calibration_follows_from_the_total(inputs):
    complements = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        drawn = rng.poisson(0.001 * inputs.households * np.exp(1.2 * inputs.features[:, 0]))
        table = validate_methods(inputs, np.repeat(inputs.zone_id, drawn), methods=["pu_model"]).calibration
        hidden = table["customers"].isna()
        total = drawn[inputs.households > 0].sum()
        assert hidden.sum() != 1
        assert not hidden.any() or total - table["customers"].sum() >= 11
        shown = table["customers"].dropna()
        complements += bool(hidden.sum() == 2 and shown.min() > 11)
    assert complements  # otherwise nothing was tried


@given(arrays(float, st.integers(1, 12), elements=st.integers(0, 40).map(float)))
def test_hidden_cells_hold_eleven_between_two_at_least(counts):
    hidden = hidden_cells(counts)
    assert hidden[counts < 11].all()
    assert not hidden.any() or hidden.all() or (hidden.sum() >= 2 and counts[hidden].sum() >= 11)
    assert not set(counts[hidden]) & set(counts[~hidden])
    assert hidden.any() == (counts < 11).any()


def test_small_cells_of_the_calibration_are_not_shown(inputs):
    table = validate_methods(inputs, draw_customers(inputs, 150), methods=["pu_model"]).calibration
    shown = table["customers"].dropna()
    assert table["customers"].isna().any()
    assert (shown >= 11).all()
    assert table.loc[table["customers"].isna(), "observed_rate"].isna().all()


def test_without_types_the_typology_index_is_left_out(profiles, customers):
    names = set(validate_methods(zone_inputs(profiles), customers).summary["method"])
    assert names == set(LOOKALIKE_METHODS) - {"typology_index"}


def test_the_same_customers_in_another_order_give_the_same_measures(inputs, customers, validation):
    again = validate_methods(inputs, np.random.default_rng(1).permutation(customers))
    assert again.summary.equals(validation.summary)


def test_too_few_customers_is_said(inputs):
    row = validate_methods(inputs, draw_customers(inputs, 40), methods=["pu_model"]).summary.iloc[0]
    assert "too few to say" in row["verdict_en"]
    assert "trop peu" in row["verdict_fr"]


def test_customers_of_one_block_alone_cannot_be_held_out(inputs):
    with pytest.raises(TableError, match="one block"):
        validate_methods(inputs, [inputs.zone_id[5]] * 300, methods=["pu_model"])


@pytest.mark.parametrize(
    ("lift", "error", "word"),
    [(1.1, 0.2, "than chance"), (1.2, 0.02, "weak"), (1.8, 0.1, "useful"), (3.4, 0.1, "strong"), (np.nan, 0, "few")],
)
def test_a_verdict_says_how_strong_a_guide_a_method_is(lift, error, word):
    assert word in verdict(2000, 40, lift, error)


def test_numbers_are_written_as_the_french_write_them():
    assert "3,42 fois" in verdict(2000, 40, 3.42, 0.1, "fr")
