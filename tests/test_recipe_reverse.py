"""A table or file of positions gets the nearest addresses: its own columns first and untouched, every row, in order."""

import numpy as np
import pandas as pd
import pytest

import geoprofile
from geoprofile.errors import AddressFileError, GeoprofileError, TerritoryError
from geoprofile.files import open_address_file
from geoprofile.recipes import reverse, reverse_file
from geoprofile.tables import RESULT_COLUMNS
from geoprofile.territory.territory import open_territory

TRUTH = ("longitude", "latitude")
OFF_THE_GLOBE = "position is not in degrees"
ADDED = [*RESULT_COLUMNS, "result_distance_m"]


@pytest.fixture(scope="module")
def truth(demo_files) -> pd.DataFrame:
    """Give the customers of the demo whose address is in the base, with where they truly live."""
    rows = pd.read_csv(demo_files / "customers_truth.csv", sep=";", dtype="str", keep_default_na=False)
    return rows[rows["ban_id"] != ""].reset_index(drop=True)


def shops(**columns) -> pd.DataFrame:
    return pd.DataFrame({"shop": ["A", "B", "C"], "lon": "-5.479646", "lat": "46.942479"}).assign(**columns)


def read(path, sep=";") -> pd.DataFrame:
    return pd.read_csv(path, sep=sep, encoding="utf-8-sig", dtype="str", keep_default_na=False)


# Tables


def test_the_position_of_an_address_leads_back_to_it(demo, truth):
    found = reverse(truth, demo, points=TRUTH)
    pd.testing.assert_frame_equal(found[truth.columns], truth)
    same_spot = found.groupby([*TRUTH])["ban_id"].transform("nunique") == 1
    assert (found["result_id"] == found["ban_id"])[same_spot].mean() > 0.999
    assert (found["result_distance_m"] <= 0.1).all()
    assert (found["result_citycode"] == found["citycode"]).all()


def test_the_public_verb_is_that_of_the_recipes():
    assert geoprofile.reverse is reverse


def test_the_columns_are_those_of_geocoding_and_the_distance(demo):
    found = reverse(shops(), demo, points=("lon", "lat"))
    assert found.columns.tolist() == ["shop", "lon", "lat", *ADDED]
    assert found["result_distance_m"].dtype == "float64"


def test_a_column_whose_name_is_taken_gets_a_number(demo, truth):
    found = reverse(truth.head(5).assign(result_distance_m="mine"), demo, points=TRUTH)
    assert found.columns.tolist()[-1] == "result_distance_m_2"
    assert {"longitude_2", "latitude_2"} <= set(found.columns)
    assert (found["result_distance_m"] == "mine").all()


@pytest.mark.parametrize("index", [["x", "x", "x"], [9, 1, 5], pd.MultiIndex.from_product([["a"], [1, 2, 3]])])
def test_the_index_of_the_table_comes_back_whatever_it_is(demo, index):
    frame = shops()
    frame.index = index if isinstance(index, pd.Index) else pd.Index(index)
    found = reverse(frame, demo, points=("lon", "lat"))
    pd.testing.assert_index_equal(found.index, frame.index)
    assert (found["result_status"] == "ok").all()


@pytest.mark.parametrize("bad", ["", None, np.nan, "-", "no idea"])
def test_a_row_without_a_position_is_skipped_and_kept(demo, bad):
    found = reverse(shops(lat=["46.942479", bad, "46.942479"]), demo, points=("lon", "lat"))
    assert found["shop"].tolist() == ["A", "B", "C"]
    assert found["result_status"].tolist() == ["ok", "skipped", "ok"]
    assert found["result_match_reason"].tolist()[1] == "no position"


@pytest.mark.parametrize(
    ("latitude", "reason"), [("4694", OFF_THE_GLOBE), ("inf", OFF_THE_GLOBE), ("46,95", None), (" 46.942479 ", None)]
)
def test_positions_are_read_as_people_write_them(demo, latitude, reason):
    found = reverse(shops(lat=["46.942479", latitude, "46.942479"]), demo, points=("lon", "lat"), within_m=2000)
    assert found["result_status"].tolist()[1] == ("skipped" if reason else "ok")
    assert found["result_match_reason"].tolist()[1] == (reason or "nearest address")


