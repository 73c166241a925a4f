"""A first line that names no columns is refused, and what stands in it is not repeated."""

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
