"""What the geocoder answers, pain by pain."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.geocoding.geocode import geocode_batch
from geoprofile.tables import QUERY_COLUMNS, check, result_schema
from tests.geocoding.conftest import FRENCH, address_rows, geocoder_of

RIVOLI_10 = "75104_0001_00010"
GAULLE_12 = "12208_0001_00012"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        # clean, and each kind of dirt that users of other geocoders complain of
        (("12 avenue du Général de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        (("12 AV GAL DE GAULLE", "12400", "ST AFFRIQUE"), GAULLE_12),
        (("12 avenue du genral de gaule", "12400", "Saint-Affrique"), GAULLE_12),
        (("12 avenue du Général de Gaulle", "", "Saint-Afrique"), GAULLE_12),
        (("12 avenue du Général de Gaulle", "12400", ""), GAULLE_12),
        (("12 avenue du Général de Gaulle", "12999", "Saint-Affrique"), GAULLE_12),
        (("12 avenue du Général de Gaulle", "12403", "SAINT AFFRIQUE CEDEX"), GAULLE_12),
        (("12 avenue du Général de Gaulle 12400 Saint-Affrique",), GAULLE_12),
        (("12400 Saint-Affrique, 12 avenue du Général de Gaulle",), GAULLE_12),
        (("12 avenue du Général de Gaulle Saint-Affrique 12400 FRANCE",), GAULLE_12),
        (("Bâtiment C, 12, avenue du Général de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        (("Résidence des Pins, 12, avenue du Général de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        (("avenue du Général de Gaulle, 12, 2e étage", "12400", "Saint-Affrique"), GAULLE_12),
        (("12400 Saint-Affrique avenue du Général de Gaulle 12",), GAULLE_12),
        (("12 avenue du Général de Gaulle", "12400", "12400 Saint-Affrique"), GAULLE_12),
        (("12 avenue du Général de Gaulle", "12400.0", "Saint-Affrique"), GAULLE_12),
        (("Avenue du Général de Gaulle 12", "12400", "Saint-Affrique"), GAULLE_12),
        (("12-14 avenue du Général de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        (("12 à 14 avenue du Général de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        (("12, avenue du Général de Gaulle, Bât. C2, Apt 104", "12400", "Saint-Affrique"), GAULLE_12),
        (("RES LES LILAS 12 avenue du Général de Gaulle BP 10023", "12400", "Saint-Affrique"), GAULLE_12),
        (("12 général de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        (("12 rue du Général de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        (("12 Avenue du GÃ©nÃ©ral de Gaulle", "12400", "Saint-Affrique"), GAULLE_12),
        # arrondissements in all their spellings
        (("10 rue de Rivoli", "75004", "Paris"), RIVOLI_10),
        (("10 rue de Rivoli", "", "PARIS 4EME"), RIVOLI_10),
        (("10 rue de Rivoli", "75000", "Paris 4"), RIVOLI_10),
        (("10 rue de Rivoli", "75180", "PARIS CEDEX 04"), RIVOLI_10),
        (("101 rue de Rivoli", "", "Paris"), "75101_0003_00101"),
        # suffixes
        (("10 bis rue de Rivoli", "75004", "Paris"), "75104_0001_00010_bis"),
        (("10B rue de Rivoli", "75004", "Paris"), "75104_0001_00010_bis"),
        (("10bis r de Rivoli", "75004", "Paris"), "75104_0001_00010_bis"),
        (("11R DE RIVOLI", "75004", "Paris"), "75104_0001_00011"),
        # figures in names
        (("2 rue du 4 septembre", "75004", "Paris"), "75104_0002_00002"),
        (("3 36 Ponts", "12400", "Saint-Affrique"), "12208_0004_00003"),
        (("12 rue du huit mai 1945", "12400", "Saint-Affrique"), "12208_0006_00012"),
        (("rue du 8 mai 1945 12", "12400", "Saint-Affrique"), "12208_0006_00012"),
        # the same street in two towns, and twice in a town of fused communes
        (("3 rue de l'église", "12100", "Millau"), "12145_0001_00003"),
        (("3 place de la mairie", "12150", "Sévérac d'Aveyron"), "12270_0002_00003"),
        (("2 place de la mairie", "12150", "Lapanouse"), "12270_0001_00002"),
        # a leading zero that a spreadsheet ate
        (("2 rue Voltaire", "8000", "Charleville Mezieres"), "08105_0001_00002"),
    ],
)
def test_an_address_that_is_in_the_base_is_found_however_it_is_written(ask, address, expected):
    answer = ask(address).iloc[0]
    assert (answer.result_id, answer.result_type, answer.result_status) == (expected, "housenumber", "ok")


def test_a_number_between_two_of_its_side_is_placed_between_them(ask):
    answer = ask(("10 avenue du Général de Gaulle", "12400", "Saint-Affrique")).iloc[0]
    assert answer.result_type == "interpolated"
    assert answer.longitude == pytest.approx(2.03 + 10 / 100_000)
    assert answer.result_housenumber == "10"


def test_a_number_beyond_the_street_gives_the_street(ask):
    answer = ask(("99 avenue du Général de Gaulle", "12400", "Saint-Affrique")).iloc[0]
    assert (answer.result_type, answer.result_id) == ("street", "12208_0001")
    assert "number: not in the base" in answer.result_match_reason


def test_a_suffix_that_the_base_lacks_is_said(ask):
    answer = ask(("5 ter rue de Rivoli", "75004", "Paris")).iloc[0]
    assert answer.result_type == "interpolated"
    assert "with another suffix" in answer.result_match_reason


def test_a_street_without_number_is_a_street_and_a_lieu_dit_a_locality(ask):
    answers = ask(
        ("avenue du général de gaulle", "12400", "Saint-Affrique"),
        ("lieu-dit Les Cazes", "12400", "St Affrique"),
    )
    assert list(answers.result_type) == ["street", "locality"]


def test_a_street_that_is_not_there_gives_the_commune_and_no_other_street(ask):
    answer = ask(("12 rue des Marronniers", "12400", "Saint-Affrique")).iloc[0]
    assert (answer.result_type, answer.result_citycode) == ("municipality", "12208")
    assert "street not found" in answer.result_match_reason


def test_a_postcode_of_one_commune_tells_it_without_a_name(ask):
    answer = ask(("12 rue des Marronniers", "12100", "")).iloc[0]
    assert (answer.result_type, answer.result_citycode) == ("municipality", "12145")


def test_a_commune_that_is_not_there_is_told_from_a_street_that_is_not_there(ask):
    answer = ask(("12 rue Voltaire", "52100", "Saint-Dizier")).iloc[0]
    assert (answer.result_status, answer.result_match_reason) == ("not-found", "commune not in the base")


@pytest.mark.parametrize(
    "nonsense", ["???", "12", "test test", "x" * 5000, "\x00", "10 DOWNING STREET SW1A 2AA LONDON"]
)
def test_nonsense_is_not_found(ask, nonsense):
    answer = ask((nonsense,)).iloc[0]
    assert answer.result_status in {"not-found", "skipped"}
    assert answer.result_type == ""
    assert np.isnan(answer.longitude)


def test_an_empty_row_is_skipped(ask):
    assert list(ask(("", "", "")).result_status) == ["skipped"]


def test_the_runner_up_is_scored_below_the_answer(ask):
    answer = ask(("1 place de la mairie", "12150", "Lapanouse")).iloc[0]
    assert answer.result_score > answer.result_score_next > 0


def test_of_two_streets_that_fit_alike_none_is_the_answer(ask):
    answers = ask(("1 place de la mairie", "12150", "Sévérac d'Aveyron"), ("3 rue de l'église", "", ""))
    assert list(answers.result_type) == ["municipality", ""]
    assert "several streets fit" in answers.result_match_reason[0]


def test_an_address_that_stands_in_two_bases_is_no_tie(ask):
    twice = [*FRENCH, ("122080001A", *FRENCH[3][1:])]
    rows = pd.concat([address_rows(FRENCH), address_rows(twice[-1:]).assign(longitude=2.0301, latitude=44.0301)])
    both = geocoder_of(rows)
    answer = ask(("12 avenue du Général de Gaulle", "12400", "Saint-Affrique"), using=both).iloc[0]
    assert answer.result_type == "housenumber"


def test_the_label_and_codes_are_those_of_the_state_service(ask):
    answer = ask(("10 bis rue de Rivoli", "75004", "Paris")).iloc[0]
    assert answer.result_label == "10bis Rue de Rivoli 75004 Paris"
    assert answer.result_name == "10bis Rue de Rivoli"
    assert (answer.result_city, answer.result_district) == ("Paris", "Paris 4e Arrondissement")
    assert answer.result_context == "75, Paris, Île-de-France"


def test_no_row_gives_no_answer(geocoder):
    empty = pd.DataFrame(columns=list(QUERY_COLUMNS), dtype="str")
    check(geocode_batch(empty, geocoder), result_schema(), what="no answers")


@pytest.mark.parametrize("asked", ["1 rue A", "1 rue V", "12 rue du Gal", "3 rue des Pommiers", "2 avenue Gide"])
def test_a_name_that_is_little_like_any_gives_no_street(ask, asked):
    answer = ask((asked, "12400", "Saint-Affrique")).iloc[0]
    assert answer.result_type == "municipality"


def test_a_number_far_from_its_neighbours_is_not_placed_between_them(ask):
    street = [("12208_0009", "Route de Millau", "2 900", "12400", "12208", "Saint-Affrique", "")]
    sparse = geocoder_of(address_rows(street))
    answer = ask(("450 route de Millau", "12400", "Saint-Affrique"), using=sparse).iloc[0]
    assert answer.result_type == "street"


def test_a_commune_code_confirms_and_never_hides_what_postcode_and_name_say(ask):
    rows = [("3 rue de l'église", "12100", "Millau", code) for code in ("12145", "12208")]
    sure, torn = (answer for _, answer in ask(*rows).iterrows())
    assert (sure.result_id, sure.result_score >= 0.99) == ("12145_0001_00003", True)
    assert torn.result_citycode in {"", "12145"}  # name and postcode together say more than the code
    assert not torn.result_score >= sure.result_score


def test_a_code_alone_is_enough(ask):
    assert ask(("3 rue de l'église", "", "", "12145")).result_id[0] == "12145_0001_00003"


def test_the_order_of_the_base_changes_nothing(ask):
    rows = address_rows(FRENCH).sample(frac=1, random_state=7)
    other = geocoder_of(rows.iloc[:11], rows.iloc[11:])
    questions = [
        ("3 rue de l'eglise", "", "Millau"),
        ("10 av general de gaule", "12400", ""),
        ("1 place de la mairie", "12150", ""),
    ]
    pd.testing.assert_frame_equal(ask(*questions), ask(*questions, using=other))


def test_a_commune_without_addresses_is_answered_as_such_and_not_by_its_neighbour(ask):
    known = pd.DataFrame({"citycode": ["12001"], "city": ["Agen-d'Aveyron"], "longitude": [2.68], "latitude": [44.36]})
    wider = geocoder_of(address_rows(FRENCH), known_communes=known)
    answer = ask(("2 rue de l'église", "12630", "Agen d'Aveyron"), using=wider).iloc[0]
    assert (answer.result_type, answer.result_citycode) == ("municipality", "12001")
    assert (answer.longitude, answer.latitude) == pytest.approx((2.68, 44.36))
    assert "addresses of this commune not in the base" in answer.result_match_reason
