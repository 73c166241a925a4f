"""`geoprofile segment`: says how it read, who counts most, and where to look; refusals name what to do."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from geoprofile.cli import cli
from geoprofile.cli.segment import ROLES
from geoprofile.errors import GeoprofileError
from geoprofile.purchases import ORDER_ROLES


@pytest.fixture(autouse=True)
def without_the_extra(monkeypatch):
    """The plain baseline, as where the extra is not installed: the model has tests of its own."""
    for module in ("judge", "table"):
        monkeypatch.setattr(f"geoprofile.value.{module}.fit_model", lambda *_args, **_named: "not_installed")


@pytest.fixture
def orders(tmp_path):
    lines = [f"C{k % 60:03d};{1 + k % 28:02d}/0{1 + k % 9}/2024;{20 + k % 7},50" for k in range(400)]
    path = tmp_path / "ventes.csv"
    path.write_text("\n".join(["code_client;date_vente;montant_ttc", *lines]), encoding="cp1252")
    return path


def run(*words):
    return CliRunner().invoke(cli, ["segment", *map(str, words)], catch_exceptions=False)


def test_it_says_how_it_read_then_who_counts_most_and_where_to_look(orders, tmp_path):
    answer = run(orders, "-o", tmp_path / "out", "--as-of", "31/12/2024")
    assert answer.exit_code == 0
    assert "code_client (client)" in answer.output
    assert "jour d'abord" in answer.output
    assert "du chiffre d'affaires" in answer.output
    assert f"result: {tmp_path / 'out' / 'segments.html'}" in answer.output
    assert (tmp_path / "out" / "customers.csv").is_file()


def test_quiet_says_nothing_and_writes_all(orders, tmp_path):
    answer = run(orders, "-o", tmp_path / "out", "--quiet")
    assert (answer.output, answer.stderr) == ("", "")
    assert (tmp_path / "out" / "personas.html").is_file()


def test_the_roles_of_its_help_are_those_of_the_reader():
    assert set(ROLES) == set(ORDER_ROLES)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--column", "customer", "nom"], "has no column 'nom'"),
        (["--as-of", "2010-01-01"], "2010-01-01"),
        (["--typology", "nowhere"], "nowhere"),
        (["--earlier", "nowhere"], "nowhere holds no earlier run"),
    ],
)
def test_a_refusal_names_what_is_wrong_and_leaves_no_folder(orders, tmp_path, more, said):
    with pytest.raises(GeoprofileError, match=said):
        run(orders, "-o", tmp_path / "out", *more)
    assert not (tmp_path / "out").exists()
