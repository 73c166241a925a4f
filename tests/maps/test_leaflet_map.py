"""The map of a leaflet plan tells who is served from where, and adds up."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import CrsError, TableError, UnknownNameError
from geoprofile.maps.leaflet_map import leaflet_map
from geoprofile.maps.plan_classes import plan_classes
from tests.maps.test_site_map import HOSTILE, in_browser

EAST, NORTH = 650_000.0, 6_860_000.0


@pytest.fixture
def plan() -> gpd.GeoDataFrame:
    """Give a row of eight zones: five served by two stores in four sectors, one of each other status."""
    return gpd.GeoDataFrame(
        {
            "zone_id": [f"7510101{i:02d}" for i in range(8)],
            "zone_name": [f"Quartier {i}" for i in range(8)],
            "status": ["chosen"] * 5 + ["left_out", "excluded", "control"],
            "store": ["s1", "s1", "s1", "s2", "s2", None, None, None],
            "wave": [1.0, 1, 2, 1, 2, np.nan, np.nan, np.nan],
            "sector": ["A10", "A2", "A2", "B1", "B2", None, None, None],
            "letterboxes": [100.0, 200, 300, 400, 500, 600, 700, 800],
            "expected_response": [1.0, 2.5, 3, 4, np.nan, 6, 7, 8],
        },
        geometry=[shapely.box(EAST + 300 * i, NORTH, EAST + 300 * (i + 1), NORTH + 300) for i in range(8)],
        crs="EPSG:2154",
    )


STORES = pd.DataFrame(
    {"place_id": ["s2", "s1"], "place_name": ["Opéra", "Auteuil"], "easting": [EAST + 1000, EAST], "northing": NORTH}
)


def plan_page(plan, **options) -> str:
    return leaflet_map(plan, **({"title": "Plan", "stores": STORES, "cost_eur": 90.0} | options)).get_root().render()


def data_of(page: str) -> dict:
    return json.loads(re.search(r'id="gp-data">(.*?)</script>', page, re.DOTALL)[1])


def test_every_zone_has_its_store_wave_and_sector_by_name(plan):
    data = data_of(plan_page(plan))
    told = {
        kind: [None if i < 0 else data["kinds"][kind][i]["code"] for i in data["of"][kind]] for kind in data["kinds"]
    }
    assert told["store"] == ["Auteuil", "Auteuil", "Auteuil", "Opéra", "Opéra", None, None, None]
    assert told["wave"] == ["1", "1", "2", "1", "2", None, None, None]
    assert told["sector"] == ["A10", "A2", "A2", "B1", "B2", None, None, None]


def test_the_legend_adds_up_what_is_served_and_nothing_else(plan):
    page = plan_page(plan)
    rows = re.findall(r'data-code="(\w+|Opéra)">.*?<small>(.*?)</small>', page)
    assert dict(rows) == {
        "A2": "500 · 5,5", "A10": "100 · 1", "B1": "400 · 4", "B2": "500 · –", "Auteuil": "600 · 6,5",
        "Opéra": "900 · 4", "1": "700 · 7,5", "2": "800 · 3",
    }  # fmt: skip
    assert re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td></tr>", page) == [
        ("Boîtes aux lettres", "1\u202f500"),
        ("Clients attendus", "10"),
        ("Coût", "90\xa0€"),
    ]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=8, max_size=8), st.integers(0, 7))
def test_sectors_sum_to_the_plan_whatever_they_are(codes, served):
    shapes = [shapely.box(EAST + 300 * i, NORTH, EAST + 300 * (i + 1), NORTH + 300) for i in range(8)]
    zones = gpd.GeoDataFrame(
        {
            "sector": codes,
            "status": ["chosen"] * served + ["left_out"] * (8 - served),
            "letterboxes": [2.0**i for i in range(8)],
            "expected_response": 1.0,
        },
        geometry=shapes,
        crs="EPSG:2154",
    )
    total = sum(2.0**i for i in range(served) if codes[i])
    assert sum(own.letterboxes for own in plan_classes(zones, "sector")) == total


def test_sectors_side_by_side_have_different_colours(plan):
    wide = pd.concat([plan.iloc[:5]] * 6, ignore_index=True)
    shifted = wide.set_geometry([shapely.box(300 * i, 0, 300 * (i + 1), 300) for i in range(30)], crs="EPSG:2154")
    colours = {
        own.code: own.colour for own in plan_classes(shifted.assign(sector=[f"S{i}" for i in range(30)]), "sector")
    }
    assert all(colours[f"S{i}"] != colours[f"S{i + 1}"] for i in range(29))


def test_sectors_are_listed_under_their_store_as_people_count(plan):
    panel = plan_page(plan).split('id="gp-top"')[1].split("</aside>")[0]
    assert re.findall(r"<b>(.*?)</b>", panel) == ["Auteuil", "A2", "A10", "Opéra", "B1", "B2"]


def test_what_is_not_served_is_counted_by_its_reason(plan):
    legend = plan_page(plan).split('id="gp-legend"')[1].split("</aside>")[0]
    for kind in ("left_out", "excluded", "control"):
        assert re.search(rf'gp-{kind}"></i><span>[^<]*</span><b class="gp-count">1<', legend)


def test_the_map_opens_on_the_plan_and_not_on_what_was_left_out(plan):
    far = plan.iloc[[5]].assign(zone_id="far").translate(50_000, 0)
    more = pd.concat([plan, plan.iloc[[5]].assign(zone_id="999", geometry=far)], ignore_index=True)
    assert data_of(plan_page(more))["view"] == data_of(plan_page(plan))["view"]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_not_one_byte(plan, seed):
    shuffled = plan.sample(frac=1, random_state=seed)
    assert plan_page(shuffled, stores=STORES.iloc[::-1]) == plan_page(plan)


def test_a_plan_of_one_kind_has_no_list_of_sectors(plan):
    page = plan_page(plan.drop(columns=["sector", "store"]), stores=None, cost_eur=None)
    assert list(data_of(page)["kinds"]) == ["wave"]
    assert 'id="gp-top"' not in page


def test_two_stores_of_one_name_are_told_apart(plan):
    twins = STORES.assign(place_name="Opéra")
    assert [own["code"] for own in data_of(plan_page(plan, stores=twins))["kinds"]["store"]] == ["Opéra s1", "Opéra s2"]


def test_the_page_names_no_address_of_the_outside_world_and_speaks_english(plan):
    page = plan_page(plan, language="en", attribution=["INSEE"])
    assert re.findall(r"""(?:src|href)\s*=\s*["']?(?!data:)([^"'\s>]+)|@import|url\((?!data:|#)""", page) == []
    shown = re.search(r'<header class="gp-title".*?<script', page, re.DOTALL)[0]
    assert "Expected customers" in shown
    assert not re.search(r"Boîtes|secteurs|Vague|témoin|exclue|Coût", shown)


@pytest.mark.parametrize("column", ["zone_id", "status", "letterboxes", "expected_response"])
def test_a_lacking_column_of_a_plan_is_named(plan, column):
    with pytest.raises(TableError, match=f"lacks column '{column}'"):
        plan_page(plan.drop(columns=column))


def test_a_plan_that_is_none_is_refused(plan):
    with pytest.raises(TableError, match="status 'maybe'; choose from chosen, left_out, excluded, control"):
        plan_page(plan.assign(status="maybe"))
    with pytest.raises(TableError, match="'letterboxes' of the plan is not made of numbers"):
        plan_page(plan.assign(letterboxes="many"))
    with pytest.raises(TableError, match="none of the columns store, wave, sector"):
        plan_page(plan.drop(columns=["store", "wave", "sector"]))
    with pytest.raises(CrsError):
        plan_page(plan.set_crs(None, allow_override=True))
    with pytest.raises(UnknownNameError, match="fr"):
        plan_page(plan, language="nl")


def test_nothing_served_is_drawn_and_says_so(plan):
    page = plan_page(plan.assign(status="left_out"))
    assert "gp-pick" not in page.split('id="gp-legend"')[1].split("</aside>")[0]
    assert 'id="gp-top"' not in page


def test_in_a_browser_a_sector_is_shown_alone_and_no_text_is_run(plan, tmp_path):
    click = (
        "document.querySelector('.gp-sector[data-code=A10]').click();"
        "map_customers.eachLayer(l => { if (l.getTooltip && l.getTooltip()) l.openTooltip(); });"
    )
    hostile = plan.assign(zone_name=HOSTILE, sector=plan["sector"].where(plan["sector"] != "B1", HOSTILE))
    stores = STORES.assign(place_name=[HOSTILE, "Auteuil"])
    dom = in_browser(plan_page(hostile, title=HOSTILE, stores=stores, outlines=hostile), click, tmp_path)
    assert 'data-drawn="8 zones, 2 marks"' in dom
    assert 'data-shown="sector:A10"' in dom
    assert dom.count('class="gp-pick gp-sector" aria-pressed="true"') == 1
    assert dom.count('class="leaflet-marker-icon gp-code') == 4
    assert "data-hit" not in dom
    assert "<img" not in dom
