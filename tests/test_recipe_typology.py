"""From a territory to its typology, kept in a folder and used again."""

import json

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import GeoprofileError, TypologyError, UnknownNameError
from geoprofile.pages.render import render_page
from geoprofile.recipes.typology.flow import (
    assign_typology,
    build_typology,
    read_types,
    read_typology,
    save_assigned,
    save_built,
    write_zones,
)
from geoprofile.recipes.typology.report import typology_page, write_reports
from geoprofile.territory.build import build_territory
from geoprofile.territory.territory import open_territory


@pytest.fixture(scope="module")
def built(demo):
    return build_typology(demo, groups=4, types=10, outside=["poverty_rate"])


@pytest.fixture(scope="module")
def folder(built, demo, tmp_path_factory):
    target = tmp_path_factory.mktemp("typology") / "demo"
    save_built(built, target)
    write_reports(built, demo, target, language="fr")
    return target


def test_every_zone_has_a_group_and_a_type_of_that_group(built, demo):
    assert built.zones["zone_id"].tolist() == demo.levels["iris"].table["zone_id"].tolist()
    assert (built.zones["type"].str[:1] == built.zones["group"]).all()


def test_groups_are_in_order_of_income(built):
    zones = built.zones.assign(income=built.profiles.values["income_median_eur"].to_numpy())
    known = zones.dropna(subset="income")
    means = known.groupby("group")[["income", "households"]].apply(
        lambda g: np.average(g["income"], weights=np.maximum(g["households"], 1e-3))
    )
    assert means.is_monotonic_decreasing


def test_no_two_classes_share_a_name(built):
    for language in ("fr", "en", "nl"):
        groups = [code for code in built.stored.names.index if built.stored.group_of(code) == code]
        names = built.stored.names[f"name_{language}"]
        assert names.loc[groups].is_unique
        assert names.drop(groups).is_unique


def test_every_class_has_a_portrait_and_confidences_lie_between_a_half_and_one(built):
    assert built.stored.portraits.index.tolist() == built.stored.names.index.tolist()
    assert (built.stored.portraits != "").all(axis=None)
    assert built.zones["group_confidence"].between(0.49, 1).all()
    assert (built.zones["type_confidence"] <= built.zones["group_confidence"]).all()


def test_an_outside_variable_is_not_seen_and_is_measured(built):
    assert "poverty_rate" not in [v.name for v in built.stored.variables]
    assert built.quality.outside.index.tolist() == ["poverty_rate"]
    assert 0 < built.quality.outside.loc["poverty_rate", "types"] <= 1


def test_the_order_of_the_zones_of_a_build_is_that_of_their_codes_so_that_it_repeats(built, demo):
    again = build_typology(demo, groups=4, types=10, outside=["poverty_rate"])
    pd.testing.assert_frame_equal(again.zones, built.zones)


