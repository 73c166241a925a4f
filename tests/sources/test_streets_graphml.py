"""Street graphs of OSMnx, and files that only look like them."""

import gzip
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from geoprofile.errors import CrsError, SourceError
from geoprofile.reference import reference_path
from geoprofile.sources.source import STREET_SOURCES, Source
from geoprofile.sources.streets import STREET_COLUMNS, street_schema
from geoprofile.tables import check

KEYS = """<?xml version='1.0'?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="x" for="node" attr.name="x"/><key id="y" for="node" attr.name="y"/><key id="c" for="graph" attr.name="crs"/>
<key id="h" for="edge" attr.name="highway"/><key id="m" for="edge" attr.name="maxspeed"/>
<key id="l" for="edge" attr.name="length"/><key id="g" for="edge" attr.name="geometry"/>
<key id="a" for="edge" attr.name="access"/><key id="o" for="edge" attr.name="oneway"/>
<key id="n" for="edge" attr.name="name"/>
"""
NODES = "".join(
    f'<node id="{node}"><data key="x">{x}</data><data key="y">48.9</data></node>'
    for node, x in (("1", 2.0), ("2", 2.01), ("3", 2.02))
)
CRS = '<data key="c">epsg:4326</data>'


def edge(start, end, **data) -> str:
    inside = "".join(f'<data key="{key}">{text}</data>' for key, text in data.items())
    return f'<edge source="{start}" target="{end}" id="0">{inside}</edge>'


def graphml(folder: Path, *edges: str, nodes: str = NODES, crs: str = CRS, default: str = "directed") -> Path:
    path = folder / "streets.graphml"
    graph = f'<graph edgedefault="{default}">{crs}{nodes}{"".join(edges)}</graph></graphml>'
    path.write_text(KEYS + graph, encoding="utf-8")
    return path


def read(path: Path, **options):
    streets = STREET_SOURCES["streets_graphml"](Source("streets_graphml", path, options=options))
    return check(streets, street_schema(), what="streets")


def test_the_two_edges_of_a_street_become_one_row(tmp_path):
    line = "LINESTRING (2.0 48.9, 2.005 48.901, 2.01 48.9)"
    back = "LINESTRING (2.01 48.9, 2.005 48.901, 2.0 48.9)"
    streets = read(graphml(tmp_path, edge(1, 2, h="residential", g=line), edge(2, 1, h="residential", g=back)))
    assert list(streets["direction"]) == ["both"]
    assert shapely.get_coordinates(streets.geometry.iloc[0])[1].tolist() == [2.005, 48.901]


def test_an_edge_without_the_way_back_is_one_way_along_its_line(tmp_path):
    streets = read(graphml(tmp_path, edge(2, 1, h="primary"), edge(2, 3, h="primary"), edge(3, 2, h="primary")))
    one_way = streets[streets["direction"] == "forward"]
    assert one_way[["start_node", "end_node"]].to_numpy().tolist() == [["2", "1"]]
    assert shapely.get_coordinates(one_way.geometry.iloc[0])[0].tolist() == [2.01, 48.9]
    assert streets["direction"].tolist().count("both") == 1


def test_two_carriageways_between_the_same_nodes_stay_two(tmp_path):
    there, back = "LINESTRING (2.0 48.9, 2.005 48.901, 2.01 48.9)", "LINESTRING (2.01 48.9, 2.005 48.899, 2.0 48.9)"
    streets = read(graphml(tmp_path, edge(1, 2, h="primary", g=there), edge(2, 1, h="primary", g=back)))
    assert sorted(streets["direction"]) == ["forward", "forward"]
    assert sorted(streets["start_node"]) == ["1", "2"]


def test_an_undirected_graph_goes_both_ways_but_where_it_says_one_way(tmp_path):
    path = graphml(tmp_path, edge(1, 2, h="service"), edge(2, 3, h="service", o="True"), default="undirected")
    assert read(path)["direction"].tolist() == ["both", "forward"]


def test_lists_limits_and_access_are_read(tmp_path):
    path = graphml(
        tmp_path,
        edge(1, 2, h="['residential', 'footway']", m="['30', '50']", a="private"),
        edge(2, 3, h="service", m="20 mph"),
    )
    one, other = (row for _, row in read(path).iterrows())
    assert (one["highway"], one["car"], one["foot"]) == ("footway|residential", "no", "no")
    assert one["limit_kmh"] == pytest.approx(37.5)
    assert other["limit_kmh"] == pytest.approx(32.187, abs=1e-3)


def test_a_missing_length_is_measured_on_the_line(tmp_path):
    streets = read(graphml(tmp_path, edge(1, 2, h="service"), edge(2, 3, h="service", l="731.5")))
    assert streets["length_m"].tolist() == pytest.approx([730.97, 731.5], abs=0.5)


