"""`geoprofile audience`."""

import json

import pytest
from click.testing import CliRunner

from geoprofile.audiences.social import PLATFORMS
from geoprofile.cli import audience, cli
from geoprofile.errors import GeoprofileError
from geoprofile.recipes.audiences.wish import CHANNELS, RETENTION_DAYS

CUSTOMERS = (
    "client_id;nom;adresse;code_postal;ville;email;last_purchase;iris\n"
    "C1;Anne DUPONT;3 rue Haute;00100;Valmorin;a@example.org;2025-06-01;001\n"
    "C2;Luc MARTIN;8 rue Basse;00100;Valmorin;b@example.org;2025-06-01;001\n"
)


@pytest.fixture
def files(tmp_path):
    """Write customers, a list of objections and a key."""
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (tmp_path / "objections.csv").write_text("email\nB@example.org\n", encoding="utf-8")
    (tmp_path / "key").write_text("a key of the opposition list\n", encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(cli, ["audience", *(str(one) for one in arguments)], prog_name="geoprofile")


def refusal(*arguments):
    found = run(*arguments).exception
    assert isinstance(found, GeoprofileError), found
    return str(found)


def test_its_choices_are_those_of_the_parts_beneath():
    assert audience.CHANNELS == CHANNELS
    assert tuple(PLATFORMS) == audience.PLATFORMS
    assert audience.RETENTION_DAYS == RETENTION_DAYS


def test_an_export_leaves_its_file_its_record_and_the_rows_left_out(files):
    out = files / "letters.csv"
    done = run("export", files / "customers.csv", "--channel", "post", "--purpose", "x", "--on", "2026-01-05",
               "--opposition", files / "objections.csv", "-o", out)  # fmt: skip
    assert done.exit_code == 0, done.exception
    assert "1 excluded by objections.csv (email 1); 1 of its 1 rows found" in done.output
    assert done.output.splitlines()[-1] == f"result: {out}"
    assert "3 RUE HAUTE" in out.read_text(encoding="utf-8-sig")
    assert json.loads((files / "letters.csv.purpose.json").read_text(encoding="utf-8"))["kept"] == 1
    assert (files / "letters.rejects.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == ['2;"opposition"']


def test_fingerprints_are_made_and_applied_with_their_key(files):
    assert (
        run("opposition", files / "objections.csv", "--secret-file", files / "key", "-o", files / "h.csv").exit_code
        == 0
    )
    assert "example" not in (files / "h.csv").read_text(encoding="utf-8-sig")
    asked = ("export", files / "customers.csv", "--channel", "zones", "--purpose", "x", "-o", files / "z.csv",
             "--opposition", files / "h.csv")  # fmt: skip
    assert "--secret-file" in refusal(*asked)
    assert "1 excluded by h.csv (email 1)" in run(*asked, "--secret-file", files / "key").output
    assert not (files / "z.rejects.csv").exists()


def test_a_word_on_objections_is_asked_for(files):
    asked = ("export", files / "customers.csv", "--channel", "post", "--purpose", "x", "-o", files / "o.csv")
    assert "Who objected?" in refusal(*asked)
    assert "contradict" in refusal(*asked, "--no-opposition", "--opposition", files / "objections.csv")
    assert "No opposition list was applied" in run(*asked, "--no-opposition").output


def test_a_platform_gets_commas_and_no_byte_order_mark(files):
    out = files / "meta.csv"
    done = run("export", files / "customers.csv", "--channel", "social", "--platform", "meta", "--purpose", "x",
               "--consent-basis", "newsletter form of 2024", "--no-opposition", "-o", out)  # fmt: skip
    assert done.exit_code == 0, done.exception
    assert out.read_bytes().startswith(b'"email","phone"\n')
    assert "Meta wants at least 100 rows; there are 2." in done.output


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--channel", "social", "--platform", "meta", "-o", "o.xlsx", "--consent", "x"), "written as .csv"),
        (("--channel", "post", "-o", "nowhere/o.csv"), "does not exist"),
        (("--channel", "post", "-o", "o.csv", "--column", "mail=email"), "role of a column"),
        (("--channel", "post", "-o", "o.csv", "--column", "email=courriel"), "no column 'courriel'"),
        (("--channel", "post", "-o", "o.csv", "--where", "segment=x"), "no column 'segment'"),
        (("--channel", "post", "-o", "o.csv", "--message", "*|new"), "message_key"),
        (("--channel", "post", "-o", "o.csv", "--secret-file", "nokey"), "To make a key"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(files, monkeypatch, more, why):
    monkeypatch.chdir(files)
    assert why in refusal("export", "customers.csv", "--purpose", "x", "--no-opposition", *more)
    assert not (files / "o.csv").exists()


def test_a_column_of_a_list_is_told_and_one_that_no_list_has_is_refused(files):
    (files / "coded.csv").write_text("ref\nC2\n", encoding="utf-8")
    asked = ("export", files / "customers.csv", "--channel", "post", "--purpose", "x", "-o", files / "o.csv",
             "--opposition", files / "coded.csv")  # fmt: skip
    assert "could not be applied" in refusal(*asked)
    assert "1 excluded by coded.csv (id 1)" in run(*asked, "--opposition-column", "id=ref").output
    assert "no list has a column 'mail'" in refusal(*asked, "--opposition-column", "email=mail")


@pytest.mark.parametrize("country", [(), ("--country", "BE")])
def test_belgian_numbers_hashed_without_a_country_are_found_all_the_same(files, country):
    (files / "be.csv").write_text("telephone\n0475 12 34 51\n", encoding="utf-8")
    rows = "C1;0475 12 34 51;1000;001\nC2;0475 12 34 52;1000;001\n"
    (files / "bc.csv").write_text(f"client_id;telephone;code_postal;iris\n{rows}", encoding="utf-8")
    run("opposition", files / "be.csv", "--secret-file", files / "key", "-o", files / "bh.csv")
    done = run("export", files / "bc.csv", "--channel", "zones", "--purpose", "x", "-o", files / "z.csv",
               "--opposition", files / "bh.csv", "--secret-file", files / "key", *country)  # fmt: skip
    assert "1 excluded by bh.csv (phone 1)" in done.output