def test_the_same_typology_is_the_same_bytes(built, folder, tmp_path):
    save_built(built, tmp_path / "again")
    for name in ("typology.json", "typology.npz", "zones.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_what_was_kept_is_read_back(built, folder):
    stored, zones = read_typology(folder)
    assert zones["type"].tolist() == built.zones["type"].tolist()
    pd.testing.assert_frame_equal(stored.names, built.stored.names)
    typed, names, level = read_types(folder)
    assert list(typed.columns) == ["zone_id", "group", "type"]
    assert level == "iris"
    assert {"name_fr", "name_en"} <= set(names.columns)


def test_nothing_that_is_kept_can_run_code(folder):
    assert json.loads((folder / "typology.json").read_text(encoding="utf-8"))
    with np.load(folder / "typology.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_the_same_zones_put_into_it_again_do_not_move(demo, folder):
    _, _, assigned = assign_typology(folder, demo)
    assert assigned.moved.zones_type == 0
    assert (assigned.bridge["type_before"] == assigned.bridge["type_after"]).all()


def test_cells_may_be_put_into_a_typology_of_iris(demo, folder):
    _, profiles, assigned = assign_typology(folder, demo, level="grid_200m")
    assert len(assigned.zones) == len(profiles.zones)
    assert assigned.moved is None
    assert set(assigned.zones["type"]) <= set(read_types(folder)[1].index)


def test_a_territory_with_none_of_its_variables_is_refused(folder, tmp_path):
    recipe = tmp_path / "bare.toml"
    recipe.write_text(
        'name = "bare"\ncountry = "fr"\n[[source]]\nkind = "table"\npath = "t.csv"\nzone_level = "iris"\ncode = "c"\n'
        '[[source.variable]]\nname = "households"\nunit = "households"\nkind = "extensive"\ncolumn = "h"\n'
        '[[source.variable]]\nname = "cats_share"\nunit = "share"\nkind = "intensive"\ncolumn = "s"\n'
    )
    (tmp_path / "t.csv").write_text("c;h;s\n010010000;10;0.5\n010020000;20;0.4\n")
    bare = build_territory(recipe, out=tmp_path / "bare")
    with pytest.raises(TypologyError, match="none of the variables of this typology"):
        assign_typology(folder, bare)
    with pytest.raises(TypologyError, match="needs two of each"):
        build_typology(bare)


def test_an_unknown_outside_variable_names_the_choices(demo):
    with pytest.raises(UnknownNameError, match="poverty_rate"):
        build_typology(demo, outside=["poverty"])


def test_a_folder_that_is_no_typology_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(GeoprofileError, match="typology build"):
        read_types(tmp_path)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_names_every_class_and_every_source_and_asks_nothing_of_the_network(built, language):
    page = render_page(typology_page(built, language=language, linked_map="map.html"))
    for code, name in built.stored.names[f"name_{language}"].items():
        assert code in page
        assert name.replace("'", "&#39;") in page
    assert all(line.split(",")[0] in page for line in built.stored.sources)
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_fewer_classes_than_asked_are_said(demo):
    small = build_typology(demo, groups=8, types=33)
    page = render_page(typology_page(small, language="en"))
    assert "too few zones for all that was asked (8 / 33)" in page


def test_a_folder_holds_what_the_readme_says(folder):
    names = {path.name for path in folder.iterdir()}
    assert {"typology.json", "typology.npz", "zones.csv", "report.html", "typology.xlsx", "map.html"} == names


def test_all_of_france_has_a_typology_without_a_map(real_data, tmp_path):
    france = build_territory("france", sources=real_data, out=tmp_path / "france")
    france = open_territory(tmp_path / "france")
    built = build_typology(france)
    assert (built.profiles.households > 0).sum() > 14_900
    assert len(built.stored.model.type_codes_) == 33
    written = write_reports(built, france, tmp_path, language="fr")
    assert [path.name for path in written] == ["report.html", "typology.xlsx"]


def test_a_name_that_looks_like_a_formula_is_plain_text_in_the_table(built, tmp_path):
    zones = built.zones.assign(zone_name='=HYPERLINK("x")')
    write_zones(zones, built.stored.names, tmp_path / "zones.csv")
    lines = (tmp_path / "zones.csv").read_text(encoding="utf-8-sig").splitlines()
    assert all("'=HYPERLINK" in line for line in lines[1:])


def test_an_assigned_folder_says_the_level_of_its_own_zones(demo, folder, tmp_path):
    stored, _, assigned = assign_typology(folder, demo, level="grid_200m")
    save_assigned(stored, assigned, tmp_path / "cells")
    typed, _, level = read_types(tmp_path / "cells")
    assert level == "grid_200m"
    assert set(typed["zone_id"]) == set(demo.levels["grid_200m"].table["zone_id"])


def test_more_groups_than_types_are_refused(demo):
    with pytest.raises(TypologyError, match="5 types cannot fill 8 groups"):
        build_typology(demo, groups=8, types=5)
