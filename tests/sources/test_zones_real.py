"""The real open data: every file of zones is read whole, its codes and CRS are right."""

import pytest

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.crs import to_crs
from geoprofile.sources.source import ZONE_SOURCES, Source
from geoprofile.tables import check, zone_schema

pytestmark = pytest.mark.real

FILES = [
    ("iris", "fr/iris/grand_paris_2016/map_iris.shp", 2841, "EPSG:2154"),
    ("communes", "fr/iris/grand_paris_2016/map_com.shp", 150, "EPSG:2154"),
    ("iris", "fr/iris/strasbourg_iris.geojson", 195, "EPSG:4326"),
    ("communes", "fr/communes/contours_2018/communes-08-ardennes.geojson", 452, "EPSG:4326"),
    ("grid_200m", "fr/grid/gridpop_parisPC_200m_2015.gpkg", 13876, "EPSG:4326"),
    ("statistical_sectors", "be/zenne_sectors_2024.geojson", 154, "EPSG:4326"),
    ("municipalities_from_sectors", "be/zenne_sectors_2024.geojson", 7, "EPSG:4326"),
]


@pytest.mark.parametrize(("kind", "path", "count", "crs"), FILES)
def test_a_real_file_of_zones_is_read_whole_and_keeps_the_contract(real_data, kind, path, count, crs):
    zones = ZONE_SOURCES[kind](Source(kind, real_data / path))
    check(zones, zone_schema(), what=kind)
    assert len(zones) == count
    assert zones.crs.to_string() == crs


def test_every_iris_of_grand_paris_lies_in_its_commune(real_data):
    folder = real_data / "fr/iris/grand_paris_2016"
    iris = ZONE_SOURCES["iris"](Source("iris", folder / "map_iris.shp"))
    communes = ZONE_SOURCES["communes"](Source("communes", folder / "map_com.shp"))
    assert set(iris["parent_id"]) <= set(communes["zone_id"])


def test_lembeek_belongs_to_halle(real_data):
    source = Source("municipalities_from_sectors", real_data / "be/zenne_sectors_2024.geojson")
    towns = ZONE_SOURCES["municipalities_from_sectors"](source).set_index("zone_id")
    assert towns.loc["23027", "zone_name"] == "Halle"
    area_km2 = to_crs(towns, "EPSG:3812").area["23027"] / 1e6
    assert area_km2 == pytest.approx(44.7, abs=0.5), "the official area of Halle"
