"""From utilities to one answer: probabilities are a conditional logit with "none of them" at 0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.geocoding.choice import choose, distinct_answers, probabilities
from geoprofile.geocoding.evidence import NumberEvidence, TypeEvidence
from geoprofile.geocoding.numbers import Numbers
from geoprofile.geocoding.similarity import DIFFERENCES
from geoprofile.geocoding.streets import Candidates

FOUND, OTHER_SUFFIX, INTERPOLATED, MISSING, NOT_ASKED = NumberEvidence
THRESHOLD = 2 / 3
SURE, LIKELY = 8.0, 2.0

UTILITIES = st.lists(st.tuples(st.integers(0, 4), st.floats(-800, 800)), max_size=20)


def shares(told):
    query, utility = (np.array([row[side] for row in told], dtype=kind) for side, kind in ((0, np.int64), (1, float)))
    return query, utility, probabilities(query, utility, 5)


@given(UTILITIES)
def test_probabilities_and_none_of_them_add_up_to_one(told):
    query, utility, share = shares(told)
    assert np.isfinite(share).all()
    assert ((share >= 0) & (share <= 1)).all()
    for one in range(5):
        mine = query == one
        if mine.any() and utility[mine].max() < 700:
            nothing = 1 / (1 + np.exp(utility[mine]).sum())
            assert share[mine].sum() + nothing == pytest.approx(1)


@given(UTILITIES, st.tuples(st.integers(0, 4), st.floats(-800, 800)))
def test_one_more_candidate_raises_no_other(told, more):
    assert (shares([*told, more])[2][:-1] <= shares(told)[2] * (1 + 1e-12)).all()


@given(UTILITIES, st.randoms(use_true_random=False))
def test_the_order_of_candidates_changes_no_probability(told, random):
    order = random.sample(range(len(told)), len(told))
    assert shares([told[place] for place in order])[2] == pytest.approx(shares(told)[2][order])


@given(UTILITIES)
def test_queries_do_not_touch_one_another(told):
    query, _, share = shares(told)
    for one in range(5):
        alone = shares([row for row in told if row[0] == one])[2]
        assert alone == pytest.approx(share[query == one])


def test_a_single_candidate_has_the_logistic_of_its_utility():
    assert probabilities(np.array([0, 1]), np.array([0.0, np.log(9)]), 2) == pytest.approx([0.5, 0.9])


def test_utilities_of_any_size_overflow_nothing():
    share = probabilities(np.array([0, 0, 1, 2]), np.array([800.0, 800.0, -800.0, 800.0]), 3)
    assert share == pytest.approx([0.5, 0.5, 0, 1])


def candidates(*rows):
    """Write candidates as dictionaries: query, street, reading, utility, how, number, address, name, type, place."""
    default = {"query": 0, "reading": 0, "utility": SURE, "how": FOUND, "number": 1, "name": 0, "place": (2.0, 44.0)}
    rows = [default | {"type": TypeEvidence.SAME} | row for row in rows]

    def column(name, kind=np.int64):
        return np.array([row[name] for row in rows], dtype=kind)

    count = len(rows)
    address = [row.get("address", row["street"] if row["how"] <= OTHER_SUFFIX else -1) for row in rows]
    zeros, no = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
    streets = Candidates(
        query=column("query"), reading=column("reading"), reading_row=np.arange(count), street=column("street"),
        name=column("name"), kind=column("type"), commune=zeros,
        commune_evidence=zeros, type_evidence=column("type"), commune_likeness=np.ones(count),
        likeness=np.ones(count), differences=np.zeros((count, len(DIFFERENCES))),
        other_postcode=no, other_former=no, spelt_otherwise=no,
    )  # fmt: skip
    place = column("place", float).reshape(count, 2)
    numbers = Numbers(column("number"), column("how"), np.array(address, dtype=np.int64), place[:, 0], place[:, 1])
    return streets, numbers, column("utility", float)


def chosen(*rows, queries=1):
    return choose(*candidates(*rows), queries, THRESHOLD)


FAR = (3.0, 45.0)


def test_the_most_probable_candidate_is_the_answer_and_the_next_best_place_is_scored():
    told = chosen({"street": 1, "utility": LIKELY, "place": FAR, "name": 1}, {"street": 2, "utility": SURE})
    assert told.candidate.tolist() == [1]
    assert told.score[0] == pytest.approx(np.exp(8) / (1 + np.exp(8) + np.exp(2)))
    assert told.next_score[0] == pytest.approx(np.exp(2) / (1 + np.exp(8) + np.exp(2)))
    assert not told.street_only[0]
    assert not told.rivals[0]


def test_a_query_without_candidates_has_no_answer():
    told = chosen({"street": 1, "query": 1}, queries=3)
    assert told.candidate.tolist() == [-1, 0, -1]
    assert told.score[[0, 2]].tolist() == [0, 0]
    assert not told.rivals.any()


def test_what_is_less_probable_than_the_threshold_is_no_answer_and_has_no_rival():
    told = chosen({"street": 1, "utility": 0.5})
    assert (told.candidate[0], told.rivals[0]) == (-1, False)


def test_two_far_namesakes_leave_no_answer_and_are_rivals():
    told = chosen({"street": 1}, {"street": 2, "place": FAR})
    assert (told.candidate[0], told.rivals[0]) == (-1, True)


@pytest.mark.parametrize("how", [FOUND, INTERPOLATED, MISSING, NOT_ASKED])
def test_twins_in_two_bases_are_one_place(how):
    told = chosen({"street": 1, "how": how}, {"street": 2, "how": how, "place": (2.001, 44.001)})
    assert told.candidate.tolist() == [0]
    assert told.score[0] == pytest.approx(2 * np.exp(8) / (1 + 2 * np.exp(8)))
    assert told.next_score[0] == 0


@pytest.mark.parametrize("other", [{"place": (2.01, 44.0)}, {"name": 1}, {"type": TypeEvidence.OTHER}])
def test_streets_far_off_or_of_another_name_or_type_are_no_twins(other):
    told = chosen({"street": 1}, {"street": 2, **other})
    assert (told.candidate[0], told.rivals[0]) == (-1, True)


def test_several_readings_of_one_address_are_one_answer():
    told = chosen(*({"street": 1, "reading": rank, "address": 7, "utility": LIKELY} for rank in range(3)))
    assert told.candidate.tolist() == [0]
    assert told.score[0] == pytest.approx(np.exp(2) / (1 + np.exp(2)))


def test_two_readings_without_a_number_are_one_answer():
    told = chosen(*({"street": 1, "reading": rank, "how": how} for rank, how in enumerate((NOT_ASKED, MISSING))))
    assert told.score[0] == pytest.approx(np.exp(8) / (1 + np.exp(8)))


def test_two_numbers_of_one_street_leave_the_street():
    told = chosen({"street": 1, "address": 7}, {"street": 1, "address": 8, "number": 2, "reading": 1})
    assert told.candidate.tolist() == [0]
    assert told.street_only.tolist() == [True]
    assert told.score[0] == pytest.approx(2 * np.exp(8) / (1 + 2 * np.exp(8)))
    assert told.next_score[0] == 0


def test_a_number_that_is_probable_enough_is_kept_beside_another_reading_of_it():
    told = chosen({"street": 1, "address": 7}, {"street": 1, "address": 8, "utility": SURE - 3, "reading": 1})
    assert not told.street_only[0]
    assert told.score[0] == pytest.approx(np.exp(8) / (1 + np.exp(8) + np.exp(5)))


def test_a_street_whose_number_is_open_is_not_answered_where_the_street_is_not_sure_either():
    told = chosen(
        {"street": 1, "address": 7}, {"street": 1, "address": 8}, {"street": 2, "place": FAR, "utility": SURE + 0.5}
    )
    assert (told.candidate[0], told.street_only[0], told.rivals[0]) == (-1, False, True)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_ties_go_to_the_earlier_reading_then_to_the_earlier_street(order):
    rows = [{"street": 5, "reading": 0}, {"street": 4, "reading": 1}, {"street": 6, "reading": 0}]
    told = chosen(*(rows[place] for place in order))
    assert order[told.candidate[0]] == 0


HOWS = st.sampled_from([FOUND, INTERPOLATED, MISSING, NOT_ASKED])
SMALL, ONE_OR_TWO = st.integers(0, 2), st.integers(1, 2)
TOLD = st.tuples(SMALL, st.integers(1, 3), HOWS, ONE_OR_TWO, SMALL, st.sampled_from([8.0, 2.0, 0.0, -3.0]))


@given(st.lists(TOLD, max_size=12), st.randoms(use_true_random=False))
def test_scores_are_probabilities_and_the_order_of_candidates_changes_nothing(told, random):
    rows = [
        {"query": q, "street": s, "name": s, "how": h, "number": n, "address": 10 * s + n if h == FOUND else -1,
         "reading": r, "utility": u, "place": (s, n)}
        for q, s, h, n, r, u in dict.fromkeys(told)
    ]  # fmt: skip
    one = chosen(*rows, queries=3)
    order = random.sample(range(len(rows)), len(rows))
    other = chosen(*(rows[place] for place in order), queries=3)
    for name in ("score", "next_score"):
        assert getattr(one, name) == pytest.approx(getattr(other, name))
        assert ((getattr(one, name) >= 0) & (getattr(one, name) <= 1 + 1e-9)).all()
    answered = one.candidate >= 0
    assert (one.next_score[answered] <= one.score[answered]).all()
    assert (one.score[answered] >= THRESHOLD).all()
    assert [rows[place]["street"] for place in one.candidate[answered]] == [
        rows[order[place]]["street"] for place in other.candidate[answered]
    ]
    assert one.rivals.tolist() == other.rivals.tolist()


def test_of_candidates_that_come_to_one_answer_the_best_is_kept():
    streets, numbers, utility = candidates(
        {"street": 1, "address": 7, "utility": LIKELY},
        {"street": 1, "address": 7, "utility": SURE, "reading": 1},
        {"street": 1, "how": INTERPOLATED, "number": 3},
        {"street": 1, "how": INTERPOLATED, "number": 5},
        {"street": 1, "how": MISSING, "number": 99, "reading": 1},
        {"street": 1, "how": NOT_ASKED, "number": 0},
        {"street": 1, "address": 7, "query": 1},
    )
    assert sorted(distinct_answers(streets, numbers, utility).tolist()) == [1, 2, 3, 5, 6]
