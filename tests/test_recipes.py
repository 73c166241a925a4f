"""A table in memory is geocoded and enriched: its own columns first and untouched, every row, in order."""

import gzip
import json
import re
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import AddressFileError, GeoprofileError, TerritoryError, UnknownNameError
from geoprofile.geocoding.geocode import make_geocoder
from geoprofile.recipes import addresses as recipes
from geoprofile.recipes import enrich, geocode
from geoprofile.tables import RESULT_COLUMNS
from geoprofile.territory.build import build_territory
from geoprofile.territory.territory import open_territory

ZONES = ["grid_200m", "grid_200m_name", "iris", "iris_name", "commune", "commune_name", "zone_status"]
ADDRESS = {"adresse": "26 Rue Gustave Grelotier", "code_postal": "00100", "ville": "Valmorin-sur-Orvaise"}
FOUND = "26 Rue Gustave Grelotier 00100 Valmorin-sur-Orvaise"


@pytest.fixture(scope="module")
def customers(demo_files):
    """Give the demo's customers as text."""
    return pd.read_csv(demo_files / "customers.csv", sep=";", encoding="cp1252", dtype="str", keep_default_na=False)


@pytest.fixture(scope="module")
def ain(demo_files, tmp_path_factory):
    """Build a commune of the demo as if it lay in the Ain, where postcodes begin with a zero."""
    folder = tmp_path_factory.mktemp("ain")
    lines = gzip.decompress((demo_files / "bano-00.csv.gz").read_bytes()).decode()
    (folder / "bano-01.csv").write_text(re.sub(r"(?m)^00102|(?<=,)00110", lambda m: "01" + m[0][2:], lines), "utf-8")
    told = 'name = "ain"\ncountry = "fr"\n[[source]]\nkind = "bano"\npath = "bano-01.csv"\n'
    (folder / "ain.toml").write_text(told, "utf-8")
    return build_territory(folder / "ain.toml", out=folder / "ain")


@pytest.fixture
def few(customers):
    """Give the first of them."""
    return customers.head(8).copy()


def one(**columns) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([value]) for name, value in (ADDRESS | columns).items()})


# What comes back


def test_geocoding_puts_the_columns_of_the_codebook_behind_those_of_the_table(demo, few):
    found = geocode(few, demo)
    assert found.columns.tolist() == [*few.columns, *RESULT_COLUMNS]
    assert {name: str(found.dtypes[name]) for name in RESULT_COLUMNS} == RESULT_COLUMNS
    pd.testing.assert_frame_equal(found[few.columns], few)


def test_enriching_puts_result_zones_and_variables_behind_the_columns_of_the_table(demo, few):
    found = enrich(few, demo, variables=["income_median_eur", "urban_class"])
    assert found.columns.tolist() == [
        *few.columns,
        *RESULT_COLUMNS,
        *ZONES,
        "income_median_eur",
        "urban_class",
    ]
    pd.testing.assert_frame_equal(found[[*few.columns, *RESULT_COLUMNS]], geocode(few, demo))


def test_the_table_that_was_given_is_left_as_it_was(demo, few):
    before = few.copy(deep=True)
    enrich(few, demo)
    pd.testing.assert_frame_equal(few, before)


def test_the_customers_of_the_demo_are_found_where_they_live(demo, demo_files, customers):
    truth = pd.read_csv(demo_files / "customers_truth.csv", sep=";", dtype="str", keep_default_na=False)
    found = enrich(customers, demo, variables=["population"])
    known = truth["ban_id"] != ""
    assert found["client_id"].tolist() == truth["client_id"].tolist()
    assert (found["iris"] == truth["iris"])[known].mean() > 0.97
    assert not (found["result_type"] == "housenumber")[~known].any()


@pytest.mark.parametrize(
    "index",
    [
        list("hgfedcba"),
        [7, 7, 7, 1, 1, 0, 0, 0],
        pd.date_range("2024-01-01", periods=8),
        pd.MultiIndex.from_product([["a", "b"], range(4)], names=["shop", "n"]),
        [None, np.nan, 1, 2, 3, 4, 5, 6],
    ],
    ids=["text", "duplicates", "dates", "two levels", "missing"],
)
def test_the_index_of_the_table_comes_back_whatever_it_is(demo, few, index):
    few.index = index if isinstance(index, pd.Index) else pd.Index(index)
    found = enrich(few, demo)
    pd.testing.assert_index_equal(found.index, few.index)
    pd.testing.assert_frame_equal(found.reset_index(drop=True), enrich(few.reset_index(drop=True), demo))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 59), max_size=20))
