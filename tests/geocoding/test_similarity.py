"""Likeness of street names: one for the same, high for a slip, low for another street."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.countries.grammar import fold
from geoprofile.geocoding.choice import LIKE_ENOUGH
from geoprofile.geocoding.similarity import OTHER_TYPE, UNTYPED, name_similarity, street_similarity

GRAMMAR = COUNTRIES["fr"].grammar
NAMES = st.lists(st.text(alphabet="ABCDE12", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)


def likeness(asked: str, known: str) -> float:
    one, other = (GRAMMAR.key(text) for text in fold([asked, known]))
    return street_similarity(one, other)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("rue du marechl foch", "Rue du Maréchal Foch"),
        ("rue jules vrene", "Rue Jules Verne"),
        ("rue j verne", "Rue Jules Verne"),
        ("rue verne jules", "Rue Jules Verne"),
        ("avenue laomiguiere", "Avenue Laromiguière"),
        ("place saintcome et saintdamien", "Place Saint-Côme et Saint-Damien"),
    ],
)
def test_a_slip_stays_like_enough(asked, known):
    assert LIKE_ENOUGH <= likeness(asked, known) < 1


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("rue du 8 mai 1945", "Rue du 9 Mai 1945"),
        ("rue des pommiers", "Rue des Peupliers"),
        ("rue monceau", "Rue Moncey"),
        ("rue A", "Rue Abel"),
        ("rue du Gal", "Rue du Général de Gaulle"),
    ],
)
def test_another_street_is_not_like_enough(asked, known):
    assert likeness(asked, known) < LIKE_ENOUGH


def test_a_type_that_is_missing_costs_little_and_another_one_much():
    assert likeness("jules verne", "Rue Jules Verne") == UNTYPED
    assert likeness("avenue jules verne", "Rue Jules Verne") == OTHER_TYPE


@given(NAMES, NAMES)
def test_likeness_lies_between_0_and_1_and_is_1_for_the_same(one, other):
    assert 0 <= name_similarity(one, other) <= 1
    assert name_similarity(one, one) == 1
