"""Address blocks in the layout of the national post."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.audiences.post import LINE_LENGTH, POST_INPUTS, address_blocks, family_names, household_kept
from geoprofile.errors import UnknownNameError


def block(country="FR", *, trusted=False, **parts):
    row = pd.DataFrame([{name: parts.get(name, "") for name in POST_INPUTS}], dtype="str")
    lines, reason = address_blocks(row, np.array([trusted]), country=country)
    return lines.iloc[0].tolist(), reason[0]


GEOCODED = {
    "result_housenumber": "12bis",
    "result_street": "Rue de l'Œuvre Saint-Éloi",
    "result_postcode": "00100",
    "result_city": "Valmorin-sur-Orvaise",
}


def test_a_french_address_has_six_lines_the_last_ones_in_plain_capitals():
    lines, reason = block(
        trusted=True, name="Mme Anne Dupont-Léger", complement="Étage 3",
        address="Bât. C, 12 bis r oeuvre st eloi", **GEOCODED,
    )  # fmt: skip
    assert lines == [
        "Mme Anne Dupont-Léger", "Étage 3", "Bât. C", "12BIS RUE DE L OEUVRE SAINT ELOI", "",
        "00100 VALMORIN SUR ORVAISE",
    ]  # fmt: skip
    assert reason == ""


def test_an_address_that_is_not_trusted_is_written_as_the_file_has_it():
    lines, reason = block(address="3, rue Haute", postcode="00120", city="Brévelle", **GEOCODED)
    assert (lines[3], lines[5], reason) == ("3 RUE HAUTE", "00120 BREVELLE", "")


def test_a_long_line_is_abbreviated_as_the_standard_allows_and_no_further():
    lines, reason = block(address="125 boulevard du Général Saint-Martin de la Tour", postcode="00100", city="Valmorin")
    assert (lines[3], reason) == ("125 BD DU GAL SAINT MARTIN DE LA TOUR", "")
    short, _ = block(address="12 avenue des Fleurs", postcode="00100", city="Valmorin")
    assert short[3] == "12 AVENUE DES FLEURS"


def test_what_makes_a_line_too_long_moves_to_a_line_of_its_own_where_that_is_told():
    lines, reason = block(address="53 Avenue de l'Île aux Moines Résidence Les Jardins", postcode="00100", city="V")
    assert (lines[2], lines[3], reason) == ("Résidence Les Jardins", "53 AVENUE DE L ILE AUX MOINES", "")
    assert block(address="3 Rue Chez Baudet", postcode="00100", city="V")[0][3] == "3 RUE CHEZ BAUDET"


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"address": "rue Haute", "postcode": "00100", "city": "Valmorin"}, "no_number"),
        ({"address": "3 rue Haute", "postcode": "100", "city": "Valmorin"}, "no_postcode"),
        ({"address": "3 rue Haute", "postcode": "00100"}, "no_city"),
        ({"address": f"3 rue {'x' * 40}", "postcode": "00100", "city": "Valmorin"}, "line_too_long"),
        ({"address": "BP 12", "postcode": "00100", "city": "Valmorin"}, ""),
    ],
)
def test_what_cannot_be_delivered_is_said_and_a_post_box_can(parts, why):
    assert block(**parts)[1] == why


def test_a_belgian_address_has_its_number_behind_the_street_and_keeps_the_box():
    lines, reason = block(
        "BE", trusted=True, name="Anne Peeters", address="Rue Haute 12 bte 3", result_housenumber="12",
        result_street="Rue Haute", result_postcode="1000", result_city="Bruxelles",
    )  # fmt: skip
    assert (lines, reason) == (["Anne Peeters", "", "Rue Haute 12 bte 3", "1000 BRUXELLES"], "")
    boxed, _ = block("BE", name="A", address="Rue Haute 12", complement="bus 4", postcode="1000", city="Brussel")
    assert boxed[1:] == ["", "Rue Haute 12 bus 4", "1000 BRUSSEL"]


def test_another_country_is_refused():
    with pytest.raises(UnknownNameError, match="FR"):
        block("DE")


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_a_line_of_a_letter_that_leaves_never_passes_its_length(address, name, city):
    lines, reason = block(name=name, address=address, postcode="00100", city=city)
    assert reason or all(len(line) <= LINE_LENGTH for line in lines)
    assert all(line == " ".join(line.split()) for line in lines)


def test_a_family_is_told_by_its_name_in_capitals_or_else_by_all_words():
    names = pd.Series(
        ["Mme Anne DUPONT", "M. DUPONT Jean", "Jean Dupont", "M. et Mme Dupont", "MARTIN JEAN", ""], dtype="str"
    )
    assert family_names(names).tolist() == ["DUPONT", "DUPONT", "DUPONT JEAN", "DUPONT", "JEAN MARTIN", ""]


def test_the_best_customer_of_a_household_is_kept_then_the_first_id_whatever_the_order():
    household = pd.Series(["h", "h", "h", "", "", "g", "g"], dtype="str")
    amount = np.array([10, 30, 30, 1, 2, np.nan, 0.0])
    ids = pd.Series(list("cbadefg"), dtype="str")
    assert household_kept(household, amount, ids).tolist() == [False, False, True, True, True, False, True]
    order = np.array([6, 2, 4, 0, 3, 1, 5])
    again = household_kept(household[order], amount[order], ids[order])
    assert again.tolist() == np.array([False, False, True, True, True, False, True])[order].tolist()
