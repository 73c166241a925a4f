"""A first line that names no columns is refused, and what stands in it is not repeated."""

import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.files import check_header, open_address_file


@pytest.mark.parametrize(
    "line",
    [
        "Jean Dupont;12 rue de la Paix;75002;Paris",
        "Dupont;Kerkstraat 12;1502;Lembeek",
        "Dupont;0612345678;Paris",
        "Dupont;dupont@example.org;Paris",
    ],
)
def test_a_row_of_data_is_no_header(line, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text(f"{line}\nMartin;1 rue X;75001;Paris\n", encoding="utf-8")
    with pytest.raises(AddressFileError, match="looks like a row of data") as refused:
        check_header(open_address_file(path))
    assert "Dupont" not in str(refused.value)


def test_a_title_above_the_header_is_refused(tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("Fichier clients 2026\nnom;adresse;cp\nA;1 rue X;75001\n", encoding="utf-8")
    with pytest.raises(AddressFileError, match="has one cell and the rows below have 3"):
        check_header(open_address_file(path))


@pytest.mark.parametrize(
    "header", ["nom;adresse;cp", "Adresse 1;Adresse 2;75001", "rue;no;2019;2020", "telephone;e-mail;voie", "adresse"]
)
def test_names_of_columns_are_a_header(header, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text(f"{header}\n" + ";".join("x" for _ in header.split(";")) + "\n", encoding="utf-8")
    check_header(open_address_file(path))


def save_sheet(rows: list[list[str]], path) -> None:
    padded = [row + [None] * (4 - len(row)) for row in rows]
    pd.DataFrame(padded).to_excel(path, header=False, index=False, engine="xlsxwriter")


BODY = [["Dupont", "1 rue X", "75001"], ["Martin", "2 rue X", "75002"]]


@pytest.mark.parametrize(
    ("above", "count"), [([["Export 2024"]], 1), ([["Export"], [], ["Du", "1/1/2024"], []], 2), ([[], []], 0)]
)
def test_a_title_above_the_table_of_a_workbook_is_left_out_and_told(above, count, tmp_path):
    path = tmp_path / "clients.xlsx"
    rows = [*above, ["nom", "adresse", "cp"], *BODY]
    save_sheet(rows, path)
    file = open_address_file(path)
    assert (file.columns, file.row_count) == (("nom", "adresse", "cp"), 2)
    assert next(file.batches(9))["cp"].tolist() == ["75001", "75002"]
    assert [note for note in file.notes if "title" in note] == (
        [f"Rows above the names of the columns (a title): {count}; they are left out."] if count else []
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["nom", "adresse", "cp"], *BODY],
        [["nom", "cp"], ["A", "75001"], ["B", "75002", "de trop", "note"], ["C", "75003"], ["D", "75004"]],
        [["nom"], *BODY],
        [["nom", "rue"], ["A", "1 rue X", "Paris"], ["B", "2 rue X", "Lyon"], ["C", "3 rue X", "Lille"]],
        [["nom", "cp"], ["A", "75001"]],
    ],
)
def test_a_first_row_that_is_the_header_stays_it(rows, tmp_path):
    path = tmp_path / "clients.xlsx"
    save_sheet(rows, path)
    assert open_address_file(path).columns[: len(rows[0])] == tuple(rows[0])
