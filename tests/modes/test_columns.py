import numpy as np
import pandas as pd
import pytest

from geoprofile.modes.columns import ModeColumn, choose_columns, kept_levels

ROWS = 200


def reason_of(name, cells, *, known=None):
    used, left_out = choose_columns(pd.DataFrame({name: cells}), known=known or {}, refused={})
    return (used[0].kind if used else left_out[0].reason), used


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        ("visits", [str(place % 7) for place in range(ROWS)], "number"),
        ("points", [f"{place % 9},5" for place in range(ROWS)], "number"),
        ("channel", ["web", "shop"] * (ROWS // 2), "category"),
        ("store_id", ["01", "02"] * (ROWS // 2), "category"),
        ("loyalty_id", [str(1000 + place) for place in range(ROWS)], "identifier"),
        ("remark", [f"rang {place} au calme" for place in range(ROWS)], "free_text"),
        ("joined", [f"2024-01-{1 + place % 28:02d}" for place in range(ROWS)], "date"),
        ("email", ["a@b.c", "d@e.f"] * (ROWS // 2), "contact"),
        ("nom", ["Durand", "Dupont"] * (ROWS // 2), "contact"),
        ("emails_read_open", [str(place % 5) for place in range(ROWS)], "number"),
        ("country_code", ["FR"] * ROWS, "constant"),
        ("rare", ["1", *[""] * (ROWS - 1)], "mostly_missing"),
    ],
)
def test_a_column_is_read_by_its_content_or_left_out_for_a_reason(name, cells, expected):
    assert reason_of(name, cells)[0] == expected


def test_a_column_that_is_known_keeps_its_kind_whatever_its_levels_look_like():
    known = {"top_category": ModeColumn("top_category", "category", "goods")}
    assert reason_of("top_category", ["1", "2"] * 100, known=known)[1] == (known["top_category"],)


def test_levels_are_kept_from_two_per_cent_and_eleven_customers_on():
    cells = pd.Series(["a"] * 500 + ["b"] * 30 + ["c"] * 10 + [""] * 60)
    assert kept_levels(cells) == ("a", "b")


def test_whole_numbers_of_a_spreadsheet_are_levels_without_a_point():
    assert kept_levels(pd.Series([1.0] * 20 + [2.0] * 20 + [np.nan])) == ("1", "2")
