"""From enriched customers to a ranking of zones: what is told, what is kept back, and that all files say the same."""

from __future__ import annotations

import html
import json
import re
import zipfile
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geoprofile.errors import AddressFileError, GeoprofileError, OutputError, TableError, UnknownNameError
from geoprofile.lookalikes import LOOKALIKE_METHODS
from geoprofile.recipes.area import area_of
from geoprofile.recipes.lookalike import lookalike_zones
from geoprofile.recipes.lookalike.files import RANKING_FORMATS, write_lookalikes
from geoprofile.recipes.lookalike.page import lookalike_page, shown_table
from geoprofile.recipes.lookalike.reasons import effect_text
from geoprofile.recipes.lookalike.words import COLUMN_LABELS, LOOKALIKE_WORDS, METHOD_NAMES
from geoprofile.territory.territory import open_territory
from geoprofile.words import number_text
from geoprofile.zones.profiles import zone_profiles

SMALLEST = 11


@pytest.fixture(scope="module")
def profiles(demo):
    return zone_profiles(demo)


@pytest.fixture(scope="module")
def customers(demo, profiles):
    """Draw customers who like professionals' neighbourhoods; some have no zone, some one of elsewhere."""
    executives = profiles.values["occupation_executives_share"].fillna(0).to_numpy()
    mass = profiles.households * np.exp(12 * executives)
    rng = np.random.default_rng(3)
    zones = rng.choice(profiles.zones["zone_id"].to_numpy(dtype=object), 900, p=mass / mass.sum())
    zones[:40], zones[40:50] = "", "751010101"
    cells = rng.choice(demo.levels["grid_200m"].table["zone_id"].to_numpy(dtype=object), 900)
    frame = pd.DataFrame({"iris": zones, "grid_200m": cells, "turnover": np.arange(900.0)})
    return frame.astype({"iris": "str", "grid_200m": "str"})


@pytest.fixture(scope="module")
def types(demo):
    zones = demo.levels["iris"].table
    group = np.where(np.arange(len(zones)) % 2 == 0, "A", "B")
    typed = pd.DataFrame({"zone_id": zones["zone_id"], "group": group, "type": pd.Series(group) + "01"})
    told = [["Aisés", "Affluent"], ["Modestes", "Modest"], ["Cadres", "Professionals"], ["Ouvriers", "Workers"]]
    return typed, pd.DataFrame(told, index=["A", "B", "A01", "B01"], columns=["name_fr", "name_en"])


@pytest.fixture(scope="module")
def result(customers, demo, types):
    return lookalike_zones(customers, demo, typed=types[0], names=types[1])


def test_every_zone_of_the_territory_is_ranked_once(result, profiles):
    assert sorted(result.ranking["zone_id"]) == profiles.zones["zone_id"].tolist()
    assert result.ranking["rank"].tolist() == list(range(1, len(profiles.zones) + 1))


def test_each_customer_is_counted_once(result, customers):
    counts = result.counts
    parts = vars(counts)
    assert (counts.rows, counts.without_zone, counts.outside) == (900, 40, 10)
    assert sum(parts.values()) - counts.rows == counts.rows
    assert any("40" in note and "Sans zone" in note for note in result.notes)
    assert any("10" in note and "Hors du territoire" in note for note in result.notes)


def test_the_order_of_the_customers_changes_nothing(result, customers, demo, types):
    again = lookalike_zones(customers.sample(frac=1, random_state=1), demo, typed=types[0], names=types[1])
    assert_frame_equal(again.ranking, result.ranking)
    assert again.verdict == result.verdict


def test_reasons_are_words_with_a_direction_and_an_effect(result):
    told = pd.concat([result.ranking[f"reason_{i}"] for i in (1, 2, 3)])
    assert told[told != ""].str.fullmatch(r".+ \((> )?[+\N{MINUS SIGN}]\d+\N{NO-BREAK SPACE}%\)").all()
    assert told.head(15).str.contains("plus de cadres|plus de ménages de cadres").any()


