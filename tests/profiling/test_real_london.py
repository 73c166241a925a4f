"""On the real behaviours of London: the bedrooms of a place say where its customers would live."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.profiling.classes import typology_classes
from geoprofile.profiling.customers import read_customers
from geoprofile.profiling.gains import gains_curve
from geoprofile.profiling.population import Population
from geoprofile.profiling.profile import profile_classes
from geoprofile.profiling.readings import read_classes, read_profile

from .conftest import HOUSEHOLDS

pytestmark = pytest.mark.real

LARGE_HOMES = "ts050: 4 or more bedrooms | count"


@pytest.fixture(scope="module")
def london(real_data):
    folder = real_data / "uk"
    if not folder.is_dir():
        pytest.skip("the London files are not in the real open data folder")
    read = [
        pd.read_parquet(folder / f"london_oa_{name}.parquet") for name in ("inputs", "published_labels", "behaviours")
    ]
    return read[0]["households"], read[1].reindex(read[0].index), read[2][LARGE_HOMES].reindex(read[0].index)


def profile_of(london, count, dimension="type"):
    households, labels, large = london
    typed = pd.DataFrame(
        {"zone_id": households.index, "group": labels["supergroup"].astype(str), "type": labels["subgroup"]}
    ).reset_index(drop=True)
    names = pd.DataFrame({"name_fr": [], "name_en": []}, dtype="str")
    drawn = np.random.default_rng(7).choice(households.index, count, p=(large / large.sum()).to_numpy())
    population = Population("oa", households.rename_axis("zone_id").sort_index(), HOUSEHOLDS)
    customers = read_customers(pd.DataFrame({"oa": drawn}), "oa")
    return profile_classes(typology_classes(typed, names, dimension, level="oa"), customers, population)


def test_five_thousand_owners_of_large_homes_are_found_where_the_census_has_them(london):
    households, labels, large = london
    table = profile_of(london, 5_000).table.set_index("code")
    truth = 100 * large.groupby(labels["subgroup"]).sum() / large.sum()
    truth /= households.groupby(labels["subgroup"]).sum() / households.sum()
    shown = table[~table["suppressed"]]
    held = (shown["index_low"] <= truth[shown.index]) & (truth[shown.index] <= shown["index_high"])
    assert held.mean() > 0.85
    called = shown[shown["significant"]]
    assert len(called) > 15
    assert ((called["index"] > 100) == (truth[called.index] > 100)).mean() > 0.9


def test_sixty_customers_leave_most_of_london_unsaid(london):
    profile = profile_of(london, 60)
    assert profile.table["suppressed"].mean() > 0.8
    assert read_classes(profile, "en").str.contains("not published").mean() > 0.8
    assert "Customers compared: 60 of 60" in read_profile(profile, "en")


def test_what_the_ranking_is_worth_is_a_little_less_than_it_looks(london):
    gains = gains_curve(profile_of(london, 1_000))
    assert 0.2 < gains.honest_gini <= gains.apparent_gini + 0.01
