"""Zone profiles: every zone, every share and mean, and how far each value is trusted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TerritoryError, UnknownNameError
from geoprofile.territory.territory import Territory
from geoprofile.zones.profiles import FROM_COARSER, IMPUTED, rare_shares, usual_level, zone_profiles


def test_it_holds_every_zone_and_every_share_mean_and_density(demo):
    profiles = zone_profiles(demo, "iris")
    assert profiles.zones["zone_id"].tolist() == demo.levels["iris"].table["zone_id"].tolist()
    assert profiles.values.index.tolist() == profiles.zones["zone_id"].tolist()
    assert {v.kind for v in profiles.variables} == {"intensive"}
    assert [v.name for v in profiles.variables] == profiles.values.columns.tolist()
    assert "density_per_km2" in profiles.values
    assert profiles.values.shape == profiles.trust.shape


def test_the_usual_level_is_the_small_census_area(demo):
    assert usual_level(demo) == "iris"


def test_households_count_and_none_is_below_nothing(demo):
    profiles = zone_profiles(demo)
    assert profiles.counted_by.name == "households"
    assert profiles.households.sum() == demo.levels["iris"].variables["households"].sum()
    assert (profiles.households >= 0).all()


def test_households_that_are_not_counted_are_estimated_from_people(tmp_path):
    (tmp_path / "variables").mkdir()
    ids = ["010010000", "010020000", "010030000"]
    table = {
        "zone_id": ids,
        "households": [10.0, 30.0, np.nan],
        "population_15_64": [15.0, 65.0, 40.0],
        "a": [0.1, 0.2, 0.3],
    }
    pd.DataFrame(table).to_parquet(tmp_path / "variables/iris.parquet")
    kinds = {"households": "households,extensive", "population_15_64": "persons,extensive", "a": "share,intensive"}
    lines = [f"{name},{name},{name},{kind},,iris,,," for name, kind in kinds.items()]
    head = "name,label_fr,label_en,unit,kind,denominator,zone_level,source,vintage,licence"
    (tmp_path / "dictionary.csv").write_text("\n".join([head, *lines]) + "\n")
    profiles = zone_profiles(Territory(tmp_path, {"name": "flat", "country": "fr"}))
    assert profiles.households.tolist() == [10, 30, 20]


def test_a_measured_value_is_trusted_in_full_and_a_missing_one_not_at_all(demo):
    profiles = zone_profiles(demo)
    own = demo.levels["iris"].variables[profiles.values.columns].notna().to_numpy()
    assert (profiles.trust[own] == 1).all()
    assert (profiles.trust[profiles.values.isna().to_numpy()] == 0).all()


def test_what_the_zone_lacks_is_lent_by_its_commune_and_trusted_less(demo):
    profiles = zone_profiles(demo)
    own = demo.levels["iris"].variables["income_median_eur"]
    lent = own.isna().to_numpy() & profiles.values["income_median_eur"].notna().to_numpy()
    assert lent.any()
    at = profiles.values.columns.get_loc("income_median_eur")
    assert (profiles.trust[lent, at] == FROM_COARSER).all()
    theirs = demo.levels["commune"].variables["income_median_eur"]
    expected = theirs.reindex(profiles.zones["parent_id"][lent]).to_numpy()
    assert np.array_equal(profiles.values["income_median_eur"][lent].to_numpy(), expected)


def test_cells_whose_values_are_imputed_are_trusted_by_half(demo):
    profiles = zone_profiles(demo, "grid_200m")
    imputed = demo.levels["grid_200m"].variables["cell_imputed_flag"].astype("str").isin(["1", "1.0"]).to_numpy()
    assert imputed.any()
    assert (profiles.trust[imputed] == IMPUTED).all()
    assert (profiles.trust[~imputed] == 1).all()


def test_a_variable_may_be_left_out(demo):
    assert "poverty_rate" not in zone_profiles(demo).without(["poverty_rate"]).values


def test_an_unknown_level_names_those_that_there_are(demo):
    with pytest.raises(UnknownNameError, match="grid_200m, iris"):
        zone_profiles(demo, "statistical_sector")


def test_zones_without_outlines_have_profiles_and_names(tmp_path):
    (tmp_path / "variables").mkdir()
    (tmp_path / "zones").mkdir()
    ids = ["010010000", "010020000"]
    pd.DataFrame({"zone_id": ids, "households": [10.0, 20.0], "housing_houses_share": [0.5, np.nan]}).to_parquet(
        tmp_path / "variables/iris.parquet"
    )
    names = pd.DataFrame({"zone_id": ids[:1], "zone_name": ["Le Bourg"], "parent_id": ["01001"]})
    names.to_parquet(tmp_path / "zones/iris.names.parquet")
    (tmp_path / "dictionary.csv").write_text(
        "name,label_fr,label_en,unit,kind,denominator,zone_level,source,vintage,licence\n"
        "households,Ménages,Households,households,extensive,,iris,INSEE,2016,LO\n"
        "housing_houses_share,Maisons,Houses,share,intensive,households,iris,INSEE,2016,LO\n"
    )
    territory = Territory(tmp_path, {"name": "flat", "country": "fr"})
    assert list(territory.levels) == []
    profiles = zone_profiles(territory)
    assert profiles.zones["zone_name"].tolist() == ["Le Bourg", ""]
    assert profiles.zones["area_km2"].isna().all()
    assert profiles.households.tolist() == [10, 20]


def test_a_territory_without_variables_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "dictionary.csv").write_text("name,label_fr,label_en,unit,kind\n")
    with pytest.raises(TerritoryError, match="has no variables by zone: add sources to its recipe"):
        zone_profiles(Territory(tmp_path, {"name": "empty", "country": "fr"}))


def test_a_share_of_hardly_anyone_is_told_apart(demo):
    profiles = zone_profiles(demo)
    thin = replace(profiles, values=profiles.values.assign(age_75_plus_share=0.001))
    assert [v.name for v in rare_shares(thin) if v.name == "age_75_plus_share"]
    assert not [v.name for v in rare_shares(profiles) if v.name == "age_75_plus_share"]
