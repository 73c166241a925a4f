"""Whatever is refused: one sentence on standard error, exit code 1, no traceback, no result."""

import gzip

import pytest

GOOD = "nom;adresse;code_postal;ville\nDupont;26 Rue Gustave Grelotier;00100;Valmorin-sur-Orvaise\n"


@pytest.fixture
def folder(tmp_path):
    """Give a folder with files good and bad."""
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "broken.csv.gz").write_bytes(gzip.compress(GOOD.encode())[:-20])
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    (tmp_path / "numbers.csv").write_text("x;z\n1;2\n3;4\n", encoding="utf-8")
    (tmp_path / "taken").mkdir()
    return tmp_path


REFUSED = {
    "the file is not there": (("nowhere.csv",), "nowhere.csv"),
    "the file is a folder": (("taken",), "taken"),
    "the file is empty": (("empty.csv",), "empty.csv"),
    "the file is a picture": (("picture.csv",), "picture.csv"),
    "the gzip is cut": (("broken.csv.gz",), "broken.csv.gz"),
    "the workbook is broken": (("broken.xlsx",), "broken.xlsx"),
    "nothing looks like an address": (("numbers.csv",), "--address"),
    "the address column is unknown": (("good.csv", "--address", "adress"), "Did you mean 'adresse'"),
    "the postcode column is unknown": (("good.csv", "--postcode", "cp"), "'cp'"),
    "the city column is unknown": (("good.csv", "--city", "town"), "'town'"),
    "the commune code column is unknown": (("good.csv", "--citycode", "insee"), "'insee'"),
    "the encoding is unknown": (("good.csv", "--encoding", "utf-9"), "utf-9"),
    "the delimiter is long": (("good.csv", "--delimiter", "::"), "'::'"),
    "the territory is unknown": (("good.csv", "-t", "nowhere"), "geoprofile territory build"),
    "the suffix is unknown": (("good.csv", "-o", "out.kml"), ".geojson"),
    "the folder of the result is not there": (("good.csv", "-o", "nowhere/out.csv"), "nowhere"),
    "the result is a folder": (("good.csv", "-o", "taken.csv"), "taken.csv"),
    "the result is the file itself": (("good.csv", "-o", "good.csv"), "good.csv"),
}
ENRICH_REFUSED = {
    "a variable is unknown": (("good.csv", "--variables", "income"), "'income'"),
    "the level to fall back on is unknown": (
        ("good.csv", "--fallback", "region"),
        "commune, grid_200m, iris",
    ),
    "the columns of positions are unknown": (("good.csv", "--points", "lon", "lat"), "'lon'"),
    "a fallback for a level that is named": (
        ("good.csv", "--variables", "income_median_eur@iris", "--fallback", "commune"),
        "income_median_eur@iris",
    ),
}


def refused(geoprofile, demo, folder, monkeypatch, command, arguments) -> str:
    monkeypatch.chdir(folder)
    (folder / "taken.csv").mkdir()
    before = sorted(folder.rglob("*"))
    file, *more = arguments
    out = () if "-o" in more else ("-o", "out.csv")
    territory = () if "-t" in more else ("-t", demo.folder)
    run = geoprofile(command, file, *territory, *out, *more, "--quiet")
    assert run.code == 1
    assert run.out == ""
    assert run.err.startswith("Error: ")
    assert run.err.endswith(".\n")
    assert run.err.count("\n") == 1
    assert "Dupont" not in run.err
    assert sorted(folder.rglob("*")) == before
    assert (folder / "good.csv").read_text(encoding="utf-8") == GOOD
    return run.err


@pytest.mark.parametrize("command", ["geocode", "enrich"])
@pytest.mark.parametrize("case", REFUSED)
def test_what_both_commands_refuse(geoprofile, demo, folder, monkeypatch, command, case):
    arguments, said = REFUSED[case]
    assert said in refused(geoprofile, demo, folder, monkeypatch, command, arguments)


@pytest.mark.parametrize("case", ENRICH_REFUSED)
def test_what_enriching_refuses(geoprofile, demo, folder, monkeypatch, case):
    arguments, said = ENRICH_REFUSED[case]
    assert said in refused(geoprofile, demo, folder, monkeypatch, "enrich", arguments)


@pytest.mark.parametrize("command", ["geocode", "enrich"])
def test_a_territory_without_addresses_is_refused(geoprofile, folder, demo_files, monkeypatch, command):
    monkeypatch.chdir(folder)
    path = demo_files / "iris-00.geojson"
    source = f"[[source]]\nkind = 'iris'\npath = '{path}'\n"
    (folder / "zones.toml").write_text(f"name = 'zones'\ncountry = 'fr'\n{source}", encoding="utf-8")
    assert geoprofile("territory", "build", "zones.toml", "--out", "zones").code == 0
    run = geoprofile(command, "good.csv", "-t", "zones", "-o", "out.csv", "--quiet")
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert "has no addresses" in run.err
    assert not (folder / "out.csv").exists()


def test_what_click_refuses_has_its_usage_and_code_two(geoprofile, folder):
    run = geoprofile("geocode", folder / "good.csv")
    assert run.code == 2
    assert "Missing option '-t'" in run.err
    assert "Traceback" not in run.err
