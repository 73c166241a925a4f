"""Names of classes: from significant traits alone, each used once, the same whatever the order of things."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.tables import Variable
from geoprofile.typology.naming import NAME_LENGTH, name_classes
from geoprofile.typology.traits import trait_table
from geoprofile.typology.vocabulary import words_for
from geoprofile.zones.profiles import ZoneProfiles, zone_profiles

UNITS = {"income_median_eur": "eur", "density_per_km2": "per_km2"}
NAMES = (
    "income_median_eur",
    "income_d9_eur",
    "age_75_plus_share",
    "persons_in_couples_with_children_share",
    "persons_living_alone_share",
    "housing_flats_share",
    "housing_social_share",
    "occupation_executives_share",
    "occupation_manual_share",
    "occupation_farmers_share",
    "unemployment_rate",
    "density_per_km2",
)


def variables_of(names):
    return tuple(
        Variable(name, f"Part des {name}", f"Share of {name}", UNITS.get(name, "share"), "intensive") for name in names
    )


def profiles_of(values, households=None, variables=None):
    z = len(values)
    return ZoneProfiles(
        "iris",
        pd.DataFrame({"zone_id": [f"z{i:04d}" for i in range(z)], "zone_name": "", "parent_id": ""}),
        np.full(z, 200.0) if households is None else np.asarray(households, dtype=float),
        Variable("households", "Ménages", "Households", "households", "extensive"),
        values,
        values.notna().to_numpy(dtype=float),
        variables or variables_of(values.columns),
    )


def world_of(means, zones=8, *, noise=0.004, households=None):
    """Make zones of types: `means` holds the mean of each variable by type; "A1" is a type of group "A"."""
    rng = np.random.default_rng(7)
    types = np.repeat(list(means), zones)
    values = pd.DataFrame(means).T.loc[types].reset_index(drop=True)
    spread = rng.normal(0, noise, values.shape) * values.abs().max().to_numpy()
    groups = np.array([code[0] for code in types]) if max(map(len, means)) > 1 else None
    return profiles_of(values + spread, households), types, groups


def names_of(profiles, types, groups=None):
    return name_classes(trait_table(profiles, types, parents=groups), profiles.variables)


@st.composite
def worlds(draw):
    """A territory of random zones, whose types differ at random."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(2, len(NAMES)))
    chosen = [str(name) for name in rng.choice(NAMES, count, replace=False)]
    z = draw(st.integers(20, 90))
    codes = draw(
        st.sampled_from([("A1", "A2", "B1", "B2"), ("A1", "B1"), tuple(f"{g}{k}" for g in "ABC" for k in range(4))])
    )
    types = rng.choice(codes, z)
    shift = {code: rng.normal(0, draw(st.sampled_from([0.0, 1.0, 3.0])), count) for code in codes}
    raw = np.array([shift[code] for code in types]) + rng.normal(size=(z, count))
    shares = 1 / (1 + np.exp(-raw))
    values = pd.DataFrame(
        {name: shares[:, j] * (40_000 if name in UNITS else 1) for j, name in enumerate(chosen)}
    ).mask(rng.random((z, count)) < 0.05)
    return profiles_of(values, rng.uniform(0, 600, z)), types, np.array([code[0] for code in types])


@given(worlds())
@settings(max_examples=25)
def test_no_two_classes_share_a_name_in_any_language(world):
    names = names_of(*world)
    for column in names:
        # Two names with the same words in another order are one name, too.
        read = names[column].map(lambda name: tuple(sorted(re.findall(r"\w+", name.casefold()))))
        is_group = names.index.str.len() == 1
        assert read[is_group].is_unique
        assert read[~is_group].is_unique
        for code, words in read[~is_group].items():
            assert words not in set(read[is_group].drop(code[0]))


@given(worlds())
@settings(max_examples=25)
def test_every_name_is_short_begins_with_a_capital_and_has_no_stray_comma(world):
    for name in names_of(*world).to_numpy().ravel():
        assert len(name) <= NAME_LENGTH
        assert name[0].isupper()
        assert not any(letter.isupper() for letter in name[1:])
        assert not re.search(r",,|, ,|,$|^,| {2}|~|\||  | ,", name)


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_zones_and_columns_changes_no_name(world, random):
    profiles, types, groups = world
    order, columns = list(range(len(types))), list(profiles.values.columns)
    random.shuffle(order)
    random.shuffle(columns)
    values = profiles.values.iloc[order][columns].reset_index(drop=True)
    shuffled = profiles_of(values, profiles.households[order])
    pd.testing.assert_frame_equal(names_of(profiles, types, groups), names_of(shuffled, types[order], groups[order]))


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_renaming_codes_changes_no_name_beyond_its_code(world, random):
    profiles, types, groups = world
    old = sorted({*types, *groups})
    new = [f"X{place:02d}" for place in range(len(old))]
    random.shuffle(new)
    renamed = dict(zip(old, new, strict=True))
    before = names_of(profiles, types, groups)
    after = names_of(profiles, [renamed[code] for code in types], [renamed[code] for code in groups])
    pd.testing.assert_frame_equal(before.rename(index=renamed).sort_index(), after.sort_index())


