"""`geoprofile reverse`."""

import pandas as pd
import pytest

POINTS = "shop,lon,lat\nA,-5.479646,46.942529\nB,,\nC,2.35,48.85\n"


@pytest.fixture
def reverse(geoprofile, demo):
    """Find the nearest addresses of the demo."""

    def run(file, out, *more, points=("lon", "lat")):
        return geoprofile("reverse", file, "-t", demo.folder, "-o", out, "--points", *points, *more)

    return run


@pytest.fixture
def shops(tmp_path):
    """Write a file of three positions: in the town, none, far away."""
    path = tmp_path / "shops.csv"
    path.write_text(POINTS, encoding="utf-8")
    return path


def table(path) -> pd.DataFrame:
    return pd.read_csv(path, encoding="utf-8-sig", dtype="str", keep_default_na=False)


def test_each_position_gets_its_address_and_what_came_out_is_summed_up(reverse, shops, tmp_path):
    run = reverse(shops, tmp_path / "out.csv")
    found = table(tmp_path / "out.csv")
    assert run.code == 0
    assert found["shop"].tolist() == ["A", "B", "C"]
    assert found["result_status"].tolist() == ["ok", "skipped", "not-found"]
    assert found["result_label"].tolist()[0].endswith("00100 Valmorin-sur-Orvaise")
    assert 0 < float(found["result_distance_m"][0]) < 100
    for said in ("3 rows in ", "match levels:", "housenumber", "no position", "no address within 1000 m", "result: "):
        assert said in run.out


def test_it_says_which_columns_hold_the_positions_and_speaks_of_no_address(reverse, shops, tmp_path):
    run = reverse(shops, tmp_path / "out.csv")
    assert "longitude = lon; latitude = lat" in run.err
    assert "--address" not in run.err


def test_the_distance_can_be_chosen(reverse, shops, tmp_path):
    far, near = (reverse(shops, tmp_path / f"{metres}.csv", "--within", metres) for metres in ("100000", "0.5"))
    assert (far.code, near.code) == (0, 0)
    assert table(tmp_path / "100000.csv")["result_status"].tolist() == ["ok", "skipped", "not-found"]
    assert table(tmp_path / "0.5.csv")["result_match_reason"].tolist()[0] == "no address within 0.5 m"


@pytest.mark.parametrize("metres", ["0", "-1", "100001", "far", "nan"])
def test_a_distance_that_is_none_is_refused(reverse, shops, tmp_path, metres):
    run = reverse(shops, tmp_path / "out.csv", "--within", metres)
    assert run.code != 0
    assert "Traceback" not in run.err
    assert not (tmp_path / "out.csv").exists()


def test_positions_must_be_named(geoprofile, shops, demo, tmp_path):
    run = geoprofile("reverse", shops, "-t", demo.folder, "-o", tmp_path / "out.csv")
    assert run.code == 2
    assert "--points" in run.err


def test_a_column_that_is_not_there_is_refused_in_one_sentence(reverse, shops, tmp_path):
    run = reverse(shops, tmp_path / "out.csv", points=("x", "lat"))
    assert run.code == 1
    assert run.err.splitlines()[-1].startswith("Error: There is no column named 'x'.")


@pytest.mark.parametrize("option", ["--address", "--postcode", "--city", "--citycode"])
def test_options_that_say_where_an_address_stands_are_none_of_its_own(reverse, shops, tmp_path, option):
    run = reverse(shops, tmp_path / "out.csv", option, "shop")
    assert run.code == 2
    assert "No such option" in run.err


def test_quiet_says_nothing(reverse, shops, tmp_path):
    run = reverse(shops, tmp_path / "out.csv", "--quiet")
    assert (run.code, run.out, run.err) == (0, "", "")


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".gpkg", ".geojson"])
def test_the_suffix_of_the_result_chooses_its_format(reverse, shops, tmp_path, suffix):
    assert reverse(shops, tmp_path / f"out{suffix}").code == 0
    assert (tmp_path / f"out{suffix}").stat().st_size > 0


def test_a_run_of_another_distance_is_not_resumed(reverse, shops, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    with monkeypatch.context() as broken:
        broken.setattr("geoprofile.files.batches._followed", interrupted)
        assert reverse(shops, out).code == 1
    run = reverse(shops, out, "--within", "50", "--resume")
    assert run.code == 1
    assert "setting 'within_m' was '1000' and is '50'" in run.err
    assert reverse(shops, out, "--resume").code == 0


def interrupted(tables, *_others):
    """Stop when all batches are there and the result is not."""
    yield from tables
    raise KeyboardInterrupt
