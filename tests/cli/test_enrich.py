"""`geoprofile enrich`."""

import pandas as pd
import pytest


@pytest.fixture
def enrich(geoprofile, demo):
    """Enrich a file by the demo."""
    return lambda file, out, *more: geoprofile("enrich", file, "-t", demo.folder, "-o", out, *more)


@pytest.fixture
def customers(demo_files):
    """Give the path of the demo's customers."""
    return demo_files / "customers.csv"


def table(path, *, sep=";") -> pd.DataFrame:
    return pd.read_csv(path, sep=sep, encoding="utf-8-sig", dtype="str", keep_default_na=False)


def behind(path) -> list[str]:
    names = table(path).columns.tolist()
    return names[names.index("zone_status") + 1 :]


def test_it_attaches_every_variable_and_sums_up_what_came_out(enrich, customers, demo, tmp_path):
    run = enrich(customers, tmp_path / "out.csv")
    assert run.code == 0
    assert behind(tmp_path / "out.csv") == list(dict.fromkeys(variable.name for variable in demo.dictionary))
    for said in (
        "2,000 rows in ",
        "match levels:",
        "zones found:",
        "variables missing most often",
        "result: ",
    ):
        assert said in run.out


def test_the_shares_that_it_says_are_those_of_the_result(enrich, customers, tmp_path):
    run = enrich(customers, tmp_path / "out.csv", "--variables", "income_median_eur,poverty_rate")
    found = table(tmp_path / "out.csv")
    said = {line.split()[0]: line.split()[-1] for line in run.out.splitlines() if line.startswith("  ")}
    for level in ("grid_200m", "iris", "commune"):
        assert said[level] == f"{(found[level] != '').mean():.1%}"
    for status, share in found["zone_status"].value_counts(normalize=True).items():
        assert said[status] == f"{share:.1%}"
    for name in ("income_median_eur", "poverty_rate"):
        assert said[name] == f"{(found[name] == '').mean():.1%}"


def test_variables_are_attached_as_named(enrich, customers, tmp_path):
    run = enrich(customers, tmp_path / "out.csv", "--variables", "population, density_per_km2@commune")
    assert run.code == 0
    assert behind(tmp_path / "out.csv") == ["population", "density_per_km2_commune"]


def test_a_fallback_fills_and_says_from_where(enrich, customers, tmp_path):
    enrich(customers, tmp_path / "plain.csv", "--variables", "income_median_eur")
    run = enrich(customers, tmp_path / "out.csv", "--variables", "income_median_eur", "--fallback", "commune")
    plain, found = table(tmp_path / "plain.csv")["income_median_eur"], table(tmp_path / "out.csv")
    assert run.code == 0
    assert behind(tmp_path / "out.csv") == ["income_median_eur", "income_median_eur_level"]
    measured = plain != ""
    assert found["income_median_eur"][measured].tolist() == plain[measured].tolist()
    assert set(found["income_median_eur_level"][measured]) == {"iris"}
    assert set(found["income_median_eur_level"][~measured]) == {"commune", ""}


def test_rows_with_positions_are_not_geocoded(enrich, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("shop,lon,lat\nA,-5.479646,46.942479\nB,,\nC,2.35,48.85\n", encoding="utf-8")
    run = enrich(path, tmp_path / "out.csv", "--points", "lon", "lat", "--variables", "population")
    found = table(tmp_path / "out.csv", sep=",")
    assert run.code == 0
    assert "match levels" not in run.out
    assert "result_type" not in found
    assert found["shop"].tolist() == ["A", "B", "C"]
    assert found["zone_status"].tolist() == ["ok", "not-located", "outside"]
    assert found["iris"].tolist() == ["001010101", "", ""]


def test_it_says_which_columns_hold_the_positions(enrich, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("shop,lon,lat\nA,-5.479646,46.942479\n", encoding="utf-8")
    run = enrich(path, tmp_path / "out.csv", "--points", "lon", "lat")
    assert "longitude = lon; latitude = lat" in run.err


def test_quiet_says_nothing(enrich, customers, tmp_path):
    run = enrich(customers, tmp_path / "out.csv", "--quiet", "--variables", "population")
    assert (run.code, run.out, run.err) == (0, "", "")
    assert len(table(tmp_path / "out.csv")) == 2000


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".gpkg", ".geojson"])
def test_the_suffix_of_the_result_chooses_its_format(enrich, customers, tmp_path, suffix):
    out = tmp_path / f"out{suffix}"
    assert enrich(customers, out, "--variables", "population").code == 0
    begin = {
        ".csv": b"\xef\xbb\xbf",
        ".xlsx": b"PK",
        ".parquet": b"PAR1",
        ".gpkg": b"SQLite",
        ".geojson": b"{",
    }
    assert out.read_bytes().startswith(begin[suffix])


def test_a_territory_is_found_by_its_name(geoprofile, home, demo, customers, tmp_path):
    home.mkdir()
    (home / "town").symlink_to(demo.folder)
    told = ("-t", "town", "-o", tmp_path / "out.csv", "--variables", "population")
    assert geoprofile("enrich", customers, *told).code == 0


def test_a_run_of_other_settings_is_not_resumed(enrich, customers, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    with monkeypatch.context() as broken:
        broken.setattr("geoprofile.files.batches._followed", interrupted)
        assert enrich(customers, out, "--variables", "population").code == 1
    run = enrich(customers, out, "--variables", "households", "--resume")
    assert run.code == 1
    last = run.err.splitlines()[-1]
    assert "setting 'variables' was 'population' and is 'households'" in last
    assert last.endswith(".")
    assert not out.exists()
    assert enrich(customers, out, "--variables", "population", "--resume").code == 0


def interrupted(tables, *_others):
    """Stop when all batches are there and the result is not."""
    yield from tables
    raise KeyboardInterrupt


def test_a_file_of_a_header_alone_gives_a_header_alone(enrich, tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("adresse;code_postal;ville\n", encoding="utf-8")
    run = enrich(path, tmp_path / "out.csv", "--variables", "population")
    assert run.code == 0
    assert len(table(tmp_path / "out.csv")) == 0
    assert behind(tmp_path / "out.csv") == ["population"]
