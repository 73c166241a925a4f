"""Segments on a page: cards with what marks each, the table that bears out their number, what has drifted."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.columns import Column
from geoprofile.modes.drift import SHIFTED
from geoprofile.pages.blocks import Card, Cards, KeyFigure, KeyFigures, Note, Paragraph, ShareBar, ShareBars, Table
from geoprofile.pages.page import Section
from geoprofile.pages.trait_bars import trait_bars
from geoprofile.recipes.modes.sentences import cautions, modes_notes, protected_columns, why_so_many
from geoprofile.recipes.modes.vocabulary import LEVEL_SIGN, customer_words
from geoprofile.recipes.modes.words import MODES_WORDS, READINGS
from geoprofile.suppression import SMALLEST_CELL, hidden_cells
from geoprofile.words import check_language, count_text, fixed_text, share_text

if TYPE_CHECKING:
    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.modes.flow import Modes
    from geoprofile.tables import Variable

__all__ = ["drift_blocks", "modes_section", "tried_table"]

MEASURES = ("ari_halves", "jaccard_min", "silhouette", "silhouette_cloud")
SHARES = ("held_out_share", "gain", "smallest_share")
MOST_DRIFTS = 20


def modes_section(modes: Modes, language: str) -> Section:
    """Compose the section of a page that shows segments.

    Parameters
    ----------
    language : {"fr", "en"}
    """
    check_language(language)
    words = MODES_WORDS[language]
    columns = len(modes.stored.model.preparation_.codes_)
    blocks: tuple[Block, ...] = (
        Paragraph(words["intro"].format(columns=columns)),
        _figures(modes, language),
        Paragraph(why_so_many(modes, language)),
        *(Note(text, "warning") for text in cautions(modes, language)),
        _sizes(modes, language),
        Cards(tuple(_card(modes, code, language) for code in modes.stored.names.index)),
        *_tried(modes, language),
        *(Paragraph(text) for text in modes_notes(modes, language)),
    )
    return Section(words["title"], blocks)


def drift_blocks(table: pd.DataFrame, language: str) -> tuple[Block, ...]:
    """Show what has changed since segments were found.

    Parameters
    ----------
    table : DataFrame
        Of `drift`.
    language : {"fr", "en"}
    """
    check_language(language)
    words = MODES_WORDS[language]
    shown = pd.DataFrame(
        {
            "name": [words["segment"], *table["name"].iloc[1:].astype(str)],
            "index": [_fixed(value, 3, language) for value in table["index"]],
            "limit": [_fixed(value, 3, language) for value in table["limit"]],
            "reading": [READINGS[language][str(reading)] for reading in table["reading"]],
        }
    )
    moved = str(table["reading"].iloc[0]) in {"shifted", "drifted"} and float(table["index"].iloc[0]) >= SHIFTED
    columns = tuple(Column(name, words[name]) for name in shown.columns)
    redo = (Note(words["redo"], "warning"),) if moved else ()
    return (*redo, Table(shown, columns, words["drift"], words["drift_how"], limit=MOST_DRIFTS))


def tried_table(modes: Modes, language: str) -> pd.DataFrame:
    """Lay out the numbers of segments tried as texts; no rows where there were too few customers to try."""
    table, words = modes.stored.model.choice_.table, MODES_WORDS[language]
    if table.empty:
        return pd.DataFrame()
    columns: dict[str, list[str]] = {"number": [str(number) for number in table["number"]]}
    columns |= {name: [_fixed(value, 2, language) for value in table[name]] for name in MEASURES}
    for name in SHARES:
        columns[name] = ["" if math.isnan(value) else share_text(value, language) for value in table[name]]
    columns["chosen"] = [words["yes"] if chosen else "" for chosen in table["chosen"]]
    return pd.DataFrame(columns)


def _figures(modes: Modes, language: str) -> KeyFigures:
    words, choice = MODES_WORDS[language], modes.stored.model.choice_
    row = choice.table[choice.table["number"] == choice.number]
    figures = [
        KeyFigure(words["segments"], float(len(modes.stored.names))),
        KeyFigure(words["customers"], count_text(len(modes.segments), language)),
        KeyFigure(
            words["sureness"],
            fixed_text(float(modes.segments["sureness"].mean()), 2, language),
            note=words["sureness_note"],
        ),
    ]
    if len(row):
        stability = fixed_text(float(row["ari_halves"].iloc[0]), 2, language)
        figures.append(KeyFigure(words["stability"], stability, note=words["stability_note"]))
    return KeyFigures(tuple(figures))


def _hidden(modes: Modes) -> set[str]:
    """Find the segments whose size is not published."""
    sizes = modes.stored.sizes
    return set(sizes.index[hidden_cells(sizes["customers"].to_numpy(dtype=float))])


def _sizes(modes: Modes, language: str) -> ShareBars:
    words, hidden = MODES_WORDS[language], _hidden(modes)
    bars = []
    for code in modes.stored.names.index:
        row = modes.stored.sizes.loc[code]
        label = f"{code} · {modes.stored.names.loc[code, f'name_{language}']}"
        if code in hidden:
            bars.append(ShareBar(label, 0.0, words["few"].format(least=SMALLEST_CELL)))
        else:
            count = count_text(float(row["customers"]), language)
            text = words["size"].format(share=share_text(float(row["share"]), language), count=count)
            bars.append(ShareBar(label, float(row["share"]), text))
    return ShareBars(tuple(bars), words["sizes"])


def _card(modes: Modes, code: str, language: str) -> Card:
    name = str(modes.stored.names.loc[code, f"name_{language}"])
    if code in _hidden(modes):
        return Card(code, name, portrait=(MODES_WORDS[language]["few"].format(least=SMALLEST_CELL),))
    themes = {v.name: words.theme for v in modes.variables if (words := customer_words(v)) is not None}
    shown = [_as_shown(variable, language) for variable in modes.variables if variable.name in themes]
    portrait = str(modes.stored.portraits.loc[code, f"portrait_{language}"])
    bars = trait_bars(modes.traits, code, shown, language=language, themes=themes)
    return Card(code, name, portrait=(portrait, *_protected(modes, code, language)), bars=bars)


def _protected(modes: Modes, code: str, language: str) -> tuple[str, ...]:
    """Warn where a mode is set apart by age, family or another protected ground of the user's own columns."""
    columns = protected_columns(modes.stored, language)
    own = modes.traits[(modes.traits["code"] == code) & modes.traits["significant"]]
    names = {str(name).partition(LEVEL_SIGN)[0] for name in own["variable"]}
    grounds = dict.fromkeys(ground for name, ground in columns.items() if name in names)
    return (MODES_WORDS[language]["protected_here"].format(grounds=", ".join(grounds)),) if grounds else ()


def _as_shown(variable: Variable, language: str) -> Variable:
    """Say of a variable of the area that it is one."""
    if not variable.zone_level:
        return variable
    area, label = MODES_WORDS[language]["area"], variable.label_fr if language == "fr" else variable.label_en
    return replace(variable, label_fr=area.format(label=label), label_en=area.format(label=label))


def _tried(modes: Modes, language: str) -> tuple[Block, ...]:
    words, frame = MODES_WORDS[language], tried_table(modes, language)
    if frame.empty:
        return ()
    columns = tuple(Column(name, words[name]) for name in frame.columns)
    return (Table(frame, columns, words["tried"], words["tried_note"]),)


def _fixed(value: float, decimals: int, language: str) -> str:
    return fixed_text(float(value), decimals, language) if np.isfinite(value) else ""
