from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.siting.attributes import StoreAttributes
from geoprofile.siting.huff import default_huff, huff_shares
from geoprofile.siting.location import SITE_OBJECTIVES, HuffMarket, SiteQuestion, choose_sites, stores_to_close
from geoprofile.siting.location import exact as exact_module
from geoprofile.siting.location.question import canonical
from geoprofile.siting.location.standing import value_of
from geoprofile.siting.totals import totals
from geoprofile.travel.reach import Reach


def reach_of(minutes, shares, limit=20.0):
    inside = shares > 0
    origin, zone = np.nonzero(inside)
    both = np.column_stack([np.where(minutes <= limit / 2, shares, 0.0)[inside], shares[inside]])
    return Reach(
        origin.astype(np.int64),
        zone.astype(np.int64),
        minutes[inside],
        both,
        (limit / 2, limit),
        *shares.shape,
        by="straight",
        basis="straight",
    )


def attributes_of(rng, count):
    return StoreAttributes(("size_m2",), rng.normal(6, 0.7, (count, 1)), np.zeros((count, 1), dtype=bool))


def drawn(rng, places, zones):
    return reach_of(
        rng.uniform(0, 20, (places, zones)), rng.choice([0.0, 0.5, 1.0], (places, zones), p=[0.6, 0.1, 0.3])
    )


def question_of(seed, *, places=7, zones=14, stores=1, rivals=2, outside=0.0):
    rng = np.random.default_rng(seed)
    market = HuffMarket(
        default_huff(["size_m2"]).with_outside(outside),
        attributes_of(rng, places),
        attributes_of(rng, stores),
        drawn(rng, rivals, zones),
        attributes_of(rng, rivals),
    )
    return SiteQuestion(
        drawn(rng, places, zones),
        np.rint(rng.uniform(0, 100, zones)),
        np.array([f"C{row}" for row in range(places)], dtype=object),
        np.array([f"Z{row:02d}" for row in range(zones)], dtype=object),
        existing=drawn(rng, stores, zones),
        market=market,
    )


def best_of_all(question, count, objective):
    made = SITE_OBJECTIVES[objective](question)
    every = combinations(range(question.candidates.origin_count), count)
    return max(value_of(made, np.array(one, dtype=np.int64)) for one in every)


OBJECTIVES = pytest.mark.parametrize("objective", list(SITE_OBJECTIVES))
SEEDS = st.integers(0, 2**32 - 1)


@OBJECTIVES
@settings(max_examples=15)
@given(seed=SEEDS, count=st.integers(1, 3))
def test_a_small_question_is_answered_with_the_best_of_all(objective, seed, count):
    question = question_of(seed)
    choice = choose_sites(question, count, objective=objective)
    best = best_of_all(question, count, objective)
    assert choice.value == pytest.approx(best, rel=1e-6)
    assert choice.bound >= choice.value
    assert choice.bound == pytest.approx(best, rel=1e-5)


@OBJECTIVES
@settings(max_examples=10)
@given(seed=SEEDS)
def test_without_the_exact_answer_the_heuristic_stays_below_the_bound_and_near_the_best(objective, seed):
    question = question_of(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact_module, "MOST_PAIRS", 0)
        patch.setattr(exact_module, "MOST_CHOICES", 0)
        choice = choose_sites(question, 3, objective=objective)
    best = best_of_all(question, 3, objective)
    assert 0.95 * best <= choice.value <= best * (1 + 1e-9)
    assert choice.bound >= best * (1 - 1e-9)


@OBJECTIVES
@settings(max_examples=10)
@given(seed=SEEDS)
def test_more_sites_never_serve_less(objective, seed):
    question = question_of(seed, places=12, zones=30)
    values = [choose_sites(question, count, objective=objective).value for count in (1, 2, 3, 5, 8)]
    assert all(more >= less * (1 - 1e-9) for less, more in pairwise(values))


@OBJECTIVES
@settings(max_examples=10)
@given(seed=SEEDS, random=st.randoms(use_true_random=False))
def test_the_order_of_candidates_and_zones_changes_nothing(objective, seed, random):
    question = question_of(seed)
    m, z = question.candidates.origin_count, question.candidates.zone_count
    shuffled = replace(
        question,
        candidate_id=np.array(random.sample(list(question.candidate_id), m), dtype=object),
        zone_id=np.array(random.sample(list(question.zone_id), z), dtype=object),
    )
    other, places, _ = canonical(shuffled)
    one, two = choose_sites(shuffled, 3, objective=objective), choose_sites(other, 3, objective=objective)
    assert one.chosen.tolist() == places[two.chosen].tolist()
    assert one.value == two.value
    assert one.bound == two.bound


def test_of_candidates_that_are_worth_the_same_the_first_id_is_taken():
    reach = reach_of(np.full((3, 2), 5.0), np.ones((3, 2)))
    question = SiteQuestion(
        reach, np.ones(2), np.array(["c", "a", "b"], dtype=object), np.array(["x", "y"], dtype=object)
    )
    choice = choose_sites(question, 2)
    assert choice.chosen.tolist() == [1]
    assert "1 sites are enough" in choice.notes[0].en


def line(*, minutes=None, penalty_min=None, existing=None):
    """Five zones in a row, ten minutes apart, a candidate in each."""
    place = np.arange(5) * 10.0
    apart = np.abs(place[:, None] - place[None])
    reach = reach_of(apart, (apart <= 20) * 1.0)
    ids = np.array(list("abcde"), dtype=object)
    stay = None if existing is None else reach_of(apart[existing], (apart[existing] <= 20) * 1.0)
    return SiteQuestion(reach, np.ones(5), ids, ids, stay, minutes, penalty_min)


