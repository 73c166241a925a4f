"""Zones are parted by type, by fifths of the households, or by category, at the finest level that serves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.profiling.classes import category_classes, finest_level, quantile_classes, typology_classes
from geoprofile.profiling.population import population_of
from geoprofile.tables import Variable
from geoprofile.zones.profiles import ZoneProfiles

from .conftest import HOUSEHOLDS, INCOME

LEVELS = ("grid_200m", "iris", "commune")


def line(name, level):
    return Variable(name, name, name, "share", "intensive", "households", level)


def test_a_variable_is_compared_at_the_finest_level_that_both_sides_have():
    dictionary = [line("poverty_rate", level) for level in LEVELS] + [line("commute_car_share", "iris")]
    columns = ["name", "grid_200m", "iris", "commune"]
    assert finest_level("poverty_rate", dictionary, LEVELS, columns) == "grid_200m"
    assert finest_level("commute_car_share", dictionary, LEVELS, columns) == "iris"
    assert finest_level("poverty_rate", dictionary, LEVELS, ["commune"]) == "commune"


def test_a_level_that_the_file_lacks_and_a_variable_that_the_territory_lacks_are_refused():
    with pytest.raises(TableError, match="no zone ids of iris"):
        finest_level("commute_car_share", [line("commute_car_share", "iris")], LEVELS, ["grid_200m"])
    with pytest.raises(UnknownNameError, match="poverty_rate"):
        finest_level("poverty_rat", [line("poverty_rate", "iris")], LEVELS, ["iris"])


def test_fifths_say_between_which_values_they_lie(zone_profiles_of_six):
    classes = quantile_classes(zone_profiles_of_six, INCOME.name, population_of(zone_profiles_of_six), count=2)
    assert classes.of_zone.tolist() == ["1", "1", "2", "2", "", ""]
    limit = "30\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"
    assert classes.names["name_fr"].tolist() == [f"moins de {limit}", f"{limit} et plus"]
    assert classes.names["name_en"].tolist() == ["under €30,000", "€30,000 and over"]


def test_a_value_lent_by_the_commune_is_no_class_unless_it_is_trusted(zone_profiles_of_six):
    population = population_of(zone_profiles_of_six)
    assert quantile_classes(zone_profiles_of_six, INCOME.name, population).of_zone["00005"] == ""
    trusted = quantile_classes(zone_profiles_of_six, INCOME.name, population, least_trust=0.1)
    assert trusted.of_zone["00005"] == "5"


@given(st.lists(st.tuples(st.floats(1, 1e5), st.floats(1, 500)), min_size=1, max_size=40), st.integers(1, 5))
def test_each_zone_lies_in_the_class_that_its_name_says(zones, count):
    values = np.array([value for value, _ in zones])
    zone_id = [f"{number:03d}" for number in range(len(zones))]
    table = pd.DataFrame({"zone_id": zone_id, "zone_name": "", "parent_id": "", "area_km2": 1.0})
    profiles = ZoneProfiles(
        "iris", table, np.array([h for _, h in zones]), HOUSEHOLDS,
        pd.DataFrame({INCOME.name: values}, index=zone_id), np.ones((len(zones), 1)), (INCOME,),
    )  # fmt: skip
    classes = quantile_classes(profiles, INCOME.name, population_of(profiles), count=count)
    number = classes.of_zone.astype(int).to_numpy()
    assert number.max() <= count
    assert (np.diff(number[np.argsort(values, kind="stable")]) >= 0).all()
    assert set(classes.of_zone) <= set(classes.names.index)


def test_fifths_of_many_zones_hold_a_fifth_of_the_households_each():
    rng = np.random.default_rng(3)
    zone_id = [f"{number:04d}" for number in range(2_000)]
    table = pd.DataFrame({"zone_id": zone_id, "zone_name": "", "parent_id": "", "area_km2": 1.0})
    households = rng.uniform(10, 2_000, 2_000)
    values = pd.DataFrame({INCOME.name: rng.lognormal(10, 0.4, 2_000)}, index=zone_id)
    profiles = ZoneProfiles("iris", table, households, HOUSEHOLDS, values, np.ones((2_000, 1)), (INCOME,))
    population = population_of(profiles)
    share = population.households.groupby(quantile_classes(profiles, INCOME.name, population).of_zone).sum()
    assert np.allclose(share / share.sum(), 0.2, atol=0.01)


def test_a_category_is_its_own_name_and_a_missing_one_no_class():
    urban = Variable("urban_class", "Classe urbaine", "Urban class", "class", "categorical", "", "commune")
    values = pd.Series(["ville", None, "rural", ""], index=["1", "2", "3", "4"], dtype="str")
    classes = category_classes(urban, values)
    assert classes.of_zone.tolist() == ["ville", "", "rural", ""]
    assert classes.names.index.tolist() == ["rural", "ville"]


def test_a_zone_or_a_type_in_two_places_is_refused():
    names = pd.DataFrame({"name_fr": [], "name_en": []})
    twice = pd.DataFrame({"zone_id": ["1", "1"], "group": ["A", "A"], "type": ["A01", "A01"]})
    with pytest.raises(TableError, match="Zone '1' stands twice"):
        typology_classes(twice, names, "type", level="iris")
    split = pd.DataFrame({"zone_id": ["1", "2"], "group": ["A", "B"], "type": ["A01", "A01"]})
    with pytest.raises(TableError, match="Type 'A01' stands in two groups"):
        typology_classes(split, names, "type", level="iris")


def test_an_area_is_all_zones_or_those_listed_or_those_of_a_commune(zone_profiles_of_six):
    assert population_of(zone_profiles_of_six).households.sum() == 500
    assert population_of(zone_profiles_of_six, zones=["00001", "00006"]).households.tolist() == [100, 0]
    assert population_of(zone_profiles_of_six, within=["Q"]).households.index.tolist() == ["00004", "00005", "00006"]


def test_an_area_that_is_strange_or_empty_of_households_is_refused(zone_profiles_of_six):
    with pytest.raises(TableError, match="'99999'"):
        population_of(zone_profiles_of_six, zones=["99999", "00001"])
    with pytest.raises(TableError, match="No household"):
        population_of(zone_profiles_of_six, zones=["00006"])
