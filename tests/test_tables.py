"""The codebook refuses a table that breaks its contract in one sentence: which column, which row."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.tables import (
    ADDRESS_COLUMNS,
    MATCH_LEVELS,
    RESULT_COLUMNS,
    ZONE_COLUMNS,
    Variable,
    VariableTable,
    address_schema,
    check,
    dictionary_frame,
    result_schema,
    zone_schema,
)

POPULATION = Variable("population", "Population", "Population", "persons", "extensive")


def addresses(rows=4) -> pd.DataFrame:
    numbers = {"housenumber": "int64", "longitude": "float64", "latitude": "float64"}
    return pd.DataFrame({name: pd.Series([0] * rows, dtype=numbers.get(name, "str")) for name in ADDRESS_COLUMNS})


def results(rows=4) -> pd.DataFrame:
    empty = {"float64": np.nan, "str": ""}
    table = pd.DataFrame({name: pd.Series([empty[kind]] * rows, dtype=kind) for name, kind in RESULT_COLUMNS.items()})
    return table.assign(result_status="ok")


def zones(rows=4) -> gpd.GeoDataFrame:
    texts = {name: pd.Series([f"{name} {row}" for row in range(rows)], dtype="str") for name in ZONE_COLUMNS}
    return gpd.GeoDataFrame(texts, geometry=gpd.points_from_xy(range(rows), range(rows)), crs="EPSG:2154")


TABLES = {
    "addresses": (addresses, address_schema),
    "results": (results, result_schema),
    "zones": (zones, zone_schema),
}


def put(table, column, row, value):
    table = table.copy()
    table.loc[row, column] = value
    return table


def refusal(table, schema) -> str:
    with pytest.raises(TableError) as refused:
        check(table, schema, what="The rows of a.csv")
    message = str(refused.value)
    assert message.startswith("The rows of a.csv: ")
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("rows", [0, 1, 4])
def test_a_table_that_keeps_its_contract_comes_back_as_it_is(name, rows):
    make, schema = TABLES[name]
    pd.testing.assert_frame_equal(check(make(rows), schema(), what="x"), make(rows))


BREACHES = [
    (results, result_schema, "result_score", 1.5),
    (results, result_schema, "result_score", -0.1),
    (results, result_schema, "result_score_next", 7.0),
    (results, result_schema, "result_type", "house"),
    (results, result_schema, "result_status", ""),
    (results, result_schema, "result_label", None),
    (addresses, address_schema, "housenumber", -1),
    (addresses, address_schema, "longitude", 181.0),
    (addresses, address_schema, "latitude", -90.5),
    (addresses, address_schema, "longitude", np.nan),
    (addresses, address_schema, "street", None),
    (zones, zone_schema, "zone_id", ""),
    (zones, zone_schema, "parent_id", None),
]


@pytest.mark.parametrize(("make", "schema", "column", "value"), BREACHES)
@pytest.mark.parametrize("row", [0, 2, 3])
def test_the_sentence_names_the_column_and_the_first_row_that_breaks_the_contract(make, schema, column, value, row):
    message = refusal(put(make(), column, row, value), schema())
    assert f"column {column!r}, row {row}:" in message


def test_the_first_of_several_rows_is_named():
    message = refusal(put(put(results(), "result_score", 3, 2.0), "result_score", 1, 3.0), result_schema())
    assert "column 'result_score', row 1:" in message


def test_a_zone_that_stands_twice_is_named_by_its_row():
    message = refusal(put(zones(), "zone_id", 3, "zone_id 1"), zone_schema())
    assert "column 'zone_id', row 1:" in message


@pytest.mark.parametrize("name", TABLES)
def test_a_column_that_is_lacking_is_named(name):
    make, schema = TABLES[name]
    for column in make().columns:
        assert repr(column) in refusal(make().drop(columns=column), schema())


@pytest.mark.parametrize("name", TABLES)
def test_a_column_too_many_is_named(name):
    make, schema = TABLES[name]
    assert "'surplus'" in refusal(make().assign(surplus=1), schema())


def test_a_column_out_of_its_place_is_refused():
    table = results()
    refusal(table[[*table.columns[1:], table.columns[0]]], result_schema())


@pytest.mark.parametrize("name", TABLES)
def test_a_column_of_another_kind_is_named(name):
    make, schema = TABLES[name]
    for column in make().columns.drop("geometry", errors="ignore"):
        table = make()
        wrong = "text" if pd.api.types.is_numeric_dtype(table[column]) else 1
        assert f"column {column!r}" in refusal(table.assign(**{column: wrong}), schema())


def test_a_value_never_shows_in_the_sentence():
    for column, value in (("result_type", "Dupont"), ("result_status", "Dupont")):
        assert "Dupont" not in refusal(put(results(), column, 1, value), result_schema())


def test_codes_are_text_and_a_number_in_their_place_is_refused():
    for column in ("street_id", "postcode", "citycode", "old_citycode"):
        refusal(addresses().assign(**{column: 75101}), address_schema())


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["", *MATCH_LEVELS]), st.floats(0, 1), st.sampled_from(["ok", "not-found", "skipped"]))
def test_any_score_of_zero_to_one_and_any_level_of_the_codebook_is_kept(level, score, status):
    table = results().assign(result_type=level, result_score=score, result_status=status)
    pd.testing.assert_frame_equal(check(table, result_schema(), what="x"), table)


def test_a_variable_of_an_unknown_kind_is_refused_with_the_choices():
    with pytest.raises(TableError, match=r"'population' has kind 'count'.*extensive, intensive, categorical, flag"):
        Variable("population", "", "", "persons", "count")


def test_values_must_go_with_their_variables():
    values = pd.DataFrame({"households": [1.0]}, index=pd.Index(["A"], name="zone_id"))
    with pytest.raises(TableError, match=r"\['households'\].*\['population'\]"):
        VariableTable("iris", values, (POPULATION,))


def test_a_zone_that_stands_twice_among_values_is_refused():
    values = pd.DataFrame({"population": [1.0, 2.0]}, index=pd.Index(["A", "A"], name="zone_id"))
    with pytest.raises(TableError, match=r"'A' stands twice.*'iris'"):
        VariableTable("iris", values, (POPULATION,))


def test_the_dictionary_is_one_row_a_variable_in_order_all_text():
    table = dictionary_frame([POPULATION, Variable("gini_index", "Gini", "Gini", "gini", "intensive")])
    assert table["name"].tolist() == ["population", "gini_index"]
    assert (table.dtypes == "str").all()
    assert Variable(**table.loc[0].to_dict()) == POPULATION


def test_a_dictionary_of_nothing_has_all_its_columns():
    assert dictionary_frame([]).columns.tolist() == dictionary_frame([POPULATION]).columns.tolist()