def test_the_middle_of_a_row_is_the_median():
    choice = choose_sites(line(), 1, objective="p_median")
    assert choice.chosen.tolist() == [2]
    assert choice.reading == pytest.approx({"mean_minutes": 12.0, "penalty_min": 40.0})


def test_coverage_is_counted_within_the_band_that_was_asked():
    near, far = choose_sites(line(minutes=10.0), 1), choose_sites(line(), 1)
    assert (near.reading["covered"], far.reading["covered"]) == (3.0, 5.0)


def test_stores_that_stay_count_and_are_not_covered_twice():
    choice = choose_sites(line(minutes=10.0, existing=[0]), 1)
    assert choice.base == 2
    assert choice.value == 5
    assert choice.chosen.tolist() == [3]


def test_a_store_nearby_is_no_place_for_another_where_market_share_counts():
    """Two towns of the same people: the own store stands in one, so the new one opens in the other."""
    minutes = np.array([[2.0, 15.0], [15.0, 2.0]])
    like = StoreAttributes(("size_m2",), np.zeros((2, 1)), np.zeros((2, 1), dtype=bool))
    market = HuffMarket(default_huff(["size_m2"]).with_outside(-4.0), like, like.take(np.array([0])))
    ids = np.array(["a", "b"], dtype=object)
    question = SiteQuestion(
        reach_of(minutes, np.ones((2, 2))), np.ones(2), ids, ids, reach_of(minutes[:1], np.ones((1, 2)))
    )
    choice = choose_sites(replace(question, market=market), 1, objective="huff_share")
    assert choice.chosen.tolist() == [1]
    assert choice.reading["captured"] == pytest.approx(choice.value)
    assert choice.base < choice.value < 2


@settings(max_examples=15)
@given(SEEDS)
def test_the_market_share_is_that_of_the_huff_model(seed):
    question = question_of(seed)
    market = question.market
    chosen = np.array([1, 4])
    own, rivals, stays = question.candidates, market.rivals, question.existing
    shares, minutes = (
        np.zeros((own.origin_count + stays.origin_count + rivals.origin_count, own.zone_count)) for _ in "ab"
    )
    for first, reach in ((0, own), (own.origin_count, stays), (own.origin_count + stays.origin_count, rivals)):
        shares[first + reach.origin, reach.zone] = reach.shares[:, -1]
        minutes[first + reach.origin, reach.zone] = reach.minutes
    kept = np.r_[chosen, np.arange(own.origin_count, len(shares))]
    values = np.vstack([market.candidates.values, market.existing.values, market.rival_attributes.values])[kept]
    reach = reach_of(minutes[kept], shares[kept])
    everyone = StoreAttributes(("size_m2",), values, np.zeros(values.shape, dtype=bool))
    told = huff_shares(reach, everyone, market.model)
    by_store = totals(reach.origin, told.share * question.weights[reach.zone], len(kept))
    made = SITE_OBJECTIVES["huff_share"](question)
    assert value_of(made, chosen) == pytest.approx(by_store[: 2 + stays.origin_count].sum())


def test_where_nothing_competes_any_store_takes_all():
    question = question_of(1, outside=-np.inf)
    alone = replace(question, market=replace(question.market, rivals=None, rival_attributes=None))
    made = SITE_OBJECTIVES["huff_share"](alone)
    covered = SITE_OBJECTIVES["mclp"](alone)
    chosen = np.array([0, 3])
    assert value_of(made, chosen) == pytest.approx(value_of(covered, chosen))


def test_the_store_that_is_missed_least_is_closed():
    closed, kept = stores_to_close(line(minutes=10.0), 3)
    assert kept.value == 5
    assert len(closed) == 3
    assert not set(closed) & set(kept.chosen)


def test_a_loss_is_what_is_missing_without_the_site():
    question = question_of(3)
    choice = choose_sites(question, 3, objective="p_median")
    made = SITE_OBJECTIVES["p_median"](question)
    for site, loss in zip(choice.chosen, choice.loss, strict=True):
        others = choice.chosen[choice.chosen != site]
        assert loss == pytest.approx(choice.value - value_of(made, others))
    assert (np.diff(choice.loss) <= 0).all()


def test_what_cannot_be_answered_is_refused():
    with pytest.raises(UnknownNameError, match="mclp, p_median"):
        choose_sites(line(), 1, objective="p_centre")
    with pytest.raises(TableError, match="ask for 1 or more"):
        choose_sites(line(), 0)
    with pytest.raises(TableError, match="measured at 7 minutes: choose from 10, 20"):
        choose_sites(line(minutes=7.0), 1)
    with pytest.raises(TableError, match="less than the limit of 20"):
        choose_sites(line(penalty_min=5.0), 1, objective="p_median")
    with pytest.raises(TableError, match="needs a Huff model"):
        choose_sites(line(), 1, objective="huff_share")
    with pytest.raises(TableError, match="candidate_id stands twice"):
        choose_sites(replace(line(), candidate_id=np.array(list("aacde"), dtype=object)), 1)
    with pytest.raises(TableError, match="5 zones have travel times, 4 have demand"):
        choose_sites(replace(line(), demand=np.ones(4)), 1)
    with pytest.raises(TableError, match="5 of 5 stores cannot be closed"):
        stores_to_close(line(), 5)


def test_a_question_without_demand_has_no_gap():
    choice = choose_sites(replace(line(), demand=np.zeros(5)), 2)
    assert len(choice.chosen) == 0
    assert choice.gap == 0
