"""The small map of a place shows what lies around it, as a picture without a script."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.pages import Page, Section, map_figure, render_page
from geoprofile.pages.ground import ground_of, line_path, round_metres

EAST, NORTH = 650_000.0, 6_860_000.0
PLACE = (EAST + 700.0, NORTH + 200.0)


@pytest.fixture
def zones() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"zone_id": [f"z{i}" for i in range(6)], "rate": [0.1, 0.2, 0.3, 0.4, 0.5, np.nan]},
        geometry=[shapely.box(EAST + 300 * i, NORTH, EAST + 300 * (i + 1), NORTH + 400) for i in range(6)],
        crs="EPSG:2154",
    )


@pytest.fixture
def around() -> dict[str, object]:
    bands = gpd.GeoDataFrame(
        {"minutes": [10, 5]}, geometry=[shapely.Point(PLACE).buffer(m * 75) for m in (10, 5)], crs="EPSG:2154"
    )
    points = pd.DataFrame({"easting": [EAST + 400, EAST + 1e6, np.nan], "northing": [NORTH + 100, NORTH, NORTH]})
    communes = gpd.GeoDataFrame(
        {"zone_name": ["Passy"]}, geometry=[shapely.box(EAST - 900, NORTH - 900, EAST + 3000, NORTH + 900)],
        crs="EPSG:2154",
    )  # fmt: skip
    streets = gpd.GeoDataFrame(
        {"highway": ["primary"]}, geometry=[shapely.LineString([(EAST, NORTH), PLACE])], crs="EPSG:2154"
    )
    return {"catchments": bands, "stores": points, "competitors": points, "outlines": communes, "streets": streets}


def figure_of(zones, **options):
    told = {"place": PLACE, "value": "rate", "label": "Pauvreté", "unit": "share"}
    return map_figure(zones, **(told | options))


def texts_of(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>(.*?)</text>", svg)


def test_the_legend_tells_each_class_the_missing_one_and_every_sign(zones, around):
    texts = texts_of(figure_of(zones, **around).svg)
    assert texts[-10:] == [
        "Pauvreté", "10\xa0% – 18\xa0%", "18\xa0% – 26\xa0%", "26\xa0% – 34\xa0%", "34\xa0% – 42\xa0%",
        "42\xa0% – 50\xa0%", "valeur absente ou secrète", "emplacement", "nos magasins", "concurrents",
    ]  # fmt: skip


def test_bands_are_named_on_their_lines_and_drawn_in_two_kinds(zones, around):
    svg = figure_of(zones, **around).svg
    assert {"5 min", "10 min", "Passy"} <= set(texts_of(svg))
    assert svg.count("stroke-dasharray") == 1


def test_places_out_of_the_frame_or_without_a_position_are_not_drawn(zones, around):
    svg = figure_of(zones, **around).svg
    assert svg.count("l8 8l-8 8l-8 -8Z") == 1 + 1  # on the map and in the legend
    assert len(re.findall(r"h0", svg)) == 1


def test_without_anything_else_there_are_zones_and_the_place(zones):
    texts = texts_of(figure_of(zones, language="en").svg)
    assert "site" in texts
    assert "competitors" not in texts


def test_the_order_of_rows_changes_nothing(zones, around):
    mixed = {name: table.iloc[::-1] for name, table in around.items()}
    assert figure_of(zones.iloc[::-1], **mixed).svg == figure_of(zones, **around).svg


def test_two_figures_of_a_page_have_hatches_of_their_own(zones):
    first, second = (figure_of(zones.iloc[rows]).svg for rows in (slice(0, 6), slice(3, 6)))
    names = [re.findall(r'<pattern id="(.*?)"', svg) for svg in (first, second)]
    assert names[0] != names[1]
    assert f"url(#{names[0][0]})" in first


def test_the_map_tells_a_screen_reader_what_it_is_and_no_text_is_markup(zones, around):
    hostile = "<script>x</script>"
    around["outlines"] = around["outlines"].assign(zone_name=hostile)
    figure = figure_of(zones, label=hostile, name=hostile, caption=hostile, **around)
    html = render_page(Page("T", "fr", (Section("S", (figure,)),)))
    assert html.count("<script>") == 1
    assert "<title>Carte : &lt;script&gt;" in html


def test_what_cannot_be_drawn_is_refused(zones, around):
    with pytest.raises(TableError, match="lacks column 'income'"):
        figure_of(zones, value="income")
    with pytest.raises(TableError, match="'zone_id' of the table of zones is not made of numbers"):
        figure_of(zones, value="zone_id")
    with pytest.raises(TableError, match="no position"):
        figure_of(zones, place=(np.nan, 0.0))
    with pytest.raises(TableError, match="catchments lacks column 'minutes'"):
        figure_of(zones, catchments=around["catchments"].drop(columns="minutes"))
    with pytest.raises(UnknownNameError, match="fr"):
        figure_of(zones, language="nl")


@given(st.floats(1, 1e6))
def test_a_scale_bar_is_a_round_number_and_at_least_two_fifths_of_its_room(most):
    metres = round_metres(most)
    assert most * 0.399 <= metres <= most * 1.001
    assert f"{metres:e}"[0] in "125"


@given(
    st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), st.tuples(st.floats(0, 5e3), st.floats(0, 5e3)),
)  # fmt: skip
def test_a_frame_holds_its_box_and_lines_are_cut_to_it(corner, size):
    (west, south), (across, up) = corner, size
    ground = ground_of((west, south, west + across, south + up), width=700.0, most_height=500.0, least_height=300.0)
    box = ground.box
    assert box[0] <= west
    assert box[1] <= south
    assert box[2] >= west + across - 1e-6
    assert box[3] >= south + up - 1e-6
    d = line_path(ground, [shapely.LineString([(west - 1e6, south), (west + 1e6, south + 1)])])
    spots = [float(number) for number in re.findall(r"-?[\d.]+", d)]
    assert min(spots[::2]) >= -5
    assert max(spots[::2]) <= 705
