"""`geoprofile profile`."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from geoprofile.zones.profiles import zone_profiles


@pytest.fixture(scope="module")
def enriched(demo, tmp_path_factory):
    """Write a file as `enrich` does: 300 customers in the IRIS of the demo, the richer the more; 10 have none."""
    profiles = zone_profiles(demo, "iris")
    income = profiles.values["income_median_eur"].fillna(0).to_numpy()
    weight = profiles.households * (income > np.median(income)) + 1
    place = np.random.default_rng(4).choice(len(weight), 300, p=weight / weight.sum())
    zone = profiles.zones["zone_id"].to_numpy(dtype=object)[place]
    zone[:10] = ""
    rows = pd.DataFrame({"iris": "mon quartier", "ca": [f"{k % 7 + 1},50" for k in range(300)], "iris_2": zone})
    path = tmp_path_factory.mktemp("enriched") / "clients.csv"
    rows.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return path


@pytest.fixture
def profile(geoprofile, demo, enriched):
    """Profile the customers of the demo."""
    return lambda out, *more: geoprofile("profile", enriched, "-t", demo.folder, "-o", out, *more)


def test_it_writes_a_page_and_says_whom_it_compared(profile, tmp_path):
    run = profile(tmp_path / "profile.html")
    assert (run.code, "clients.csv: 300 customers" in run.err) == (0, True)
    assert "note: zones of level 'iris' are taken from column 'iris_2'" in run.err
    assert "10 customers without a zone of level 'iris'" in run.out
    assert "290 customers compared with 33,924 households" in run.out
    assert "vos clients" in run.out.splitlines()[-2].lower()
    assert run.out.splitlines()[-1] == f"result: {tmp_path / 'profile.html'}"
    assert "<title>Profil de vos clients</title>" in (tmp_path / "profile.html").read_text(encoding="utf-8")


def test_the_language_and_the_suffix_are_those_asked_for(profile, tmp_path):
    run = profile(tmp_path / "profile.XLSX", "--language", "en", "--weight", "ca")
    assert run.code == 0
    assert "your customers" in run.out.splitlines()[-2].lower()
    names = CalamineWorkbook.from_path(tmp_path / "profile.XLSX").sheet_names
    assert names == ["Read me", "Variables", "Gains", "Best customers"]


def test_a_typology_gives_groups_and_types(profile, demo, tmp_path, monkeypatch):
    zone_id = demo.levels["iris"].table["zone_id"]
    group = ["AB"[place % 2] for place in range(len(zone_id))]
    typed = pd.DataFrame({"zone_id": zone_id, "group": group, "type": [f"{code}01" for code in group]}, dtype="str")
    names = pd.DataFrame({"name_fr": "x", "name_en": "x"}, index=["A", "A01", "B", "B01"])
    asked = []
    monkeypatch.setattr(
        "geoprofile.recipes.typology.read_types", lambda folder: asked.append(folder) or (typed, names, "iris")
    )
    assert profile(tmp_path / "profile.xlsx", "--typology", tmp_path).code == 0
    assert asked == [tmp_path]
    names = CalamineWorkbook.from_path(tmp_path / "profile.xlsx").sheet_names
    assert names[1:3] == ["Groupes", "Types"]


def test_the_area_is_the_communes_or_the_zones_of_a_file(profile, demo, tmp_path):
    table = demo.levels["iris"].table
    (tmp_path / "zones.csv").write_text("\n".join(["zone", *table["zone_id"].head(20)]), encoding="utf-8")
    by_code, by_file = (
        profile(tmp_path / "profile.html", "--within", told) for told in ("00101", tmp_path / "zones.csv")
    )
    assert (by_code.code, by_file.code) == (0, 0)
    assert "customers outside the area" in by_file.out
    compared = [int(run.out.split(" customers compared")[0].split("\n")[-1]) for run in (by_code, by_file)]
    assert compared[0] > compared[1] > 0


def test_quiet_says_nothing(profile, tmp_path):
    run = profile(tmp_path / "profile.html", "--quiet", "--level", "iris")
    assert (run.code, run.out, run.err) == (0, "", "")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (("--weight", "turnover"), "clients.csv has no column 'turnover': name one of 'iris', 'ca', 'iris_2'."),
        (("--within", "99999"), "has no zone '99999' of level"),
        (("--level", "commune"), "clients.csv has no zones of level 'commune'"),
        (("--level", "canton"), "There is no zone level named 'canton'."),
        (("--typology", "nowhere"), "nowhere"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_no_report(profile, tmp_path, told, sentence):
    run = profile(tmp_path / "profile.html", *told)
    assert run.code == 1
    last = run.err.splitlines()[-1]
    assert last.startswith("Error: ")
    assert sentence in last
    assert list(tmp_path.iterdir()) == []


def test_a_suffix_that_is_none_of_a_report_is_refused_before_any_work(profile, tmp_path):
    run = profile(tmp_path / "profile.pdf")
    assert (run.code, run.err) == (
        1,
        "Error: A profile is written as .html or .xlsx, not as 'profile.pdf': change its suffix.\n",
    )


def test_a_file_that_is_not_enriched_is_sent_to_enrich(geoprofile, demo, demo_files, tmp_path):
    run = geoprofile("profile", demo_files / "customers.csv", "-t", demo.folder, "-o", tmp_path / "profile.html")
    assert run.code == 1
    assert "run 'geoprofile enrich' on it first" in run.err


def test_what_enrich_writes_is_read(geoprofile, demo, demo_files, tmp_path):
    told = ("-t", demo.folder, "-o", tmp_path / "enriched.csv", "--variables", "population", "--quiet")
    assert geoprofile("enrich", demo_files / "customers.csv", *told).code == 0
    run = geoprofile(
        "profile", tmp_path / "enriched.csv", "-t", demo.folder, "-o", tmp_path / "p.html", "--weight", "turnover_eur"
    )
    assert run.code == 0
    assert "zones: grid_200m = grid_200m; iris = iris; commune = commune" in run.err
    assert "enriched.csv: 2,000 customers" in run.err
    lost = int(
        (pd.read_csv(tmp_path / "enriched.csv", sep=";", dtype="str", encoding="utf-8-sig")["iris"].isna()).sum()
    )
    assert f"{lost:,} customers without a zone of level 'iris'" in run.out
