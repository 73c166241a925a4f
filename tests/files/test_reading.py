"""Address files are read whole, in batches, and what was guessed or mended is said."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geoprofile.errors import AddressFileError
from geoprofile.files import open_address_file

if TYPE_CHECKING:
    from pathlib import Path

STREETS = """rue de la Liberté|allée des Chênes|place de l'Église|rue François Ier|chemin du Pré aux Bœufs
rue du Général Leclerc|impasse Saint-Honoré|quai de l'Hôtel-de-Ville|rue de la Forêt|rue Zoé""".replace(
    "\n", "|"
).split("|")


def opened(tmp_path: Path, content: bytes, name: str = "a.csv", **options):
    (tmp_path / name).write_bytes(content)
    return open_address_file(tmp_path / name, **options)


def rows_of(file, rows: int = 1000) -> list[tuple[str, ...]]:
    return [tuple(row) for frame in file.batches(rows) for row in frame.itertuples(index=False)]


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "cp850", "utf-8", "utf-16"])
@pytest.mark.parametrize("shape", [str, str.upper])
def test_the_encoding_of_twenty_french_rows_is_found(codec: str, shape, tmp_path: Path) -> None:
    cells = [shape(f"{number} {STREETS[number % 10]}") for number in range(20)]
    text = "adresse;ville\n" + "".join(f"{cell};Paris\n" for cell in cells)
    file = opened(tmp_path, text.encode(codec, "replace"))
    assert [row[0] for row in rows_of(file)] == [cell.encode(codec, "replace").decode(codec) for cell in cells]


def test_utf8_with_a_few_stray_bytes_is_still_utf8(tmp_path: Path) -> None:
    content = b"nom;ville\n" + "Zoé;Orléans\n".encode() * 20 + b"Ren\xe9;Paris\n"
    file = opened(tmp_path, content)
    assert file.encoding == "utf-8"
    assert rows_of(file)[-1] == ("René", "Paris")
    assert any("cp1252" in note for note in file.notes)


def test_the_users_encoding_and_delimiter_decide(tmp_path: Path) -> None:
    file = opened(tmp_path, "nom,x|ville\nZoé,y|Paris\n".encode("mac_roman"), encoding="mac_roman", delimiter="|")
    assert rows_of(file) == [("Zoé,y", "Paris")]
    with pytest.raises(AddressFileError, match="no text encoding named 'klingon'"):
        opened(tmp_path, b"a;b\n", encoding="klingon")
    with pytest.raises(AddressFileError, match="one character"):
        opened(tmp_path, b"a;b\n", delimiter=";;")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x1f", exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8),
    delimiter=st.sampled_from(";,\t|"),
    batch=st.integers(1, 4),
    start=st.integers(0, 9),
)
def test_what_pythons_csv_writes_is_read_back_in_any_batches(tmp_path: Path, cells, delimiter, batch, start) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("a", "b", "c"), *cells])
    file = opened(tmp_path, text.getvalue().encode(), delimiter=delimiter, encoding="utf-8")
    assert file.row_count == len(cells)
    frames = list(file.batches(batch, start=start))
    assert [tuple(row) for frame in frames for row in frame.itertuples(index=False)] == cells[start:]
    assert all(len(frame) == batch for frame in frames[:-1])


def test_every_cell_is_text_and_none_is_missing(tmp_path: Path) -> None:
    frame = next(opened(tmp_path, b"a;b;c\n1;;NA\n;2\n").batches(10))
    assert [str(dtype) for dtype in frame.dtypes] == ["str"] * 3
    assert frame.to_numpy().tolist() == [["1", "", "NA"], ["", "2", ""]]
    assert frame.index.to_list() == [0, 1]


def test_a_quote_that_never_closes_costs_no_row_and_is_said(tmp_path: Path) -> None:
    content = b'nom;adresse\nA;"1 rue X\n' + b'B;"2, rue ""Y"""\n' * 250
    file = opened(tmp_path, content)
    assert file.row_count == 251
    assert rows_of(file)[:2] == [("A", '"1 rue X'), ("B", '2, rue "Y"')]
    assert any("row 1" in note for note in file.notes)


def test_an_address_over_two_lines_stays_one_cell(tmp_path: Path) -> None:
    file = opened(tmp_path, b'nom,adresse,cp\nA,"1, rue X\nBat 2, Paris",75001\nB,2 rue Y,75002\n')
    assert rows_of(file)[0] == ("A", "1, rue X\nBat 2, Paris", "75001")


