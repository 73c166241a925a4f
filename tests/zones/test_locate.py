"""Each row gets its zone at every level, as geopandas would find it, and no finer than its match allows."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.recipes import geocode
from geoprofile.territory.build import build_territory
from geoprofile.zones.locate import ZONE_STATUSES, locate_zones, zone_columns

LEVELS = ["grid_200m", "iris", "commune"]
# In the heart of the demo's town, in the IRIS 001010101 of the commune 00101.
TOWN = (-5.479646, 46.942479)
FAR = (2.35, 48.85)


@pytest.fixture(scope="module")
def customers(demo, demo_files):
    """Give the demo's customers, geocoded."""
    frame = pd.read_csv(demo_files / "customers.csv", sep=";", encoding="cp1252", dtype="str", keep_default_na=False)
    return geocode(frame, demo)


def located(demo, points, **options) -> pd.DataFrame:
    longitude, latitude = np.array(points, dtype=float).reshape(-1, 2).T
    return zone_columns(locate_zones(longitude, latitude, demo, **options), demo)


def joined(demo, level, longitude, latitude) -> list[list[str]]:
    """Give the zones that geopandas finds each point within, sorted."""
    points = gpd.GeoSeries.from_xy(np.asarray(longitude), np.asarray(latitude), crs="EPSG:4326").to_crs("EPSG:2154")
    found = gpd.GeoDataFrame(geometry=points).sjoin(demo.levels[level].zones, predicate="within")
    zones = found.groupby(level=0)["zone_id"].apply(sorted)
    return [zones.get(row, []) for row in range(len(points))]


@pytest.mark.parametrize("level", LEVELS)
def test_every_customer_found_at_its_number_gets_the_zone_that_sjoin_within_gives(demo, customers, level):
    exact = customers[customers["result_type"] == "housenumber"]
    answer = located(demo, exact[["longitude", "latitude"]])
    wanted = joined(demo, level, exact["longitude"], exact["latitude"])
    assert len(exact) > 1900
    assert answer[level].tolist() == [(zones or [""])[0] for zones in wanted]
    assert (answer["zone_status"] == "ok").all()


def test_every_customer_found_at_its_number_has_a_zone_of_every_level(demo, customers):
    exact = customers[customers["result_type"] == "housenumber"]
    answer = located(demo, exact[["longitude", "latitude"]])
    assert (answer[LEVELS] != "").all(axis=None)
    assert (answer["iris"].str[:5] == answer["commune"]).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-5.53, -5.44), st.floats(46.91, 46.98)), min_size=1, max_size=60))
def test_wherever_points_lie_their_zones_are_those_of_sjoin(demo, points):
    answer = located(demo, points)
    for level in LEVELS:
        wanted = joined(demo, level, *np.array(points).T)
        assert answer[level].tolist() == [(zones or [""])[0] for zones in wanted]
    assert ((answer["zone_status"] == "ok") == (answer[LEVELS] != "").any(axis=1)).all()


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(40)))
def test_the_zone_of_a_row_does_not_depend_on_the_order_of_rows(demo, customers, order):
    points = customers[["longitude", "latitude"]].to_numpy()[:40]
    pd.testing.assert_frame_equal(
        located(demo, points[order]), located(demo, points).iloc[order].reset_index(drop=True)
    )


def test_there_is_a_code_and_a_name_for_each_level_from_finest_to_coarsest_and_then_the_status(demo):
    answer = located(demo, [TOWN])
    names = [f"{level}{part}" for level in LEVELS for part in ("", "_name")]
    assert answer.columns.tolist() == [*names, "zone_status"]
    assert (answer.dtypes == "str").all()
    row = answer.iloc[0]
    assert (row["iris"], row["iris_name"]) == ("001010101", "Vieux Marché")
    assert (row["commune"], row["commune_name"]) == ("00101", "Valmorin-sur-Orvaise")


def test_a_match_of_the_commune_alone_gets_no_finer_zone(demo):
    answer = located(demo, [TOWN], commune_only=np.array([True]), citycode=pd.Series(["00103"]))
    assert answer["commune"].tolist() == ["00103"]
    assert answer["commune_name"].tolist() == ["Brévelle-Sorgemont"]
    assert answer["zone_status"].tolist() == ["commune-only"]
    assert (answer[["grid_200m", "grid_200m_name", "iris", "iris_name"]] == "").all(axis=None)


def test_a_match_of_a_commune_that_the_territory_does_not_have_is_outside(demo):
    answer = located(demo, [FAR], commune_only=np.array([True]), citycode=pd.Series(["75101"]))
    assert answer.loc[0].tolist() == [""] * 6 + ["outside"]


def test_customers_whose_street_is_unknown_get_the_commune_of_their_match(demo, customers):
    coarse = customers[customers["result_type"] == "municipality"]
    answer = located(
        demo,
        coarse[["longitude", "latitude"]],
        commune_only=np.ones(len(coarse), dtype=bool),
        citycode=coarse["result_citycode"],
    )
    assert len(coarse) > 30
    assert answer["commune"].tolist() == coarse["result_citycode"].tolist()
    assert set(answer["zone_status"]) == {"commune-only"}
    assert set(answer["iris"]) == {""}


def test_the_polygon_has_the_word_where_a_located_row_bears_another_commune_code(demo):
    assert located(demo, [TOWN], citycode=pd.Series(["00103"]))["commune"].tolist() == ["00101"]


def test_a_point_just_outside_all_polygons_keeps_the_commune_of_its_match(demo):
    west = demo.levels["commune"].zones.to_crs("EPSG:4326").total_bounds[0]
    answer = located(demo, [(west - 0.01, TOWN[1])], citycode=pd.Series(["00104"]))
    assert answer[["iris", "commune", "zone_status"]].loc[0].tolist() == ["", "00104", "ok"]


@pytest.mark.parametrize("point", [(np.nan, np.nan), (np.nan, 46.94), (-5.48, np.nan), (np.inf, 46.94)])
def test_a_row_without_position_is_not_located(demo, point):
    answer = located(demo, [point, TOWN])
    assert answer.loc[0].tolist() == [""] * 6 + ["not-located"]
    assert answer.loc[1, "zone_status"] == "ok"


@pytest.mark.parametrize("point", [FAR, (0.0, 0.0), (180.0, 90.0), (-180.0, -90.0)])
def test_a_point_far_away_is_outside(demo, point):
    assert located(demo, [point]).loc[0].tolist() == [""] * 6 + ["outside"]


def test_no_rows_give_no_rows_of_the_same_columns(demo):
    answer = located(demo, [])
    assert len(answer) == 0
    assert answer.columns.tolist() == located(demo, [TOWN]).columns.tolist()
    assert (answer.dtypes == "str").all()


def test_a_territory_of_addresses_alone_says_outside_or_not_located(demo_files, tmp_path):
    recipe = tmp_path / "bare.toml"
    path = demo_files / "bano-00.csv.gz"
    recipe.write_text(f"name = 'bare'\ncountry = 'fr'\n[[source]]\nkind = 'bano'\npath = '{path}'\n", encoding="utf-8")
    bare = build_territory(recipe, out=tmp_path / "bare")
    answer = located(bare, [TOWN, (np.nan, np.nan)])
    assert answer.to_dict("list") == {"zone_status": ["outside", "not-located"]}


def test_the_statuses_are_these_and_no_others(demo, customers):
    assert ZONE_STATUSES == ("ok", "commune-only", "outside", "not-located")
    answer = located(demo, [*customers[["longitude", "latitude"]].to_numpy(), FAR])
    assert set(answer["zone_status"]) <= set(ZONE_STATUSES)
