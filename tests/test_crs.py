"""Coordinate reference systems are recognised or refused, never guessed."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from shapely import Point

from geoprofile.crs import identify_crs, project_points, to_crs, unproject_points
from geoprofile.errors import CrsError

LAMBERT_93_WITHOUT_CODE = (
    'PROJCS["Lambert_Conformal_Conic",GEOGCS["GCS",DATUM["D_unknown",SPHEROID["GRS80",6378137,298.257222101]],'
    'PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Lambert_Conformal_Conic"],'
    'PARAMETER["standard_parallel_1",49],PARAMETER["standard_parallel_2",44],PARAMETER["latitude_of_origin",46.5],'
    'PARAMETER["central_meridian",3],PARAMETER["false_easting",700000],PARAMETER["false_northing",6600000],'
    'UNIT["Meter",1]]'
)


def test_a_crs_with_a_code_is_named_by_it():
    assert identify_crs(CRS.from_epsg(3812), source="sectors.shp") == "EPSG:3812"


def test_lambert_93_without_a_code_is_recognised_by_its_parameters():
    assert identify_crs(CRS.from_wkt(LAMBERT_93_WITHOUT_CODE), source="iris.shp") == "EPSG:2154"


@pytest.mark.parametrize(("told", "other"), [("700000", "700001"), ("46.5", "46.4"), ("6378137", "6378000")])
def test_a_parameter_that_differs_is_not_lambert_93(told, other):
    wkt = LAMBERT_93_WITHOUT_CODE.replace(told, other, 1)
    with pytest.raises(CrsError, match=r"iris.shp.*bears no EPSG code.*crs = "):
        identify_crs(CRS.from_wkt(wkt), source="iris.shp")


def test_a_missing_crs_is_refused_with_the_remedy():
    with pytest.raises(CrsError, match=r"iris.shp says nothing.*\.prj"):
        identify_crs(None, source="iris.shp")


def test_a_table_without_crs_is_not_projected():
    with pytest.raises(CrsError, match="no coordinate reference system"):
        to_crs(gpd.GeoDataFrame(geometry=[Point(0, 0)]), "EPSG:2154")


def test_a_table_that_is_there_already_keeps_the_very_same_coordinates():
    frame = gpd.GeoDataFrame(geometry=[Point(650000.123456789, 6860000)], crs=2154)
    assert to_crs(frame, "EPSG:2154").geometry[0].x == 650000.123456789


@given(st.floats(-5, 9), st.floats(42, 51))
def test_projecting_there_and_back_moves_a_point_by_less_than_a_millimetre(longitude, latitude):
    there = project_points(np.array([longitude]), np.array([latitude]), "EPSG:2154")
    back = unproject_points(*there, "EPSG:2154")
    assert np.allclose(back, [[longitude], [latitude]], atol=1e-8)


def test_a_missing_point_stays_missing():
    easting, northing = project_points(np.array([np.nan, 2.0]), np.array([48.0, np.nan]), "EPSG:2154")
    assert np.isnan(easting).all()
    assert np.isnan(northing).all()
