"""The columns of an address are found by their names, and by their values where names are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressColumns, choose_columns, guess_columns, open_address_file

if TYPE_CHECKING:
    from pathlib import Path


def guess(*columns: str, **values: list[str]) -> AddressColumns:
    rows = max((len(cells) for cells in values.values()), default=1)
    frame = pd.DataFrame({name: values.get(name, ["x"] * rows) for name in columns}, dtype="str")
    return guess_columns(columns, frame)


@pytest.mark.parametrize(
    ("columns", "address", "postcode", "city", "citycode"),
    [
        (("nom", "adresse", "code_postal", "ville"), ("adresse",), "code_postal", "ville", None),
        (("Nom", "ADRESSE COMPLÈTE"), ("ADRESSE COMPLÈTE",), None, None, None),
        (("adresse_mail", "adresse_web", "adresse"), ("adresse",), None, None, None),
        (("Adresse e-mail", "CP", "Commune"), (), "CP", "Commune", None),
        (("type_adresse", "voie", "CP", "INSEE"), ("voie",), "CP", None, "INSEE"),
        (
            ("numero", "rep", "nom_voie", "code_insee"),
            ("numero", "rep", "nom_voie"),
            None,
            None,
            "code_insee",
        ),
        (
            ("ville", "libellé voie", "n° voie", "CodPos"),
            ("n° voie", "libellé voie"),
            "CodPos",
            "ville",
            None,
        ),
        (("type_voie", "nom_voie", "num_voie"), ("num_voie", "type_voie", "nom_voie"), None, None, None),
        (("Adresse_2", "Adresse_1", "CodePostal"), ("Adresse_1", "Adresse_2"), "CodePostal", None, None),
        (("adresse", "complement", "cp"), ("adresse",), "cp", None, None),
        (
            ("straatnaam", "huisnummer", "postcode", "gemeente"),
            ("huisnummer", "straatnaam"),
            "postcode",
            "gemeente",
            None,
        ),
        (("Strasse", "Hausnummer", "PLZ", "Ort"), ("Hausnummer", "Strasse"), "PLZ", "Ort", None),
        (("Address Line 1", "ZIP Code", "City"), ("Address Line 1",), "ZIP Code", "City", None),
        (
            ("adresse_livraison", "code_postal_livraison", "ville_livraison"),
            ("adresse_livraison",),
            "code_postal_livraison",
            "ville_livraison",
            None,
        ),
        (("code_commune", "nom_commune", "libelle"), (), None, "nom_commune", "code_commune"),
        (("numero_client", "numero_tel", "rue"), ("rue",), None, None, None),
        (
            ("adresse_numero", "adresse_voie", "adresse_ville"),
            ("adresse_numero", "adresse_voie"),
            None,
            "adresse_ville",
            None,
        ),
        (("id", "montant", "date"), (), None, None, None),
    ],
)
def test_names_tell(columns, address, postcode, city, citycode) -> None:
    found = guess(*columns)
    assert (found.address, found.postcode, found.city, found.citycode) == (address, postcode, city, citycode)


def test_an_address_column_of_mails_or_links_is_none() -> None:
    assert guess("adresse", adresse=["a@b.fr", "c@d.org", ""]).address == ()
    assert guess("adresse", adresse=["https://x.org", "www.y.fr"]).address == ()


def test_a_number_column_goes_before_addresses_that_bear_no_number() -> None:
    assert guess("adresse", "numero", adresse=["rue X"] * 3, numero=["1"] * 3).address == (
        "numero",
        "adresse",
    )
    assert guess("adresse", "numero", adresse=["1 rue X"] * 3, numero=["1"] * 3).address == ("adresse",)


def test_values_tell_where_names_do_not() -> None:
    found = guess("a", "b", a=["1 rue X", "2 bd Y", "3 Kerkstraat"], b=["75001", "69003", "01000"])
    assert (found.address, found.postcode) == (("a",), "b")


def test_incomes_and_identifiers_are_no_postcodes() -> None:
    numbers = [str(10_000 + 37 * n) for n in range(200)]
    assert guess("a", "id", a=numbers, id=["75001"] * 200).postcode is None


def test_positions_are_found_only_if_they_are_degrees() -> None:
    assert guess("x", "y", x=["2.35", "2,4"], y=["48.8", "48,9"]).longitude == "x"
    assert guess("x", "y", x=["653964.07"], y=["6860684.5"]).longitude is None


def test_the_language_whose_column_is_filled_wins() -> None:
    assert guess("street_fr", "street_nl", street_fr=["", ""], street_nl=["Kerkstraat", "Dreef"]).address == (
        "street_nl",
    )


def test_a_sample_without_rows_is_guessed_by_names() -> None:
    assert guess_columns(["adresse", "x"], pd.DataFrame({"adresse": [], "x": []}, dtype="str")).address == ("adresse",)


COLUMNS = ("Nom", "Adresse client", "CP")


def choose(guessed: AddressColumns, **told: object) -> AddressColumns:
    return choose_columns("clients.csv", COLUMNS, guessed, **told)


def test_the_users_choice_stands_over_the_guess() -> None:
    chosen = choose(AddressColumns(address=("Nom",), postcode="CP"), address=["Adresse client"])
    assert chosen == AddressColumns(address=("Adresse client",), postcode="CP")


def test_a_column_chosen_for_one_part_leaves_the_others() -> None:
    chosen = choose(AddressColumns(address=("Nom",), postcode="CP"), city="CP", postcode=None)
    assert (chosen.city, chosen.postcode) == ("CP", None)


def test_a_missing_column_is_named_with_the_nearest_and_all_there_are() -> None:
    with pytest.raises(
        AddressFileError, match=r"no column 'adresse_clients'\. Did you mean 'Adresse client'"
    ) as refusal:
        choose(AddressColumns(), address=["adresse_clients"])
    assert "Nom, Adresse client, CP" in str(refusal.value)


def test_a_file_without_any_address_says_what_to_give() -> None:
    with pytest.raises(AddressFileError, match="--address"):
        choose(AddressColumns())


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "fr/to_geocode/adresses-des-bibliotheques-publiques.csv",
            AddressColumns(("voie",), "CP", "Ville", "INSEE"),
        ),
        ("fr/to_geocode/hard_addresses.csv", AddressColumns(("adresse",), "code_postal", "ville")),
        (
            "fr/to_geocode/lieux_de_tournage_paris.csv",
            AddressColumns(("adresse_lieu",), "ardt_lieu", longitude="coord_x", latitude="coord_y"),
        ),
        (
            "fr/to_geocode/sites-prelevements-grand-public.csv",
            AddressColumns(("adresse",), longitude="longitude", latitude="latitude"),
        ),
        (
            "be/best_addresses_lembeek_1502.csv",
            AddressColumns(("house_number", "street_nl"), "postcode", "muni_nl", "nis", "lon", "lat"),
        ),
        ("be/sector_income.csv", AddressColumns()),
        ("stores/dfRestaurantParis.csv", AddressColumns()),
        ("stores/bpe2019_94.csv", AddressColumns(citycode="DEPCOM")),
    ],
)
def test_the_real_files_are_guessed_right(real_data: Path, name: str, expected: AddressColumns) -> None:
    file = open_address_file(real_data / name)
    assert guess_columns(file.columns, next(file.batches(1000))) == expected
