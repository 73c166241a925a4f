import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.siting.white_spots import white_spots
from tests.siting.conftest import make_reach

LINE = np.column_stack([np.arange(8), np.arange(1, 9)])
IDS = np.array([f"z{row}" for row in range(9)], dtype=object)
MINUTES = np.array([[20.0, 18.0, 2.0, 2.0, 99.0, 2.0, 2.0, 15.0, 16.0]])


def test_spots_are_groups_of_neighbours_and_the_worst_comes_first():
    told = white_spots(make_reach(MINUTES), np.full(9, 100.0), LINE, IDS, threshold_min=10)
    assert told.spots["zones"].tolist() == [1, 2, 2]
    assert told.spot.tolist() == [1, 1, -1, -1, 0, -1, -1, 2, 2]
    assert told.spots["shortfall"].tolist() == pytest.approx([2000, 1800, 1100])
    assert told.spots["minutes"].tolist() == pytest.approx([30, 19, 15.5])
    assert told.spots["beyond_share"].tolist() == [1, 0, 0]
    assert told.spots["centre"].tolist() == [4, 0, 8]


def test_people_who_have_a_store_near_make_no_spot():
    told = white_spots(make_reach(np.full((1, 9), 3.0)), np.ones(9), LINE, IDS, threshold_min=10)
    assert told.spots.empty
    assert (told.spot == -1).all()


@given(st.integers(0, 2**32 - 1))
def test_spots_hold_all_the_shortfall_whatever_the_order_of_zones(seed):
    rng = np.random.default_rng(seed)
    minutes, demand = rng.uniform(0, 40, (2, 9)), np.rint(rng.uniform(0, 50, 9))
    order = rng.permutation(9)
    told = white_spots(make_reach(minutes), demand, LINE, IDS, threshold_min=10)
    moved = white_spots(
        make_reach(minutes[:, order]), demand[order], np.argsort(order)[LINE], IDS[order], threshold_min=10
    )
    assert told.spots["shortfall"].sum() == pytest.approx(told.shortfall.sum())
    assert moved.spot.tolist() == told.spot[order].tolist()
    assert (np.diff(told.spots["shortfall"]) <= 1e-5).all()


def test_a_threshold_that_was_not_measured_is_refused():
    with pytest.raises(TableError, match="up to 30"):
        white_spots(make_reach(MINUTES), np.ones(9), LINE, IDS, threshold_min=30)
    with pytest.raises(TableError, match="use the same"):
        white_spots(make_reach(MINUTES), np.ones(8), LINE, IDS, threshold_min=3)
