import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.siting.attributes import join_attributes, store_attributes


def test_sizes_become_logarithms_and_flags_stay():
    stores = pd.DataFrame({"size_m2": [100.0, 400.0], "parking": [0, 1]})
    made = store_attributes(stores, ["size_m2", "parking"])
    assert made.values == pytest.approx(np.array([[np.log(100), 0], [np.log(400), 1]]))
    assert not made.filled.any()


def test_a_store_without_size_takes_the_median_and_a_note_says_so():
    made = store_attributes(pd.DataFrame({"size_m2": [100.0, None, 0.0, 100.0]}), ["size_m2"])
    assert made.values[:, 0] == pytest.approx(np.log(100))
    assert made.filled[:, 0].tolist() == [False, True, True, False]
    assert made.notes[0].en.startswith("2 of 4 stores")
    assert made.notes[0].fr.startswith("2 magasins sur 4")


def test_an_absent_column_is_named_with_those_that_are_there():
    with pytest.raises(TableError, match=r"'size_m2'; it has surface"):
        store_attributes(pd.DataFrame({"surface": [1.0]}), ["size_m2"])


def test_a_column_of_text_is_refused():
    with pytest.raises(TableError, match="not made of numbers"):
        store_attributes(pd.DataFrame({"size_m2": ["big"]}), ["size_m2"])


def test_a_column_without_any_value_is_refused():
    with pytest.raises(TableError, match="no positive value"):
        store_attributes(pd.DataFrame({"size_m2": [None, -1.0]}), ["size_m2"])


def test_stores_of_other_attributes_are_not_joined():
    one = store_attributes(pd.DataFrame({"a": [2.0]}), ["a"])
    with pytest.raises(TableError, match="other attributes"):
        join_attributes(one, store_attributes(pd.DataFrame({"b": [2.0]}), ["b"]))
