"""`geoprofile leaflet` and `geoprofile leaflet measure`: what a user types and reads."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from geoprofile.cli.leaflet import MODES, OBJECTIVES, SHARES, WAYS
from geoprofile.leaflets import assumptions, plan_inputs
from geoprofile.recipes.leaflet import wish
from geoprofile.travel import straight
from geoprofile.zones.profiles import zone_profiles


@pytest.fixture(scope="module")
def files(demo, tmp_path_factory):
    """Write a ranking and customers as `lookalike` and `enrich` would."""
    folder = tmp_path_factory.mktemp("leaflet")
    zones = zone_profiles(demo).zones["zone_id"]
    rng = np.random.default_rng(3)
    likeness = rng.gamma(2.0, 1.0, len(zones))
    pd.DataFrame({"zone_id": zones, "likeness": likeness}).to_csv(folder / "ranking.csv", sep=";", index=False)
    came = rng.choice(zones.to_numpy(object), 900)
    names = [f"Client Secret {row}" for row in range(900)]
    pd.DataFrame({"name": names, "iris": came}).to_csv(folder / "came.csv", sep=";", index=False)
    return folder


@pytest.fixture
def leaflet(geoprofile, demo, demo_files, files):
    told = ("-t", demo.folder, "--ranking", files / "ranking.csv", "--stores", demo_files / "stores.csv")
    return lambda out, *more: geoprofile("leaflet", *told, "-o", out, *more)


def test_it_says_the_answer_then_how_good_it_is_then_the_zones_then_where_it_is(leaflet, tmp_path):
    run = leaflet(tmp_path / "plan", "--letterboxes", 4000, "--rounds", 0, "--language", "en", "--margin", 50)
    assert run.code == 0
    said = [run.out.index(part) for part in ("Serve ", "an assumption", "At a margin of", "  1. ", "result: ")]
    assert said == sorted(said)
    assert re.search(r"about \d+(\.\d)? new customers expected \(between", run.out)
    assert (tmp_path / "plan" / "plan.html").is_file()


def test_a_plan_is_measured_from_its_folder(leaflet, geoprofile, files, tmp_path):
    assert leaflet(tmp_path, "--budget", 900, "--controls", 6, "--rounds", 0, "--quiet").out == ""
    run = geoprofile("leaflet", "measure", tmp_path, files / "came.csv", "--language", "en")
    assert run.code == 0
    assert "Measured lift: " in run.out
    assert {path.name for path in tmp_path.iterdir()} >= {"measure.html", "measure.csv", "campaigns.csv"}


def test_nothing_that_is_written_names_a_customer(leaflet, files, tmp_path):
    assert leaflet(
        tmp_path, "--letterboxes", 1500, "--customers", files / "came.csv", "--skip-customers", "--rounds", 250
    ).code == 0  # fmt: skip
    written = [path for path in tmp_path.iterdir() if path.suffix in {".html", ".csv", ".json", ".geojson"}]
    assert len(written) >= 7
    assert [path.name for path in written if "Secret" in path.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "needs -t TERRITORY, --ranking RANKING, -o DIR"),
        (("--ranking", "r.csv", "-o", "plan"), "needs -t TERRITORY"),
    ],
)
def test_what_is_lacking_is_said_in_one_sentence(geoprofile, arguments, said):
    run = geoprofile("leaflet", *arguments)
    assert (run.code, run.err.count("Error:")) == (1, 1)
    assert said in run.err


def test_letterboxes_or_euros_but_not_both(leaflet, tmp_path):
    for more in ((), ("--letterboxes", 100, "--budget", 100)):
        run = leaflet(tmp_path / "plan", *more)
        assert run.code == 1
        assert "either --letterboxes N or --budget EUR" in run.err


def test_the_choices_of_the_command_are_those_of_the_recipe():
    assert (SHARES, WAYS) == (wish.SHARES, straight.WAYS)
    assert (MODES, OBJECTIVES) == (assumptions.MODES, plan_inputs.OBJECTIVES)


def test_a_decimal_comma_is_read_as_a_point_and_what_may_be_thousands_is_refused(leaflet, tmp_path):
    told = ("--rounds", 0, "--margin", 50, "--language", "en")
    runs = [
        leaflet(tmp_path / name, "--budget", budget, "--response", rate, *told)
        for name, budget, rate in (("comma", "900,50", "0,003"), ("point", 900.5, 0.003))
    ]
    assert [run.code for run in runs] == [0, 0], runs[0].err
    assert runs[0].out.replace("/comma/", "/point/") == runs[1].out
    refused = leaflet(tmp_path / "none", "--budget", "1,500")
    assert refused.code == 2
    assert "'1,500' is no number: write it as 1500" in refused.err