@pytest.mark.parametrize(
    ("effect", "text"),
    [(0.1, "+11\N{NO-BREAK SPACE}%"), (-0.1, "\N{MINUS SIGN}10\N{NO-BREAK SPACE}%"),
     (9.0, ">\N{NO-BREAK SPACE}+300\N{NO-BREAK SPACE}%"), (0.69315, "+100\N{NO-BREAK SPACE}%")],
)  # fmt: skip
def test_a_part_of_the_log_rate_is_told_as_a_change_in_percent(effect, text):
    assert effect_text(effect, "fr") == text


def test_a_zone_without_households_comes_last_and_says_so(customers, demo, monkeypatch):
    whole = zone_profiles(demo)
    households = whole.households.copy()
    households[[3, 7]] = 0
    emptied = replace(whole, households=households)
    monkeypatch.setattr("geoprofile.recipes.lookalike.flow.zone_profiles", lambda *_, **__: emptied)
    ranking = lookalike_zones(customers, demo, validate=False, sort_by="density").ranking
    assert set(ranking["zone_id"].tail(2)) == set(whole.zones["zone_id"].iloc[[3, 7]])
    assert (ranking["reason_1"].tail(2) == LOOKALIKE_WORDS["fr"]["empty"]).all()
    assert (ranking["reason_1"].head(-2) != LOOKALIKE_WORDS["fr"]["empty"]).all()


def test_variables_that_touch_on_origin_or_religion_are_left_out_and_it_is_said(customers, demo, monkeypatch):
    monkeypatch.setattr(
        "geoprofile.recipes.lookalike.flow.words_for",
        lambda variable: None if variable.name == "poverty_rate" else object(),
    )
    result = lookalike_zones(customers, demo, validate=False)
    assert any("Taux de pauvreté" in note for note in result.notes)


@pytest.mark.parametrize("method", list(LOOKALIKE_METHODS))
def test_every_method_ranks_and_is_named_in_both_languages(customers, demo, types, method):
    like = ["001010101"] if method == "twin_zones" else []
    found = lookalike_zones(customers, demo, typed=types[0], names=types[1], method=method, like=like, validate=False)
    assert found.method == method
    assert all(method in names for names in METHOD_NAMES.values())
    assert all(f"how_{method}" in words for words in LOOKALIKE_WORDS.values())


def test_the_reason_of_the_index_of_types_is_the_name_of_the_group(customers, demo, types):
    found = lookalike_zones(customers, demo, typed=types[0], names=types[1], method="typology_index", validate=False)
    assert found.ranking["reason_1"].str.contains("groupe (?:A Aisés|B Modestes)").any()


def test_a_place_like_itself_comes_first_by_rate_of_resemblance(customers, demo):
    found = lookalike_zones(customers, demo, like=["001010103"], validate=False)
    assert found.method == "twin_zones"
    assert found.ranking.set_index("zone_id")["index"].idxmax() == "001010103"


def test_an_example_may_be_a_position_or_an_address(customers, demo):
    middle = demo.levels["iris"].zones.to_crs("EPSG:4326").geometry.representative_point().iloc[5]
    zone = demo.levels["iris"].table["zone_id"].iloc[5]
    by_code, by_place = (
        lookalike_zones(customers, demo, like=[told], validate=False).ranking
        for told in (zone, f"{middle.x:.6f},{middle.y:.6f}")
    )
    assert_frame_equal(by_code, by_place)
    named = lookalike_zones(
        customers, demo, like=["26 Rue Gustave Grelotier 00100 Valmorin-sur-Orvaise"], validate=False
    )
    assert any(note.startswith("Zones prises pour modèle") for note in named.notes)


def test_the_best_customers_alone_count_when_a_value_is_named(customers, demo):
    found = lookalike_zones(customers, demo, best="turnover", validate=False)
    assert found.ranking["own_customers"].sum() == found.counts.used == 180
    assert found.counts.not_best == 720
    assert any("180" in note and "720" in note for note in found.notes)


