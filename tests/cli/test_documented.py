"""Every command answers --help, explains each of its options, and stands in the README."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.reference import reference_path

README = Path(__file__).parents[2] / "README.md"


def commands(command: click.Command, words: tuple[str, ...] = ("geoprofile",)) -> dict[str, click.Command]:
    """Give every command and group by the words that a user types."""
    found = {" ".join(words): command}
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            found |= commands(child, (*words, name))
    return found


COMMANDS = commands(cli)
VERBS = [words for words, command in COMMANDS.items() if not isinstance(command, click.Group)]


def test_the_commands_are_those_that_the_tests_of_this_folder_know():
    assert {
        "geoprofile geocode",
        "geoprofile enrich",
        "geoprofile reverse",
        "geoprofile territory build",
        "geoprofile territory list",
        "geoprofile territory show",
    } <= set(VERBS)


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_it_answers_help_with_a_sentence(words, flag):
    answer = CliRunner().invoke(cli, [*words.split()[1:], flag], prog_name="geoprofile")
    assert answer.exit_code == 0
    assert answer.output.startswith(f"Usage: {words} ")
    assert COMMANDS[words].get_short_help_str(300).endswith(".")


@pytest.mark.parametrize("words", COMMANDS)
def test_each_of_its_options_is_explained(words):
    options = [one for one in COMMANDS[words].params if isinstance(one, click.Option)]
    assert [option.name for option in options if not (option.help or "").strip()] == []


@pytest.mark.parametrize("words", COMMANDS)
def test_each_of_its_arguments_is_spoken_of(words):
    arguments = [one for one in COMMANDS[words].params if isinstance(one, click.Argument)]
    told = (COMMANDS[words].help or "").lower()
    assert [one.name for one in arguments if one.name.lower() not in told] == []


@pytest.mark.parametrize("words", VERBS)
def test_it_stands_in_the_readme(words):
    assert re.search(rf"{re.escape(words)}\b", README.read_text(encoding="utf-8"))


def test_the_readme_speaks_of_no_command_that_there_is_not():
    text = README.read_text(encoding="utf-8")
    typed = re.findall(r"(?m)^\$ geoprofile (\w+(?: \w+)?)", text) + re.findall(r"`geoprofile (\w+(?: \w+)?)", text)
    known = {words.removeprefix("geoprofile ") for words in COMMANDS}
    assert typed
    assert [words for words in typed if not {words, words.split()[0]} & known] == []


def test_the_readme_names_no_option_that_there_is_not():
    known = {name for command in COMMANDS.values() for one in command.params for name in one.opts} | {"--help"}
    lines = re.findall(r"(?m)^\$ geoprofile .*", README.read_text(encoding="utf-8"))
    assert lines
    assert [name for line in lines for name in re.findall(r"(?<!\S)--?[a-z][a-z-]*", line) if name not in known] == []


def test_the_files_of_the_demo_that_the_readme_names_are_there():
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"reference_data/(demo/[\w.-]+\w)", text))
    assert named
    assert [name for name in named if not reference_path(*name.split("/")).is_file()] == []


def test_the_version_is_that_of_the_package():
    from importlib.metadata import version

    answer = CliRunner().invoke(cli, ["--version"], prog_name="geoprofile")
    assert answer.output.strip().endswith(version("geoprofile"))
