"""Customers stand beside the households of their area: counts, index, interval, test, and what is left apart."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.profiling.customers import Customers
from geoprofile.profiling.gains import gains_curve
from geoprofile.profiling.profile import CUSTOMER_COLUMNS, profile_classes
from geoprofile.profiling.shrinkage import LEAST_KAPPA, MOST_KAPPA, estimate_kappa

from .conftest import FEWER, make_area

CODES = ["A01", "A02", "A03", "B01", "B02", "C01"]
CELLS = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 5_000)), min_size=1, max_size=6).filter(
    lambda cells: sum(households for _, households in cells) > 0
)


def numbered(cells):
    return dict(zip(CODES, cells, strict=False))


def shuffled(customers, seed):
    order = np.random.default_rng(seed).permutation(len(customers.zone_id))
    return replace(customers, zone_id=customers.zone_id[order], weight=customers.weight[order])


def test_the_index_is_100_where_customers_are_as_frequent_as_households(area):
    profile = profile_classes(*area({"A01": (30, 1_000), "B01": (60, 2_000), "C01": (90, 3_000)}))
    assert np.allclose(profile.table["index"], 100)
    assert not profile.table["significant"].any()
    assert np.allclose(profile.table["expected_customers"], [30, 60, 90])
    assert np.allclose(profile.table["penetration_per_thousand"], 30)


def test_a_class_three_times_as_frequent_is_found_and_its_interval_holds_its_index(area):
    row = profile_classes(*area({"A01": (90, 1_000), "B01": (110, 9_000), "C01": (100, 0)})).table.iloc[0]
    assert row["index"] == pytest.approx(450)
    assert row["index_low"] < 450 < row["index_high"]
    assert row["significant"]
    assert row["shrunken_index"] < row["index"]


@FEWER
@given(CELLS)
def test_the_mean_of_the_indices_weighted_by_base_share_is_100(cells):
    table = profile_classes(*make_area(numbered(cells)), smallest_cell=0).table
    if table["customers"].sum():
        assert (table["index"] * table["base_share"]).sum() == pytest.approx(100)


@FEWER
@given(CELLS, st.integers(0, 99), st.booleans())
def test_the_order_of_customers_changes_nothing(cells, seed, weighted):
    weights = np.random.default_rng(1).lognormal(3, 1, sum(c for c, _ in cells)).round(2) if weighted else None
    classes, customers, population = make_area(numbered(cells), weights=weights)
    one = profile_classes(classes, customers, population)
    other = profile_classes(classes, shuffled(customers, seed), population)
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)
    assert one.account == other.account


@FEWER
@given(CELLS)
def test_counting_everyone_twice_keeps_the_index_and_narrows_its_interval(cells):
    classes, customers, population = make_area(numbered(cells))
    twice = replace(customers, zone_id=np.tile(customers.zone_id, 2), weight=np.tile(customers.weight, 2))
    one = profile_classes(classes, customers, population, smallest_cell=0).table
    two = profile_classes(classes, twice, population, smallest_cell=0).table
    assert np.allclose(one["index"], two["index"], equal_nan=True)
    wide, narrow = (table["index_high"] - table["index_low"] for table in (one, two))
    assert ((narrow < wide) | wide.isna() | (len(one) == 1)).all()


@FEWER
@given(CELLS, st.floats(0.01, 1_000))
def test_equal_weights_change_nothing_whatever_they_are(cells, weight):
    weights = np.full(sum(c for c, _ in cells), weight)
    plain = profile_classes(*make_area(numbered(cells))).table
    weighted = profile_classes(*make_area(numbered(cells), weights=weights)).table.drop(columns="value")
    pd.testing.assert_frame_equal(plain, weighted, rtol=1e-6)


@FEWER
@given(CELLS)
def test_every_customer_of_the_file_is_accounted_for(cells):
    classes, customers, population = make_area(numbered(cells))
    more = Customers(
        np.append(customers.zone_id, ["", "elsewhere", customers.zone_id[0] if len(customers.zone_id) else ""]),
        np.append(customers.weight, [1, 1, np.nan]),
        "turnover",
    )
    account = profile_classes(classes, more, population).account
    parts = [getattr(account, field.name) for field in fields(account) if field.name != "rows"]
    assert account.rows == sum(parts) == len(more.zone_id)


def test_customers_left_apart_are_counted_by_reason(area):
    classes, customers, population = area({"A01": (20, 100), "B01": (30, 200), "C01": (7, 0)})
    classes.of_zone["zone B01"] = ""
    zone_id = np.append(customers.zone_id, ["", "elsewhere", "zone A01"])
    account = profile_classes(
        classes, Customers(zone_id, np.append(customers.weight, [1, 1, np.nan]), "turnover"), population
    ).account
    assert (account.rows, account.profiled, account.without_zone) == (60, 20, 1)
    assert (account.outside_area, account.without_class, account.without_weight) == (1, 37, 1)


def test_households_without_a_class_are_on_neither_side(area):
    classes, customers, population = area({"A01": (20, 100), "B01": (30, 200), "C01": (40, 300)})
    classes.of_zone["zone B01"] = ""
    profile = profile_classes(classes, customers, population)
    assert (profile.households, profile.unclassed_households) == (400, 200)
    assert profile.table["base_share"].tolist() == [0.25, 0.75]


def test_more_customers_than_households_have_an_answer(area):
    table = profile_classes(*area({"A01": (500, 50), "B01": (40, 4_000)})).table
    assert table["penetration_per_thousand"].tolist() == [10_000, 10]
    assert (table["penetration_low"] < table["penetration_per_thousand"]).all()
    assert np.isfinite(table["q_value"]).all()


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_and_one_customer_have_an_answer_without_figures(area, count):
    profile = profile_classes(*area({"A01": (count, 500), "B01": (0, 500), "C01": (0, 500)}))
    assert profile.table["suppressed"].all()
    assert profile.table[[name for name in CUSTOMER_COLUMNS if name in profile.table]].isna().all(axis=None)
    assert profile.table["base_share"].sum() == pytest.approx(1)


def test_weights_that_are_all_zero_have_an_answer_without_index(area):
    profile = profile_classes(*area({"A01": (20, 500), "B01": (20, 500)}, weights=np.zeros(40)))
    assert profile.effective_size == 0
    assert profile.table["index"].isna().all()
    assert not profile.table["significant"].any()


def test_one_class_has_an_index_of_100(area):
    row = profile_classes(*area({"A01": (60, 500)})).table.iloc[0]
    assert (row["index"], row["p_value"], row["significant"]) == (100, 1, False)


def test_levels_that_differ_and_an_area_without_classes_are_refused(area):
    classes, customers, population = area({"A01": (20, 100)})
    with pytest.raises(TableError, match="level 'commune'"):
        profile_classes(replace(classes, level="commune"), customers, population)
    classes.of_zone["zone A01"] = ""
    with pytest.raises(TableError, match="No household"):
        profile_classes(classes, customers, population)


@FEWER
@given(CELLS)
def test_small_cells_have_no_figures_and_the_others_are_large(cells):
    table = profile_classes(*make_area(numbered(cells))).table
    hidden = table["suppressed"]
    assert (table.loc[~hidden, ["customers", "base_households"]] >= 11).all(axis=None)
    assert table.loc[hidden, [name for name in CUSTOMER_COLUMNS if name in table]].isna().all(axis=None)
    assert not table.loc[hidden, "significant"].any()


@FEWER
@given(CELLS)
def test_groups_and_types_together_give_no_small_type_away(cells):
    groups = profile_classes(*make_area(numbered(cells), dimension="type")).table.groupby("parent")
    classes, customers, population = make_area(numbered(cells))
    plain = profile_classes(classes, customers, population, smallest_cell=0).table.set_index("code")
    for _, types in groups:
        hidden = types.loc[types["suppressed"], "code"]
        if len(hidden) and len(hidden) < len(types):
            assert len(hidden) >= 2
            assert plain.loc[hidden, "customers"].sum() >= 11


def test_a_value_that_one_customer_makes_is_not_published(area):
    weights = np.concatenate([[50_000.0], np.full(39, 20.0), np.linspace(10, 30, 120)])
    table = profile_classes(*area({"A01": (40, 500), "B01": (60, 900), "C01": (60, 900)}, weights=weights)).table
    assert table["suppressed"].iloc[0]


@FEWER
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(50, 5_000)), min_size=5, max_size=6),
    st.integers(0, 99),
    st.sampled_from(["group", "type", "variable"]),
    st.booleans(),
)
def test_no_published_number_changes_when_customers_are_moved_between_hidden_cells(cells, seed, dimension, weighted):
    """What is hidden in the types of a group, or in whole groups, leaves no trace in the rows that are published."""
    weights = np.random.default_rng(1).lognormal(3, 1, sum(c for c, _ in cells)) if weighted else None
    classes, customers, population = make_area(numbered(cells), weights=weights, dimension="type")
    if dimension != "type":
        of_zone = classes.of_zone if dimension == "variable" else classes.of_zone.str[:1]
        classes = replace(classes, of_zone=of_zone, parents=None)
    profile = profile_classes(classes, customers, population)
    hidden = profile.table.loc[profile.table["suppressed"], "code"]
    moved = pd.Series(customers.zone_id, dtype="object")
    within = moved.map(classes.of_zone).isin(hidden).to_numpy()
    zone_id = moved.to_numpy(copy=True)
    zone_id[within] = np.random.default_rng(seed).permutation(zone_id[within])
    if not weighted:  # a cell more or less, and its sum kept: one customer goes from one hidden cell to the next
        places = np.flatnonzero(within)
        zone_id[places[:1]] = zone_id[places[-1:]]
    other = profile_classes(classes, replace(customers, zone_id=zone_id), population)
    if (other.table["suppressed"] == profile.table["suppressed"]).all():
        pd.testing.assert_frame_equal(profile.table, other.table, rtol=1e-6, atol=1e-6)  # sums in another order
        ours, theirs = gains_curve(profile), gains_curve(other)
        pd.testing.assert_frame_equal(ours.curve, theirs.curve, rtol=1e-6)
        pd.testing.assert_frame_equal(ours.ranking, theirs.ranking, rtol=1e-6)


def test_the_stabilised_index_does_not_give_a_hidden_pair_back(area):
    """Two cells are hidden and their sum is known: whatever their parts, the indices beside them are the same."""
    tables = [
        profile_classes(
            *area({"A01": (part, 900), "A02": (20 - part, 700), "B01": (90, 800), "C01": (60, 2_000)})
        ).table
        for part in (10, 14, 17)
    ]
    for table in tables:
        assert table["suppressed"].tolist() == [True, True, False, False]
        pd.testing.assert_frame_equal(table, tables[0])
    assert (tables[0]["shrunken_index"].dropna().round(1) == tables[0]["shrunken_index"].dropna()).all()


def test_a_value_that_one_customer_makes_cannot_be_got_back_by_subtraction(area):
    weights = np.concatenate(
        [np.full(200, 100.0), np.full(300, 100.0), [30_000.0], np.full(39, 100.0), np.full(4, 100.0)]
    )
    counts = {"A01": (200, 4_000), "B01": (300, 5_000), "C01": (40, 900), "D01": (4, 400)}
    classes, customers, population = area(counts, weights=weights)
    table = profile_classes(replace(classes, parents=None), customers, population).table
    assert table["suppressed"].tolist() == [True, False, True, True]


def test_a_hidden_class_counts_as_a_comparison(area):
    rows = {"A01": (3, 4_000), "A02": (9, 6_000), "B01": (30, 5_000), "C01": (60, 7_000)}
    table = profile_classes(*area(rows)).table
    shown = table[~table["suppressed"]]
    assert len(shown) == 2
    assert shown["q_value"].max() == pytest.approx(min(1, 4 * shown["p_value"].max() / 2))


def test_a_large_customer_widens_the_interval(area):
    counts = {"A01": (100, 500), "B01": (100, 900), "C01": (100, 900)}
    plain = profile_classes(*area(counts, weights=np.full(300, 7.0))).table
    weights = np.full(300, 7.0)
    weights[0] = 100
    heavy = profile_classes(*area(counts, weights=weights)).table
    assert heavy["index_high"].iloc[2] - heavy["index_low"].iloc[2] > (plain["index_high"] - plain["index_low"]).iloc[2]
    assert heavy["index"].iloc[0] > plain["index"].iloc[0]


def test_customers_who_are_a_good_part_of_the_households_have_a_narrower_interval(area):
    small = profile_classes(*area({"A01": (900, 2_000), "B01": (600, 2_000)})).table.iloc[0]
    large = profile_classes(*area({"A01": (900, 200_000), "B01": (600, 200_000)})).table.iloc[0]
    assert small["index_high"] - small["index_low"] < large["index_high"] - large["index_low"]


def test_counts_that_vary_as_chance_does_are_drawn_to_100_and_real_differences_are_kept():
    rng = np.random.default_rng(6)
    expected = np.full(40, 30.0)
    chance = estimate_kappa(rng.poisson(expected).astype(float), expected)
    real = estimate_kappa(rng.poisson(expected * rng.gamma(4, 1 / 4, 40)).astype(float), expected)
    assert chance > 40
    assert 2 < real < 8
    assert estimate_kappa(np.array([90.0, 0, 0]), np.array([1.0, 45, 44])) == LEAST_KAPPA
    assert estimate_kappa(np.zeros(3), np.zeros(3)) == MOST_KAPPA


def test_customers_in_zones_of_no_household_are_on_neither_side(area):
    classes, customers, population = area({"A01": (30, 100), "A02": (20, 100), "B01": (25, 0)})
    profile = profile_classes(classes, customers, population)
    assert profile.table["customers"].sum() == 50
    assert profile.account.without_class == 25
