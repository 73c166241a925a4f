"""Whatever file comes in: as many rows out as in, or one clear sentence and no output."""

from __future__ import annotations

import gzip
import time
import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from geoprofile.errors import AddressFileError
from geoprofile.files import open_address_file, run_batches

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    ("Café de l'Église", "12 rue de la Liberté, bât. A", "01000"),
    ("Hôtel", "3 allée des Chênes", "75001"),
]


def text(*, delimiter: str = ";", end: str = "\n", header: str = "nom;adresse;cp") -> str:
    lines = [header.replace(";", delimiter)] + [delimiter.join(row) for row in ROWS]
    return end.join(lines) + end


def workbook(path: Path, rows: list[tuple]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Clients")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def bomb(path: Path) -> None:
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 300_000_000 + b"</t></is></c></row>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", rows)


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("clients.csv", "nom")


def far_cell(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "nom")
        sheet.write(1_048_575, 16_383, "loin")


# name: (file name, what makes it, rows, columns)
READ = {
    "utf-8": ("a.csv", text().encode(), 2, 3),
    "utf-8 with mark": ("a.csv", b"\xef\xbb\xbf" + text().encode(), 2, 3),
    "cp1252": ("a.csv", text().encode("cp1252"), 2, 3),
    "mac_roman": ("a.csv", text().encode("mac_roman"), 2, 3),
    "cp850": ("a.csv", text().encode("cp850"), 2, 3),
    "utf-16 with mark": ("a.csv", text().encode("utf-16"), 2, 3),
    "utf-16 without mark": ("a.csv", text().encode("utf-16-le"), 2, 3),
    "utf-8 with a stray byte": ("a.csv", text().encode() + "bébé\xa0éà".encode() + b"\xe9;x;y\n", 3, 3),
    "tabs": ("a.tsv", text(delimiter="\t").encode(), 2, 3),
    "bars": ("a.txt", text(delimiter="|").encode(), 2, 3),
    "commas in unquoted cells": ("a.csv", b"nom;adresse\nA;1, rue X, Paris\nB;2, rue Y, Lyon\n", 2, 2),
    "Excel's own separator line": ("a.csv", b"sep=,\nnom,cp\nA,01000\n", 1, 2),
    "CR line ends": ("a.csv", text(end="\r").encode(), 2, 3),
    "CRLF line ends": ("a.csv", text(end="\r\n").encode(), 2, 3),
    "mixed line ends": ("a.csv", b"nom;cp\r\nA;1\nB;2\rC;3", 3, 2),
    "header only": ("a.csv", b"nom;adresse;cp\n", 0, 3),
    "one column": ("a.csv", b"adresse\n1 rue X, Paris\n2 rue Y\n", 2, 1),
    "one column with an empty quoted cell": ("a.csv", b'adresse\n"1 rue X"\n""\n"2 rue Y"\n', 3, 1),
    "300 columns": (
        "a.csv",
        (";".join(f"c{n}" for n in range(300)) + "\n" + ";" * 299 + "\n").encode(),
        1,
        300,
    ),
    "duplicate and empty headers": ("a.csv", b"nom;nom;;nom_2\n1;2;3;4\n", 1, 4),
    "NUL characters": ("a.csv", b"nom;cp\nA\0B;01\0000\n\0;\0\n", 2, 2),
    "huge cell": ("a.csv", b"nom;cp\n" + b"x" * 2_000_000 + b";01000\n", 1, 2),
    "formulas": ("a.csv", b"nom;cp\n\"=cmd|' /C calc'!A0\";@SUM(1)\n-12,5;+33 6 12 34 56 78\n", 2, 2),
    "ragged rows": ("a.csv", b"a;b;c\n1;2\n1;2;3;4;5\n;;;\n", 3, 5),
    "blank lines": ("a.csv", b"\na;b\n\n1;2\n\n\n;\n\n", 2, 2),
    "line breaks within quotes": ("a.csv", b'nom;adresse\nA;"1 rue X\n75001 Paris"\nB;2 rue Y\n', 2, 2),
    "quote never closed": ("a.csv", b'nom;adresse\nA;"1 rue X\n' + b"B;2 rue Y\n" * 300, 301, 2),
    "quote never closed at the end": ("a.csv", b'nom;adresse;cp\nA;1 rue X;1\n"B;2 rue Y;2', 2, 3),
    "quote that the next row's closes": ("a.csv", b'n;a;c\n"A;1 rue X;1\nB;2 rue Y;2\n"C";3 rue Z;3\n', 3, 3),
    "gzip": ("a.csv.gz", gzip.compress(text().encode()), 2, 3),
    "gzip named .csv": ("a.csv", gzip.compress(text().encode()), 2, 3),
    "XLSX": ("a.xlsx", lambda path: workbook(path, [("nom", "cp"), ("A", "01000"), ("B", 75001)]), 2, 2),
    "XLSX named .csv": ("a.csv", lambda path: workbook(path, [("nom", "cp"), ("A", "01000")]), 1, 2),
    "XLSX with an empty row": (
        "a.xlsx",
        lambda path: workbook(path, [("n", "c"), ("A", 1), ("", ""), ("B", 2)]),
        3,
        2,
    ),
    "CSV named .xlsx": ("a.xlsx", text().encode(), 2, 3),
    "Parquet": (
        "a.parquet",
        lambda path: pq.write_table(pa.table({"n": ["A", None], "l": [[1], []]}), path),
        2,
        2,
    ),
}

