"""The customer profile, from an enriched table to page and workbook: what is said is sure, what is small is hidden."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from geoprofile.errors import AddressFileError, TableError, UnknownNameError
from geoprofile.pages import render_page
from geoprofile.recipes.area import area_of
from geoprofile.recipes.profile import profile_customers
from geoprofile.recipes.profile import variables as profile_variables
from geoprofile.recipes.profile.page import profile_page
from geoprofile.recipes.profile.sentences import cautions, headline
from geoprofile.recipes.profile.tables import fifths_frame
from geoprofile.recipes.profile.words import LEVEL_NAMES, METHOD, PROFILE_WORDS, THEME_NAMES
from geoprofile.recipes.profile.workbook import profile_workbook
from geoprofile.typology.vocabulary import THEMES
from geoprofile.zones.profiles import zone_profiles

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
SHEETS = {
    "fr": ["Lisez-moi", "Groupes", "Types", "Variables", "Gains", "Meilleurs clients"],
    "en": ["Read me", "Groups", "Types", "Variables", "Gains", "Best customers"],
}


def plain(text):
    return re.sub(r"\s+", " ", unescape(text))


@pytest.fixture(scope="module")
def typology(demo):
    """Part the IRIS of the demo into nine types of three groups, by income."""
    profiles = zone_profiles(demo, "iris")
    rank = profiles.values["income_median_eur"].fillna(0).rank(method="first", ascending=False).to_numpy()
    number = np.ceil(9 * rank / len(rank)).astype(int) - 1
    groups = [f"{'ABC'[k // 3]}" for k in number]
    types = [f"{'ABC'[k // 3]}{k % 3 + 1:02d}" for k in number]
    typed = pd.DataFrame({"zone_id": profiles.zones["zone_id"], "group": groups, "type": types}, dtype="str")
    codes = sorted({*groups, *types})
    names = pd.DataFrame({"name_fr": [f"nom {c}" for c in codes], "name_en": [f"name {c}" for c in codes]}, index=codes)
    return typed, names


@pytest.fixture(scope="module")
def draw(demo):
    """Draw customers: `draw(400, taste=1.0)` are the more in an IRIS the higher its income."""

    def drawn(count, *, taste=0.0, seed=1, lost=0):
        profiles = zone_profiles(demo, "iris")
        income = profiles.values["income_median_eur"]
        score = ((income - income.mean()) / income.std()).fillna(0).to_numpy()
        weight = profiles.households * np.exp(taste * score)
        rng = np.random.default_rng(seed)
        place = rng.choice(len(weight), count, p=weight / weight.sum())
        zone = profiles.zones["zone_id"].to_numpy(dtype=object)[place]
        frame = pd.DataFrame({"iris": zone, "commune": [code[:5] for code in zone]}, dtype="str")
        frame["ca"] = np.round(rng.lognormal(4, 0.8, count) * np.exp(0.4 * score[place]), 2)
        frame.loc[: lost - 1, ["iris", "commune"]] = ""
        return frame

    return drawn


@pytest.fixture(scope="module")
def profile(demo, typology, draw):
    """Profile customers with the typology of nine types."""
    typed, names = typology
    return lambda frame, **told: profile_customers(frame, demo, typed=typed, names=names, **told)


@pytest.fixture(scope="module")
def few(profile, draw):
    """Give a profile whose smaller types are not published."""
    return profile(draw(150, taste=0.8))


@pytest.fixture(scope="module")
def weighted(profile, draw):
    """Give a profile weighted by turnover."""
    return profile(draw(1_500, taste=0.8, lost=30), weight="ca")


def test_customers_who_follow_income_are_marked_by_it_first(profile, draw):
    result = profile(draw(2_000, taste=0.8))
    themes = {own.variable.name: own.theme for own in result.variables}
    assert themes[result.marked["variable"].iloc[0]] == "income"
    assert result.groups.table.set_index("code").loc["A", "significant"]
    assert "le groupe A « nom A »" in plain(headline(result, "fr"))
    assert "moins souvent dans le groupe C « nom C »" in plain(headline(result, "fr"))


def test_customers_drawn_from_the_population_are_marked_by_hardly_anything(profile, draw):
    marked = [len(profile(draw(500, seed=seed)).marked) for seed in range(3)]
    assert sum(count > 0 for count in marked) <= 1


def test_where_nothing_is_established_the_headline_says_so(profile, draw):
    result = profile(draw(500, seed=2), level="commune")
    assert not result.groups.table["significant"].any()
    assert headline(result, "en") == PROFILE_WORDS["en"]["nothing"]


def test_the_order_of_the_rows_changes_no_byte(profile, draw, tmp_path):
    rows = draw(300, taste=0.5, lost=5)
    one, other = (profile(frame, weight="ca") for frame in (rows, rows.sample(frac=1, random_state=3)))
    assert render_page(profile_page(one)) == render_page(profile_page(other))
    profile_workbook(one, tmp_path / "one.xlsx")
    profile_workbook(other, tmp_path / "other.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()


def test_each_variable_is_taken_at_the_finest_level_that_the_file_has(profile, draw, demo):
    rows = draw(200)
    levels = {own.variable.name: own.variable.zone_level for own in profile(rows).variables}
    assert levels["income_median_eur"] == "iris"
    assert levels["urban_class"] == "commune"
    finest = {variable.name: variable.zone_level for variable in reversed(demo.dictionary)}
    assert finest["age_65_plus_share"] == "grid_200m"
    assert "age_65_plus_share" not in levels  # the file has no cells
    assert {own.variable.zone_level for own in profile(rows, level="commune").variables} == {"commune"}


def test_customers_without_a_zone_and_outside_the_area_are_counted(profile, draw, demo):
    rows = draw(500, lost=40)
    result = profile(rows, area=area_of(["00101"], demo))
    inside = int((rows["commune"] == "00101").sum())
    assert (result.reach.rows, result.reach.located, result.reach.inside) == (500, 460, inside)
    assert result.reach.inside == result.groups.account.profiled == result.types.account.profiled
    assert result.reach.households < profile(rows, level="commune").reach.households
    assert result.groups.account.outside_area == 460 - inside
    page = plain(render_page(profile_page(result, language="en")))
    assert "Valmorin-sur-Orvaise" in page
    assert f"Left apart: 40 without a zone, {460 - inside} outside the area" in page


def test_without_a_typology_the_profile_is_by_variable(demo, draw):
    result = profile_customers(draw(2_000, taste=0.8), demo)
    assert (result.groups, result.types) == (None, None)
    assert result.gains_of.classes.dimension == result.marked["variable"].iloc[0]
    page = render_page(profile_page(result))
    assert plain(headline(result, "fr")).startswith("Les quartiers de vos clients se distinguent surtout par :")
    assert plain(headline(result, "fr")) in plain(page)
    assert PROFILE_WORDS["fr"]["types"] not in page


def test_variables_that_must_not_be_cited_are_left_out_and_named(profile, draw, monkeypatch):
    known = profile_variables.words_for
    monkeypatch.setattr(profile_variables, "words_for", lambda v: None if v.name == "poverty_rate" else known(v))
    result = profile(draw(200))
    assert result.left_out["sensitive"] == ("poverty_rate",)
    assert "poverty_rate" not in [own.variable.name for own in result.variables]
    assert "jamais profilées : Taux de pauvreté" in plain(render_page(profile_page(result)))


def test_a_class_that_is_not_published_has_no_figure_of_its_customers_anywhere(few, tmp_path):
    hidden = raw_figures(few)
    assert len(hidden) > 40
    html = render_page(profile_page(few))
    shown = {digits(value) for value in re.findall(r'data-v="([^"]+)"', html)}
    cells = [cell for sheet in sheets(few, tmp_path / "p.xlsx").values() for row in sheet for cell in row]
    written = {digits(cell) for cell in cells if isinstance(cell, float)}
    assert digits(few.types.table["index"].dropna().iloc[0]) in shown & written
    assert not [value for value in hidden if value in shown or value in written]


def test_a_row_that_is_not_published_shows_dashes_but_for_its_part_of_the_population(few):
    html = render_page(profile_page(few))
    rows = [row for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL) if "non publié" in row and "gp-chip" in row]
    assert len(rows) >= 2
    for row in rows:
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        assert cells[2:4] == ["–", "–"]
        assert cells[5:7] == ["–", "–"]


def test_curves_are_drawn_without_the_order_of_classes_that_are_not_published(few):
    assert few.types.table["suppressed"].sum() >= 2
    assert len(few.gains.ranking) == (~few.types.table["suppressed"]).sum() + 1


@BOTH
@pytest.mark.parametrize("count", [0, 10])
def test_fewer_than_eleven_customers_make_a_page_without_a_figure_of_them(profile, draw, language, count, tmp_path):
    result = profile(draw(11, taste=0.8).head(count), weight="ca", level="commune")
    page = profile_page(result, language=language)
    assert [section.title for section in page.sections] == [
        PROFILE_WORDS[language]["brief"],
        PROFILE_WORDS[language]["method"],
    ]
    assert "data-v" not in render_page(page)
    book = sheets(result, tmp_path / "p.xlsx")
    assert list(book) == ["Lisez-moi", "Groupes", "Types", "Variables"]
    for rows in (book["Types"], book["Variables"]):
        place = rows[0].index("Clients")
        assert {row[place] for row in rows[1:]} == {""}


def test_few_customers_and_many_without_a_zone_are_warned_of(profile, draw):
    assert "58 customers are few" in next(cautions(profile(draw(60, lost=2), level="commune"), "en"))
    told = " ".join(cautions(profile(draw(400, lost=120), level="commune"), "en"))
    assert "30% of the customers have no zone" in told
    assert list(cautions(profile(draw(400), level="commune"), "fr")) == []


def test_best_customers_stand_beside_the_others_where_they_are_weighted(weighted, profile, draw):
    assert {"group", "type", "income_median_eur"} <= weighted.best.keys()
    assert profile(draw(200), level="commune").best == {}
    page = plain(render_page(profile_page(weighted, language="en")))
    assert "Your 294 best customers by “ca” (20% of the customers compared)" in page
    equal = draw(200).assign(ca=5)
    assert profile(equal, weight="ca", level="commune").best == {}


def test_a_value_that_is_no_number_is_refused_with_its_row_and_without_the_value(profile, draw):
    rows = draw(50).astype({"ca": "str"})
    rows.loc[7, "ca"] = "M. Dupont"
    with pytest.raises(AddressFileError, match="Column 'ca', data row 8") as refused:
        profile(rows, weight="ca")
    assert "Dupont" not in str(refused.value)


def test_levels_and_typologies_that_do_not_go_with_the_file_are_refused(demo, typology, draw):
    typed, names = typology
    rows = draw(50)
    with pytest.raises(UnknownNameError, match="zone level"):
        profile_customers(rows, demo, level="canton")
    with pytest.raises(AddressFileError, match="no zones of level 'grid_200m'"):
        profile_customers(rows, demo, level="grid_200m")
    with pytest.raises(AddressFileError, match="no zones of level 'iris', which the typology is of"):
        profile_customers(rows[["commune"]], demo, typed=typed, names=names)
    with pytest.raises(TableError, match="give both"):
        profile_customers(rows, demo, typed=typed)
    with pytest.raises(TableError, match="finer than the level 'commune'"):
        profile_customers(rows[["commune"]], demo, area=area_of(typed["zone_id"].head(5), demo))


@BOTH
def test_page_and_workbook_have_all_their_parts_in_both_languages(weighted, language, tmp_path):
    words, page = PROFILE_WORDS[language], profile_page(weighted, language=language)
    wanted = ("brief", "types", "gains", "marked", "all", "best", "method")
    assert [section.title for section in page.sections] == [words[key] for key in wanted]
    assert page.sources
    html = plain(render_page(page))
    assert "nan" not in re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html)
    assert not re.search(r"\{\w*\}", re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html))
    assert list(sheets(weighted, tmp_path / "p.xlsx", language)) == SHEETS[language]


def test_the_workbook_holds_a_row_a_class_of_every_variable_with_its_sentence(weighted, tmp_path):
    rows = sheets(weighted, tmp_path / "p.xlsx")["Variables"]
    assert len(rows) - 1 == sum(len(own.profile.table) for own in weighted.variables)
    heading = dict(zip(rows[0], rows[1], strict=True))
    assert heading["Phrase"].endswith(".")
    assert heading["Source"]
    assert {"Indice (bas)", "Indice (haut)", "q (fausses découvertes)", "Indice stabilisé"} <= heading.keys()


def test_the_fifths_of_a_variable_are_shown_where_they_are_established_alone(weighted):
    distances = dict(zip(weighted.marked["variable"], weighted.marked["distance"], strict=True))
    parted = [own for own in weighted.variables if own.is_parted]
    for language in ("fr", "en"):
        frame = fifths_frame(parted, distances, language)
        assert not frame["bounds"].str.contains("moins|plus|under|over").any()
    fifths = frame.filter(like="fifth_")
    for own, shown in zip(parted, fifths.notna().sum(axis=1), strict=True):
        assert shown == (own.profile.table["significant"].sum() if own.variable.name in distances else 0)
    assert fifths["fifth_5"].notna().any()


def test_both_languages_have_the_same_words_with_the_same_places():
    french, english = PROFILE_WORDS["fr"], PROFILE_WORDS["en"]
    assert french.keys() == english.keys()
    for key, text in french.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key]))
    assert METHOD["fr"].count("\n") == METHOD["en"].count("\n")
    assert THEME_NAMES["fr"].keys() == THEME_NAMES["en"].keys() == {*THEMES, "other"}
    assert LEVEL_NAMES["fr"].keys() == LEVEL_NAMES["en"].keys()


def test_an_unknown_language_is_refused_with_the_choices(few, tmp_path):
    with pytest.raises(UnknownNameError, match="en, fr"):
        profile_page(few, language="nl")
    with pytest.raises(UnknownNameError, match="en, fr"):
        profile_workbook(few, tmp_path / "p.xlsx", language="nl")


def sheets(result, path, language="fr"):
    """Write a workbook and read its sheets."""
    book = CalamineWorkbook.from_path(profile_workbook(result, path, language=language))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def digits(value):
    """Give a number to the digits that a workbook keeps."""
    return f"{float(value):.10g}"


def raw_figures(result):
    """Give the figures of customers in classes that are not published, as they would have been, but whole ones."""
    values = set()
    for profile in (result.groups, result.types, *(own.profile for own in result.variables)):
        share = profile.tally.customers / profile.tally.customers.sum()
        index = 100 * share / (profile.tally.households / profile.tally.households.sum())
        penetration = 1000 * profile.tally.customers / profile.tally.households
        hidden = profile.table["suppressed"].to_numpy()
        table = np.column_stack([share, index, penetration])[hidden]
        values |= {digits(value) for value in table.ravel() if value % 1}
    columns = ["share", "base_share", "index", "penetration_per_thousand"]
    tables = [profile.table for profile in (result.groups, result.types, *(o.profile for o in result.variables))]
    return values - {digits(value) for table in tables for value in table[columns].to_numpy().ravel()}