def test_a_position_far_from_all_addresses_finds_none(demo):
    found = reverse(shops(lon=["-5.479646", "2.35", "-5.479646"]), demo, points=("lon", "lat"), within_m=300)
    assert found["result_status"].tolist() == ["ok", "not-found", "ok"]
    assert found["result_match_reason"].tolist()[1] == "no address within 300 m"


def test_numbers_and_text_are_the_same_positions(demo):
    text = reverse(shops(), demo, points=("lon", "lat"))
    numbers = reverse(shops(lon=-5.479646, lat=46.942479), demo, points=("lon", "lat"))
    pd.testing.assert_frame_equal(text[ADDED], numbers[ADDED])


def test_a_table_without_rows_gives_all_columns_of_the_same_kinds(demo):
    empty = reverse(shops().head(0), demo, points=("lon", "lat"))
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == reverse(shops(), demo, points=("lon", "lat")).dtypes.to_dict()


def test_a_column_that_is_not_there_is_refused(demo):
    with pytest.raises(AddressFileError, match=r"'lng'.*Did you mean 'lon'"):
        reverse(shops(), demo, points=("lng", "lat"))


def test_positions_in_metres_are_refused(demo):
    with pytest.raises(AddressFileError, match="WGS84 degrees"):
        reverse(shops(lon="652469", lat="6862035"), demo, points=("lon", "lat"))


def test_a_distance_that_is_none_is_refused(demo):
    with pytest.raises(GeoprofileError, match="give metres"):
        reverse(shops(), demo, points=("lon", "lat"), within_m=0)


# Files


@pytest.fixture(scope="module")
def shop_file(truth, tmp_path_factory):
    path = tmp_path_factory.mktemp("shops") / "shops.csv"
    truth[["client_id", *TRUTH]].rename(columns={"longitude": "lon", "latitude": "lat"}).to_csv(path, index=False)
    return path


def test_a_file_gives_what_its_table_gives(demo, shop_file, tmp_path):
    report = reverse_file(open_address_file(shop_file), demo, tmp_path / "out.csv", points=("lon", "lat"))
    found = read(tmp_path / "out.csv", sep=",")
    whole = reverse(read(shop_file, sep=","), demo, points=("lon", "lat"))
    assert found.columns.tolist() == whole.columns.tolist()
    for name in ("client_id", "lon", "lat", "result_label", "result_id", "result_status"):
        assert found[name].tolist() == whole[name].tolist()
    assert pd.to_numeric(found["result_distance_m"]).tolist() == whole["result_distance_m"].tolist()
    assert report.summary.matches["housenumber"] == (whole["result_type"] == "housenumber").sum()
    assert (report.columns.longitude, report.columns.latitude) == ("lon", "lat")


@pytest.mark.parametrize("told", [{"batch_rows": 1}, {"batch_rows": 333}, {"batch_rows": 500, "processes": 2}])
def test_neither_batches_nor_processes_change_a_byte(demo, shop_file, tmp_path, told):
    few = tmp_path / "few.csv"
    few.write_text("".join(shop_file.read_text().splitlines(keepends=True)[: 40 if told["batch_rows"] == 1 else None]))
    for out, more in (("whole.csv", {}), ("cut.csv", told)):
        reverse_file(open_address_file(few), demo, tmp_path / out, points=("lon", "lat"), **more)
    assert (tmp_path / "cut.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_the_columns_are_explained_beside_the_result(demo, shop_file, tmp_path):
    reverse_file(open_address_file(shop_file), demo, tmp_path / "out.csv", points=("lon", "lat"))
    legend = read(tmp_path / "out_columns.csv", sep=",")
    assert "longitude, latitude, result_*" in set(legend["column"])
    assert (legend["licence"] != "").all()


def test_a_territory_without_addresses_is_refused_before_any_work(demo, shop_file, tmp_path):
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "datapackage.json").write_bytes((demo.folder / "datapackage.json").read_bytes())
    with pytest.raises(TerritoryError, match="has no addresses"):
        reverse_file(
            open_address_file(shop_file), open_territory(tmp_path / "bare"), tmp_path / "out.csv", points=TRUTH
        )
    assert not (tmp_path / "out.csv").exists()
