"""Variables are taken from the zone of a row; what is missing stays missing unless a fallback is asked for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.enrichment.attach import attach_variables, plan_variables
from geoprofile.errors import RecipeError, UnknownNameError
from geoprofile.zones.locate import ZonePositions

# The IRIS of the demo whose income INSEE would suppress; the last is the whole of the rural commune.
SUPPRESSED = ["001010402", "001010508", "001030104", "001030108", "001040000"]
SIZES = {"grid_200m": 358, "iris": 60, "commune": 4}


def at(demo, *rows) -> ZonePositions:
    """Put rows in an IRIS and a commune, each given by its code, empty for none."""
    codes = dict(zip(("iris", "commune"), zip(*rows, strict=True), strict=True))
    position = {
        level: pd.Index(demo.levels[level].table["zone_id"]).get_indexer(pd.Index(codes[level])).astype(np.int32)
        for level in codes
    }
    position["grid_200m"] = np.full(len(rows), -1, dtype=np.int32)
    return ZonePositions(position, np.full(len(rows), "ok", dtype=object))


def attach(demo, zones, *variables, fallback=None) -> pd.DataFrame:
    return attach_variables(zones, demo, plan_variables(demo, variables=variables, fallback=fallback))


def test_by_default_every_variable_is_taken_once_from_its_finest_level(demo):
    plan = plan_variables(demo)
    finest = {}
    for variable in demo.dictionary:
        finest.setdefault(variable.name, variable.zone_level)
    assert {item.column: item.variable.zone_level for item in plan} == finest
    assert len(plan) == len(finest)
    assert {item.fallback for item in plan} == {""}


def test_a_plain_name_is_the_finest_level_and_a_name_at_a_level_is_that_level(demo):
    plan = plan_variables(demo, variables=["density_per_km2", "density_per_km2@commune"])
    assert [(item.column, item.variable.zone_level) for item in plan] == [
        ("density_per_km2", "iris"),
        ("density_per_km2_commune", "commune"),
    ]


def test_variables_come_in_the_order_asked_and_each_but_once(demo):
    plan = plan_variables(demo, variables=["population", "income_median_eur", "population"])
    assert [item.column for item in plan] == ["population", "income_median_eur"]


def test_asking_for_no_variable_gives_none(demo):
    assert plan_variables(demo, variables=[]) == ()


@pytest.mark.parametrize("name", ["incom_median_eur", "income_median_eur@communes", "income_median_eur@grid_200m", ""])
def test_an_unknown_variable_is_refused_with_the_choices(demo, name):
    with pytest.raises(UnknownNameError) as refused:
        plan_variables(demo, variables=[name])
    message = str(refused.value)
    assert repr(name) in message
    assert "income_median_eur" in message.split("Choose from: ")[1]


def test_a_slip_of_the_pen_is_met_with_the_near_name(demo):
    with pytest.raises(UnknownNameError, match="Did you mean 'income_median_eur'"):
        plan_variables(demo, variables=["income_mediane_eur"])


def test_an_unknown_level_to_fall_back_on_is_refused_with_the_choices(demo):
    with pytest.raises(UnknownNameError, match=r"'departement'.*Choose from: commune, grid_200m, iris"):
        plan_variables(demo, fallback="departement")


def test_nothing_may_stand_in_for_a_variable_whose_level_was_named(demo):
    with pytest.raises(RecipeError, match="'income_median_eur@iris' names its level"):
        plan_variables(demo, variables=["income_median_eur@iris"], fallback="commune")


def test_a_variable_that_the_coarser_level_lacks_has_no_fallback(demo):
    values = attach(demo, at(demo, ("001010402", "00101")), "income_q1_eur", fallback="commune")
    assert values.columns.tolist() == ["income_q1_eur"]
    assert values["income_q1_eur"].isna().all()


def test_a_count_of_the_commune_never_stands_in_for_that_of_a_finer_zone(demo):
    plan = plan_variables(demo, variables=["tax_households"], fallback="commune")
    assert [(item.variable.kind, item.fallback) for item in plan] == [("extensive", "")]


def test_values_are_those_of_the_zone(demo):
    table = demo.levels["iris"].variables
    values = attach(demo, at(demo, ("001010101", "00101"), ("001040000", "00104")), "population", "gini_index")
    assert values["population"].tolist() == table.loc[["001010101", "001040000"], "population"].tolist()
    assert values["gini_index"].iloc[0] == table.loc["001010101", "gini_index"]
    assert values.dtypes.tolist() == ["float64", "float64"]


@pytest.mark.parametrize("iris", SUPPRESSED)
def test_without_a_fallback_a_suppressed_value_stays_missing_and_nothing_is_said_of_levels(demo, iris):
    values = attach(demo, at(demo, (iris, iris[:5])), "income_median_eur", "poverty_rate")
    assert values.columns.tolist() == ["income_median_eur", "poverty_rate"]
    assert values.isna().all(axis=None)


@pytest.mark.parametrize("iris", SUPPRESSED)
def test_with_a_fallback_the_commune_stands_in_for_a_suppressed_value_and_that_is_said(demo, iris):
    values = attach(demo, at(demo, (iris, iris[:5])), "income_median_eur", fallback="commune")
    assert values["income_median_eur"].tolist() == [demo.levels["commune"].variables.loc[iris[:5], "income_median_eur"]]
    assert values["income_median_eur_level"].tolist() == ["commune"]


def test_what_the_commune_lacks_too_stays_missing_without_a_level(demo):
    values = attach(demo, at(demo, ("001040000", "00104")), "income_d1_eur", fallback="commune")
    assert values["income_d1_eur"].isna().all()
    assert values["income_d1_eur_level"].tolist() == [""]


def test_a_measured_value_is_never_replaced(demo):
    rows = [(iris, iris[:5]) for iris in demo.levels["iris"].table["zone_id"] if iris not in SUPPRESSED]
    names = ["income_median_eur", "poverty_rate", "density_per_km2"]
    plain = attach(demo, at(demo, *rows), *names)
    filled = attach(demo, at(demo, *rows), *names, fallback="commune")
    pd.testing.assert_frame_equal(filled[names], plain)
    assert set(filled[[f"{name}_level" for name in names]].to_numpy().ravel()) == {"iris"}


def test_a_row_of_which_only_the_commune_is_known_gets_values_of_the_commune_or_none(demo):
    zones = at(demo, ("", "00102"), ("", ""))
    values = attach(demo, zones, "income_median_eur", "urban_class", fallback="commune")
    assert values["income_median_eur"].tolist()[0] == 24730
    assert np.isnan(values["income_median_eur"].tolist()[1])
    assert values["income_median_eur_level"].tolist() == ["commune", ""]
    assert values["urban_class"].tolist() == ["periurban", ""]
    assert attach(demo, zones, "income_median_eur").isna().all(axis=None)


def test_codes_stay_text(demo):
    values = attach(demo, at(demo, ("001010101", "00101")), "urban_unit_code", "attraction_area_code")
    assert values.loc[0].tolist() == ["00501", "001"]
    assert (values.dtypes == "str").all()


def test_no_rows_give_no_rows_with_all_columns(demo):
    empty = ZonePositions({level: np.array([], dtype=np.int32) for level in SIZES}, np.array([], dtype=object))
    some = attach_variables(at(demo, ("001010101", "00101")), demo, plan_variables(demo, fallback="commune"))
    none = attach_variables(empty, demo, plan_variables(demo, fallback="commune"))
    assert len(none) == 0
    assert none.dtypes.to_dict() == some.dtypes.to_dict()


@st.composite
def positions(draw) -> ZonePositions:
    """Draw rows that are anywhere, or nowhere, at each level."""
    rows = draw(st.integers(0, 12))
    one = {
        level: np.array(draw(st.lists(st.integers(-1, size - 1), min_size=rows, max_size=rows)), dtype=np.int32)
        for level, size in SIZES.items()
    }
    return ZonePositions(one, np.full(rows, "ok", dtype=object))


@settings(max_examples=40, deadline=None)
@given(positions())
def test_value_and_level_always_agree_with_the_tables_of_the_territory(demo, zones):
    plan = plan_variables(demo, fallback="commune")
    values = attach_variables(zones, demo, plan)
    for item in plan:
        wanted = [first_known(demo, zones, item, row) for row in range(len(zones.status))]
        got = [None if pd.isna(value) or value == "" else value for value in values[item.column]]
        assert got == [value for value, _ in wanted]
        if item.fallback:
            assert values[f"{item.column}_level"].tolist() == [level for _, level in wanted]
        else:
            assert f"{item.column}_level" not in values


def first_known(demo, zones, item, row) -> tuple[object, str]:
    """Look a value up by hand: the level of the variable, then that of its fallback."""
    for level in filter(None, (item.variable.zone_level, item.fallback)):
        position = zones.position[level][row]
        if position >= 0:
            value = demo.levels[level].variables[item.variable.name].iloc[position]
            if not pd.isna(value) and value != "":
                return value, level
    return None, ""
