"""A sheet of a round holds every letterbox once, in the order of the walk, and prints page by page."""

from __future__ import annotations

import math
import re
import shutil
import subprocess

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.pages import RoundWalk, render_page, round_lines, round_sheet, rounds_page, street_plan
from geoprofile.pages.door_ranges import door_text

EAST, NORTH = 650_000.0, 6_860_000.0
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = '</svg></table><script>document.body.dataset.hit=1</script><img src=x onerror="x">'


def doors_of(*numbers: int, street="Rue Haute", first_stop=1) -> pd.DataFrame:
    """Give doors on one street, a stop each, 40 m apart."""
    count = len(numbers)
    return pd.DataFrame(
        {
            "stop": np.arange(first_stop, first_stop + count),
            "street": street,
            "number": numbers,
            "suffix": "",
            "letterboxes": np.arange(1, count + 1),
            "easting": EAST + 40.0 * np.arange(count),
            "northing": NORTH + 10.0 * np.arange(count),
        }
    )


@pytest.fixture
def streets() -> gpd.GeoDataFrame:
    lines = [
        shapely.LineString([(EAST - 500, NORTH), (EAST + 900, NORTH + 60)]),
        shapely.LineString([(EAST + 100, NORTH - 400), (EAST + 120, NORTH + 400)]),
    ]
    return gpd.GeoDataFrame(
        {"highway": ["primary", "residential"], "name": ["Avenue Longue", None]}, geometry=lines, crs="EPSG:2154"
    )


def test_one_side_of_a_street_is_one_line_with_its_doors_in_walking_order():
    lines = round_lines(pd.concat([doors_of(1, 3, 5, 7), doors_of(8, 6, 4, 2, first_stop=5)]), language="en")
    assert lines.to_dict("list") == {
        "stops": ["1–4", "5–8"],
        "street": ["Rue Haute", "Rue Haute"],
        "doors": ["1 to 7, odd", "8 to 2, even"],
        "letterboxes": [10.0, 10.0],
    }


def test_a_short_street_that_is_crossed_at_every_door_is_one_line():
    assert round_lines(doors_of(1, 2, 3, 4, 5, 6), language="fr")["doors"].tolist() == ["1 à 6, des deux côtés"]


def test_a_street_walked_twice_stands_twice():
    walk = pd.concat([doors_of(1, 3), doors_of(9, street="Rue Basse", first_stop=3), doors_of(5, first_stop=4)])
    assert round_lines(walk, language="fr")["street"].tolist() == ["Rue Haute", "Rue Basse", "Rue Haute"]


@pytest.mark.parametrize(
    ("numbers", "suffixes", "text"),
    [
        ([12], [""], "12"),
        ([12, 12, 14], ["", "bis", ""], "12, 12 bis, 14"),
        ([0, 0], ["", ""], "sans numéro"),
        ([0, 2, 4, 6], ["", "", "", ""], "sans numéro à 6, pairs"),
    ],
)
def test_doors_are_told_as_a_walker_reads_them(numbers, suffixes, text):
    assert door_text(numbers, suffixes, "fr") == text


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 40), st.integers(0, 9)), min_size=1, max_size=30))
def test_no_letterbox_is_lost_or_told_twice(walk):
    doors = pd.DataFrame(walk, columns=["street", "number", "letterboxes"])
    doors = doors.assign(stop=range(1, len(doors) + 1), suffix="")
    lines = round_lines(doors, language="fr")
    assert lines["letterboxes"].sum() == doors["letterboxes"].sum()
    told = [int(stop) for text in lines["stops"] for stop in text.split("–")]
    assert told == sorted(told)
    assert told[0] == 1
    assert told[-1] == len(doors)


def test_the_plan_numbers_every_stop_and_marks_both_ends(streets):
    svg = street_plan(doors_of(*range(1, 20, 2)), language="fr", streets=streets)
    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    assert [text for text in texts if text.isdigit()] == [str(stop) for stop in range(1, 11)]
    assert {"Départ", "Arrivée", "N", "Avenue Longue"} <= set(texts)
    assert re.search(r"\d m", " ".join(texts))


