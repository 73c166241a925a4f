"""One row a customer."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from geoprofile.purchases import category_shares, category_variables, customer_summary
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


def test_shares_bear_the_names_of_their_categories_and_labels_in_both_languages(read):
    days = read(*LINES)[0]
    variables = category_variables(days.categories)
    assert category_shares(days).columns.tolist() == ["customer_id", *(variable.name for variable in variables)]
    assert {variable.label_fr for variable in variables} >= {"Part des achats : café"}
    assert all(variable.label_en.startswith("Share of purchases: ") for variable in variables)
