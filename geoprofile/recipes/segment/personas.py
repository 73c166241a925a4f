"""One page a class of customers: who, where, what they buy, by which channel, how sure we are; and a persona."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.pages import KeyFigure, PersonaCard, Section, trait_bars
from geoprofile.recipes.segment.persona_words import PERSONA_WORDS
from geoprofile.significance import false_discovery_rates, share_test
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
NORMAL_95 = 1.96
FALSE_DISCOVERY_RATE = 0.05


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
    """

    measures: pd.DataFrame
    traits: pd.DataFrame
    variables: Sequence[Variable]
    families: Mapping[str, Family]
    places: NDArray[np.object_]
    goods: NDArray[np.object_]
    channels: NDArray[np.object_]
    currency: str = "EUR"


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
        (words["goods"], (*_mostly(mine, facts.goods, words["mostly_goods"], language),
                          *_traits(code, facts, "goods", language))),
        (words["channels"], (*_mostly(mine, facts.channels, words["mostly_channel"], language),
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
        figures.append(KeyFigure(words["expected"], float(own["expected_value"].mean()), unit, words["horizon"]))
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


def _mostly(mine: NDArray[np.bool_], values: NDArray[np.object_], sentence: str, language: str) -> Iterator[str]:
    """Say what most of a class have, and how many of all."""
    known = values != ""
    counts = pd.Series(values[mine & known]).value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if len(counts) and counts.iloc[0] >= SMALLEST_CELL:
        count, size = int(counts.iloc[0]), int((mine & known).sum())
        base, everyone = int((values == counts.index[0]).sum()), int(known.sum())
        # A share tells how many the others are: they are hidden as any few are.
        if min(size - count, everyone - base) >= SMALLEST_CELL:
            figures = PERSONA_WORDS[language]["share_of"].format(
                share=percent_text(count / size, language), base=percent_text(base / everyone, language)
            )
            yield sentence.format(name=counts.index[0], figures=figures)
        else:
            yield sentence.format(name=counts.index[0], figures="")


def _places(mine: NDArray[np.bool_], facts: PeopleFacts, language: str) -> tuple[str, ...]:
    """Name the places where a class is more frequent than all customers, chance set aside."""
    known = facts.places != ""
    if not (mine & known).any():
        return ()
    own = pd.Series(facts.places[mine & known]).value_counts().sort_index()
    base = pd.Series(facts.places[known]).value_counts().reindex(own.index)
    share = base / known.sum()
    expected = share * (mine & known).sum()
    p_values = share_test(own.to_numpy(dtype=float), float((mine & known).sum()), share.to_numpy(dtype=float))
    firm = (false_discovery_rates(p_values) <= FALSE_DISCOVERY_RATE) & (own >= SMALLEST_CELL) & (own > expected)
    index = (100 * own / expected)[firm].sort_values(ascending=False, kind="stable").head(SAID)
    if index.empty:
        return ()
    listed = ", ".join(f"{name} ({number_text(round(value), language)})" for name, value in index.items())
    return (PERSONA_WORDS[language]["places"].format(listed),)


def _sureness(code: str, count: int, facts: PeopleFacts, language: str) -> tuple[str, ...]:
    """Say how far the figures may be trusted."""
    words = PERSONA_WORDS[language]
    half_width = 100 * NORMAL_95 * math.sqrt(0.25 / count)
    own = facts.traits[facts.traits["code"] == code]
    tested, firm = int(own["q_value"].notna().sum()), int(own["significant"].sum())
    return (
        words["interval"].format(points=fixed_text(half_width, 0, language), count=count_text(count, language)),
        words["tested"].format(tested=count_text(tested, language), firm=count_text(firm, language)),
    )


def _imagined(mine: NDArray[np.bool_], facts: PeopleFacts, language: str) -> str:
    """Imagine one person of a class from its most frequent values."""
    words, own = PERSONA_WORDS[language], facts.measures[mine]
    parts = []
    for values, sentence in (
        (facts.places, words["lives"]), (facts.goods, words["buys"]), (facts.channels, words["comes_by"]),
    ):  # fmt: skip
        counts = pd.Series(values[mine & (values != "")]).value_counts().sort_index()
        if len(counts) and counts.max() >= SMALLEST_CELL:
            parts.append(sentence.format(counts.idxmax()))
    basket, interval = own["basket_mean"].median(), own["interval_days"].median()
    if math.isfinite(basket):
        parts.append(words["spends"].format(value_text(float(basket), facts.currency.lower(), language)))
    if math.isfinite(interval):
        parts.append(words["returns"].format(count_text(float(interval), language)))
    listed = words["and"].join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    return words["someone"].format(listed) if parts else ""
