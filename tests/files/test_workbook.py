"""A workbook says what its tables say: text stays text, numbers stay numbers, and nothing is run."""

from __future__ import annotations

import re
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from geoprofile.columns import Column
from geoprofile.errors import OutputError, TableError, UnknownNameError
from geoprofile.files.workbook import Sheet, write_workbook

COLUMNS = (
    Column("code", "Code", "code"),
    Column("name", "Nom"),
    Column("customers", "Clients", "count"),
    Column("share", "Part", "share"),
    Column("index", "Indice", "index", low="low", high="high"),
)


@pytest.fixture
def profile() -> pd.DataFrame:
    """Give two types, one of them not published, with names that a spreadsheet would run."""
    return pd.DataFrame(
        {
            "code": ["01001", "A01"],
            "name": ["=1+1", "@cmd"],
            "customers": [1200.0, np.nan],
            "share": [0.125, np.nan],
            "index": [182.0, np.nan],
            "low": [140.0, np.nan],
            "high": [230.0, np.nan],
        }
    )


def write(path, *sheets: Sheet, **options):
    return write_workbook(path / "w.xlsx", sheets, **({"title": "Profil"} | options))


def cells_of(path, tab: str) -> list[list]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(tab).to_python()


def parts_of(path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))


def test_text_stays_text_numbers_stay_numbers_and_missing_stays_empty(profile, tmp_path):
    path = write(tmp_path, Sheet("Types", profile, COLUMNS))
    assert cells_of(path, "Types") == [
        ["Code", "Nom", "Clients", "Part", "Indice", "Indice (bas)", "Indice (haut)"],
        ["01001", "=1+1", 1200.0, 0.125, 182.0, 140.0, 230.0],
        ["A01", "@cmd", "", "", "", "", ""],
    ]


@settings(max_examples=30)
@given(
    st.lists(
        st.text(max_size=12) | st.sampled_from(["=1", "+1", "-1", "@x", "http://x.org", "0075", "\x00\x07"]), max_size=5
    )
)
def test_no_text_whatever_becomes_a_formula_or_a_link(tmp_path_factory, texts):
    path = write(tmp_path_factory.mktemp("w"), Sheet("T", pd.DataFrame({"t": pd.Series(texts, dtype=object)})))
    parts = parts_of(path)
    assert "<f>" not in parts
    assert "<hyperlink" not in parts
    numbers = re.findall(r'<c r="A\d+"[^>]*>', parts)
    assert all('t="s"' in cell for cell in numbers)


def test_the_same_tables_are_the_same_bytes(profile, tmp_path):
    sheet = Sheet("Types", profile, COLUMNS)
    assert write(tmp_path, sheet).read_bytes() == write(tmp_path, sheet).read_bytes()


def test_the_first_sheet_says_what_the_workbook_is(profile, tmp_path):
    sheet = Sheet("Types", profile, COLUMNS, "indices par type")
    path = write(tmp_path, sheet, notes=["=Cellules sous 11 non publiées."], sources=["INSEE 2018"])
    lines = [row[0] for row in cells_of(path, "Lisez-moi")]
    assert [line for line in lines if line] == [
        "Profil",
        "=Cellules sous 11 non publiées.",
        "Feuilles",
        "Types (2 lignes) : indices par type",
        "Sources et licences",
        "INSEE 2018",
    ]


def test_english_is_spoken_throughout(profile, tmp_path):
    path = write(tmp_path, Sheet("Types", profile, COLUMNS, "indices"), language="en", sources=["ONS"])
    assert CalamineWorkbook.from_path(path).sheet_names == ["Read me", "Types"]
    lines = [row[0] for row in cells_of(path, "Read me")]
    assert lines[2:] == ["Sheets", "Types (2 rows): indices", "", "Sources and licences", "ONS"]
    assert cells_of(path, "Types")[0][-2:] == ["Indice (low)", "Indice (high)"]


def test_headers_are_frozen_and_filtered_and_shares_are_percentages(profile, tmp_path):
    parts = parts_of(write(tmp_path, Sheet("Types", profile, COLUMNS)))
    assert '<autoFilter ref="A1:G3"/>' in parts
    assert 'state="frozen"' in parts
    assert "0.0%" in parts


def test_an_index_column_is_coloured_and_its_interval_is_not(profile, tmp_path):
    parts = parts_of(write(tmp_path, Sheet("Types", profile, COLUMNS)))
    assert re.findall(r'<conditionalFormatting sqref="([^"]*)"', parts) == ["E2:E3"]


@pytest.mark.parametrize(
    ("wanted", "tabs"),
    [
        (["Types: a/b", "types a b", ""], ["Types a b", "types a b 2", "Sheet"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["History", "Lisez-moi", "'a'"], ["History 2", "Lisez-moi 2", "a"]),
    ],
)
def test_any_name_of_a_sheet_is_made_one_that_excel_takes(profile, tmp_path, wanted, tabs):
    path = write(tmp_path, *(Sheet(name, profile) for name in wanted))
    assert CalamineWorkbook.from_path(path).sheet_names[1:] == tabs


def test_an_empty_table_keeps_its_header(profile, tmp_path):
    assert cells_of(write(tmp_path, Sheet("Types", profile.head(0), COLUMNS)), "Types")[0][:2] == ["Code", "Nom"]


def test_numbers_that_no_cell_can_hold_stay_empty(tmp_path):
    frame = pd.DataFrame({"n": [np.inf, -np.inf, 1.0], "m": pd.array([1, None, 3], dtype="Int64")})
    assert cells_of(write(tmp_path, Sheet("T", frame)), "T")[1:] == [["", 1.0], ["", ""], [1.0, 3.0]]


def test_a_text_longer_than_a_cell_is_named_by_row_and_column(tmp_path):
    frame = pd.DataFrame({"t": ["a", "b" * 40_000]})
    with pytest.raises(OutputError, match=r"Row 2 of the sheet 'T' .* column 't'"):
        write(tmp_path, Sheet("T", frame))
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path):
    with pytest.raises(OutputError, match="1,048,576 rows"):
        write(tmp_path, Sheet("T", pd.DataFrame({"n": np.zeros(1_048_576)})))


def test_a_lacking_column_is_named_with_its_sheet(profile):
    with pytest.raises(TableError, match="'Types' lacks column 'no'"):
        Sheet("Types", profile, (Column("no", "N"),))


def test_no_sheet_and_no_such_language_are_refused(profile, tmp_path):
    with pytest.raises(TableError, match="at least one sheet"):
        write(tmp_path)
    with pytest.raises(UnknownNameError, match="Choose from: en, fr"):
        write(tmp_path, Sheet("T", profile), language="nl")


def test_a_folder_that_is_not_there_is_named(profile, tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        write(tmp_path / "nowhere", Sheet("T", profile))
