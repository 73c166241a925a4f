"""Amounts in every form that order files have."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from geoprofile.purchases.amounts import cell_currencies, read_decimals


@pytest.mark.parametrize(
    ("decimal", "cells"),
    [
        (
            ",",
            {"12,50": 12.5, "1 234,50 €": 1234.5, "1\N{NARROW NO-BREAK SPACE}234,5": 1234.5, "1.234,50": 1234.5,
             "EUR 12": 12.0, "-12,5": -12.5, "12,5-": -12.5, "−3,1": -3.1, ",5": 0.5},
        ),
        (".", {"12.5": 12.5, "$1,234.50": 1234.5, "(12.50)": -12.5, "+7": 7.0, "1'234.5": 1234.5}),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_any_form(decimal, cells):
    assert read_decimals(pa.array(list(cells)), decimal=decimal).value.tolist() == list(cells.values())


def test_what_is_no_amount_is_missing():
    cells = ["", "abc", "12abc", "1.2.3", "12,34,5", "--5", "inf", "nan", "1,50", None]
    assert np.isnan(read_decimals(pa.array([*cells, "1.5 EUR"]), decimal=".").value).tolist() == [True] * 10 + [False]


def test_a_cell_tells_its_decimal_sign_or_that_it_is_unsure():
    cells = {
        "comma": ["12,5", "1.234,567", "1.234.567", "0,125", "12345,678"],
        "point": ["12.5", "1,234.567", "1,234,567", "0.125"],
        "unsure": ["1,234", "12.345"],
        "": ["1234"],
    }
    for says, texts in cells.items():
        read = read_decimals(pa.array([*texts, "x"]), decimal=".")
        for name in ("comma", "point", "unsure"):
            assert getattr(read, name).tolist() == [name == says] * len(texts) + [False], (says, name)


def test_currencies_are_seen_in_the_cells():
    column = pa.array(["12 €", "US$ 3", "4 GBP", "5", "1 euro"])
    assert cell_currencies(column).tolist() == ["EUR", "USD", "GBP", "", "EUR"]


def test_a_currency_between_units_and_cents_is_a_decimal_sign_and_tells_nothing_of_the_others():
    for decimal in (".", ","):
        read = read_decimals(pa.array(["12€50", "-1 234 € 05", "7 EUR 25", "12€", "3€5"]), decimal=decimal)
        assert read.value[:4].tolist() == [12.5, -1234.05, 7.25, 12.0]
        assert not (read.comma | read.point | read.unsure).any()