def test_where_customers_could_come_from_is_where_the_model_learns(customers, demo):
    area = area_of(["00101"], demo)
    found = lookalike_zones(customers, demo, area=area, validate=False)
    zones = found.ranking.set_index("zone_id")
    inside = zones.index.str.startswith("00101")
    assert found.counts.used == zones.loc[inside, "own_customers"].sum()
    assert found.counts.out_of_reach == zones.loc[~inside, "own_customers"].sum() > 0
    assert zones.loc[inside, "expected_customers"].sum() == pytest.approx(found.counts.used, rel=1e-3)


def test_a_few_customers_are_not_over_read(customers, demo):
    found = lookalike_zones(customers.iloc[100:140], demo, language="en")
    assert found.warnings[0].startswith("Only 40 customers")
    first = lookalike_page(found).sections[0].blocks
    assert first[0].text == found.warnings[0]
    assert first[0].kind == "warning"
    assert not any(label.startswith("Lift") for block in first for label in _labels(block))


def _labels(block):
    return [figure.label for figure in getattr(block, "figures", ())]


def test_one_neighbourhood_of_customers_is_ranked_but_not_tested(demo):
    lone = pd.DataFrame({"iris": ["001010101"] * 200}, dtype="str")
    found = lookalike_zones(lone, demo)
    assert found.validation is None
    assert LOOKALIKE_WORDS["fr"]["one_block"] in found.warnings


def test_without_a_test_it_is_said(customers, demo):
    assert lookalike_zones(customers, demo, validate=False).warnings == (LOOKALIKE_WORDS["fr"]["not_validated"],)


