"""A comparison of sites as a workbook: candidates, stores, losses, the chain, the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.columns import Column
from geoprofile.files.workbook import Sheet, write_workbook
from geoprofile.recipes.siting.answer import answer_lines, assumption_lines, basis_lines, choice_lines, trust_lines
from geoprofile.recipes.siting.chain_section import chosen_lines
from geoprofile.recipes.siting.page import notes_of, title_of
from geoprofile.recipes.siting.reasons import REASONS
from geoprofile.recipes.siting.report import reader_note
from geoprofile.recipes.siting.sentences import SITING_SENTENCES
from geoprofile.recipes.siting.surroundings import band_column
from geoprofile.recipes.siting.tables import label_of, model_column, parameter_table, shown_columns, with_data
from geoprofile.recipes.siting.words import COLUMN_LABELS, SITING_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from geoprofile.recipes.siting.report import SitesReport

__all__ = ["SITE_COLUMNS", "write_sites_workbook"]

# What files tell of a candidate, beside the households of each band.
SITE_COLUMNS = (
    "rank", "place_id", "place_name", "reason", "net_own", "net_eur", "gained", "from_own", "cannibalised_share",
    "from_competitors", "from_away", "newly_reached", "first_better_chance", "forecast_eur", "forecast_beyond",
    "persons", "prospects", "income_eur", "income_index", "competitors_within", "nearest_competitors",
    "nearest_competitors_min", "own_stores_within", "nearest_own_stores", "nearest_own_stores_min", "likeness",
    *REASONS, "longitude", "latitude", "match_level",
)  # fmt: skip
STORE_COLUMNS = (
    "place_id", "place_name", "seen", "expected", "as_new", "turnover_eur", "size", "persons", "prospects",
    "income_eur", "competitors_within", "nearest_own_stores", "nearest_own_stores_min",
)  # fmt: skip


def write_sites_workbook(report: SitesReport, path: Path) -> Path:
    """Write the workbook, whole or not at all."""
    words = SITING_WORDS[report.language]
    title, subtitle = title_of(report)
    bands = [band_column(minutes) for minutes in report.result.market.bands]
    sites = report.sites.assign(rank=report.sites["rank"].astype("Float64").astype(float))
    listed = [*SITE_COLUMNS[:15], *bands, *SITE_COLUMNS[15:]]
    sheets = [Sheet(words["sheet_sites"], sites, shown_columns(report, sites, with_data(sites, listed)))]
    if len(report.stores):
        model = model_column(report)
        listed = [model if name == "expected" else name for name in STORE_COLUMNS]
        names = with_data(report.stores, [*listed[:6], *bands, *listed[6:]])
        sheets.append(Sheet(words["sheet_stores"], report.stores, shown_columns(report, report.stores, names)))
    losses = _losses(report)
    if len(losses):
        names = ["candidate_name", "store_name", "before", "lost", "lost_share"]
        sheets.append(Sheet(words["sheet_losses"], losses, shown_columns(report, losses, names)))
    chain = _chain(report)
    if len(chain):
        names = with_data(
            chain, ["kind", "place_name", "loss", "chain_lost", "chain_lost_share", "zones", "demand", "minutes"]
        )
        note = SITING_SENTENCES[report.language]["close_note"]
        sheets.append(Sheet(words["sheet_chain"], chain, shown_columns(report, chain, names), note))
    sheets.append(_method(report))
    told = [subtitle, *answer_lines(report), *(text for text, _ in trust_lines(report)), *chosen_lines(report)]
    told += [*basis_lines(report), *filter(None, [reader_note(report)])]
    return write_workbook(path, sheets, title=title, language=report.language, notes=told, sources=report.sources)


def _losses(report: SitesReport) -> pd.DataFrame:
    """Name candidates and stores, the best candidate first."""
    names = report.sites.set_index("place_id")[["place_name", "rank"]]
    losses = report.result.losses
    losses = losses[losses["candidate_id"].isin(names.index[names["rank"].notna()])]
    told = losses.assign(
        candidate_name=losses["candidate_id"].map(names["place_name"]),
        rank=losses["candidate_id"].map(names["rank"]).astype("Float64"),
    )
    return told.sort_values(["rank", "lost"], ascending=[True, False], kind="stable", ignore_index=True)


def _chain(report: SitesReport) -> pd.DataFrame:
    """Put what is said of the chain into one table."""
    words, chain = SITING_WORDS[report.language], report.chain
    parts = []
    if chain.chosen is not None and len(chain.chosen):
        own = (
            chain.chosen
            if chain.choice is not None and chain.choice.objective == "huff_share"
            else chain.chosen.drop(columns="loss")
        )
        parts.append(own.assign(kind=words["chain_best"]))
    if len(chain.closing):
        parts.append(
            chain.closing.rename(columns={"lost": "chain_lost", "lost_share": "chain_lost_share"}).assign(
                kind=words["chain_close"]
            )
        )
    if len(chain.white_spots):
        spots = chain.white_spots.rename(columns={"zone_name": "place_name"})
        parts.append(spots.assign(kind=words["chain_white"]))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _method(report: SitesReport) -> Sheet:
    """Lay out the parameters and what each kind of figure is."""
    words, labels = SITING_WORDS[report.language], COLUMN_LABELS[report.language]
    rows = [(words[f"{name}_is"], text) for name, text in assumption_lines(report).items()]
    rows += [(words["choose"], text) for text in choice_lines(report)]
    rows += [(words["method"], text) for text in notes_of(report)]
    frame = pd.DataFrame(rows, columns=["kind", "text"])
    parameters = parameter_table(report).rename(columns={"parameter": "text", "origin": "kind"})
    frame = pd.concat([frame, parameters], ignore_index=True)
    columns = (
        Column("kind", labels["kind"]), Column("text", labels["text"]),
        Column("estimate", label_of(report, "estimate"), "number", "low", "high"),
    )  # fmt: skip
    return Sheet(words["sheet_method"], frame, columns)
