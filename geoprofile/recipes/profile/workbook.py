"""The customer profile as a workbook: every class with its interval, test and sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.columns import Column
from geoprofile.files.workbook import Sheet, write_workbook
from geoprofile.recipes.profile.sentences import area_text, cautions, headline, notes_on_reading
from geoprofile.recipes.profile.tables import best_columns, best_frame, class_columns, class_frame, variables_frame
from geoprofile.recipes.profile.words import METHOD, PROFILE_WORDS
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geoprofile.recipes.profile.flow import CustomerProfile

__all__ = ["profile_workbook"]


def profile_workbook(result: CustomerProfile, path: Path | str, *, language: str = "fr") -> Path:
    """Write a customer profile as XLSX: a first sheet to read, groups, types, variables, gains, best customers.

    A sheet that has nothing to show is left out. What is not published is an empty cell.

    Parameters
    ----------
    result : CustomerProfile
    path : Path or str
        A name in `.xlsx`.
    language : {"fr", "en"}

    Raises
    ------
    UnknownNameError
        If the language is unknown.
    OutputError
        If the path cannot be written to.
    """
    check_language(language)
    words = PROFILE_WORDS[language]
    notes = [
        words["subtitle"].format(file=result.name, area=area_text(result, language)),
        headline(result, language),
        *cautions(result, language),
        *METHOD[language].split("\n"),
        *notes_on_reading(result, language),
        words["read_me_html"],
    ]
    return write_workbook(
        path, list(_sheets(result, language)), title=words["title"], language=language, notes=notes,
        sources=result.sources,
    )  # fmt: skip


def _sheets(result: CustomerProfile, language: str) -> Iterator[Sheet]:
    words = PROFILE_WORDS[language]
    for profile, name in ((result.groups, "groups"), (result.types, "types")):
        if profile is not None:
            columns = class_columns(profile, language, coded=True, full=True)
            yield Sheet(words[f"sheet_{name}"], class_frame(profile, language), columns, words[f"note_{name}"])
    yield _variables(result, language)
    if result.is_publishable and result.gains is not None and result.gains_of is not None:
        names = result.gains_of.table.set_index("code")[f"name_{language}"]
        ranking = result.gains.ranking.assign(name=result.gains.ranking["code"].map(names).fillna(""))
        yield Sheet(words["sheet_gains"], ranking, _gains_columns(language), words["note_gains"])
    if result.best:
        yield _best(result, language)


def _variables(result: CustomerProfile, language: str) -> Sheet:
    """Put the classes of all variables one below the other."""
    words = PROFILE_WORDS[language]
    frame = variables_frame(result, language)
    head = [
        Column("theme", words["theme"]),
        Column("label", words["variable"]),
        Column("code", words["code"]),
        *(class_columns(result.variables[0].profile, language, coded=False, full=True) if result.variables else ()),
    ]
    tail = [Column(name, words[name]) for name in ("level", "source", "vintage", "licence")]
    columns = (*head, *tail, Column("variable", words["dimension"]))
    shown = frame if len(frame) else pd.DataFrame(columns=[column.name for column in columns], dtype="str")
    return Sheet(words["sheet_variables"], shown, columns, words["note_variables"])


def _gains_columns(language: str) -> tuple[Column, ...]:
    words = PROFILE_WORDS[language]
    return (
        Column("code", words["code"], "code"),
        Column("name", words["name"]),
        Column("shrunken_index", words["shrunken"], "index"),
        Column("cumulative_base_share", words["cumulative_base"], "share"),
        Column("cumulative_share", words["cumulative"], "share"),
    )


def _best(result: CustomerProfile, language: str) -> Sheet:
    """Put best customers by groups, types and variables one below the other."""
    words = PROFILE_WORDS[language]
    profiles = [p for p in (result.groups, result.types, *(own.profile for own in result.variables)) if p is not None]
    parts = [
        best_frame(profile, result.best[profile.classes.dimension], language).assign(
            label=profile.classes.label_fr if language == "fr" else profile.classes.label_en
        )
        for profile in profiles
        if profile.classes.dimension in result.best
    ]
    first = (Column("label", words["dimension"]), Column("code", words["code"]), Column("name", words["name"]))
    columns = (*best_columns(language, first=first), Column("reading", words["reading"]))
    return Sheet(words["sheet_best"], pd.concat(parts, ignore_index=True), columns, words["note_best"])
