"""Every block of the README runs as it stands there."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.reference import reference_path
from geoprofile.sources.source import ADDRESS_SOURCES, VARIABLE_SOURCES, ZONE_SOURCES
from geoprofile.territory.recipe import load_recipe

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
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
    assert (checkout / "enriched.xlsx").is_file()


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
    for kind in (*ADDRESS_SOURCES, *ZONE_SOURCES, *VARIABLE_SOURCES):
        assert f"`{kind}`" in README
