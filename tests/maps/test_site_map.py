"""The map of a siting shows who is where, what each place reaches, and runs nothing that a table holds."""

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

from geoprofile.errors import CrsError, TableError, UnknownNameError
from geoprofile.maps.catchment_map import band_colours, catchment_map
from geoprofile.maps.place_order import by_name, natural_key
from geoprofile.maps.site_map import place_legend, site_map
from geoprofile.maps.street_lines import street_data
from geoprofile.maps.zone_data import box_of
from geoprofile.tables import Variable

SCORE = Variable("score", "Score", "Score", "", "intensive")
REACHED = Variable("households", "Ménages à 10 min", "Households within 10 min", "count", "extensive")
HOSTILE = "</script><script>document.documentElement.dataset.hit=1</script><img src=x>"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
EAST, NORTH = 650_000.0, 6_860_000.0


def catchment(place, minutes):
    return (place, minutes, shapely.Point(EAST, NORTH).buffer(minutes * 75, quad_segs=4))


@pytest.fixture
def town() -> dict[str, object]:
    """Give six zones of 500 m, three candidates, two stores, four competitors, two catchments, three streets."""
    zones = gpd.GeoDataFrame(
        {
            "zone_id": [f"75101010{i}" for i in range(6)],
            "zone_name": [f"Quartier {i}" for i in range(6)],
            "place": "Paris 1er",
            "income_median_eur": [12600.0, 18900.0, 21300.0, 24800.0, 33100.0, np.nan],
            "own_customers": [0.0, 3.0, 11.0, 40.0, 10.0, 2.0],
        },
        geometry=[shapely.box(EAST + 500 * i, NORTH, EAST + 500 * (i + 1), NORTH + 500) for i in range(6)],
        crs="EPSG:2154",
    )
    candidates = pd.DataFrame(
        {
            "place_id": ["c2", "c1", "c3"],
            "place_name": ["Rue Haute", "Rue Basse", "Introuvable"],
            "easting": [EAST + 900, EAST + 100, np.nan],
            "northing": [NORTH + 100, NORTH + 100, np.nan],
            "rank": [2.0, 1.0, np.nan],
            "score": [41.5, 88.0, np.nan],
            "households": [900.0, 12000.0, np.nan],
        }
    )
    stores = pd.DataFrame(
        {
            "place_id": ["s10", "s2"],
            "place_name": ["Magasin 10", "Magasin 2"],
            "easting": [EAST + 2000, EAST + 1500],
            "northing": [NORTH + 300, NORTH + 400],
        }
    )
    rivals = pd.DataFrame({"easting": [EAST + 5, EAST + 9, np.nan, EAST + 700], "northing": NORTH + 50.0})
    bands = gpd.GeoDataFrame(
        [catchment("c1", 5), catchment("c1", 10), catchment("s2", 10)],
        columns=["place_id", "minutes", "geometry"],
        crs="EPSG:2154",
    )
    lines = [
        shapely.LineString([(EAST, NORTH), (EAST + 900, NORTH)]),
        shapely.LineString([(EAST + 900, NORTH), (EAST, NORTH)]),
        shapely.LineString([(EAST, NORTH), (EAST, NORTH + 400)]),
    ]
    streets = gpd.GeoDataFrame({"highway": ["primary_link", "primary", "residential"]}, geometry=lines, crs="EPSG:2154")
    return {
        "zones": zones, "candidates": candidates, "stores": stores, "competitors": rivals, "catchments": bands,
        "streets": streets,
    }  # fmt: skip


def site_page(town, **options) -> str:
    told = {
        "title": "Où ouvrir", "value": "income_median_eur", "label": "Revenu", "unit": "eur", "score": SCORE,
        "candidate_tooltip": [REACHED], "outlines": town["zones"],
    }  # fmt: skip
    return site_map(**({**town} | told | options)).get_root().render()


def catchment_page(town, **options) -> str:
    tiers = town["zones"].assign(tier=["primary", "secondary", "tertiary", "", None, "primary"])
    places = pd.concat([town["candidates"].assign(kind="candidate"), town["stores"].assign(kind="store")])
    told = {"title": "À portée", "streets": town["streets"], "zones": tiers}
    return catchment_map(places, town["catchments"], **(told | options)).get_root().render()


