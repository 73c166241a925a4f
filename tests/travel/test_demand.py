"""Where the people of a zone are: at its addresses, in its populated cells, or anywhere on its ground."""

import shutil

import numpy as np
import pytest
import shapely

from geoprofile.crs import unproject_points
from geoprofile.errors import TerritoryError, UnknownNameError
from geoprofile.geocoding.nearest import find_nearest
from geoprofile.territory.territory import open_territory
from geoprofile.travel.demand import DEMAND_BASES, demand_points, demand_sentence


@pytest.fixture(scope="module")
def poorer(demo, tmp_path_factory):
    """Give the demo without its addresses, then without its grid too."""
    folder = tmp_path_factory.mktemp("poorer")
    shutil.copytree(demo.folder, folder / "grid", ignore=shutil.ignore_patterns("addresses"))
    shutil.copytree(demo.folder, folder / "area", ignore=shutil.ignore_patterns("addresses", "grid_200m*"))
    return {"grid_200m": open_territory(folder / "grid"), "area": open_territory(folder / "area")}


def checked(demand, territory, level):
    """Hold the points of a level to what they promise."""
    polygons = territory.levels[level].polygons()
    assert demand.zone_count == len(polygons)
    assert np.bincount(demand.zone, weights=demand.weight, minlength=len(polygons)) == pytest.approx(1)
    assert (np.diff(demand.zone) >= 0).all()
    assert (demand.weight > 0).all()
    points = shapely.points(demand.easting, demand.northing)
    assert shapely.dwithin(polygons[demand.zone], points, 60).all()
    return demand


def test_zones_with_addresses_are_spread_by_them(demo):
    demand = checked(demand_points(demo, "iris"), demo, "iris")
    assert set(demand.basis) == {"addresses"}
    longitude, latitude = unproject_points(demand.easting, demand.northing, demo.country.metric_crs)
    assert np.nanmax(find_nearest(longitude, latitude, demo.addresses, within_m=100).distance_m) < 36
    assert len(demand.zone) < demo.addresses.tables["addresses"].num_rows / 3


def test_addresses_in_one_cell_weigh_what_they_count(demo):
    demand = demand_points(demo, "commune")
    number = demo.addresses.numbers("addresses", "number")
    counts = demand.weight[demand.zone == 0] / demand.weight[demand.zone == 0].min()
    assert counts == pytest.approx(np.round(counts))
    assert counts.sum() <= (number > 0).sum()


@pytest.mark.parametrize("basis", ["grid_200m", "area"])
def test_zones_fall_back_to_the_next_best(poorer, basis):
    demand = checked(demand_points(poorer[basis], "iris"), poorer[basis], "iris")
    assert (demand.basis == basis).mean() > 0.8
    assert set(demand.basis) <= set(DEMAND_BASES)


def test_cells_weigh_their_households(poorer):
    territory = poorer["grid_200m"]
    demand = demand_points(territory, "commune")
    households = territory.levels["grid_200m"].variables["tax_households"]
    shares = np.sort(demand.weight[demand.zone == 0])
    assert shares[-1] / shares[0] <= households.max() / households[households > 0].min() + 1e-9
    assert shares[-1] > 2 * shares[0]


def test_a_sentence_says_what_was_done(demo, poorer):
    assert (
        demand_sentence(demand_points(demo, "iris"), "fr")
        == "Demande répartie dans 60 zones : 60 selon leurs adresses."
    )
    assert (
        demand_sentence(demand_points(poorer["area"], "iris"), "en") == "Demand spread over 60 zones: 60 by their area."
    )


def test_a_level_without_outlines_or_unknown_is_refused(demo, tmp_path):
    with pytest.raises(UnknownNameError, match="iris"):
        demand_points(demo, "street")
    shutil.copytree(demo.folder, tmp_path / "names")
    (tmp_path / "names" / "zones" / "iris.parquet").unlink()
    with pytest.raises(TerritoryError, match="no outlines of level 'iris'"):
        demand_points(open_territory(tmp_path / "names"), "iris")
