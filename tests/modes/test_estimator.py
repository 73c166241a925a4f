import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from geoprofile.errors import TableError
from geoprofile.modes import assignment
from geoprofile.modes.estimator import CustomerModes

from .customers import COLUMNS, customers


@pytest.fixture(scope="module")
def table():
    return customers()


@pytest.fixture(scope="module")
def model(table):
    return CustomerModes(numbers=range(3, 6)).fit(table, COLUMNS, table["customer_id"])


def test_kinds_of_customers_are_found_again(model, table):
    found = model.predict(table)["segment"]
    assert adjusted_rand_score(table["kind"], found) > 0.97
    assert model.codes_ == ("M1", "M2", "M3")
    assert found.value_counts().index.tolist() == ["M1", "M2", "M3"]


@settings(max_examples=3)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rand):
    table = customers(240)
    order = rand.sample(range(len(table)), len(table))
    shuffled = table.iloc[order]
    one, other = (CustomerModes(3, numbers=()).fit(part, COLUMNS, part["customer_id"]) for part in (table, shuffled))
    assert one.centres_.tobytes() == other.centres_.tobytes()
    pd.testing.assert_frame_equal(one.predict(table).iloc[order], other.predict(shuffled))


def test_being_incomplete_is_no_segment_of_its_own(table):
    """A third of the customers were not geocoded: they spread over the segments as the others do."""
    rng = np.random.default_rng(3)
    lost = rng.random(len(table)) < 0.33
    holed = table.assign(income=table["income"].mask(lost), basket=table["basket"].mask(rng.random(len(table)) < 0.2))
    found = CustomerModes(3, numbers=()).fit(holed, COLUMNS, holed["customer_id"]).predict(holed)["segment"]
    shares = pd.crosstab(lost, found, normalize="index")
    assert (shares.loc[True] - shares.loc[False]).abs().max() < 0.1
    assert adjusted_rand_score(table["kind"], found) > 0.95


def test_the_unplaced_of_a_continuum_do_not_all_fall_into_its_middle():
    rng = np.random.default_rng(4)
    wealth = rng.uniform(-2, 2, 1_500)
    frame = pd.DataFrame({"income": wealth, "rent": wealth + rng.normal(0, 0.1, 1_500), "age": rng.normal(size=1_500)})
    frame["customer_id"] = [f"{place:04d}" for place in range(1_500)]
    columns = [column for column in COLUMNS if column.name == "income"]
    columns += [type(columns[0])("rent", "number", "place"), type(columns[0])("age", "number", "own")]
    lost = rng.random(1_500) < 0.3
    frame.loc[lost, ["income", "rent"]] = np.nan
    found = CustomerModes(3, numbers=()).fit(frame, columns, frame["customer_id"]).predict(frame)["segment"]
    assert pd.crosstab(lost, found, normalize="index").loc[True].max() < 0.75


def test_no_row_is_lost_and_who_is_not_known_at_all_is_in_no_segment(model, table):
    empty = table.iloc[:3].assign(basket=np.nan, orders=np.nan, channel="", income=np.nan)
    found = model.predict(pd.concat([empty, table.iloc[3:6]]))
    assert found["segment"].tolist()[:3] == ["", "", ""]
    assert found["sureness"].isna().tolist() == [True] * 3 + [False] * 3
    assert found["known_share"].tolist()[:3] == [0.0, 0.0, 0.0]


def test_what_is_missing_makes_a_customer_less_sure(model, table):
    whole = model.predict(table)["sureness"]
    part = model.predict(table.assign(channel="", income=np.nan))["sureness"]
    assert whole.between(0, 1).all()
    assert part.mean() < whole.mean()


def test_no_customers_give_no_rows(model, table):
    assert model.predict(table.iloc[:0]).shape == (0, 4)


def test_batches_change_nothing(model, table, monkeypatch):
    whole = model.predict(table)
    monkeypatch.setattr(assignment, "BATCH_ROWS", 37)
    pd.testing.assert_frame_equal(model.predict(table), whole)


def test_a_double_id_is_named_by_its_row_not_by_itself(table):
    ids = table["customer_id"].where(table.index != 9, "C00000")
    with pytest.raises(TableError, match="data row 10") as caught:
        CustomerModes().fit(table, COLUMNS, ids)
    assert "C00000" not in str(caught.value)


@pytest.mark.parametrize("rows", [0, 20])
def test_too_few_customers_are_refused_in_a_sentence(table, rows):
    with pytest.raises(TableError, match="too few"):
        CustomerModes().fit(table.iloc[:rows], COLUMNS, table["customer_id"].iloc[:rows])
