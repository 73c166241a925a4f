"""The map of customers is one page that says what it shows, and what it does not."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
import shapely

from geoprofile.errors import CrsError, TableError, UnknownNameError
from geoprofile.maps import customer_map as module
from geoprofile.maps.customer_map import customer_map
from geoprofile.tables import Variable

POVERTY = Variable("poverty_rate", "Taux de pauvreté", "Poverty rate", "share", "intensive")
HOW = {"value": "income_median_eur", "label": "Revenu médian", "unit": "eur", "title": "Nos clients"}


def page_of(points, zones, **options) -> str:
    return customer_map(points, zones, **(HOW | options)).get_root().render()


def data_of(page: str) -> dict:
    return json.loads(re.search(r'id="gp-data">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_names_no_address_of_the_outside_world(points, zones):
    page = page_of(points, zones, attribution=["INSEE 2018, Licence Ouverte 2.0"])
    outside = re.findall(r"""(?:src|href)\s*=\s*["']?(?!data:)([^"'\s>]+)|@import|url\((?!data:|#)""", page)
    assert outside == []


def test_the_browser_is_told_to_refuse_every_request(points, zones):
    page = page_of(points, zones)
    assert "default-src 'none'" in page
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_same_tables_make_the_same_bytes(points, zones):
    assert page_of(points, zones) == page_of(points.copy(), zones.copy())


def test_a_map_can_be_rendered_twice(points, zones):
    made = customer_map(points, zones, **HOW)
    assert made.get_root().render() == made.get_root().render()


def test_the_legend_counts_the_zones_of_each_class_and_those_without_value(points, zones):
    page = page_of(points, zones)
    assert page.count('class="gp-box"') == 5
    assert 'class="gp-hatch"' in page
    assert "valeur absente ou secrète" in page
    assert [zone["k"] for zone in data_of(page)["zones"]] == [0, 1, 2, 3, 4, -1]


def test_no_row_is_lost_in_silence(points, zones):
    page = page_of(points, zones)
    assert "7 clients sur la carte" in page
    assert "1 sans position, absents de la carte" in page
    assert "1 hors des zones" in page


def test_points_are_coloured_by_how_finely_they_were_found(points, zones):
    page = page_of(points, zones)
    assert data_of(page)["points"]["l"] == [0, 0, 0, 0, 2, 4, 0]
    assert [key for key in ("street", "locality") if f'data-layer="{key}"' in page] == ["street"]


def test_points_that_were_never_geocoded_have_one_colour(points, zones):
    page = page_of(points.drop(columns="result_type"), zones)
    assert 'data-layer="located"' in page
    assert set(data_of(page)["points"]["l"]) == {0}


def test_tooltips_hold_the_name_and_the_values_with_their_units(points, zones):
    data = data_of(page_of(points, zones, tooltip=[POVERTY]))
    assert data["labels"] == ["Revenu médian", "Taux de pauvreté", "Clients"]
    assert data["zones"][2]["n"] == "Quartier 2"
    assert data["zones"][2]["t"] == ["21\u202f300\xa0€", "15,3\xa0%", "1"]
    assert data["zones"][5]["t"] == ["–", "–", "0"]


def test_a_point_shows_the_columns_that_were_asked_for_and_no_other(points, zones):
    secret = points.assign(nom="Dupont-Durand")
    page = page_of(secret, zones, point_tooltip={"client_id": "Client"})
    assert data_of(page)["points"]["h"] == ["Client"]
    assert "Dupont-Durand" not in page


def test_english_is_spoken_throughout(points, zones):
    page = page_of(points, zones, language="en", title="Ours", label="Income", tooltip=[POVERTY], attribution=["A"])
    assert "Poverty rate" in page
    assert "value missing or withheld" in page
    assert "€12,600" in page
    assert not re.search(r"clients|valeur|Sources :", page)


def test_the_page_warns_that_it_shows_where_customers_live(points, zones):
    assert "ne la publiez pas" in page_of(points, zones)


def test_sources_and_licences_stand_on_the_page(points, zones):
    page = page_of(points, zones, attribution=["INSEE FiLoSoFi 2018, Licence Ouverte 2.0", "IGN"])
    assert "Sources : INSEE FiLoSoFi 2018, Licence Ouverte 2.0 · IGN" in page


@pytest.fixture
def crowd(monkeypatch) -> pd.DataFrame:
    """Give 40 customers, 30 in one zone and 10 in another, where 20 are too many to draw."""
    monkeypatch.setattr(module, "POINT_LIMIT", 20)
    rng = np.random.default_rng(3)
    east = np.concatenate([rng.uniform(2.001, 2.009, 30), rng.uniform(2.011, 2.019, 10)])
    return pd.DataFrame({"longitude": east, "latitude": rng.uniform(48.001, 48.009, 40), "client_id": "X-1"})


def test_too_many_points_are_counted_by_zone_and_the_title_says_so(crowd, zones):
    page = page_of(crowd, zones)
    assert "<h1>Nos clients (40 clients comptés par zone)</h1>" in page
    assert data_of(page)["points"] is None


def test_a_counted_map_holds_no_position_and_no_customer(crowd, zones):
    page = page_of(crowd, zones, point_tooltip={"client_id": "Client"})
    numbers = {f"{value:.5f}".rstrip("0") for value in crowd["longitude"]}
    assert not any(number in page for number in numbers)
    assert "X-1" not in page
    assert "aucune position de client" in page


def test_a_count_under_eleven_is_not_told(crowd, zones):
    data = data_of(page_of(crowd, zones))
    assert data["counts"] == [30, 0, 0, 0, 0, 0]
    assert [zone["t"][-1] for zone in data["zones"]][:3] == ["30", "moins de 11", "moins de 11"]


def test_no_customer_at_all_makes_a_map_of_the_zones(points, zones):
    page = page_of(points.head(0), zones)
    assert "0 clients sur la carte" in page
    assert data_of(page)["view"] == [[48.0, 2.0], [48.01, 2.06]]


def test_several_parts_and_holes_of_a_zone_are_kept(points, zones):
    holed = shapely.box(2, 48, 2.01, 48.01).difference(shapely.box(2.004, 48.004, 2.006, 48.006))
    two = shapely.MultiPolygon([holed, shapely.box(2.2, 48, 2.3, 48.01)])
    zones.loc[0, "geometry"] = two
    rings = data_of(page_of(points, zones))["zones"][0]["r"]
    assert [len(part) for part in rings] == [2, 1]
    assert rings[1][0][0] == [48.0, 2.3]


@pytest.mark.parametrize("column", ["longitude", "latitude"])
def test_a_lacking_position_column_is_named(points, zones, column):
    with pytest.raises(TableError, match=f"customers lacks column '{column}'"):
        page_of(points.drop(columns=column), zones)


@pytest.mark.parametrize("column", ["zone_name", "income_median_eur", "poverty_rate"])
def test_a_lacking_zone_column_is_named(points, zones, column):
    with pytest.raises(TableError, match=f"zones lacks column '{column}'"):
        page_of(points, zones.drop(columns=column), tooltip=[POVERTY])


def test_a_value_that_is_text_is_refused(points, zones):
    with pytest.raises(TableError, match="'zone_name' of the table of zones is not made of numbers"):
        page_of(points, zones, value="zone_name")


def test_no_zone_is_refused(points, zones):
    with pytest.raises(TableError, match="no zone to draw"):
        page_of(points, zones.head(0))


def test_zones_without_a_crs_are_refused(points, zones):
    with pytest.raises(CrsError):
        page_of(points, zones.set_crs(None, allow_override=True))


def test_an_unknown_language_is_refused_before_any_work(points, zones):
    with pytest.raises(UnknownNameError, match="fr"):
        page_of(points, zones, language="breton")


def test_two_thousand_points_and_sixty_zones_stay_under_two_megabytes(points, zones):
    many = pd.concat([points] * 250, ignore_index=True)
    more = pd.concat([zones] * 10, ignore_index=True)
    assert len(page_of(many, more, point_tooltip={"client_id": "Client"})) < 2_000_000
