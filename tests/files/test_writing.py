"""Results: no live formulas, nothing lost, the same bytes for the same rows."""

from __future__ import annotations

import time
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import OutputError, UnknownNameError
from geoprofile.files import OUTPUT_FORMATS, OutputStyle, open_address_file, unique_names, write_output
from geoprofile.files.defusing import defuse
from geoprofile.files.spreadsheet_output import ROW_LIMIT
from geoprofile.files.writing import check_output

if TYPE_CHECKING:
    from pathlib import Path

TABLE = pa.table(
    {
        "nom": ["=1+1", 'Été; "l\'"\nau 2e', None, ""],
        "cp": ["01000", "+33 6 12 34 56 78", "-12,5", "@x"],
        "longitude": [2.35, None, float("nan"), 4.0],
        "latitude": [48.85, 48.0, 1.0, 50.5],
        "count": pa.array([1, 2, None, 4], pa.int64()),
        "flag": [True, None, False, True],
    }
)


@given(st.lists(st.text(alphabet=st.sampled_from("=+-@\t\r\n\0'0123 .,()aé＝"), max_size=12)))
def test_defusing_twice_changes_nothing_more(values: list[str]) -> None:
    once = defuse(pa.array(values, pa.string()))
    assert defuse(once).equals(once)
    assert [text.removeprefix("'") for text in once.to_pylist()] == [text.removeprefix("'") for text in values]


@given(st.lists(st.text() | st.none()))
def test_defused_text_starts_no_formula(values: list[str | None]) -> None:
    for text in defuse(pa.array(values, pa.string())).to_pylist():
        assert text is None or text[:1] not in set("=@\t\r\n\0") | {"＝", "＋"}


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_number_stays_a_number(number: float) -> None:
    texts = [repr(number), repr(number).replace(".", ",")]
    assert defuse(pa.array(texts, pa.string())).to_pylist() == texts


@pytest.mark.parametrize(
    "text", ["-12,5", "+33 6 12 34 56 78", "+32(0)2.555.12.12", "-1 234,50 €", "+3,5%", "-.5", "12 rue X"]
)
def test_numbers_and_telephones_stay_as_they_are(text: str) -> None:
    assert defuse(pa.array([text])).to_pylist() == [text]


@pytest.mark.parametrize(
    "text", ["=1", "+A1", "-2+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\0=1", "-", "+33 6\n=1", "-1\n"]
)
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert defuse(pa.array([text])).to_pylist() == ["'" + text]


@given(
    st.lists(st.sampled_from(["a", "a_2", "b", "a_3"]), unique=True),
    st.lists(st.sampled_from(["a", "b", "a_2", "c"])),
)
def test_added_names_clash_with_nothing(existing: list[str], added: list[str]) -> None:
    names = unique_names(existing, added)
    assert len({*existing, *names}) == len(existing) + len(added)
    assert all(name.startswith(wanted) for name, wanted in zip(names, added, strict=True))


def test_a_clash_is_numbered() -> None:
    assert unique_names(["nom", "longitude", "longitude_2"], ["longitude", "latitude"]) == [
        "longitude_3",
        "latitude",
    ]


@pytest.mark.parametrize("suffix", list(OUTPUT_FORMATS))
def test_the_same_rows_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    write_output([TABLE, TABLE], one)
    time.sleep(1.1)  # a clock in the file would show
    write_output([TABLE, TABLE], two)
    assert one.read_bytes() == two.read_bytes()


def test_csv_is_what_excel_in_french_opens_and_holds_no_formula(tmp_path: Path) -> None:
    write_output([TABLE], tmp_path / "o.csv")
    text = (tmp_path / "o.csv").read_bytes().decode("utf-8-sig")
    assert (tmp_path / "o.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[1] == '"\'=1+1";"01000";2.35;48.85;1;true'
    frame = next(open_address_file(tmp_path / "o.csv").batches(9))
    assert frame["nom"].to_list() == ["'=1+1", 'Été; "l\'"\nau 2e', "", ""]
    assert frame["longitude"].to_list() == ["2.35", "", "", "4"]


def test_csv_keeps_the_delimiter_that_it_is_told(tmp_path: Path) -> None:
    write_output([TABLE], tmp_path / "o.csv", style=OutputStyle(",", bom=False))
    assert (tmp_path / "o.csv").read_bytes().startswith(b'"nom","cp",')


def test_xlsx_holds_text_as_text_and_no_formula_or_link(tmp_path: Path) -> None:
    table = pa.table(
        {"cp": ["01000", "=1+1", "https://x.org", "-5"], "longitude": [1.5, None, float("inf"), float("nan")]}
    )
    write_output([table], tmp_path / "o.xlsx")
    with zipfile.ZipFile(tmp_path / "o.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "<autoFilter" in sheet
    assert 'state="frozen"' in sheet
    frame = next(open_address_file(tmp_path / "o.xlsx").batches(9))
    assert frame["cp"].to_list() == ["01000", "=1+1", "https://x.org", "-5"]
    assert frame["longitude"].to_list() == ["1.5", "", "", ""]


def test_a_text_too_long_for_a_cell_of_xlsx_is_refused_by_row_and_column(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"Row 3 .* column 'a'"):
        write_output([pa.table({"a": ["x", "y"]}), pa.table({"a": ["z" * 40_000]})], tmp_path / "o.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_too_many_rows_for_xlsx_are_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"write \.csv or \.parquet"):
        check_output(tmp_path / "o.xlsx", row_count=ROW_LIMIT + 1)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_points_lie_where_they_should_and_a_missing_position_keeps_its_row(suffix: str, tmp_path: Path) -> None:
    write_output([TABLE, TABLE], tmp_path / f"o{suffix}")
    frame = gpd.read_file(tmp_path / f"o{suffix}")
    assert frame.crs == "EPSG:4326"
    assert len(frame) == 8
    assert frame.geometry.isna().to_list() == [False, True, True, False] * 2
    assert (frame.geometry.iloc[3].x, frame.geometry.iloc[3].y) == (4.0, 50.5)
    assert frame["cp"].iloc[0] == "01000"


def test_geopackage_takes_columns_whose_names_sqlite_holds_for_one(tmp_path: Path) -> None:
    table = pa.table({"Nom": ["a"], "nom": ["b"], "fid": ["c"], "geom": ["d"], "longitude": [1.0], "latitude": [2.0]})
    write_output([table], tmp_path / "o.gpkg")
    frame = gpd.read_file(tmp_path / "o.gpkg")
    assert frame.drop(columns="geometry").iloc[0].to_dict() == {
        "Nom": "a", "nom_2": "b", "fid": "c", "geom": "d", "longitude": 1.0, "latitude": 2.0}  # fmt: skip


def test_a_map_without_position_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="'longitude'"):
        write_output([pa.table({"a": ["x"]})], tmp_path / "o.gpkg")


def test_a_failure_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    out.write_text("older")

    def parts():
        yield TABLE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_output(parts(), out)
    assert out.read_text() == "older"
    assert list(tmp_path.iterdir()) == [out]


def test_an_unknown_suffix_lists_the_choices(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"\.csv, \.geojson, \.gpkg, \.parquet, \.xlsx"):
        write_output([TABLE], tmp_path / "o.ods")


def test_parquet_keeps_types_and_missing_values(tmp_path: Path) -> None:
    write_output([TABLE, TABLE], tmp_path / "o.parquet")
    frame = pd.read_parquet(tmp_path / "o.parquet", dtype_backend="pyarrow")
    assert frame["count"].to_list()[:2] == [1, 2]
    assert frame["nom"].isna().to_list() == [False, False, True, False] * 2
