"""What is shown of a table is there, and numbers are numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.columns import Column, check_columns, columns_of
from geoprofile.errors import TableError


def test_every_column_is_shown_where_none_is_chosen():
    frame = pd.DataFrame({"code": ["075"], "n": [3], "sure": [True], "unknown": [np.nan], "none": [None]})
    kinds = {column.name: column.kind for column in columns_of(frame)}
    assert kinds == {"code": "text", "n": "number", "sure": "text", "unknown": "number", "none": "number"}


@pytest.mark.parametrize(
    "column", [Column("no", "N"), Column("n", "N", "index", low="no"), Column("n", "N", sure="no")]
)
def test_a_lacking_column_is_named_with_its_table(column):
    with pytest.raises(TableError, match="table 'types' lacks column 'no'"):
        check_columns(pd.DataFrame({"n": [1.0]}), [column], what="types")


def test_text_where_numbers_are_shown_is_refused():
    with pytest.raises(TableError, match="'n' of the table 'types' is not made of numbers"):
        check_columns(pd.DataFrame({"n": ["1"]}), [Column("n", "N", "count")], what="types")


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(TableError, match="two columns named 'n'"):
        check_columns(pd.DataFrame([[1, 2]], columns=["n", "n"]), [Column("n", "N")], what="types")


def test_an_unknown_kind_is_answered_with_those_there_are():
    with pytest.raises(TableError, match="'percent'; choose from text, code"):
        Column("n", "N", "percent")  # type: ignore[arg-type]
