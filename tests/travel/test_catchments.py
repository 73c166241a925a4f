"""Catchments drawn on the map: nested, valid, and about the streets that are reached."""

import numpy as np
import pytest
import shapely

from geoprofile.errors import GeoprofileError
from geoprofile.travel.catchments import catchment_polygons
from geoprofile.travel.costs import cost_matrix
from geoprofile.travel.demand import demand_points
from geoprofile.travel.mode_network import mode_network
from geoprofile.travel.reach import zone_reach
from geoprofile.travel.reached_streets import reached_streets
from geoprofile.travel.snapping import snap
from geoprofile.travel.straight import straight_radius_m
from tests.travel.conftest import places, random_town

BANDS = (3, 6, 10)


@pytest.fixture(scope="module")
def centre(demo):
    """Give the address nearest to the middle of the demo's streets."""
    return places([np.median(demo.streets.column("nodes", name)) for name in ("easting", "northing")])


def reached_km(network, here, by, minutes):
    streets = mode_network(network, by)
    return [one.length_km for one in reached_streets(snap(here.to_numpy(), streets), streets, minutes)]


def test_streets_are_cut_where_the_minutes_end(block):
    assert reached_km(block, places((240, 0)), "foot", (1, 3, 4.5, 13)) == pytest.approx([0.16, 0.48, 0.72, 1.92])


def test_a_one_way_street_is_entered_by_its_beginning_alone(block):
    # From the north-east corner a car can go west only; the one-way street is entered from its south.
    assert reached_km(block, places((480, 480)), "car", (0.6, 4.8)) == pytest.approx([0.24, 1.92])


def test_the_walk_to_the_street_is_taken_from_the_minutes(block):
    assert reached_km(block, places((240, 80)), "foot", (1, 3)) == pytest.approx([0, 0.32])


@pytest.mark.parametrize("by", ["car", "foot", "bike"])
def test_points_on_the_parts_are_within_the_minutes_and_all_others_are_not(by):
    town, here = random_town(4, side=9), places((410, 390))
    streets = mode_network(town, by)
    (reached,) = reached_streets(snap(here.to_numpy(), streets), streets, (4.0,))
    parts = shapely.union_all(reached.lines(streets))
    probes = shapely.get_coordinates(shapely.segmentize(streets.lines, 7))
    minutes = cost_matrix(town, here, places(*probes), by=by)[0]
    apart = shapely.distance(shapely.points(probes), parts)
    assert (apart[minutes < 3.99] < 0.5).all()
    assert (apart[minutes > 4.2] > 0).all()


@pytest.mark.parametrize("by", ["car", "bike", "foot", "straight"])
def test_polygons_are_valid_nested_and_hold_their_place(demo, centre, by):
    drawn = catchment_polygons(demo.streets, centre, by=by, bands=BANDS)
    assert drawn["minutes"].tolist() == list(BANDS)
    assert drawn.is_valid.all()
    assert drawn.crs.to_string() == demo.country.metric_crs
    smaller, larger = drawn.geometry[:-1].to_numpy(), drawn.geometry[1:].to_numpy()
    assert shapely.area(shapely.difference(smaller, larger)).max() < 1
    assert shapely.distance(drawn.geometry.iloc[0], shapely.Point(centre.to_numpy()[0])) < 1
    assert set(drawn["basis"]) == {"straight" if by == "straight" else "network"}


@pytest.mark.parametrize("by", ["car", "foot"])
def test_a_polygon_holds_about_the_streets_that_are_reached(demo, centre, by):
    drawn = catchment_polygons(demo.streets, centre, by=by, bands=BANDS)
    lines = mode_network(demo.streets, by).lines
    held = [shapely.length(shapely.intersection(lines, shape)).sum() / 1000 for shape in drawn.geometry]
    ratio = np.array(held) / drawn["reached_km"].to_numpy()
    assert (ratio > 0.97).all()
    assert (ratio < 1.35).all()


def test_the_people_in_a_polygon_are_about_those_of_the_shares(demo, centre):
    demand = demand_points(demo, "iris")
    drawn = catchment_polygons(demo.streets, centre, by="foot", bands=BANDS)
    reach, _ = zone_reach(centre, demand, demo.streets, by="foot", bands=BANDS)
    for band, shape in enumerate(drawn.geometry):
        inside = demand.weight[shapely.contains_xy(shape, demand.easting, demand.northing)].sum()
        assert inside == pytest.approx(reach.shares[:, band].sum(), rel=0.3)


def test_a_straight_line_catchment_is_a_circle():
    drawn = catchment_polygons(None, places((0, 0)), by="foot", bands=(5,), crs="EPSG:2154")
    assert drawn.geometry.iloc[0].area == pytest.approx(np.pi * straight_radius_m(5, "foot") ** 2, rel=0.01)
    assert np.isnan(drawn["reached_km"].iloc[0])


def test_a_place_off_the_network_has_no_polygon_and_the_others_keep_their_rows(demo, centre):
    far = places((0, 0), centre.to_numpy()[0], (np.nan, 1))
    drawn = catchment_polygons(demo.streets, far, by="foot", bands=BANDS)
    assert drawn["place"].tolist() == [1, 1, 1]


def test_minutes_that_cannot_be_drawn_are_refused(demo, centre):
    for bands in ((), (0, 5), (np.inf,)):
        with pytest.raises(GeoprofileError, match="finite ones above 0"):
            catchment_polygons(demo.streets, centre, by="foot", bands=bands)
    with pytest.raises(GeoprofileError, match="need the CRS"):
        catchment_polygons(None, centre, by="foot", bands=BANDS)