REFUSED = {
    "empty": ("a.csv", b"", "empty"),
    "blank lines only": ("a.csv", b"\n\n\r\n", "empty"),
    "mark only": ("a.csv", b"\xef\xbb\xbf", "empty"),
    "empty gzip": ("a.csv.gz", gzip.compress(b""), "empty"),
    "PDF": ("a.csv", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "image": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(500), "image"),
    "random bytes": ("a.csv", bytes(range(256)) * 20, "not a text file"),
    "zip": ("a.zip", archive, "unpack it"),
    "damaged zip": ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "damaged"),
    "damaged gzip": ("a.csv.gz", gzip.compress(text().encode() * 1000)[:60], "damaged gzip"),
    "damaged Parquet": ("a.parquet", b"PAR1 and then nothing", "damaged Parquet"),
    "old Excel": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as XLSX"),
    "web page named .xls": ("a.xls", b"<html><table><tr><td>nom</td></tr></table></html>", "web page"),
    "cell of eleven million characters": (
        "a.csv",
        b"nom;cp\n1;2\n" + b"x" * 11_000_000 + b";3\n",
        r"a\.csv: a cell in row 2",
    ),
    "XLSX bomb": ("a.xlsx", bomb, "genuine"),
    "XLSX with a cell at its far corner": ("a.xlsx", far_cell, "million cells"),
}


def lay(path: Path, content: object) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)


def add_one(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(added=1.5)


@pytest.mark.parametrize("case", READ)
def test_as_many_rows_come_out_as_went_in(case: str, tmp_path: Path) -> None:
    name, content, row_count, width = READ[case]
    lay(tmp_path / name, content)
    file = open_address_file(tmp_path / name)
    assert (file.row_count, len(file.columns)) == (row_count, width)
    report = run_batches(file, tmp_path / "out.parquet", add_one, batch_rows=1)
    result = pd.read_parquet(tmp_path / "out.parquet")
    assert report.rows == len(result) == row_count
    assert list(result.columns) == [*file.columns, "added"]
    again = open_address_file(tmp_path / "out.parquet")
    run_batches(again, tmp_path / "again.csv", lambda frame: frame, batch_rows=7)
    assert open_address_file(tmp_path / "again.csv").row_count == row_count
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({name, "out.parquet", "again.csv"})


ENCODED = [
    case
    for case in READ
    if case.startswith(("utf-", "cp", "mac", "tabs", "bars", "CR", "gzip")) and "stray" not in case
]


@pytest.mark.parametrize("case", ENCODED)
def test_the_accents_and_leading_zeros_of_every_encoding_survive(case: str, tmp_path: Path) -> None:
    name, content, _, _ = READ[case]
    lay(tmp_path / name, content)
    frame = next(open_address_file(tmp_path / name).batches(10))
    assert [tuple(row) for row in frame.itertuples(index=False)] == ROWS


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(case: str, tmp_path: Path) -> None:
    name, content, word = REFUSED[case]
    lay(tmp_path / name, content)
    started = time.perf_counter()
    with pytest.raises(AddressFileError, match=word) as refusal:
        open_address_file(tmp_path / name)
    assert time.perf_counter() - started < 2
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert str(tmp_path) not in str(refusal.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AddressFileError, match="no file"):
        open_address_file(tmp_path / "absent.csv")
    with pytest.raises(AddressFileError, match="folder"):
        open_address_file(tmp_path)
