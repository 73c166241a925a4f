"""A whole file goes through: every row, in order, the same in each format, counted, resumable to the byte."""

import json
from collections import Counter
from dataclasses import replace

import pandas as pd
import pyogrio
import pytest

from geoprofile.errors import GeoprofileError, OutputError
from geoprofile.files import AddressColumns, open_address_file
from geoprofile.recipes import addresses as recipes
from geoprofile.recipes import enrich, enrich_file, geocode, geocode_file, guess_address_columns
from geoprofile.tables import MATCH_LEVELS, RESULT_COLUMNS

FORMATS = [".csv", ".xlsx", ".parquet", ".gpkg", ".geojson"]
NAMES = ["income_median_eur", "population", "urban_class"]


@pytest.fixture(scope="module")
def file(demo_files):
    """Open the demo's customers."""
    return open_address_file(demo_files / "customers.csv")


@pytest.fixture(scope="module")
def columns(file):
    """Say which of its columns hold the address."""
    return guess_address_columns(file)


@pytest.fixture(scope="module")
def rows(file):
    """Give its rows as text."""
    return pd.concat(file.batches(500), ignore_index=True)


def read(path) -> pd.DataFrame:
    """Read a result back, text as text and missing text as empty."""
    texts = {"dtype": "str", "keep_default_na": False}
    if path.suffix == ".csv":
        found = pd.read_csv(path, sep=";", encoding="utf-8-sig", **texts)
    elif path.suffix == ".xlsx":
        found = pd.read_excel(path, engine="calamine", sheet_name=0, **texts)
    elif path.suffix == ".parquet":
        found = pd.read_parquet(path)
    elif path.suffix == ".geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        found = pd.DataFrame([feature["properties"] for feature in features])
    else:
        found = pd.DataFrame(pyogrio.read_dataframe(path)).drop(columns="geometry")
    return found


