"""Files of stores, competitors and sites: where each place is, what it is called, and what happens to the others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.crs import project_points
from geoprofile.errors import AddressFileError, TableError
from geoprofile.recipes.place_box import FAR, SWAPPED, check_inside
from geoprofile.recipes.places import no_places, place_column, read_places


def test_a_file_of_stores_gives_position_id_name_size_and_turnover(demo, demo_files):
    stores = read_places(demo_files / "stores.csv", demo)
    assert stores.rows["place_id"].tolist() == ["S01", "S02", "S03", "S04", "S05"]
    assert stores.rows["place_name"][0] == "Maison Lumière Centre"
    assert stores.columns == {"id": "store_id", "name": "nom", "size": "surface_m2", "turnover": "turnover_eur"}
    assert stores.numbers("surface_m2").tolist() == [620.0, 540.0, 480.0, 400.0, 350.0]
    assert stores.is_placed.all()
    expected = project_points(*stores.rows[["longitude", "latitude"]].to_numpy().T, demo.country.metric_crs)
    np.testing.assert_allclose(stores.rows[["easting", "northing"]].to_numpy().T, expected)


def test_metres_under_x_and_y_are_read_as_those_of_the_country_and_it_is_said(demo, demo_files):
    known = read_places(demo_files / "stores.csv", demo).rows
    table = pd.DataFrame({"x": known["easting"].map(str), "y": known["northing"].map(str)})
    read = read_places(table, demo, prefix="S")
    np.testing.assert_allclose(read.rows[["longitude", "latitude"]], known[["longitude", "latitude"]], atol=1e-9)
    assert read.rows["place_id"].tolist() == ["S1", "S2", "S3", "S4", "S5"]
    assert any("metres of EPSG:2154" in note for note in read.notes)


def test_places_without_a_position_are_found_by_their_address_and_the_lost_keep_their_row(demo, demo_files):
    table = pd.read_csv(demo_files / "stores.csv", sep=";", dtype="str")
    table.loc[[1, 2], ["longitude", "latitude"]] = ""
    table.loc[2, ["adresse", "code_postal", "ville"]] = ["nowhere at all", "", ""]
    whole = read_places(demo_files / "stores.csv", demo).rows
    read = read_places(table, demo)
    assert read.rows["match_level"].tolist() == ["position", "housenumber", "none", "position", "position"]
    assert read.rows["reason"].tolist() == ["", "", "address not found to the street", "", ""]
    assert read.is_placed.tolist() == [True, True, False, True, True]
    away = np.hypot(*(read.rows.loc[1, c] - whole.loc[1, c] for c in ("easting", "northing")))
    assert away < 5
    assert read.notes[-1] == "1 of 5 places of the table have no position and take no part"


def test_a_place_known_to_its_commune_only_has_no_position(demo):
    read = read_places(pd.DataFrame({"adresse": [""], "ville": ["Valmorin-sur-Orvaise"]}), demo)
    assert read.rows["reason"].tolist() == ["address not found to the street"]
    assert np.isnan(read.rows["easting"][0])


def test_ids_that_do_not_tell_places_apart_are_refused_where_named_and_passed_over_where_guessed(demo):
    table = pd.DataFrame({"store_id": ["a", "a"], "longitude": ["-5.47", "-5.48"], "latitude": ["46.94", "46.95"]})
    assert read_places(table, demo, prefix="P").rows["place_id"].tolist() == ["P1", "P2"]
    with pytest.raises(AddressFileError, match=r"Column 'store_id' of the table, data row 2"):
        read_places(table, demo, place_id="store_id")


def test_a_file_that_says_nothing_of_where_is_refused(demo):
    with pytest.raises(AddressFileError, match="Nothing in the table says where its places are"):
        read_places(pd.DataFrame({"turnover": ["12", "13"]}), demo)


def test_columns_that_are_not_there_and_cells_that_are_no_numbers_are_refused(demo, demo_files):
    stores = read_places(demo_files / "stores.csv", demo)
    with pytest.raises(AddressFileError, match=r"stores\.csv has no column 'size'"):
        place_column(stores, "size")
    with pytest.raises(AddressFileError, match=r"Column 'nom' of stores\.csv, data row 1: not a number"):
        stores.numbers("nom")


def test_no_places_is_a_table_of_the_same_columns(demo, demo_files):
    assert set(no_places().rows) == set(read_places(demo_files / "stores.csv", demo).rows)
    assert len(no_places().rows) == 0


def test_a_blank_row_keeps_its_place_and_is_named_by_its_number(demo):
    table = pd.DataFrame({"site_id": ["A", "", "", "B"], "longitude": ["-5.47", "", " ", "-5.46"],
                          "latitude": ["46.94", "", "", "46.95"]}, dtype="str")  # fmt: skip
    found = read_places(table, demo, prefix="C")
    assert found.rows["place_id"].tolist() == ["A", "C2", "C3", "B"]
    assert found.rows["reason"].ne("").tolist() == [False, True, True, False]


def test_swapped_axes_and_far_positions_are_said_to_be_that_with_their_rows(demo, demo_files):
    table = pd.read_csv(demo_files / "stores.csv", sep=";", dtype="str")
    table.loc[1, ["longitude", "latitude"]] = table.loc[1, ["latitude", "longitude"]].to_numpy()
    table.loc[3, ["longitude", "latitude"]] = ["2.35", "48.85"]
    read = read_places(table, demo)
    assert read.rows["reason"].tolist() == ["", SWAPPED, "", FAR, ""]
    assert read.is_placed.tolist() == [True, False, True, False, True]
    assert f"1 of 5 places of the table take no part ({SWAPPED}): data rows 2" in read.notes
    assert f"1 of 5 places of the table take no part ({FAR}): data rows 4" in read.notes
    check_inside(read, demo, what="store")


def test_metres_that_are_swapped_are_found_as_degrees_are(demo, demo_files):
    known = read_places(demo_files / "stores.csv", demo).rows
    read = read_places(pd.DataFrame({"x": known["northing"].map(str), "y": known["easting"].map(str)}), demo)
    assert set(read.rows["reason"]) == {SWAPPED}
    with pytest.raises(TableError, match="No store of the table lies in the territory 'demo', and each would if"):
        check_inside(read, demo, what="store")


def test_a_file_of_another_territory_is_refused(demo):
    read = read_places(pd.DataFrame({"longitude": ["2.35", "2.36"], "latitude": ["48.85", "48.86"]}), demo)
    with pytest.raises(TableError, match="No place of the table lies in the territory 'demo': name the territory"):
        check_inside(read, demo, what="place")


def test_ids_that_name_two_places_alike_and_a_file_without_rows_are_said(demo):
    spots = {"longitude": ["-5.47"] * 3, "latitude": ["46.94"] * 3}
    told = read_places(pd.DataFrame({"site_id": ["a", "b", "a"], **spots}), demo, prefix="C").notes
    assert any("'site_id'" in note and "data rows 1, 3: places are numbered C1, C2" in note for note in told)
    assert read_places(pd.DataFrame({"numero": ["4", "4", "8"], **spots}), demo, prefix="C").notes == ()
    empty = read_places(pd.DataFrame({"longitude": [], "latitude": []}, dtype="str"), demo)
    assert any("holds no place" in note for note in empty.notes)
