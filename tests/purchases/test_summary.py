"""One row a customer."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.purchases import add_engagement, category_shares, customer_summary, customer_variables
from geoprofile.purchases.summary import SUMMARY_COLUMNS

LINES = (
    "client;commande;date;montant;rayon",
    "A;1;2023-01-01;10;thé", "A;2;2023-01-11;30;café", "A;3;2023-01-11;20;thé", "A;4;2023-02-10;40;thé",
    "B;5;2023-02-01;50;thé", "B;6;2023-02-02;-10;thé",
    "C;7;2023-01-05;8;café", "C;8;2023-01-06;-8;café",
)  # fmt: skip


def test_a_summary_holds_the_figures_of_each_customer(read):
    summary = customer_summary(read(*LINES)[0], date(2023, 2, 20))
    assert tuple(summary.columns) == SUMMARY_COLUMNS
    a, b, c = summary.to_dict("records")
    assert (a["first_purchase"], a["last_purchase"]) == (pd.Timestamp("2023-01-01"), pd.Timestamp("2023-02-10"))
    assert (a["recency_days"], a["tenure_days"], a["orders"], a["purchase_days"]) == (10, 50, 4, 3)
    assert (a["turnover"], a["basket_mean"], a["interval_days"]) == (100, 25, 20)
    assert (a["categories"], a["top_category"], a["returned_share"]) == (2, "thé", 0)
    assert (b["turnover"], b["returned"], b["returned_share"]) == (40, 10, 0.2)
    assert np.isnan(b["interval_days"])
    assert (c["orders"], c["turnover"], c["returned_share"], c["top_category"]) == (0, 0, 1, "")
    assert pd.isna(c["first_purchase"])
    assert np.isnan([c["recency_days"], c["tenure_days"], c["basket_mean"]]).all()


def test_a_summary_as_of_a_day_knows_nothing_of_later_purchases(read):
    summary = customer_summary(read(*LINES)[0], date(2023, 1, 11)).set_index("customer_id")
    assert summary.loc["A", ["orders", "recency_days", "turnover"]].tolist() == [3, 0, 60]
    assert summary.loc["B", "orders"] == 0
    assert np.isnan(summary.loc["B", "recency_days"])


def test_shares_of_categories_add_up_to_one_or_are_missing(read):
    shares = category_shares(read(*LINES)[0]).set_index("customer_id")
    assert shares.loc["A"].tolist() == [0.7, 0.3]
    assert shares.loc["C"].isna().all()


def test_engagement_is_added_by_customer_and_missing_where_unknown(read):
    summary = customer_summary(read(*LINES)[0], date(2023, 2, 20))
    people = pd.DataFrame(
        {"id": ["B", " A ", "Z"], "emails_opened": ["3", "", "9"], "site_visits": ["1 200", "4", "5"]}
    )
    told = add_engagement(summary, people, customer_column="id")
    assert told["site_visits"].fillna(-1).tolist() == [4, 1200, -1]
    assert told["emails_opened"].fillna(-1).tolist() == [-1, 3, -1]
    assert "emails_clicked" not in told.columns


def test_a_customer_who_stands_twice_is_named_by_row_alone(read):
    summary = customer_summary(read(*LINES)[0], date(2023, 2, 20))
    with pytest.raises(TableError, match=r"'id', data row 3") as refused:
        add_engagement(summary, pd.DataFrame({"id": ["A", "B", "A"]}), customer_column="id")
    assert "'A'" not in str(refused.value)
    with pytest.raises(TableError, match="lacks column 'client'"):
        add_engagement(summary, pd.DataFrame({"id": ["A"]}), customer_column="client")


def test_every_number_has_a_label_in_both_languages(read):
    days = read(*LINES)[0]
    summary = customer_summary(days, date(2023, 2, 20)).merge(category_shares(days), on="customer_id")
    variables = customer_variables(summary, "EUR", categories=days.categories)
    numbers = summary.select_dtypes("number").columns.tolist()
    assert [variable.name for variable in variables] == numbers
    assert {variable.name: variable.unit for variable in variables}["turnover"] == "eur"
    assert variables[-1].label_fr == "Part des achats : café"
    assert all(variable.label_fr and variable.label_en for variable in variables)
