"""The 200 m grid: ids as published, ids rebuilt from the polygons, and what is no cell."""

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import SourceError
from geoprofile.sources.grid import cell_ids
from geoprofile.sources.source import VARIABLE_SOURCES, ZONE_SOURCES, Source

CORNERS = st.tuples(st.integers(16_000, 21_000), st.integers(10_000, 15_000))


def cells(corners: list[tuple[int, int]], size: float = 200.0, **columns) -> gpd.GeoDataFrame:
    shapes = [box(e, n, e + size, n + size) for e, n in corners]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:3035")


@given(
    st.lists(CORNERS, min_size=1, max_size=5, unique=True),
    st.sampled_from(["EPSG:3035", "EPSG:4326", "EPSG:2154"]),
)
def test_the_id_of_a_cell_is_its_corner_whatever_crs_it_is_drawn_in(hundreds, crs):
    corners = [(e * 200, n * 200) for e, n in hundreds]
    frame = cells(corners).to_crs(crs)
    ids = cell_ids(frame, Source("grid_200m", None))
    assert ids.tolist() == [f"CRS3035RES200mN{n}E{e}" for e, n in corners]


@pytest.mark.parametrize("frame", [cells([(3760000, 2890000)], size=1000), cells([(3760100, 2890000)])])
def test_a_square_of_another_grid_is_no_cell(tmp_path, frame):
    frame.to_file(tmp_path / "other.gpkg")
    with pytest.raises(SourceError, match=r"other\.gpkg has no INSPIRE id.*1 of 1 polygons are no squares"):
        ZONE_SOURCES["grid_200m"](Source("grid_200m", tmp_path / "other.gpkg"))


def test_two_rows_of_one_cell_are_refused(tmp_path):
    cells([(3760000, 2890000)] * 2).to_file(tmp_path / "twice.gpkg")
    with pytest.raises(SourceError, match="1 polygons repeat a code, the first is 'CRS3035RES200mN2890000E3760000'"):
        ZONE_SOURCES["grid_200m"](Source("grid_200m", tmp_path / "twice.gpkg"))


def test_the_published_id_is_kept_and_a_cell_astride_communes_belongs_to_the_first(tmp_path):
    frame = cells([(3760000, 2890000)], Idcar_200m=["CRS3035RES200mN2890000E3760000"], lcog_geo=["7510175102"])
    frame.to_file(tmp_path / "cells.gpkg")
    zones = ZONE_SOURCES["grid_200m"](Source("grid_200m", tmp_path / "cells.gpkg"))
    assert zones.iloc[0, :3].tolist() == ["CRS3035RES200mN2890000E3760000", "", "75101"]


def test_counts_become_shares_and_imputed_cells_bear_a_flag(tmp_path):
    frame = cells(
        [(3760000, 2890000), (3760200, 2890000)],
        Ind=[100.0, 10.0], Men=[50.0, 0.0], Men_pauv=[5.0, 0.0], Ind_snv=[2_000_000.0, 1.0], I_est_200=[0, 1],
    )  # fmt: skip
    frame.to_file(tmp_path / "cells.gpkg")
    table = VARIABLE_SOURCES["grid_200m_variables"](Source("grid_200m_variables", tmp_path / "cells.gpkg"))
    first, second = table.values.iloc[0], table.values.iloc[1]
    assert table.values.index.tolist() == ["CRS3035RES200mN2890000E3760000", "CRS3035RES200mN2890000E3760200"]
    assert first["poor_households_share"] == pytest.approx(0.1)
    assert first["income_mean_eur"] == 20_000
    assert second.isna()["poor_households_share"], "no household, no share"
    assert table.values["cell_imputed_flag"].tolist() == [0.0, 1.0]


def test_the_table_of_cells_without_polygons_is_read_by_its_ids(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("idcar_200m,ind,men\nCRS3035RES200mN2890000E3760000,12.5,5\n", encoding="utf-8")
    table = VARIABLE_SOURCES["grid_200m_variables"](Source("grid_200m_variables", path))
    assert table.values.loc["CRS3035RES200mN2890000E3760000", "household_size_mean"] == 2.5
