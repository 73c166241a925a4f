"""`geoprofile territory build | list | show`."""

import shutil

import pytest

from geoprofile.territory.territory import open_territory


def test_build_writes_the_territory_where_it_is_told_and_says_so(geoprofile, demo, tmp_path):
    run = geoprofile("territory", "build", "demo", "--out", tmp_path / "mine")
    assert (run.code, run.out) == (0, f"Territory 'demo' is ready in {tmp_path / 'mine'}\n")
    assert open_territory(tmp_path / "mine").dictionary == demo.dictionary
    assert "indexing addresses" in run.err


def test_built_without_a_folder_it_is_found_by_its_name(geoprofile, home, tmp_path, demo_files):
    recipe = tmp_path / "bare.toml"
    source = "[[source]]\nkind = 'bano'\npath = 'bano-00.csv.gz'\n"
    recipe.write_text(f"name = 'bare'\ntitle_en = 'One commune'\ncountry = 'fr'\n{source}", encoding="utf-8")
    assert geoprofile("territory", "build", recipe, "--sources", demo_files).code == 0
    assert (home / "bare" / "datapackage.json").is_file()
    assert "bare             One commune" in geoprofile("territory", "list").out
    shown = geoprofile("territory", "show", "bare")
    assert shown.code == 0
    assert "addresses: 2,636 in" in shown.out


def test_list_says_when_there_is_none_and_names_the_shipped_recipes(geoprofile, home):
    run = geoprofile("territory", "list")
    assert (run.code, run.err) == (0, "")
    assert f"No territory in {home} yet." in run.out
    assert {"demo", "paris", "bano", "lembeek"} <= set(run.out.split())


def test_list_names_each_territory_with_its_title(geoprofile, home, demo):
    shutil.copytree(demo.folder, home / "town")
    shutil.copytree(demo.folder, home / "other")
    (home / "no_territory").mkdir()
    lines = geoprofile("territory", "list").out.splitlines()
    assert lines[0] == f"Territories in {home}:"
    assert [line.split()[0] for line in lines[1:3]] == ["other", "town"]
    assert "an invented town" in lines[1]
    assert "no_territory" not in "\n".join(lines)


def test_show_tells_addresses_zones_variables_and_sources(geoprofile, demo):
    run = geoprofile("territory", "show", demo.folder)
    lines = run.out.splitlines()
    assert (run.code, run.err) == (0, "")
    assert lines[0] == "demo: Valmorin-sur-Orvaise and its surroundings (an invented town) (fr)"
    assert "addresses: 20,036 in 480 streets of 4 communes" in lines
    assert [line for line in lines if line.startswith("zones:")] == [
        "zones: 358 of level grid_200m",
        "zones: 60 of level iris",
        "zones: 4 of level commune",
    ]
    told = [line.split()[:2] for line in lines[lines.index("zones: 4 of level commune") + 1 : lines.index("sources:")]]
    assert told == [[variable.name, variable.zone_level] for variable in demo.dictionary]
    assert len(lines) - lines.index("sources:") - 1 == len(demo.package["sources"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "nowhere"), "no recipe file nowhere"),
        (("build", "paris", "--sources", "."), "fr/addresses/adresses-75.csv.gz"),
        (("show", "nowhere"), "no territory 'nowhere'"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(geoprofile, home, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    run = geoprofile("territory", *arguments)
    last = run.err.splitlines()[-1]
    assert run.code == 1
    assert last.startswith("Error: ")
    assert said in last
    assert "Traceback" not in run.err
    assert not list(home.glob("*"))


def test_a_folder_that_is_no_territory_is_never_written_over(geoprofile, tmp_path):
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    run = geoprofile("territory", "build", "demo", "--out", tmp_path)
    assert (run.code, "not a territory" in run.err) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_a_file_in_the_place_of_the_territory_is_never_written_over(geoprofile, tmp_path):
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    run = geoprofile("territory", "build", "demo", "--out", tmp_path / "precious.txt")
    assert run.code == 1
    assert run.err.splitlines()[-1].startswith("Error: ")
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "mine"
