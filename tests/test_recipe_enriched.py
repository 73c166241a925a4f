"""An enriched file is read again: its zones are found whatever became of its columns, and an area as it is named."""

from __future__ import annotations

import pandas as pd
import pytest

from geoprofile.errors import AddressFileError, TableError
from geoprofile.recipes.area import area_of, read_area, zones_within
from geoprofile.recipes.enriched import find_zones, read_enriched

IRIS = ["001010101", "001010102", "001010101", ""]


def frame(**columns) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


def test_the_column_of_a_level_is_taken_by_its_name(demo):
    read = find_zones(frame(client=["a", "b", "c", "d"], iris=IRIS), demo)
    assert read.zone_columns == {"iris": "iris"}
    assert read.rows["iris"].tolist() == IRIS
    assert read.notes == ()


def test_a_column_of_the_input_with_that_name_is_not_taken_for_that_of_enrich(demo):
    read = find_zones(frame(iris=["Centre", "Nord", "", ""], iris_2=IRIS), demo)
    assert read.zone_columns == {"iris": "iris_2"}
    assert read.notes == ("zones of level 'iris' are taken from column 'iris_2'",)


def test_of_two_columns_with_zone_ids_the_last_is_that_of_enrich(demo):
    assert find_zones(frame(iris=IRIS, iris_2=IRIS), demo).zone_columns == {"iris": "iris_2"}


def test_a_last_column_of_another_territory_is_left_for_the_one_before(demo):
    foreign = ["751010101", "751010102", "001010101", ""]
    assert find_zones(frame(iris=IRIS * 3, iris_2=foreign * 3), demo).zone_columns == {"iris": "iris"}


def test_codes_that_a_spreadsheet_made_numbers_of_get_their_zeros_back_and_it_is_said(demo):
    read = find_zones(pd.DataFrame({"iris": [1010101.0, None, 1010102.0]}), demo)
    assert read.rows["iris"].tolist() == ["001010101", "", "001010102"]
    assert "2 codes of column 'iris' had lost their zeros" in read.notes[0]


def test_a_code_of_another_territory_stays_as_it_is(demo):
    assert find_zones(frame(iris=["001010101", "751010101"]), demo).rows["iris"].tolist() == ["001010101", "751010101"]


def test_a_file_whose_addresses_were_all_lost_has_customers_without_a_zone(demo):
    assert find_zones(frame(iris=["", ""]), demo).zone_columns == {"iris": "iris"}


def test_a_file_that_is_not_enriched_is_sent_to_enrich(demo):
    with pytest.raises(AddressFileError, match="run 'geoprofile enrich' on it first"):
        find_zones(frame(name=["Dupont"], iris_name=["Centre"]), demo)


def test_a_file_of_another_territory_is_refused_without_a_word_of_its_content(demo):
    with pytest.raises(AddressFileError, match="No code in column 'iris'") as refused:
        find_zones(frame(iris=["751010101"]), demo)
    assert "751010101" not in str(refused.value)


@pytest.mark.parametrize("form", ["semicolon", "cp1252", "xlsx", "parquet"])
def test_every_form_of_file_says_the_same(demo, tmp_path, form):
    rows = frame(nom=["Léa", "Noé", "Zoé", "Ana"], iris=IRIS, ca=["1", "2", "3", ""])
    path = tmp_path / f"clients.{form if form in {'xlsx', 'parquet'} else 'csv'}"
    if form == "xlsx":
        rows.to_excel(path, index=False, engine="xlsxwriter")
    elif form == "parquet":
        rows.to_parquet(path)
    else:
        rows.to_csv(path, index=False, sep=";", encoding="cp1252" if form == "cp1252" else "utf-8-sig")
    read = read_enriched(path, demo, keep=["ca"])
    assert read.rows.columns.tolist() == ["iris", "ca"]
    assert read.rows["iris"].tolist() == IRIS
    assert read.rows["ca"].tolist() == ["1", "2", "3", ""]


def test_a_column_asked_for_that_is_not_there_is_answered_with_those_that_are(demo, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("iris;ca\n001010101;5\n", encoding="utf-8")
    with pytest.raises(AddressFileError, match=r"no column 'turnover': name one of 'iris', 'ca'"):
        read_enriched(path, demo, keep=["turnover"])


def test_an_area_of_communes_holds_their_zones_at_finer_levels(demo):
    area = read_area("00102, 00103", demo)
    table = demo.levels["iris"].table
    assert (area.level, area.zone_ids) == ("commune", {"00102", "00103"})
    assert set(zones_within(area, demo, "iris")) == set(
        table.loc[table["parent_id"].isin(["00102", "00103"]), "zone_id"]
    )


def test_a_file_of_zones_is_an_area_whatever_its_columns_are_called(demo, tmp_path):
    path = tmp_path / "zones.csv"
    path.write_text("code;minutes\n1010101;5\n1010102;9\n", encoding="utf-8")
    area = read_area(str(path), demo)
    assert (area.level, area.zone_ids) == ("iris", {"001010101", "001010102"})


def test_cells_lie_in_an_area_of_zones_when_a_point_of_theirs_does(demo):
    iris = demo.levels["iris"].zones
    near = iris[iris.geometry.centroid.distance(iris.geometry.iloc[0].centroid) < 1_500]
    cells = demo.levels["grid_200m"].zones
    inside = cells.geometry.representative_point().within(near.geometry.union_all())
    found = zones_within(area_of(near["zone_id"], demo), demo, "grid_200m")
    assert len(found) > 3
    assert set(found) == set(cells.loc[inside, "zone_id"])
    assert zones_within(area_of(near["zone_id"], demo), demo, "commune") is None


def test_codes_that_the_territory_does_not_have_are_named(demo):
    with pytest.raises(TableError, match=r"no zone '99999' of level 'commune' \(1 such"):
        read_area("00102,99999", demo)
    with pytest.raises(TableError, match="names no zone"):
        read_area(" , ", demo)


def test_a_file_without_zones_is_no_area(demo, tmp_path):
    path = tmp_path / "zones.csv"
    path.write_text("shop\nA\n", encoding="utf-8")
    with pytest.raises(AddressFileError, match=r"No column of zones\.csv holds zone ids"):
        read_area(str(path), demo)
