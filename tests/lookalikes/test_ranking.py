"""The ranking: every zone, a stated order, honest intervals, reasons that name the taste."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pandas.testing import assert_frame_equal

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.lookalikes import LOOKALIKE_METHODS, rank_zones
from geoprofile.lookalikes.inputs import count_by_zone, zone_inputs
from geoprofile.lookalikes.intervals import count_interval, rate_interval, zone_spread
from geoprofile.lookalikes.reasons import theme_reasons, zone_reasons
from geoprofile.zones.profiles import FROM_COARSER, IMPUTED, ZoneProfiles
from tests.lookalikes.conftest import draw_customers, make_profiles, true_rate


@pytest.fixture(scope="module")
def ranking(profiles, inputs, customers):
    return rank_zones(profiles, inputs, customers)


def shuffled(profiles, order):
    return ZoneProfiles(
        profiles.level,
        profiles.zones.iloc[order].reset_index(drop=True),
        profiles.households[order],
        profiles.counted_by,
        profiles.values.iloc[order],
        profiles.trust[order],
        profiles.variables,
    )


def test_no_zone_is_dropped_and_ranks_run_from_1(ranking, profiles):
    assert set(ranking["zone_id"]) == set(profiles.zones["zone_id"])
    assert list(ranking["rank"]) == list(range(1, len(ranking) + 1))


def test_prospects_are_the_households_like_customers_that_are_none_yet(ranking):
    short = (ranking["households"] * ranking["likeness"] - ranking["own_customers"]).clip(lower=0)
    assert ranking["expected_prospects"].to_numpy() == pytest.approx(short.to_numpy())


def test_likeness_goes_with_the_rate_and_is_1_in_the_best_hundredth_of_the_households(ranking):
    lived_in = ranking[ranking["households"] > 0].sort_values("index", ascending=False)
    assert lived_in["likeness"].is_monotonic_decreasing
    assert lived_in["likeness"].between(0, 1).all()
    best = lived_in["households"].cumsum() <= 0.01 * lived_in["households"].sum()
    assert (lived_in.loc[best, "likeness"] == 1).all()
    assert lived_in.loc[lived_in["likeness"] == 1, "households"].sum() < 0.05 * lived_in["households"].sum()


def test_all_customers_of_the_territory_are_counted(ranking, customers):
    assert ranking["own_customers"].sum() == len(customers)


def test_the_average_household_has_index_100(ranking):
    assert np.average(ranking["index"], weights=ranking["households"]) == pytest.approx(100)


@pytest.mark.parametrize(
    ("sort_by", "column"),
    [("prospects", "expected_prospects"), ("rate", "prospects_per_thousand"), ("density", "prospects_per_km2")],
)
def test_greatest_comes_first_unknown_last_ties_by_households_then_code(profiles, inputs, customers, sort_by, column):
    ranking = rank_zones(profiles, inputs, customers, sort_by=sort_by)
    empty = ranking["households"] == 0
    assert empty.any()
    assert empty.is_monotonic_increasing
    ranking = ranking[~empty]
    known = ranking[column].notna().to_numpy()
    assert not known[known.argmin() :].any() or known.all()
    keys = list(
        zip(-ranking[column].fillna(-np.inf), -ranking["households"], ranking["zone_id"], strict=True),
    )
    assert keys == sorted(keys)


def test_a_zone_without_households_or_area_has_no_rate_or_density(ranking, profiles):
    table = ranking.set_index("zone_id")
    empty = profiles.zones["zone_id"][profiles.households == 0]
    assert table.loc[empty, "prospects_per_thousand"].isna().all()
    assert (table.loc[empty, "expected_prospects"] == 0).all()
    unmeasured = profiles.zones["zone_id"][profiles.zones["area_km2"].isna()]
    assert table.loc[unmeasured, "prospects_per_km2"].isna().all()


@given(seed=st.integers(0, 1000), method=st.sampled_from(list(LOOKALIKE_METHODS)))
@settings(max_examples=12)
def test_the_order_of_customers_and_zones_changes_nothing(seed, method):
    profiles = make_profiles(120, hole=0.1)
    rng = np.random.default_rng(seed)
    zones = profiles.zones["zone_id"].to_numpy(dtype=object)
    customers = rng.choice(zones, 150)
    typed = pd.DataFrame({"zone_id": zones, "group": np.where(np.arange(120) % 2, "A", "B"), "type": "A01"})
    typed["type"] = typed["group"] + "01"
    examples = {"examples": zones[:3]} if method == "twin_zones" else {}
    other = shuffled(profiles, rng.permutation(120))
    once = rank_zones(profiles, zone_inputs(profiles, typed), customers, method=method, **examples)
    again = rank_zones(
        other,
        zone_inputs(other, typed.sample(frac=1, random_state=seed)),
        rng.permutation(customers),
        method=method,
        **examples,
    )
    assert_frame_equal(once, again, check_exact=True)


def test_reasons_name_the_taste_of_the_customers(ranking):
    named = ranking.head(50)[["raised_by_1", "raised_by_2"]].melt()["value"].value_counts()
    assert set(named.index[:2]) == {"executives_share", "living_alone_share"}


def test_reasons_raise_and_lower_and_are_empty_where_there_are_fewer():
    reasons = zone_reasons(["a", "b"], np.array([[0.5, -0.2], [0.0, 0.1]]))
    assert list(reasons["raised_by_1"]) == ["a", "b"]
    assert list(reasons["lowered_by_1"]) == ["b", ""]
    assert reasons["lowered_by_1_effect"].to_numpy() == pytest.approx([-0.2, np.nan], nan_ok=True)
    assert (reasons["raised_by_3"] == "").all()


def test_a_theme_is_told_once_by_its_whole_part_and_by_the_trait_that_leads_it():
    parts = np.array([[0.3, 0.2, -0.1, 0.0], [0.1, -0.4, 0.05, 0.001]])
    told = theme_reasons(["median", "top", "seniors", "houses"], parts, ["income", "income", "age", "housing"])
    assert list(told["reason_1_theme"]) == ["income", "income"]
    assert list(told["reason_1_trait"]) == ["median", "top"]
    assert told["reason_1_effect"].to_numpy() == pytest.approx([0.5, -0.3])
    assert list(told["reason_2_trait"]) == ["seniors", "seniors"]
    assert (told["reason_3_trait"] == "").all()
    assert told["reason_3_effect"].isna().all()


@given(arrays(float, (6, 4), elements=st.floats(-2, 2)))
def test_reasons_by_theme_are_sums_greatest_first_led_by_a_trait_of_the_same_direction(parts):
    names, themes = ["a", "b", "c", "d"], ["x", "x", "y", "z"]
    told = theme_reasons(names, parts, themes)
    sums = np.column_stack([parts[:, 0] + parts[:, 1], parts[:, 2], parts[:, 3]])
    for row, whole in enumerate(sums):
        effects = [told[f"reason_{i}_effect"][row] for i in (1, 2, 3)]
        shown = [effect for effect in effects if not np.isnan(effect)]
        assert shown == pytest.approx(sorted((v for v in whole if abs(v) >= 0.01), key=abs, reverse=True))
        for i, effect in enumerate(shown, start=1):
            assert parts[row, names.index(told[f"reason_{i}_trait"][row])] * effect > 0


def test_reasons_by_theme_leave_the_ranking_as_it_is(profiles, inputs, customers, ranking):
    themed = rank_zones(profiles, inputs, customers, themes={"executives_share": "work", "retired_share": "work"})
    common = [name for name in ranking if name in themed]
    assert_frame_equal(themed[common], ranking[common])
    assert {"work", "living_alone_share"} <= set(themed["reason_1_theme"])


def test_a_zone_never_has_more_prospects_than_households(profiles, inputs):
    crowd = np.repeat(inputs.zone_id[inputs.households > 0][:40], 3000)
    table = rank_zones(profiles, inputs, crowd)
    assert (table["expected_customers"] > table["households"]).any()
    for end in ("", "_low", "_high"):
        assert (table[f"expected_prospects{end}"] <= table["households"]).all()


def test_a_lone_hidden_cell_does_not_follow_from_the_total(profiles, inputs):
    many = np.flatnonzero(inputs.households >= 11)
    customers = np.concatenate([np.repeat(inputs.zone_id[many[:5]], [20, 30, 40, 50, 60]), inputs.zone_id[many[5:6]]])
    told = rank_zones(profiles, inputs, customers, hide_small_cells=True)["own_customers"].dropna()
    assert sorted(told) == [30, 40, 50, 60]


def test_zones_out_of_reach_teach_nothing_and_are_scored(profiles, inputs, customers):
    reach = inputs.zone_id[:300]
    inside = [zone for zone in customers if zone in set(reach)]
    one = rank_zones(profiles, inputs, customers, reach=reach).set_index("zone_id")["index"]
    other = rank_zones(profiles, inputs, inside, reach=reach).set_index("zone_id")["index"]
    assert one.sort_index().to_numpy() == pytest.approx(other.sort_index().to_numpy())
    assert len(one) == len(inputs.zone_id)


def test_expected_customers_within_reach_add_up_to_the_real_ones(profiles, inputs, customers):
    reach = inputs.zone_id[:300]
    table = rank_zones(profiles, inputs, customers, reach=reach).set_index("zone_id").loc[list(reach)]
    real = table.loc[table["households"] > 0, "own_customers"].sum()
    assert table["expected_customers"].sum() == pytest.approx(real, rel=1e-4)


def test_small_cells_are_neither_shown_nor_to_be_worked_out(profiles, inputs, customers):
    hidden = rank_zones(profiles, inputs, customers, hide_small_cells=True).set_index("zone_id")
    own = count_by_zone(customers, np.array(hidden.index, dtype=object))
    small = own < 11
    assert small.any()
    assert (~small).any()
    assert hidden.loc[small, ["own_customers", "penetration_rate"]].isna().all(axis=None)
    alike = (hidden["households"] * hidden["likeness"])[small]
    assert hidden.loc[small, "expected_prospects"].to_numpy() == pytest.approx(alike.to_numpy())
    assert (hidden.loc[~small, "own_customers"].to_numpy() == own[~small]).all()


@pytest.mark.parametrize("method", [name for name in LOOKALIKE_METHODS if name != "typology_index"])
def test_what_is_handed_on_has_no_fine_digits_to_work_customers_out_of(profiles, inputs, customers, method):
    examples = {"examples": inputs.zone_id[:3]} if method == "twin_zones" else {}
    told = rank_zones(profiles, inputs, customers, method=method, hide_small_cells=True, **examples)
    assert "expected_customers" not in told
    assert (told["likeness"] == told["likeness"].round(3)).all()
    assert (told["index"] == told["index"].round()).all()
    given = told["expected_prospects"] + told["own_customers"].fillna(0)
    whole = (told["expected_prospects"] > 0) & (told["expected_prospects"] < told["households"])
    assert given[whole].to_numpy() == pytest.approx((told["households"] * told["likeness"])[whole].to_numpy())


def test_the_index_of_types_is_not_handed_on_as_it_gives_the_customers_back(profiles, inputs, customers):
    with pytest.raises(TableError, match="customers of each type"):
        rank_zones(profiles, inputs, customers, method="typology_index", hide_small_cells=True)


def test_a_lone_hidden_zone_out_of_reach_does_not_follow_from_their_number(profiles, inputs):
    many = np.flatnonzero(inputs.households >= 11)
    inside, outside = many[:200], many[200:204]
    counts = [*([12] * 199), 3, 20, 30, 40, 1]
    customers = np.repeat(inputs.zone_id[[*inside, *outside]], counts)
    for end in (len(inside), len(many)):
        reach = inputs.zone_id[many[:end]]
        told = rank_zones(profiles, inputs, customers, reach=reach, hide_small_cells=True).set_index("zone_id")
        kept = told["own_customers"].reindex(reach)
        assert kept.isna().sum() > 1
        assert np.sum(counts[: min(end, len(counts))]) - kept.sum() >= 11


def test_a_value_lent_by_the_commune_is_a_missing_one(profiles, inputs, customers):
    trust, values = profiles.trust.copy(), profiles.values.copy()
    trust[100:160, 0] = FROM_COARSER
    values.iloc[100:160, 0] = np.nan
    lent, missing = replace(profiles, trust=trust), replace(profiles, values=values)
    assert_frame_equal(*(rank_zones(one, zone_inputs(one), customers) for one in (lent, missing)))
    assert not np.array_equal(zone_inputs(lent).features, inputs.features)


def test_a_value_that_its_publisher_estimated_counts_as_known(profiles, inputs):
    estimated = replace(profiles, trust=profiles.trust * IMPUTED)
    assert np.array_equal(zone_inputs(estimated).features, inputs.features)


def test_names_of_communes_are_given_where_known(profiles, inputs, customers):
    named = rank_zones(profiles, inputs, customers, parent_names=pd.Series({"7500": "Nulle Part"}))
    assert set(named.loc[named["zone_id"].str.startswith("7500"), "commune"]) == {"Nulle Part"}
    assert set(named.loc[named["zone_id"].str.startswith("7501"), "commune"]) == {"7501"}


def test_a_customer_without_zone_or_of_elsewhere_counts_nowhere(profiles, inputs, customers, ranking):
    more = [*customers, None, float("nan"), "", "99999"]
    assert_frame_equal(rank_zones(profiles, inputs, more), ranking)


@pytest.mark.parametrize(
    ("options", "error", "word"),
    [
        ({"sort_by": "profit"}, UnknownNameError, "density"),
        ({"method": "magic"}, UnknownNameError, "pu_model"),
        ({"confidence": 1.0}, TableError, "between 0 and 1"),
        ({"reach": ["nowhere"]}, TableError, "nowhere"),
        ({"method": "twin_zones"}, TableError, "examples"),
        ({"method": "twin_zones", "examples": ["750001"], "reach": ["750002"]}, TableError, "within reach"),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_a_sentence(profiles, inputs, customers, options, error, word):
    with pytest.raises(error, match=word):
        rank_zones(profiles, inputs, customers, **options)


def test_customers_of_elsewhere_alone_are_refused(profiles, inputs):
    with pytest.raises(TableError, match="zone_id of this territory"):
        rank_zones(profiles, inputs, ["99999"])


def test_the_typology_index_needs_types(profiles, customers):
    with pytest.raises(TableError, match="area types"):
        rank_zones(profiles, zone_inputs(profiles), customers, method="typology_index")


@pytest.mark.parametrize("size", [200, 1000, 5000])
def test_intervals_hold_a_fresh_count_as_often_as_they_say(inputs, size):
    truth = true_rate(inputs, size) * inputs.households
    held = []
    for seed in range(4):
        counts = count_by_zone(draw_customers(inputs, size, seed), inputs.zone_id)
        model = LOOKALIKE_METHODS["pu_model"]().fit(inputs, counts)
        expected = inputs.households * model.predict(inputs)
        low, high = count_interval(expected, model.log_variance(inputs), zone_spread(counts, expected), 0.95)
        fresh = np.random.default_rng(100 + seed).poisson(truth)
        held.append(((low <= fresh) & (fresh <= high))[expected > 0].mean())
    assert 0.935 <= np.mean(held) <= 0.995  # whole numbers can only be held too often


def test_intervals_hold_where_zones_differ_beyond_what_any_variable_says(inputs):
    truth, held = true_rate(inputs, 20_000) * inputs.households, []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        counts, fresh = (rng.poisson(truth * rng.gamma(1 / 0.3, 0.3, len(truth))).astype(float) for _ in range(2))
        model = LOOKALIKE_METHODS["pu_model"]().fit(inputs, counts)
        expected = inputs.households * model.predict(inputs)
        low, high = count_interval(expected, model.log_variance(inputs), zone_spread(counts, expected), 0.95)
        held.append(((low <= fresh) & (fresh <= high))[expected > 0].mean())
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_customers_that_chance_alone_spreads_show_no_spread_of_zones():
    expected = np.full(5000, 4.0)
    counts = np.random.default_rng(0).poisson(expected).astype(float)
    assert zone_spread(counts, expected) < 0.02


def test_a_model_that_sees_nothing_has_a_large_but_finite_spread():
    expected = np.array([1e-9, 1e-3, 50.0])
    assert 1 < zone_spread(np.array([40.0, 30.0, 0.0]), expected) < np.inf
    assert zone_spread(np.zeros(3), np.zeros(3)) == 0


def test_doubt_and_spread_widen_an_interval():
    expected = np.array([20.0])
    plain = count_interval(expected, np.zeros(1), 0.0, 0.95)
    wide = count_interval(expected, np.array([0.1]), 0.2, 0.95)
    assert wide[0] < plain[0]
    assert wide[1] > plain[1]


@given(st.floats(0, 4), st.floats(0, 9))
def test_the_interval_of_a_rate_holds_it_and_widens_with_doubt(log_variance, spread):
    rate = np.array([0.2])
    low, high = rate_interval(rate, np.array([log_variance]), spread, 0.95)
    wider = rate_interval(rate, np.array([log_variance]), spread + 1, 0.95)
    assert wider[0] < low <= rate <= high < wider[1]
