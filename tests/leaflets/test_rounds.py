"""Rounds share out every door once, in connected pieces that take about the same time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components

from geoprofile.errors import TableError
from geoprofile.leaflets.rounds import cut_pieces, plan_rounds
from geoprofile.leaflets.walking import Pace, neighbours, path_metres


def town(seed, count=400, *, streets=12, size_m=900.0):
    """Make streets side by side with doors along both sides, letterboxes in some of them many."""
    rng = np.random.default_rng(seed)
    street, number = rng.integers(0, streets, count), rng.integers(1, 120, count)
    doors = pd.DataFrame(
        {
            "citycode": "00101",
            "street": [f"Rue {chr(65 + one)}" for one in street],
            "number": number,
            "suffix": "",
            "easting": number * size_m / 120,
            "northing": street * size_m / streets + 10.0 * (number % 2),
            "letterboxes": rng.integers(1, 9, count),
        }
    ).drop_duplicates(["street", "number"])
    return doors.assign(address_id=doors["street"] + doors["number"].astype("str")).reset_index(drop=True)


@settings(max_examples=12)
@given(st.integers(0, 1000), st.sampled_from([60.0, 150.0, 500.0, 5000.0]), st.booleans())
def test_every_door_is_in_exactly_one_round_and_letterboxes_are_kept(seed, letterboxes, closed):
    doors = town(seed, 80)
    plan = plan_rounds(doors, letterboxes=letterboxes, closed=closed)
    assert sorted(plan.doors["address_id"]) == sorted(doors["address_id"])
    assert plan.rounds["letterboxes"].sum() == doors["letterboxes"].sum()
    assert plan.doors.groupby("round")["letterboxes"].sum().tolist() == plan.rounds["letterboxes"].tolist()
    for _, part in plan.doors.groupby("round"):
        assert part["place"].tolist() == list(range(1, len(part) + 1))
    assert len(plan.rounds) == max(1, round(doors["letterboxes"].sum() / letterboxes))


@settings(max_examples=4)
@given(st.integers(0, 1000))
def test_order_of_rows_changes_nothing(seed):
    doors = town(seed, 90)
    mixed = doors.sample(frac=1, random_state=seed)
    one, other = (plan_rounds(some, letterboxes=100) for some in (doors, mixed))
    pd.testing.assert_frame_equal(one.doors, other.doors)
    pd.testing.assert_frame_equal(one.rounds, other.rounds)


def test_rounds_take_the_same_time_and_are_shorter_than_a_plain_order():
    doors = town(3, 900)
    plan = plan_rounds(doors, letterboxes=250)
    minutes = plan.rounds["minutes"]
    assert minutes.max() / minutes.mean() < 1.06
    plain = doors.merge(plan.doors[["address_id", "round"]]).sort_values(["round", "street", "number"])
    walked, others = (
        sum(path_metres(part, Pace()) for _, part in some.groupby("round")) for some in (plan.doors, plain)
    )
    assert walked < 0.8 * others
    assert walked == pytest.approx(plan.rounds["walk_m"].sum(), rel=0.1)


def test_a_round_given_in_minutes_takes_about_so_many():
    minutes = plan_rounds(town(4, 900), minutes=45).rounds["minutes"]
    assert 30 < minutes.mean() <= 45
    assert minutes.max() <= 45 * 1.05


@given(st.integers(0, 500), st.integers(1, 9))
def test_pieces_are_connected_and_even(seed, count):
    from scipy.sparse import csr_array

    rng = np.random.default_rng(seed)
    places, loads = rng.random((90, 2)) * 500, rng.uniform(1, 3, 90)
    pairs = neighbours(places)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    metres = np.hypot(*(places[both[:, 0]] - places[both[:, 1]]).T)
    graph = csr_array((metres, (both[:, 0], both[:, 1])), shape=(90, 90))
    label = cut_pieces(graph, loads, count)
    sums = np.bincount(label, weights=loads, minlength=count)
    assert (np.abs(sums - loads.sum() / count) <= 0.5 * loads.sum() / count + loads.max()).all()
    for one in range(count):
        rows = np.flatnonzero(label == one)
        assert connected_components(graph[rows][:, rows], directed=False)[0] == 1


def test_rounds_keep_to_one_store_and_begin_near_it():
    doors = town(5)
    doors["store"] = np.where(doors["easting"] < 450, "west", "east")
    stores = pd.DataFrame({"store": ["east", "west"], "easting": [900.0, 0.0], "northing": [0.0, 0.0]})
    plan = plan_rounds(doors, letterboxes=200, stores=stores)
    for (_, part), told in zip(plan.doors.groupby("round"), plan.rounds.itertuples(), strict=True):
        assert set(part["store"]) == {told.store}
        store = stores[stores["store"] == told.store].iloc[0]
        away = np.hypot(part["easting"] - store["easting"], part["northing"] - store["northing"])
        first_stop = away[part["stop"] == 1]
        assert first_stop.min() == away.min()


def test_no_round_crosses_a_river_that_the_streets_do_not():
    doors = town(6)
    south = doors["northing"] < 450

    def between(origins, targets):
        straight = np.hypot(*(origins[:, None] - targets[None]).transpose(2, 0, 1)) / 75
        across = (origins[:, None, 1] < 450) != (targets[None, :, 1] < 450)
        return np.where(across, straight + 20.0, straight)

    def sides(plan):
        side = plan.doors["address_id"].map(dict(zip(doors["address_id"], south, strict=True)))
        return side.groupby(plan.doors["round"]).mean()

    plans = [(plan_rounds(doors, letterboxes=size, between=between), plan_rounds(doors, letterboxes=size))
             for size in (130, 300)]  # fmt: skip
    assert all(sides(along).isin([0, 1]).all() for along, _ in plans)
    assert not all(sides(straight).isin([0, 1]).all() for _, straight in plans)
    assert [(along.basis, straight.basis) for along, straight in plans] == [("network", "straight")] * 2


def test_many_stops_on_a_network_are_planned_in_parts(monkeypatch):
    from geoprofile.leaflets import rounds

    monkeypatch.setattr(rounds, "MOST_STOPS", 40)
    doors = town(7)

    def between(origins, targets):
        assert len(origins) <= 2 * 60
        return np.hypot(*(origins[:, None] - targets[None]).transpose(2, 0, 1)) / 75

    plan = plan_rounds(doors, letterboxes=150, between=between)
    assert sorted(plan.doors["address_id"]) == sorted(doors["address_id"])


def test_no_doors_make_no_rounds():
    plan = plan_rounds(town(1).iloc[:0])
    assert plan.doors.empty
    assert plan.rounds.empty
    assert "round" in plan.doors


def test_one_tower_is_one_round():
    doors = town(1).iloc[:1].assign(letterboxes=2000)
    assert plan_rounds(doors).rounds["letterboxes"].tolist() == [2000]


def test_what_cannot_be_cut_is_refused():
    doors = town(1).iloc[:20]
    with pytest.raises(TableError, match="above 0"):
        plan_rounds(doors, letterboxes=0)
    stores = pd.DataFrame({"store": ["a"], "easting": [0.0], "northing": [0.0]})
    with pytest.raises(TableError, match="stands 0 times"):
        plan_rounds(doors.assign(store="b"), stores=stores)
