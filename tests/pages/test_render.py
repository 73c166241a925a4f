"""A report is one page that says what it was handed, asks nobody anything and runs nothing of it."""

from __future__ import annotations

import dataclasses
import re
import time
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

from geoprofile.columns import Column
from geoprofile.errors import OutputError, TableError, UnknownNameError
from geoprofile.pages import (
    Card,
    Cards,
    Figure,
    IndexBar,
    IndexBars,
    KeyFigure,
    KeyFigures,
    Note,
    Page,
    Paragraph,
    PersonaCard,
    Section,
    ShareBar,
    ShareBars,
    SizeBars,
    Table,
    render_page,
    save_page,
)

VOID = {"meta", "br", "img", "input", "link"}


class Outline(HTMLParser):
    """Reads a page: that its elements close in order, their ids, and the texts that a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named["href"]] if "href" in named else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"style", "script"}:
            self.text += data


def outline(page: Page) -> Outline:
    read = Outline()
    read.feed(render_page(page))
    assert read.open == []
    return read


def one_block(block, language: str = "fr") -> Page:
    return Page("T", language, (Section("S", (block,)),))


def test_the_page_is_whole_and_every_link_leads_somewhere(page):
    read = outline(page)
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)
    assert "#class-A01" in read.links


def test_the_page_names_no_address_of_the_outside_world(page):
    html = render_page(page)
    assert not re.search(r"https?://|//[a-z]+\.|@import|url\(|<link|\ssrc=", html)
    assert "default-src &#39;none&#39;" in html
    assert html.index("Content-Security-Policy") < html.index("<script")


def test_the_policy_lets_the_own_script_run_and_no_other(page):
    html = render_page(page)
    policy = re.search(r'Policy" content="([^"]*)"', html)[1]
    assert "script-src &#39;sha256-" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_the_same_page_is_the_same_text(page):
    assert render_page(page) == render_page(dataclasses.replace(page))


def test_everything_that_was_handed_in_is_there(page):
    text = outline(page).text
    wanted = (
        "Profil",
        "2 841 IRIS",
        "3\u202f050\u202f511\xa0ménages",
        "Un texte.",
        "60 clients sont trop peu.",
        "Attention",
        "Cadres aisés",
        "7,1\xa0%",
        "12\u202f346",
        "62 % de cadres.",
        "INSEE 2018, Licence Ouverte 2.0",
        "Ne publiez pas.",
        "1\u202f200",
        "60,0\xa0%",
        "182",
    )
    assert [piece for piece in wanted if piece not in text] == []


def test_a_missing_value_is_a_dash_and_is_sorted_last(profile):
    row = re.findall(r"<tr>.*?</tr>", render_page(one_block(Table(profile))), re.DOTALL)[-1]
    assert row.count("–") == row.count('data-v=""') == 5


def test_an_index_that_is_not_sure_is_drawn_pale(page):
    rows = re.findall(r"<tr>.*?</tr>", render_page(page), re.DOTALL)[1:]
    assert ["gp-pale" in row for row in rows] == [False, True, True]
    assert "gp-over" in rows[0]
    assert "gp-under" in rows[1]


def test_codes_lead_to_their_cards_where_there_are_any(page):
    rows = re.findall(r"<tr>.*?</tr>", render_page(page), re.DOTALL)[1:]
    assert ['href="#class-' in row for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("<q>${7*7}{{ 7*7 }}</q>"),
        Note("<q>${7*7}{{ 7*7 }}</q>"),
        KeyFigures((KeyFigure("<q>${7*7}{{ 7*7 }}</q>", "<q>", note="<q>"),)),
        Table(pd.DataFrame({"<q>": ["<q>${7*7}{{ 7*7 }}</q>"]}), (), "<q>", "<q>"),
        Table(pd.DataFrame({"c": ['<q>${7*7}{{ 7*7 }}</q>"']}), (Column("c", "<q>", "code"),)),
        IndexBars((IndexBar("<q>${7*7}{{ 7*7 }}</q>", 120, "<q>", "<q>"),), "<q>"),
        ShareBars((ShareBar("<q>${7*7}{{ 7*7 }}</q>", 0.5, "<q>"),), "<q>", "<q>"),
        SizeBars(pd.DataFrame({"code": ["A01"], "name": ["<q>${7*7}{{ 7*7 }}</q>"], "share": [1.0]}), (("A", "<q>"),)),
        Figure("<q>${7*7}{{ 7*7 }}</q>"),
        Cards((Card('"><q>', "<q>${7*7}{{ 7*7 }}</q>", 1, 1, ("<q>",), (), ("<q>",)),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_no_text_becomes_markup(block):
    html = render_page(Page("<q>", "fr", (Section("<q>", (block,)),), "<q>", ("<q>",), "<q>"))
    assert "<q>" not in html
    assert "&lt;q&gt;${7*7}{{ 7*7 }}" in html


def test_a_drawing_is_drawn(page):
    assert "<svg>1</svg>" in render_page(one_block(Figure(Markup("<svg>1</svg>"))))


def test_english_is_spoken_throughout(page):
    text = outline(dataclasses.replace(page, language="en", note="")).text
    assert "Contents" in text
    assert "7.1%" in text
    assert not re.search(r"Sommaire|ménages ·|des ménages|réseau|Attention", text)


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownNameError, match="Choose from: en, fr"):
        Page("T", "nl", ())


def test_a_long_table_says_that_there_is_more(profile):
    long = pd.concat([profile] * 500, ignore_index=True)
    html = render_page(one_block(Table(long, limit=20)))
    assert html.count("<tr>") == 21
    assert "20 premières lignes sur 1\u202f500." in html


def test_an_empty_table_says_so(profile):
    assert "Aucune ligne." in render_page(one_block(Table(profile.head(0))))


def test_few_households_are_not_told():
    assert "moins de 11" in outline(one_block(Cards((Card("B01", "N", households=4.0, share=0.1),)))).text


def test_a_table_that_lacks_a_shown_column_is_refused(profile):
    with pytest.raises(TableError, match="table 'Types' lacks column 'no'"):
        Table(profile, (Column("no", "N"),), "Types")


def test_a_note_of_no_kind_is_refused():
    with pytest.raises(TableError, match="'alarm'; choose from note, warning"):
        Note("x", "alarm")  # type: ignore[arg-type]


def test_sizes_are_cut_into_types_and_add_up_by_group():
    frame = pd.DataFrame({"code": ["B01", "A02", "A01"], "name": ["x", "y", "z"], "share": [0.5, 0.2, 0.3]})
    html = render_page(one_block(SizeBars(frame, (("A", "Aisés"),))))
    assert re.findall(r'style="width:([\d.]+)%', html) == ["60.0", "40.0", "100.0"]
    assert html.index("Aisés") < html.index("B01")


def test_a_page_is_saved_whole_and_a_folder_that_is_not_there_is_named(page, tmp_path):
    assert save_page(page, tmp_path / "p.html").read_text(encoding="utf-8") == render_page(page)
    with pytest.raises(OutputError, match="nowhere"):
        save_page(page, tmp_path / "nowhere" / "p.html")


def test_a_persona_says_apart_what_is_known_and_what_is_imagined():
    card = PersonaCard(
        "Drawn from the data of 412 customers",
        (KeyFigure("Mean basket", 41.5, "eur"),),
        (("Who", ("More retirees: 31 % against 18 %.",)), ("Channels", ())),
        (IndexBar("Buys for the garden", 172.0),),
        "Someone who comes on Saturdays.",
        "Imagined: nobody is meant",
    )
    shown = render_page(Page("Personas", "en", (Section("Champions <b>", (card,)),)))
    outline = Outline()
    outline.feed(shown)
    for text in (
        "Drawn from the data of 412 customers",
        "More retirees: 31 % against 18 %.",
        "Imagined: nobody is meant",
    ):
        assert text in outline.text
    assert "Channels" not in outline.text
    assert "Champions <b>" in outline.text


def test_a_typology_of_forty_classes_is_rendered_in_five_seconds():
    bars = tuple(IndexBar(f"Variable {i}", 50 + 10 * i, "1", "2", 120, 40, 200) for i in range(8))
    codes = [f"{group}{number}" for group in "ABCDEFGH" for number in ("", "01", "02", "03", "04")]
    cards = Cards(tuple(Card(code, f"Classe {code}", 1000, 0.02, ("Phrase.",), bars) for code in codes))
    table = Table(pd.DataFrame(np.arange(30_000.0).reshape(3000, 10)).rename(columns=str))
    start = time.perf_counter()
    html = render_page(Page("T", "fr", (Section("S", (cards, table)),)))
    assert time.perf_counter() - start < 5
    assert html.count("<article") == 40
