"""The card of the ideal customer among firms: what sets customers apart from the register, and a persona after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.pages import IndexBar, KeyFigure, PersonaCard
from geoprofile.profiling.phrases import spaced
from geoprofile.recipes.firms.sentences import firm_summary, known_base, say
from geoprofile.significance import widest_margin
from geoprofile.words import count_text, fixed_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from geoprofile.recipes.firms.flow import FirmsResult

__all__ = ["ideal_card"]

DIMENSIONS = ("section", "size", "age", "legal_family")
SAID = 3
USUAL_INDEX = 100


def ideal_card(result: FirmsResult, language: str) -> PersonaCard:
    """Compose the card; it holds published classes alone.

    Parameters
    ----------
    result : FirmsResult
        With enough active establishments to publish anything of.
    language : {"fr", "en"}
    """
    table = firm_summary(result, language)
    sure = table[table["significant"].astype(bool)]
    above = sure[sure["index"] > USUAL_INDEX].sort_values(["index", "name"], ascending=[False, True])
    counted = count_text(result.counted, language)
    half_width = fixed_text(100 * widest_margin(result.counted), 0, language)
    key = "card_trait_weighted" if result.weighted_by else "card_trait"
    lines = [
        (say(dimension, language), _traits(above[above["dimension"] == dimension], key, result, dimension, language))
        for dimension in DIMENSIONS
    ]
    # Of values the interval stands on the bars: a few large customers make it wide.
    trust = () if result.weighted_by else (say("card_interval", language, points=half_width, count=counted),)
    tested = say("card_tested", language, tested=len(table), firm=len(sure))
    return PersonaCard(
        say("card_mark", language, count=counted),
        (
            KeyFigure(say("counted", language), float(result.counted)),
            KeyFigure(say("card_penetration", language), result.counted / max(result.stock_count, 1), "share"),
        ),
        (*lines, (say("card_sure", language), (*trust, tested))),
        tuple(_bar(row, language) for row in above.head(2 * SAID).to_dict("records")),
        _imagined(above, language),
        say("card_imagined", language),
    )


def _traits(rows: pd.DataFrame, key: str, result: FirmsResult, dimension: str, language: str) -> tuple[str, ...]:
    """Say what stands out, and of what its shares are where that is not the whole register."""
    base = known_base(result, dimension, language) if len(rows) else ""
    said = [
        say(
            key, language, name=row["name"], share=percent_text(row["share"], language),
            base=percent_text(row["stock_share"], language),
        )
        for row in rows.head(SAID).to_dict("records")
    ]  # fmt: skip
    return (*said, base) if base else tuple(said)


def _bar(row: Mapping[Hashable, object], language: str) -> IndexBar:
    index, low, high, share, base = (
        float(str(row[name])) for name in ("index", "index_low", "index_high", "share", "stock_share")
    )
    return IndexBar(
        str(row["name"]), index, percent_text(share, language), percent_text(base, language), low=low, high=high
    )


def _imagined(above: pd.DataFrame, language: str) -> str:
    """Imagine one firm from the classes that stand out most."""
    first = above.drop_duplicates("dimension").set_index("dimension")["name"]
    told = [str(first[dimension]) for dimension in DIMENSIONS if dimension in first.index]
    text = say("card_someone", language, classes=", ".join(told)) if told else ""
    return spaced(text) if language == "fr" else text
