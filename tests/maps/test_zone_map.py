"""Maps of types and rankings show what their tables say, and nothing that should stay untold."""

from __future__ import annotations

import json
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

from geoprofile.colours import type_colour
from geoprofile.errors import CrsError, TableError, UnknownNameError
from geoprofile.maps.zone_data import ring_steps
from geoprofile.maps.zone_map import ranking_map, type_map
from geoprofile.tables import Variable

POVERTY = Variable("poverty_rate", "Taux de pauvreté", "Poverty rate", "share", "intensive")
OWN = Variable("own_customers", "Clients actuels", "Own customers", "count", "extensive")
NAMES = pd.DataFrame(
    {
        "name_fr": ["Aisés", "Modestes", "Cadres", "Familles"],
        "name_en": ["Affluent", "Modest", "Executives", "Families"],
    },
    index=["A", "B", "A01", "B01"],
)
HOSTILE = "</script><script>document.documentElement.dataset.hit=1</script><img src=x>"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture
def typed(zones) -> gpd.GeoDataFrame:
    """Give six zones: three of A01, two of B01, one without a type."""
    return zones.assign(
        group=["A", "A", "A", "B", "B", ""],
        type=["A01", "A01", "A01", "B01", "B01", ""],
        households=[100.0, 200, 100, 300, 300, 0],
        membership_confidence=[0.9, 0.4, 1, 1, 0.25, np.nan],
        place=["Paris 1er", "Paris 1er", "Paris 2e", "Paris 2e", "Paris 2e", "Paris 2e"],
    )


@pytest.fixture
def ranked(typed) -> gpd.GeoDataFrame:
    """Give a ranking of five zones; the sixth has no household."""
    return typed.assign(
        rank=[2.0, 1, 3, 4, 5, np.nan],
        expected_prospects=[40.0, 80, 30, 20.5, 10, np.nan],
        own_customers=[0, 25, 10, 11, 3, np.nan],
    )


def page_of(made) -> str:
    return made.get_root().render()


def data_of(page: str) -> dict:
    return json.loads(re.search(r'id="gp-data">(.*?)</script>', page, re.DOTALL)[1])


def types_page(typed, **options) -> str:
    return page_of(type_map(typed, NAMES, **({"title": "Quartiers"} | options)))


def ranking_page(ranked, **options) -> str:
    return page_of(ranking_map(ranked, **({"title": "Où", "label": "Prospects", "tooltip": [OWN]} | options)))


def decoded(steps: list[int]) -> list[list[float]]:
    return (np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / 1e5).tolist()


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(-5, 9), st.floats(41, 51)), min_size=3, max_size=30, unique=True).map(
        lambda spots: shapely.MultiPoint(spots).convex_hull.buffer(0.01)
    )
)
def test_no_border_moves_by_more_than_a_metre(shape):
    steps = ring_steps(gpd.GeoDataFrame(geometry=[shape], crs="EPSG:4326"))
    drawn = shapely.LinearRing([(x, y) for y, x in decoded(steps[0][0][0])])
    assert shapely.hausdorff_distance(drawn, shape.exterior) < 1e-5


def test_parts_and_holes_of_a_zone_are_kept():
    holed = shapely.box(2, 48, 2.01, 48.01).difference(shapely.box(2.004, 48.004, 2.006, 48.006))
    zones = gpd.GeoDataFrame(
        geometry=[shapely.MultiPolygon([holed, shapely.box(2.2, 48, 2.3, 48.01)])], crs="EPSG:4326"
    )
    rings = ring_steps(zones)[0]
    assert [len(part) for part in rings] == [2, 1]
    assert decoded(rings[1][0])[0] == [48.0, 2.3]


def test_every_zone_has_its_group_and_its_type(typed):
    data = data_of(types_page(typed))
    kinds = {
        kind: [None if i < 0 else data["classes"][kind][i]["code"] for i in data["of"][kind]] for kind in data["of"]
    }
    assert kinds["group"] == ["A", "A", "A", "B", "B", None]
    assert kinds["type"] == ["A01", "A01", "A01", "B01", "B01", None]


