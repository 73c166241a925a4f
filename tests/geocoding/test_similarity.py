"""Street names are compared by letters and words: likeness 1 for the same, each kind of difference told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.countries.grammar import fold
from geoprofile.geocoding.similarity import DIFFERENCES, compare_names

GRAMMAR = COUNTRIES["fr"].grammar
NAMES = st.lists(st.text(alphabet="ABCDE12", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
PAIRS = st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8)


def compare(asked: str, known: str) -> tuple[float, dict[str, float]]:
    """Compare two names as they are normalised; give their likeness and what differs."""
    one, other = (GRAMMAR.key(text).bare for text in fold([asked, known]))
    told = compare_names([one], [other])
    differences = dict(zip(DIFFERENCES, told.differences[0].tolist(), strict=True))
    return float(told.likeness[0]), {name: value for name, value in differences.items() if value}


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
def test_a_slip_is_very_like_and_lacks_no_word(asked, known):
    likeness, differences = compare(asked, known)
    assert 0.8 <= likeness < 1
    assert not {"added", "missing", "conflict", "figures"} & set(differences)


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
def test_another_street_is_less_like_than_any_slip(asked, known):
    assert compare(asked, known)[0] < compare("rue du marechl foch", "Rue du Maréchal Foch")[0]


@pytest.mark.parametrize(
    ("asked", "known", "which"),
    [
        ("rue voltare", "Rue Voltaire", {"edits"}),
        ("rue voltare voltaire", "Rue Voltaire", {"edits"}),
        ("rue jean jaures prolongee", "Rue Jean Jaurès", {"behind"}),
        ("rue jaures ancienne jean", "Rue Jean Jaurès", {"added"}),
        ("rue jaures", "Rue Jean Jaurès", {"missing"}),
        ("rue moulin jean", "Rue Jean Jaurès", {"added", "missing", "conflict", "last_word"}),
        # letters that are more alike than the words count as edits; that words lack a partner stays said
        ("rue ancienne jean jaures", "Rue Jean Jaurès", {"edits"}),
        ("rue jean moulin", "Rue Jean Jaurès", {"edits", "conflict", "last_word"}),
        ("rue 11 novembre", "Rue du 8 Novembre", {"edits", "conflict", "figures"}),
    ],
)
def test_each_kind_of_difference_is_told(asked, known, which):
    assert set(compare(asked, known)[1]) == which


def test_a_share_of_letters_is_what_is_counted():
    assert compare("rue voltare", "Rue Voltaire")[1]["edits"] == pytest.approx(1 / 8)
    assert compare("rue jaures", "Rue Jean Jaurès")[1]["missing"] == pytest.approx(4 / 10)
    assert compare("rue jean jaures prolongee", "Rue Jean Jaurès")[1]["behind"] == pytest.approx(9 / 19)


def test_words_in_another_order_differ_less_than_other_words():
    assert compare("rue verne jules", "Rue Jules Verne")[0] > compare("rue verne paul", "Rue Jules Verne")[0]


@given(PAIRS)
def test_likeness_lies_between_0_and_1_and_is_1_only_for_the_same(pairs):
    one, other = map(list, zip(*pairs, strict=True))
    told = compare_names(one, other)
    assert ((told.likeness == 1) == [a == b for a, b in pairs]).all()
    assert ((told.likeness >= 0) & (told.likeness <= 1)).all()


@given(NAMES)
def test_a_name_does_not_differ_from_itself(name):
    assert not compare_names([name], [name]).differences.any()


@given(PAIRS)
def test_differences_are_shares(pairs):
    differences = compare_names(*map(list, zip(*pairs, strict=True))).differences
    assert differences.shape == (len(pairs), len(DIFFERENCES))
    assert ((differences >= 0) & (differences <= 1)).all()


@given(PAIRS)
def test_a_pair_is_compared_alike_alone_and_among_others(pairs):
    whole = compare_names(*map(list, zip(*pairs, strict=True)))
    for place, (one, other) in enumerate(pairs):
        alone = compare_names([one], [other])
        assert alone.likeness[0] == whole.likeness[place]
        assert (alone.differences[0] == whole.differences[place]).all()


@given(NAMES, NAMES)
def test_conflict_figures_and_last_word_are_the_same_from_both_sides(one, other):
    there, back = compare_names([one], [other]).differences[0], compare_names([other], [one]).differences[0]
    begins = one.startswith(f"{other} ") or other.startswith(f"{one} ")
    for name in ("conflict", *(() if begins else ("figures", "last_word"))):
        place = DIFFERENCES.index(name)
        assert there[place] == pytest.approx(back[place])


FIGURES = st.integers(1, 9999).map(str)


@given(FIGURES, FIGURES, st.sampled_from(["MAI", "JUIN", "REGIMENT"]))
def test_two_figures_are_never_alike(one, other, word):
    told = compare_names([f"{one} {word}"], [f"{other} {word}"])
    assert told.differences[0, DIFFERENCES.index("figures")] == (one != other)


def test_nothing_compared_gives_nothing():
    told = compare_names([], [])
    assert (told.likeness.shape, told.differences.shape) == ((0,), (0, len(DIFFERENCES)))
