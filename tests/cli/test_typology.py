"""`geoprofile typology`: what a user types and reads."""

import pytest
from click.testing import CliRunner

from geoprofile.cli import cli


@pytest.fixture(scope="module")
def folder(demo, tmp_path_factory):
    target = tmp_path_factory.mktemp("typologies") / "town"
    command = ["typology", "build", "-t", str(demo.folder), "--groups", "3", "--types", "8", "-o", str(target)]
    answer = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert answer.exit_code == 0
    assert "A01" in answer.output
    assert "report.html" in answer.output
    return target


def test_describe_lists_every_class_with_its_share(folder):
    answer = CliRunner().invoke(cli, ["typology", "describe", str(folder), "--language", "en"], catch_exceptions=False)
    assert answer.output.count("%") >= 8
    assert "households" in answer.output


def test_describe_portrays_one_class(folder):
    answer = CliRunner().invoke(cli, ["typology", "describe", str(folder), "--code", "A"], catch_exceptions=False)
    assert answer.output.startswith("A ")
    assert len(answer.output) > 80


def test_an_unknown_class_names_the_choices(folder):
    answer = CliRunner().invoke(cli, ["typology", "describe", str(folder), "--code", "Z9"])
    assert answer.exit_code == 1
    assert "Choose from: A, A01" in str(answer.exception)


def test_assign_says_how_many_zones_moved(folder, demo, tmp_path):
    command = ["typology", "assign", str(folder), "-t", str(demo.folder), "-o", str(tmp_path / "again")]
    answer = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert "0 of 60 zones changed type" in answer.output
    assert (tmp_path / "again" / "bridge.csv").is_file()
    assert (tmp_path / "again" / "map.html").is_file()


def test_quiet_says_nothing(demo, tmp_path):
    command = ["typology", "build", "-t", str(demo.folder), "--groups", "2", "--types", "4", "--quiet"]
    answer = CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "q")], catch_exceptions=False)
    assert answer.output == ""
