"""A user's own table: columns found, variables named by the recipe, and clear refusals."""

from pathlib import Path

import pandas as pd
import pytest

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import RecipeError, SourceError
from geoprofile.sources.source import VARIABLE_SOURCES, Source
from geoprofile.tables import VariableTable

TEXT = "Code IRIS;Chiffre d'affaires;Clients;Ville;Vide\n010040101;1 234,5;3;Ambérieu;\n751010101;;4;Paris;\n"


def read(path: Path, **options) -> VariableTable:
    return VARIABLE_SOURCES["table"](Source("table", path, vintage="2024", options={"zone_level": "iris", **options}))


@pytest.fixture
def path(tmp_path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_without_entries_every_column_of_numbers_is_a_variable_named_after_it(path):
    table = read(path, code="Code IRIS")
    assert table.values.columns.tolist() == ["chiffre_d_affaires", "clients"]
    assert table.values["chiffre_d_affaires"].tolist()[0] == 1234.5
    assert table.variables[0].label_fr == "Chiffre d'affaires"
    assert {variable.kind for variable in table.variables} == {"intensive"}


def test_entries_name_label_and_compute(path):
    entries = [
        {
            "name": "turnover_eur",
            "column": "Chiffre d'affaires",
            "unit": "eur",
            "kind": "extensive",
            "label_fr": "CA",
        },
        {
            "name": "basket_eur",
            "sum": ["Chiffre d'affaires"],
            "over": ["Clients"],
            "denominator": "turnover_eur",
        },
        {
            "name": "town",
            "column": "Ville",
            "kind": "categorical",
            "classes": {"Paris": "capital", "Ambérieu": "other"},
        },
        {"name": "clients_percent_share", "column": "Clients", "scale": 0.01},
    ]
    table = read(path, code="Code IRIS", variable=entries)
    assert table.values.loc["010040101"].to_dict() == pytest.approx(
        {"turnover_eur": 1234.5, "basket_eur": 411.5, "town": "other", "clients_percent_share": 0.03}
    )
    assert pd.isna(table.values.loc["751010101", "basket_eur"])
    assert table.variables[0].label_fr == "CA"
    assert table.variables[1].denominator == "turnover_eur"


def test_an_entry_without_name_is_named_after_its_column(path):
    assert read(path, code="Code IRIS", variable=[{"column": "Clients"}]).values.columns.tolist() == ["clients"]


def test_parquet_keeps_numbers_and_codes_that_lost_their_zero_get_it_back(tmp_path):
    path = tmp_path / "mine.parquet"
    pd.DataFrame({"iris": [10040101.0, 751010101.0], "clients": [3, None]}).to_parquet(path)
    values = read(path).values
    assert values.index.tolist() == ["010040101", "751010101"]
    assert values["clients"].tolist()[0] == 3


def test_codes_of_a_level_of_ones_own_are_kept_as_they_are(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("zone_id,clients\nNorth 7,3\n", encoding="utf-8")
    table = read(path, zone_level="sales_sector")
    assert table.zone_level == "sales_sector"
    assert table.values.index.tolist() == ["North 7"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"zone_level": ""}, "write zone_level"),
        ({"variable": [{"name": "a"}]}, "variable 'a' says no column"),
        ({"variable": [{"label_fr": "x", "sum": ["Clients"]}]}, "a variable has no name"),
        (
            {"variable": [{"name": "a", "column": "Clients", "kind": "total"}]},
            "kind 'total'; choose from: extensive",
        ),
        ({"variable": [{"name": "a", "column": "Clients", "scael": 2}]}, "unknown key 'scael'"),
        ({"variable": [{"name": "a", "column": "Clients", "scale": "2"}]}, "scale and cap are numbers"),
        ({"variable": [{"name": "a", "column": 3}]}, "texts or lists of texts"),
        ({"variable": [{"name": "a", "column": "Clients"}] * 2}, "two variables are named 'a'"),
        ({"variable": "clients"}, r"\[\[source.variable\]\]"),
    ],
)
def test_a_recipe_that_cannot_be_understood_is_refused(path, options, message):
    with pytest.raises(RecipeError, match=message):
        read(path, code="Code IRIS", **options)


def test_a_column_that_the_recipe_names_must_be_there(path):
    with pytest.raises(SourceError, match="no column 'Client', which variable 'a' needs: it has Code IRIS"):
        read(path, code="Code IRIS", variable=[{"name": "a", "column": "Client"}])


def test_without_a_code_column_the_columns_are_listed(path):
    with pytest.raises(SourceError, match="it has Code IRIS, Chiffre d'affaires, Clients"):
        read(path)


def test_a_table_without_numbers_is_refused(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("iris;town\n010040101;Ambérieu\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"words\.csv has no column of numbers"):
        read(path)


def test_two_columns_that_make_one_name_are_refused(tmp_path):
    path = tmp_path / "twins.csv"
    path.write_text("iris;Clients;clients !\n010040101;1;2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="two columns make the name 'clients'"):
        read(path)
