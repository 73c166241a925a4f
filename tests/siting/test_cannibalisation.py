import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.siting.attributes import StoreAttributes, join_attributes
from geoprofile.siting.cannibalisation import PARTS, cannibalise
from geoprofile.siting.huff import HuffModel, default_huff, huff_shares
from geoprofile.siting.totals import totals
from tests.siting.conftest import make_reach, markets, sizes

MODEL = default_huff(["size_m2"])


def opened(rng, zones):
    """Draw one candidate that reaches some zones, some of them in part."""
    shares = rng.choice([0.0, 0.4, 1.0], size=(1, zones))
    candidate = StoreAttributes(("size_m2",), rng.normal(6, 1, (1, 1)), np.zeros((1, 1), dtype=bool))
    return make_reach(rng.uniform(0, 30, (1, zones)), shares=shares), candidate, shares


@given(markets(), st.sampled_from([-np.inf, 1.0]), st.integers(0, 2**32 - 1))
def test_what_a_candidate_gains_is_what_the_others_lose_and_whom_nobody_had(market, outside, seed):
    reach, attributes, demand = market
    rng = np.random.default_rng(seed)
    candidate_reach, candidate, candidate_shares = opened(rng, reach.zone_count)
    own = rng.random(reach.origin_count) < 0.5
    model = MODEL.with_outside(outside, 0.3)
    told = cannibalise(reach, attributes, candidate_reach, candidate, model, demand, own=own, draws=0)
    row = told.candidates.iloc[0]
    # The same by the shares of all stores with the candidate among them.
    shares = np.zeros((reach.origin_count + 1, reach.zone_count))
    minutes = np.zeros_like(shares)
    shares[reach.origin, reach.zone], minutes[reach.origin, reach.zone] = reach.shares[:, 0], reach.minutes
    shares[-1] = candidate_shares[0]
    minutes[-1, candidate_reach.zone] = candidate_reach.minutes
    both = make_reach(minutes, shares=shares)
    after = huff_shares(both, join_attributes(attributes, candidate), model, own=np.append(own, True))
    new = totals(both.origin, after.share * demand[both.zone], reach.origin_count + 1)
    old = totals(
        reach.origin, huff_shares(reach, attributes, model, own=own).share * demand[reach.zone], reach.origin_count
    )
    assert row["gained"] == pytest.approx(new[-1], abs=1e-9)
    assert row["from_own"] == pytest.approx((old - new[:-1])[own].sum(), abs=1e-9)
    assert row["from_competitors"] == pytest.approx((old - new[:-1])[~own].sum(), abs=1e-9)
    assert row[list(PARTS)].sum() == pytest.approx(row["gained"], abs=1e-9)
    assert (row[list(PARTS)] >= -1e-9).all()
    assert told.stores["lost"].sum() == pytest.approx(row["from_own"], abs=1e-9)
    assert (told.stores["lost_share"] <= 1 + 1e-9).all()


def test_a_candidate_beside_its_twin_takes_half():
    told = cannibalise(
        make_reach(np.array([[5.0]])),
        sizes([100.0]),
        make_reach(np.array([[5.0]])),
        sizes([100.0]),
        MODEL,
        np.array([80.0]),
    )
    assert told.candidates.loc[0, ["gained", "from_own", "net_own"]].tolist() == pytest.approx([40, 40, 0])
    assert told.stores.loc[0, "lost_share"] == pytest.approx(0.5)


def test_where_nobody_was_all_is_newly_reached():
    told = cannibalise(
        make_reach(np.array([[5.0, 99.0]])),
        sizes([100.0]),
        make_reach(np.array([[99.0, 5.0]])),
        sizes([100.0]),
        MODEL,
        np.array([80.0, 30.0]),
    )
    assert told.candidates.loc[0, ["gained", "newly_reached"]].tolist() == [30.0, 30.0]
    assert told.stores.empty


def test_a_stated_model_has_no_interval_and_an_estimated_one_holds_its_estimate():
    reach, other = make_reach(np.array([[5.0, 9.0]])), make_reach(np.array([[7.0, 4.0]]))
    demand = np.array([80.0, 60.0])
    stated = cannibalise(reach, sizes([100.0]), other, sizes([90.0]), MODEL, demand).candidates.iloc[0]
    assert np.isnan(stated["gained_low"])
    model = HuffModel(("size_m2",), np.ones(1), -2.0, covariance=np.diag([0.01, 0.04]))
    first, again, wider = (
        cannibalise(reach, sizes([100.0]), other, sizes([90.0]), model, demand, store_spread=spread).candidates.iloc[0]
        for spread in (0.0, 0.0, 0.5)
    )
    assert first["gained_low"] < first["gained"] < first["gained_high"]
    assert first.equals(again)
    assert wider["gained_high"] - wider["gained_low"] > first["gained_high"] - first["gained_low"]


def test_missing_demand_counts_as_none():
    reach = make_reach(np.array([[5.0, 5.0]]))
    told = cannibalise(reach, sizes([100.0]), reach, sizes([100.0]), MODEL, np.array([80.0, np.nan]))
    assert told.candidates.loc[0, "gained"] == pytest.approx(40)


def test_no_candidate_gives_empty_tables():
    nobody = make_reach(np.zeros((0, 1)))
    told = cannibalise(make_reach(np.ones((1, 1))), sizes([1.0]), nobody, sizes([]), MODEL, np.ones(1))
    assert told.candidates.empty
    assert told.stores.empty


def test_other_zones_are_refused():
    with pytest.raises(TableError, match="use one table of zones"):
        cannibalise(
            make_reach(np.ones((1, 2))), sizes([1.0]), make_reach(np.ones((1, 1))), sizes([1.0]), MODEL, np.ones(2)
        )
