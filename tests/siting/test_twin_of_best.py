import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.siting.twin_of_best import twins_of_best

STORES = pd.DataFrame({"income": [30.0, 20.0, 22.0], "young": [0.5, 0.1, 0.2], "density": [9.0, 2.0, 3.0]})


def test_the_twin_is_the_likest():
    candidates = pd.DataFrame({"income": [30.0, 19.0], "young": [0.5, 0.1], "density": [9.0, 1.0]})
    told = twins_of_best(candidates, STORES, [0])
    assert told["distance"][0] == 0
    assert told["likeness"][0] == 1
    assert told["cosine"].tolist() == pytest.approx([1.0, told["cosine"][1]])
    assert told["cosine"][1] < 0
    assert told["alike"][0] != ""
    assert told["unlike"][1] != ""


def test_a_missing_feature_is_left_out_of_the_comparison():
    candidates = pd.DataFrame({"income": [30.0, np.nan], "young": [0.5, np.nan], "density": [9.0, np.nan]})
    told = twins_of_best(candidates, STORES, [0])
    assert told["features"].tolist() == [3, 0]
    assert np.isnan(told["distance"][1])
    assert told["alike"][1] == ""


def test_a_feature_of_weight_zero_does_not_count():
    candidates = pd.DataFrame({"income": [30.0], "young": [0.5], "density": [1.0]})
    assert twins_of_best(candidates, STORES, [0], weights=[1, 1, 0])["distance"][0] == 0


def test_units_change_nothing():
    candidates = pd.DataFrame({"income": [25.0], "young": [0.3], "density": [4.0]})
    factors = [1000, 100, 0.001]
    one, other = twins_of_best(candidates, STORES, [0]), twins_of_best(candidates * factors, STORES * factors, [0])
    assert one["distance"].to_numpy() == pytest.approx(other["distance"].to_numpy())


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(TableError, match="other columns"):
        twins_of_best(STORES[["income"]], STORES, [0])
    with pytest.raises(TableError, match="rows 0 to 2"):
        twins_of_best(STORES, STORES, [3])
    with pytest.raises(TableError, match="3 features and 1 weights"):
        twins_of_best(STORES, STORES, [0], weights=[1])
    with pytest.raises(TableError, match="not made of numbers"):
        twins_of_best(STORES.assign(income="x"), STORES.assign(income="x"), [0])