def test_the_answer_of_a_row_does_not_depend_on_the_rows_around_it(demo, customers, rows):
    told = {"address": "adresse", "postcode": "code_postal", "city": "ville", "variables": ["gini_index"]}
    whole = enrich(customers.head(60), demo, **told)
    some = enrich(customers.iloc[rows], demo, **told)
    pd.testing.assert_frame_equal(some, whole.iloc[rows])


def test_a_table_without_rows_gives_all_columns_of_the_same_kinds(demo, few):
    empty = enrich(few.head(0), demo, fallback="commune")
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == enrich(few, demo, fallback="commune").dtypes.to_dict()


def test_a_column_whose_name_is_taken_gets_a_number(demo, few):
    few = few.assign(longitude="mine", result_type=1, iris=2.5, population=None)
    found = enrich(few, demo, variables=["population"])
    pd.testing.assert_frame_equal(found[few.columns], few)
    assert {"longitude_2", "result_type_2", "iris_2", "population_2"} <= set(found.columns)
    assert found["result_type_2"].isin(["housenumber"]).all()
    assert found["population_2"].notna().all()


def test_a_table_enriched_twice_keeps_both_answers(demo, few):
    once = enrich(few, demo, variables=["population"])
    twice = enrich(once, demo, address="adresse", postcode="code_postal", city="ville", variables=["population"])
    assert twice.columns.is_unique
    pd.testing.assert_frame_equal(twice[once.columns], once)
    pd.testing.assert_series_equal(twice["result_label_2"], once["result_label"], check_names=False)


# What goes in


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, "", " "])
def test_a_row_without_any_address_is_skipped_and_kept(demo, missing):
    found = enrich(one(adresse=missing, code_postal=missing, ville=missing), demo, address="adresse", city="ville")
    assert found.loc[0, ["result_type", "result_status", "zone_status"]].tolist() == [
        "",
        "skipped",
        "not-located",
    ]
    assert found[["longitude", "latitude", "population"]].isna().all(axis=None)


def test_the_word_for_missing_is_never_looked_up(demo):
    frame = pd.DataFrame({"adresse": ["1 Rue des Écoles", None], "ville": [np.nan, None]}, dtype="object")
    found = geocode(frame, demo, address="adresse", city="ville")
    assert found["result_status"].tolist()[1] == "skipped"
    assert not found["result_match_reason"].str.contains("nan|None").any()


@pytest.mark.parametrize("value", ["1110", "1110.0", 1110, 1110.0, np.int32(1110), np.float32(1110), np.uint16(1110)])
def test_a_postcode_that_became_a_number_is_read_as_the_code_it_was(ain, value):
    frame = pd.DataFrame({"voie": "2 Route de Valmorin", "ville": "Saint-Orme-la-Garenne", "cp": [value, value]})
    found = geocode(frame, ain, address="voie", postcode="cp", city="ville")
    assert found["result_label"].tolist() == ["2 Route de Valmorin 01110 Saint-Orme-la-Garenne"] * 2
    assert (found["result_score"] >= 0.99).all()


def test_a_column_of_postcodes_with_gaps_is_read_cell_by_cell(ain):
    gaps = pd.DataFrame({"voie": "2 Route de Valmorin", "ville": "Saint-Orme-la-Garenne", "cp": [1110, None, 1110]})
    texts = gaps.assign(cp=["01110", "", "01110"])
    told = {"address": "voie", "postcode": "cp", "city": "ville"}
    assert str(gaps["cp"].dtype) == "float64"
    pd.testing.assert_frame_equal(
        geocode(gaps, ain, **told)[list(RESULT_COLUMNS)], geocode(texts, ain, **told)[list(RESULT_COLUMNS)]
    )


def test_postcodes_of_several_kinds_in_one_column_are_each_read_as_what_they_are(ain):
    values = pd.Series(["01110", "1110", 1110, 1110.0, None, np.nan, pd.NA], dtype="object")
    frame = pd.DataFrame({"voie": "2 Route de Valmorin", "ville": "Saint-Orme-la-Garenne", "cp": values})
    found = geocode(frame, ain, address="voie", postcode="cp", city="ville")
    assert found["result_type"].tolist() == ["housenumber"] * 7
    assert found["result_score"].nunique() == 2
    assert (found["result_score"] >= 0.99).all()


