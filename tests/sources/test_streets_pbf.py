"""Streets of an OpenStreetMap extract, written here by osmium."""

import builtins
import sys

import osmium
import pytest

from geoprofile.errors import SourceError
from geoprofile.sources.source import STREET_SOURCES, Source
from geoprofile.sources.streets import street_schema
from geoprofile.tables import check

# A row of nodes eastwards, a hundredth of a degree apart; node 9 is to the north of node 2.
NODES = {1: (2.0, 48.9), 2: (2.01, 48.9), 3: (2.02, 48.9), 4: (2.03, 48.9), 9: (2.01, 48.91)}


def write(path, *ways, nodes=NODES):
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, place in nodes.items():
            writer.add_node(osmium.osm.mutable.Node(id=ref, location=place))
        for number, (refs, tags) in enumerate(ways, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=refs, tags=tags))
    return path


def read(path):
    streets = STREET_SOURCES["streets_pbf"](Source("streets_pbf", path))
    return check(streets, street_schema(), what="streets")


def stretches(streets):
    return [tuple(row) for row in streets[["start_node", "end_node", "direction"]].to_numpy()]


def test_ways_are_cut_where_they_meet_and_keep_their_bends(tmp_path):
    path = write(
        tmp_path / "a.osm.pbf",
        ([1, 2, 3, 4], {"highway": "residential", "name": "Rue Longue"}),
        ([2, 9], {"highway": "service"}),
    )
    streets = read(path)
    assert stretches(streets) == [("1", "2", "both"), ("2", "4", "both"), ("2", "9", "both")]
    assert [len(line.coords) for line in streets.geometry] == [2, 3, 2]
    assert streets["name"].tolist() == ["Rue Longue", "Rue Longue", ""]
    assert streets["length_m"].tolist() == pytest.approx([731, 1462, 1112], abs=1)


@pytest.mark.parametrize(
    ("tags", "direction", "bike"),
    [
        ({"highway": "residential"}, "both", "both"),
        ({"highway": "residential", "oneway": "yes"}, "forward", "forward"),
        ({"highway": "residential", "oneway": "-1"}, "backward", "backward"),
        ({"highway": "residential", "oneway": "yes", "oneway:bicycle": "no"}, "forward", "both"),
        ({"highway": "residential", "oneway": "yes", "cycleway:left": "opposite_lane"}, "forward", "both"),
        ({"highway": "tertiary", "junction": "roundabout"}, "forward", "forward"),
        ({"highway": "tertiary", "junction": "circular", "oneway": "no"}, "both", "both"),
        ({"highway": "motorway"}, "forward", "forward"),
    ],
)
def test_one_way_streets_are_told_for_cars_and_bicycles(tmp_path, tags, direction, bike):
    streets = read(write(tmp_path / "a.osm.pbf", ([1, 2], tags)))
    assert streets[["direction", "bike_direction"]].to_numpy().tolist() == [[direction, bike]]


def test_access_of_each_mode_is_read(tmp_path):
    tags = {"highway": "residential", "access": "no", "bicycle": "yes", "maxspeed": "FR:urban"}
    (street,) = read(write(tmp_path / "a.osm.pbf", ([1, 2], tags))).to_dict("records")
    assert (street["car"], street["bike"], street["foot"], street["limit_kmh"]) == ("no", "yes", "no", 50)


def test_a_way_that_leaves_the_extract_is_cut_there(tmp_path):
    path = write(tmp_path / "a.osm.pbf", ([1, 2, 77, 3, 4], {"highway": "primary"}))
    assert stretches(read(path)) == [("1", "2", "both"), ("3", "4", "both")]


def test_what_is_no_street_is_passed_over(tmp_path):
    path = write(
        tmp_path / "a.osm.pbf",
        ([1, 2], {"highway": "proposed"}),
        ([2, 3], {"railway": "rail"}),
        ([3, 4], {"highway": "track"}),
    )
    assert stretches(read(path)) == [("3", "4", "both")]


def test_a_circle_that_is_a_way_of_its_own_is_one_street(tmp_path):
    path = write(tmp_path / "a.osm.pbf", ([1, 2, 9, 1], {"highway": "residential", "junction": "roundabout"}))
    assert stretches(read(path)) == [("1", "1", "forward")]


def test_an_extract_without_streets_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"a\.osm\.pbf holds no streets"):
        read(write(tmp_path / "a.osm.pbf", ([2, 3], {"railway": "rail"})))


@pytest.mark.parametrize("content", [b"", b"no extract at all, but text of some length"])
def test_a_file_that_is_no_extract_is_refused(tmp_path, content):
    (tmp_path / "a.osm.pbf").write_bytes(content)
    with pytest.raises(
        SourceError, match=r"^a\.osm\.pbf (cannot be read as an OpenStreetMap extract|holds no streets)"
    ):
        read(tmp_path / "a.osm.pbf")


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(SourceError, match="is not there"):
        read(tmp_path / "a.osm.pbf")


def test_without_osmium_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    whole = builtins.__import__

    def without(name, *told, **more):
        if name == "osmium":
            raise ImportError(name)
        return whole(name, *told, **more)

    monkeypatch.delitem(sys.modules, "osmium")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SourceError, match=r"install it with pip install 'geoprofile\[osm\]'"):
        read(tmp_path / "a.osm.pbf")
