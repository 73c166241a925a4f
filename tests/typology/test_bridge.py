"""From one typology of zones to another: a bridge, and what moved."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.typology.bridge import BRIDGE_COLUMNS, bridge_table, count_moved


def typed(types):
    zones = [f"z{number}" for number in range(len(types))]
    return pd.DataFrame(
        {
            "zone_id": pd.array(zones, dtype="str"),
            "group": pd.array([code[:1] for code in types], dtype="str"),
            "type": pd.array(list(types), dtype="str"),
        }
    )


CODES = st.sampled_from(["A01", "A02", "B01", ""])


@st.composite
def vintages(draw):
    size = draw(st.integers(1, 12))
    before, after = (typed(draw(st.lists(CODES, min_size=size, max_size=size))) for _ in range(2))
    counts = draw(st.lists(st.integers(0, 50), min_size=size, max_size=size))
    return before, after, pd.Series(counts, index=before["zone_id"], dtype=float)


def test_a_bridge_says_where_the_households_of_each_type_went():
    before, after = typed(["A01", "A01", "A01", "B01"]), typed(["B01", "A02", "B01", "B01"])
    bridge = bridge_table(before, after, {"z0": 60.0, "z1": 30.0, "z2": 10.0, "z3": 30.0})
    assert bridge.to_dict("list") == {
        "type_before": ["A01", "A01", "B01"],
        "type_after": ["B01", "A02", "B01"],
        "zones": [2, 1, 1],
        "households": [70, 30, 30],
        "share_of_before": [0.7, 0.3, 1],
        "share_of_after": [0.7, 1, 0.3],
        "best_match": [True, False, True],
    }


@settings(max_examples=40)
@given(vintages())
def test_shares_add_up_to_one_on_both_sides_and_each_type_has_one_best_match(three):
    bridge = bridge_table(*three)
    assert list(bridge.columns) == BRIDGE_COLUMNS
    for side in ("before", "after"):
        assert np.allclose(bridge.groupby(f"type_{side}")[f"share_of_{side}"].sum(), 1)
    assert (bridge.groupby("type_before")["best_match"].sum() == 1).all()
    both = (three[0]["type"] != "") & (three[1]["type"] != "")
    assert bridge["zones"].sum() == both.sum()
    assert bridge["households"].sum() == three[2].to_numpy()[both.to_numpy()].sum()


@settings(max_examples=40)
@given(vintages(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(three, shuffler):
    before, after, households = three
    order = list(range(len(before)))
    shuffler.shuffle(order)
    pd.testing.assert_frame_equal(
        bridge_table(before, after, households), bridge_table(before.iloc[order], after, households.iloc[order])
    )
    assert count_moved(before, after, households) == count_moved(before.iloc[order], after.iloc[::-1], households)


@settings(max_examples=40)
@given(vintages())
def test_no_zone_moves_between_a_typology_and_itself(three):
    before, _, households = three
    moved = count_moved(before, before, households)
    assert (moved.zones_group, moved.zones_type, moved.households_type_share) == (0, 0, 0)
    assert (moved.zones_left, moved.zones_new) == (0, 0)
    bridge = bridge_table(before, before, households)
    assert (bridge["type_before"] == bridge["type_after"]).all()
    assert (bridge["share_of_before"] == 1).all()


def test_what_moved_is_counted_by_group_and_type_zones_that_come_or_go_apart():
    before, after = typed(["A01", "A01", "A02", "B01", "", "B01"]), typed(["A01", "A02", "B01", "", "A01", "B01"])
    moved = count_moved(before, after, dict.fromkeys(before["zone_id"], 25.0))
    assert (moved.zones, moved.zones_group, moved.zones_type) == (4, 1, 2)
    assert (moved.households, moved.households_group_share, moved.households_type_share) == (100, 0.25, 0.5)
    assert (moved.zones_left, moved.zones_new) == (1, 1)


def test_zones_without_households_share_by_zones_and_move_nobody():
    before, after = typed(["A01", "A01"]), typed(["A01", "B01"])
    assert bridge_table(before, after, {})["share_of_before"].tolist() == [0.5, 0.5]
    assert count_moved(before, after, {}).households_type_share == 0


def test_two_typologies_of_other_zones_have_an_empty_bridge():
    other = typed(["A01"]).assign(zone_id="elsewhere")
    bridge = bridge_table(typed(["A01"]), other, {})
    assert list(bridge.columns) == BRIDGE_COLUMNS
    assert bridge.empty
    assert count_moved(typed(["A01"]), other, {}).zones == 0


def test_a_zone_that_stands_twice_or_a_column_that_lacks_is_refused():
    twice = typed(["A01", "B01"]).assign(zone_id="z0")
    with pytest.raises(TableError, match="'z0' stands twice in the types before"):
        bridge_table(twice, typed(["A01"]), {})
    with pytest.raises(TableError, match="types after lack the column 'group'"):
        count_moved(typed(["A01"]), typed(["A01"]).drop(columns="group"), {})
