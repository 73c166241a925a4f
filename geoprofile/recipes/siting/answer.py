"""The answer in two sentences, how far it can be trusted, and how it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.recipes.siting.as_new import FEWEST
from geoprofile.recipes.siting.report import counted_in, ranked
from geoprofile.recipes.siting.sentences import SITING_SENTENCES
from geoprofile.recipes.siting.stores import file_share
from geoprofile.recipes.siting.surroundings import band_column
from geoprofile.siting.huff import MINUTES_AT_DOOR
from geoprofile.travel.demand import demand_sentence
from geoprofile.travel.straight import basis_sentence
from geoprofile.words import count_text, digits_text, percent_text, value_text

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.recipes.siting.report import SitesReport

__all__ = [
    "answer_lines",
    "assumption_lines",
    "check_line",
    "choice_lines",
    "euro_text",
    "is_worse_than_nearest",
    "trust_lines",
    "unit_of",
    "win_line",
]

# From so many draws out of a hundred on, one site is said to be ahead of another.
CLEARLY = 0.95
# Losers named in a sentence.
NAMED = 2
# Nearer than that to an own store a site is its neighbour, and mostly shares its customers.
BESIDE_MIN = 2.0
LN2 = np.log(2)
# From this share of the households of the territory on, minutes reach all of it.
NEARLY_ALL = 0.9
# Under this share of customers who can choose between two own stores, their split says little of the model.
FEW_CHOOSE = 0.1


def unit_of(report: SitesReport) -> str:
    """Say what gains are counted in, for a sentence."""
    return SITING_SENTENCES[report.language][f"of_{counted_in(report.result)}"]


def euro_text(value: float, language: str) -> str:
    """Write euros to three digits, as what they are made of is no surer."""
    size = 10 ** max(int(np.floor(np.log10(abs(value)))) - 2, 0) if value else 1
    return value_text(float(round(value / size) * size), "eur", language)


def answer_lines(report: SitesReport) -> tuple[str, ...]:
    """Say which site adds most, and what it takes from whom; nothing where no candidate has figures."""
    sites = ranked(report)
    if sites.empty:
        return ()
    words, language, first = SITING_SENTENCES[report.language], report.language, sites.iloc[0]
    between = eur = ""
    if np.isfinite(first["net_own_low"]):
        low, high = (count_text(first[f"net_own_{end}"], language) for end in ("low", "high"))
        between = words["between"].format(low=low, high=high)
    if np.isfinite(first["net_eur"]):
        told = {end or "value": euro_text(first[f"net_eur{end and f'_{end}'}"], language) for end in ("", "low", "high")
                if np.isfinite(first[f"net_eur{end and f'_{end}'}"])}  # fmt: skip
        eur = words["eur_between" if "low" in told else "eur"].format(**told)
    best = words["best"].format(
        name=first["place_name"], net=count_text(first["net_own"], language), unit=unit_of(report), between=between,
        eur=eur,
    )  # fmt: skip
    return best, win_line(report, first)


def win_line(report: SitesReport, site: pd.Series) -> str:
    """Say how many a site wins in all, and what of it comes from which own store."""
    words, language = SITING_SENTENCES[report.language], report.language
    if report.stores.empty:
        return words["no_own"]
    losses = report.result.losses
    own = losses[losses["candidate_id"] == site["place_id"]].head(NAMED)
    if own.empty or round(float(site["from_own"])) == 0:
        return words["takes_none"]
    losers = ", ".join(
        words["loser"].format(
            lost=count_text(row["lost"], language), store=row["store_name"],
            part=percent_text(row["lost_share"], language),
        )
        for row in own.to_dict("records")
    )  # fmt: skip
    more = (losses["candidate_id"] == site["place_id"]).sum() > NAMED
    return words["wins"].format(
        gained=count_text(site["gained"], language), own=count_text(site["from_own"], language),
        share=percent_text(site["cannibalised_share"], language),
        losers=words["first_loser"].format(losers=losers) if more else losers,
    )  # fmt: skip


def trust_lines(report: SitesReport) -> tuple[tuple[str, bool], ...]:
    """Say how far the answer can be trusted; each sentence with whether it is a warning."""
    words, result, sites = SITING_SENTENCES[report.language], report.result, ranked(report)
    told: list[tuple[str, bool]] = []
    if len(sites) > 1:
        told.append(_second(report, sites))
    if len(sites) and sites["nearest_own_stores_min"].iloc[0] < BESIDE_MIN:
        told.append((_beside(report, sites.iloc[0]), True))
    told += [(text, True) for text in _whole_bands(report, sites)]
    counted = counted_in(result)
    if len(result.choice.as_new) >= FEWEST:
        told.append((words["as_new"].format(**_as_new(report)), False))
    if result.choice.check is not None:
        told += [(check_line(report), is_worse_than_nearest(report))] if _choosing_share(report) >= FEW_CHOOSE else []
    elif counted == "customers" or result.choice.fit is not None:
        told.append((words["no_check"], True))
    if counted == "customers":
        told.append((words["sample"], False))
        share = file_share(result.stores, report.spend.eur * report.spend.customers)
        # The mean of a customer and their number stand beside it: with the share they would tell all turnover.
        if np.isfinite(share) and not result.is_published:
            told.append((words["file_share"].format(share=percent_text(share, report.language)), False))
    else:
        minutes = f"{result.market.core_minutes:g}"
        told.append((words["relative"].format(minutes=minutes), True))
    if not result.market.customers.any():
        told.append((words["no_customers"], True))
    elif result.choice.fit is None and not report.stores.empty:
        told.append((words["no_store_column"], True))
    return tuple(told)


def check_line(report: SitesReport) -> str:
    """Say how the model did on stores left out, beside the nearest-store rule."""
    words = SITING_SENTENCES[report.language]
    return words["worse" if is_worse_than_nearest(report) else "better"].format(**_errors(report))


def is_worse_than_nearest(report: SitesReport) -> bool:
    """Tell whether the nearest-store rule splits customers among stores left out better than the model does.

    False where hardly any customer can choose between two own stores.
    """
    if report.result.choice.check is None or _choosing_share(report) < FEW_CHOOSE:
        return False
    error = report.result.choice.check.summary.set_index("rule")["mean_absolute_error"]
    return bool(error["predicted"] > error["nearest_store"])


def choice_lines(report: SitesReport) -> tuple[str, ...]:
    """Put the parameters of the model into words."""
    words, language, model = SITING_SENTENCES[report.language], report.language, report.result.choice.model
    told = [words["huff"]]
    if model.names and not report.result.choice.rows.empty:
        exponent = float(model.exponents[0])
        times = digits_text(round(2**exponent, 2), language)
        told.append(words["size_means"].format(times=times, value=digits_text(round(exponent, 2), language)))
    else:
        told.append(words["size_none"])
    near = report.result.market.bands[0]
    if model.distance < 0:
        far = (
            near + LN2 / -model.distance
            if model.decay == "exponential"
            else (near + MINUTES_AT_DOOR) * 2 ** (-1 / model.distance) - MINUTES_AT_DOOR
        )
        value = digits_text(round(model.distance, 2), language)
        told.append(words["half_means"].format(near=f"{near:g}", far=digits_text(round(far, 1), language), value=value))
    if model.competitor and not report.result.competitors.empty:
        times = digits_text(round(float(np.exp(model.competitor)), 2), language)
        told.append(words["competitor_means"].format(times=times))
    return tuple(told)


def assumption_lines(report: SitesReport) -> dict[str, str]:
    """Say what is measured, what estimated and what assumed."""
    words, result = SITING_SENTENCES[report.language], report.result
    measured = words["measured" if result.site_reach.basis == "network" else "measured_straight"].format(
        customers=words["measured_customers"] if result.market.customers.any() else ""
    )
    measured += " " + " ".join(basis_lines(report))
    assumed = words["assumed"].format(limit=f"{result.market.bands[-1]:g}")
    if not result.has_file:
        assumed += " " + words["assumed_zone"]
    estimated = words["estimated_all" if result.choice.fit is not None else "estimated_few"]
    return {"measured": measured, "estimated": estimated, "assumed": assumed}


def basis_lines(report: SitesReport) -> tuple[str, str]:
    """Say how minutes are measured, and from where."""
    result, language = report.result, report.language
    reach = result.site_reach
    return basis_sentence(reach.basis, reach.by, language), demand_sentence(result.market.demand, language)


def _second(report: SitesReport, sites: pd.DataFrame) -> tuple[str, bool]:
    """Say whether the best is better than the second."""
    words, language, second = SITING_SENTENCES[report.language], report.language, sites.iloc[1]
    told = {"name": second["place_name"], "net": count_text(second["net_own"], language)}
    chance = float(second["first_better_chance"])
    if not np.isfinite(chance):
        return words["second_unknown"].format(**told), True
    key = "second_sure" if chance >= CLEARLY else "second_unsure"
    return words[key].format(chance=percent_text(chance, language), **told), chance < CLEARLY


def _beside(report: SitesReport, site: pd.Series) -> str:
    """Warn of a site on the doorstep of an own store."""
    minutes = digits_text(round(float(site["nearest_own_stores_min"]), 1), report.language)
    words = SITING_SENTENCES[report.language]["beside"]
    return words.format(name=site["place_name"], minutes=minutes, store=site["nearest_own_stores"])


def _whole_bands(report: SitesReport, sites: pd.DataFrame) -> list[str]:
    """Say of the shortest band in which every candidate reaches nearly the whole territory that it says little."""
    market, words = report.result.market, SITING_SENTENCES[report.language]
    whole = float(np.nansum(market.profiles.households))
    for minutes in market.bands:
        least = float(sites[band_column(minutes)].min()) / whole if len(sites) and whole > 0 else 0.0
        if least >= NEARLY_ALL:
            share = percent_text(np.floor(100 * least) / 100, report.language)
            return [words["whole_band"].format(minutes=f"{minutes:g}", share=share)]
    return []


def _as_new(report: SitesReport) -> dict[str, str]:
    """Say how many times the customers told the stores had that were foretold as if they were new."""
    found, language = report.result.choice.as_new, report.language
    times = found["seen"] / found["as_new"]
    return {
        "count": str(len(found)),
        "low": digits_text(round(float(times.min()), 1), language),
        "high": digits_text(round(float(times.max()), 1), language),
    }


def _choosing_share(report: SitesReport) -> float:
    """Give the share of the customers of own stores who live where two of them are in reach; 0 without a check."""
    choice = report.result.choice
    if choice.check is None:
        return 0.0
    return float(choice.check.table["seen"].sum() / np.nansum(choice.seen))


def _errors(report: SitesReport) -> dict[str, str]:
    check = report.result.choice.check
    if check is None:
        return {}
    error = check.summary.set_index("rule")["mean_absolute_error"]
    named = {"model": "predicted", "nearest": "nearest_store", "equal": "equal_share"}
    told = {key: count_text(error[rule], report.language) for key, rule in named.items()}
    return {**told, "part": percent_text(_choosing_share(report), report.language)}
