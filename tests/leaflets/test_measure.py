"""The lift of a drop comes with an interval that holds the truth, or not at all."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.leaflets.measure import lift_sentence, measure_lift


def drop(seed, pairs=10, mean=10.0, *, ratio=1.0, variation=0.05):
    rng = np.random.default_rng(seed)
    boxes = rng.uniform(800, 1200, (pairs, 2))
    usual = mean * rng.uniform(0.5, 1.5, (pairs, 1)) * boxes / 1000 * rng.gamma(1 / variation, variation, (pairs, 2))
    columns = {"letterboxes": boxes, "customers": rng.poisson(usual * [ratio, 1]), "before": rng.poisson(usual)}
    table = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    return table.assign(pair=np.repeat(np.arange(1, pairs + 1), 2), role=["treated", "control"] * pairs)


def test_the_interval_holds_the_truth_93_to_97_times_in_a_hundred():
    # 1,000 draws, with and without a lift and counts before: two standard errors are 1.4 %. 3,000 draws of each of the
    # four held 95.3, 95.3, 95.4 and 95.3 %; blocks of 200 of them, 92 to 99 %.
    held, errors = [], []
    for setting, (before, ratio) in enumerate(((False, 1.0), (True, 1.0), (False, 1.4), (True, 1.4))):
        for seed in range(1000 * setting, 1000 * setting + 250):
            zones = drop(seed, ratio=ratio)
            found = measure_lift(zones if before else zones.drop(columns="before"))
            held.append(found.low <= ratio - 1 <= found.high)
            errors.append(np.log1p(found.lift) - np.log(ratio))
    assert 0.93 <= np.mean(held) <= 0.97
    assert np.mean(errors) == pytest.approx(0, abs=0.02)


def test_under_the_null_a_lift_is_called_once_in_twenty():
    called = np.mean([measure_lift(drop(seed)).p_value <= 0.05 for seed in range(250)])
    assert 0.02 <= called <= 0.09


def test_the_p_value_and_the_interval_agree():
    for seed in range(60):
        found = measure_lift(drop(seed, ratio=1.5))
        assert (found.p_value <= 0.05) == (found.low > 0 or found.high < 0)
        assert found.low <= found.lift <= found.high


def test_the_lift_is_the_ratio_of_rates_where_all_letterboxes_are_the_same():
    zones = drop(1).drop(columns="before").assign(letterboxes=1000)
    sums = zones.groupby("role")["customers"].sum()
    found = measure_lift(zones)
    assert found.lift == pytest.approx(sums["treated"] / sums["control"] - 1)
    assert found.extra == pytest.approx(sums["treated"] - sums["control"])
    assert np.isnan(found.extra_rate)


def test_counts_before_the_drop_take_away_what_was_always_so():
    zones = drop(2, 12, 400.0, variation=0.3)
    steady = zones.assign(customers=zones["before"])
    found = measure_lift(steady)
    assert abs(found.lift) < 0.02
    assert found.extra_rate == pytest.approx(0)
    assert measure_lift(steady.drop(columns="before")).high - found.high > 0.1


def test_order_of_rows_and_zones_outside_the_experiment_change_nothing():
    zones = drop(3, 20)
    outside = zones.iloc[:4].assign(pair=0, role="rest", customers=10_000)
    mixed = pd.concat([outside, zones]).sample(frac=1, random_state=0)
    assert measure_lift(mixed) == measure_lift(zones)


def test_too_little_is_told_in_words_without_a_figure():
    few_pairs = measure_lift(drop(4, 5))
    few_customers = measure_lift(drop(4, 8, 1.0).assign(customers=1))
    assert (few_pairs.reason, few_customers.reason) == ("few_pairs", "few_customers")
    assert np.isnan(few_pairs.lift)
    assert lift_sentence(few_pairs, "en") == "Too few pairs of zones to tell: 5, at least 6 are needed."
    assert "au moins 6" in lift_sentence(few_pairs, "fr")
    assert "at least 11" in lift_sentence(few_customers, "en")
    assert "8" not in lift_sentence(few_customers, "fr")


def test_the_sentence_says_whether_chance_may_explain_it():
    clear, unclear = measure_lift(drop(5, 40, 20.0, ratio=1.8)), measure_lift(drop(6))
    assert lift_sentence(clear, "en").startswith("Measured lift: +")
    assert "Chance" not in lift_sentence(clear, "en")
    assert "-" not in lift_sentence(unclear, "en")
    assert lift_sentence(unclear, "en").endswith("Chance alone may explain it.")
    assert lift_sentence(unclear, "fr").endswith("Le hasard seul peut l'expliquer.")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda zones: zones.drop(columns="customers"), "lacks the column 'customers'"),
        (lambda zones: zones.assign(role="treated"), "Every pair"),
        (lambda zones: zones.iloc[1:], "Every pair"),
        (lambda zones: zones.assign(pair=1), "Every pair"),
        (lambda zones: zones.assign(letterboxes=0.0), "letterboxes"),
        (lambda zones: zones.assign(before=-1.0), "before"),
        (lambda zones: zones.assign(customers=np.nan), "customers"),
    ],
)
def test_counts_that_are_none_are_refused(change, word):
    with pytest.raises(TableError, match=word):
        measure_lift(change(drop(7)))


def test_a_loss_is_told_as_fewer_and_a_fall_without_limit_has_no_count():
    from geoprofile.leaflets.measure import Lift

    zones = dict.fromkeys(Lift.__dataclass_fields__, 0)
    found = Lift(**zones | {
        "reason": "", "lift": -0.17, "low": -1.0, "high": 1.21, "p_value": 0.469, "extra": -31.0,
        "extra_low": -202_821.0, "extra_high": 84.0,
    })  # fmt: skip
    told = lift_sentence(found, "en")
    assert "31 fewer customers" in told
    assert "202" not in told
    assert "\N{INFINITY}" in told
    assert "31 clients de moins" in lift_sentence(found, "fr")
