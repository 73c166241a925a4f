"""Means, indexes and tests of classes of zones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from geoprofile.errors import TableError
from geoprofile.tables import Variable
from geoprofile.typology.traits import LEAST_DIFFERENCE_SD, trait_table
from geoprofile.zones.profiles import FROM_COARSER, ZoneProfiles

HOUSEHOLDS = Variable("households", "Ménages", "Households", "households", "extensive")


def profiles_of(values, households=None, trust=None):
    values = pd.DataFrame(values, dtype=float)
    z = len(values)
    zones = pd.DataFrame({"zone_id": [f"z{i:04d}" for i in range(z)], "zone_name": "", "parent_id": ""})
    return ZoneProfiles(
        "iris",
        zones,
        np.full(z, 100.0) if households is None else np.asarray(households, dtype=float),
        HOUSEHOLDS,
        values,
        values.notna().to_numpy(dtype=float) if trust is None else np.asarray(trust, dtype=float),
        tuple(Variable(str(name), str(name), str(name), "share", "intensive") for name in values.columns),
    )


def row(table, code, variable):
    return table.set_index(["code", "variable"]).loc[(code, variable)]


@st.composite
def worlds(draw):
    """A territory of zones with holes, of 2 groups and up to 4 types."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    z = draw(st.integers(8, 60))
    values = pd.DataFrame({"a": rng.random(z), "b": rng.normal(50, 9, z), "c": rng.integers(0, 2, z).astype(float)})
    values = values.mask(rng.random(values.shape) < 0.1)
    trust = values.notna().to_numpy(dtype=float) * rng.choice([0.25, 0.5, 1.0], values.shape)
    types = rng.choice(["A01", "A02", "B01", "B02"], z)
    return profiles_of(values, rng.integers(0, 500, z), trust), types, np.array([code[0] for code in types])


@given(worlds())
def test_the_weighted_mean_of_the_class_means_is_the_mean_of_all_zones(world):
    profiles, types, groups = world
    table = trait_table(profiles, types, parents=groups)
    for level in (table[table["parent"] != ""], table[table["parent"] == ""]):
        for j, variable in enumerate(profiles.values.columns):
            rows = level[(level["variable"] == variable) & level["mean"].notna()]
            measured = profiles.values[variable].notna() & (profiles.trust[:, j] > FROM_COARSER)
            weights = np.where(measured, profiles.households * profiles.trust[:, j], 0)
            coarse = types if (rows["parent"] != "").all() else groups
            by_class = pd.Series(weights).groupby(coarse).sum()
            if len(rows) and set(by_class[by_class > 0].index) <= set(rows["code"]):
                weight = by_class.loc[rows["code"]].to_numpy()
                assert np.average(rows["mean"], weights=weight) == pytest.approx(rows["base_mean"].iloc[0])


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_zones_and_columns_changes_only_the_order_of_rows(world, random):
    profiles, types, groups = world
    order, columns = list(range(len(types))), list(profiles.values.columns)
    random.shuffle(order)
    random.shuffle(columns)
    places = [list(profiles.values.columns).index(name) for name in columns]
    shuffled = ZoneProfiles(
        profiles.level,
        profiles.zones.iloc[order].reset_index(drop=True),
        profiles.households[order],
        profiles.counted_by,
        profiles.values.iloc[order][columns].reset_index(drop=True),
        profiles.trust[np.ix_(order, places)],
        tuple(profiles.variables[place] for place in places),
    )
    before, after = (
        trait_table(profiles, types, parents=groups),
        trait_table(shuffled, types[order], parents=groups[order]),
    )
    key = ["code", "variable"]
    pd.testing.assert_frame_equal(
        before.sort_values(key, ignore_index=True), after.sort_values(key, ignore_index=True), rtol=1e-9, atol=1e-9
    )


def test_the_index_is_a_hundred_times_the_mean_over_that_of_all_zones():
    table = trait_table(profiles_of({"share": [0.2, 0.2, 0.6, 0.6]}), ["A", "A", "B", "B"])
    assert row(table, "B", "share")["index"] == pytest.approx(150)
    assert row(table, "A", "share")["difference_sd"] == pytest.approx(-1)


def test_an_index_has_no_value_where_the_mean_of_all_zones_is_zero():
    table = trait_table(profiles_of({"change": [-1.0, -1.0, 1.0, 1.0]}), ["A", "A", "B", "B"])
    assert table["index"].isna().all()


def test_what_is_missing_or_not_trusted_weighs_nothing():
    values = {"share": [0.1, 0.3, np.nan, 0.9]}
    table = trait_table(profiles_of(values, households=[100, 300, 999, 999], trust=[[1], [1], [1], [0]]), ["A"] * 4)
    assert row(table, "A", "share")["mean"] == pytest.approx(0.25)
    assert row(table, "A", "share")["households"] == 2398


def test_values_lent_by_communes_are_no_witnesses():
    rng = np.random.default_rng(0)
    commune = np.repeat(np.arange(10), 40)
    lent = rng.normal(size=(10, 5))[commune]
    profiles = profiles_of(pd.DataFrame(lent, columns=list("abcde")), trust=np.full(lent.shape, FROM_COARSER))
    table = trait_table(profiles, np.where(commune < 4, "A", "B"))
    assert table["mean"].isna().all()
    assert not table["significant"].any()


