"""What a reader sees of a typology: one page, one workbook, one map."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.columns import Column
from geoprofile.files.workbook import Sheet, write_workbook
from geoprofile.pages.blocks import Card, Cards, KeyFigure, KeyFigures, Note, Paragraph, SizeBars, Table
from geoprofile.pages.page import Page, Section
from geoprofile.pages.render import save_page
from geoprofile.pages.trait_bars import trait_bars
from geoprofile.recipes.typology.words import TYPOLOGY_WORDS
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.typology.vocabulary import words_for
from geoprofile.words import check_language, fixed_text, number_text, share_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.typology.flow import BuiltTypology
    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory
    from geoprofile.typology.quality import Quality
    from geoprofile.typology.store import StoredTypology
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["MAP_FILE", "quality_table", "save_type_map", "typology_page", "write_reports"]

PAGE_FILE, WORKBOOK_FILE, MAP_FILE = "report.html", "typology.xlsx", "map.html"
# What the map tells of a zone that is pointed at, as far as the territory knows it.
POINTED_AT = (
    "income_median_eur",
    "income_mean_eur",
    "income_taxable_median_eur",
    "occupation_executives_share",
    "persons_in_couples_with_children_share",
    "age_65_plus_share",
    "housing_social_share",
    "density_per_km2",
)
TOLD_AT_MOST = 5
# A forest has a type, and nobody to be like it: the map leaves it blank, as it does a zone of few households. Where no
# source counts households the zone is drawn if so much of it is known.
KNOWN_ENOUGH = 0.4
# Rows of the table of quality: what is measured, of groups and types or of the whole, and how it is written.
MEASURES = (
    "classes", "explained_share", "input_r2", "held_out_r2", "ari_halves", "ari_half_full", "same_half_full",
    "confidence_mean", "near_boundary_share", "households_share_min", "households_share_max",
)  # fmt: skip
SHARES = ("share", "same", "confidence")


def write_reports(built: BuiltTypology, territory: Territory, folder: Path, *, language: str) -> list[Path]:
    """Write page, workbook and, where the zones have outlines, the map; give what was written."""
    check_language(language)
    written = [folder / PAGE_FILE, folder / WORKBOOK_FILE]
    has_map = built.stored.level in territory.levels
    save_page(typology_page(built, language=language, linked_map=MAP_FILE if has_map else ""), written[0])
    _save_workbook(built, written[1], language)
    if has_map:
        written.append(folder / MAP_FILE)
        save_type_map(built.stored, built.profiles, built.zones, territory, written[-1], language=language)
    return written


def typology_page(built: BuiltTypology, *, language: str, linked_map: str = "") -> Page:
    """Compose the report: what there is, groups and types as cards, indices, quality, method."""
    words = TYPOLOGY_WORDS[language]
    groups = [code for code in built.stored.names.index if built.stored.group_of(code) == code]
    sections = [Section(words["overview"], _overview(built, groups, language, linked_map))]
    for group in groups:
        types = [code for code in built.stored.names.index if built.stored.group_of(code) == group and code != group]
        cards = tuple(_card(built, code, language) for code in (group, *types))
        name = built.stored.names.loc[group, f"name_{language}"]
        sections.append(Section(f"{group} · {name}", (Cards(cards),)))
    sections += [
        Section(words["indices"], (Paragraph(words["indices_how"]), _group_indices(built, groups, language))),
        Section(words["quality"], _quality(built, language)),
        Section(words["method"], tuple(Paragraph(text) for text in words["how"].split("\n"))),
    ]
    return Page(
        f"{words['title']} · {built.titles[language]}",
        language,
        tuple(sections),
        subtitle=_subtitle(built, language),
        sources=built.stored.sources,
    )


def _subtitle(built: BuiltTypology, language: str) -> str:
    words = TYPOLOGY_WORDS[language]
    zones = number_text(len(built.zones), language)
    model = built.stored.model
    return words["subtitle"].format(
        zones=zones, level=built.stored.level, groups=len(model.group_codes_), types=len(model.type_codes_)
    )


def _overview(built: BuiltTypology, groups: Sequence[str], language: str, linked_map: str) -> tuple[Block, ...]:
    words = TYPOLOGY_WORDS[language]
    label = built.stored.counted_by.label_fr if language == "fr" else built.stored.counted_by.label_en
    of_types = built.quality.levels.loc["types"].astype(float).to_dict()
    households = float(built.zones["households"].sum())
    figures = (
        KeyFigure(words["zones"], number_text(len(built.zones), language)),
        KeyFigure(label, number_text(households, language)),
        KeyFigure(
            words["explained"],
            share_text(of_types["explained_share"], language),
            note=words["explained_note"],
        ),
        KeyFigure(words["near_border"], share_text(of_types["near_boundary_share"], language)),
    )
    sizes = _sizes(built, language)
    names = tuple((code, str(built.stored.names.loc[code, f"name_{language}"])) for code in groups)
    notes = [Note(text, "warning") for text in _cautions(built, language)]
    see_map = [Paragraph(words["see_map"].format(file=linked_map))] if linked_map else [Note(words["no_map"], "note")]
    types = sizes[sizes["code"].str.len() > sizes["group"].str.len()]
    return (
        KeyFigures(figures),
        *notes,
        SizeBars(types[["code", "name", "share"]], group_names=names, caption=words["sizes"]),
        *see_map,
        Table(
            sizes,
            (
                Column("code", words["code"], "code"),
                Column("name", words["name"]),
                Column("zones", words["zones"], "count"),
                Column("households", label, "count"),
                Column("share", words["share"], "share"),
                Column("typical", words["typical"]),
            ),
            words["list"],
        ),
    )


def _cautions(built: BuiltTypology, language: str) -> list[str]:
    """Say what a reader should know first: fewer classes than asked, people counted in place of households."""
    words, model = TYPOLOGY_WORDS[language], built.stored.model
    told = []
    if len(model.type_codes_) < model.n_types or len(model.group_codes_) < model.n_groups:
        told.append(
            words["fewer"].format(
                groups=len(model.group_codes_),
                types=len(model.type_codes_),
                asked=f"{model.n_groups} / {model.n_types}",
            )
        )
    if built.stored.counted_by.unit != "households":
        label = built.stored.counted_by.label_fr if language == "fr" else built.stored.counted_by.label_en
        told.append(words["people"].format(label=label))
    return told


def _sizes(built: BuiltTypology, language: str) -> pd.DataFrame:
    """Lay out groups and types with their size and one typical zone."""
    first = built.places[built.places["rank"] == 1].set_index("code")
    total = built.zones["households"].sum()
    rows = []
    for code in built.stored.names.index:
        group = built.stored.group_of(code)
        mine = built.zones[built.zones["group" if code == group else "type"] == code]
        typical = _place(first.loc[code]) if code in first.index else ""
        households = float(mine["households"].sum())
        name = str(built.stored.names.loc[code, f"name_{language}"])
        rows.append((code, group, name, len(mine), households, households / max(total, 1), typical))
    return pd.DataFrame(rows, columns=["code", "group", "name", "zones", "households", "share", "typical"])


def _place(row: pd.Series) -> str:
    """Write a zone with its commune, or its code where it has no name of its own."""
    name, around = str(row["zone_name"]), str(row["parent_name"])
    if not name:
        return f"{row['zone_id']} ({around})" if around else str(row["zone_id"])
    if around and around != name:
        return f"{name} ({around})"
    return name if around else f"{name} ({row['zone_id']})"


def _card(built: BuiltTypology, code: str, language: str) -> Card:
    themes = {v.name: words.theme for v in built.profiles.variables if (words := words_for(v))}
    mine = built.traits[built.traits["code"] == code].iloc[0]
    return Card(
        code,
        str(built.stored.names.loc[code, f"name_{language}"]),
        float(mine["households"]),
        float(mine["households_share"]),
        (str(built.stored.portraits.loc[code, f"portrait_{language}"]),),
        trait_bars(built.traits, code, built.profiles.variables, language=language, themes=themes),
        [_place(row) for _, row in built.places[built.places["code"] == code].iterrows()],
    )


def _group_indices(built: BuiltTypology, groups: Sequence[str], language: str) -> Table:
    """Lay out the indices of all variables by group, a row a variable."""
    mine = built.traits[built.traits["code"].isin(groups)]
    wide = mine.pivot_table(index="variable", columns="code", values="index", aggfunc="first", dropna=False)
    wide = wide.reindex(index=[v.name for v in built.profiles.variables], columns=list(groups))
    labels = [_label(variable, language) for variable in built.profiles.variables]
    frame = wide.reset_index(drop=True).round(0)
    frame.insert(0, "label", labels)
    words = TYPOLOGY_WORDS[language]
    columns = (Column("label", words["variable"]), *(Column(code, code, "number") for code in groups))
    return Table(frame, columns, words["indices"])


def _label(variable: Variable, language: str) -> str:
    return variable.label_fr if language == "fr" else variable.label_en


def _quality(built: BuiltTypology, language: str) -> tuple[Block, ...]:
    words = TYPOLOGY_WORDS[language]
    frame = quality_table(built.quality, language)
    columns = tuple(Column(name, words[f"of_{name}"]) for name in frame.columns)
    return (Paragraph(words["quality_how"]), Table(frame, columns, words["quality"]))


def quality_table(quality: Quality, language: str) -> pd.DataFrame:
    """Lay out what was measured: `measure`, `groups`, `types`, `meaning`; measures that were not taken are left out."""
    words = TYPOLOGY_WORDS[language]
    rows = [
        (words[f"m_{name}"], *(_figure(name, float(v), language) for v in quality.levels[name]), words[f"w_{name}"])
        for name in MEASURES
        if quality.levels[name].notna().all()
    ]
    costs = {"hierarchy_cost": quality.hierarchy_cost, "hierarchy_cost_outside": quality.hierarchy_cost_outside}
    rows += [
        (words[f"m_{name}"], "", share_text(cost, language), words["w_hierarchy_cost"])
        for name, cost in costs.items()
        if not math.isnan(cost)
    ]
    return pd.DataFrame(rows, columns=["measure", "groups", "types", "meaning"])


def _figure(name: str, value: float, language: str) -> str:
    if name == "classes":
        return number_text(value, language)
    return share_text(value, language) if any(part in name for part in SHARES) else fixed_text(value, 2, language)


def save_type_map(
    stored: StoredTypology,
    profiles: ZoneProfiles,
    zones: pd.DataFrame,
    territory: Territory,
    path: Path,
    *,
    language: str,
) -> None:
    """Draw the zones in the colours of their types."""
    from geoprofile.maps.saving import save_map  # noqa: PLC0415  folium takes half a second
    from geoprofile.maps.zone_map import type_map  # noqa: PLC0415

    words = TYPOLOGY_WORDS[language]
    level = territory.levels[stored.level]
    told = {v.name: v for v in profiles.variables}
    tooltip = [told[name] for name in POINTED_AT if name in told][:TOLD_AT_MOST]
    commune = territory.levels.get("commune") if stored.level != "commune" else None
    outlines = None if commune is None else commune.zones
    drawn = level.zones[["zone_id", "zone_name", "geometry"]].merge(
        zones[["zone_id", "parent_id", "households", "group", "type", "type_confidence"]], on="zone_id"
    )
    drawn = drawn.merge(profiles.values[[v.name for v in tooltip]], left_on="zone_id", right_index=True)
    known = pd.Series(profiles.trust.mean(axis=1), index=profiles.values.index).reindex(drawn["zone_id"]).to_numpy()
    inhabited = (drawn["households"] >= SMALLEST_CELL) | (known >= KNOWN_ENOUGH)
    drawn[["group", "type"]] = drawn[["group", "type"]].where(inhabited, "")
    drawn = drawn.assign(place=drawn["parent_id"].map(territory.commune_names).fillna("")).rename(
        columns={"type_confidence": "membership_confidence"}
    )
    title = str(territory.package["title_fr" if language == "fr" else "title"])
    page = type_map(
        drawn,
        stored.names,
        title=f"{words['title']} · {title}",
        tooltip=[replace(v, zone_level=stored.level) for v in tooltip],
        outlines=outlines,
        attribution=stored.sources,
        language=language,
    )
    save_map(page, path)


def _save_workbook(built: BuiltTypology, path: Path, language: str) -> None:
    words = TYPOLOGY_WORDS[language]
    labels = {variable.name: _label(variable, language) for variable in built.profiles.variables}
    traits = built.traits.assign(label=built.traits["variable"].map(labels))
    name, portrait = f"name_{language}", f"portrait_{language}"
    classes = _sizes(built, language).merge(
        built.stored.portraits[[portrait]].rename(columns={portrait: "portrait"}), left_on="code", right_index=True
    )
    zones = built.zones.assign(name=built.zones["type"].map(built.stored.names[name]))
    sheets = (
        Sheet(words["list"], classes, _columns(words, CLASS_COLUMNS), words["list_note"]),
        Sheet(words["indices"], traits, _columns(words, TRAIT_COLUMNS), words["indices_how"]),
        Sheet(words["typical"], built.places, _columns(words, PLACE_COLUMNS)),
        Sheet(words["zones"], zones, _columns(words, ZONE_COLUMNS), words["zones_note"]),
        Sheet(words["quality"], quality_table(built.quality, language)),
    )
    write_workbook(
        path,
        sheets,
        title=f"{words['title']} · {built.titles[language]}",
        language=language,
        notes=(_subtitle(built, language), *_cautions(built, language), *words["how"].split("\n")),
        sources=built.stored.sources,
    )


CLASS_COLUMNS = (
    ("code", "code"), ("name", "text"), ("zones", "count"), ("households", "count"), ("share", "share"),
    ("typical", "text"), ("portrait", "text"),
)  # fmt: skip
TRAIT_COLUMNS = (
    ("code", "code"), ("label", "text"), ("variable", "text"), ("mean", "number"), ("base_mean", "number"),
    ("index", "index"), ("difference_sd", "signed"), ("significant", "text"), ("group_mean", "number"),
    ("significant_in_group", "text"),
)  # fmt: skip
PLACE_COLUMNS = (
    ("code", "code"), ("rank", "count"), ("zone_id", "text"), ("zone_name", "text"), ("parent_name", "text"),
    ("households", "count"),
)  # fmt: skip
ZONE_COLUMNS = (
    ("zone_id", "text"), ("zone_name", "text"), ("parent_id", "text"), ("households", "count"), ("group", "code"),
    ("type", "code"), ("name", "text"), ("group_confidence", "share"), ("type_confidence", "share"),
    ("runner_up", "code"),
)  # fmt: skip


def _columns(words: dict[str, str], named: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    return tuple(Column(name, words.get(name, name), kind) for name, kind in named)  # type: ignore[arg-type]
