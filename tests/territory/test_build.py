"""A territory is built whole or not at all, and twice from the same sources it has the same bytes."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path

import frictionless
import pytest

from geoprofile.errors import GeoprofileError, RecipeError, SourceError, TerritoryError
from geoprofile.reference import reference_path
from geoprofile.territory.build import build_territory
from geoprofile.territory.territory import open_territory


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def recipe(folder: Path, *sources: str, country: str = "fr") -> Path:
    path = folder / "mine.toml"
    entries = "".join(f"[[source]]\n{source}\n" for source in sources)
    path.write_text(f'name = "mine"\ncountry = "{country}"\n{entries}', encoding="utf-8")
    return path


def test_built_twice_it_has_the_same_bytes(demo, tmp_path):
    again = build_territory("demo", out=tmp_path / "again")
    assert hashes(again.folder) == hashes(demo.folder)


def test_building_again_replaces_the_territory_and_leaves_nothing_beside_it(demo, tmp_path):
    out = tmp_path / "here"
    shutil.copytree(demo.folder, out)
    (out / "dictionary.csv").write_text("old")
    build_territory("demo", out=out)
    assert hashes(out) == hashes(demo.folder)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_folder_that_is_no_territory_is_left_alone(tmp_path):
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(TerritoryError, match="not a territory"):
        build_territory("demo", out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_a_failed_build_leaves_nothing_behind(tmp_path):
    (tmp_path / "bad.csv").write_text("this;is;not;the;BAN\n1;2;3;4;5\n")
    path = recipe(tmp_path, 'kind = "ban"\npath = "bad.csv"')
    with pytest.raises(SourceError, match=r"bad.csv is not a file of kind 'ban'"):
        build_territory(path, out=tmp_path / "out")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.csv", "mine.toml"]


def test_the_package_says_what_the_territory_is_made_of(demo):
    package = json.loads((demo.folder / "datapackage.json").read_text(encoding="utf-8"))
    ban = next(source for source in package["sources"] if source["kind"] == "ban")
    file = reference_path("demo", "adresses-00.csv.gz")
    with gzip.open(file) as stream:
        rows = sum(1 for _ in stream) - 1
    assert ban["rows"] == rows
    assert ban["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert {"publisher", "licence", "vintage"} <= set(ban)
    for resource in package["resources"]:
        content = (demo.folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_package_is_a_frictionless_data_package(demo):
    assert (
        frictionless.Package.metadata_validate(json.loads((demo.folder / "datapackage.json").read_text("utf-8")))
        is not None
    )
    package = frictionless.Package(str(demo.folder / "datapackage.json"))
    assert {resource.path for resource in package.resources} >= {"dictionary.csv", "zones/iris.parquet"}


def test_every_variable_of_every_level_is_in_the_dictionary_and_the_other_way_round(demo):
    columns = {(name, column) for name, level in demo.levels.items() for column in level.variables.columns}
    assert columns == {(variable.zone_level, variable.name) for variable in demo.dictionary}
    for variable in demo.dictionary:
        assert variable.label_fr
        assert variable.label_en
        assert variable.unit
        assert variable.source


def test_a_commune_whose_addresses_are_not_there_is_known_by_its_names_and_postcode(demo):
    index = demo.addresses
    codes = index.texts("communes", "citycode").to_pylist()
    assert codes == ["00101", "00102", "00103", "00104", "00107"]
    assert index.texts("communes", "city")[4].as_py() == "Saint-Floris-des-Mares"
    postcodes = zip(
        index.texts("postcodes", "postcode").to_pylist(), index.numbers("postcodes", "commune"), strict=True
    )
    assert ("00140", 4) in set(postcodes)


def test_a_commune_keeps_the_spelling_of_the_base_and_answers_to_places_in_it(demo):
    index = demo.addresses
    assert index.texts("communes", "city")[2].as_py() == "Brévelle-Sorgemont"
    names = zip(index.texts("commune_names", "key").to_pylist(), index.numbers("commune_names", "commune"), strict=True)
    assert {("PORTVALMORIN", 0), ("BREVELLE", 2), ("SAINTORMELAGARENNE", 1)} <= set(names)


def test_the_package_counts_the_names_of_communes(demo):
    (laposte,) = [source for source in demo.package["sources"] if source["kind"] == "laposte"]
    assert laposte["rows"] == 5


def test_commune_names_of_another_country_are_refused(tmp_path):
    shutil.copy(reference_path("demo", "laposte_hexasmal_00.csv"), tmp_path / "names.csv")
    path = recipe(tmp_path, 'kind = "laposte"\npath = "names.csv"', country="be")
    with pytest.raises(RecipeError, match=r"names\.csv: commune names of kind 'laposte' are not of this country"):
        build_territory(path, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_accent_that_the_post_drops_comes_back_from_the_population_file(tmp_path):
    (tmp_path / "names.csv").write_text("code_insee;nom_commune;cp\n42218;ST ETIENNE;42000\n", encoding="utf-8")
    (tmp_path / "cog.csv").write_text("CODGEO,LIBGEO,POP\n42218,Saint-Étienne,173000\n", encoding="utf-8")
    (tmp_path / "bano.csv").write_text("420010020H-1,1,Rue Haute,42130,Aveizieux,C+O,45.5,4.3\n", encoding="utf-8")
    built = build_territory(
        recipe(
            tmp_path,
            'kind = "laposte"\npath = "names.csv"',
            'kind = "commune_population"\npath = "cog.csv"',
            'kind = "bano"\npath = "bano.csv"',
        ),
        out=tmp_path / "out",
    )
    assert built.addresses.texts("communes", "city").to_pylist() == ["Aveizieux", "Saint-Étienne"]


def test_variables_stand_in_the_order_of_their_zones(demo):
    for level in demo.levels.values():
        assert list(level.variables.index) == list(level.table["zone_id"])
        assert level.table["zone_id"].is_monotonic_increasing
        assert len(level.zones) == len(level.table)


def test_the_zones_of_a_level_lie_in_zones_of_the_next(demo):
    communes = set(demo.levels["commune"].table["zone_id"])
    assert set(demo.levels["iris"].table["parent_id"]) == communes


def test_zones_are_geoparquet_1_1(demo):
    import pyarrow.parquet as pq

    metadata = json.loads(pq.read_schema(demo.folder / "zones" / "iris.parquet").metadata[b"geo"])
    assert metadata["version"] == "1.1.0"


def test_density_is_population_over_area(demo):
    iris = demo.levels["iris"]
    density = iris.variables["density_per_km2"].to_numpy()
    people = density * iris.table["area_km2"].to_numpy()
    assert people == pytest.approx(iris.variables["population"].to_numpy(), nan_ok=True)


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ([], "lists no"),
        (['kind = "bna"\npath = "x.csv"'], r"Did you mean 'ban'\?"),
        (['kind = "ban"'], "either a path or a url"),
        (['kind = "ban"\nurl = "http://example.org/x.csv"'], "https://"),
        (['kind = "ban"\npath = 3'], "path is missing or is not a text"),
        (['kind = "ban"\npath = "absent.csv"'], r"absent.csv is not in .*--sources"),
    ],
)
def test_a_wrong_recipe_is_refused_in_one_sentence(tmp_path, sources, message):
    with pytest.raises(GeoprofileError, match=message) as caught:
        build_territory(recipe(tmp_path, *sources), out=tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_recipe_that_is_not_there_lists_the_shipped_ones():
    with pytest.raises(RecipeError, match=r"no recipe file nowhere.*demo.*paris"):
        build_territory("nowhere")


def test_two_sources_of_one_variable_are_refused(tmp_path):
    (tmp_path / "t.csv").write_text("iris,score\n001010101,3\n")
    table = 'kind = "table"\npath = "t.csv"\nzone_level = "iris"\ncode = "iris"'
    with pytest.raises(RecipeError, match="Two sources of the recipe give 'score'"):
        build_territory(recipe(tmp_path, table, table), out=tmp_path / "out")


def test_opening_says_when_there_is_no_territory_or_one_of_another_format(demo, tmp_path):
    with pytest.raises(TerritoryError, match="There is no territory 'nowhere'"):
        open_territory("nowhere")
    package = json.loads((demo.folder / "datapackage.json").read_text("utf-8"))
    (tmp_path / "datapackage.json").write_text(json.dumps(package | {"geoprofile_format": 0}))
    with pytest.raises(TerritoryError, match="has format 0"):
        open_territory(tmp_path)


def test_a_named_territory_is_found_in_the_users_folder(demo, tmp_path, monkeypatch):
    monkeypatch.setenv("GEOPROFILE_TERRITORIES", str(tmp_path))
    shutil.copytree(demo.folder, tmp_path / "here")
    assert open_territory("here").folder == tmp_path / "here"
