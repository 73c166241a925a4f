"""The customer profile as a page: what stands out first, then every figure, then how far it may be trusted."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from geoprofile.columns import Column
from geoprofile.pages import (
    Block,
    Curve,
    IndexBar,
    IndexBars,
    KeyFigure,
    KeyFigures,
    Note,
    Page,
    Paragraph,
    Section,
    Table,
    gains_chart,
    save_page,
)
from geoprofile.profiling.phrases import PHRASES
from geoprofile.profiling.readings import read_gains, read_profile
from geoprofile.recipes.profile.sentences import (
    area_text,
    cautions,
    headline,
    in_sentence,
    notes_on_reading,
    told_counts,
    traits_text,
)
from geoprofile.recipes.profile.tables import (
    best_columns,
    best_frame,
    class_columns,
    class_frame,
    fifths_frame,
    label_of,
)
from geoprofile.recipes.profile.variables import OTHER_THEME
from geoprofile.recipes.profile.words import METHOD, PROFILE_WORDS, THEME_NAMES
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.typology.vocabulary import THEMES
from geoprofile.words import check_language, count_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from geoprofile.profiling.profile import Profile
    from geoprofile.recipes.profile.flow import CustomerProfile
    from geoprofile.recipes.profile.variables import VariableProfile

__all__ = ["profile_page", "save_profile_page"]

MOST_MARKED, MOST_OF_THEME, MOST_CHARTS, MOST_BEST = 15, 2, 6, 8


def save_profile_page(result: CustomerProfile, path: Path | str, *, language: str = "fr") -> Path:
    """Write a customer profile as one HTML page, whole or not at all."""
    return save_page(profile_page(result, language=language), path)


def profile_page(result: CustomerProfile, *, language: str = "fr") -> Page:
    """Compose the page of a customer profile.

    With fewer than 11 customers to compare it holds no figure but the population's.

    Parameters
    ----------
    result : CustomerProfile
    language : {"fr", "en"}

    Raises
    ------
    UnknownNameError
        If the language is unknown.
    """
    check_language(language)
    words = PROFILE_WORDS[language]
    sections = [Section(words["brief"], tuple(_brief(result, language)))]
    if result.is_publishable:
        sections += _findings(result, language)
    method = [Paragraph(text) for text in (*METHOD[language].split("\n"), *notes_on_reading(result, language))]
    sections.append(Section(words["method"], tuple(method)))
    return Page(
        words["title"],
        language,
        tuple(sections),
        subtitle=words["subtitle"].format(file=result.name, area=area_text(result, language)),
        sources=result.sources,
        note=words["foot"],
    )


def _findings(result: CustomerProfile, language: str) -> Iterator[Section]:
    """Give the sections that hold figures of customers."""
    words = PROFILE_WORDS[language]
    if result.types is not None:
        yield Section(words["types"], tuple(_types(result.types, language)))
    if result.gains is not None and result.gains_of is not None:
        yield Section(words["gains"], tuple(_gains(result, language)))
    yield Section(words["marked"], tuple(_marked(result, language)))
    yield Section(words["all"], tuple(_all_variables(result, language)))
    if result.best:
        yield Section(words["best"], tuple(_best(result, language)))


def _brief(result: CustomerProfile, language: str) -> Iterator[Block]:
    """Say the whole in a sentence, then the key figures, then the groups."""
    words = PROFILE_WORDS[language]
    whole = headline(result, language)
    yield Paragraph(whole)
    if result.is_publishable and len(result.marked) and (traits := traits_text(result, language)) != whole:
        yield Paragraph(traits)
    yield KeyFigures(tuple(_key_figures(result, language)))
    for text in cautions(result, language):
        yield Note(text, "warning")
    if result.groups is None:
        yield Note(words["no_typology"])
    elif not result.groups.table["suppressed"].all():
        columns = class_columns(result.groups, language, coded=True)
        yield Table(class_frame(result.groups, language), columns, words["groups"], words["index_how"])


def _types(types: Profile, language: str) -> Iterator[Block]:
    """Show the types from the most to the least typical of the customers; ties stay in the order of the codes."""
    yield Paragraph(read_profile(types, language))
    if not types.table["suppressed"].all():
        ranked = class_frame(types, language).sort_values("shrunken_index", ascending=False, kind="stable")
        columns = class_columns(types, language, coded=True)
        yield Table(ranked, columns, note=PROFILE_WORDS[language]["types_note"])


def _key_figures(result: CustomerProfile, language: str) -> Iterator[KeyFigure]:
    words, reach = PROFILE_WORDS[language], result.reach
    rows, located = told_counts(result)

    def counted(count: int, least: int) -> str:
        if count < SMALLEST_CELL:
            return words["few_text"].format(smallest=SMALLEST_CELL)
        text = count_text(least, language)
        return text if least == count else words["more_than"].format(count=text)

    exact = rows == reach.rows and located == reach.located >= SMALLEST_CELL
    share = words["of_file"].format(share=percent_text(reach.located / max(reach.rows, 1), language))
    yield KeyFigure(words["customers"], counted(reach.rows, rows))
    yield KeyFigure(words["located"], counted(reach.located, located), note=share if exact else "")
    if reach.inside < reach.located:
        valued = words["inside_note_weighted"].format(column=result.weighted_by) if result.weighted_by else ""
        told = (words["inside_note"] if result.area is not None or not valued else "", valued)
        yield KeyFigure(words["inside"], counted(reach.inside, reach.inside), note=", ".join(filter(None, told)))
    if result.weighted_by and result.is_publishable:
        size = count_text(reach.effective_size, language)
        yield KeyFigure(words["effective"], size, note=words["effective_note"])
    unit = "persons" if reach.counted_by.unit == "persons" else "households"
    yield KeyFigure(words[unit], count_text(reach.households, language), note=area_text(result, language))


def _gains(result: CustomerProfile, language: str) -> Iterator[Block]:
    words = PROFILE_WORDS[language]
    if result.gains is None or result.gains_of is None:
        return
    if result.gains_of.table["suppressed"].all():  # a curve of one hidden heap would be the diagonal
        yield Paragraph(PHRASES[language]["gains_none"])
        return
    weighted = bool(result.weighted_by)
    yield Paragraph(read_gains(result.gains, language, weighted=weighted))
    curve, classes = result.gains.curve.dropna(), result.gains_of.classes
    lines = [Curve(words["honest"], curve["base_share"], curve["honest_share"])] if len(curve) else []
    whole = result.gains.curve
    lines.append(Curve(words["apparent"], whole["base_share"], whole["apparent_share"], dashed=True))
    label = in_sentence(classes.label_fr if language == "fr" else classes.label_en)
    yield gains_chart(
        lines,
        language=language,
        caption=words["gains_of"].format(label=label),
        measured=words["share_weighted"] if weighted else "",
    )


def _marked(result: CustomerProfile, language: str) -> Iterator[Block]:
    """Show the most marked variables as a table, and the first of them class by class."""
    words = PROFILE_WORDS[language]
    if result.marked.empty:
        yield Paragraph(words["marked_none"])
        return
    shown = _few_a_theme(result, result.marked)
    weighted = "share_weighted" if result.weighted_by else "share"
    persons = "_persons" if result.reach.counted_by.unit == "persons" else ""
    yield Paragraph(words["marked_how"])
    yield Table(
        _labelled(shown, result, language),
        (
            Column("label", words["variable"]),
            Column("name", words["class"]),
            Column("share", words[weighted], "share"),
            Column("base_share", words[f"base_share{persons}"], "share"),
            Column("index", words["index"], "index", "index_low", "index_high"),
            Column("distance", words["distance"], "share"),
        ),
    )
    by_name = {own.variable.name: own for own in result.variables}
    theme = shown["variable"].map(lambda name: by_name[name].theme)
    for name in shown.loc[~theme.duplicated(), "variable"].head(MOST_CHARTS):
        yield _chart(by_name[name], language)


def _chart(own: VariableProfile, language: str) -> IndexBars:
    """Draw the classes of one variable."""
    rows = class_frame(own.profile, language)
    bars = [
        IndexBar(
            str(row["name"]),
            float(row["index"]),
            percent_text(row["share"], language),
            percent_text(row["base_share"], language),
            low=float(row["index_low"]),
            high=float(row["index_high"]),
            sure=bool(row["significant"]),
        )
        for row in rows[~rows["suppressed"]].to_dict("records")
    ]
    return IndexBars(tuple(bars), label_of(own.variable, language))


def _few_a_theme(result: CustomerProfile, marked: pd.DataFrame) -> pd.DataFrame:
    """Keep the strongest variables of each theme, so that ten measures of income do not fill the list."""
    themes = {own.variable.name: own.theme for own in result.variables}
    theme = marked["variable"].map(themes)
    return marked[theme.groupby(theme).cumcount() < MOST_OF_THEME].head(MOST_MARKED)


def _labelled(marked: pd.DataFrame, result: CustomerProfile, language: str) -> pd.DataFrame:
    labels = {own.variable.name: label_of(own.variable, language) for own in result.variables}
    return marked.assign(label=marked["variable"].map(labels), name=marked[f"name_{language}"])


def _all_variables(result: CustomerProfile, language: str) -> Iterator[Block]:
    """Show every variable: fifths theme by theme, then categories."""
    words = PROFILE_WORDS[language]
    yield Paragraph(f"{words['all_how']} {words['all_more']}")
    order = {theme: place for place, theme in enumerate((*THEMES, OTHER_THEME))}
    parted = sorted((own for own in result.variables if own.is_parted), key=lambda own: order[own.theme])
    distances = dict(zip(result.marked["variable"], result.marked["distance"], strict=True))
    fifths = [Column(f"fifth_{place}", words[f"fifth_{place}"], "count") for place in range(1, 6)]
    columns = (
        Column("label", words["variable"]),
        Column("bounds", words["bounds"]),
        *fifths,
        Column("distance", words["distance"], "share"),
    )
    for theme, variables in groupby(parted, key=lambda own: own.theme):
        yield Table(fifths_frame(variables, distances, language), columns, THEME_NAMES[language][theme])
    for own in result.variables:
        if not own.is_parted:
            rows, columns = class_frame(own.profile, language), class_columns(own.profile, language, coded=False)
            yield Table(rows, columns, label_of(own.variable, language))


def _best(result: CustomerProfile, language: str) -> Iterator[Block]:
    """Show best customers beside the others, by group and in the variables that set them apart."""
    words = PROFILE_WORDS[language]
    first = next(iter(result.best.values()))
    yield Paragraph(
        words["best_how"].format(
            count=count_text(first.best_count, language),
            column=result.weighted_by,
            share=percent_text(first.best_count / (first.best_count + first.other_count), language),
            value=percent_text(first.value_share, language),
        )
    )
    coded = (Column("code", words["code"], "code"), Column("name", words["name"]))
    for profile, title in ((result.groups, words["groups"]), (result.types, words["types"])):
        if profile is not None and profile.classes.dimension in result.best:
            yield _best_table(result, profile, coded, title, language)
    shown = _few_a_theme(result, result.best_marked).head(MOST_BEST)
    if shown.empty:
        yield Paragraph(words["best_none"])
        return
    named = (Column("label", words["variable"]), Column("name", words["class"]))
    rows = _labelled(shown, result, language)
    columns = [c for c in best_columns(language, first=named) if c.name not in {"best_customers", "other_customers"}]
    unsure = [Column("index", words["index"], "index", "index_low", "index_high") if c.sure else c for c in columns]
    yield Table(rows, tuple(unsure), words["best_variables"])


def _best_table(
    result: CustomerProfile, profile: Profile, first: tuple[Column, ...], title: str, language: str
) -> Table:
    frame = best_frame(profile, result.best[profile.classes.dimension], language)
    hidden = int(frame["suppressed"].sum())
    note = PROFILE_WORDS[language]["hidden_rows"].format(count=hidden) if hidden else ""
    return Table(frame[~frame["suppressed"]], best_columns(language, first=first), title, note)
