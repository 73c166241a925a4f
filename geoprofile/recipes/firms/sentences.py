"""What the report on business customers says in words, and the rows that a card of the ideal firm is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.firms.nomenclatures import legal_form_labels, section_labels
from geoprofile.firms.segments import SMALLEST_BUSINESS_CELL
from geoprofile.profiling.phrases import spaced
from geoprofile.recipes.firms.words import AGE_NAMES, FIRM_WORDS, SIZE_NAMES
from geoprofile.words import check_language, count_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geoprofile.recipes.firms.flow import FirmsResult

__all__ = ["cautions", "class_names", "firm_summary", "ideal_base", "ideal_sentence", "known_base", "say"]

MOST_IDEAL = 3
FEW_MATCHES, AMBIGUOUS = 0.5, "ambiguous"


def say(key: str, language: str, **told: object) -> str:
    """Give a sentence of the report, with the spaces that its language wants."""
    text = FIRM_WORDS[language][key].format(**told)
    return spaced(text) if language == "fr" else text


def class_names(dimension: str, language: str) -> Mapping[str, str]:
    """Name the classes of a dimension."""
    check_language(language)
    named: dict[str, Mapping[str, str]] = {
        "section": section_labels(language),
        "size": SIZE_NAMES[language],
        "age": AGE_NAMES[language],
        "legal_family": legal_form_labels(language),
    }
    return named[dimension]


def ideal_sentence(result: FirmsResult, language: str) -> str:
    """Say which activities and sizes are established to be over-represented, the surest first."""
    check_language(language)
    if result.counted < SMALLEST_BUSINESS_CELL:
        return say("ideal_few", language, least=SMALLEST_BUSINESS_CELL)
    if result.ideal.empty:
        return say("ideal_none", language)
    weighted = "_weighted" if result.weighted_by else ""
    sections, sizes = class_names("section", language), class_names("size", language)
    classes = [
        say(
            f"ideal_class{weighted}",
            language,
            section=sections[row["section"]],
            size=sizes[row["size"]],
            index=count_text(row["index"], language),
            share=percent_text(row["share"], language),
            base=percent_text(row["stock_share"], language),
        )
        for row in result.ideal.head(MOST_IDEAL).to_dict("records")
    ]
    told = say(f"ideal{weighted}", language, classes=say("and", language).join(classes), column=result.weighted_by)
    return f"{told} {ideal_base(result, language)}"


def ideal_base(result: FirmsResult, language: str) -> str:
    """Say which establishments of the register the shares of the ideal customer are of."""
    known = count_text(int(result.ideal["stock_known"].iloc[0]), language)
    return say("ideal_base", language, known=known, stock=count_text(result.stock_count, language))


def known_base(result: FirmsResult, dimension: str, language: str) -> str:
    """Say of how many establishments of the register a dimension is known; "" where it is known of all."""
    known = int(result.segments[dimension]["stock"].sum())
    if known >= result.stock_count:
        return ""
    counts = {"known": known, "stock": result.stock_count, "unknown": result.stock_count - known}
    texts = {name: count_text(count, language) for name, count in counts.items()}
    return say("known_base", language, name=say(dimension, language), **texts)


def cautions(result: FirmsResult, language: str) -> Iterator[str]:
    """Warn of closed firms, of those that were left to choose, and of a register that does not cover the file."""
    firms = result.firms
    closed = int((firms["firm_state"] == "closed").sum())
    if closed:
        yield say("to_call", language, count=count_text(closed, language))
    ambiguous = int(firms["firm_match_reason"].str.startswith(AMBIGUOUS).sum())
    if ambiguous:
        yield say("ambiguous", language, count=count_text(ambiguous, language))
    recognised = float((firms["firm_match"] != "none").mean()) if len(firms) else 0.0
    if recognised < FEW_MATCHES:
        yield say("few_matches", language, share=percent_text(recognised, language))
    yield from _of_register(result, language)


def _of_register(result: FirmsResult, language: str) -> Iterator[str]:
    """Tell what was put right in the files of the register."""
    if result.numeric_files:
        yield say("numeric_codes", language, files=", ".join(result.numeric_files))
    for key, count in (("bad_numbers", result.bad_count), ("repeated", result.repeated_count)):
        if count:
            yield say(key, language, count=count_text(count, language))


def firm_summary(result: FirmsResult, language: str) -> pd.DataFrame:
    """Give the classes in which business customers stand out, as a card of the ideal firm wants them.

    Returns
    -------
    DataFrame
        `dimension`, `code`, `name`, `customers`, `share`, `stock_share`, `index`, `index_low`, `index_high`,
        `significant`: published classes alone, by dimension, the highest index first.
    """
    check_language(language)
    kept = ["customers", "share", "stock_share", "index", "index_low", "index_high", "significant"]
    parts = []
    for dimension, table in result.segments.items():
        own = table[~table["hidden"]].sort_values("index", ascending=False, kind="stable")
        codes = own[dimension].astype("str")
        names = codes.map(class_names(dimension, language)).fillna(codes)
        head = pd.DataFrame({"dimension": dimension, "code": codes, "name": names})
        parts.append(pd.concat([head, own[kept]], axis=1))
    return pd.concat(parts, ignore_index=True)
