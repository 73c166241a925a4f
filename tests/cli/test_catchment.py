"""`geoprofile catchment`: what a user types and reads."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.recipes.catchment.files import CATCHMENT_FILES


@pytest.fixture(scope="module")
def enriched(demo, tmp_path_factory):
    """Write customers with their zones as `enrich` would."""
    rng = np.random.default_rng(6)
    zones = rng.choice(demo.levels["iris"].table["zone_id"].to_numpy(object)[:20], 300)
    frame = pd.DataFrame({"client": range(300), "shop": rng.choice(["S01", "S02"], 300), "iris": zones})
    path = tmp_path_factory.mktemp("customers") / "enriched.csv"
    frame.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return path


@pytest.fixture
def catchment(geoprofile, demo, demo_files):
    return lambda out, *more: geoprofile("catchment", demo_files / "stores.csv", "-t", demo.folder, "-o", out, *more)


def test_it_says_who_is_within_reach_how_it_was_measured_and_where_the_files_are(catchment, tmp_path):
    run = catchment(tmp_path / "out", "--by", "foot", "--language", "en")
    assert run.code == 0, run.err
    said = [run.out.index(part) for part in ("Catchments", "Together", "Travel times on foot", "result: ")]
    assert said == sorted(said)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(CATCHMENT_FILES)


def test_all_options_work_together(catchment, enriched, tmp_path):
    told = ("--by", "bike", "--minutes", "2.5, 7", "--customers", enriched, "--store-column", "shop", "--level", "iris",
            "--points", "longitude", "latitude", "--id", "store_id", "--language", "en",
            "--publish", "--quiet")  # fmt: skip
    run = catchment(tmp_path / "out", *told)
    assert (run.code, run.out, run.err) == (0, "", "")
    zones = pd.read_csv(tmp_path / "out" / "zones.csv", sep=";", encoding="utf-8-sig", dtype={"zone_id": "str"})
    assert {"share_2.5_min", "share_7_min", "customers", "tier"} <= set(zones.columns)
    assert not zones["customers"].between(0, 10).any()


@pytest.mark.parametrize(
    ("told", "word"),
    [
        (("--minutes", "5,x"), "--minutes"),
        (("--minutes", "-5"), "above 0"),
        (("--minutes", "inf"), "--minutes"),
        (("--store-column", "shop"), "--customers"),
        (("--customers", "nowhere.csv"), "nowhere.csv"),
        (("--level", "block"), "iris"),
        (("--id", "nobody"), "'nobody'"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(catchment, tmp_path, told, word):
    run = catchment(tmp_path / "out", *told)
    assert run.code == 1
    assert run.err.startswith("Error: ")
    assert word in run.err
    assert not (tmp_path / "out").exists()


def test_a_column_of_stores_that_is_not_there_is_named(catchment, enriched, tmp_path):
    run = catchment(tmp_path / "out", "--customers", enriched, "--store-column", "branch")
    assert run.code == 1
    assert "'branch'" in run.err


def test_a_file_where_the_folder_should_be_is_refused_before_any_work(geoprofile, tmp_path):
    (tmp_path / "out").write_text("x", "utf-8")
    run = geoprofile("catchment", tmp_path / "none.csv", "-t", "none", "-o", tmp_path / "out")
    assert run.code == 1
    assert "is a file" in run.err


def test_one_place_needs_no_others(geoprofile, demo, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("nom;longitude;latitude\nHalle;-5.477838;46.942387\n", "utf-8")
    run = geoprofile("catchment", path, "-t", demo.folder, "-o", tmp_path / "out", "--by", "foot", "--minutes", "5")
    assert run.code == 0, run.err
    assert "Halle a " in run.out
    assert "Ensemble" not in run.out


def test_the_help_names_every_way_of_travelling_and_every_file():
    told = " ".join(CliRunner().invoke(cli, ["catchment", "--help"]).output.split())
    assert all(
        word in told for word in ("car|foot|bike|straight", "page", "map", "workbook", "GeoPackage", "zones.csv")
    )


def test_the_folders_around_that_of_the_results_are_made_too(catchment, tmp_path):
    run = catchment(tmp_path / "new" / "out", "--by", "foot", "--minutes", "5", "--quiet")
    assert run.code == 0, run.err
    assert (tmp_path / "new" / "out" / "catchments.html").is_file()


def test_a_territory_that_the_places_are_not_in_is_refused_as_sites_refuses_it(geoprofile, demo, tmp_path):
    path = tmp_path / "paris.csv"
    path.write_text("nom;longitude;latitude\nTour;2.2945;48.8584\n", "utf-8")
    refused = [geoprofile(name, path, "-t", demo.folder, "-o", tmp_path / name) for name in ("catchment", "sites")]
    assert [run.code for run in refused] == [1, 1]
    assert "No place of paris.csv lies in the territory 'demo'" in refused[0].err
    assert "No candidate of paris.csv lies in the territory 'demo'" in refused[1].err
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_with_swapped_axes_is_named_as_that_in_the_language_of_the_page(geoprofile, demo, tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("nom;longitude;latitude\nHalle;-5.477838;46.942387\nQuai;46.942387;-5.477838\n", "utf-8")
    run = geoprofile("catchment", path, "-t", demo.folder, "-o", tmp_path / "out", "--by", "foot", "--minutes", "5")
    assert run.code == 0, run.err
    assert "Sans zone de chalandise : Quai (longitude et latitude semblent inversées)" in run.out
    assert "data rows 2" in run.out