def test_the_legend_names_the_classes_with_their_colours_and_shares_of_households(typed):
    page = types_page(typed)
    rows = re.findall(r'data-code="(\w+)">.*?background:(#\w+).*?<span>(.*?)</span><small>(.*?)</small>', page)
    assert rows == [
        ("A", type_colour("A"), "Aisés", "40,0\xa0%"),
        ("B", type_colour("B"), "Modestes", "60,0\xa0%"),
        ("A01", type_colour("A01"), "Cadres", "40,0\xa0%"),
        ("B01", type_colour("B01"), "Familles", "60,0\xa0%"),
    ]
    assert "sans type (1)" in page


def test_without_households_the_shares_are_of_zones_and_say_so(typed):
    page = types_page(typed.drop(columns=["households", "membership_confidence"]))
    assert "Part des zones" in page
    assert "50,0\xa0%" in page
    assert "gp-pale" not in page.split("<script")[0]


def test_tooltips_hold_confidence_values_and_the_commune(typed):
    data = data_of(types_page(typed, tooltip=[POVERTY], language="en"))
    assert data["labels"] == ["Membership confidence", "Poverty rate"]
    assert [column[1] for column in data["lines"]] == ["40%", "20%"]
    assert data["places"]["names"][data["places"]["of"][0]] == "Paris 1er"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_not_one_byte(typed, ranked, seed):
    assert types_page(typed.sample(frac=1, random_state=seed)) == types_page(typed)
    assert ranking_page(ranked.sample(frac=1, random_state=seed)) == ranking_page(ranked)


def test_the_first_zones_are_listed_and_marked_in_order(ranked):
    page = ranking_page(ranked, top=3)
    assert re.findall(r'class="gp-go".*?<b>(\d+)</b><span>(.*?)<small>', page) == [
        ("1", "Quartier 1"),
        ("2", "Quartier 0"),
        ("3", "Quartier 2"),
    ]
    assert "Les 3 premières zones" in page
    assert data_of(page)["first"] == [[0, 1], [1, 2], [2, 3]]


def test_the_tooltip_and_the_list_say_the_same_figures(ranked):
    page = ranking_page(ranked)
    data = data_of(page)
    assert re.findall(r"<em>(.*?)</em>", page) == data["lines"][data["labels"].index("Prospects")][:5]


def test_few_customers_of_a_zone_are_not_told(ranked):
    data = data_of(ranking_page(ranked))
    assert dict(zip(data["names"], data["lines"][-1], strict=True)) == {
        "Quartier 1": "25",
        "Quartier 0": "moins de 11",
        "Quartier 2": "moins de 11",
        "Quartier 3": "11",
        "Quartier 4": "moins de 11",
        "Quartier 5": "–",
    }


def test_a_zone_out_of_the_ranking_is_drawn_hatched_and_counted(ranked):
    page = ranking_page(ranked)
    assert data_of(page)["of"][-1] == -1
    assert "valeur absente ou secrète" in page
    assert page.count('class="gp-go"') == 5


def test_no_ranked_zone_at_all_draws_no_list(ranked):
    assert 'id="gp-top"' not in ranking_page(ranked.assign(rank=np.nan))


@pytest.mark.parametrize("make", [types_page, ranking_page])
def test_the_page_names_no_address_of_the_outside_world(ranked, make):
    page = make(ranked, outlines=ranked, attribution=["INSEE"], note="Interne.")
    outside = re.findall(r"""(?:src|href)\s*=\s*["']?(?!data:)([^"'\s>]+)|@import|url\((?!data:|#)""", page)
    assert outside == []
    assert "default-src 'none'" in page
    assert "Sources : INSEE" in page
    assert "Interne." in page