@given(worlds())
@settings(max_examples=25)
def test_a_class_without_a_significant_trait_is_never_given_one(world):
    profiles, types, groups = world
    traits = trait_table(profiles, types, parents=groups)
    none = traits.assign(significant=False, significant_in_group=False)
    # A namesake may be told apart by a comparison, never by a trait of its own.
    opening = "Ménages proches de la moyenne", "Très peu de ménages", "Trop peu de zones pour un profil"
    assert name_classes(none, profiles.variables)["name_fr"].str.startswith(opening).all()


AFFLUENT = {
    "income_median_eur": 50_000,
    "occupation_executives_share": 0.5,
    "housing_flats_share": 0.9,
    "occupation_manual_share": 0.02,
}
MODEST = {
    "income_median_eur": 15_000,
    "occupation_executives_share": 0.05,
    "housing_flats_share": 0.4,
    "occupation_manual_share": 0.3,
}


def test_a_group_is_named_by_its_most_marked_traits():
    names = names_of(*world_of({"A": AFFLUENT, "B": MODEST}))
    assert names.loc["A"].tolist() == [
        "Cadres aisés en appartement",
        "Well-off professionals in flats",
        "Welgestelde kaderleden in appartementen",
    ]
    assert names.loc["B"].tolist() == [
        "Ouvriers modestes en maison",
        "Modest-income manual workers in houses",
        "Arbeiders met bescheiden inkomen in eengezinswoningen",
    ]


def test_a_name_cites_one_trait_a_theme():
    means = {
        "A": {"income_median_eur": 50_000, "income_d9_eur": 90_000},
        "B": {"income_median_eur": 15_000, "income_d9_eur": 30_000},
    }
    assert names_of(*world_of(means))["name_fr"].tolist() == ["Ménages aisés", "Ménages modestes"]


def test_an_adjective_agrees_with_women_alone_and_stands_by_the_men_otherwise():
    family, alone = "persons_in_couples_with_children_share", "persons_living_alone_share"
    means = {
        "A": {"income_median_eur": 50_000, family: 0.7, alone: 0.05, "occupation_executives_share": 0.2},
        "B": {"income_median_eur": 50_000, family: 0.2, alone: 0.3, "occupation_executives_share": 0.5},
        "C": {"income_median_eur": 10_000, family: 0.2, alone: 0.3, "occupation_executives_share": 0.1},
        "D": {"income_median_eur": 10_000, family: 0.2, alone: 0.5, "occupation_executives_share": 0.1},
    }
    names = names_of(*world_of(means))["name_fr"]
    assert names["A"] == "Familles aisées"
    assert names["B"] == "Cadres aisés"
    assert names["D"].startswith("Personnes seules modestes")


def test_people_of_whom_a_name_holds_an_and_are_parted_by_a_comma():
    shops, family = "occupation_shopkeepers_share", "persons_in_couples_with_children_share"
    names = names_of(*world_of({"A": {shops: 0.3, family: 0.6}, "B": {shops: 0.02, family: 0.2}}))
    assert names.loc["A"].tolist() == [
        "Familles, artisans et commerçants",
        "Families, shopkeepers and craftspeople",
        "Gezinnen, handelaars en ambachtslui",
    ]


def test_a_type_is_named_by_what_sets_it_apart_in_its_group():
    retired, family = "occupation_retired_share", "persons_in_couples_with_children_share"
    means = {
        "A1": AFFLUENT | {retired: 0.5, family: 0.3},
        "A2": AFFLUENT | {retired: 0.1, family: 0.6},
        "B1": MODEST | {retired: 0.3, family: 0.4},
        "B2": MODEST | {retired: 0.3, family: 0.4},
    }
    names = names_of(*world_of(means))["name_fr"]
    assert "etraités" in names["A1"]
    assert "etraités" not in names["A2"]
    assert names["A2"].startswith("Familles")
    assert "amilles" not in names["A1"]


def test_the_less_affluent_type_of_an_affluent_group_is_not_called_modest():
    means = {
        "A1": {"income_median_eur": 60_000},
        "A2": {"income_median_eur": 44_000},
        "B1": {"income_median_eur": 12_000},
        "B2": {"income_median_eur": 11_000},
    }
    names = names_of(*world_of(means))["name_fr"]
    assert "modeste" not in names["A2"]
    assert "aisé" in names["A2"]


def test_a_trait_of_few_people_is_not_cited_however_marked():
    means = {
        "A": {"occupation_farmers_share": 0.02, "occupation_executives_share": 0.4},
        "B": {"occupation_farmers_share": 0.0, "occupation_executives_share": 0.3},
    }
    assert names_of(*world_of(means))["name_fr"]["A"] == "Cadres"


