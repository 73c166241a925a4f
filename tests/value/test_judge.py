"""Which method foretold the last period best."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.value import judge as judging
from geoprofile.value.baseline import Baseline
from geoprofile.value.histories import histories
from geoprofile.value.judge import SCORE_COLUMNS, cut_day, judge
from geoprofile.value.sentences import judgement_sentences, table_sentences
from geoprofile.value.table import VALUE_COLUMNS, value_table
from geoprofile.value.words import METHODS, QUANTITIES, REASONS, SENTENCES
from tests.value.conftest import Days, days_of, simulate


@pytest.fixture
def without_model(monkeypatch):
    """Leave the model out, as where the extra is not installed: fitting it is tested by itself."""
    monkeypatch.setattr(judging, "fit_model", lambda days, as_of_day: "not_installed")


def regular(customers=60, span=400):
    """Give customers who come every so many days without fail, always for the own price."""
    return days_of(
        [(f"c{n:03d}", day, 10.0 + n) for n in range(customers) for day in range(n % 5, span, 5 + 2 * (n % 20))]
    )


@pytest.mark.usefixtures("without_model")
class TestJudging:
    def test_the_last_quarter_is_held_out_and_the_horizon_at_most(self):
        table = simulate(300)
        told = judge(table, as_of_day=table.last)
        span = table.last - table.day.min()
        assert told.held_out_days == span // 4
        assert told.to_day == table.last
        assert judge(table, as_of_day=table.last, horizon_days=30).held_out_days == 30

    def test_what_was_seen_is_what_known_customers_did_in_it(self):
        table = simulate(300)
        told = judge(table, as_of_day=table.last)
        known = histories(table.customer, table.day, table.amount, customer_count=300, as_of_day=told.from_day - 1)
        late = (table.day >= told.from_day) & np.isin(table.customer, known.customer)
        assert told.customers == len(known)
        assert told.seen_purchases == late.sum()
        assert told.seen_value == pytest.approx(table.amount[late].sum())

    def test_where_all_go_on_as_before_the_naive_rate_is_chosen_and_said_so(self):
        told = judge(regular(), as_of_day=400)
        assert told.chosen == {"purchases": "naive", "value": "naive"}
        assert told.basis == "baseline"
        text = " ".join(judgement_sentences(told, "en"))
        assert "'each goes on as before' foretells best" in text
        assert "A rule without a model does as well here" in text

    def test_where_customers_leave_the_baseline_beats_the_naive_rate(self):
        table = simulate(1_500)
        scores = judge(table, as_of_day=table.last).scores.set_index(["quantity", "method"])
        assert scores.loc[("purchases", "baseline"), "error_index"] < 80
        assert scores.loc[("purchases", "baseline"), "auc"] > 0.75
        assert scores.loc[("purchases", "baseline"), "coverage"] > 0.93

    def test_where_chance_may_tell_them_apart_the_model_is_kept_for_what_lies_beyond(self, monkeypatch):
        table = simulate(400)
        told = []
        for horizon, held_out in ((30, 30), (365, (table.last - table.day.min()) // 4)):
            twin = Baseline().fit(table, as_of_day=table.last - held_out, horizon_days=held_out)
            monkeypatch.setattr(judging, "fit_model", lambda days, as_of_day, twin=twin: twin)
            told.append(judge(table, as_of_day=table.last, horizon_days=horizon))
        within, beyond = told
        assert within.basis == "baseline"
        assert beyond.basis == "model"
        assert within.chosen["purchases"] == beyond.chosen["purchases"] == "baseline"
        assert any("reaches further than could be checked" in text for text in judgement_sentences(beyond, "en"))

    def test_a_period_that_all_methods_miss_alike_is_laid_to_the_season(self):
        table = simulate(1_000, leave=(1e-9, 1.0))
        told = judge(table, as_of_day=table.last)
        late = np.flatnonzero(table.day >= told.from_day)
        again = np.unique(
            np.column_stack([np.tile(table.customer[late], 2), np.r_[table.day[late], table.day[late] - 1]]), axis=0
        )
        early = table.day < told.from_day
        rows = np.vstack([np.column_stack([table.customer[early], table.day[early]]), again])
        rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
        rows = np.unique(rows, axis=0)
        christmas = Days(table.customer_ids, rows[:, 0], rows[:, 1], np.full(len(rows), 10.0))
        shown = judge(christmas, as_of_day=table.last)
        assert told.season_ratio == 1
        assert shown.season_ratio > 1.4
        assert "season or growth" in " ".join(judgement_sentences(shown, "en"))

    def test_the_same_file_gives_the_same_judgement(self):
        table = simulate(200)
        one, two = (judge(table, as_of_day=table.last) for _ in range(2))
        pd.testing.assert_frame_equal(one.scores, two.scores)
        pd.testing.assert_frame_equal(one.calibration, two.calibration)
        assert list(one.scores.columns) == list(SCORE_COLUMNS)

    def test_a_period_in_which_nobody_bought_is_not_judged(self):
        assert judge(regular(span=40), as_of_day=400) is None

    def test_a_period_in_which_only_new_customers_bought_is_not_judged(self):
        rows = [(f"c{n}", day, 10.0) for n in range(40) for day in (n, n + 30)]
        assert judge(days_of([*rows, ("new", 399, 10.0)]), as_of_day=400) is None

    def test_calibration_has_every_customer_in_every_method(self):
        table = simulate(300)
        told = judge(table, as_of_day=table.last)
        counts = told.calibration.groupby(["quantity", "method"])["customers"].sum()
        assert (counts == told.customers).all()
        assert len(counts) == 6


@pytest.mark.parametrize("rows", [[("a", 1, 1.0)], [("a", 1, 1.0), ("b", 20, 1.0)]], ids=["a day", "two customers"])
def test_too_little_to_judge_by_is_told_not_guessed(rows):
    table = days_of(rows)
    assert judge(table, as_of_day=table.last) is None
    assert "too short" in judgement_sentences(None, "en")[0]


def test_nobody_at_all_is_too_little_as_well():
    nothing = np.array([], dtype=np.int64)
    empty = Days(np.array([], dtype=object), nothing, nothing, nothing.astype(float))
    assert judge(empty, as_of_day=100) is None
    with pytest.raises(TableError, match="Nobody had bought"):
        value_table(empty, as_of_day=100)


def test_no_horizon_is_refused():
    with pytest.raises(TableError, match="give 1 day or more"):
        value_table(regular(), as_of_day=400, horizon_days=0)


class TestTable:
    def test_every_customer_has_a_row_also_who_never_bought(self):
        table = days_of([("b", 5, 10.0), ("b", 50, 20.0)], ids=["a", "b"])
        told = value_table(table, as_of_day=100)
        assert list(told.table.columns) == list(VALUE_COLUMNS)
        assert told.table["customer_id"].tolist() == ["a", "b"]
        assert told.table["basis"].tolist() == ["", "baseline"]
        assert told.table.loc[0, "expected_purchases":"alive_probability"].isna().all()
        assert told.table.loc[1, "expected_purchases":"alive_probability"].notna().all()

    def test_a_file_too_small_for_the_model_says_so(self):
        told = value_table(regular(3), as_of_day=400)
        assert (told.basis, told.reason) == ("baseline", "few_customers")
        assert any("fewer than 50" in text for text in table_sentences(told, 365, "en"))

    def test_an_expectation_lies_within_its_interval_and_grows_with_the_horizon(self):
        table = simulate(400)
        short, long = (
            value_table(table, as_of_day=table.last, horizon_days=days, basis="baseline").table for days in (60, 365)
        )
        for part in ("purchases", "value"):
            assert (long[f"expected_{part}"] <= long[f"expected_{part}_high"] + 1).all()
            assert (long[f"expected_{part}_low"] <= long[f"expected_{part}"]).all()
        assert (long["expected_purchases"] > short["expected_purchases"]).mean() > 0.9
        assert long["alive_probability"].between(0, 1).all()

    def test_customers_alike_are_foretold_alike_whatever_they_are_called(self):
        table = simulate(300)
        turned = len(table.customer_ids) - 1 - table.customer
        order = np.lexsort((table.day, turned))
        renamed = Days(table.customer_ids, turned[order], table.day[order], table.amount[order])
        one = value_table(table, as_of_day=table.last, basis="baseline").table
        two = value_table(renamed, as_of_day=table.last, basis="baseline").table
        # Totals are added up in the order of days, so they are the same to the last digit.
        pd.testing.assert_frame_equal(
            one.drop(columns="customer_id"), two.iloc[::-1].reset_index(drop=True).drop(columns="customer_id")
        )

    def test_what_is_bought_after_the_day_changes_nothing(self):
        table = simulate(200)
        early = table.day <= 500
        cut = Days(table.customer_ids, table.customer[early], table.day[early], table.amount[early])
        pd.testing.assert_frame_equal(
            value_table(table, as_of_day=500, basis="baseline").table,
            value_table(cut, as_of_day=500, basis="baseline").table,
        )


def test_every_text_is_there_in_both_languages():
    assert SENTENCES["fr"].keys() == SENTENCES["en"].keys()
    for words in (METHODS, REASONS, QUANTITIES):
        assert all(text["fr"] != text["en"] and set(text) == {"fr", "en"} for text in words.values())


def part_of(table, chosen):
    return Days(table.customer_ids, table.customer[chosen], table.day[chosen], table.amount[chosen])


@pytest.mark.usefixtures("without_model")
class TestWhatWasKnownAtTheCut:
    def test_purchases_undone_later_are_known_at_the_cut_if_the_file_is_read_as_of_it(self):
        then = simulate(300)
        cut = cut_day(int(then.day.min()), then.last)
        undone = (then.day <= cut) & (np.arange(len(then.day)) % 4 == 0)
        settled = part_of(then, ~undone)
        plain, told = (judge(settled, as_of_day=then.last, known_days=known) for known in (None, then))
        assert (plain.from_day, told.from_day) == (cut + 1, cut + 1)
        known = histories(then.customer, then.day, then.amount, customer_count=300, as_of_day=cut)
        assert told.customers == len(known) > plain.customers

    def test_customers_are_found_again_by_their_names(self):
        table = simulate(300)
        cut = cut_day(int(table.day.min()), table.last)
        early = np.unique(table.customer[table.day <= cut])
        before = table.day <= cut
        place = np.searchsorted(early, table.customer[before])
        known = Days(table.customer_ids[early], place, table.day[before], table.amount[before])
        one, two = (judge(table, as_of_day=table.last, known_days=days) for days in (None, known))
        pd.testing.assert_frame_equal(one.scores, two.scores)
        assert one.seen_value == two.seen_value

    def test_the_cut_leaves_a_quarter_of_the_file_or_the_horizon(self):
        assert cut_day(0, 400) == 300
        assert cut_day(0, 400, 30) == 370


@pytest.mark.usefixtures("without_model")
def test_a_file_that_ends_long_before_the_day_is_not_judged():
    table = regular(span=400)
    assert judge(table, as_of_day=400) is not None
    assert judge(table, as_of_day=500) is None


@pytest.mark.usefixtures("without_model")
def test_intervals_are_checked_on_an_even_sample_of_many(monkeypatch):
    table = simulate(1_500)
    whole = judge(table, as_of_day=table.last).scores
    monkeypatch.setattr(judging, "INTERVALS_OF", 500)
    some = judge(table, as_of_day=table.last).scores
    pd.testing.assert_frame_equal(some.drop(columns="coverage"), whole.drop(columns="coverage"))
    assert np.nanmax(np.abs(some["coverage"] - whole["coverage"])) < 0.02


@pytest.mark.parametrize(
    "rows",
    [
        [(f"c{n}", 20_000, 50.0) for n in range(100)],
        [(f"c{n}", 20_000 + n % 20, 50.0) for n in range(100)],
        [("first", 19_000, 50.0), *((f"c{n}", 20_000, 50.0) for n in range(500))],
    ],
    ids=["one day", "three weeks", "all but one today"],
)
def test_nothing_is_foretold_from_too_short_a_file(rows):
    table = days_of(rows)
    told = value_table(table, as_of_day=table.last)
    assert (told.basis, told.reason) == ("", "short_file")
    assert told.table.loc[:, "expected_purchases":"alive_probability"].isna().all(axis=None)
    assert set(told.table["basis"]) == {""}
    assert table_sentences(told, 365, "en")[0].startswith("No forecast")


def test_a_day_far_beyond_the_last_purchase_keeps_its_numbers_and_is_told():
    table = regular(span=400)
    near, far = (value_table(table, as_of_day=day, basis="baseline") for day in (400, 600))
    assert near.silent_days == 0
    assert far.silent_days == 600 - table.last
    assert far.table["expected_value"].notna().all()
    assert any("no purchase for 20" in text for text in table_sentences(far, 365, "en"))
