from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.siting.attributes import StoreAttributes
from geoprofile.siting.huff import HuffModel, default_huff, huff_shares
from geoprofile.siting.totals import totals
from tests.siting.conftest import make_reach, markets, sizes

DECAYS = st.sampled_from(["power", "exponential"])
OUTSIDE = st.sampled_from([-np.inf, 0.0, 3.0])


def test_two_like_stores_share_by_the_square_of_distance():
    reach = make_reach(np.array([[1.0], [3.0]]))
    shares = huff_shares(reach, sizes([500.0, 500.0]), default_huff(["size_m2"]))
    assert shares.share == pytest.approx([4 / 5, 1 / 5])  # (1 + 1)^-2 against (3 + 1)^-2


def test_a_store_of_double_size_has_double_share():
    reach = make_reach(np.array([[5.0], [5.0]]))
    assert huff_shares(reach, sizes([200.0, 100.0]), default_huff(["size_m2"])).share == pytest.approx([2 / 3, 1 / 3])


def test_two_stores_that_reach_halves_of_a_zone_are_no_rivals_in_the_half_that_one_alone_reaches():
    reach = make_reach(np.array([[5.0], [5.0]]), shares=np.array([[1.0], [0.5]]))
    shares = huff_shares(reach, sizes([100.0, 100.0]), default_huff(["size_m2"]))
    assert shares.share == pytest.approx([0.75, 0.25])


def test_a_zone_that_no_store_reaches_is_said():
    reach = make_reach(np.array([[5.0, 99.0], [5.0, 99.0]]))
    assert huff_shares(reach, sizes([1.0, 2.0]), default_huff(["size_m2"])).unreached.tolist() == [0.0, 1.0]


def test_very_different_stores_do_not_overflow():
    reach = make_reach(np.array([[5.0], [5.0]]))
    shares = huff_shares(
        reach,
        StoreAttributes(("a",), np.array([[9e3], [-9e3]]), np.zeros((2, 1), dtype=bool)),
        HuffModel(("a",), np.ones(1), -2.0),
    )
    assert shares.share == pytest.approx([1.0, 0.0])


@given(markets(), DECAYS, OUTSIDE)
def test_shares_of_a_zone_sum_to_one(market, decay, outside):
    reach, attributes, _ = market
    model = default_huff(["size_m2"], decay=decay).with_outside(outside)
    shares = huff_shares(reach, attributes, model)
    whole = totals(reach.zone, shares.share, reach.zone_count) + shares.away + shares.unreached
    assert whole == pytest.approx(np.ones(reach.zone_count))
    assert (shares.share >= 0).all()


@given(markets(), DECAYS, OUTSIDE, st.floats(0.0, 3.0))
def test_a_store_that_grows_never_loses_and_no_other_gains(market, decay, outside, growth):
    reach, attributes, _ = market
    model = default_huff(["size_m2"], decay=decay).with_outside(outside)
    grown = attributes.values.copy()
    grown[0] += growth
    before = huff_shares(reach, attributes, model).share
    after = huff_shares(reach, replace(attributes, values=grown), model).share
    mine = reach.origin == 0
    assert (after[mine] >= before[mine] - 1e-12).all()
    assert (after[~mine] <= before[~mine] + 1e-12).all()


@given(markets(), DECAYS, OUTSIDE, st.floats(0.0, 1.0))
def test_a_store_that_comes_nearer_never_loses(market, decay, outside, nearer):
    reach, attributes, _ = market
    model = default_huff(["size_m2"], decay=decay).with_outside(outside)
    mine = reach.origin == 0
    moved = replace(
        reach,
        minutes=np.where(mine, nearer * reach.minutes, reach.minutes),
        shares=np.where(mine[:, None], np.maximum(reach.shares, 1 - nearer), reach.shares),
    )
    before, after = (huff_shares(one, attributes, model).share for one in (reach, moved))
    assert (after[mine] >= before[mine] - 1e-12).all()
    assert (after[~mine] <= before[~mine] + 1e-12).all()


@given(markets(), st.randoms(use_true_random=False))
def test_the_order_of_stores_changes_nothing(market, random):
    reach, attributes, _ = market
    order = np.array(random.sample(range(reach.origin_count), reach.origin_count))
    place = np.argsort(order)
    rows = np.lexsort((reach.zone, place[reach.origin]))
    other = replace(
        reach,
        origin=place[reach.origin][rows],
        zone=reach.zone[rows],
        minutes=reach.minutes[rows],
        shares=reach.shares[rows],
    )
    model = default_huff(["size_m2"])
    assert huff_shares(other, attributes.take(order), model).share == pytest.approx(
        huff_shares(reach, attributes, model).share[rows]
    )


def test_an_unknown_decay_lists_the_choices():
    with pytest.raises(UnknownNameError, match="exponential, power"):
        default_huff(["size_m2"], decay="linear")


def test_a_model_in_which_distance_attracts_is_refused():
    with pytest.raises(TableError, match="gain by being far away"):
        HuffModel(("size_m2",), np.ones(1), 0.5)


def test_stores_without_the_attributes_of_the_model_are_refused():
    with pytest.raises(TableError, match="knows the attributes price"):
        huff_shares(make_reach(np.ones((1, 1))), sizes([1.0]), default_huff(["price"]))


def test_attributes_of_other_stores_are_refused():
    with pytest.raises(TableError, match="2 stores have attributes but 1 have travel times"):
        huff_shares(make_reach(np.ones((1, 1))), sizes([1.0, 2.0]), default_huff(["size_m2"]))
