"""Segments of firms: index against the stock, the rule for business data, the ideal customer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.firms.classes import CLASS_SHAPE, DIMENSIONS
from geoprofile.firms.segments import customer_firms, ideal_customers, segment_table

C, F, I = (DIMENSIONS["section"].index(letter) for letter in "CFI")  # noqa: E741  letters of sections


def stock_of(**counts: int) -> np.ndarray:
    stock = np.zeros(CLASS_SHAPE, dtype=np.int64)
    for letter, count in counts.items():
        stock[DIMENSIONS["section"].index(letter), 1, 3, 6] = count
    return stock


def firms_of(*sections: int, weight: list[float] | None = None, siren: list[str] | None = None) -> pd.DataFrame:
    count = len(sections)
    return pd.DataFrame({
        "siren": siren or [str(n) for n in range(count)], "weight": weight or [1.0] * count,
        "section": sections, "size": 1, "age": 3, "legal_family": 6,
    }, index=[f"{n:014d}" for n in range(count)])  # fmt: skip


def test_the_index_is_the_share_of_customers_over_that_of_the_stock():
    table = segment_table(firms_of(*[I] * 30, *[F] * 10), stock_of(F=500, I=500), ("section",)).set_index("section")
    assert table["index"].tolist() == pytest.approx([50, 150])
    assert table["penetration_rate"].tolist() == pytest.approx([0.02, 0.06])
    assert table["significant"].all()


@given(st.lists(st.sampled_from([C, F, I]), min_size=30, max_size=60))
def test_the_mean_of_the_index_weighted_by_the_stock_is_100(sections):
    table = segment_table(firms_of(*sections), stock_of(C=100, F=300, I=600), ("section",))
    if not table["hidden"].any():
        assert (table["index"] * table["stock_share"]).sum() == pytest.approx(100)


def test_fewer_than_three_firms_are_not_published_nor_what_gives_them_away():
    table = segment_table(firms_of(*[I] * 20, *[F] * 8, C, C), stock_of(C=9, F=90, I=90), ("section",))
    hidden = table.set_index("section")["hidden"]
    assert hidden.to_dict() == {"C": True, "F": True, "I": False}
    assert table.loc[table["hidden"], ["customers", "share", "index", "p_value"]].isna().all(axis=None)


def test_a_class_of_which_one_firm_makes_most_is_not_published():
    chain = firms_of(*[I] * 20, *[F] * 20, siren=[str(n) for n in range(20)] + ["chain"] * 18 + ["x", "y"])
    table = segment_table(chain, stock_of(F=90, I=90), ("section",))
    assert table["hidden"].all()  # the other of two would be known by subtraction


def test_what_is_not_known_counts_on_neither_side():
    known = segment_table(firms_of(*[I] * 5, *[F] * 5), stock_of(F=50, I=50), ("section",))
    more = segment_table(firms_of(*[I] * 5, *[F] * 5, 0, 0, 0), stock_of(F=50, I=50), ("section",))
    assert known["share"].equals(more["share"])


def test_the_ideal_customer_follows_the_value_where_customers_have_one():
    sections, stock = [*[I] * 40, *[F] * 40], stock_of(F=5_000, I=5_000)
    assert ideal_customers(firms_of(*sections), stock).empty
    rich = ideal_customers(firms_of(*sections, weight=[30.0] * 40 + [1.0] * 40), stock)
    assert rich[["section", "size"]].to_numpy().tolist() == [["I", "micro"]]


def test_an_establishment_counts_once_however_many_rows_name_it():
    places = pd.DataFrame(
        {"siren": ["1", "2", "3"], "state": ["A", "A", "F"], **dict.fromkeys(DIMENSIONS, 1)}, index=["a", "b", "c"]
    )
    rows = pd.Series(["b", "a", "", "b", "c"])
    counted = customer_firms(rows, places, np.array([1.0, 2, 4, 8, 16]))
    assert counted["weight"].to_dict() == {"a": 2.0, "b": 9.0}
    assert customer_firms(rows, places)["weight"].tolist() == [1.0, 1.0]