def test_stops_on_one_spot_are_set_apart_or_left_as_dots():
    same = doors_of(*range(1, 60)).assign(easting=EAST, northing=NORTH)
    svg = street_plan(same, language="fr")
    centres = np.array([(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="8"', svg)])
    gaps = np.hypot(*(centres[:, None] - centres[None, :]).transpose(2, 0, 1))[np.triu_indices(len(centres), 1)]
    assert len(centres) > 5
    assert gaps.min() >= 16
    assert svg.count('r="2.6"') == 59


def test_a_path_is_drawn_as_it_is_and_without_one_stops_are_joined():
    doors = doors_of(1, 3)
    detour = shapely.LineString([(EAST, NORTH), (EAST, NORTH + 200), (EAST + 40, NORTH + 10)])
    assert street_plan(doors, language="fr").count("L") < street_plan(doors, language="fr", path=detour).count("L")


def test_a_stop_without_a_position_is_in_the_table_and_not_on_the_plan():
    doors = doors_of(1, 3, 5)
    doors.loc[1, ["easting", "northing"]] = np.nan
    sheet = round_sheet(RoundWalk("1", doors), language="fr")
    assert sheet.lines["letterboxes"].sum() == 6
    assert re.findall(r">(\d+)</text>", sheet.plan) == ["1", "3"]
    lost = round_sheet(RoundWalk("1", doors.assign(easting=np.nan)), language="fr")
    assert lost.plan is None


def test_the_page_lists_all_rounds_then_prints_each(streets):
    walks = [RoundWalk(str(i), doors_of(1, 3, 5), "Opéra", 61.6, 1234.0) for i in (1, 2)]
    html = render_page(rounds_page(walks, title="Tournées", language="fr", streets=streets))
    assert html.count('<div class="gp-sheet">') == 2
    assert html.count('class="gp-tickbox"') == 2
    assert "1\u202f230\xa0m" in html
    assert "62\xa0min" in html
    assert html.count("<h2") == 1 + 1 + 2  # contents, list, two rounds


def test_unknown_minutes_and_metres_are_dashes():
    html = render_page(rounds_page([RoundWalk("1", doors_of(1))], title="T", language="en"))
    assert html.count("<dd>–</dd>") >= 2
    assert math.isnan(RoundWalk("1", doors_of(1)).minutes)


def test_the_same_round_is_the_same_page_and_no_text_of_it_is_markup(streets):
    doors = doors_of(1, 3, 5, street=HOSTILE).assign(suffix=HOSTILE)
    told = {"title": HOSTILE, "language": "fr", "streets": streets.assign(name=HOSTILE), "note": HOSTILE}
    pages = [render_page(rounds_page([RoundWalk(HOSTILE, doors, HOSTILE)], **told)) for _ in range(2)]
    assert pages[0] == pages[1]
    assert "<img" not in pages[0]
    assert pages[0].count("<script>") == 1


@pytest.mark.parametrize("column", ["stop", "street", "number", "suffix", "letterboxes"])
def test_a_lacking_column_of_the_doors_is_named(column):
    with pytest.raises(TableError, match=f"lacks column '{column}'"):
        round_lines(doors_of(1).drop(columns=column), language="fr")


def test_a_round_without_doors_no_round_and_no_position_are_refused():
    with pytest.raises(TableError, match="Round '7' has no door"):
        round_sheet(RoundWalk("7", doors_of(1).head(0)), language="fr")
    with pytest.raises(TableError, match="no round to print"):
        rounds_page([], title="T", language="fr")
    with pytest.raises(TableError, match="No stop of the round has a position"):
        street_plan(doors_of(1).assign(easting=np.nan), language="fr")
    with pytest.raises(UnknownNameError, match="fr"):
        rounds_page([RoundWalk("1", doors_of(1))], title="T", language="nl")


def test_on_paper_every_round_begins_a_sheet(tmp_path, streets):
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: what the browser prints is not tested")
    walks = [RoundWalk(str(i), doors_of(1, 3, 5)) for i in range(4)]
    path, paper = tmp_path / "rounds.html", tmp_path / "rounds.pdf"
    path.write_text(render_page(rounds_page(walks, title="T", language="fr", streets=streets)), encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        f"--user-data-dir={tmp_path / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--print-to-pdf={paper}", path.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=90, check=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) == 1 + 4


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((1, 2, 3, 4), ["1 to 4, both sides"]),
        ((1, 2), ["1, 2"]),
        ((1, 3, 5, 4, 2), ["1, 3, 5", "4, 2"]),
    ],
)
def test_a_short_passage_is_one_line_and_not_a_line_a_door(numbers, said):
    assert round_lines(doors_of(*numbers), language="en")["doors"].tolist() == said
