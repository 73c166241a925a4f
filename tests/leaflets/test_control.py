"""Control zones are twins of treated ones, drawn by chance, apart from them where that can be."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.leaflets.control import hold_out

FEATURES = ["expected", "households", "customers"]


def zones(count, seed=0):
    rng = np.random.default_rng(seed)
    rich = rng.normal(size=count)
    return pd.DataFrame(
        {
            "zone_id": [f"z{n:04}" for n in range(count)],
            "expected": np.exp(rich),
            "households": rng.uniform(300, 1500, count),
            "customers": rng.poisson(np.exp(rich + 1)),
        }
    )


def in_a_row(count):
    return np.column_stack([np.arange(count - 1), np.arange(1, count)])


@settings(max_examples=30)
@given(st.integers(20, 120), st.integers(1, 12), st.integers(0, 99))
def test_each_pair_has_one_zone_served_and_one_held_out(count, pairs, seed):
    design = hold_out(zones(count, seed), FEATURES, pairs=pairs, neighbours=in_a_row(count), seed=seed)
    paired = design.zones[design.zones["pair"] > 0]
    assert (paired.groupby("pair")["role"].agg(sorted).map(tuple) == ("control", "treated")).all()
    assert len(paired) == 2 * design.pair_count <= 2 * pairs
    assert (design.zones.loc[design.zones["pair"] == 0, "role"] == "rest").all()
    number = paired["zone_id"].str[1:].astype(int)
    assert (number.groupby(paired["pair"]).agg(lambda two: two.max() - two.min()) > 1).all()


def test_twins_balance_better_than_chance():
    design = hold_out(zones(300), FEATURES, pairs=30)
    assert design.pair_count == 30
    assert design.balance["balanced"].all()
    assert design.balance["feature"].tolist() == FEATURES
    paired = design.zones[design.zones["pair"] > 0].merge(zones(300))
    within = paired.groupby("pair")["expected"].agg(lambda two: two.max() - two.min()).mean()
    assert within < 0.3 * paired["expected"].std()


def test_pairs_are_spread_over_low_and_high_expectations():
    pool = zones(300)
    design = hold_out(pool, FEATURES, pairs=20)
    rank = pool.set_index("zone_id")["expected"].rank(pct=True)
    mean = (
        design.zones[design.zones["pair"] > 0]
        .assign(rank=lambda t: t["zone_id"].map(rank))
        .groupby("pair")["rank"]
        .mean()
    )
    assert np.histogram(mean, bins=[0, 0.2, 0.4, 0.6, 0.8, 1])[0].min() >= 2


def test_pairs_lie_apart_where_there_is_room():
    design = hold_out(zones(300), FEATURES, pairs=10, neighbours=in_a_row(300))
    paired = design.zones.index[design.zones["pair"] > 0].to_numpy()
    assert (np.diff(paired) > 1).all()
    controls = design.zones[design.zones["role"] == "control"]
    assert controls["served_neighbours"].between(1, 2).all()


def test_the_draw_is_by_seed_and_chance():
    held = [tuple(hold_out(zones(80), FEATURES, pairs=8, seed=seed).zones["role"]) for seed in (1, 1, 2)]
    assert held[0] == held[1] != held[2]


def test_order_of_rows_changes_nothing():
    pool, near = zones(60), in_a_row(60)
    back = pool.iloc[::-1].reset_index(drop=True)
    one, other = (
        hold_out(pool, FEATURES, pairs=6, neighbours=near),
        hold_out(back, FEATURES, pairs=6, neighbours=59 - near),
    )
    pd.testing.assert_frame_equal(one.zones, other.zones)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda pool: pool.drop(columns="expected"), "lacks the column 'expected'"),
        (lambda pool: pool.assign(expected=np.nan), "'expected', row 0"),
        (lambda pool: pool.assign(zone_id="z"), "stands twice"),
        (lambda pool: pool.iloc[:1], "No two zones"),
    ],
)
def test_what_cannot_be_paired_is_refused(change, word):
    with pytest.raises(TableError, match=word):
        hold_out(change(zones(10)), FEATURES, pairs=2)
