"""One page a class of customers: who, where, what they buy, by which channel, how sure we are; and a persona."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.pages import KeyFigure, PersonaCard, Section, trait_bars
from geoprofile.recipes.segment.persona_words import PERSONA_WORDS
from geoprofile.significance import false_discovery_rates, share_test, widest_margin
from geoprofile.suppression import SMALLEST_CELL, hidden_cells
from geoprofile.words import count_text, fixed_text, number_text, percent_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from geoprofile.tables import Variable

__all__ = ["SOLID_FROM", "Family", "PeopleFacts", "persona_sections"]

Family = Literal["place", "buying", "goods", "channel", "other"]
# From so many customers on a share of one half is known to ten points: a portrait; below it is a sketch.
SOLID_FROM = 100
SAID = 3
# What fits a page of paper.
MOST_BARS = 6
FALSE_DISCOVERY_RATE = 0.05
# Who has stayed away for so many usual intervals no longer comes.
LONG_AWAY = 2


@dataclass(frozen=True, eq=False)
class PeopleFacts:
    """What is known of all customers, one row each.

    Attributes
    ----------
    measures : DataFrame of n rows
        `turnover`, `orders`, `basket_mean`, `recency_days`, `interval_days`, and `expected_value` where it was
        estimated.
    traits : DataFrame
        As `typology.traits.trait_table` gives them: each class against all customers.
    variables : sequence of Variable
        Of the traits.
    families : mapping of variable name to Family
    places : object array of shape (n,)
        Name of the place of each, "" where it is not known.
    goods, channels : object array of shape (n,)
        What each buys most, and the channel by which; "" where not known.
    currency : str
    horizon_days : int
        Of the expected value.
    """

    measures: pd.DataFrame
    traits: pd.DataFrame
    variables: Sequence[Variable]
    families: Mapping[str, Family]
    places: NDArray[np.object_]
    goods: NDArray[np.object_]
    channels: NDArray[np.object_]
    currency: str = "EUR"
    horizon_days: int = 365


def persona_sections(
    codes: NDArray[np.object_],
    names: Mapping[str, str],
    facts: PeopleFacts,
    *,
    language: str,
    actions: Mapping[str, str] | None = None,
    descriptions: Mapping[str, str] | None = None,
) -> dict[str, Section]:
    """Write the page of every class, in the order of `names`, but of those that are not published.

    Parameters
    ----------
    codes : object array of shape (n,)
        Class of each customer, "" for none.
    names : mapping of code to name
    facts : PeopleFacts
        Their traits bear the same codes.
    language : {"fr", "en"}
    actions, descriptions : mapping of code to sentence, optional
    """
    # Who is in no class is told by subtraction.
    counts = np.asarray([(codes == code).sum() for code in (*names, "")], dtype=float)
    hidden = hidden_cells(counts[: len(counts) - (counts[-1] == 0)])
    return {
        code: Section(names[code], (_card(code, codes == code, facts, language, actions or {}, descriptions or {}),))
        for code, is_hidden in zip(names, hidden, strict=False)
        if not is_hidden
    }


def _card(
    code: str,
    mine: NDArray[np.bool_],
    facts: PeopleFacts,
    language: str,
    actions: Mapping[str, str],
    descriptions: Mapping[str, str],
) -> PersonaCard:
    """Write the card of one class."""
    words, count = PERSONA_WORDS[language], int(mine.sum())
    lines = (
        (words["who"], tuple(filter(None, [descriptions.get(code, "")]))),
        (words["where"], (*_traits(code, facts, "place", language), *_places(mine, facts, language))),
        (words["buying"], _traits(code, facts, "buying", language)),
        (words["goods"], _goods(code, mine, facts, language)),
        (words["channels"], (*_mostly(mine, facts.channels, language),
                             *_traits(code, facts, "channel", language))),
        (words["other"], _traits(code, facts, "other", language)),
        (words["action"], tuple(filter(None, [actions.get(code, "")]))),
        (words["sure"], _sureness(code, count, facts, language)),
    )  # fmt: skip
    solid = count >= SOLID_FROM
    return PersonaCard(
        words["portrait" if solid else "sketch"].format(count=count_text(count, language)),
        _figures(mine, facts, language),
        lines,
        trait_bars(facts.traits, code, facts.variables, language=language, limit=MOST_BARS),
        _imagined(mine, facts, language),
        words["imagined"],
    )


def _figures(mine: NDArray[np.bool_], facts: PeopleFacts, language: str) -> tuple[KeyFigure, ...]:
    """Give the figures of a class: how many, what they bring."""
    words, own = PERSONA_WORDS[language], facts.measures[mine]
    unit = facts.currency.lower()
    total = float(facts.measures["turnover"].sum())
    shared = float(own["turnover"].sum()) / total if total > 0 else math.nan
    figures = [
        KeyFigure(words["customers"], float(mine.sum()), note=percent_text(float(mine.mean()), language)),
        KeyFigure(words["turnover_share"], shared, "share"),
        KeyFigure(words["basket"], float(own["basket_mean"].median()), unit, words["median"]),
        KeyFigure(words["orders"], float(own["orders"].mean())),
        KeyFigure(words["recency"], float(own["recency_days"].median()), words["days"], words["median"]),
    ]
    if "expected_value" in own:
        horizon = words["horizon"].format(days=count_text(facts.horizon_days, language))
        figures.append(KeyFigure(words["expected"], float(own["expected_value"].mean()), unit, horizon))
    return tuple(figures)


def _traits(code: str, facts: PeopleFacts, family: Family, language: str) -> tuple[str, ...]:
    """Write the most marked significant traits of one family, each with what it is among all customers."""
    rows = facts.traits
    own = rows[(rows["code"] == code) & rows["significant"]]
    own = own[own["variable"].map(facts.families) == family]
    own = own.assign(size=own["difference_sd"].abs()).sort_values(["size", "variable"], ascending=[False, True])
    known, words = {variable.name: variable for variable in facts.variables}, PERSONA_WORDS[language]
    said = [
        words["trait"].format(
            label=known[name].label_fr if language == "fr" else known[name].label_en,
            mean=value_text(mean, known[name].unit, language),
            base=value_text(base, known[name].unit, language),
        )
        for name, mean, base in own.head(SAID)[["variable", "mean", "base_mean"]].itertuples(index=False, name=None)
        if name in known
    ]
    return (words["traits"].format(words["then"].join(said)),) if said else ()


def _mostly(mine: NDArray[np.bool_], values: NDArray[np.object_], language: str) -> Iterator[str]:
    """Say which channel most of a class come by, and how many of all."""
    name = _commonest(mine, values)
    if name:
        yield PERSONA_WORDS[language]["mostly_channel"].format(name=name, figures=_shares(mine, values, name, language))


def _goods(code: str, mine: NDArray[np.bool_], facts: PeopleFacts, language: str) -> tuple[str, ...]:
    """Say which goods a class buys more often than all customers, or that it buys as all do."""
    words, traits = PERSONA_WORDS[language], _traits(code, facts, "goods", language)
    if int((mine & (facts.goods != "")).sum()) < SMALLEST_CELL:
        return traits
    found = [
        words["more_goods"].format(name=name, figures=_shares(mine, facts.goods, str(name), language))
        for name in _marked(mine, facts.goods).index[:1]
    ]
    return (*found, *traits) or (words["same_goods"],)


def _places(mine: NDArray[np.bool_], facts: PeopleFacts, language: str) -> tuple[str, ...]:
    """Name the places where a class is more frequent than all customers."""
    index = _marked(mine, facts.places).head(SAID)
    if index.empty:
        return ()
    listed = ", ".join(f"{name} ({number_text(round(value), language)})" for name, value in index.items())
    return (PERSONA_WORDS[language]["places"].format(listed),)


def _commonest(mine: NDArray[np.bool_], values: NDArray[np.object_]) -> str:
    """Give what most of a class have, the first by name of several; "" where they are few."""
    counts = pd.Series(values[mine & (values != "")]).value_counts().sort_index()
    return str(counts.idxmax()) if len(counts) and counts.max() >= SMALLEST_CELL else ""


def _marked(mine: NDArray[np.bool_], values: NDArray[np.object_]) -> pd.Series:
    """Find what a class has more often than all customers, chance set aside: indices (100 = all), the highest first."""
    known = values != ""
    own = pd.Series(values[mine & known]).value_counts().sort_index()
    if own.empty:
        return own.astype(float)
    share = pd.Series(values[known]).value_counts().reindex(own.index) / known.sum()
    expected = share * own.sum()
    p_values = share_test(own.to_numpy(dtype=float), float(own.sum()), share.to_numpy(dtype=float))
    firm = (false_discovery_rates(p_values) <= FALSE_DISCOVERY_RATE) & (own >= SMALLEST_CELL) & (own > expected)
    index: pd.Series = (100 * own / expected)[firm].sort_values(ascending=False, kind="stable")
    return index


def _shares(mine: NDArray[np.bool_], values: NDArray[np.object_], name: str, language: str) -> str:
    """Say how many of a class have something, and how many of all; nothing where it would tell of few others."""
    known = values != ""
    count, size = int((values[mine] == name).sum()), int((mine & known).sum())
    base, everyone = int((values == name).sum()), int(known.sum())
    if min(size - count, everyone - base) < SMALLEST_CELL:
        return ""
    return PERSONA_WORDS[language]["share_of"].format(
        share=percent_text(count / size, language), base=percent_text(base / everyone, language)
    )


def _sureness(code: str, count: int, facts: PeopleFacts, language: str) -> tuple[str, ...]:
    """Say how far the figures may be trusted."""
    words = PERSONA_WORDS[language]
    half_width = 100 * widest_margin(count)
    own = facts.traits[facts.traits["code"] == code]
    tested, firm = int(own["q_value"].notna().sum()), int(own["significant"].sum())
    return (
        words["interval"].format(points=fixed_text(half_width, 0, language), count=count_text(count, language)),
        words["tested"].format(tested=count_text(tested, language), firm=count_text(firm, language)),
    )


def _imagined(mine: NDArray[np.bool_], facts: PeopleFacts, language: str) -> str:
    """Imagine one person of a class from its most frequent values."""
    words, own = PERSONA_WORDS[language], facts.measures[mine]
    said = (
        (next(iter(_marked(mine, facts.places).index), ""), words["lives"]),
        (next(iter(_marked(mine, facts.goods).index), ""), words["buys"]),
        (_commonest(mine, facts.channels), words["comes_by"]),
    )
    parts = [sentence.format(name) for name, sentence in said if name]
    basket, interval = own["basket_mean"].median(), own["interval_days"].median()
    stays_away = bool(own["recency_days"].median() > LONG_AWAY * interval)
    if math.isfinite(basket):
        parts.append(words["spends"].format(value_text(float(basket), facts.currency.lower(), language)))
    if math.isfinite(interval):
        parts.append(words["returned" if stays_away else "returns"].format(count_text(float(interval), language)))
    listed = words["and"].join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    return words["someone"].format(listed) if parts else ""