def test_with_equal_weights_the_test_is_that_of_welch():
    rng = np.random.default_rng(3)
    x = np.r_[rng.normal(0, 1, 12), rng.normal(0.9, 2, 30)]
    table = trait_table(profiles_of({"x": x}), ["A"] * 12 + ["B"] * 30)
    # Two equal p-values stay themselves under Benjamini-Hochberg.
    assert table["q_value"].tolist() == pytest.approx([ttest_ind(x[:12], x[12:], equal_var=False).pvalue] * 2)


def test_households_lend_weight_but_not_zones():
    x = np.r_[np.linspace(0, 1, 10), np.linspace(0.4, 1.4, 10)]
    labels = ["A"] * 10 + ["B"] * 10
    few, many = (trait_table(profiles_of({"x": x}, households=[h] * 20), labels) for h in (20, 20_000))
    assert few["q_value"].tolist() == pytest.approx(many["q_value"].tolist())


def test_a_difference_too_small_to_see_is_not_significant_however_many_zones():
    rng = np.random.default_rng(0)
    labels = np.where(np.arange(20_000) % 2 == 0, "A", "B")
    x = rng.normal(size=20_000) + np.where(labels == "B", 0.1, 0)
    table = trait_table(profiles_of({"x": x}), labels)
    assert (table["q_value"] < 0.001).all()
    assert (table["difference_sd"].abs() < LEAST_DIFFERENCE_SD).all()
    assert not table["significant"].any()


def test_chance_alone_makes_few_classes_differ():
    rng = np.random.default_rng(1)
    values = pd.DataFrame(rng.normal(size=(2_000, 40)), columns=[f"x{i}" for i in range(40)])
    table = trait_table(profiles_of(values), rng.integers(0, 20, 2_000), least_difference_sd=0)
    assert table["significant"].mean() < 0.01


def test_a_type_is_set_against_the_other_zones_of_its_group():
    x = [1.0, 1.1, 1.2, 3.0, 3.1, 3.2, 5.0, 5.1, 5.2, 5.3]
    types = ["A01"] * 3 + ["A02"] * 3 + ["B01"] * 4
    table = trait_table(profiles_of({"x": x}), types, parents=[code[0] for code in types])
    assert table.drop_duplicates("code")["code"].tolist() == ["A", "A01", "A02", "B", "B01"]
    one = row(table, "A01", "x")
    assert one["group_mean"] == pytest.approx(2.1)
    assert one["significant_in_group"]
    assert one["difference_in_group_sd"] < 0
    assert np.isnan(row(table, "A", "x")["group_mean"])
    # The only type of its group has no other zones to differ from.
    assert not row(table, "B01", "x")["significant_in_group"]


def test_a_single_zone_is_never_significant():
    table = trait_table(profiles_of({"x": [9.0, 1.0, 1.1, 1.2, 0.9]}), ["A", "B", "B", "B", "B"])
    assert table["q_value"].isna().all()
    assert not table["significant"].any()


def test_a_variable_that_does_not_vary_is_no_trait():
    table = trait_table(profiles_of({"x": [0.3] * 6}), ["A"] * 3 + ["B"] * 3)
    assert not table["significant"].any()


def test_two_sets_of_zones_without_spread_differ_or_do_not():
    table = trait_table(profiles_of({"x": [0.0] * 3 + [1.0] * 3}), ["A"] * 3 + ["B"] * 3)
    assert table["q_value"].tolist() == [0, 0]
    assert table["significant"].all()


def test_a_class_of_fewer_than_eleven_households_has_no_means():
    profiles = profiles_of({"x": [1.0, 1.5, 2.0, 3.0]}, households=[5, 5, 90, 90])
    table = trait_table(profiles, ["A", "A", "B", "B"])
    assert table.loc[table["code"] == "A", ["mean", "index", "difference_sd", "q_value"]].isna().all(axis=None)
    assert row(table, "B", "x")["mean"] == pytest.approx(2.5)


def test_zones_without_a_class_count_among_all_zones_only():
    table = trait_table(profiles_of({"x": [1.0, 1.2, 4.0, 5.0]}), ["A", "A", "", None])
    assert table["code"].tolist() == ["A"]
    assert table["base_mean"].iloc[0] == pytest.approx(2.8)


def test_codes_may_be_numbers():
    table = trait_table(profiles_of({"x": [1.0, 1.2, 4.0, 5.0]}), pd.Series([0, 0, 1, np.nan]))
    assert table["code"].tolist() == ["0", "1"]


def test_labels_of_another_length_are_refused():
    with pytest.raises(TableError, match="The labels are 3 and the zones 4"):
        trait_table(profiles_of({"x": [1.0, 2.0, 3.0, 4.0]}), ["A", "A", "B"])


def test_a_type_in_two_groups_is_refused():
    with pytest.raises(TableError, match="Type 'T1' has zones in two groups"):
        trait_table(profiles_of({"x": [1.0, 2.0]}), ["T1", "T1"], parents=["A", "B"])


def test_a_code_of_both_a_group_and_a_type_is_refused():
    with pytest.raises(TableError, match="Code 'A' names a group and a type"):
        trait_table(profiles_of({"x": [1.0, 2.0]}), ["A", "B"], parents=["A", "A"])
