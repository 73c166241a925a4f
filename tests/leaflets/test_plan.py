"""The leaflet plan: never over the budget, connected where told, no store on another's ground."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.plan import PLAN_COLUMNS, leaflet_plan
from geoprofile.leaflets.plan_inputs import Budget
from tests.leaflets.conftest import square_zones, zone_table

SQUARES = square_zones(5)
boxes = st.lists(st.integers(0, 6), min_size=25, max_size=25)
rates = st.lists(st.integers(0, 9), min_size=25, max_size=25)
budgets = st.integers(0, 60)


def chosen_shape(plan, store=None):
    """Give the union of the zones of a plan."""
    zones = plan.zones if store is None else plan.zones[plan.zones["store"] == store]
    return shapely.union_all(SQUARES[zones["zone_id"].str[1:].astype(int).to_numpy()])


def one_store(letterboxes, rate):
    return zone_table(letterboxes, np.array(letterboxes) * np.array(rate) / 10)


def sectors(table, borders, amount, **more):
    return leaflet_plan(
        table,
        Budget("letterboxes", amount),
        shape="sectors",
        adjacency=borders,
        store_zones={"": "Z012"},
        **more,
    )


@settings(max_examples=20)
@given(boxes, rates, budgets)
def test_a_sector_fits_its_budget_is_connected_holds_its_store_and_has_no_hole(borders, letterboxes, rate, amount):
    plan = sectors(one_store(letterboxes, rate), borders, amount)
    assert plan.letterboxes <= amount
    assert plan.value <= plan.bound
    if len(plan.zones):
        shape = chosen_shape(plan)
        assert shape.geom_type == "Polygon"
        assert len(shape.interiors) == 0
        assert "Z012" in set(plan.zones["zone_id"])


@settings(max_examples=15)
@given(boxes, rates, budgets, st.integers(0, 20), st.sampled_from(["free", "sectors", "islands"]))
def test_a_larger_budget_never_gives_less(borders, letterboxes, rate, amount, more, shape):
    table = one_store(letterboxes, rate)
    options = {"shape": shape, "adjacency": borders, "store_zones": {"": "Z012"}, "least_letterboxes": 3}
    less, greater = (leaflet_plan(table, Budget("letterboxes", b), **options) for b in (amount, amount + more))
    assert greater.value >= less.value
    assert max(less.letterboxes - amount, greater.letterboxes - amount - more) <= 0


@settings(max_examples=10)
@given(boxes, rates, budgets, st.permutations(range(25)), st.sampled_from(["free", "sectors"]))
def test_the_order_of_rows_changes_nothing(borders, letterboxes, rate, amount, order, shape):
    table = one_store(letterboxes, rate)
    budget, options = Budget("letterboxes", amount), {"shape": shape, "store_zones": {"": "Z012"}}
    usual = leaflet_plan(table, budget, adjacency=borders, **options)
    shuffled = leaflet_plan(table.iloc[order], budget, adjacency=borders.take(np.array(order)), **options)
    assert_frame_equal(usual.zones, shuffled.zones)
    assert_frame_equal(usual.drops, shuffled.drops)


@settings(max_examples=10)
@given(boxes, rates, st.integers(5, 60), st.lists(st.sampled_from("AB"), min_size=25, max_size=25))
def test_stores_never_share_a_zone_and_each_sector_is_connected(borders, letterboxes, rate, amount, store):
    store[0], store[24] = "A", "B"
    table = one_store(letterboxes, rate).assign(store=store)
    plan = leaflet_plan(
        table,
        Budget("letterboxes", {"A": amount, "B": amount / 2}),
        shape="sectors",
        adjacency=borders,
        store_zones={"A": "Z000", "B": "Z024"},
    )
    assert not plan.zones["zone_id"].duplicated().any()
    assert (plan.zones["store"] == plan.zones["zone_id"].map(table.set_index("zone_id")["store"])).all()
    for name in set(plan.zones["store"]):
        assert chosen_shape(plan, name).geom_type == "Polygon"
    assert (plan.drops["letterboxes"] <= plan.drops["budget"]).all()


@settings(max_examples=10)
@given(boxes, rates, budgets)
def test_islands_hold_enough_letterboxes(borders, letterboxes, rate, amount):
    table = one_store(letterboxes, rate)
    plan = leaflet_plan(table, Budget("letterboxes", amount), shape="islands", adjacency=borders, least_letterboxes=8)
    # Squares that meet at a corner are two islands: they are parted before they are counted.
    islands = shapely.get_parts(shapely.buffer(chosen_shape(plan), -0.01)) if len(plan.zones) else []
    for island in islands:
        held = shapely.contains_properly(shapely.buffer(island, 0.1), shapely.centroid(SQUARES))
        assert table.loc[held, "letterboxes"].sum() >= 8


def test_a_rich_pocket_is_reached_through_a_poor_zone(borders):
    rate = np.ones(25)
    rate[12], rate[13], rate[14] = 5, 0, 90
    plan = sectors(one_store(np.full(25, 10), rate), borders, 30)
    assert list(plan.zones["zone_id"]) == ["Z014", "Z012", "Z013"]
    assert ("joins", 1.0) in plan.zones["why"].iloc[2]
    assert plan.drops["bound_by"].iloc[0] == "proof"
    assert plan.gap == pytest.approx(0, abs=1e-6)


def test_a_hole_is_filled_where_the_budget_allows_unless_it_is_excluded(borders):
    rate = np.full(25, 1.0)
    ring = [6, 7, 8, 11, 13, 16, 17, 18]
    rate[ring] = 50
    table = one_store(np.full(25, 10), rate)
    options = {"shape": "sectors", "adjacency": borders, "store_zones": {"": "Z006"}}
    filled = leaflet_plan(table, Budget("letterboxes", 90), **options)
    assert set(filled.zones["zone_id"]) == {f"Z{row:03d}" for row in [*ring, 12]}
    short = leaflet_plan(table, Budget("letterboxes", 80), **options)
    assert len(chosen_shape(short).interiors) == 0
    excluded = leaflet_plan(table, Budget("letterboxes", 90), exclude=["Z012"], **options)
    assert set(ring) <= {int(zone[1:]) for zone in excluded.zones["zone_id"]}


def test_a_zone_without_letterboxes_is_passed_through_and_gets_nothing(borders):
    letterboxes = np.full(25, 10)
    letterboxes[13] = 0
    rate = np.zeros(25)
    rate[[12, 14]] = 5
    plan = sectors(one_store(letterboxes, rate), borders, 20)
    assert plan.zones.set_index("zone_id")["why"]["Z013"] == (("passed", 1.0),)
    assert (plan.letterboxes, plan.drops["zones"].iloc[0]) == (20, 2)


def test_reasons_name_index_minutes_and_what_was_asked_for():
    table = zone_table([10, 20], [1, 1]).assign(index=[182.4, np.nan], minutes=[6.04, np.nan])
    plan = leaflet_plan(table, Budget("letterboxes", 30), include=["Z001"])
    assert tuple(plan.zones.columns) == PLAN_COLUMNS
    assert list(plan.zones["why"]) == [(("index", 182.0), ("minutes", 6.0)), (("included", 1.0),)]


def test_zones_included_are_served_and_those_excluded_are_not():
    table = zone_table([10] * 4, [4, 3, 2, 1])
    plan = leaflet_plan(table, Budget("letterboxes", 20), include=["Z003"], exclude=["Z000"])
    assert set(plan.zones["zone_id"]) == {"Z003", "Z001"}


def test_a_free_plan_takes_no_zone_of_a_handful_of_letterboxes():
    plan = leaflet_plan(zone_table([100, 3], [1, 0.1]), Budget("letterboxes", 103), least_letterboxes=20)
    assert list(plan.zones["zone_id"]) == ["Z000"]


def test_what_is_paid_once_counts_against_a_budget_of_euros():
    table = zone_table([1000, 1000], [5, 4])
    plan = leaflet_plan(table, Budget("eur", 150.0), fixed_eur=80.0)
    assert (plan.cost_eur, len(plan.zones)) == (140.0, 1)
    assert leaflet_plan(table, Budget("eur", 70.0), fixed_eur=80.0).notes == (("budget_under_fixed_cost", "wave 1"),)


def test_a_drop_that_does_not_earn_what_is_paid_once_is_not_made():
    table = zone_table([1000, 1000], [5, 1])
    paying = leaflet_plan(table, Budget("eur", 500.0), objective="margin", margin_eur=40.0, fixed_eur=80.0)
    assert list(paying.zones["zone_id"]) == ["Z000"]  # the second costs 60 and brings 40
    assert paying.value == pytest.approx(5 * 40 - 60 - 80)
    idle = leaflet_plan(table, Budget("eur", 500.0), objective="margin", margin_eur=40.0, fixed_eur=150.0)
    assert (len(idle.zones), idle.cost_eur, idle.notes) == (0, 0.0, (("does_not_pay", "wave 1"),))


def test_a_zone_rests_after_a_wave():
    table = zone_table([10] * 4, [4, 3, 2, 1])
    waves = [Budget("letterboxes", 20)] * 3
    plan = leaflet_plan(table, waves, rest_waves=1)
    assert [sorted(part["zone_id"]) for _, part in plan.zones.groupby("wave")] == [
        ["Z000", "Z001"],
        ["Z002", "Z003"],
        ["Z000", "Z001"],
    ]


def test_in_rotation_every_zone_has_its_turn_before_any_has_a_second():
    table = zone_table([10] * 3, [3, 2, 1])
    plan = leaflet_plan(table, [Budget("letterboxes", 10)] * 4, turns="rotation")
    assert list(plan.zones["zone_id"]) == ["Z000", "Z001", "Z002", "Z000"]


def test_a_second_wave_may_pass_through_the_first(borders):
    plan = leaflet_plan(
        one_store(np.full(25, 10), np.arange(25)[::-1]),
        [Budget("letterboxes", 50)] * 2,
        shape="sectors",
        adjacency=borders,
        store_zones={"": "Z012"},
        rest_waves=1,
    )
    served = plan.zones[plan.zones["letterboxes"] > 0]
    assert not served["zone_id"].duplicated().any()
    assert chosen_shape(plan).geom_type == "Polygon"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"letterboxes": [1.5, 2.0]}, "row 0"),
        ({"expected_response": [1.0, np.nan]}, "row 1"),
        ({"zone_id": ["Z000", "Z000"]}, "stands twice"),
    ],
)
def test_numbers_that_are_none_are_named_by_column_and_row(change, message):
    with pytest.raises(TableError, match=message):
        leaflet_plan(zone_table([1, 2], [1, 1]).assign(**change), Budget("letterboxes", 1))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"include": ["Z009"]}, "Z009"),
        ({"include": ["Z000"], "exclude": ["Z000"]}, "both"),
        ({"include": ["Z001"]}, "zones to include take 20"),
        ({"shape": "sectors"}, "needs the borders"),
        ({"objective": "margin"}, "margin per new customer"),
        ({"fixed_eur": -1.0}, "paid once"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_a_sentence(options, message):
    with pytest.raises(TableError, match=message):
        leaflet_plan(zone_table([10, 20], [1, 1]), Budget("letterboxes", 15), **options)


def test_unknown_choices_are_listed():
    for options in ({"shape": "square"}, {"objective": "fame"}, {"turns": "random"}):
        with pytest.raises(UnknownNameError, match="Choose from"):
            leaflet_plan(zone_table([10], [1]), Budget("letterboxes", 15), **options)
    with pytest.raises(UnknownNameError, match="letterboxes"):
        Budget("yen", 5)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="'cost_eur' is missing"):
        leaflet_plan(pd.DataFrame({"zone_id": ["a"], "letterboxes": [1]}), Budget("letterboxes", 1))