def data_of(page: str) -> dict:
    return json.loads(re.search(r'id="gp-data">(.*?)</script>', page, re.DOTALL)[1])


def in_browser(page: str, script: str, folder, size="1200,800") -> str:
    """Open a page in a browser, run a script on it; give what it became."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: what the browser does is not tested")
    path = folder / "map.html"
    path.write_text(page.replace("</html>", f"<script>{script}</script></html>"), encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
        f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=2000", f"--window-size={size}", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout


def test_candidates_come_by_rank_then_stores_by_name_as_people_count(town):
    marks = data_of(site_page(town))["marks"]
    assert [(mark["name"], mark["kind"], mark["rank"]) for mark in marks] == [
        ("Rue Basse", "candidate", 1),
        ("Rue Haute", "candidate", 2),
        ("Introuvable", "candidate", None),
        ("Magasin 2", "store", None),
        ("Magasin 10", "store", None),
    ]


def test_a_candidate_without_a_position_is_listed_and_not_drawn(town):
    page = site_page(town)
    assert data_of(page)["marks"][2]["at"] is None
    assert re.search(r"<span>Introuvable<small>sans position</small></span><em>–</em>", page)


def test_the_list_and_the_figures_of_a_candidate_say_the_same_score(town):
    page = site_page(town)
    marks = data_of(page)["marks"]
    assert re.findall(r"<em>(.*?)</em>", page)[:2] == [mark["lines"][0] for mark in marks[:2]] == ["88", "41,5"]
    assert marks[0]["labels"] == ["Score", "Ménages à 10 min"]


def test_every_catchment_stands_beside_its_place_and_band(town):
    bands = data_of(site_page(town))["catchments"]
    assert bands["minutes"] == [5.0, 10.0]
    assert [[ring is not None for ring in own] for own in bands["of"]] == [
        [True, True],
        [False, False],
        [False, False],
        [False, True],
        [False, False],
    ]


def test_a_street_that_runs_both_ways_is_drawn_once_in_its_class(town):
    lines = data_of(site_page(town))["streets"]["lines"]
    assert {name: len(own) for name, own in lines.items()} == {"major": 1, "medium": 0, "minor": 1}


def test_competitors_with_a_position_are_counted_in_the_legend(town):
    page = site_page(town)
    assert len(data_of(page)["rivals"]["at"]) == 3
    assert re.search(r'data-layer="rivals".*?Concurrents</span><b class="gp-count">3<', page)


def test_candidates_beyond_the_first_are_small_marks_without_catchments(town):
    data = data_of(site_page(town, top=1))
    assert [mark["name"] for mark in data["marks"]] == ["Rue Basse", "Magasin 2", "Magasin 10"]
    assert data["others"]["names"]["names"] == ["Rue Haute"]
    assert data["others"]["lost"] == 1


def test_few_customers_of_a_zone_are_not_told_on_a_siting(town):
    own = Variable("own_customers", "Clients", "Customers", "count", "extensive")
    assert data_of(site_page(town, tooltip=[own]))["lines"][-1] == [
        "moins de 11", "moins de 11", "11", "40", "moins de 11", "moins de 11",
    ]  # fmt: skip


@pytest.mark.parametrize("make", [site_page, catchment_page])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_not_one_byte(town, make, seed):
    shuffled = {name: table.sample(frac=1, random_state=seed) for name, table in town.items()}
    assert make({**shuffled, "zones": town["zones"]}) == make(town)
    assert site_page({**shuffled, "zones": shuffled["zones"]}, outlines=None) == site_page(town, outlines=None)


@pytest.mark.parametrize("make", [site_page, catchment_page])
def test_the_page_names_no_address_of_the_outside_world(town, make):
    page = make(town, attribution=["INSEE"], note="Interne.")
    assert re.findall(r"""(?:src|href)\s*=\s*["']?(?!data:)([^"'\s>]+)|@import|url\((?!data:|#)""", page) == []
    assert "default-src 'none'" in page
    assert "Interne." in page


@pytest.mark.parametrize("make", [site_page, catchment_page])
def test_english_is_spoken_throughout(town, make):
    shown = re.search(r'<header class="gp-title".*?<script', make(town, language="en", title="X"), re.DOTALL)[0]
    assert "Catchment" in shown
    assert not re.search(r"magasin(?! \d)|Lieux|chalandise|jusqu|réseau|primaire|Concurrents", shown)


def test_the_least_that_a_siting_needs_is_zones_and_candidates(town):
    page = site_map(
        town["zones"], town["candidates"], title="T", value="income_median_eur", label="Revenu"
    ).get_root().render()  # fmt: skip
    assert data_of(page)["catchments"] is None
    assert "gp-line" not in page.split('id="gp-legend"')[1].split("</aside>")[0]


@pytest.mark.parametrize(
    ("table", "column", "what"),
    [
        ("candidates", "rank", "candidates"),
        ("candidates", "easting", "candidates"),
        ("candidates", "score", "candidates"),
        ("stores", "place_id", "stores"),
        ("catchments", "minutes", "catchments"),
        ("streets", "highway", "streets"),
        ("zones", "income_median_eur", "zones"),
    ],
)
def test_a_lacking_column_is_named_with_its_table(town, table, column, what):
    with pytest.raises(TableError, match=f"table of {what} lacks column '{column}'"):
        site_page({**town, table: town[table].drop(columns=column)})


def test_a_catchment_of_no_place_and_one_twice_are_refused(town):
    with pytest.raises(TableError, match="place 'c1', which is neither a candidate nor a store"):
        site_page({**town, "candidates": town["candidates"].query("place_id != 'c1'")})
    with pytest.raises(TableError, match="two catchments of the same minutes"):
        site_page({**town, "catchments": pd.concat([town["catchments"], town["catchments"]])})


def test_positions_that_are_text_zones_without_crs_and_a_foreign_language_are_refused(town):
    with pytest.raises(TableError, match="'easting' of the table of stores is not made of numbers"):
        site_page({**town, "stores": town["stores"].assign(easting="x")})
    with pytest.raises(CrsError):
        site_page({**town, "zones": town["zones"].set_crs(None, allow_override=True)})
    with pytest.raises(UnknownNameError, match="fr"):
        site_page(town, language="breton")


def test_a_tier_a_kind_of_place_and_no_place_at_all_are_refused(town):
    with pytest.raises(TableError, match="tier 'best'"):
        catchment_page(town, zones=town["zones"].assign(tier="best"))
    with pytest.raises(TableError, match="kind 'shop'"):
        catchment_map(town["stores"].assign(kind="shop"), town["catchments"], title="T")
    with pytest.raises(TableError, match="no place"):
        catchment_map(town["stores"].head(0), town["catchments"], title="T")


def test_the_nearest_band_is_the_darkest():
    def light(colour):
        return sum(int(colour[place : place + 2], 16) for place in (1, 3, 5))

    shades = [light(colour) for colour in band_colours(4)]
    assert shades == sorted(shades)
    assert len(set(shades)) == 4


def test_names_are_ordered_as_people_count():
    assert sorted(["S10", "S2", "s1", "10", "9", ""], key=natural_key) == ["", "s1", "S2", "S10", "9", "10"]
    places = pd.DataFrame({"place_name": ["B", None, "B"], "place_id": ["2", "3", "1"]})
    assert by_name(places)["place_id"].tolist() == ["3", "1", "2"]


def test_the_map_opens_on_candidates_and_own_stores_with_a_margin(town):
    far = {"easting": [EAST - 40_000.0], "northing": [NORTH]}
    wide = pd.concat([town["zones"], town["zones"].assign(zone_id="x", geometry=shapely.box(0, 0, 1, 1)).head(1)])
    told = data_of(site_page({**town, "zones": wide, "competitors": pd.DataFrame(far)}))
    (south, west), (north, east) = told["view"]
    spots = [mark["at"] for mark in told["marks"] if mark["at"]]
    assert len(spots) == 4
    assert all(south < lat < north and west < lon < east for lat, lon in spots)
    assert (north - south) * 111_000 < 2_000
    assert (east - west) * 73_000 < 4_000


def test_without_any_position_the_map_opens_on_the_zones(town):
    nowhere = town["candidates"].assign(easting=np.nan)
    told = data_of(site_page({**town, "candidates": nowhere}, stores=None, catchments=None))
    assert told["view"] == box_of(town["zones"])


def test_thousands_of_competitors_stay_small(town):
    rng = np.random.default_rng(0)
    many = pd.DataFrame({"easting": EAST + rng.random(10_000) * 3000, "northing": NORTH + rng.random(10_000) * 500})
    assert len(site_page(town, competitors=many)) - len(site_page(town)) < 250_000


def test_in_a_browser_a_candidate_shows_its_catchment_and_no_text_is_run(town, tmp_path):
    hostile = {
        **town,
        "zones": town["zones"].assign(zone_name=HOSTILE),
        "candidates": town["candidates"].assign(place_name=HOSTILE),
        "competitors": town["competitors"].assign(place_name=HOSTILE),
    }
    click = (
        "document.querySelectorAll('.gp-go')[0].click();"
        "map_customers.eachLayer(l => { if (l.getTooltip && l.getTooltip()) l.openTooltip(); });"
    )
    page = site_page(
        hostile, title=HOSTILE, attribution=[HOSTILE], note=HOSTILE, label=HOSTILE, outlines=hostile["zones"]
    )
    dom = in_browser(page, click, tmp_path)
    assert 'data-drawn="6 zones, 5 marks, 3 dots"' in dom
    assert dom.count('class="gp-go" aria-pressed="true"') == 1
    assert re.findall(r"gp-band-name[^>]*><span>(.*?)</span>", dom) == ["5 min", "10 min"]
    assert dom.count("gp-picked") >= 1
    assert "data-hit" not in dom
    assert "<img" not in dom


def test_in_a_browser_minutes_and_zones_of_customers_take_turns(town, tmp_path):
    click = "document.querySelectorAll('[name=gp-kind]')[1].click();"
    dom = in_browser(catchment_page(town), click, tmp_path, size="500,850")
    assert 'data-drawn="6 zones, 5 marks, 3 catchments"' in dom
    assert 'data-shown="tiers"' in dom
    assert re.search(r'<div data-kind="minutes" hidden="">', dom)


def test_beyond_the_limit_the_smallest_streets_are_left_out_and_the_legend_says_so(town):
    left = street_data(town["streets"], limit=3)
    assert left["left_out"] == ["minor"]
    assert list(left["lines"]) == ["major", "medium"]
    data = {"marks": [], "streets": left, "outlines": []}
    assert "les petites sont omises" in place_legend(data, "fr")
    assert "les petites sont omises" not in place_legend(data | {"streets": street_data(town["streets"])}, "fr")


def test_a_street_keeps_its_ends_and_moves_by_no_more_than_its_bends(town):
    wavy = shapely.LineString([(EAST + i, NORTH + 0.8 * (i % 2)) for i in range(400)])
    frame = gpd.GeoDataFrame({"highway": ["residential"]}, geometry=[wavy], crs="EPSG:2154")
    steps = street_data(frame)["lines"]["minor"][0]
    spots = np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / 1e5
    drawn = gpd.GeoSeries([shapely.LineString(spots[:, ::-1])], crs="EPSG:4326").to_crs("EPSG:2154")[0]
    assert len(spots) < 10
    assert shapely.hausdorff_distance(drawn, wavy) < 4


def test_in_a_browser_paper_shrinks_the_map_and_the_screen_gets_it_back(town, tmp_path):
    script = (
        "window.dispatchEvent(new Event('beforeprint')); const b = document.body;"
        "b.dataset.paper = b.className + ' ' + getComputedStyle(document.getElementById('gp-top')).position;"
        "window.dispatchEvent(new Event('afterprint')); b.dataset.screen = b.className;"
    )
    dom = in_browser(site_page(town), script, tmp_path)
    assert 'data-paper="gp-paper static"' in dom
    assert 'data-screen=""' in dom
