"""`geoprofile geocode`."""

import pandas as pd
import pytest

from geoprofile.tables import RESULT_COLUMNS


@pytest.fixture
def geocode(geoprofile, demo):
    """Geocode a file by the demo."""
    return lambda file, out, *more: geoprofile("geocode", file, "-t", demo.folder, "-o", out, *more)


def table(path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype="str", keep_default_na=False)


def test_it_says_how_the_file_is_read_and_what_came_out(geocode, demo_files, tmp_path):
    run = geocode(demo_files / "customers.csv", tmp_path / "out.csv")
    assert run.code == 0
    assert "customers.csv: 2,000 rows (csv, cp1252, ';')" in run.err
    assert "address = adresse; postcode = code_postal; city = ville" in run.err
    lines = run.out.splitlines()
    assert lines[0].startswith("2,000 rows in ")
    assert lines[1] == "match levels:"
    assert lines[-1] == f"result: {tmp_path / 'out.csv'}"


def test_the_shares_that_it_says_are_those_of_the_result(geocode, demo_files, tmp_path):
    run = geocode(demo_files / "customers.csv", tmp_path / "out.csv")
    lines = [line for line in run.out.splitlines()[2:-1] if not line.startswith("      ")]
    said = {line.split()[0]: line.split()[-1] for line in lines}
    shares = table(tmp_path / "out.csv")["result_type"].replace("", "none").value_counts(normalize=True)
    assert said == {level: f"{share:.1%}" for level, share in shares.items()}


def test_the_columns_of_the_file_come_first_and_unchanged(geocode, demo_files, tmp_path):
    geocode(demo_files / "customers.csv", tmp_path / "out.csv")
    given = pd.read_csv(demo_files / "customers.csv", sep=";", encoding="cp1252", dtype="str", keep_default_na=False)
    found = table(tmp_path / "out.csv")
    pd.testing.assert_frame_equal(found[given.columns], given)
    assert found.columns.tolist() == [*given.columns, *RESULT_COLUMNS]


def test_quiet_says_nothing(geocode, demo_files, tmp_path):
    run = geocode(demo_files / "customers.csv", tmp_path / "out.csv", "--quiet")
    assert (run.code, run.out, run.err) == (0, "", "")
    assert len(table(tmp_path / "out.csv")) == 2000


def test_columns_that_are_named_are_used(geocode, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("a;b;c;d\n26;Rue Gustave Grelotier;00100;Valmorin-sur-Orvaise\n", encoding="utf-8")
    named = ("--address", "a", "--address", "b", "--postcode", "c", "--city", "d")
    run = geocode(path, tmp_path / "out.csv", *named)
    assert "address = a, b; postcode = c; city = d" in run.err
    assert table(tmp_path / "out.csv")["result_type"].tolist() == ["housenumber"]


def test_a_commune_code_alone_finds_the_commune(geocode, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("x;y\n1;00101\n", encoding="utf-8")
    run = geocode(path, tmp_path / "out.csv", "--citycode", "y")
    assert run.code == 0
    assert table(tmp_path / "out.csv").loc[0, ["result_type", "result_citycode"]].tolist() == [
        "municipality",
        "00101",
    ]


def test_encoding_and_delimiter_can_be_told(geocode, tmp_path):
    path = tmp_path / "clients.txt"
    path.write_bytes("adresse|ville\n1 Rue des Écoles|Valmorin-sur-Orvaise\n".encode("cp850"))
    run = geocode(path, tmp_path / "out.csv", "--encoding", "cp850", "--delimiter", "|")
    assert run.code == 0
    found = pd.read_csv(tmp_path / "out.csv", sep="|", encoding="utf-8-sig", dtype="str")
    assert found["adresse"].tolist() == ["1 Rue des Écoles"]
    assert found["result_type"].tolist() == ["housenumber"]


def test_a_sheet_can_be_told(geocode, tmp_path):
    path = tmp_path / "clients.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        pd.DataFrame({"note": ["nothing here"]}).to_excel(book, sheet_name="A", index=False)
        frame = pd.DataFrame({"adresse": ["1 Rue des Écoles"], "ville": ["Valmorin-sur-Orvaise"]})
        frame.to_excel(book, sheet_name="Clients", index=False)
    assert geocode(path, tmp_path / "out.csv", "--sheet", "Clients").code == 0
    assert table(tmp_path / "out.csv")["result_type"].tolist() == ["housenumber"]


def test_a_resumed_run_says_how_much_was_there_and_gives_the_same_bytes(geocode, demo_files, tmp_path, monkeypatch):
    told = (demo_files / "customers.csv", tmp_path / "out.csv", "--batch-rows", 500)
    geocode(demo_files / "customers.csv", tmp_path / "whole.csv")
    with monkeypatch.context() as broken:
        broken.setattr("geoprofile.files.batches._followed", interrupted)
        assert geocode(*told).code == 1
    assert not (tmp_path / "out.csv").exists()
    run = geocode(*told, "--resume")
    assert "4 of 4 batches from before" in run.out
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def interrupted(tables, *_others):
    """Stop when all batches are there and the result is not."""
    yield from tables
    raise KeyboardInterrupt
