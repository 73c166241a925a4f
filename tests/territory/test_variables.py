"""Variables of several sources come together on the zones of a level."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.countries import COUNTRIES
from geoprofile.errors import RecipeError
from geoprofile.tables import Variable, VariableTable
from geoprofile.territory.variables import join_variables

FRANCE = COUNTRIES["fr"]
ZONES = pd.DataFrame({"zone_id": ["12208", "75101", "75116"], "area_km2": [2.0, 1.0, 4.0]})


def table(values: dict[str, list[object]], codes: list[str], kinds: dict[str, str]) -> VariableTable:
    frame = pd.DataFrame(values, index=pd.Index(codes, name="zone_id", dtype="str"))
    variables = tuple(Variable(name, name, name, "unit", kinds.get(name, "intensive")) for name in values)
    return VariableTable("commune", frame, variables)


def test_values_stand_on_the_zones_and_what_is_not_there_is_missing():
    joined = join_variables("commune", [table({"rate": [0.5]}, ["75101"], {})], ZONES, FRANCE)
    assert list(joined.values.index) == ["12208", "75101", "75116"]
    assert np.array_equal(joined.values["rate"], [np.nan, 0.5, np.nan], equal_nan=True)


def test_rates_and_classes_of_a_city_hold_for_its_arrondissements_and_counts_never_do():
    kinds = {"people": "extensive", "urban_class": "categorical"}
    told = {"rate": [0.5, None], "people": [100.0, 5.0], "urban_class": ["urban", None]}
    city = table(told, ["75056", "12208"], kinds)
    values = join_variables("commune", [city], ZONES, FRANCE).values
    assert values.loc["75116", "rate"] == 0.5
    assert values.loc["75116", "urban_class"] == "urban"
    assert np.isnan(values.loc["75116", "people"])
    assert pd.isna(values.loc["12208", "urban_class"])


def test_an_arrondissement_that_the_table_holds_keeps_its_own_value_even_a_missing_one():
    both = table({"rate": [0.5, np.nan, 0.7]}, ["75056", "75101", "75116"], {})
    rate = join_variables("commune", [both], ZONES, FRANCE).values["rate"]
    assert np.array_equal(rate, [np.nan, np.nan, 0.7], equal_nan=True)


def test_a_variable_without_any_value_is_left_out():
    nothing = table({"rate": [0.5], "other": [None]}, ["75101"], {})
    assert list(join_variables("commune", [nothing], ZONES, FRANCE).values) == ["rate"]


def test_density_is_people_over_area():
    people = table({"population_legal": [10.0, 20.0, 30.0]}, list(ZONES["zone_id"]), {"population_legal": "extensive"})
    joined = join_variables("commune", [people], ZONES, FRANCE)
    assert joined.values["density_per_km2"].tolist() == [5.0, 20.0, 7.5]
    assert joined.variables[-1].name == "density_per_km2"


def test_without_zones_the_codes_of_the_tables_are_the_rows():
    joined = join_variables("commune", [table({"rate": [1.0, 2.0]}, ["B", "A"], {})], None, FRANCE)
    assert joined.values["rate"].to_dict() == {"A": 2.0, "B": 1.0}


def test_two_sources_of_one_variable_are_refused_with_the_way_out():
    one = table({"rate": [1.0]}, ["75101"], {})
    with pytest.raises(RecipeError, match=r"'rate' at level 'commune'.*leave_out"):
        join_variables("commune", [one, one], ZONES, FRANCE)