def test_quotes_within_a_cell_that_is_not_quoted_are_plain(tmp_path: Path) -> None:
    assert rows_of(opened(tmp_path, b'nom;cp\nLe "Bar";1\n')) == [('Le "Bar"', "1")]


def test_renamed_and_added_columns_are_said(tmp_path: Path) -> None:
    file = opened(tmp_path, b"nom;nom;;nom_2\n1;2;3;4;5;6\n1;2\n")
    assert file.columns == ("nom", "nom_3", "column_3", "nom_2", "extra_1", "extra_2")
    assert any("number 2 is read as 'nom_3'" in note for note in file.notes)
    assert any("extra_1, extra_2" in note for note in file.notes)
    assert any("fewer cells" in note for note in file.notes)


def test_a_clean_file_has_no_notes(tmp_path: Path) -> None:
    assert opened(tmp_path, "nom;cp\nZoé;75001\n".encode()).notes == ()


def test_a_wrong_suffix_is_said(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.csv")
    file = open_address_file(tmp_path / "a.csv")
    assert file.format == "parquet"
    assert file.notes == ("The name ends in '.csv' but the content is Parquet: it is read as such.",)


def test_cells_of_a_workbook_become_the_text_that_is_seen(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Un")
        sheet.write_row(3, 1, ["cp", "n", "part", "oui", "jour", "faux"])
        sheet.write_string(4, 1, "01000")
        sheet.write_number(4, 2, 33612345678)
        sheet.write_number(4, 3, 0.25)
        sheet.write_boolean(4, 4, True)
        sheet.write_datetime(4, 5, dt.datetime(2024, 2, 29), day)  # noqa: DTZ001  XLSX knows no time zones
        sheet.write_formula(4, 6, "=1/0", value="#DIV/0!")
        book.add_worksheet("Deux").write_row(0, 0, ["a"])
    file = open_address_file(tmp_path / "a.xlsx")
    assert (file.columns, file.sheet) == (("cp", "n", "part", "oui", "jour", "faux"), "Un")
    assert rows_of(file) == [("01000", "33612345678", "0.25", "true", "2024-02-29", "")]
    assert open_address_file(tmp_path / "a.xlsx", sheet="Deux").row_count == 0
    with pytest.raises(AddressFileError, match="choose from: Un, Deux"):
        open_address_file(tmp_path / "a.xlsx", sheet="Trois")


def test_columns_of_parquet_become_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "whole": [75001.0, None, float("nan")],
            "part": [0.5, 1e300, -2.0],
            "int": [1, 2, None],
            "list": [[1, 2], None, []],
            "bytes": [b"\xff", b"abc", None],
            "day": [dt.date(2024, 2, 29), None, None],
            "kind": pa.array(["x", "y", "x"]).dictionary_encode(),
            "none": pa.nulls(3),
            "yes": [True, False, None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    file = open_address_file(tmp_path / "a.parquet")
    frames = list(file.batches(2))
    assert [len(frame) for frame in frames] == [2, 1]
    frame = pd.concat(frames, ignore_index=True)
    assert frame.to_dict("list") == {
        "whole": ["75001", "", ""],
        "part": ["0.5", "1e+300", "-2"],
        "int": ["1", "2", ""],
        "list": ["[1, 2]", "", "[]"],
        "bytes": ["ff", "abc", ""],
        "day": ["2024-02-29", "", ""],
        "kind": ["x", "y", "x"],
        "none": ["", "", ""],
        "yes": ["true", "false", ""],
    }


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "row_count", "delimiter"),
    [
        ("fr/to_geocode/lieux_de_tournage_paris.csv", 4508, ";"),
        ("fr/to_geocode/adresses-des-bibliotheques-publiques.csv", 7987, ";"),
        ("fr/to_geocode/sites-prelevements-grand-public.csv", 1713, ","),
        ("fr/bano/bano-90.csv.gz", 35_846, ","),
        ("stores/bpe2019_94.csv", 47_171, ";"),
    ],
)
def test_real_files_are_read_whole(real_data: Path, name: str, row_count: int, delimiter: str) -> None:
    file = open_address_file(real_data / name)
    assert (file.row_count, file.delimiter, file.encoding) == (row_count, delimiter, "utf-8")
    assert sum(len(frame) for frame in file.batches(10_000)) == row_count