def test_a_gzipped_graph_is_read_too(tmp_path):
    path = graphml(tmp_path, edge(1, 2, h="service"))
    packed = tmp_path / "streets.graphml.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read(packed).equals(read(path))


def test_the_graph_says_its_crs_unless_the_recipe_does(tmp_path):
    path = graphml(tmp_path, edge(1, 2, h="service"), crs="")
    with pytest.raises(CrsError, match=r"streets\.graphml says nothing of its coordinate"):
        read(path)
    assert read(path, crs="EPSG:4326").crs.to_epsg() == 4326


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no whole GraphML file"),
        (b"id;street\n1;Rue\n", "no whole GraphML file"),
        (KEYS.encode(), "no whole GraphML file"),
        (b'<!DOCTYPE g [<!ENTITY a "b">]><graphml/>', "declares a document type"),
        (b"<graphml/>", "holds no streets"),
    ],
)
def test_a_file_that_is_no_graph_is_refused_in_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "streets.graphml"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=rf"^streets\.graphml.*{sentence}"):
        read(path)


def test_a_truncated_archive_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "streets.graphml.gz"
    path.write_bytes(reference_path("demo", "streets.graphml.gz").read_bytes()[:20_000])
    with pytest.raises(SourceError, match="check that the download is complete"):
        read(path)


def test_an_edge_to_a_node_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"line \d+: an edge names no node of the file \('9'\)"):
        read(graphml(tmp_path, edge(1, 9, h="service")))


@pytest.mark.parametrize("x", ["here", "nan", "1e300"])
def test_a_node_without_a_position_is_refused(tmp_path, x):
    nodes = f'<node id="1"><data key="x">{x}</data><data key="y">48.9</data></node>'
    with pytest.raises(SourceError, match=r"line \d+: a node has no position"):
        read(graphml(tmp_path, edge(1, 1, h="service"), nodes=nodes))


@pytest.mark.parametrize(
    "geometry",
    ["POINT (2 48.9)", "LINESTRING EMPTY", "LINESTRING (2 48.9", "LINESTRING (2 48.9, nan 48.9, 2.01 48.9)",
     "LINESTRING (2 48.9, inf 48.9, 2.01 48.9)"],
)  # fmt: skip
def test_a_geometry_that_is_no_line_is_refused_by_its_line_in_the_file(tmp_path, geometry):
    with pytest.raises(SourceError, match=r"line \d+: the geometry of an edge is no LINESTRING"):
        read(graphml(tmp_path, edge(2, 3, h="service"), edge(1, 2, h="service", g=geometry)))


@pytest.mark.parametrize("geometry", ["LINESTRING (2.0 48.9, 2.0103 48.9)", "LINESTRING (0 0, 1 1)"])
def test_a_geometry_that_does_not_end_at_its_nodes_is_refused(tmp_path, geometry):
    with pytest.raises(SourceError, match=r"line \d+: the geometry of an edge ends more than 20 m from the nodes"):
        read(graphml(tmp_path, edge(1, 2, h="service", g=geometry)))


@pytest.mark.parametrize("geometry", ["LINESTRING (2.0 48.9, 2.01 48.9)", "LINESTRING (2.0102 48.9, 2.0 48.9)"])
def test_a_geometry_may_run_either_way_and_end_a_few_metres_off(tmp_path, geometry):
    assert len(read(graphml(tmp_path, edge(1, 2, h="service", g=geometry)))) == 1


def test_an_unknown_encoding_is_refused_in_a_sentence(tmp_path):
    path = graphml(tmp_path, edge(1, 2, h="service"))
    path.write_text(path.read_text("utf-8").replace("<?xml version='1.0'?>", "<?xml version='1.0' encoding='utf-99'?>"))
    with pytest.raises(SourceError, match=r"^streets\.graphml declares an encoding that cannot be read"):
        read(path)


def test_the_graph_of_the_demo_is_read_edge_for_edge():
    path = reference_path("demo", "streets.graphml.gz")
    with gzip.open(path) as stream:
        edges = stream.read().count(b"<edge ")
    streets = read(path)
    ways = (streets["direction"] == "both").sum() * 2 + (streets["direction"] == "forward").sum()
    assert ways == edges
    assert list(streets.columns) == [*STREET_COLUMNS, "geometry"]


@pytest.mark.real
@pytest.mark.parametrize("name", ["trocadero", "st_ger"])
def test_real_graphs_keep_every_edge_and_its_length(real_data, name):
    path = real_data / "network" / f"{name}.graphml"
    edges = ET.parse(path).getroot().iter("{http://graphml.graphdrawing.org/xmlns}edge")
    key = {"trocadero": "d15", "st_ger": "d16"}[name]
    lengths = [float(data.text) for edge in edges for data in edge if data.get("key") == key]
    streets = read(path)
    times = np.where(streets["direction"] == "both", 2, 1)
    assert times.sum() == len(lengths)
    assert (streets["length_m"] * times).sum() == pytest.approx(sum(lengths), rel=1e-4)
