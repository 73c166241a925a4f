"""The report of segments: the answer, the grid, what to do, value, modes, messages, how it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.audiences.messages import hidden_matrix_cells
from geoprofile.pages import (
    Block,
    KeyFigure,
    KeyFigures,
    Note,
    Page,
    Paragraph,
    Section,
    Table,
    message_matrix_figure,
    segment_grid,
)
from geoprofile.purchases import frequency_labels, recency_labels
from geoprofile.purchases.sentences import cautions
from geoprofile.recipes.modes import applied_notes, drift_blocks, modes_section
from geoprofile.recipes.segment.sentences import answer, crossing_text, day_text, is_small, money_text, reading_lines
from geoprofile.recipes.segment.tables import columns_for, decile_frame, error_frame, messages_frame, segment_frame
from geoprofile.recipes.segment.words import SEGMENT_WORDS
from geoprofile.recipes.sources import source_lines
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.value.sentences import judgement_sentences
from geoprofile.value.words import METHODS
from geoprofile.words import count_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoprofile.recipes.segment.flow import Segmented
    from geoprofile.territory.territory import Territory

__all__ = ["segments_page", "sources_of", "subtitle_of"]

SEGMENT_COLUMNS = (
    "segment", "customers", "share", "turnover", "turnover_share", "recency_mean_days", "orders_mean", "basket_mean",
)  # fmt: skip
ERROR_COLUMNS = ("quantity", "method", "error_index", "mean_absolute_error", "bias", "auc", "top_share", "coverage")
MESSAGE_COLUMNS = ("message_key", "type_name", "segment_name", "customers", "action")
SHOWN_MESSAGES = 40


def segments_page(result: Segmented, territory: Territory | None = None) -> Page:
    """Compose the report; figures of few customers are left out."""
    words = SEGMENT_WORDS[result.wish.language]
    sections = [Section(words["brief"], tuple(_brief(result)))]
    if not is_small(result):
        sections += _findings(result)
    sections.append(Section(words["read"], tuple(Paragraph(text) for text in reading_lines(result))))
    sections.append(Section(words["method"], tuple(Paragraph(text) for text in words["method_text"].split("\n"))))
    return Page(
        words["title"],
        result.wish.language,
        tuple(sections),
        subtitle=subtitle_of(result, "subtitle"),
        sources=sources_of(result, territory),
        note=words["foot"],
    )


def _findings(result: Segmented) -> Iterator[Section]:
    """Give the sections that hold figures."""
    words = SEGMENT_WORDS[result.wish.language]
    yield from (
        Section(words["grid"], tuple(_grid(result))),
        Section(words["actions"], tuple(_actions(result))),
        Section(words["value"], tuple(_value(result))),
        _modes(result),
    )
    if result.drifted is not None:
        yield Section(words["drift"], drift_blocks(result.drifted, result.wish.language))
    if result.crossing is not None:
        yield Section(words["messages"].format(what=words[f"what_{result.wish.cross}"]), tuple(_messages(result)))


def subtitle_of(result: Segmented, key: str) -> str:
    """Say which file, until which day."""
    language = result.wish.language
    return SEGMENT_WORDS[language][key].format(file=result.reading.file, day=day_text(result.as_of, language))


def sources_of(result: Segmented, territory: Territory | None) -> tuple[str, ...]:
    """Give one line a source of open data that the customers' file has columns of."""
    if territory is None or result.file is None:
        return ()
    lines = {", ".join(filter(None, (v.source, v.vintage, v.licence))) for v in result.file.variables if v.source}
    return tuple(sorted(lines | set(source_lines(territory, None, addresses=True))))


def _brief(result: Segmented) -> Iterator[Block]:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    for text in answer(result):
        yield Paragraph(text)
    if is_small(result):
        return
    customers = result.customers
    bought = customers[customers["orders"] > 0]
    again = float((bought["orders"] > 1).mean())
    # Told beside all customers, it tells how many never bought.
    never_told = 0 < len(customers) - len(bought) < SMALLEST_CELL
    yield KeyFigures(
        (
            KeyFigure(words["customers"], count_text(len(customers), language)),
            *(() if never_told else (KeyFigure(words["buyers"], count_text(len(bought), language)),)),
            KeyFigure(words["turnover"], money_text(result, float(customers["turnover"].sum()))),
            KeyFigure(words["basket"], money_text(result, float(bought["turnover"].sum() / bought["orders"].sum()))),
            KeyFigure(words["again"], percent_text(again, language)),
        )
    )


def _grid(result: Segmented) -> Iterator[Block]:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    yield Paragraph(words["grid_how"])
    if result.wish.earlier is not None:
        yield Note(words["grid_kept"])
    for text in cautions(result.customers, result.cuts, language):
        yield Note(text, "warning")
    yield segment_grid(
        result.grid,
        {one.code: one.text("name", language) for one in result.segments.segments},
        {one.code: one.colour for one in result.segments.segments},
        language=language,
        recency_labels=recency_labels(result.cuts, language),
        frequency_labels=frequency_labels(result.cuts, language),
    )
    yield Table(segment_frame(result), columns_for(SEGMENT_COLUMNS, result), words["segments"])


def _actions(result: Segmented) -> Iterator[Block]:
    frame = segment_frame(result)
    yield Table(frame[result.table["customers"] > 0], columns_for(("segment", "description", "action"), result))


def _value(result: Segmented) -> Iterator[Block]:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    for text in judgement_sentences(result.judgement, language):
        yield Paragraph(text)
    if result.judgement is not None:
        yield Table(error_frame(result), columns_for(ERROR_COLUMNS, result), words["errors"], words["value_how"])
        yield Table(
            decile_frame(result),
            columns_for(("decile", "customers", "expected", "seen", "seen_low", "seen_high"), result),
            words["deciles"].format(method=METHODS[result.judgement.basis][language]),
            words["deciles_note"],
        )


def _modes(result: Segmented) -> Section:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    if result.modes is not None:
        return modes_section(result.modes, language)
    if result.applied is not None:
        notes = [words["modes_applied"], *applied_notes(result.applied, language)]
        return Section(words["kind_modes"], tuple(Paragraph(text) for text in notes))
    return Section(words["kind_modes"], (Note(words["modes_none"].format(reason=result.mode_refusal)),))


def _messages(result: Segmented) -> Iterator[Block]:
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    if result.crossing is None:
        return
    matrix = result.crossing.matrix
    yield Paragraph(crossing_text(result))
    yield message_matrix_figure(
        matrix.cells, hidden_matrix_cells(matrix),
        type_names=result.crossing.type_names, segment_names=result.crossing.part_names, language=language,
        least=SMALLEST_CELL, caption=words["matrix"],
    )  # fmt: skip
    yield Table(
        messages_frame(result), columns_for(MESSAGE_COLUMNS, result), words["message_table"], limit=SHOWN_MESSAGES
    )
