"""Every block of the README runs as it stands there, and docs/geocoding.md names all that the geocoder says."""

import json
import math
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.geocoding import answer, evidence, municipality
from geoprofile.reference import reference_path
from geoprofile.sources.source import ADDRESS_SOURCES, COMMUNE_NAME_SOURCES, VARIABLE_SOURCES, ZONE_SOURCES
from geoprofile.tables import MATCH_LEVELS, RESULT_COLUMNS
from geoprofile.territory.recipe import load_recipe

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GEOCODING = (ROOT / "docs" / "geocoding.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Stand in a folder laid out as a checkout is, with a recipe and named territories of its own."""
    shutil.copytree(reference_path("demo"), tmp_path / "reference_data" / "demo")
    shutil.copy(ROOT / "reference_data/recipes/demo.toml", tmp_path / "mine.toml")
    text = (tmp_path / "mine.toml").read_text("utf-8").replace('name = "demo"', 'name = "mine"').replace("../demo/", "")
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    shutil.copytree(reference_path("demo"), tmp_path / "downloads")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GEOPROFILE_TERRITORIES", str(tmp_path / "territories"))
    return tmp_path


def test_every_command_runs(checkout):
    commands = [
        line[2:] for kind, block in BLOCKS if kind == "console" for line in block.splitlines() if line[:2] == "$ "
    ]
    assert len(commands) >= 5
    for command in commands:
        result = CliRunner().invoke(cli, shlex.split(command)[1:], catch_exceptions=False)
        assert result.exit_code == 0, (command, result.output)
    for name in ("enriched.xlsx", "positions.csv", "nearest.csv"):
        assert (checkout / name).is_file()


def test_the_python_runs(checkout, capsys):
    (code,) = [block for kind, block in BLOCKS if kind == "python"]
    exec(compile(code, "README.md", "exec"), {})
    assert "urban" in capsys.readouterr().out


def test_the_recipe_can_be_read(tmp_path):
    (text,) = [block for kind, block in BLOCKS if kind == "toml"]
    assert tomllib.loads(text)["name"] == "mine"
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    assert len(load_recipe(tmp_path / "mine.toml").sources) == 2


def test_every_kind_of_source_is_named():
    for kind in (*ADDRESS_SOURCES, *COMMUNE_NAME_SOURCES, *ZONE_SOURCES, *VARIABLE_SOURCES):
        assert f"`{kind}`" in README


@pytest.mark.parametrize("level", MATCH_LEVELS)
def test_every_match_level_is_explained(level):
    assert f"| `{level}` |" in README


def test_every_call_of_make_that_the_texts_name_is_there():
    named = set(re.findall(r"(?:`| {4})make ([a-z-]+)", README + GEOCODING))
    targets = set(re.findall(r"(?m)^([a-z-]+):", MAKEFILE))
    assert {"demo", "bench-geocoding", "bench-scale", "calibrate"} <= named
    assert named - targets == set()


def test_every_script_that_make_runs_is_there():
    scripts = re.findall(r"\$\(BIN\)/python (\S+\.py)", MAKEFILE)
    assert scripts
    assert [name for name in scripts if not (ROOT / name).is_file()] == []


# docs/geocoding.md


@pytest.mark.parametrize("column", [*RESULT_COLUMNS, "result_distance_m"])
def test_every_result_column_is_explained(column):
    assert f"`{column}`" in GEOCODING


@pytest.mark.parametrize(
    "reason",
    [
        *answer.COMMUNE_REASON.values(),
        *(text.removeprefix(", ") for text in answer.TYPE_REASON.values() if text),
        *answer.NUMBER_REASON.values(),
        *municipality.NO_COMMUNE,
    ],
)
def test_every_reason_is_explained(reason):
    assert f"`{reason}`" in GEOCODING


@pytest.mark.parametrize("name", evidence.feature_names())
def test_every_kind_of_evidence_is_explained(name):
    assert f"`{name}`" in GEOCODING


def test_the_evidence_for_a_commune_alone_is_explained():
    shared = {name.removeprefix("commune.") for name in evidence.feature_names() if name.startswith("commune.")}
    assert [
        name for name in evidence.commune_feature_names() if name not in shared and f"`{name}`" not in GEOCODING
    ] == []


def test_the_thresholds_told_are_those_that_are_shipped():
    told = json.loads((Path(evidence.__file__).with_name("calibration.json")).read_text("utf-8"))
    assert f"answered from {told['threshold']:g} on" in GEOCODING
    assert f"answered from {municipality.LEAST_SHARE:g} on" in GEOCODING
    assert (
        f"Below {told['threshold']:g} a number or a street is not answered, below {municipality.LEAST_SHARE:g}"
        in README
    )


def test_the_reason_shown_adds_up_to_the_probability_told():
    (reason,) = re.findall(r"(?m)^ {4}(commune: .*)$", GEOCODING)
    parts = [float(part.rsplit(" ", 1)[1]) for part in reason.split("; ")]
    utility, share = re.search(r"here ([0-9.]+); .*?= ([0-9.]+)\.", GEOCODING, re.DOTALL).groups()
    assert sum(parts) == pytest.approx(float(utility))
    assert 1 / (1 + math.exp(-sum(parts))) == pytest.approx(float(share), abs=0.0005)
