"""`geoprofile lookalike`: what a user types and reads."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.lookalikes import LOOKALIKE_METHODS
from geoprofile.lookalikes.ranking import SORT_ORDERS
from geoprofile.recipes.lookalike.files import RANKING_FORMATS
from geoprofile.recipes.typology import build_typology, save_built
from geoprofile.zones.profiles import zone_profiles


@pytest.fixture(scope="module")
def enriched(demo, tmp_path_factory):
    """Write customers with their zones as `enrich` would."""
    profiles = zone_profiles(demo)
    taste = np.exp(12 * profiles.values["occupation_executives_share"].fillna(0).to_numpy()) * profiles.households
    rng = np.random.default_rng(5)
    zones = rng.choice(profiles.zones["zone_id"].to_numpy(object), 400, p=taste / taste.sum())
    path = tmp_path_factory.mktemp("customers") / "enriched.csv"
    frame = pd.DataFrame({"client": range(400), "turnover": rng.integers(10, 900, 400), "iris": zones})
    frame.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return path


@pytest.fixture
def lookalike(geoprofile, demo, enriched):
    return lambda out, *more: geoprofile("lookalike", enriched, "-t", demo.folder, "-o", out, *more)


def table(path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype={"zone_id": "str"})


def test_it_says_what_the_ranking_is_worth_then_the_first_zones_then_where_it_is(lookalike, tmp_path):
    run = lookalike(tmp_path / "r.csv", "--language", "en")
    assert run.code == 0
    said = [run.out.index(part) for part in ("Where to prospect", "In places it had not seen", "  1. ", "result: ")]
    assert said == sorted(said)
    first = table(tmp_path / "r.csv").iloc[0]
    assert re.search(
        rf"  1\. {first['zone_name']}, {first['commune']}: [\d,]+ prospects in [\d,]+ households; ", run.out
    )


def test_a_page_has_its_map_beside_it(lookalike, tmp_path):
    run = lookalike(tmp_path / "r.html")
    assert run.code == 0
    assert (tmp_path / "r_map.html").is_file()
    assert "r.html" in run.out
    assert "r_map.html" in run.out


def test_quiet_says_nothing(lookalike, tmp_path):
    run = lookalike(tmp_path / "r.csv", "--quiet")
    assert (run.code, run.out, run.err) == (0, "", "")
    assert len(table(tmp_path / "r.csv")) == 60


def test_all_options_work_together(lookalike, demo, tmp_path):
    folder = tmp_path / "typology"
    save_built(build_typology(demo, groups=3, types=6, restarts=1), folder)
    told = ("--typology", folder, "--method", "similarity_to_best", "--best", "turnover", "--within", "00101",
            "--sort", "rate", "--no-validation", "--publish", "--language", "en")  # fmt: skip
    run = lookalike(tmp_path / "r.csv", *told)
    assert run.code == 0, run.err
    ranking = table(tmp_path / "r.csv")
    assert set(ranking["group"]) <= set("ABC")
    assert ranking["type_name"].notna().all()
    for _, part in ranking.groupby("in_reach"):  # those that customers can come from stand first
        assert part["prospects_per_thousand"].is_monotonic_decreasing
    assert ranking["in_reach"].astype(str).is_monotonic_decreasing
    assert not ranking["own_customers"].between(0, 10).any()
    assert "has not been tested" in run.out


def test_the_index_of_types_is_not_published(lookalike, demo, tmp_path):
    folder = tmp_path / "typology"
    save_built(build_typology(demo, groups=3, types=6, restarts=1), folder)
    run = lookalike(tmp_path / "r.csv", "--typology", folder, "--method", "typology_index", "--publish")
    assert run.code == 1
    assert "--publish" in run.err
    assert not (tmp_path / "r.csv").exists()


def test_several_examples_may_be_named(lookalike, tmp_path):
    run = lookalike(tmp_path / "r.csv", "--like", "001010101", "--like", "001010102", "--no-validation")
    assert run.code == 0
    assert "Zones prises pour modèle" in run.out


@pytest.mark.parametrize(
    ("told", "word"),
    [
        (("--method", "magic"), "pu_model"),
        (("--best", "revenue"), "'turnover'"),
        (("--within", "75115"), "75115"),
        (("--level", "grid_200m"), "grid_200m"),
        (("--typology", "nowhere"), "nowhere"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(lookalike, tmp_path, told, word):
    run = lookalike(tmp_path / "r.csv", *told)
    assert run.code == 1
    assert run.err.startswith("Error: ")
    assert word in run.err
    assert list(tmp_path.glob("r*")) == []


def test_an_unknown_format_is_refused_before_any_work(geoprofile, tmp_path):
    run = geoprofile("lookalike", tmp_path / "none.csv", "-t", "none", "-o", tmp_path / "r.pdf")
    assert run.code == 1
    assert ".geojson" in run.err


def test_the_help_names_every_method_order_and_format():
    told = CliRunner().invoke(cli, ["lookalike", "--help"]).output
    assert [name for name in (*LOOKALIKE_METHODS, *SORT_ORDERS, *RANKING_FORMATS) if name not in told] == []
