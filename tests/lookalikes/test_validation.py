"""What a method is worth is measured on blocks that it has not seen, and said in a sentence."""

import numpy as np
import pytest

from geoprofile.errors import TableError
from geoprofile.lookalikes import LOOKALIKE_METHODS, validate_methods
from geoprofile.lookalikes.inputs import zone_inputs
from geoprofile.lookalikes.verdict import verdict
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
    assert "no more of them than chance" in row["verdict_en"]


def test_gains_run_from_nothing_to_everything(validation):
    for _, curve in validation.gains.groupby("method"):
        shares = curve["customers_share"].to_numpy()
        assert shares[0] == 0
        assert shares[-1] == pytest.approx(1)
        assert (np.diff(shares) >= 0).all()


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