@pytest.mark.parametrize("make", [types_page, ranking_page])
def test_english_is_spoken_throughout(ranked, make):
    page = make(ranked, language="en", title="Ours")
    shown = re.search(r'<header class="gp-title".*?<script', page, re.DOTALL)[0]
    assert "This map opens without a network" in shown
    assert not re.search(r"ménages|classe|premières|absente|réseau|Groupes", shown)


@pytest.mark.parametrize("column", ["zone_id", "zone_name", "group", "type", "poverty_rate"])
def test_a_lacking_column_of_a_map_of_types_is_named(typed, column):
    with pytest.raises(TableError, match=f"lacks column '{column}'"):
        types_page(typed.drop(columns=column), tooltip=[POVERTY])


@pytest.mark.parametrize("column", ["zone_id", "rank", "expected_prospects", "own_customers"])
def test_a_lacking_column_of_a_ranking_is_named(ranked, column):
    with pytest.raises(TableError, match=f"lacks column '{column}'"):
        ranking_page(ranked.drop(columns=column))


def test_a_value_that_is_text_is_refused(ranked):
    with pytest.raises(TableError, match="'zone_name' of the table of zones is not made of numbers"):
        ranking_page(ranked, value="zone_name")


@pytest.mark.parametrize("make", [types_page, ranking_page])
def test_no_zone_no_crs_and_no_such_language_are_refused(ranked, make):
    with pytest.raises(TableError, match="no zone to draw"):
        make(ranked.head(0))
    with pytest.raises(CrsError):
        make(ranked.set_crs(None, allow_override=True))
    with pytest.raises(UnknownNameError, match="fr"):
        make(ranked, language="breton")


def test_names_in_another_language_are_refused(typed):
    with pytest.raises(TableError, match="lacks column 'name_en'"):
        page_of(type_map(typed, NAMES[["name_fr"]], title="T", language="en"))


def test_ten_thousand_zones_stay_small(typed):
    squares = [
        shapely.box(2 + i % 100 / 100, 48 + i // 100 / 100, 2.01 + i % 100 / 100, 48.01 + i // 100 / 100)
        for i in range(10_000)
    ]
    many = gpd.GeoDataFrame(
        {"zone_id": [f"{i:09d}" for i in range(10_000)], "zone_name": "Quartier", "group": "A", "type": "A01"},
        geometry=squares,
        crs="EPSG:4326",
    )
    assert len(types_page(many)) < 2_000_000


def in_browser(page: str, script: str, folder) -> str:
    """Open a page in a browser, run a script on it; give what it became."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: what the browser does is not tested")
    path = folder / "map.html"
    path.write_text(page.replace("</html>", f"<script>{script}</script></html>"), encoding="utf-8")
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        f"--user-data-dir={folder / 'profile'}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=2000",
        "--window-size=1200,800",
        "--dump-dom",
        path.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout


def test_in_a_browser_a_class_is_shown_alone_and_no_text_is_run(typed, tmp_path):
    typed["zone_name"] = HOSTILE
    click = (
        "document.querySelectorAll('[name=gp-kind]')[1].click();"
        "document.querySelector('.gp-pick[data-code=B01]').click();"
        "map_customers.eachLayer(l => { if (l.getTooltip && l.getTooltip()) l.openTooltip(); });"
    )
    page = types_page(typed, title=HOSTILE, attribution=[HOSTILE], outlines=typed, note=HOSTILE)
    dom = in_browser(page, click, tmp_path)
    assert 'data-drawn="6 zones"' in dom
    assert 'data-shown="type:B01"' in dom
    assert dom.count('class="gp-pick" aria-pressed="true"') == 1
    assert "data-hit" not in dom
    assert "<img" not in dom
    assert "B01 Familles" in dom


def test_in_a_browser_the_list_leads_to_its_zone(ranked, tmp_path):
    dom = in_browser(ranking_page(ranked), "document.querySelectorAll('.gp-go')[1].click();", tmp_path)
    assert 'data-drawn="6 zones, 5 marks"' in dom
    assert '<div class="gp-card"><strong>Quartier 0' in dom
