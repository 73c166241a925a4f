"""The comparison as a page: the answer first, then the candidates, the stores, the chain, and what it all rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np

from geoprofile.columns import Column
from geoprofile.pages.blocks import Figure, KeyFigure, KeyFigures, Note, Paragraph, Table
from geoprofile.pages.page import Page, Section
from geoprofile.pages.svg import element
from geoprofile.recipes.lookalike.words import LEVEL_NAMES
from geoprofile.recipes.siting.answer import answer_lines, assumption_lines, choice_lines, euro_text, trust_lines
from geoprofile.recipes.siting.chain_section import chain_blocks
from geoprofile.recipes.siting.gains_chart import gains_chart
from geoprofile.recipes.siting.report import PAGES, counted_in, ranked, reader_note
from geoprofile.recipes.siting.sentences import SITING_SENTENCES
from geoprofile.recipes.siting.surroundings import band_column
from geoprofile.recipes.siting.tables import (
    RANGE_SIGN,
    around_columns,
    bring_columns,
    label_of,
    model_column,
    parameter_table,
    shown_columns,
    shown_sites,
    with_data,
)
from geoprofile.recipes.siting.words import SITING_WORDS
from geoprofile.travel.straight import WAY_NAMES
from geoprofile.words import count_text, percent_text, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.siting.report import SitesReport

__all__ = ["links", "notes_of", "sites_page", "territory_title", "title_of"]

# Rows of the tables of candidates; the workbook holds all.
SHOWN = 50


def territory_title(report: SitesReport) -> str:
    """Name the territory."""
    package = report.result.market.territory.package
    return str((package.get("title_fr") if report.language == "fr" else None) or package["title"])


def title_of(report: SitesReport) -> tuple[str, str]:
    """Give title and subtitle of the page, the map and the workbook."""
    words, market = SITING_WORDS[report.language], report.result.market
    level = LEVEL_NAMES[report.language].get(market.level, market.level)
    told = words["one_candidate" if len(report.sites) == 1 else "candidates"]
    count = told.format(count=count_text(len(report.sites), report.language))
    way = WAY_NAMES[report.language][market.by]
    return words["title"], words["subtitle"].format(
        territory=territory_title(report), candidates=count, by=way, level=level
    )


def links(targets: Sequence[tuple[str, str]], caption: str = "") -> Figure:
    """Write links to other files, one a line.

    Parameters
    ----------
    targets : sequence of (text, relative path)
    caption : str
    """
    found = [element("a", text, href=quote(path)) for text, path in targets]
    if len(found) == 1:
        return Figure(element("p", element("strong", found[0])), caption)
    return Figure(element("ul", *(element("li", one) for one in found)), caption)


def notes_of(report: SitesReport) -> tuple[str, ...]:
    """Give the remarks of the comparison, what they were made with and who may see them."""
    words = SITING_SENTENCES[report.language]
    told = [*report.result.notes, *report.result.choice.attributes_notes(report.result.market.language)]
    if report.spend.customers and report.result.choice.is_counted:
        eur = value_text(round(report.spend.eur, 2), "eur", report.language)
        count = count_text(report.spend.customers, report.language)
        told.append(words["spend_note"].format(eur=eur, column=report.spend.column, count=count))
    return tuple(dict.fromkeys(told))


def sites_page(report: SitesReport, *, pages: Mapping[str, str], linked_map: str = "") -> Page:
    """Compose the comparison.

    Parameters
    ----------
    report : SitesReport
    pages : mapping of place_id to relative path
        The page of each candidate that has one.
    linked_map : str
        Relative path of the map; "" for none.
    """
    words = SITING_WORDS[report.language]
    title, subtitle = title_of(report)
    sections = [Section(words["short"], _short(report, linked_map))]
    if len(ranked(report)):
        sections.append(Section(words["compared"], _compared(report, pages)))
    lost = report.sites[report.sites["rank"].isna()]
    if len(lost):
        shown = shown_columns(report, lost, ["place_id", "place_name", "reason"])
        sections.append(Section(words["lost_places"], (Table(lost, shown, limit=SHOWN),)))
    if len(report.stores):
        sections.append(Section(words["own"], (_stores(report),)))
    chain = chain_blocks(report)
    if chain:
        sections.append(Section(words["chain"], chain))
    sections += [Section(words["choose"], _choose(report)), Section(words["method"], _method(report))]
    note = reader_note(report)
    return Page(title, report.language, tuple(sections), subtitle=subtitle, sources=report.sources, note=note)


def _short(report: SitesReport, linked_map: str) -> tuple[Block, ...]:
    """Give the answer, how far to trust it, and the picture of it."""
    words = SITING_WORDS[report.language]
    blocks: list[Block] = [Paragraph(text) for text in answer_lines(report)]
    if not len(ranked(report)):
        return (*blocks, Note(words["lost_places"], "warning"))
    blocks.append(_figures(report))
    blocks.append(gains_chart(ranked(report), words[f"unit_{counted_in(report.result)}"], report.language))
    if linked_map:
        blocks.append(links([(words["open_map"], linked_map)]))
    else:
        blocks.append(Paragraph(SITING_SENTENCES[report.language]["no_map"]))
    trust = trust_lines(report)
    for warned in (True, False):
        text = " ".join(text for text, warning in trust if warning is warned)
        blocks += [Note(text, "warning" if warned else "note")] if text else []
    return tuple(blocks)


def _figures(report: SitesReport) -> KeyFigures:
    """Write large what the best candidate would bring."""
    words, first = SITING_WORDS[report.language], ranked(report).iloc[0]
    unit = words[f"unit_{counted_in(report.result)}"]
    net = f"+{count_text(first['net_own'], report.language)}"
    figures = [
        KeyFigure(words["fig_net"], net, "", f"{unit} · {first['place_name']}"),
        KeyFigure(words["fig_gained"], float(round(first["gained"])), "", unit),
    ]
    if len(report.stores):
        share = percent_text(first["cannibalised_share"] if first["gained"] > 0 else 0.0, report.language)
        figures.append(KeyFigure(words["fig_own"], float(round(first["from_own"])), "", share))
    if np.isfinite(first["net_eur"]):
        figures.append(KeyFigure(words["fig_eur"], euro_text(first["net_eur"], report.language)))
    figures.append(KeyFigure(words["fig_candidates"], float(len(ranked(report)))))
    return KeyFigures(tuple(figures))


def _compared(report: SitesReport, pages: Mapping[str, str]) -> tuple[Block, ...]:
    words, sentences = SITING_WORDS[report.language], SITING_SENTENCES[report.language]
    shown = shown_sites(report)
    prospects = sentences["prospects_are" if report.result.market.ranking is not None else "prospects_all"]
    around = sentences["around_note" if report.twins_of else "around_plain"].format(
        prospects=prospects, best=report.twins_of
    )
    brings = "brings_note" if shown["net_own_low"].notna().any() else "brings_bare"
    reasons = shown_columns(report, shown, ["rank", "place_name", "reasons"])
    blocks: list[Block] = [
        Table(shown, bring_columns(report, shown), caption=words["brings"], note=sentences[brings], limit=SHOWN),
        Paragraph(_forecast_line(report)),
        Table(shown, around_columns(report, shown), caption=words["around"], note=around, limit=SHOWN),
        Table(shown, reasons, caption=words["apart"], limit=SHOWN),
    ]
    own = ranked(report)
    named = own[own["place_id"].isin(list(pages))]
    rows = zip(named["rank"], named["place_name"], named["place_id"], strict=True)
    blocks.append(links([(f"{rank}. {name}", pages[code]) for rank, name, code in rows], words["pages"]))
    if not report.result.has_file and len(own) > PAGES:
        blocks.append(Paragraph(sentences["first_only"].format(count=PAGES)))
    return tuple(blocks)


def _forecast_line(report: SitesReport) -> str:
    """Say what the forecast is worth, or why there is none."""
    fitted, words = report.result.fitted, SITING_SENTENCES[report.language]
    if fitted is None:
        return report.result.forecast_note
    share = percent_text(max(fitted.explained_share, 0.0), report.language)
    told = [words["forecast_note"].format(stores=fitted.stores, share=share)]
    told += [note.text(report.result.market.language) for note in fitted.notes]
    own = ranked(report)
    beyond = own.loc[own["forecast_beyond"].fillna("") != "", "place_name"]
    return " ".join([*told, *([words["beyond"].format(names=", ".join(beyond))] if len(beyond) else [])])


def _stores(report: SitesReport) -> Table:
    market, words = report.result.market, SITING_SENTENCES[report.language]
    model = model_column(report)
    names = ["place_name", "seen", model, "as_new", "turnover_eur", "size", band_column(market.core_minutes),
             "prospects", "income_eur", "competitors_within"]  # fmt: skip
    if report.result.competitors.empty:
        names.remove("competitors_within")
    shown = shown_columns(report, report.stores, with_data(report.stores, names))
    return Table(report.stores, shown, note=words["stores_note"].format(model=words[f"{model}_is"]), limit=SHOWN)


def _choose(report: SitesReport) -> tuple[Block, ...]:
    """Put the model into words, then show how it did on stores that it had not seen."""
    words, frame = SITING_SENTENCES[report.language], parameter_table(report)
    label = {name: label_of(report, name) for name in ("parameter", "estimate", "interval", "origin")}
    frame["interval"] = [
        RANGE_SIGN.join(value_text(round(end, 2), "", report.language) for end in ends) if np.isfinite(ends[0]) else ""
        for ends in zip(frame["low"], frame["high"], strict=True)
    ]
    kinds = {"estimate": "number"}
    columns = tuple(Column(name, text, kinds.get(name, "text")) for name, text in label.items())  # type: ignore[arg-type]
    blocks: list[Block] = [Paragraph(text) for text in choice_lines(report)]
    blocks.append(Table(frame, columns))
    if len(report.check):
        names = ["place_name", "seen", "predicted", "nearest_store", "equal_share"]
        shown = shown_columns(report, report.check, names)
        blocks.append(Table(report.check, shown, note=words["check_note"], limit=SHOWN))
    else:
        blocks.append(Note(words["no_check"]))
    return tuple(blocks)


def _method(report: SitesReport) -> tuple[Block, ...]:
    """Say which figures are measured, which estimated and which assumed."""
    words = SITING_WORDS[report.language]
    colon = " : " if report.language == "fr" else ": "
    told = [f"{words[f'{name}_is']}{colon}{text}" for name, text in assumption_lines(report).items()]
    return tuple(Paragraph(text) for text in (*told, *notes_of(report)))
