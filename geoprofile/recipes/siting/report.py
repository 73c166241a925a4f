"""What is said of a comparison of sites: figures for a reader, the same in page, map, workbook and GeoPackage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.siting.network import ChainPlan, plan_chain, twin_sites
from geoprofile.recipes.siting.reasons import REASONS, site_reasons
from geoprofile.recipes.siting.sentences import SITING_SENTENCES
from geoprofile.recipes.siting.stores import told_stores, withhold
from geoprofile.recipes.siting.surroundings import income_variable
from geoprofile.recipes.siting.words import PLACE_REASONS, SITING_WORDS
from geoprofile.recipes.sources import source_lines
from geoprofile.suppression import SMALLEST_CELL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.recipes.siting.flow import SitesResult

__all__ = [
    "PAGES",
    "SitesReport",
    "Spend",
    "counted_in",
    "names_of",
    "ranked",
    "reader_note",
    "sites_report",
    "spend_of",
]

# Where every zone is a candidate, so many of the best get a page.
PAGES = 10
# What other modules say of a place, in English.
ENGLISH = {reason: key for key, reason in PLACE_REASONS["en"].items()}


@dataclass(frozen=True)
class Spend:
    """What a customer of the file spends.

    Attributes
    ----------
    eur : float
        Mean; NaN where it is not known.
    customers : int
        Who told it.
    column : str
    """

    eur: float = float("nan")
    customers: int = 0
    column: str = ""


@dataclass(frozen=True, eq=False)
class SitesReport:
    """A comparison made ready to be told.

    Attributes
    ----------
    result : SitesResult
    chain : ChainPlan
    sites : DataFrame, a row a candidate, best first, those without figures last
        The columns of `SitesResult.sites`, and `income_index` (100 = the territory), `net_eur` with `_low`, `_high`,
        `likeness`, `alike`, `unlike` (to the best stores), `reason_1` to `reason_3`, `is_page` (has a page of its own).
    stores : DataFrame
        As `SitesResult.stores`, with `model_index` (100 = seen); what may not be published is missing.
    check : DataFrame
        `place_name`, `seen`, `predicted`, `nearest_store`, `equal_share` of each store left out; empty without.
    twins_of : str
        Names of the best stores, "" where none is known to be.
    spend : Spend
    sources : tuple of str
    """

    result: SitesResult
    chain: ChainPlan
    sites: pd.DataFrame
    stores: pd.DataFrame
    check: pd.DataFrame
    twins_of: str
    spend: Spend
    sources: tuple[str, ...]

    @property
    def language(self) -> str:
        """Give the language of all texts."""
        return self.result.market.language


def sites_report(
    result: SitesResult, *, spend: Spend | None = None, choose: int = 2, objective: str = "huff_share"
) -> SitesReport:
    """Make a comparison ready to be told.

    Parameters
    ----------
    result : SitesResult
    spend : Spend, optional
        Tells gains in euros, where these are customers.
    choose : int
        Sites to choose together; 0 for none.
    objective : {"huff_share", "mclp", "p_median"}

    Raises
    ------
    UnknownNameError
        If there is no such objective.
    """
    told = spend or Spend()
    if result.is_published and told.customers < SMALLEST_CELL:
        told = Spend(column=told.column)
    stores, check = told_stores(result), _check_by_store(result)
    twins = twin_sites(result)
    sites, twins_of = _told(result, twins, told), ""
    if "twins_of" in twins and len(twins):
        twins_of = str(twins["twins_of"].iloc[0])
    listed = int((result.sites["rank"].notna()).sum())
    chain = plan_chain(result, count=min(choose, listed), objective=objective)
    if result.is_published:
        stores, check, chain = withhold(stores, check, chain)
    sources = source_lines(
        result.market.territory, result.market.profiles, addresses=True, streets=result.site_reach.basis == "network"
    )
    return SitesReport(result, chain, sites, stores, check, twins_of, told, sources)


def reader_note(report: SitesReport) -> str:
    """Say who may see the result; nothing where it is made of open data alone."""
    words, result = SITING_SENTENCES[report.language], report.result
    if result.is_published:
        return words["published"]
    return words["private"] if len(report.stores) or result.market.customers.any() else ""


def spend_of(values: NDArray[np.float64], column: str) -> Spend:
    """Average what customers spend; those without a figure are left out.

    Parameters
    ----------
    values : array of shape (n,)
        Euros of each customer.
    column : str
        Where they stand, for the reader.
    """
    known = values[np.isfinite(values)]
    return Spend(float(known.mean()), len(known), column) if len(known) else Spend(column=column)


def ranked(report: SitesReport) -> pd.DataFrame:
    """Give the candidates that have figures, best first."""
    return report.sites[report.sites["rank"].notna()]


def counted_in(result: SitesResult) -> str:
    """Say what gains are counted in: `customers`, `like` (households like them) or `households`."""
    if result.choice.is_counted:
        return "customers"
    return "households" if result.market.ranking is None else "like"


def _told(result: SitesResult, twins: pd.DataFrame, spend: Spend) -> pd.DataFrame:
    """Add what a reader compares by, and put the best first."""
    sites, language = result.sites, result.market.language
    worth = spend.eur if result.choice.is_counted else np.nan
    likeness = [name for name in ("likeness", "alike", "unlike") if name in twins.columns]
    told = sites.join(twins[likeness]).assign(
        income_index=100 * sites["income_eur"] / _usual_income(result),
        **{f"net_eur{end}": worth * sites[f"net_own{end}"] for end in ("", "_low", "_high")},
        reason=[_reason_text(reason, language) for reason in sites["reason"]],
    )
    told = told.join(site_reasons(result))
    for name in REASONS:
        told[name] = told[name].fillna("").astype("str")
    told = told.sort_values(["rank", "place_id"], kind="stable", na_position="last", ignore_index=True)
    return told.assign(
        is_page=told["rank"].notna() & (bool(result.has_file) | (told["rank"].fillna(PAGES + 1) <= PAGES))
    )


def _reason_text(reason: str, language: str) -> str:
    """Give in the reader's language why a place has no figures."""
    return PLACE_REASONS[language][ENGLISH[reason]] if reason in ENGLISH else reason


def _usual_income(result: SitesResult) -> float:
    """Average the incomes of the territory by their households; NaN where nothing is known."""
    market = result.market
    name = income_variable(market)
    if name is None:
        return float("nan")
    values = market.profiles.values[name].to_numpy(dtype=float)
    weight = np.where(np.isfinite(values), market.profiles.households, 0.0)
    return float(weight @ np.nan_to_num(values) / weight.sum()) if weight.sum() > 0 else float("nan")


def _check_by_store(result: SitesResult) -> pd.DataFrame:
    """Lay out how each store was foretold without it."""
    columns = ["seen", "predicted", "nearest_store", "equal_share"]
    check = result.choice.check
    if check is None:
        return pd.DataFrame({"place_name": pd.Series([], dtype="str")} | {name: [] for name in columns}, dtype=None)
    names = result.choice.rows["place_name"].iloc[check.table["store"].to_numpy()].reset_index(drop=True)
    return check.table[columns].assign(place_name=names)


def names_of(result: SitesResult, codes: Sequence[str]) -> list[str]:
    """Name groups of types for a reader: `A Affluent`."""
    language, names = result.market.language, result.names
    heading = SITING_WORDS[language]["group"]
    if names is None:
        return [heading.format(name=code) for code in codes]
    told = [str(names.loc[code, f"name_{language}"]) if code in names.index else "" for code in codes]
    return [heading.format(name=f"{code} {name}".strip()) for code, name in zip(codes, told, strict=True)]
