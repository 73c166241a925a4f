"""Firms found by number, or by name and address; two that fit as well are never chosen between."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.firms.finding import FOUND_REASONS, find_firms
from geoprofile.firms.similarity import WordWeights, name_similarity
from tests.firms.conftest import establishment, siren_of, siret_of, sought_of, unit

HERE = {"address": "4 rue des Tanneurs", "postcode": "59000", "city": "Lille"}
BAKERS = [unit(1, "BOULANGERIE MARTIN"), unit(2, "GARAGE DUVIVIER ET FILS"), unit(3, "BOULANGERIE LESCARPE")]
SHOPS = [establishment(number, house_number=str(number + 3)) for number in (1, 2, 3)]


def find(register_of, establishments, units, *rows, numbers=()):
    sought = sought_of(*rows)
    read, laid, register = register_of(establishments, units, numbers=numbers, sought=sought)
    found = find_firms(read, laid, register)
    assert set(found["reason"]) <= set(FOUND_REASONS)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "Boulangerie Martin",
        "SARL BOULANGERIE MARTIN",
        "Boul. Martin",
        "boulangerie Matrin",
        "Martin",
        "BOULANGERIEMARTIN",
    ],
)
def test_a_name_is_known_again_as_people_write_it(register_of, name):
    found = find(register_of, SHOPS, BAKERS, {"name": name, **HERE})
    assert found[["match", "siret"]].iloc[0].tolist() == ["name_address", siret_of(1)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"name": "", **HERE}, "no_name"),
        ({"name": "Boulangerie Martin"}, "no_place"),
        ({"name": "Librairie Zola", **HERE}, "no_candidate"),
        ({"name": "Boulangerie Hugo", **HERE}, "low_score"),
        ({"name": "Boulangerie Martin", **HERE, "address": "88 avenue Kennedy"}, "low_score"),
        ({"name": "Boulangerie Martin", **HERE, "postcode": "75001"}, "no_candidate"),
        ({"name": "Boulangerie Martin", **HERE, "city": "Hellemmes"}, "low_score"),
        ({"name": "SARL", **HERE}, "bare_name"),
        ({"name": "Boulangerie", **HERE}, "low_score"),
    ],
)
def test_what_is_not_found_says_why(register_of, row, reason):
    found = find(register_of, SHOPS, BAKERS, row)
    assert found[["match", "siret", "reason"]].iloc[0].tolist() == ["none", "", reason]


def test_a_name_alone_in_its_commune_is_enough_where_no_street_is_given(register_of):
    found = find(register_of, SHOPS, BAKERS, {"name": "Garage Duvivier & fils", "city": "Lille"})
    assert found[["siret", "reason"]].iloc[0].tolist() == [siret_of(2), "name_and_commune"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Groupe 2", "GROUPE 3"),
        ("Plomberie Bernard", "PLOMBERIE BERTRAND"),
        ("Pharmacie de la gare", "PHARMACIE DE LA MAIRIE"),
        ("Institut de beauté Rose", "INSTITUT DE BEAUTE LISE"),
        ("Cabinet dentaire du Parc", "CABINET MEDICAL DU PARC"),
        ("Dupont Menuiserie", "SCI DUPONT"),
        ("Martin", "MARTIN HOLDING"),
        ("Centre", "GARAGE DU CENTRE"),
        ("SARL", "SARL"),
    ],
)
def test_another_firm_at_the_very_address_is_not_taken_for_the_one_sought(register_of, name, other):
    found = find(register_of, [establishment(1)], [unit(1, other)], {"name": name, **HERE})
    assert found["match"].iloc[0] == "none"


@pytest.mark.parametrize("city", ["LILLE CEDEX 9", "Lile", "", "Lille Centre"])
def test_a_town_written_otherwise_is_the_same_town(register_of, city):
    found = find(register_of, SHOPS, BAKERS, {"name": "Boulangerie Martin", **HERE, "city": city})
    assert found["siret"].iloc[0] == siret_of(1)


SAID = st.lists(st.sampled_from(["MARTIN", "BOULANGERIE", "GARE", "2", "3", "LESCARPE", "MATRIN", "B"]), max_size=4)


@given(SAID, SAID)
def test_likeness_of_names_is_symmetric_and_between_0_and_1(one, two):
    weights = WordWeights(Counter({"MARTIN": 5, "BOULANGERIE": 50}), 100)
    forth = name_similarity(" ".join(one), [" ".join(two)], weights)
    assert 0 <= forth <= 1
    assert forth == pytest.approx(name_similarity(" ".join(two), [" ".join(one)], weights))


def test_two_firms_of_one_name_in_one_commune_are_left_to_the_reader(register_of):
    shops = [establishment(1), establishment(2, house_number="90", street="DE PARIS")]
    units = [unit(1, "CAFE DE LA GARE"), unit(2, "CAFE DE LA GARE")]
    found = find(register_of, shops, units, {"name": "Café de la Gare", "postcode": "59000"})
    assert found[["match", "siret", "siren", "reason"]].iloc[0].tolist() == ["none", "", "", "ambiguous"]
    assert found["score"].iloc[0] == found["score_next"].iloc[0]


def test_of_a_head_office_and_its_branch_the_one_at_the_address_is_taken(register_of):
    shops = [establishment(1), establishment(1, 2, is_head_office="false", house_number="17", street="NATIONALE")]
    found = find(register_of, shops, BAKERS, {"name": "Boulangerie Martin", **HERE, "address": "17 r. Nationale"})
    assert found["siret"].iloc[0] == siret_of(1, 2)


def test_a_head_office_and_its_branch_at_one_address_leave_the_firm_alone_known(register_of):
    shops = [establishment(1), establishment(1, 2, is_head_office="false")]
    found = find(register_of, shops, BAKERS, {"name": "Boulangerie Martin", **HERE})
    row = found[["match", "siret", "siren", "reason"]].iloc[0].tolist()
    assert row == ["name_address", "", siren_of(1), "ambiguous_establishment"]


def test_a_closed_establishment_gives_way_to_the_active_one_at_its_address(register_of):
    shops = [establishment(1, state="F", since="2020-01-01"), establishment(2)]
    units = [unit(1, "PIZZERIA ROMA", state="C"), unit(2, "PIZZERIA ROMA")]
    assert find(register_of, shops, units, {"name": "Pizzeria Roma", **HERE})["siret"].iloc[0] == siret_of(2)
    alone = find(register_of, shops[:1], units[:1], {"name": "Pizzeria Roma", **HERE})
    assert alone["siret"].iloc[0] == siret_of(1)


def test_signs_initials_and_persons_names_count_as_names(register_of):
    shops = [establishment(1, sign_1="AU PAIN DORE"), establishment(2), establishment(3)]
    units = [unit(1, "MARTIN FRERES"), unit(2, "SOCIETE LILLOISE DE MECANIQUE", initials="SLM"), unit(
        3, "", surname="DUPONT", first_name="JEANNE", legal_form="1000")]  # fmt: skip
    names = ("Au Pain Doré", "S.L.M.", "Dupont Jeanne")
    found = find(register_of, shops, units, *({"name": name, **HERE} for name in names))
    assert found["siret"].tolist() == [siret_of(1), siret_of(2), siret_of(3)]


@pytest.mark.parametrize(("place", "owner"), [("P", "P"), ("O", "P"), ("P", "O"), ("O", "N")])
def test_a_private_firm_is_never_found_by_name_nor_by_its_sign(register_of, place, owner):
    shops = [establishment(1, diffusion=place, sign_1="BOULANGERIE MARTIN")]
    units = [unit(1, "BOULANGERIE MARTIN", diffusion=owner)]
    assert find(register_of, shops, units, {"name": "Boulangerie Martin", **HERE})["match"].iloc[0] == "none"


def test_a_number_decides_before_any_name_and_says_how(register_of):
    shops = [*SHOPS, establishment(4), establishment(4, 2, is_head_office="false", house_number="9", street="BASSE")]
    units = [*BAKERS, unit(4, "HALLES"), unit(5, "SANS ETABLISSEMENT")]
    numbers = [siret_of(2), siren_of(4), siren_of(4), siren_of(5), siret_of(9), siret_of(4, 7), "BE0428759497"]
    rows = [{"name": "Boulangerie Martin", "postcode": "59000"}] * len(numbers)
    rows[2] = {"name": "Halles", "address": "9 rue Basse", "postcode": "59000"}
    found = find(register_of, shops, units, *rows, numbers=numbers)
    assert found["reason"].tolist() == [
        "siret_found", "head_office", "at_address", "firm_without_establishment",
        "not_in_register", "firm_without_establishment", "no_french_number",
    ]  # fmt: skip
    assert found["siret"].tolist() == [siret_of(2), siret_of(4), siret_of(4, 2), "", "", "", ""]
    assert found["score"].map(math.isnan).all()


def test_the_order_of_the_register_changes_nothing(register_of):
    rows = [{"name": name, **HERE} for name in ("Boul. Martin", "Garage Duvivier", "Boulangerie Lescarpe")]
    one = find(register_of, SHOPS, BAKERS, *rows)
    other = find(register_of, SHOPS[::-1], BAKERS[::-1], *rows)
    assert one.equals(other)
