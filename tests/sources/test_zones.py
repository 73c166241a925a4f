"""Zone sources: what every reader promises, what each one reads, and what it refuses."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import CrsError, GeoprofileError, RecipeError, SourceError
from geoprofile.sources.levels import ZONE_LEVELS
from geoprofile.sources.source import ZONE_SOURCES, Source
from geoprofile.tables import check, zone_schema

SQUARE = box(0, 0, 100, 100)
NEXT = box(100, 0, 200, 100)
TWO_IRIS = {"CODE_IRIS": ["751010101", "751010102"]}
BOWTIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


def write(path: Path, columns: dict, shapes: list, crs: str | None = "EPSG:2154", **kwargs) -> Path:
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path, **kwargs)
    return path


def read(kind: str, path: Path, **options) -> gpd.GeoDataFrame:
    return ZONE_SOURCES[kind](Source(kind, path, options=options))


SAMPLES = {
    "iris": (
        {"CODE_IRIS": ["751010101", "751010102"], "NOM_IRIS": ["Un", "Deux"]},
        [SQUARE, NEXT],
        "EPSG:2154",
    ),
    "communes": ({"INSEE_COM": ["01004", "2A004"], "NOM_COM": ["Un", "Deux"]}, [SQUARE, NEXT], "EPSG:2154"),
    "grid_200m": (
        {"depcom": ["75101", "75102"]},
        [box(3760000, 2890000, 3760200, 2890200), box(3760200, 2890000, 3760400, 2890200)],
        "EPSG:3035",
    ),
    "statistical_sectors": (
        {"CD_SECTOR": ["23027A00-", "23003A001"], "TX_SECTOR_DESCR_NL": ["Een", "Twee"]},
        [SQUARE, NEXT],
        "EPSG:3812",
    ),
    "municipalities_from_sectors": (
        {
            "CD_SECTOR": ["23027A00-", "23027A01-", "23003A001"],
            "TX_MUNTY_DESCR_NL": ["Halle", "Halle", "Beersel"],
        },
        [SQUARE, NEXT, box(200, 0, 300, 100)],
        "EPSG:3812",
    ),
}


@pytest.fixture(params=sorted(SAMPLES))
def sample(request, tmp_path):
    columns, shapes, crs = SAMPLES[request.param]
    return request.param, write(tmp_path / "zones.gpkg", columns, shapes, crs)


class TestEveryReader:
    def test_has_a_sample_here_and_a_level(self):
        assert set(SAMPLES) == set(ZONE_SOURCES) == set(ZONE_LEVELS)

    def test_keeps_the_contract_of_zones_and_names_its_crs(self, sample):
        kind, path = sample
        zones = read(kind, path)
        check(zones, zone_schema(), what=kind)
        assert zones.crs.to_string() == SAMPLES[kind][2]
        assert zones.index.tolist() == list(range(len(zones)))

    def test_gives_the_same_table_twice(self, sample):
        kind, path = sample
        assert read(kind, path).equals(read(kind, path))

    def test_says_which_file_is_not_there(self, sample, tmp_path):
        with pytest.raises(SourceError, match=r"absent\.gpkg is not there"):
            read(sample[0], tmp_path / "absent.gpkg")

    def test_refuses_a_file_of_another_kind_by_name(self, sample, tmp_path):
        path = tmp_path / "notes.txt"
        path.write_text("not polygons at all", encoding="utf-8")
        with pytest.raises(SourceError, match=r"notes\.txt"):
            read(sample[0], path)

    def test_refuses_an_option_that_it_does_not_know(self, sample):
        with pytest.raises(RecipeError, match=r"no option 'repiar'.*repair"):
            read(*sample, repiar=True)

    def test_refuses_a_column_that_is_not_there(self, sample):
        with pytest.raises(SourceError, match=r"zones\.gpkg.*'nowhere'"):
            read(*sample, code="nowhere")

    @pytest.mark.parametrize("kind", sorted(set(SAMPLES) - {"grid_200m"}))  # a bow tie is no cell of a grid
    def test_refuses_invalid_polygons_unless_it_may_repair_them(self, kind, tmp_path):
        columns, shapes, crs = SAMPLES[kind]
        path = write(tmp_path / "bowtie.gpkg", columns, [BOWTIE, *shapes[1:]], crs)
        with pytest.raises(SourceError, match=r"bowtie\.gpkg: 1 of \d features are invalid.*repair = true"):
            read(kind, path)
        assert read(kind, path, repair=True).geometry.is_valid.all()


class TestGeometryAndLayers:
    @pytest.mark.parametrize(("shape", "fault"), [(None, "have no geometry"), (Polygon(), "have no geometry")])
    def test_a_missing_or_empty_polygon_is_refused_with_its_number(self, tmp_path, shape, fault):
        path = write(tmp_path / "holes.gpkg", TWO_IRIS, [SQUARE, shape])
        with pytest.raises(SourceError, match=f"1 of 2 features {fault}, the first is number 2"):
            read("iris", path)

    def test_lines_among_the_polygons_are_refused(self, tmp_path):
        path = write(tmp_path / "lines.geojson", TWO_IRIS, [SQUARE, LineString([(0, 0), (1, 1)])], "EPSG:4326")
        with pytest.raises(SourceError, match="1 of 2 features are no polygons"):
            read("iris", path)

    def test_a_file_of_points_is_refused(self, tmp_path):
        path = write(tmp_path / "points.gpkg", TWO_IRIS, [Point(0, 0), Point(1, 1)])
        with pytest.raises(SourceError, match="no layer of polygons"):
            read("iris", path)

    def test_the_layer_of_polygons_is_chosen_among_others(self, tmp_path):
        path = write(tmp_path / "two.gpkg", {"a": [1]}, [Point(0, 0)], layer="points")
        write(path, TWO_IRIS, [SQUARE, NEXT], layer="zones")
        assert len(read("iris", path)) == 2

    def test_several_layers_of_polygons_must_be_told_apart_by_the_recipe(self, tmp_path):
        path = write(tmp_path / "two.gpkg", TWO_IRIS, [SQUARE, NEXT], layer="old")
        write(path, {"CODE_IRIS": ["751020101"]}, [SQUARE], layer="new")
        with pytest.raises(SourceError, match=r"several layers of polygons \(old, new\)"):
            read("iris", path)
        assert read("iris", path, layer="new")["zone_id"].tolist() == ["751020101"]
        with pytest.raises(SourceError, match="no layer 'other': it has old, new"):
            read("iris", path, layer="other")

    def test_a_zipped_shapefile_and_a_geoparquet_are_read_too(self, tmp_path):
        folder = tmp_path / "iris"
        folder.mkdir()
        write(folder / "zones.shp", TWO_IRIS, [SQUARE, NEXT])
        import shutil

        path = Path(shutil.make_archive(str(tmp_path / "iris_zip"), "zip", folder))
        zipped = read("iris", path)
        parquet = tmp_path / "iris.parquet"
        gpd.GeoDataFrame(TWO_IRIS, geometry=[SQUARE, NEXT], crs="EPSG:2154").rename_geometry("geom").to_parquet(parquet)
        assert zipped["zone_id"].tolist() == read("iris", parquet)["zone_id"].tolist() == TWO_IRIS["CODE_IRIS"]

    def test_a_shapefile_without_crs_is_refused_until_the_recipe_names_one(self, tmp_path):
        path = write(tmp_path / "bare.shp", TWO_IRIS, [SQUARE, NEXT])
        path.with_suffix(".prj").unlink()
        with pytest.raises(CrsError, match=r"bare\.shp says nothing"):
            read("iris", path)
        assert read("iris", path, crs="EPSG:2154").crs.to_epsg() == 2154

    def test_a_crs_that_does_not_exist_is_refused(self, tmp_path):
        path = write(tmp_path / "zones.gpkg", TWO_IRIS, [SQUARE, NEXT])
        with pytest.raises(CrsError, match="'EPSG:99' names no CRS"):
            read("iris", path, crs="EPSG:99")

    def test_a_truncated_file_is_refused_by_name(self, tmp_path):
        path = write(tmp_path / "cut.gpkg", TWO_IRIS, [SQUARE, NEXT])
        path.write_bytes(path.read_bytes()[:300])
        with pytest.raises(GeoprofileError, match=r"cut\.gpkg"):
            read("iris", path)


class TestIris:
    def test_codes_written_as_numbers_get_their_zero_back(self, tmp_path):
        path = write(tmp_path / "a.gpkg", {"dcomiris": [10040101, 674820901], "name": ["Un", None]}, [SQUARE, NEXT])
        zones = read("iris", path)
        assert zones["zone_id"].tolist() == ["010040101", "674820901"]
        assert zones["parent_id"].tolist() == ["01004", "67482"]
        assert zones["zone_name"].tolist() == ["Un", ""]

    def test_a_code_in_two_columns_is_put_together(self, tmp_path):
        path = write(tmp_path / "a.gpkg", {"INSEE_COM": ["2A004", "01004"], "IRIS": [101, 1203]}, [SQUARE, NEXT])
        assert read("iris", path)["zone_id"].tolist() == ["2A0040101", "010041203"]

    def test_a_file_without_names_has_empty_ones(self, tmp_path):
        path = write(tmp_path / "a.gpkg", {"code_iris": ["751010101"]}, [SQUARE])
        assert read("iris", path)["zone_name"].tolist() == [""]

    def test_codes_of_communes_are_no_codes_of_iris(self, tmp_path):
        path = write(tmp_path / "a.gpkg", {"CODE_IRIS": ["75101", "751010102"]}, [SQUARE, NEXT])
        with pytest.raises(
            SourceError,
            match=r"'CODE_IRIS' does not hold an IRIS code .* in 1 of 2 rows, first in data row 1",
        ):
            read("iris", path)

    def test_without_a_code_column_the_columns_are_listed(self, tmp_path):
        path = write(tmp_path / "a.gpkg", {"quartier": ["x"], "pop": [3]}, [SQUARE])
        with pytest.raises(SourceError, match="it has quartier, pop"):
            read("iris", path)
        assert len(read("iris", write(tmp_path / "b.gpkg", {"q": ["751010101"]}, [SQUARE]), code="Q")) == 1

    def test_parts_that_share_a_code_are_united_only_when_the_recipe_says_so(self, tmp_path):
        path = write(tmp_path / "parts.gpkg", {"CODE_IRIS": ["751010101"] * 2, "name": ["a", "b"]}, [SQUARE, NEXT])
        with pytest.raises(SourceError, match=r"1 polygons repeat a code, the first is '751010101'.*dissolve = true"):
            read("iris", path)
        zones = read("iris", path, dissolve=True)
        assert zones.geometry.area.tolist() == [20000.0]
        assert zones["zone_name"].tolist() == ["a"]


class TestCommunesAndSectors:
    def test_a_commune_has_no_parent_yet(self, tmp_path):
        path = write(tmp_path / "a.gpkg", {"code": ["1004"], "nom": ["Ambérieu"]}, [SQUARE])
        assert read("communes", path).iloc[0, :3].tolist() == ["01004", "Ambérieu", ""]

    def test_the_parent_of_a_sector_is_its_municipality_and_its_name_falls_back_to_french(self, tmp_path):
        columns = {
            "cd_sector": ["23027A00-", "25005A00-"],
            "tx_sector_descr_nl": ["Kern", None],
            "tx_sector_descr_fr": ["Centre", "Beauvechain"],
        }
        zones = read("statistical_sectors", write(tmp_path / "a.gpkg", columns, [SQUARE, NEXT], "EPSG:31370"))
        assert zones["zone_name"].tolist() == ["Kern", "Beauvechain"]
        assert zones["parent_id"].tolist() == ["23027", "25005"]

    def test_municipalities_are_the_union_of_their_sectors(self, tmp_path):
        columns, shapes, crs = SAMPLES["municipalities_from_sectors"]
        zones = read("municipalities_from_sectors", write(tmp_path / "a.gpkg", columns, shapes, crs))
        assert zones[["zone_id", "zone_name"]].to_numpy().tolist() == [
            ["23003", "Beersel"],
            ["23027", "Halle"],
        ]
        assert zones.geometry.area.sum() == MultiPolygon(shapes).area

    def test_a_municipality_with_two_names_is_refused(self, tmp_path):
        columns = {"cd_sector": ["23027A00-", "23027A01-"], "municipality": ["Halle", "Hal"]}
        path = write(tmp_path / "a.gpkg", columns, [SQUARE, NEXT], "EPSG:3812")
        with pytest.raises(SourceError, match="municipality 23027 bear several names"):
            read("municipalities_from_sectors", path)


def test_geojson_without_features_is_refused(tmp_path):
    path = tmp_path / "none.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}), encoding="utf-8")
    with pytest.raises(SourceError, match=r"none\.geojson"):
        read("iris", path)


def test_an_option_of_the_wrong_type_is_refused(tmp_path):
    path = write(tmp_path / "a.gpkg", {"CODE_IRIS": ["751010101"] * 2}, [SQUARE, NEXT])
    with pytest.raises(RecipeError, match="'dissolve' is a switch"):
        read("iris", path, dissolve="yes")
    with pytest.raises(RecipeError, match="'layer' is a text"):
        read("iris", path, layer=3)
