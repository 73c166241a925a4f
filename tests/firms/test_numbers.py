"""Numbers of firms: a table of valid and invalid ones with the reason for each, and the law of the check digit."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import UnknownNameError
from geoprofile.firms.numbers import NUMBER_KINDS, NUMBER_STATUSES, read_firm_number, read_firm_numbers

# What is written, kind, plain form, status: why.
TABLE = [
    ("73282932000074", "siret", "73282932000074", "valid", "INSEE's own example"),
    ("732 829 320 00074", "siret", "73282932000074", "valid", "spaces"),
    ("732.829.320.00074", "siret", "73282932000074", "valid", "dots"),
    ("732\u00a0829\u00a0320\u00a000074", "siret", "73282932000074", "valid", "no-break spaces"),
    ("N° SIRET : 732 829 320 00074", "siret", "73282932000074", "valid", "a label before it"),
    ("73282932000074.0", "siret", "73282932000074", "valid", "a float of a spreadsheet"),
    ("73282932000074,00", "siret", "73282932000074", "valid", "a float with a decimal comma"),
    ("7.3282932000074E+13", "siret", "73282932000074", "valid", "scientific, all digits there"),
    ("7,3282932000074E13", "siret", "73282932000074", "valid", "the same, French"),
    ("7.32829E+13", "", "", "digits_lost", "scientific, digits rounded away"),
    ("73282932000075", "siret", "", "wrong_check", "last digit wrong"),
    ("73282392000074", "siret", "", "wrong_check", "two digits swapped"),
    ("7328293200007", "siret", "", "wrong_length", "a digit lost at the end: zeros in front do not mend it"),
    ("732829320000745", "", "", "wrong_length", "a digit too many"),
    ("73282932000000", "siret", "", "unassigned", "establishment 00000"),
    ("00000000000000", "siret", "", "unassigned", "nothing but zeros"),
    ("552013500018", "siret", "", "wrong_length", "twelve digits that no zeros make a SIRET"),
    ("552013500012", "siret", "00552013500012", "zeros_restored", "two zeros lost: 005520135 00012"),
    ("35600000000048", "siret", "35600000000048", "valid", "La Poste, head office: Luhn"),
    ("35600000049837", "siret", "35600000049837", "valid", "La Poste: sum of digits a multiple of 5"),
    ("35600000049838", "siret", "", "wrong_check", "La Poste: sum of digits no multiple of 5"),
    ("732829320", "siren", "732829320", "valid", "SIREN"),
    ("RCS Paris B 732 829 320", "siren", "732829320", "valid", "as on letter paper"),
    ("RCS Paris 732 829 320", "siren", "732829320", "valid", "the registry before it"),
    ("732829320 RCS Paris", "siren", "732829320", "valid", "the registry behind it"),
    ("0403.019.261 RPR Bruxelles", "be_enterprise", "0403019261", "valid", "the Belgian registry behind it"),
    ("RPM Bruxelles 0403.019.261", "be_enterprise", "0403019261", "valid", "and before it"),
    ("SIRET : 732 829 320 00074", "siret", "73282932000074", "valid", "a label and a colon"),
    ("FR732829320", "siren", "732829320", "valid", "a SIREN with its country"),
    ("732829321", "siren", "", "wrong_check", "SIREN, last digit wrong"),
    ("000000000", "siren", "", "unassigned", "its Luhn sum holds, yet it is none"),
    ("5520135", "siren", "005520135", "zeros_restored", "two zeros lost"),
    ("325175", "siren", "000325175", "zeros_restored", "three zeros lost, the most there are"),
    ("FR40303265045", "tva_fr", "FR40303265045", "valid", "numeric key"),
    ("fr 40 303 265 045", "tva_fr", "FR40303265045", "valid", "small letters, spaces"),
    ("40303265045", "tva_fr", "FR40303265045", "valid", "without its country"),
    ("TVA intracom : FR40 303265045", "tva_fr", "FR40303265045", "valid", "a label before it"),
    ("FRK7399859412", "tva_fr", "FRK7399859412", "valid", "key of the new style"),
    ("FR41303265045", "tva_fr", "", "wrong_check", "key wrong"),
    ("FRK8399859412", "tva_fr", "", "wrong_check", "new key wrong"),
    ("FR40303265046", "tva_fr", "", "wrong_check", "SIREN wrong"),
    ("FRI7399859412", "", "", "not_a_number", "keys know no I"),
    ("FR53000004605", "tva_mc", "FR53000004605", "valid", "Monaco: no SIREN within"),
    ("FR54000004605", "tva_mc", "", "wrong_check", "Monaco, key wrong"),
    ("FR12000000000", "tva_mc", "", "unassigned", "nothing but zeros"),
    ("BE0428.759.497", "be_enterprise", "0428759497", "valid", "Belgian VAT"),
    ("BE 428.759.497", "be_enterprise", "0428759497", "valid", "the old form of nine digits"),
    ("BE (0)428 759 497", "be_enterprise", "0428759497", "valid", "zero in brackets"),
    ("BTW BE 0428.759.497", "be_enterprise", "0428759497", "valid", "Dutch label"),
    ("0428759497", "be_enterprise", "0428759497", "valid", "enterprise number"),
    ("428759497", "be_enterprise", "0428759497", "valid", "zero lost; its Luhn sum does not hold, so no SIREN"),
    ("1000000080", "be_enterprise", "", "wrong_check", "numbers from 1 on, check wrong"),
    ("0428759498", "be_enterprise", "", "wrong_check", "check wrong"),
    ("BE042875949", "be_enterprise", "0042875949", "wrong_check", "a digit lost"),
    ("2.144.559.918", "be_establishment", "", "wrong_check", "unit of establishment, check wrong"),
    ("BE0000000000", "be_enterprise", "", "unassigned", "nothing but zeros"),
    ("", "", "", "empty", "empty"),
    ("   ", "", "", "empty", "spaces"),
    ("néant", "", "", "not_a_number", "a word"),
    ("12345", "", "", "wrong_length", "a postcode"),
    ("contact@exemple.fr", "", "", "not_a_number", "an e-mail"),
    ("33 1 40 20 50 50 60 70", "", "", "wrong_length", "too long"),
    ("DE136695976", "", "", "not_a_number", "German VAT: neither French nor Belgian"),
]  # fmt: skip


def test_each_number_of_the_table_is_read_as_its_reason_says():
    wrong = []
    for written, kind, number, status, why in TABLE:
        found = read_firm_number(written)
        wanted = number if status in {"valid", "zeros_restored"} else ""
        if (found.kind, found.number, found.status) != (kind, wanted, status):
            wrong.append((why, written, found))
    assert not wrong
    assert {row[1] for row in TABLE} <= {"", *NUMBER_KINDS}
    assert {row[3] for row in TABLE} == set(NUMBER_STATUSES)


def test_units_of_establishment_of_belgium_bear_the_check_of_enterprises():
    head = 21445599
    unit = f"{head}{97 - head % 97:02d}"
    assert read_firm_number(unit).kind == "be_establishment"
    assert read_firm_number(f"2.{unit[1:4]}.{unit[4:7]}.{unit[7:]}").number == unit


def luhn(head: str) -> str:
    """Put the digit behind a number that makes its Luhn sum hold."""
    total = sum(sum(divmod(int(d) * (2 if place % 2 == 0 else 1), 10)) for place, d in enumerate(reversed(head)))
    return head + str(-total % 10)


@given(st.integers(10_000_000, 99_999_999), st.integers(1, 9_999), st.integers(0, 13), st.integers(1, 9))
def test_a_valid_siret_with_one_digit_changed_is_refused(firm, place, where, shift):
    siren = luhn(str(firm))
    if siren == "356000000":  # La Poste's sums promise less
        return
    siret = luhn(f"{siren}{place:04d}")
    assert read_firm_number(siret).number == siret
    changed = siret[:where] + str((int(siret[where]) + shift) % 10) + siret[where + 1 :]
    assert not read_firm_number(changed).is_valid


def test_nine_digits_that_both_countries_take_are_of_the_country_told():
    both = next(
        text for text in (luhn(f"4{n:07d}") for n in range(4_000))
        if (int(text[:-2]) + int(text[-2:])) % 97 == 0
    )  # fmt: skip
    assert read_firm_number(both).kind == "siren"
    assert read_firm_number(both, country="be").kind == "be_enterprise"


def test_a_french_vat_number_whose_siren_begins_with_zeros_keeps_it_for_the_register_to_decide():
    siren = luhn("00032517")
    key = int(siren + "12") % 97
    found = read_firm_number(f"FR{key:02d}{siren}")
    assert (found.kind, found.siren) == ("tva_mc", siren)


def test_a_column_keeps_its_order_its_index_and_its_gaps():
    column = pd.Series(["732829320", None, "x", "732829320"], index=[7, 5, 3, 1])
    read = read_firm_numbers(column)
    assert read.index.tolist() == [7, 5, 3, 1]
    assert read["status"].tolist() == ["valid", "empty", "not_a_number", "valid"]


def test_an_unknown_country_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="country"):
        read_firm_numbers(pd.Series(["1"]), country="nl")
