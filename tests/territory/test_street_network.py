"""The street network of a territory: connected for each mode, the same bytes from the same streets."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from geoprofile.errors import TerritoryError, UnknownNameError
from geoprofile.reference import reference_path
from geoprofile.sources.streets import MODES
from geoprofile.territory.build import build_territory
from geoprofile.territory.street_network import build_street_network, open_street_network, save_street_network
from geoprofile.travel.mode_network import mode_network


def streets_of(*rows: dict) -> gpd.GeoDataFrame:
    """Lay out streets between nodes named by their place: `"0,100"` lies 100 m north of `"0,0"`."""
    ends = [[[float(one) for one in row[side].split(",")] for side in ("start_node", "end_node")] for row in rows]
    lines = shapely.linestrings(np.array(ends))
    usual = {"name": "", "highway": "residential", "limit_kmh": np.nan, "direction": "both", "bike_direction": "both"}
    frame = pd.DataFrame([usual | dict.fromkeys(MODES, "") | row for row in rows])
    frame["length_m"] = shapely.length(lines)
    return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:2154")


def street(start: str, end: str, **told) -> dict:
    return {"start_node": start, "end_node": end, **told}


def bytes_of(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


TOWN = (
    street("0,0", "100,0"),
    street("100,0", "100,100", name="Rue du Nord"),
    street("100,100", "0,0", direction="forward"),
    street("100,100", "200,100", direction="forward"),
    street("500,500", "600,500"),
)


def test_nobody_is_sent_where_there_is_no_way_back():
    network = build_street_network(streets_of(*TOWN), "fr")
    forward, backward = network.minutes("car")
    assert np.isfinite(forward).sum() + np.isfinite(backward).sum() == 5
    assert network.left_out == {"car": 3, "bike": 2, "foot": 2}


def test_on_foot_one_way_streets_go_both_ways():
    network = build_street_network(streets_of(*TOWN), "fr")
    forward, backward = network.minutes("foot")
    assert np.isfinite(forward).sum() == np.isfinite(backward).sum() == 4


@pytest.mark.parametrize("mode", MODES)
def test_from_every_node_of_a_mode_every_other_can_be_reached(demo, mode):
    streets = mode_network(demo.streets, mode)
    used = np.unique(np.concatenate([streets.start, streets.end]))
    count, _ = connected_components(streets.graph[used][:, used], directed=True, connection="strong")
    assert count == 1
    assert len(used) > 1000


def test_the_order_of_the_streets_changes_no_byte(tmp_path):
    streets = streets_of(*TOWN)
    for name, frame in (("one", streets), ("other", streets.iloc[::-1].reset_index(drop=True))):
        save_street_network(build_street_network(frame, "fr"), tmp_path / name)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "other")


def test_a_street_that_two_extracts_share_stands_once():
    once = build_street_network(streets_of(*TOWN), "fr")
    twice = build_street_network(streets_of(*TOWN, *TOWN), "fr")
    assert twice.street_count == once.street_count == 5


def test_a_saved_network_comes_back_with_its_lines_and_names(tmp_path):
    network = build_street_network(streets_of(*TOWN), "fr")
    save_street_network(network, tmp_path / "streets")
    again = open_street_network(tmp_path / "streets")
    assert again.crs == "EPSG:2154"
    assert again.left_out == network.left_out
    assert again.frame().geom_equals(network.frame()).all()
    assert set(again.frame()["name"]) == {"", "Rue du Nord"}
    assert sorted(again.frame()["length_m"].round(1)) == [100, 100, 100, 100, 141.4]


def test_a_network_of_another_version_is_refused(tmp_path):
    save_street_network(build_street_network(streets_of(*TOWN), "fr"), tmp_path / "streets")
    told = json.loads((tmp_path / "streets" / "index.json").read_text())
    (tmp_path / "streets" / "index.json").write_text(json.dumps(told | {"version": 0}))
    with pytest.raises(TerritoryError, match="version 0"):
        open_street_network(tmp_path / "streets")


def test_a_network_without_one_of_its_tables_is_damaged(tmp_path):
    save_street_network(build_street_network(streets_of(*TOWN), "fr"), tmp_path / "streets")
    (tmp_path / "streets" / "points.arrow").unlink()
    with pytest.raises(TerritoryError, match="damaged"):
        open_street_network(tmp_path / "streets")


def test_an_unknown_mode_lists_the_choices(demo):
    with pytest.raises(UnknownNameError, match="bike, car, foot"):
        demo.streets.minutes("boat")


def test_the_demo_has_streets_and_its_package_counts_them(demo):
    (told,) = [source for source in demo.package["sources"] if source["kind"] == "streets_graphml"]
    assert told["rows"] == demo.streets.street_count
    assert demo.streets.crs == demo.country.metric_crs


def test_a_territory_of_streets_alone_is_built_and_says_what_it_left_out(tmp_path):
    shutil.copy(reference_path("demo", "streets.graphml.gz"), tmp_path)
    recipe = tmp_path / "streets.toml"
    recipe.write_text(
        'name = "streets"\ncountry = "fr"\n[[source]]\nkind = "streets_graphml"\npath = "streets.graphml.gz"\n'
    )
    territory = build_territory(recipe, out=tmp_path / "out")
    assert territory.streets.street_count > 1000
    assert not territory.levels


def test_a_territory_without_streets_has_none(tmp_path):
    recipe = tmp_path / "zones.toml"
    path = reference_path("demo", "iris-00.geojson").as_posix()
    recipe.write_text(f'name = "zones"\ncountry = "fr"\n[[source]]\nkind = "iris"\npath = "{path}"\n')
    assert build_territory(recipe, out=tmp_path / "out").streets is None


@pytest.mark.real
@pytest.mark.parametrize(("name", "slowest", "fastest"), [("trocadero", 15, 22), ("saint_germain", 20, 30)])
def test_real_streets_are_driven_at_speeds_of_a_town(real_data, tmp_path, name, slowest, fastest):
    recipe = Path(__file__).parents[2] / "benchmarks" / "recipes" / f"{name}.toml"
    streets = tmp_path / "streets.toml"
    (_, block) = recipe.read_text(encoding="utf-8").split("[[source]]")[:2]
    streets.write_text(f'name = "streets"\ncountry = "fr"\n[[source]]{block}', encoding="utf-8")
    network = build_territory(streets, sources=real_data, out=tmp_path / "out").streets
    forward, _ = network.minutes("car")
    length = network.column("streets", "length_m")
    driven = np.isfinite(forward)
    assert slowest < length[driven].sum() / forward[driven].sum() * 0.06 < fastest
    directions = np.isfinite(network.minutes("foot")).sum()
    assert network.left_out["foot"] < 0.02 * directions
