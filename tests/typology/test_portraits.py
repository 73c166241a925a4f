"""Portraits in sentences with figures, and the zones that typify a class."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.tables import Variable
from geoprofile.typology.portraits import portray_classes, typical_zones
from geoprofile.typology.traits import trait_table
from geoprofile.zones.profiles import ZoneProfiles, zone_profiles

HOUSEHOLDS = Variable("households", "Ménages", "Households", "households", "extensive")
UNITS = {"income_median_eur": "eur", "density_per_km2": "per_km2", "household_size_mean": "persons"}


def profiles_of(values, households=None, *, counted_by=HOUSEHOLDS, trust=None, ids=None):
    values = pd.DataFrame(values, dtype=float)
    z = len(values)
    zone_ids = ids or [f"z{i:04d}" for i in range(z)]
    zones = pd.DataFrame({"zone_id": zone_ids, "zone_name": [f"Zone {i}" for i in zone_ids], "parent_id": "75101"})
    return ZoneProfiles(
        "iris",
        zones,
        np.full(z, 200.0) if households is None else np.asarray(households, dtype=float),
        counted_by,
        values,
        values.notna().to_numpy(dtype=float) if trust is None else np.asarray(trust, dtype=float),
        tuple(
            Variable(str(n), f"Part des {n}", f"Share of {n}", UNITS.get(str(n), "share"), "intensive")
            for n in values.columns
        ),
    )


def around(mean, count=6, width=0.01):
    return list(mean * (1 + width * np.linspace(-1, 1, count)))


@pytest.fixture(scope="module")
def two_groups():
    """Six zones of executives in flats beside six of manual workers."""
    profiles = profiles_of(
        {
            "income_median_eur": around(38_000) + around(18_000),
            "occupation_executives_share": around(0.62) + around(0.04),
            "occupation_manual_share": around(0.02) + around(0.3),
            "household_size_mean": around(2.0) + around(2.0),
        }
    )
    return profiles, ["A"] * 6 + ["B"] * 6


def test_a_portrait_gives_the_figures_of_the_class_and_of_all_zones(two_groups):
    profiles, labels = two_groups
    portraits = portray_classes(trait_table(profiles, labels), profiles)
    french = (
        portraits.loc["A", "portrait_fr"].replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    assert french.startswith("Ce groupe réunit 1 200 ménages dans 6 zones, soit 50,0 % du total. On y relève ")
    assert "62 % de cadres contre 33 % en moyenne" in french
    assert "un niveau de vie médian de 38 000 € contre 28 000 €" in french
    english = portraits.loc["B", "portrait_en"]
    assert english.startswith("This group gathers 1,200 households in 6 zones, 50.0% of the total.")
    assert "30% manual workers against 16% on average" in english
    assert "it has only a median disposable income of €18,000 against €28,000 on average" in english


def test_a_low_figure_is_said_to_be_low_and_french_elides(two_groups):
    profiles, labels = two_groups
    french = portray_classes(trait_table(profiles, labels), profiles).loc["B", "portrait_fr"]
    assert "À l'inverse, on n'y relève qu'un niveau de vie" in french


def test_high_and_low_figures_are_one_a_theme():
    high = ["income_median_eur", "occupation_executives_share", "age_75_plus_share", "dwelling_area_mean_m2"]
    values = {name: around(0.8) + around(0.2) for name in high}
    values |= {"housing_social_share": around(0.1) + around(0.5), "occupation_manual_share": around(0.1) + around(0.5)}
    profiles = profiles_of(values)
    english = portray_classes(trait_table(profiles, ["A"] * 6 + ["B"] * 6), profiles).loc["A", "portrait_en"]
    # Three themes are told by what is high; housing, the fourth, is left for what is low.
    assert "it has only 10% of households in social housing against 30% on average." in english
    assert "manual" not in english


def test_what_does_not_differ_is_not_mentioned(two_groups):
    profiles, labels = two_groups
    portraits = portray_classes(trait_table(profiles, labels), profiles)
    assert not portraits["portrait_fr"].str.contains("taille").any()


def test_a_type_is_also_set_against_its_group():
    income = around(40_000) + around(30_000) + around(15_000, 12)
    profiles = profiles_of({"income_median_eur": income})
    types = ["A1"] * 6 + ["A2"] * 6 + ["B1"] * 12
    portraits = portray_classes(trait_table(profiles, types, parents=[code[0] for code in types]), profiles)
    assert "Ce type réunit" in portraits.loc["A2", "portrait_fr"]
    assert "30 000 € contre 35 000 € dans le groupe" in re.sub(
        r"[\u00a0\u202f]", " ", portraits.loc["A2", "portrait_fr"]
    )
    assert "€30,000 against €35,000 in the group" in portraits.loc["A2", "portrait_en"]
    assert "Binnen de groep" in portraits.loc["A2", "portrait_nl"]
    assert portraits.loc["B1", "portrait_fr"].endswith("Il ressemble à l'ensemble de son groupe.")
    assert "groupe," not in portraits.loc["A", "portrait_fr"]


def test_a_figure_has_the_decimals_that_tell_it_from_its_reference():
    profiles = profiles_of({"housing_flats_share": around(0.4001, 6, 0.00001) + around(0.4003, 6, 0.00001)})
    english = portray_classes(trait_table(profiles, ["A"] * 6 + ["B"] * 6), profiles).loc["B", "portrait_en"]
    assert "40.03% of households in a flat against 40.02% on average" in english


def test_a_class_of_fewer_than_eleven_households_has_no_figures():
    profiles = profiles_of({"housing_flats_share": [0.1, 0.2, 0.8, 0.9]}, households=[4, 4, 90, 90])
    portraits = portray_classes(trait_table(profiles, ["A", "A", "B", "B"]), profiles)
    assert portraits.loc["A", "portrait_en"] == "Fewer than 11 households: too few for a portrait."
    assert re.findall(r"\d+", portraits.loc["A", "portrait_fr"]) == ["11"]


def test_an_average_class_and_a_single_zone_say_so():
    profiles = profiles_of({"housing_flats_share": [0.1, 0.9, 0.1, 0.9, 0.5]})
    portraits = portray_classes(trait_table(profiles, ["A", "A", "B", "B", "C"]), profiles)["portrait_en"]
    assert portraits["A"].endswith("No trait lies clearly off the average.")
    assert portraits["C"].endswith("in one zone, 20.0% of the total. Too few zones to tell what sets it apart.")


def test_people_are_counted_where_no_source_counts_households():
    people = Variable("population", "Population", "Population", "persons", "extensive")
    profiles = profiles_of({"housing_flats_share": [0.1, 0.2, 0.8, 0.9]}, counted_by=people)
    portraits = portray_classes(trait_table(profiles, ["A", "A", "B", "B"]), profiles)
    assert "400 habitants" in portraits.loc["A", "portrait_fr"]
    assert "400 inwoners" in portraits.loc["A", "portrait_nl"]


def test_origin_religion_and_health_are_not_portrayed():
    profiles = profiles_of({"religion_share": around(0.1) + around(0.6)})
    portraits = portray_classes(trait_table(profiles, ["A"] * 6 + ["B"] * 6), profiles)
    assert portraits.loc["B", "portrait_en"].endswith("No trait lies clearly off the average.")


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_every_portrait_has_two_to_four_whole_sentences_and_cites_only_what_is_significant(seed):
    rng = np.random.default_rng(seed)
    names = ["housing_flats_share", "occupation_executives_share", "unemployment_rate", "age_75_plus_share"]
    types = rng.choice(["A1", "A2", "B1", "B2"], 60)
    shift = {code: rng.normal(0, 0.15, len(names)) for code in set(types)}
    values = 0.4 + np.array([shift[code] for code in types]) + rng.normal(0, 0.1, (60, len(names)))
    profiles = profiles_of(pd.DataFrame(np.clip(values, 0.05, 1), columns=names))
    traits = trait_table(profiles, types, parents=[code[0] for code in types])
    portraits = portray_classes(traits, profiles)
    cited = dict(zip(names, ["in a flat", "executives and", "unemployment rate", "aged 75"], strict=True))
    for code, english in portraits["portrait_en"].items():
        assert english.endswith(".")
        assert 2 <= len(re.findall(r"\.(?: |$)", english)) <= 4
        assert "{" not in english
        rows = traits[traits["code"] == code].set_index("variable")
        for name, words in cited.items():
            if words in english:
                assert rows.loc[name, ["significant", "significant_in_group"]].any()


def test_the_zones_nearest_to_the_mean_typify_a_class():
    shares = [0.10, 0.19, 0.21, 0.30, 0.80, 0.90]
    profiles = profiles_of({"housing_flats_share": shares})
    found = typical_zones(profiles, ["A"] * 4 + ["B"] * 2, parent_names={"75101": "Paris 1er"}, most=2)
    assert found["zone_id"].tolist() == ["z0001", "z0002", "z0004", "z0005"]
    assert found["rank"].tolist() == [1, 2, 1, 2]
    assert set(found["parent_name"]) == {"Paris 1er"}
    assert found["zone_name"].iloc[0] == "Zone z0001"


def test_ties_go_to_the_smaller_zone_id_whatever_the_order():
    for ids in (["b", "a", "c"], ["c", "b", "a"]):
        profiles = profiles_of({"housing_flats_share": [0.5, 0.5, 0.5]}, ids=ids)
        assert typical_zones(profiles, ["A"] * 3)["zone_id"].tolist() == ["a", "b", "c"]


def test_small_zones_and_zones_that_are_little_known_typify_nothing():
    profiles = profiles_of(
        {"housing_flats_share": [0.5, 0.5, 0.5, 0.5]}, households=[200, 200, 9, 80], trust=[[1], [0.25], [1], [1]]
    )
    # 80 is under half of the median, 140.
    profiles = ZoneProfiles(**{**vars(profiles), "households": np.array([200.0, 200.0, 9.0, 60.0])})
    assert typical_zones(profiles, ["A"] * 4)["zone_id"].tolist() == ["z0000"]


def test_distances_of_an_estimator_take_the_place_of_ours():
    profiles = profiles_of({"housing_flats_share": [0.1, 0.5, 0.9]})
    found = typical_zones(profiles, ["A"] * 3, distances=np.array([3.0, 2.0, 1.0]))
    assert found["zone_id"].tolist() == ["z0002", "z0001", "z0000"]


def test_zones_without_a_class_typify_none():
    profiles = profiles_of({"housing_flats_share": [0.1, 0.5, 0.9]})
    assert typical_zones(profiles, ["A", "", None])["code"].tolist() == ["A"]


def test_labels_of_another_length_are_refused():
    with pytest.raises(TableError, match="The labels are 1 and the zones 3"):
        typical_zones(profiles_of({"housing_flats_share": [0.1, 0.5, 0.9]}), ["A"])


def test_the_demo_is_portrayed_in_three_languages(demo):
    profiles = zone_profiles(demo)
    income = profiles.values["income_median_eur"]
    labels = np.where(income > income.median(), "A", "B")
    portraits = portray_classes(trait_table(profiles, labels), profiles)
    assert "un niveau de vie médian de" in portraits.loc["A", "portrait_fr"]
    assert "a median disposable income of €" in portraits.loc["B", "portrait_en"]
    assert "een mediaan beschikbaar inkomen van" in portraits.loc["A", "portrait_nl"]
    names = demo.described_levels["commune"].table.set_index("zone_id")["zone_name"].to_dict()
    typical = typical_zones(profiles, labels, parent_names=names)
    assert typical.groupby("code").size().tolist() == [5, 5]
    assert (typical["parent_name"] != "").all()