def alike(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    """Compare a file that was read back with the table that it should hold."""
    assert found.columns.tolist() == wanted.columns.tolist()
    for name, values in wanted.items():
        if values.dtype == "float64":
            numbers = pd.to_numeric(found[name].replace("", None)).astype("float64")
            pd.testing.assert_series_equal(numbers, values, check_exact=False, rtol=1e-12)
        else:
            assert found[name].fillna("").tolist() == values.tolist(), name


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_row_comes_out_in_order_and_holds_what_enrich_says_of_it(demo, file, columns, rows, suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    enrich_file(file, demo, out, columns=columns, variables=NAMES, fallback="commune", batch_rows=700)
    alike(read(out), enrich(rows, demo, variables=NAMES, fallback="commune"))


@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_every_row_comes_out_in_order_and_holds_what_geocode_says_of_it(demo, file, columns, rows, suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    geocode_file(file, demo, out, columns=columns)
    alike(read(out), geocode(rows, demo))


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_a_map_bears_a_point_for_each_row_that_was_found_and_none_for_the_others(demo, file, columns, suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    geocode_file(file, demo, out, columns=columns)
    found = pyogrio.read_dataframe(out)
    assert found.crs == "EPSG:4326"
    known = found["longitude"].notna()
    assert 1900 < known.sum() < 2000
    assert found.geometry[~known].isna().all()
    assert (found.geometry[known].x - found["longitude"][known]).abs().max() < 1e-6


@pytest.mark.parametrize("batch_rows", [1, 7, 12])
def test_the_size_of_a_batch_changes_nothing(demo, rows, batch_rows, tmp_path):
    few = tmp_path / "few.csv"
    rows.head(12).to_csv(few, index=False, sep=";")
    opened = open_address_file(few)
    told = {"columns": guess_address_columns(opened), "fallback": "commune"}
    enrich_file(opened, demo, tmp_path / "some.csv", batch_rows=batch_rows, **told)
    enrich_file(opened, demo, tmp_path / "all.csv", **told)
    assert (tmp_path / "some.csv").read_bytes() == (tmp_path / "all.csv").read_bytes()


@pytest.mark.parametrize(("processes", "batch_rows"), [(2, 700), (3, 160)])
def test_the_number_of_processes_and_the_size_of_a_batch_change_no_byte_and_no_count(
    demo, file, columns, processes, batch_rows, tmp_path
):
    told = {"columns": columns, "fallback": "commune"}
    one = enrich_file(file, demo, tmp_path / "one.csv", **told)
    some = enrich_file(file, demo, tmp_path / "some.csv", processes=processes, batch_rows=batch_rows, **told)
    assert (tmp_path / "some.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert some.summary == one.summary


def test_positions_are_enriched_by_several_processes_too(demo, rows, tmp_path):
    path = tmp_path / "points.csv"
    rows.head(60).assign(lon="-5.48", lat="46,94").to_csv(path, index=False)
    told = {"columns": AddressColumns(longitude="lon", latitude="lat"), "points": ("lon", "lat"), "variables": NAMES}
    for processes in (1, 2):
        out = tmp_path / f"{processes}.csv"
        enrich_file(open_address_file(path), demo, out, batch_rows=20, processes=processes, **told)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


# The summary


@pytest.mark.parametrize("fallback", [None, "commune"])
def test_the_counts_of_the_summary_are_those_of_the_result(demo, file, columns, fallback, tmp_path):
    out = tmp_path / "out.parquet"
    report = enrich_file(file, demo, out, columns=columns, fallback=fallback, batch_rows=300)
    table, summary = pd.read_parquet(out), report.summary
    variables = [name for name in behind_zones(table) if not name.endswith("_level")]
    lacking = table[variables].isna() | (table[variables] == "")
    assert summary.rows == {"rows": 2000}
    assert +summary.matches == Counter(table["result_type"].fillna(""))
    assert +summary.statuses == Counter(table["zone_status"])
    assert dict(summary.zones) == {level: int((table[level] != "").sum()) for level in demo.levels}
    assert dict(summary.missing) == lacking.sum().astype(int).to_dict()
    assert (report.batches.rows, report.batches.batches, report.batches.batches_resumed) == (2000, 7, 0)


def test_the_match_rates_are_shares_of_all_rows_from_finest_to_none(demo, file, columns, tmp_path):
    rates = geocode_file(file, demo, tmp_path / "out.csv", columns=columns).summary.match_rates()
    assert list(rates) == [*MATCH_LEVELS, "none"]
    assert sum(rates.values()) == pytest.approx(1)
    assert rates["housenumber"] > 0.95


def test_geocoding_counts_no_zone_and_no_variable(demo, file, columns, tmp_path):
    summary = geocode_file(file, demo, tmp_path / "out.csv", columns=columns).summary
    assert (summary.zones, summary.statuses, summary.missing) == ({}, {}, {})


def behind_zones(table: pd.DataFrame) -> list[str]:
    names = table.columns.tolist()
    return names[names.index("zone_status") + 1 :]


def test_a_result_that_is_enriched_again_and_again_is_counted_as_the_first_time(demo, file, columns, tmp_path):
    told = {"variables": NAMES, "fallback": "commune"}
    first = enrich_file(file, demo, tmp_path / "1.csv", columns=columns, **told).summary
    for number in (1, 2, 3):
        opened = open_address_file(tmp_path / f"{number}.csv")
        again = enrich_file(opened, demo, tmp_path / f"{number + 1}.csv", columns=columns, **told).summary
        assert (again.matches, again.statuses, again.zones) == (first.matches, first.statuses, first.zones)
        assert sorted(again.missing.values()) == sorted(first.missing.values())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".gpkg"])
def test_a_file_of_a_header_alone_gives_a_result_of_a_header_alone(demo, file, columns, suffix, tmp_path):
    path, out = tmp_path / "header.csv", tmp_path / f"out{suffix}"
    path.write_text(";".join(file.columns) + "\n", encoding="utf-8")
    report = enrich_file(open_address_file(path), demo, out, columns=columns, variables=NAMES)
    found = read(out)
    assert len(found) == 0
    assert found.columns.tolist()[: len(file.columns)] == list(file.columns)
    assert found.columns.tolist()[-len(NAMES) :] == NAMES
    assert report.summary.rows["rows"] == 0
    assert dict(report.summary.zones) == dict.fromkeys(demo.levels, 0)


# Stopped and resumed


def stop_after(batches: int):
    left = iter(range(batches))

    def progress(_rows: int) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    return progress


def stopped(file, demo, out, columns, **options) -> None:
    """Run until two batches are whole."""
    with pytest.raises(KeyboardInterrupt):
        enrich_file(file, demo, out, columns=columns, batch_rows=450, progress=stop_after(1), **options)
    assert not out.exists()


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".gpkg"])
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes_and_the_same_summary(demo, file, columns, suffix, tmp_path):
    told = {"columns": columns, "variables": NAMES, "fallback": "commune", "batch_rows": 450}
    whole, out = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    wanted = enrich_file(file, demo, whole, **told)
    stopped(file, demo, out, columns, variables=NAMES, fallback="commune")
    report = enrich_file(file, demo, out, resume=True, **told)
    assert report.batches.batches_resumed == 2
    assert report.summary == wanted.summary
    assert out.read_bytes() == whole.read_bytes()
    assert not (tmp_path / f"out{suffix}.parts").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"fallback": "commune"}, "fallback"),
        ({"variables": ["population"]}, "variables"),
        ({"columns": AddressColumns(("adresse",), "code_postal")}, "column of city"),
        ({"points": ("orders", "orders")}, "points"),
        ({"batch_rows": 300}, "rows of a batch"),
    ],
)
def test_a_run_of_other_settings_does_not_go_on_from_the_parts(demo, file, columns, changed, said, tmp_path):
    out = tmp_path / "out.csv"
    stopped(file, demo, out, columns, variables=NAMES)
    told = {"columns": columns, "variables": NAMES, "batch_rows": 450, "resume": True} | changed
    with pytest.raises(OutputError, match=f"parts of another run.*{said}"):
        enrich_file(file, demo, out, **told)
    assert not out.exists()
    assert len(list((tmp_path / "out.csv.parts").glob("part-*.parquet"))) == 2


