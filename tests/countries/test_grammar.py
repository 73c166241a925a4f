"""One normaliser for bases and queries: what means the same is written the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.countries.grammar import fold, whole_name

FRANCE, BELGIUM = COUNTRIES["fr"], COUNTRIES["be"]
ODD_WORDS = ["D", "L", "EGLISE", "PARIS", "8", "1945", "II", "154E", "N", "DAME", "ND", "HDV", "LIEU", "DIT", "XIV"]
DUTCH_WORDS = ["KERKSTR", "STR", "STRSTR", "BERGENSESTWG", "LAANLN", "PLN", "DEN", "HET", "T", "S", "GRAVENHAGE"]


def words_of(country, *more):
    known = country.grammar
    return st.sampled_from([*known.types, *known.words, *known.numbers, *known.articles, *known.phrases, *more])


NAMES = {
    country: st.lists(words_of(country, *ODD_WORDS, *DUTCH_WORDS), min_size=1, max_size=6).map(" ".join)
    for country in (FRANCE, BELGIUM)
}
BOTH = pytest.mark.parametrize("country", [FRANCE, BELGIUM], ids=["fr", "be"])


def key(name: str, country=FRANCE) -> str:
    return country.grammar.key(fold([name])[0]).key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("12 bis, rue de l'Église", "12 BIS,RUE DE L EGLISE"),
        ("  Bd.  Saint-Michel ", "BD SAINT MICHEL"),
        ("26 BVD Faidherbe - 08600 - Givet", "26 BVD FAIDHERBE,08600,GIVET"),
        ("7 - 9 avenue Marceau", "7-9 AVENUE MARCEAU"),
        ("10/12 rue Nicolet", "10-12 RUE NICOLET"),
        ("rue du Cœur n°5", "RUE DU COEUR 5"),
        ("12 AllÃ©e des Thuyas", "12 ALLEE DES THUYAS"),
        ("12 All?e des Thuyas", "12 ALLE DES THUYAS"),
        ("l’Haÿ", "L HAY"),
        ("12.0 rue A", "12 RUE A"),
        ("AllÃƒÂ©e", "ALLEE"),
        ("line one\nline two", "LINE ONE,LINE TWO"),
        ("???", ""),
    ],
)
def test_folding_leaves_plain_words(text, folded):
    assert fold([text]) == [folded]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_folding_is_idempotent_and_keeps_the_number_of_texts(texts):
    once = fold(texts)
    assert len(once) == len(texts)
    assert fold(once) == once


HALF_MENDED = st.text(alphabet="aEÃÂÅ©œ“€ ¢?-/,", max_size=8)


@given(st.lists(st.text(max_size=20) | HALF_MENDED, min_size=1, max_size=6))
def test_a_text_is_folded_alike_alone_and_among_others(texts):
    assert fold(texts) == [fold([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AV GAL DE GAULLE", "Avenue du Général de Gaulle"),
        ("Bd St Michel", "Boulevard Saint-Michel"),
        ("Rue du 4 Septembre", "RUE DU QUATRE SEPTEMBRE"),
        ("Rue du dix-huit Juin", "rue du 18 juin"),
        ("Rue du Vingt et Un Mars", "Rue du 21 Mars"),
        ("Avenue du 154ème R.I.", "AVENUE DU 154E R I"),
        ("PL DE L HOTEL DE VILLE", "Place de l'Hôtel de Ville"),
        ("Rue N. Dame", "Rue Notre-Dame"),
        ("lieu-dit Cité Sainte-Barbe", "Cité Ste Barbe"),
        ("Rue Henri IV", "rue Henri 4"),
    ],
)
def test_two_spellings_of_a_street_have_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue du 8 Mai", "Rue du 9 Mai"),
        ("Voie D/9", "Voie A/9"),
        ("Rue de Paris", "Avenue de Paris"),
        ("Rue A", "Rue B"),
    ],
)
def test_two_streets_have_two_keys(one, other):
    assert key(one) != key(other)


@BOTH
@settings(max_examples=200)
@given(st.data())
def test_the_key_of_a_key_is_that_key(country, data):
    once = country.grammar.key(data.draw(NAMES[country]))
    assert country.grammar.key(once.key) == once


@BOTH
@given(st.text(max_size=40) | st.text(alphabet="RUEDLSTX 0148'-,/.éœß", max_size=25))
def test_the_key_of_any_text_is_the_key_of_its_key(country, text):
    once = country.grammar.key(fold([text])[0])
    assert country.grammar.key(once.key) == once
    assert fold([once.key]) == [once.key]


@BOTH
@given(st.data())
def test_a_key_is_a_type_and_a_bare_name(country, data):
    told = country.grammar.key(data.draw(NAMES[country]))
    assert told.key == whole_name(told.bare, told.type)
    assert told.bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bergensestwg.", "Bergensesteenweg"),
        ("Kerkstr", "Kerkstraat"),
        ("Sint-Rochusstr.", "St Rochusstraat"),
    ],
)
def test_dutch_endings_are_written_out(one, other):
    assert key(one, BELGIUM) == key(other, BELGIUM)


@BOTH
@given(st.text(max_size=30) | st.text(alphabet="PARISXIVL 0149'-é", max_size=16))
def test_the_key_of_a_city_is_a_word_without_spaces(country, text):
    name, district = country.city_key(fold([text])[0])
    assert " " not in name
    assert district >= 0


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("DOUZE RUE DE PARIS", (12, 1)),
        ("VINGT ET UN RUE DE PARIS", (21, 3)),
        ("VINGT TROIS RUE DE PARIS", (23, 2)),
        ("DIX HUIT RUE DE PARIS", (18, 2)),
        ("QUATRE SEPTEMBRE", (0, 0)),
        ("DOUZE", (0, 0)),
        ("RUE DOUZE", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_number_in_words_is_one_where_a_street_type_follows_it(words, number):
    assert FRANCE.grammar.leading_number(words.split()) == number


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PARIS 4EME", ("PARIS", 4)),
        ("PARIS CEDEX 13", ("PARIS", 13)),
        ("Paris 1er Arrondissement", ("PARIS", 1)),
        ("LYON 03", ("LYON", 3)),
        ("ST AFFRIQUE CEDEX", ("SAINTAFFRIQUE", 0)),
        ("Saint-Affrique", ("SAINTAFFRIQUE", 0)),
        ("PARIS XVI", ("PARIS", 16)),
        ("Lyon IV", ("LYON", 4)),
        ("Le Havre", ("HAVRE", 0)),
        ("L'Haÿ-les-Roses", ("HAYLESROSES", 0)),
        ("Paris", ("PARIS", 0)),
    ],
)
def test_a_commune_is_known_by_its_name_and_district(name, expected):
    assert FRANCE.city_key(fold([name])[0]) == expected


@pytest.mark.parametrize(
    ("code", "city", "number"),
    [
        ("75104", "75056", 4),
        ("75120", "75056", 20),
        ("69381", "69123", 1),
        ("69389", "69123", 9),
        ("13216", "13055", 16),
        ("08105", "08105", 0),
    ],
)
def test_arrondissements_know_their_city_and_number(code, city, number):
    assert FRANCE.whole_city(code) == city
    assert FRANCE.district_number(code) == number


@pytest.mark.parametrize(
    ("country", "code", "context"),
    [
        ("fr", "75104", "75, Paris, Île-de-France"),
        ("fr", "2A004", "2A, Corse-du-Sud, Corse"),
        ("fr", "97411", "974, La Réunion, La Réunion"),
        ("be", "23027", "Vlaams-Brabant, Vlaanderen"),
        ("fr", "00101", ""),
    ],
)
def test_a_code_has_its_context(country, code, context):
    assert COUNTRIES[country].context(code) == context
