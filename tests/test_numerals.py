"""Numbers as people write them: decimal comma, spaces, and what is refused rather than guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.numerals import plain_number, read_numbers


@pytest.mark.parametrize(
    ("told", "plain"),
    [("300,50", "300.50"), ("0,002", "0.002"), ("-0,125", "-0.125"), ("1 234,5", "1234.5"), ("12.5", "12.5")],
)
def test_a_decimal_comma_is_a_decimal_point(told, plain):
    assert plain_number(told) == plain


def test_a_comma_that_may_part_thousands_is_refused_and_not_guessed():
    assert plain_number("1,500") == "1,500"
    with pytest.raises(AddressFileError, match="not a number: write numbers as"):
        read_numbers(pd.Series(["12", "1,500"], name="size"))


def test_the_message_counts_the_cells_that_are_no_numbers_where_there_are_several():
    several = pd.Series(["a", "", "3", "b"], name="size")
    with pytest.raises(AddressFileError, match=r"data row 1: not a number \(2 of 4 cells are not\): write"):
        read_numbers(several, file="stores.csv")