def test_a_commune_code_that_became_a_number_is_read_as_the_code_it_was(ain):
    frame = pd.DataFrame({"voie": ["2 Route de Valmorin"] * 2, "insee": [1102.0, None]})
    found = geocode(frame, ain, address="voie", citycode="insee")
    assert found["result_citycode"].tolist()[0] == "01102"


@pytest.mark.parametrize("kind", ["category", "object", "string"])
def test_text_of_any_pandas_kind_gives_the_same_answer(demo, few, kind):
    pd.testing.assert_frame_equal(
        geocode(few.astype(kind), demo)[list(RESULT_COLUMNS)], geocode(few, demo)[list(RESULT_COLUMNS)]
    )


def test_several_columns_of_an_address_are_read_in_the_order_given(demo):
    frame = one().assign(numero="26", voie="Rue Gustave Grelotier", bat="Bâtiment C")
    found = geocode(frame, demo, address=["numero", "voie", "bat"], postcode="code_postal")
    assert found["result_label"].tolist() == [FOUND]
    assert found["result_type"].tolist() == ["housenumber"]


def test_columns_are_guessed_from_their_names(demo, few):
    named = geocode(few, demo, address="adresse", postcode="code_postal", city="ville")
    pd.testing.assert_frame_equal(geocode(few, demo), named)


def test_what_is_not_named_beside_the_address_is_guessed(demo, few):
    pd.testing.assert_frame_equal(geocode(few, demo, address="adresse"), geocode(few, demo))


def test_what_is_named_is_taken_instead_of_the_guess(demo):
    frame = one(ville="Paris").assign(localite="Valmorin-sur-Orvaise")
    found = geocode(frame, demo, address="adresse", postcode="code_postal", city="localite")
    assert found["result_score"].iloc[0] >= 0.99


# What is refused


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"address": "adress"}, "adress"),
        ({"address": ["adresse", "rue"]}, "rue"),
        ({"postcode": "cp"}, "cp"),
        ({"city": "commune"}, "commune"),
        ({"citycode": "insee"}, "insee"),
        ({"points": ("lon", "lat")}, "lon"),
    ],
)
def test_an_unknown_column_is_refused_with_the_columns_there_are(demo, few, told, named):
    with pytest.raises(AddressFileError) as refused:
        enrich(few, demo, **told)
    assert repr(named) in str(refused.value)
    assert "code_postal" in str(refused.value)


def test_a_near_name_is_offered_for_an_unknown_column(demo, few):
    with pytest.raises(AddressFileError, match="Did you mean 'adresse'"):
        geocode(few, demo, address="adress")


@pytest.mark.parametrize("columns", [[], ["client_id", "orders"]])
def test_a_table_in_which_nothing_looks_like_an_address_is_refused(demo, few, columns):
    with pytest.raises(AddressFileError, match="looks like an address"):
        geocode(few[columns], demo)


def test_an_unknown_variable_is_refused_before_any_work(demo, few):
    with pytest.raises(UnknownNameError, match="income_median_eur"):
        enrich(few, demo, variables=["income_median"])


def test_variables_may_be_given_as_one_name(demo, few):
    one_name = enrich(few, demo, variables="population")
    pd.testing.assert_frame_equal(one_name, enrich(few, demo, variables=["population"]))


def test_two_columns_of_one_name_are_refused_in_a_sentence(demo, few):
    with pytest.raises(GeoprofileError, match="ville"):
        geocode(pd.concat([few, few[["ville"]]], axis=1), demo)


def test_columns_without_text_names_are_refused_or_read_but_never_crash(demo, few):
    numbered = few.set_axis(range(few.shape[1]), axis=1)
    try:
        found = geocode(numbered, demo)
    except GeoprofileError as error:
        assert str(error).endswith(".")  # noqa: PT017  either outcome keeps the promise
    else:
        assert len(found) == len(few)