def test_a_namesake_is_compared_with_the_class_that_has_the_name():
    means = {
        "A1": {"income_median_eur": 50_000},
        "A2": {"income_median_eur": 44_000},
        "A3": {"income_median_eur": 22_000},
        "B1": {"income_median_eur": 10_000},
    }
    profiles, types, groups = world_of(means, households=[400] * 8 + [200] * 8 + [90] * 8 + [300] * 8)
    names = names_of(profiles, types, groups)["name_fr"]
    assert names["A"] == "Ménages aisés"
    assert names["A1"] == "Ménages aisés, revenus plus élevés"


def test_the_only_type_of_a_group_may_bear_its_name():
    means = {"A1": {"income_median_eur": 50_000}, "B1": {"income_median_eur": 10_000}}
    names = names_of(*world_of(means))["name_en"]
    assert names["A1"] == names["A"] != names["B"]


def test_a_minority_in_houses_does_not_name_a_class():
    means = {
        "A1": {"housing_houses_share": 0.25},
        "B1": {"housing_houses_share": 0.02},
        "C1": {"housing_houses_share": 0.7},
    }
    names = names_of(*world_of(means, noise=0.01))["name_en"]
    assert "houses" in names["C"]
    assert "houses" not in names["A"]


def test_namesakes_are_not_compared_on_a_difference_that_chance_explains():
    rng = np.random.default_rng(5)
    values = pd.DataFrame({"income_median_eur": rng.normal(30_000, 3_000, 80), "housing_owners_share": rng.random(80)})
    types = np.repeat(["A1", "A2", "B1", "B2"], 20)
    names = names_of(profiles_of(values), types, np.array([code[0] for code in types]))["name_en"]
    assert not names.str.contains("more|less|higher|lower").any()


def test_classes_that_differ_in_nothing_are_numbered():
    values = pd.DataFrame({"housing_flats_share": [0.1, 0.9] * 6})
    names = names_of(profiles_of(values), ["A", "A", "B", "B", "C", "C"] * 2)
    assert names["name_fr"].tolist() == [
        "Ménages proches de la moyenne",
        "Ménages proches de la moyenne (2)",
        "Ménages proches de la moyenne (3)",
    ]


def test_a_class_of_too_few_households_or_zones_says_so():
    values = pd.DataFrame({"housing_flats_share": [0.1, 0.2, 0.3, 0.4, 0.9, 0.8, 0.5, 0.2]})
    profiles = profiles_of(values, households=[500, 500, 500, 500, 2, 3, 500, 500])
    assert names_of(profiles, ["A", "A", "A", "B", "C", "C", "D", "D"])["name_en"].tolist()[1:3] == [
        "Too few zones for a profile",
        "Very few households",
    ]


def test_a_variable_of_a_users_own_is_cited_by_its_label():
    variables = (Variable("abonnes", "Part des abonnés au gaz", "Share of gas customers", "share", "intensive"),)
    values = pd.DataFrame({"abonnes": [0.1, 0.11, 0.12, 0.5, 0.51, 0.52]})
    names = names_of(profiles_of(values, variables=variables), ["A"] * 3 + ["B"] * 3)
    assert names["name_fr"].tolist() == ["Moins d'abonnés au gaz", "Plus d'abonnés au gaz"]
    assert names["name_en"].tolist() == ["Less gas customers", "More gas customers"]


def test_the_demo_has_names_that_read_well(demo):
    profiles = zone_profiles(demo)
    income = profiles.values["income_median_eur"]
    groups = np.where(income > income.quantile(0.75), "A", np.where(income > income.quantile(0.25), "B", "C"))
    flats = profiles.values["housing_flats_share"] > 0.5
    names = names_of(profiles, np.char.add(groups.astype(str), np.where(flats, "01", "02")), groups)
    assert "aisés" in names.loc["A", "name_fr"]
    assert "modestes" in names.loc["C", "name_fr"]
    assert names.map(len).max(axis=None) <= NAME_LENGTH


def test_london_is_never_named_by_origin_religion_or_health(real_data):
    inputs = pd.read_parquet(real_data / "uk" / "london_oa_inputs.parquet")
    labels = pd.read_parquet(real_data / "uk" / "london_oa_published_labels.parquet")
    described = pd.read_csv(real_data / "uk" / "OAC_variables.csv").set_index("encoding")
    said = (described["TableName21"] + ": " + described["Name"]).to_dict()
    values = inputs.drop(columns="households").astype(float)
    variables = tuple(Variable(name, said[name], said[name], "percent", "intensive") for name in values.columns)
    assert sum(words_for(variable) is None for variable in variables) >= 9
    profiles = profiles_of(values, inputs["households"], variables)
    names = names_of(profiles, labels["G"].to_numpy(), labels["SG"].to_numpy())
    assert names["name_en"].is_unique
    assert names.map(len).max(axis=None) <= NAME_LENGTH
    forbidden = "religion|christian|country of birth|ethnic|english|africa|europe|unpaid care"
    assert not names["name_en"].str.contains(forbidden, case=False).any()
