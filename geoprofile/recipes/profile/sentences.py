"""What a customer profile says in words beyond its tables: the whole in a sentence, cautions, how it was read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoprofile.profiling.phrases import PHRASES
from geoprofile.profiling.readings import base_noun, least_rows, read_profile
from geoprofile.recipes.profile.tables import label_of
from geoprofile.recipes.profile.words import LEVEL_NAMES, PROFILE_WORDS
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.words import count_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from geoprofile.profiling.profile import Profile
    from geoprofile.recipes.profile.flow import CustomerProfile

__all__ = ["area_text", "cautions", "headline", "in_sentence", "notes_on_reading", "told_counts", "traits_text"]

# Classes named in the sentence for the whole, and traits, one a theme.
MOST_OVER, MOST_UNDER, MOST_TRAITS = 2, 1, 3
# From these on a reader is warned.
FEW_CUSTOMERS, LOST_SHARE, CUSTOMERS_SHARE = 200, 0.2, 0.5
ZONES_NAMED = 3
INDEX_OF_ALL = 100
# A variable that tells less is left to the tables.
LEAST_TELLING = 0.5
BRACKETS = re.compile(r"\s*\([^()]*\)$")


def headline(result: CustomerProfile, language: str) -> str:
    """Say the whole in one sentence, and nothing where nothing is established."""
    words = PROFILE_WORDS[language]
    profile = result.groups
    if not result.is_publishable:
        return PHRASES[language]["compared_few"].format(smallest=SMALLEST_CELL)
    if profile is None:
        return traits_text(result, language) if len(result.marked) else words["nothing"]
    firm = profile.table[profile.table["significant"]]
    gap = (firm["share"] - firm["base_share"]).sort_values(ascending=False, kind="stable")
    over = firm.loc[gap[gap > 0].index[:MOST_OVER]]
    under = firm.loc[gap[gap < 0].index[::-1][:MOST_UNDER]]
    base = words[f"base_{base_noun(profile)}"]
    if over.empty and under.empty:
        return traits_text(result, language) if len(result.marked) else words["nothing"]
    kind, told = ("_weighted" if profile.weighted_by else ""), {"base": base, "column": profile.weighted_by}
    if over.empty:
        return words[f"fewer_only{kind}"].format(classes=_named(under, profile, language), **told) + "."
    parts = [words[f"more{kind}"].format(classes=_named(over, profile, language), **told)]
    if len(under):
        parts.append(words[f"fewer{kind}"].format(classes=_named(under, profile, language), **told))
    return ", ".join(parts) + "."


def traits_text(result: CustomerProfile, language: str) -> str:
    """Name the strongest traits, one a theme."""
    words = PROFILE_WORDS[language]
    by_name = {own.variable.name: own for own in result.variables}
    telling = result.marked[[by_name[name].telling >= LEAST_TELLING for name in result.marked["variable"]]]
    marked = telling if len(telling) else result.marked
    theme = marked["variable"].map(lambda name: by_name[name].theme)
    first = marked[~theme.duplicated()].head(MOST_TRAITS)
    traits = [
        words["trait" if row["index"] > INDEX_OF_ALL else "rare_trait"].format(
            label=in_sentence(label_of(by_name[row["variable"]].variable, language)),
            name=row[f"name_{language}"],
            index=count_text(row["index"], language),
        )
        for row in first.to_dict("records")
    ]
    return words["traits"].format(traits="\N{NO-BREAK SPACE}; ".join(traits) if language == "fr" else "; ".join(traits))


def cautions(result: CustomerProfile, language: str) -> Iterator[str]:
    """Warn of what makes a profile say little, or say it of others."""
    words, reach = PROFILE_WORDS[language], result.reach
    if not result.is_publishable:
        return
    if reach.effective_size < FEW_CUSTOMERS:
        yield words["few_customers"].format(count=count_text(reach.effective_size, language))
    lost = 1 - reach.located / max(reach.rows, 1)
    if lost > LOST_SHARE:
        yield words["many_lost"].format(share=percent_text(lost, language))
    if reach.inside > CUSTOMERS_SHARE * reach.households:
        yield words["many_customers"].format(share=percent_text(CUSTOMERS_SHARE, language))


def area_text(result: CustomerProfile, language: str) -> str:
    """Name the area compared with: the territory, a few zones by name, or their number."""
    package = result.territory.package
    if result.area is None:
        title = str(package.get("title_fr" if language == "fr" else "title") or package.get("title") or "")
        return title or result.territory.name
    zones = result.territory.described_levels[result.area.level].table
    named = zones.loc[zones["zone_id"].isin(result.area.zone_ids), "zone_name"]
    if len(named) <= ZONES_NAMED and (named != "").all():
        return ", ".join(named)
    level = LEVEL_NAMES[language].get(result.area.level, result.area.level)
    return f"{count_text(len(named), language)} {level}"


def notes_on_reading(result: CustomerProfile, language: str) -> Iterator[str]:
    """Say which customers were compared, from which columns, and what was left out."""
    words = PROFILE_WORDS[language]
    profile = result.groups if result.groups is not None else result.gains_of
    if profile is not None:
        yield read_profile(profile, language)
    columns = ", ".join(
        f"{LEVEL_NAMES[language].get(level, level)} = {column}" for level, column in result.zone_columns.items()
    )
    yield words["taken"].format(columns=columns)
    labels = {v.name: label_of(v, language) for v in result.territory.dictionary} | LEVEL_NAMES[language]
    for reason, names in result.left_out.items():
        yield words[f"left_{reason}"].format(names=" · ".join(labels.get(name, name) for name in names))


def told_counts(result: CustomerProfile) -> tuple[int, int]:
    """Give what may be told of the customers in the file and of those with a zone: the number, or "more than" it.

    A number from which the reasons why customers were left apart, each of fewer than 11, could be got back by
    subtraction is replaced by the customers that are known otherwise.
    """
    reach = result.reach
    profile = result.groups if result.groups is not None else result.gains_of
    located = (
        reach.inside if result.is_publishable and 0 < reach.located - reach.inside < SMALLEST_CELL else reach.located
    )
    if profile is not None and profile.classes.level == reach.level and result.is_publishable:
        account = profile.account
        apart = (account.outside_area, account.without_class, account.without_weight)
        located = account.profiled + sum(count for count in apart if count >= SMALLEST_CELL)
    gap = reach.rows - reach.located
    rows = located + (gap if gap >= SMALLEST_CELL else 0)
    if profile is not None and result.is_publishable:
        rows = min(rows, least_rows(profile))
    return rows, located


def _named(rows: pd.DataFrame, profile: Profile, language: str) -> str:
    """Name groups with their figures, in one enumeration."""
    words, phrases = PROFILE_WORDS[language], PHRASES[language]
    told = []
    for row in rows.to_dict("records"):
        noun = words[profile.classes.dimension].format(code=row["code"])
        if row[f"name_{language}"]:
            noun = words["named"].format(noun=noun, name=row[f"name_{language}"])
        told.append(
            words["class_of"].format(
                noun=noun,
                index=count_text(row["index"], language),
                share=percent_text(row["share"], language),
                of=phrases["of_value" if profile.weighted_by else "of_customers"],
                base_share=percent_text(row["base_share"], language),
                base=phrases[f"of_{base_noun(profile)}"],
            )
        )
    return _joined(told, words["and"])


def _joined(parts: Sequence[str], conjunction: str) -> str:
    return conjunction.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def in_sentence(label: str) -> str:
    """Write a label for the middle of a sentence: no capital but of a word in capitals, no remark in brackets."""
    short = BRACKETS.sub("", label)
    return short if short[:2].isupper() else short[:1].lower() + short[1:]
