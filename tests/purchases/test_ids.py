"""Identifiers are written alike, whatever the file."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.purchases import plain_ids

CELL = st.none() | st.integers(0, 50) | st.floats(0, 9) | st.text("0129.,aN/ -", max_size=6)


def test_a_customer_is_one_however_a_spreadsheet_wrote_it(read):
    assert set(plain_ids(pd.Series([12, 12.0, " 12", "12.00", "12,0"], dtype=object))) == {"12"}
    assert plain_ids(pd.Series([12.0, np.nan])).tolist() == ["12", ""]
    assert plain_ids(pd.Series(["0012", "1.000", "A.0", "12.5"])).tolist() == ["0012", "1.000", "A.0", "12.5"]
    assert set(plain_ids(pd.Series(["Jean1@x.fr", "jean1@X.fr "]))) == {"jean1@x.fr"}
    assert plain_ids(pd.Series(["Ab1", "aB1"])).tolist() == ["Ab1", "aB1"]
    days, _ = read("client;date;montant", "12;2023-01-01;1", "12.0;2023-01-02;1", " 12;2023-01-03;1")
    assert days.customer_ids.tolist() == ["12"]


@settings(max_examples=40)
@given(cells=st.lists(CELL, max_size=8))
def test_plain_ids_are_plain_already_and_each_is_alone(cells):
    ids = plain_ids(pd.Series(cells, dtype=object))
    assert plain_ids(pd.Series(ids, dtype=object)).tolist() == ids.tolist()
    assert [plain_ids(pd.Series([cell], dtype=object))[0] for cell in cells] == ids.tolist()