def test_a_geocoding_does_not_go_on_from_the_parts_of_an_enrichment(demo, file, columns, tmp_path):
    out = tmp_path / "out.csv"
    stopped(file, demo, out, columns)
    with pytest.raises(OutputError, match="'task' was 'enrich' and is 'geocode'"):
        geocode_file(file, demo, out, columns=columns, batch_rows=450, resume=True)


def test_a_territory_built_from_other_files_does_not_go_on_from_the_parts(demo, file, columns, tmp_path):
    out = tmp_path / "out.csv"
    stopped(file, demo, out, columns)
    sources = [dict(source) for source in demo.package["sources"]]
    sources[0]["sha256"] = "0" * 64
    other = replace(demo, package={**demo.package, "sources": sources})
    with pytest.raises(OutputError, match="territory"):
        enrich_file(file, other, out, columns=columns, batch_rows=450, resume=True)


def test_another_version_of_the_program_does_not_go_on_from_the_parts(demo, file, columns, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    stopped(file, demo, out, columns)
    monkeypatch.setattr(recipes.metadata, "version", lambda _name: "0.0.0")
    with pytest.raises(OutputError, match="program"):
        enrich_file(file, demo, out, columns=columns, batch_rows=450, resume=True)


def test_without_resuming_the_parts_of_another_run_are_made_anew(demo, file, columns, tmp_path):
    out = tmp_path / "out.csv"
    stopped(file, demo, out, columns, variables=NAMES)
    report = enrich_file(file, demo, out, columns=columns, variables=["population"])
    assert report.batches.batches_resumed == 0
    assert read(out).columns.tolist()[-1] == "population"


# Positions, legends, refusals


def test_a_file_of_positions_is_enriched_without_geocoding(demo, file, columns, tmp_path):
    geocode_file(file, demo, tmp_path / "points.csv", columns=columns)
    opened = open_address_file(tmp_path / "points.csv")
    points = ("longitude", "latitude")
    told = {"columns": AddressColumns(longitude=points[0], latitude=points[1]), "points": points}
    report = enrich_file(opened, demo, tmp_path / "out.parquet", variables=NAMES, **told)
    table = pd.read_parquet(tmp_path / "out.parquet")
    frame = pd.concat(opened.batches(5000))
    pd.testing.assert_frame_equal(table, enrich(frame, demo, points=points, variables=NAMES))
    assert report.summary.matches == {}
    assert sum(report.summary.statuses.values()) == 2000


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_legend_says_of_every_column_what_it_is_and_whence(demo, file, columns, suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    enrich_file(file, demo, out, columns=columns, variables=NAMES)
    if suffix == ".xlsx":
        legend = pd.read_excel(out, engine="calamine", sheet_name="columns", dtype="str")
    else:
        legend = pd.read_csv(tmp_path / "out_columns.csv", sep=";", encoding="utf-8-sig", dtype="str")
    legend = legend.set_index("column")
    assert set(NAMES) <= set(legend.index)
    assert legend[["label_fr", "label_en"]].notna().all(axis=None)
    assert legend.drop("zone_status")[["source", "vintage", "licence"]].notna().all(axis=None)
    assert "longitude, latitude, result_*" in legend.index


def test_the_legend_never_takes_the_place_of_the_address_file(demo, rows, tmp_path):
    path = tmp_path / "clients_columns.csv"
    rows.head(10).to_csv(path, index=False, sep=";")
    before = path.read_bytes()
    opened = open_address_file(path)
    try:
        geocode_file(opened, demo, tmp_path / "clients.csv", columns=guess_address_columns(opened))
    except GeoprofileError as refused:
        assert "clients_columns.csv" in str(refused)  # noqa: PT017  either outcome keeps the file
    assert path.read_bytes() == before


def test_a_refused_format_leaves_nothing_behind(demo, rows, tmp_path):
    path = tmp_path / "points.csv"
    rows.head(3).assign(lon="-5.48", lat="46.94").to_csv(path, index=False)
    told = {"columns": AddressColumns(), "points": ("client_id", "lat")}
    with pytest.raises(GeoprofileError):
        enrich_file(open_address_file(path), demo, tmp_path / "out.kml", **told)
    assert [found.name for found in tmp_path.iterdir()] == ["points.csv"]


@pytest.mark.parametrize("names", [("lon", "lat"), ("longitude", "latitude")])
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_a_file_of_positions_can_be_written_as_a_map(demo, rows, suffix, names, tmp_path):
    path = tmp_path / "points.csv"
    longitude, latitude = names
    rows.head(3).assign(**{longitude: "-5.48", latitude: "46,94"}).to_csv(path, index=False)
    told = {"columns": AddressColumns(longitude=longitude, latitude=latitude), "points": names}
    enrich_file(open_address_file(path), demo, tmp_path / f"out{suffix}", variables=NAMES, **told)
    found = pyogrio.read_dataframe(tmp_path / f"out{suffix}")
    assert found.geometry.x.tolist() == [-5.48] * 3
    assert found.geometry.y.tolist() == [46.94] * 3
    assert read(tmp_path / f"out{suffix}")[longitude].tolist() == ["-5.48"] * 3


def test_columns_of_a_file_are_guessed_and_the_ones_named_come_first(file):
    assert guess_address_columns(file) == AddressColumns(("adresse",), "code_postal", "ville")
    named = guess_address_columns(file, address=("complement", "adresse"), city="nom")
    assert named == AddressColumns(("complement", "adresse"), "code_postal", "nom")


def test_the_report_says_which_columns_were_read(demo, file, columns, tmp_path):
    report = geocode_file(file, demo, tmp_path / "out.csv", columns=columns)
    assert report.columns == columns
    assert list(RESULT_COLUMNS) == read(tmp_path / "out.csv").columns.tolist()[len(file.columns) :]
