"""On real open data: Paris, a Flemish commune and dirty addresses are found, placed and enriched."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from geoprofile.geocoding import gather
from geoprofile.geocoding.plain import PlainRows
from geoprofile.recipes import enrich, geocode
from geoprofile.tables import RESULT_COLUMNS
from geoprofile.territory.build import build_territory

pytestmark = pytest.mark.real

WGS84 = Geod(ellps="WGS84")
BASE_ROWS = 5_000
# Share of exact answers among rows whose address is in the base, and wrong addresses among those that are not.
EXACT = {"dirty": 0.99, "mixed": 0.98, "hard": 0.90}
WRONG = 0.01


def build(name, real_data, tmp_path_factory):
    return build_territory(name, sources=real_data, out=tmp_path_factory.mktemp("real") / name)


@pytest.fixture(scope="module")
def paris(real_data, tmp_path_factory):
    return build("paris", real_data, tmp_path_factory)


@pytest.fixture(scope="module")
def lembeek(real_data, tmp_path_factory):
    return build("lembeek", real_data, tmp_path_factory)


@pytest.fixture(scope="module")
def bano(real_data, tmp_path_factory):
    return build("bano", real_data, tmp_path_factory)


def read(path, **options) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, **options)


@pytest.fixture(scope="module")
def base(real_data):
    """Give some addresses of Paris as the base has them."""
    rows = read(real_data / "fr" / "addresses" / "adresses-75.csv.gz", sep=";")
    return rows.sample(BASE_ROWS, random_state=75).reset_index(drop=True)


@pytest.fixture(scope="module")
def parisians(base, paris):
    """Give them written as text and enriched."""
    text = base["numero"] + " " + base["rep"] + " " + base["nom_voie"]
    clients = pd.DataFrame({"adresse": text, "code_postal": base["code_postal"], "ville": base["nom_commune"]})
    return enrich(clients, paris)


def metres_off(found, longitude, latitude) -> np.ndarray:
    """Give the distance of each row from where it should be; infinite where it was not found."""
    given = (found["longitude"], found["latitude"], longitude.astype("float64"), latitude.astype("float64"))
    return np.nan_to_num(WGS84.inv(*given)[2], nan=np.inf)


def test_addresses_of_the_base_come_back_at_their_number_and_place(base, parisians):
    exact = (parisians["result_type"] == "housenumber") & (metres_off(parisians, base["lon"], base["lat"]) < 1)
    assert exact.mean() >= 0.995


def test_an_answer_at_the_number_is_never_another_number(base, parisians):
    found = parisians["result_type"] == "housenumber"
    asked = base["numero"] + base["rep"]
    assert parisians.loc[found, "result_housenumber"].str.lower().tolist() == asked[found].tolist()
    assert (parisians["result_citycode"] == base["code_insee"])[found].mean() >= 0.999


def test_rows_that_are_read_at_once_are_answered_as_by_the_full_reading(base, parisians, paris, monkeypatch):
    nothing = np.empty(0, dtype=np.int64)
    monkeypatch.setattr(gather, "read_plain", lambda *_: PlainRows(nothing, nothing, [], nothing, []))
    clients = parisians[["adresse", "code_postal", "ville"]]
    pd.testing.assert_frame_equal(geocode(clients, paris), parisians[[*clients.columns, *RESULT_COLUMNS]])


def test_the_iris_of_every_row_is_that_of_sjoin(parisians, paris):
    rows = parisians[parisians["zone_status"] == "ok"]
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(rows["longitude"], rows["latitude"]), crs="EPSG:4326")
    joined = points.to_crs("EPSG:2154").sjoin(paris.levels["iris"].zones, how="left", predicate="within")
    assert len(rows) >= 0.995 * BASE_ROWS
    assert joined["zone_id"].fillna("").tolist() == rows["iris"].tolist()


def test_nearly_every_parisian_row_bears_an_income_and_the_census(parisians):
    assert parisians["income_median_eur"].notna().mean() > 0.9
    assert parisians["active_15_64"].notna().all()
    assert parisians["income_median_eur"].between(8_000, 80_000).sum() == parisians["income_median_eur"].notna().sum()


def test_a_rate_is_missing_only_where_it_would_be_of_nobody(parisians):
    nobody = parisians["active_15_64"] == 0
    assert nobody.any()
    assert parisians["unemployment_rate"].isna().tolist() == nobody.tolist()


def test_what_is_attached_is_what_the_file_of_insee_says(parisians, real_data):
    income = read(real_data / "fr" / "income" / "BASE_TD_FILO_DISP_IRIS_2018.csv", sep=";").set_index("IRIS")
    known = parisians[parisians["income_median_eur"].notna()]
    told = income["DISP_MED18"].reindex(known["iris"]).str.replace(",", ".").astype("float64")
    assert known["income_median_eur"].tolist() == told.tolist()


def test_addresses_of_a_flemish_commune_get_their_sector_and_its_income(lembeek, real_data):
    rows = read(real_data / "be" / "best_addresses_lembeek_1502.csv")
    rows = rows[rows["status"] == "current"].reset_index(drop=True)
    text = rows["street_nl"] + " " + rows["house_number"]
    clients = pd.DataFrame({"adres": text, "postcode": rows["postcode"], "gemeente": rows["post_nl"]})
    found = enrich(clients, lembeek, address="adres", postcode="postcode", city="gemeente")
    numbers = found["result_type"] == "housenumber"
    assert numbers.mean() > 0.999
    assert np.median(metres_off(found, rows["lon"], rows["lat"])) < 1
    assert (found["statistical_sector"] != "").mean() > 0.9
    assert found["income_taxable_median_eur"].notna().mean() > 0.9
    assert (found["result_citycode"] == rows["nis"]).mean() > 0.99


@pytest.mark.parametrize("name", EXACT)
def test_dirty_addresses_are_found_at_their_number_and_absent_ones_are_not(bano, real_data, name):
    folder = real_data / "fr" / "to_geocode"
    rows = read(folder / f"{name}_addresses.csv")
    truth = read(folder / f"{name}_addresses_truth.csv").set_index("id").loc[rows["id"]].reset_index()
    found = geocode(rows, bano)
    right = (
        (found["result_citycode"] == truth["insee"])
        & (found["result_street"] == truth["voie"])
        & (found["result_housenumber"].str.lower() == truth["num"] + truth["rep"])
    )
    in_base, absent = truth["level"] == "housenumber", truth["level"].isin(["none", "municipality"])
    wrong = found["result_type"].isin(["housenumber", "interpolated", "street", "locality"])
    assert min(in_base.sum() / 15, absent.sum()) >= 200
    assert right[in_base].mean() >= EXACT[name]
    assert wrong[absent].mean() <= WRONG


def test_a_territory_of_addresses_alone_enriches_with_nothing_and_loses_no_row(bano):
    rows = pd.DataFrame({"adresse": ["26 rue du Quatre Septembre", ""], "code_postal": ["75002", ""]})
    found = enrich(rows, bano)
    assert found["zone_status"].tolist() == ["outside", "not-located"]
    assert found.columns[-1] == "zone_status"
