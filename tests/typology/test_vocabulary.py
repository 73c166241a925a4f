"""The words of traits: complete, respectful, and made from labels where there are none."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.sources.dictionary import load_dictionary
from geoprofile.tables import Variable
from geoprofile.typology.vocabulary import (
    LABEL_LENGTH,
    LANGUAGES,
    THEMES,
    commonness,
    elided,
    load_sentences,
    load_vocabulary,
    words_for,
)

# What a town council would not print, nor a project that leaves origin, religion and health alone.
UNWORTHY = re.compile(
    r"pauvre|misère|\bpoor\b|poverty|\barm(e|en|oede)?\b|assisté|bobo|immigr|étrang|migrant|relig|ethni|malad|handicap|disab"
    r"|chômeur|werkloze[n]?\b|\bold\b|vieux|bejaard",
    re.IGNORECASE,
)


def labelled(french, english="", *, name="own_variable", unit="share"):
    return Variable(name, french, english or french, unit, "intensive")


def every_text():
    for name, words in load_vocabulary().items():
        for texts in (
            words.high.words,
            words.high.strong,
            words.low.words,
            words.low.strong,
            words.more,
            words.less,
            words.says,
        ):
            for text in texts:
                yield name, text


def test_every_intensive_variable_of_the_dictionary_has_words():
    intensive = {entry.name for entry in load_dictionary() if entry.kind == "intensive"}
    assert len(intensive) > 70
    assert (intensive | {"density_per_km2"}) - set(load_vocabulary()) == set()


def test_no_words_are_left_of_a_variable_that_is_gone():
    known = {entry.name for entry in load_dictionary()} | {"density_per_km2"}
    assert set(load_vocabulary()) - known == set()


def test_themes_and_weights_are_within_bounds():
    for name, words in load_vocabulary().items():
        assert words.theme in THEMES, name
        assert 0 < words.telling_low <= 1, name
        assert 0 < words.telling_high <= 1, name


def test_words_are_respectful():
    assert [(name, text) for name, text in every_text() if UNWORTHY.search(text)] == []


def test_no_wording_brings_a_comma_into_a_name():
    for name, words in load_vocabulary().items():
        for phrase in (words.high, words.low):
            assert not any("," in text for text in (*phrase.words, *phrase.strong)), name
        assert not any("," in text for text in (*words.more, *words.less)), name


def test_an_adjective_has_one_place_for_the_people_and_nothing_else_has():
    for name, words in load_vocabulary().items():
        for phrase in (words.high, words.low):
            for text in (*phrase.words, *phrase.strong):
                places = {part.count("~") for part in text.split("|")}
                assert places == ({1} if phrase.role == "adjective" else {0}), (name, text)


def test_a_figure_has_one_place_in_what_a_portrait_says():
    for name, words in load_vocabulary().items():
        assert [text.count("{}") for text in words.says] == [1, 1, 1], name


def test_the_sentences_of_all_languages_have_the_same_places():
    places = {
        language: {
            key: sorted(field or "" for _, field, _, _ in string.Formatter().parse(text) if field is not None)
            for key, text in load_sentences(language).items()
        }
        for language in LANGUAGES
    }
    assert places["fr"] == places["en"] == places["nl"]


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("ouvriers", "d'ouvriers"),
        ("cadres", "de cadres"),
        ("étudiants", "d'étudiants"),
        ("habitants", "d'habitants"),
        ("haies", "de haies"),
        ("30-44 ans", "de 30-44 ans"),
    ],
)
def test_de_is_elided_before_a_vowel(noun, expected):
    assert elided("de", noun) == expected


@pytest.mark.parametrize(
    ("french", "english", "more_fr", "more_en"),
    [
        ("Part des abonnés au gaz", "Share of gas customers", "plus d'abonnés au gaz", "more gas customers"),
        ("Taux d'équipement", "Rate of equipment", "plus d'équipement", "more equipment"),
        ("Surface agricole (en ha)", "Farmland (in ha)", "plus de surface agricole", "more farmland"),
        ("HLM récents", "HLM built lately", "plus de HLM récents", "more HLM built lately"),
        ("2. Professional occupations", "", "plus de professional occupations", "more professional occupations"),
        ("Managers, directors, officials", "", "plus de managers", "more managers"),
    ],
)
def test_a_variable_without_words_is_cited_by_its_label(french, english, more_fr, more_en):
    words = words_for(labelled(french, english))
    assert words.more[:2] == (more_fr, more_en)
    assert words.theme == "own_variable"


def test_a_long_label_is_cut_between_words_and_not_behind_an_and():
    words = words_for(labelled("Ménages qui ont une piscine et un tennis couvert"))
    assert words.more[0] == "plus de ménages qui ont une piscine…"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_any_label_makes_words_that_a_name_can_bear(label):
    words = words_for(labelled(label, name="v01"))
    if words is not None:
        for text in (*words.more, *words.less):
            assert len(text) <= LABEL_LENGTH + len("moins de ")
            assert "," not in text
        assert [text.format("12 %") for text in words.says]


@pytest.mark.parametrize(
    "label",
    [
        "No religion",
        "Part des immigrés",
        "Country of birth: Africa",
        "Ethnic group: White",
        "Bénéficiaires de l'AAH (handicap)",
    ],
)
def test_origin_religion_and_health_are_never_cited(label):
    assert words_for(labelled(label)) is None


def test_a_share_counts_by_how_many_it_concerns():
    assert commonness(0.001) == 0
    assert 0 < commonness(0.05) < commonness(0.1) < 1
    assert commonness(0.2) == commonness(0.9) == 1
