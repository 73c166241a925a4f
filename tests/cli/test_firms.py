"""`geoprofile firms` as a user runs it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.errors import UnknownNameError
from geoprofile.reference import reference_path

DEMO = reference_path("demo")
REGISTER = ["--sirene", str(DEMO / "sirene_00.csv"), "--legal-units", str(DEMO / "sirene_legal_units_00.csv")]


def run(*arguments: object):
    return CliRunner().invoke(cli, ["firms", *(str(argument) for argument in arguments)])


def test_the_command_writes_the_rows_and_the_page_and_names_nobody(tmp_path):
    out = tmp_path / "firms.csv"
    ran = run(DEMO / "business_customers.csv", *REGISTER, "-o", out, "--as-of", "2026-01-01", "--language", "en")
    assert ran.exit_code == 0, ran.output
    assert "by number" in ran.output
    assert "Your ideal customer" in ran.output
    assert (tmp_path / "firms.html").is_file()
    head, first = out.read_text("utf-8-sig").splitlines()[:2]
    assert "firm_siret" in head
    assert first.split(";")[0].strip('"') not in ran.output


def test_quiet_says_nothing_and_the_report_goes_where_it_is_told(tmp_path):
    page = tmp_path / "page.html"
    ran = run(DEMO / "business_customers.csv", *REGISTER, "-o", tmp_path / "a.parquet", "--report", page, "--quiet")
    assert (ran.exit_code, ran.output) == (0, "")
    assert page.is_file()


def test_an_unknown_suffix_is_refused_before_the_register_is_read(tmp_path):
    ran = run(DEMO / "business_customers.csv", "--sirene", tmp_path / "none.csv", "-o", tmp_path / "a.doc")
    assert isinstance(ran.exception, UnknownNameError)


@pytest.mark.parametrize("option", ["--sirene", "--legal-units", "--key-figures", "--positions", "--weight", "--as-of"])
def test_help_names_every_option(option):
    assert option in run("--help").output