@pytest.mark.parametrize("value", [1e300, np.inf, "\0", b"x", [1], pd.Timestamp("2024-01-01"), True])
def test_a_cell_that_is_no_address_loses_no_row(demo, value):
    frame = pd.DataFrame({"adresse": [value, "26 Rue Gustave Grelotier"], "cp": "00100", "id": [1, 2]})
    found = geocode(frame, demo, address="adresse", postcode="cp")
    assert found["id"].tolist() == [1, 2]
    assert found["result_type"].tolist()[0] != "housenumber"


# Rows that bear their own position


def test_rows_with_positions_get_the_zones_and_variables_of_the_geocoded_ones(demo, few):
    known = geocode(few, demo)[["client_id", "longitude", "latitude"]].rename(columns={"longitude": "lon"})
    found = enrich(known, demo, points=("lon", "latitude"))
    whole = enrich(few, demo)
    added = found.columns.tolist()[3:]
    pd.testing.assert_frame_equal(found[known.columns], known)
    assert added[: 2 + len(ZONES)] == ["longitude", "latitude_2", *ZONES]
    pd.testing.assert_frame_equal(found[added[2:]], whole[added[2:]])
    assert found["longitude"].tolist() == whole["longitude"].tolist()
    assert found["latitude_2"].tolist() == whole["latitude"].tolist()


def test_positions_as_text_with_a_decimal_comma_are_read(demo, few):
    known = geocode(few, demo)[["longitude", "latitude"]]
    texts = known.astype("str").apply(lambda column: " " + column.str.replace(".", ",") + " ")
    found = enrich(texts, demo, points=("longitude", "latitude"))
    assert found["iris"].tolist() == enrich(known, demo, points=("longitude", "latitude"))["iris"].tolist()
    pd.testing.assert_frame_equal(found[texts.columns], texts)


@pytest.mark.parametrize("point", [(None, None), ("", ""), ("ici", "là"), (200.0, 46.9), (-5.4, 91), (np.inf, 0)])
def test_a_position_that_is_none_is_not_located(demo, point):
    frame = pd.DataFrame({"lon": [point[0], -5.479646], "lat": [point[1], 46.942479]}, dtype="object")
    found = enrich(frame, demo, points=("lon", "lat"))
    assert found["zone_status"].tolist() == ["not-located", "ok"]
    assert np.isnan(found["population"].iloc[0])


def test_columns_that_hold_no_degrees_are_refused_as_positions(demo, few):
    metres = pd.DataFrame({"x": ["652000", "653000"], "y": ["6862000", "6863000"]})
    with pytest.raises(AddressFileError, match="no longitude and latitude in WGS84 degrees"):
        enrich(metres, demo, points=("x", "y"))


def test_a_territory_may_be_given_by_its_folder(demo, few):
    pd.testing.assert_frame_equal(geocode(few, demo.folder), geocode(few, demo))


def test_what_is_no_table_is_refused(demo):
    with pytest.raises(AddressFileError, match="a pandas DataFrame, not str"):
        geocode("customers.csv", demo)


def test_rows_without_position_are_kept_even_where_they_are_most(demo):
    few_known = pd.DataFrame({"lon": [-5.48, None, None, None], "lat": [46.94, None, None, None]})
    found = enrich(few_known, demo, points=("lon", "lat"))
    assert list(found["zone_status"]) == ["ok", "not-located", "not-located", "not-located"]


# The same territory, batch after batch


@pytest.fixture
def town(demo, tmp_path):
    """Copy the demo, so that it can be built again."""
    return shutil.copytree(demo.folder, tmp_path / "town")


def rebuilt(folder) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**package, "title": "another"}), "utf-8")


def test_a_territory_that_is_named_is_prepared_once_for_all_batches(town, few, monkeypatch):
    prepared = []
    monkeypatch.setattr(recipes, "make_geocoder", lambda *told: prepared.append(told) or make_geocoder(*told))
    batches = [geocode(few.iloc[[row]], town, address="adresse", city="ville") for row in range(len(few))]
    pd.testing.assert_frame_equal(
        pd.concat(batches), geocode(few, open_territory(town), address="adresse", city="ville")
    )
    assert len(prepared) == 1
    rebuilt(town)
    geocode(few, town)
    assert len(prepared) == 2


def test_a_territory_that_was_built_again_since_it_was_opened_is_refused(town, few):
    before = open_territory(town)
    rebuilt(town)
    with pytest.raises(TerritoryError, match="built again while it was in use"):
        geocode(few, before)
