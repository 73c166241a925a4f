"""Scores in which customers alike share a score."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import AddressFileError, TableError
from geoprofile.purchases import (
    ScoreCuts,
    fit_cuts,
    frequency_labels,
    load_cuts,
    recency_labels,
    save_cuts,
    score_customers,
)
from geoprofile.purchases.scores import SCORE_COLUMNS, even_cuts

CUSTOMER = st.tuples(st.integers(0, 9), st.integers(0, 6), st.integers(0, 30))


def summary_of(customers) -> pd.DataFrame:
    frame = pd.DataFrame(customers, columns=["recency_days", "orders", "turnover"]).astype(
        {"recency_days": float, "turnover": float}
    )
    frame["recency_days"] = frame["recency_days"].where(frame["orders"] > 0)
    return frame.assign(customer_id=[f"C{n:03}" for n in range(len(frame))])


def scores_of(values, classes: int = 5) -> list[int]:
    return (1 + np.searchsorted(even_cuts(values, classes), values)).tolist()


def test_who_ordered_once_has_the_lowest_score_of_frequency_however_many_they_are():
    for once, often in ((94, [2] * 6), (5, [2] * 5), (3, [2, 3, 4]), (4, [])):
        summary = summary_of([(n, orders, n) for n, orders in enumerate([1] * once + often)])
        scores = score_customers(summary, fit_cuts(summary))["frequency_score"].tolist()
        assert scores[:once] == [1] * once
        assert all(score > 1 for score in scores[once:])


def test_distinct_values_are_cut_into_even_classes():
    assert scores_of(range(10)) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_all_classes_are_used_however_many_bought_once():
    assert (
        scores_of([1] * 60 + [2] * 20 + [3] * 10 + [4] * 5 + [9] * 5)
        == [1] * 60 + [2] * 20 + [3] * 10 + [4] * 5 + [5] * 5
    )


def test_all_alike_stand_in_the_middle():
    assert scores_of([7] * 4) == [3] * 4
    assert scores_of([1, 2]) == [2, 4]


@pytest.mark.parametrize("classes", [2, 3, 5, 9])
@given(values=st.lists(st.integers(-20, 20), min_size=1, max_size=60))
@settings(max_examples=30)
def test_scores_rise_with_the_value_and_ties_share_one(classes, values):
    scores = scores_of(values, classes)
    by_value = dict(zip(values, scores, strict=True))
    assert [by_value[value] for value in values] == scores
    ranked = [by_value[value] for value in sorted(by_value)]
    assert ranked == sorted(ranked)
    assert {1, classes} >= set(scores) or min(scores) >= 1
    assert max(scores) <= classes
    if len(by_value) >= classes:
        assert set(scores) == set(range(1, classes + 1))


@settings(max_examples=30)
@given(customers=st.lists(CUSTOMER, min_size=1, max_size=30), chance=st.randoms(use_true_random=False),
       copies=st.integers(1, 4))  # fmt: skip
def test_shuffling_customers_or_copying_the_file_changes_no_score(customers, chance, copies):
    if not any(orders for _, orders, _ in customers):
        return
    summary = summary_of(customers)
    scores = score_customers(summary, fit_cuts(summary)).set_index("customer_id")
    place = chance.sample(range(len(summary)), len(summary))
    many = pd.concat([summary.iloc[place]] * copies, ignore_index=True)
    again = score_customers(many, fit_cuts(many)).drop_duplicates().set_index("customer_id")
    pd.testing.assert_frame_equal(again.loc[scores.index], scores)


def test_the_latest_the_most_frequent_and_the_greatest_score_highest_and_who_never_bought_has_none():
    summary = summary_of([(days, 6 - days, 60 - 10 * days) for days in range(1, 6)] + [(0, 0, 0)])
    scores = score_customers(summary, fit_cuts(summary))
    assert scores["rfm"].tolist() == ["555", "444", "333", "222", "111", ""]
    assert scores[list(SCORE_COLUMNS)].iloc[5].isna().all()


def test_nobody_who_bought_is_nothing_to_score():
    with pytest.raises(TableError, match="nothing to score"):
        fit_cuts(summary_of([(0, 0, 0)]))
    with pytest.raises(TableError, match="from 2 to 9 classes, not 1"):
        even_cuts([1, 2], 1)


@pytest.mark.parametrize("customers", [[(d, d, d) for d in range(1, 12)], [(3, 2, 5)] * 3])
def test_cuts_are_kept_for_the_next_run(tmp_path, customers):
    cuts = fit_cuts(summary_of(customers))
    assert load_cuts(save_cuts(cuts, tmp_path / "cuts.json")) == cuts


def test_cuts_that_are_fixed_score_another_file_alike():
    cuts = ScoreCuts((90.0, 30.0), (1.0, 3.0), (50.0, 100.0))
    scores = score_customers(summary_of([(90, 1, 50), (89, 2, 51), (29, 4, 101)]), cuts)
    assert scores["rfm"].tolist() == ["111", "222", "333"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "holds no cuts"),
        ('{"recency": [1], "frequency": ["x"], "monetary": [1]}', "holds no cuts"),
        ('{"recency": [1, 2], "frequency": [1, 2], "monetary": [1, 2]}', "cuts of recency must fall"),
        ('{"recency": [2, 1], "frequency": [1], "monetary": [1, 2]}', "as many as the others"),
    ],
)
def test_a_file_of_cuts_that_is_none_is_refused(tmp_path, text, message):
    (tmp_path / "cuts.json").write_text(text)
    with pytest.raises(AddressFileError, match=message):
        load_cuts(tmp_path / "cuts.json")


def test_what_a_score_stands_for_is_said_in_days_and_orders():
    cuts = ScoreCuts((124.0, 75.0, 39.0, 17.0), (1.0, 2.0, 3.0, 5.0), (1.0, 2.0, 3.0, 4.0))
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in recency_labels(cuts, "en")] == [
        "124 d and more", "75–123 d", "39–74 d", "17–38 d", "0–16 d"
    ]  # fmt: skip
    assert frequency_labels(cuts, "fr") == ("1", "2", "3", "4–5", "6 et plus")
    some = ScoreCuts((np.inf, 9.0), (-np.inf, 2.0), (1.0, 2.0))
    assert recency_labels(some, "en")[0] == ""
    assert len(frequency_labels(some, "en")) == 3
