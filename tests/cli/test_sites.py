"""`geoprofile sites`: what a user types and reads."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.siting.location import SITE_OBJECTIVES
from geoprofile.travel.straight import WAYS


@pytest.fixture(scope="module")
def enriched(demo, demo_files, tmp_path_factory):
    """Write customers with their zones, their store and what they spend, as `enrich` would."""
    rng = np.random.default_rng(5)
    stores = pd.read_csv(demo_files / "stores.csv", sep=";", dtype=str)["store_id"].to_numpy()
    zones = demo.levels["iris"].table["zone_id"].to_numpy(dtype=object)
    frame = pd.DataFrame(
        {
            "client": range(600),
            "store_id": rng.choice(stores, 600),
            "spent": rng.integers(10, 900, 600),
            "iris": rng.choice(zones, 600),
        }
    )
    path = tmp_path_factory.mktemp("customers") / "enriched.csv"
    frame.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return path


@pytest.fixture
def sites(geoprofile, demo, demo_files):
    def run(out, *more, candidates=demo_files / "candidate_sites.csv"):
        file = [candidates] if candidates else []
        return geoprofile("sites", *file, "-t", demo.folder, "-o", out, "--by", "foot", "--language", "en", *more)

    return run


@pytest.fixture
def one(demo_files, tmp_path):
    """Write a file of one candidate."""
    lines = (demo_files / "candidate_sites.csv").read_bytes().splitlines()[:2]
    (tmp_path / "one.csv").write_bytes(b"\n".join(lines))
    return tmp_path / "one.csv"


@pytest.fixture
def chain(demo_files, enriched):
    return ("--stores", demo_files / "stores.csv", "--competitors", demo_files / "competitors.csv",
            "--customers", enriched)  # fmt: skip


def test_it_says_the_answer_then_how_far_to_trust_it_then_where_it_is(sites, chain, tmp_path):
    run = sites(tmp_path / "out", *chain, "--value", "spent", "--minutes", "5,10,20")
    assert run.code == 0, run.err
    parts = ("Where to open", "would add most", "€", "The second,", "or a store left out", "Of 2,", "result: ")
    said = [run.out.index(part) for part in parts]
    assert said == sorted(said)
    assert "6 pages in" in run.out
    assert (tmp_path / "out" / "sites.html").is_file()


def test_the_column_of_the_store_is_found_by_its_name(sites, chain, one, tmp_path):
    sites(tmp_path / "out", *chain, candidates=one)
    named = sites(tmp_path / "named", *chain, "--store-column", "store_id", candidates=one)
    assert named.code == 0
    assert (tmp_path / "out" / "sites.geojson").read_bytes() == (tmp_path / "named" / "sites.geojson").read_bytes()


def test_without_candidates_every_zone_is_one(sites, tmp_path):
    run = sites(tmp_path / "out", "--minutes", "10", candidates=None)
    assert run.code == 0, run.err
    assert "60 candidates" in run.out
    assert "10 pages in" in run.out


def test_columns_of_the_candidates_are_spelt_as_those_of_a_catchment(sites, one, demo_files, tmp_path):
    text = (demo_files / "candidate_sites.csv").read_text("utf-8-sig")
    renamed = tmp_path / "renamed.csv"
    for old, new in (("site_id", "ref"), ("longitude", "east"), ("latitude", "north")):
        text = text.replace(old, new, 1)
    renamed.write_text("\n".join(text.splitlines()[:2]), "utf-8")
    run = sites(tmp_path / "out", "--points", "east", "north", "--id", "ref", candidates=renamed)
    assert run.code == 0, run.err
    sites(tmp_path / "usual", candidates=one)
    assert (tmp_path / "out" / "sites.geojson").read_bytes() == (tmp_path / "usual" / "sites.geojson").read_bytes()


def test_quiet_says_nothing(sites, one, tmp_path):
    run = sites(tmp_path / "out", "--quiet", candidates=one)
    assert (run.code, run.out, run.err) == (0, "", "")


def test_published_pages_say_so(sites, chain, one, tmp_path):
    assert sites(tmp_path / "out", *chain, "--publish", candidates=one).code == 0
    page = (tmp_path / "out" / "sites.html").read_text(encoding="utf-8")
    assert "fewer than 11 customers are not shown" in page


@pytest.mark.parametrize(
    ("told", "word"),
    [
        (("--minutes", "10,5"), "ascending"),
        (("--minutes", "five"), "5,10,15"),
        (("--value", "spent"), "--customers"),
        (("--store-column", "store_id", "--customers", "x"), "--stores"),
        (("--points", "longitude", "north"), "'north'"),
        (("--id", "none"), "'site_id'"),
        (("--typology", "nowhere"), "nowhere"),
        (("--level", "quartier"), "quartier"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(sites, tmp_path, told, word):
    run = sites(tmp_path / "out", *told)
    assert run.code == 1
    assert run.err.startswith("Error: ")
    assert word in run.err
    assert not (tmp_path / "out").exists()


def test_a_column_that_the_customers_lack_is_refused(sites, chain, tmp_path):
    run = sites(tmp_path / "out", *chain, "--value", "revenue")
    assert run.code == 1
    assert "'revenue'" in run.err


def test_a_customer_who_spends_less_than_nothing_is_refused_by_row_alone(sites, demo_files, enriched, tmp_path):
    frame = pd.read_csv(enriched, sep=";", dtype=str)
    frame.loc[3, "spent"] = "-12345"
    frame.to_csv(tmp_path / "bad.csv", sep=";", index=False)
    run = sites(tmp_path / "out", "--customers", tmp_path / "bad.csv", "--value", "spent")
    assert run.code == 1
    assert "row 4" in run.err
    assert "12345" not in run.err


def test_the_help_names_every_way_and_objective():
    told = CliRunner().invoke(cli, ["sites", "--help"]).output
    assert [name for name in (*WAYS, *SITE_OBJECTIVES) if name not in told] == []


def test_a_file_of_competitors_without_rows_and_ids_that_stand_twice_are_said(sites, one, demo_files, tmp_path):
    head = (demo_files / "competitors.csv").read_bytes().splitlines()[0]
    (tmp_path / "none.csv").write_bytes(head + b"\n")
    lines = one.read_bytes().splitlines()
    (tmp_path / "twice.csv").write_bytes(b"\n".join([*lines, lines[1]]))
    run = sites(tmp_path / "out", "--competitors", tmp_path / "none.csv", candidates=tmp_path / "twice.csv")
    assert run.code == 0, run.err
    assert "none.csv holds no place" in run.out
    assert "'site_id' of twice.csv has one id (or none) for several places, in data rows 1, 2" in run.out
