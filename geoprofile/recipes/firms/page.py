"""The report on business customers as a page: who was recognised, whom to call, segments, ideal customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.columns import Column
from geoprofile.firms.segments import SMALLEST_BUSINESS_CELL
from geoprofile.pages import Block, KeyFigure, KeyFigures, Note, Page, Paragraph, Section, Table, save_page
from geoprofile.recipes.firms.persona import ideal_card
from geoprofile.recipes.firms.sentences import cautions, class_names, ideal_base, ideal_sentence, known_base, say
from geoprofile.recipes.firms.words import METHOD, REASON_NAMES, STATUS_NAMES
from geoprofile.words import check_language, count_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from geoprofile.recipes.firms.flow import FirmsResult

__all__ = ["firms_page", "save_firms_page"]


def save_firms_page(result: FirmsResult, path: Path | str, *, language: str = "fr") -> Path:
    """Write the report as one HTML page, whole or not at all."""
    return save_page(firms_page(result, language=language), path)


def firms_page(result: FirmsResult, *, language: str = "fr") -> Page:
    """Compose the report; it names no firm.

    Parameters
    ----------
    result : FirmsResult
    language : {"fr", "en"}

    Raises
    ------
    UnknownNameError
        If the language is unknown.
    """
    check_language(language)
    sections = [Section(say("brief", language), tuple(_brief(result, language)))]
    if result.counted >= SMALLEST_BUSINESS_CELL:
        sections.append(Section(say("ideal_title", language), tuple(_ideal(result, language))))
        sections.append(Section(say("segments", language), tuple(_segments(result, language))))
    sections.append(Section(say("recognition", language), tuple(_recognition(result, language))))
    sections.append(Section(say("method", language), tuple(Paragraph(text) for text in METHOD[language])))
    return Page(
        say("title", language),
        language,
        tuple(sections),
        subtitle=say("subtitle", language, file=result.name),
        sources=result.sources,
        note=say("foot", language),
    )


def _brief(result: FirmsResult, language: str) -> Iterator[Block]:
    yield Paragraph(ideal_sentence(result, language))
    yield KeyFigures(tuple(_key_figures(result, language)))
    for text in cautions(result, language):
        yield Note(text, "warning")


def _key_figures(result: FirmsResult, language: str) -> Iterator[KeyFigure]:
    firms = result.firms
    match = firms["firm_match"]

    def counted(key: str, rows: pd.Series) -> KeyFigure:
        share = percent_text(float(rows.mean()) if len(rows) else 0.0, language)
        note = say("of_rows", language, share=share)
        return KeyFigure(say(key, language), count_text(int(rows.sum()), language), note=note)

    yield counted("recognised", match != "none")
    yield counted("by_number", match == "number")
    yield counted("by_name", match == "name_address")
    yield counted("closed", firms["firm_state"] == "closed")
    if (firms["firm_accounts"] != "").any():
        yield counted("accounts", firms["firm_accounts"] == "filed")
        yield counted("confidential", firms["firm_accounts"] == "confidential")
    note = say("counted_note", language)
    yield KeyFigure(say("counted", language), count_text(result.counted, language), note=note)
    yield KeyFigure(say("stock", language), count_text(result.stock_count, language))


def _ideal(result: FirmsResult, language: str) -> Iterator[Block]:
    yield ideal_card(result, language)
    if result.ideal.empty:
        yield Paragraph(say("ideal_none", language))
        return
    names = {name: result.ideal[name].map(class_names(name, language)) for name in ("section", "size")}
    first = tuple(Column(name, say(name, language)) for name in names)
    columns = (*first, *_figure_columns(result, language), Column("to_win", say("to_win", language), "count"))
    note = f"{ideal_base(result, language)} {say('to_win_how', language)}"
    yield Table(result.ideal.assign(**names), columns, note=note)


def _segments(result: FirmsResult, language: str) -> Iterator[Block]:
    yield Paragraph(say("index_how", language))
    for dimension, table in result.segments.items():
        codes = table[dimension].astype("str")
        shown = table.assign(name=codes.map(class_names(dimension, language)).fillna(codes))[~table["hidden"]]
        hidden = int(table["hidden"].sum())
        told = (known_base(result, dimension, language), say("hidden", language, count=hidden) if hidden else "")
        note = " ".join(text for text in told if text)
        columns = (Column("name", say("class", language)), *_figure_columns(result, language))
        yield Table(shown, columns, say(dimension, language), note)


def _figure_columns(result: FirmsResult, language: str) -> tuple[Column, ...]:
    share = "value_share" if result.weighted_by else "customers_share"
    return (
        Column("customers", say("customers", language), "count"),
        Column("share", say(share, language), "share"),
        Column("stock", say("stock_count", language), "count"),
        Column("stock_share", say("stock_share", language), "share"),
        Column("penetration_rate", say("penetration_rate", language), "share"),
        Column("index", say("index", language), "index", "index_low", "index_high", "significant"),
    )


def _recognition(result: FirmsResult, language: str) -> Iterator[Block]:
    """Count what became of the numbers and of the rows."""
    firms = result.firms
    yield _counts(firms["firm_status_of_number"], STATUS_NAMES[language], "status", language)
    yield _counts(firms["firm_match_reason"], REASON_NAMES[language], "reason", language)


def _counts(values: pd.Series, names: Mapping[str, str], key: str, language: str) -> Table:
    counts = values.value_counts().rename_axis("code").reset_index(name="rows")
    counts = counts.sort_values(["rows", "code"], ascending=[False, True], kind="stable")
    frame = counts.assign(name=counts["code"].map(names), share=counts["rows"] / max(len(values), 1))
    columns = (
        Column("name", say(key, language)),
        Column("rows", say("rows", language), "count"),
        Column("share", say("share", language), "share"),
    )
    return Table(frame, columns, say(key, language))
