"""The page of portraits and personas: every segment, mode and type of area on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.pages import Note, Page, Paragraph, Section
from geoprofile.purchases.grid import NO_PURCHASE
from geoprofile.recipes.segment.page import sources_of, subtitle_of
from geoprofile.recipes.segment.people import people_facts
from geoprofile.recipes.segment.personas import persona_sections
from geoprofile.recipes.segment.words import SEGMENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geoprofile.recipes.segment.flow import Segmented
    from geoprofile.territory.territory import Territory

__all__ = ["personas_page"]

# What the grid is cut by.
DEFINING = ("recency_days", "orders")


def personas_page(
    result: Segmented, territory: Territory | None = None, *, type_portraits: Mapping[str, str] | None = None
) -> Page:
    """Compose the page; classes of few customers are left out.

    Parameters
    ----------
    result : Segmented
    territory : Territory, optional
    type_portraits : mapping of type to portrait, optional
        What the typology says of each.
    """
    words = SEGMENT_WORDS[result.wish.language]
    intro = Section(words["intro"], (Paragraph(words["persona_intro"]),))
    return Page(
        words["personas"],
        result.wish.language,
        (intro, *_sections(result, territory, type_portraits or {})),
        subtitle=subtitle_of(result, "personas_subtitle"),
        sources=sources_of(result, territory),
        note=words["foot"],
    )


def _sections(result: Segmented, territory: Territory | None, type_portraits: Mapping[str, str]) -> Iterator[Section]:
    """Give the pages of the segments, then of the modes, then of the types."""
    words, language = SEGMENT_WORDS[result.wish.language], result.wish.language
    told = result.table.loc[~result.table["suppressed"], "segment"]
    segments = {code: result.segments[code].text("name", language) for code in told if code != NO_PURCHASE}
    kinds: list[tuple[str, str, Mapping[str, str], Mapping[str, str], Mapping[str, str]]] = [
        ("kind_segments", "segment", segments,
         {code: result.segments[code].text("action", language) for code in segments},
         {code: result.segments[code].text("description", language) for code in segments}),
    ]  # fmt: skip
    if result.stored is not None:
        names = result.stored.names[f"name_{language}"]
        kinds.append(("kind_modes", "mode", {str(code): str(name) for code, name in names.items()}, {}, {}))
    if result.crossing is not None:
        present = sorted(set(result.customers["type"]) - {""})
        kinds.append(
            ("kind_types", "type", {code: result.crossing.type_names[code] for code in present}, {}, type_portraits)
        )
    for kind, column, named, actions, descriptions in kinds:
        codes = result.customers[column].to_numpy(dtype=object)
        defining = _defining(result, kind)
        facts = people_facts(result, np.where(np.isin(codes, list(named)), codes, ""), territory, defining=defining)
        if facts is None:
            yield Section(words[kind], (Note(words["no_traits"]),))
            return
        for code, section in persona_sections(
            codes, named, facts, language=language, actions=actions, descriptions=descriptions
        ).items():
            label = code if kind != "kind_segments" else ""
            yield replace(section, title=f"{' '.join(filter(None, (words[kind], label)))} : {section.title}")


def _defining(result: Segmented, kind: str) -> tuple[str, ...]:
    """Name what classes were cut by, and what those of one type share as they live in the same few zones."""
    if kind == "kind_types" and result.file is not None:
        return tuple(variable.name for variable in result.file.variables)
    return DEFINING if kind == "kind_segments" else ()