@pytest.mark.parametrize(
    ("told", "error", "word"),
    [
        ({"method": "magic"}, UnknownNameError, "pu_model"),
        ({"method": "typology_index"}, TableError, "--typology"),
        ({"method": "twin_zones"}, TableError, "--like"),
        ({"method": "pu_model", "like": ["001010101"]}, TableError, "--like"),
        ({"like": ["999"]}, TableError, "'999'"),
        ({"like": ["2.35,48.85"]}, TableError, "no zone"),
        ({"like": ["1 rue Nulle Part 99999 Ailleurs"]}, TableError, "postcode"),
        ({"level": "quartier"}, UnknownNameError, "iris"),
        ({"level": "commune"}, AddressFileError, "commune"),
        ({"level": "grid_200m", "typed_level": "iris"}, TableError, "typology"),
        ({"best": "revenue"}, AddressFileError, "revenue"),
        ({"sort_by": "profit"}, UnknownNameError, "density"),
        ({"language": "nl"}, UnknownNameError, "fr"),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_a_sentence(customers, demo, told, error, word):
    with pytest.raises(error, match=word):
        lookalike_zones(customers, demo, validate=False, **told)


def test_a_table_that_is_not_enriched_is_refused(demo):
    with pytest.raises(AddressFileError, match="geoprofile enrich"):
        lookalike_zones(pd.DataFrame({"name": ["x"]}), demo)


@pytest.fixture(scope="module")
def published(customers, demo, types):
    return lookalike_zones(customers, demo, typed=types[0], names=types[1], publish=True, language="en")


def test_no_small_count_is_in_any_published_file(published, customers, tmp_path):
    own = customers["iris"].value_counts()
    small = {zone for zone in published.ranking["zone_id"] if own.get(zone, 0) < SMALLEST}
    assert len(small) > 1
    table = published.ranking.set_index("zone_id")
    assert table.loc[sorted(small), ["own_customers", "penetration_rate"]].isna().all(axis=None)
    write_lookalikes(published, tmp_path / "r.geojson")
    drawn = json.loads((tmp_path / "r.geojson").read_text(encoding="utf-8"))["features"]
    told = {one["properties"]["zone_id"]: one["properties"]["own_customers"] for one in drawn}
    assert all(told[zone] is None for zone in small)
    assert any(told.values())
    _, drawn_map = write_lookalikes(published, tmp_path / "r.html")
    own_line = _map_lines(drawn_map)[COLUMN_LABELS["en"]["own_customers"]]
    assert sum(text == "–" for text in own_line) == table["own_customers"].isna().sum()


def test_the_test_on_a_few_customers_is_not_in_a_published_workbook(customers, demo, tmp_path):
    found = lookalike_zones(customers.iloc[100:140], demo, publish=True)
    (path,) = write_lookalikes(found, tmp_path / "r.xlsx")
    book = zipfile.ZipFile(path).read("xl/workbook.xml").decode()
    assert re.findall(r'<sheet name="([^"]+)"', book) == ["Lisez-moi", LOOKALIKE_WORDS["fr"]["sheet_ranking"]]


def test_a_published_ranking_names_no_method_that_may_not_be_published(published):
    summary = published.validation.summary
    better = summary.assign(lift_10=summary["lift_10"] + 50 * (summary["method"] == "typology_index"))
    told = [
        "--method typology_index"
        in repr(lookalike_page(replace(one, validation=replace(one.validation, summary=better))))
        for one in (published, replace(published, is_published=False))
    ]
    assert told == [False, True]


def test_few_customers_are_not_published_at_all(customers, demo):
    with pytest.raises(TableError, match="leave --publish out"):
        lookalike_zones(customers.iloc[100:110], demo, publish=True)


def test_for_own_use_all_counts_are_shown_and_the_page_says_not_to_publish(result, tmp_path):
    assert result.ranking["own_customers"].notna().all()
    page, drawn_map = write_lookalikes(result, tmp_path / "r.html")
    assert "Ne le publiez pas" in page.read_text(encoding="utf-8")
    assert "ne la publiez pas" in drawn_map.read_text(encoding="utf-8")


def _map_lines(path):
    """Read what the map tells of its zones, by label."""
    page = path.read_text(encoding="utf-8")
    at = page.index('"labels"')
    start = page.rindex("{", 0, page.index('"rings"') + 1) if '"rings"' in page else at
    data, _ = json.JSONDecoder().raw_decode(page[start:])
    return dict(zip(data["labels"], data["lines"], strict=True)) | {"names": data["names"]}


def test_table_and_map_say_the_same(result, tmp_path):
    page, drawn_map = write_lookalikes(result, tmp_path / "ranking.html")
    text = page.read_text(encoding="utf-8")
    assert 'href="ranking_map.html"' in text
    assert drawn_map.name == "ranking_map.html"
    lines, labels = _map_lines(drawn_map), COLUMN_LABELS["fr"]
    rows = [
        re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    ]
    cells = [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows if len(row) == 9]
    assert len(cells) == 50
    for place, row in enumerate(cells):
        assert row[0] == lines[labels["rank"]][place] == str(place + 1)
        assert row[1].startswith(lines["names"][place])
        assert row[3].replace("\N{NARROW NO-BREAK SPACE}", "") == f"{result.ranking['households'].iloc[place]:.0f}"
        assert row[4] == lines[labels["own_customers"]][place]
        assert row[5] == lines[labels["expected_prospects"]][place]
        assert row[6] == lines[labels["interval"]][place]
        assert row[8].startswith(lines[labels["reason_1"]][place])


def test_the_csv_opens_in_excel_and_keeps_codes_as_text(result, tmp_path):
    (path,) = write_lookalikes(result, tmp_path / "ranking.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype={"zone_id": "str"})
    assert read["zone_id"].tolist() == result.ranking["zone_id"].tolist()
    assert list(read) == list(result.ranking)


@pytest.mark.parametrize(("suffix", "crs"), [(".gpkg", "EPSG:2154"), (".geojson", "EPSG:4326")])
def test_map_formats_hold_the_polygons_and_the_same_columns(result, tmp_path, suffix, crs):
    (path,) = write_lookalikes(result, tmp_path / f"ranking{suffix}")
    read = gpd.read_file(path)
    assert read.crs == crs
    assert read.geometry.is_valid.all()
    assert [name for name in read if name != "geometry"] == list(result.ranking)
    assert read["expected_prospects"].to_numpy() == pytest.approx(result.ranking["expected_prospects"].to_numpy())


def test_the_workbook_has_a_sheet_for_the_ranking_and_for_each_part_of_the_test(result, tmp_path):
    (path,) = write_lookalikes(result, tmp_path / "ranking.xlsx")
    book = zipfile.ZipFile(path).read("xl/workbook.xml").decode()
    words = LOOKALIKE_WORDS["fr"]
    wanted = ["Lisez-moi", *(words[f"sheet_{name}"] for name in ("ranking", "validation", "gains", "calibration"))]
    assert re.findall(r'<sheet name="([^"]+)"', book) == wanted


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".gpkg", ".geojson", ".html"])
def test_the_same_customers_are_the_same_bytes(result, tmp_path, suffix):
    once = [path.read_bytes() for path in write_lookalikes(result, tmp_path / f"one{suffix}")]
    again = [path.read_bytes() for path in write_lookalikes(result, tmp_path / f"one{suffix}")]
    assert once == again


def test_every_format_is_tried_above():
    assert set(RANKING_FORMATS) == {".csv", ".xlsx", ".gpkg", ".geojson", ".html"}


def test_a_territory_without_outlines_gets_a_page_without_a_map_and_no_polygons(result, tmp_path):
    bare = replace(result, territory=_WithoutOutlines(result.territory))
    assert [path.name for path in write_lookalikes(bare, tmp_path / "r.html")] == ["r.html"]
    assert LOOKALIKE_WORDS["fr"]["no_map"] in html.unescape((tmp_path / "r.html").read_text(encoding="utf-8"))
    with pytest.raises(OutputError, match="no outlines"):
        write_lookalikes(bare, tmp_path / "r.gpkg")


class _WithoutOutlines:
    """A territory of which only tables are known."""

    def __init__(self, territory):
        self.name, self.package, self.levels = territory.name, territory.package, {}


@pytest.mark.parametrize("name", ["ranking.pdf", "nowhere/ranking.csv"])
def test_a_file_that_cannot_be_written_is_refused(result, tmp_path, name):
    with pytest.raises(GeoprofileError, match=r"csv|folder"):
        write_lookalikes(result, tmp_path / name)


def test_cells_of_a_grid_are_named_by_their_commune_and_corner(customers, demo):
    found = lookalike_zones(customers, demo, level="grid_200m", validate=False)
    assert shown_table(found)["zone_name"].str.fullmatch(r".+ N\d+ E\d+").all()
    assert shown_table(found)["zone_name"].is_unique


def test_french_and_english_have_the_same_words():
    for told in (COLUMN_LABELS, LOOKALIKE_WORDS, METHOD_NAMES):
        assert set(told["fr"]) == set(told["en"])
    blanks = [{key: re.findall(r"{(\w+)}", text) for key, text in LOOKALIKE_WORDS[one].items()} for one in ("fr", "en")]
    assert {k: sorted(v) for k, v in blanks[0].items()} == {k: sorted(v) for k, v in blanks[1].items()}


@pytest.mark.real
def test_a_hundred_thousand_parisians_are_ranked_by_the_taste_they_were_drawn_by(real_data, tmp_path):
    from geoprofile.territory.build import build_territory

    territory = open_territory(build_territory("paris", sources=real_data, out=tmp_path / "paris").folder)
    profiles = zone_profiles(territory)
    seniors = profiles.values["age_75_plus_share"].fillna(0).to_numpy()
    mass = profiles.households * np.exp(15 * seniors)
    zones = np.random.default_rng(0).choice(profiles.zones["zone_id"].to_numpy(object), 100_000, p=mass / mass.sum())
    found = lookalike_zones(pd.DataFrame({"iris": zones}, dtype="str"), territory, language="en")
    best = found.ranking.nlargest(50, "index")
    assert best["reason_1"].str.contains("older|retire|pension").mean() > 0.8
    assert number_text(found.counts.used, "en") == "100,000"


def test_a_ranking_no_better_than_chance_is_a_warning_on_the_page(result):
    summary = result.validation.summary
    chance = replace(result, validation=replace(result.validation, summary=summary.assign(judgement="chance")))
    kinds = [lookalike_page(one).sections[0].blocks[0].kind for one in (chance, result)]
    assert kinds == ["warning", "note"]
    assert result.verdict in summary["verdict_fr"].tolist()
