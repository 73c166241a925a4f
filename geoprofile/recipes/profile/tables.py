"""The tables of a customer profile as a reader sees them, the same on its page and in its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.columns import Column
from geoprofile.profiling.phrases import spaced
from geoprofile.profiling.readings import judge_classes, read_best_customers, read_classes
from geoprofile.recipes.profile.words import LEVEL_NAMES, PROFILE_WORDS, THEME_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geoprofile.profiling.best_customers import BestCustomers
    from geoprofile.profiling.profile import Profile
    from geoprofile.recipes.profile.flow import CustomerProfile
    from geoprofile.recipes.profile.variables import VariableProfile
    from geoprofile.tables import Variable

__all__ = [
    "best_columns",
    "best_frame",
    "class_columns",
    "class_frame",
    "fifths_frame",
    "label_of",
    "variables_frame",
]

FIFTHS = 5
# Where fewer classes than fifths came out, as many zones have equal values, the lowest and highest keep their ends.
PLACES = {1: (3,), 2: (1, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
# What of a class only the workbook shows.
FURTHER = ("base_households", "expected_customers", "shrunken_index", "p_value", "q_value")


def label_of(variable: Variable, language: str) -> str:
    """Give the label of a variable in a language."""
    return spaced(variable.label_fr) if language == "fr" else variable.label_en


def class_frame(profile: Profile, language: str) -> pd.DataFrame:
    """Give the classes of a profile with a name, a verdict and a sentence in one language.

    Returns
    -------
    DataFrame
        The columns of `profile.table`, `name`, `verdict`, `reading` and `established` (yes or no, empty where
        not published).
    """
    words = PROFILE_WORDS[language]
    verdicts = judge_classes(profile).map(lambda verdict: words[verdict])
    said = np.where(profile.table["significant"], words["yes"], words["no"])
    return profile.table.assign(
        name=profile.table[f"name_{language}"],
        verdict=verdicts.array,
        reading=read_classes(profile, language).array,
        established=pd.array(np.where(profile.table["suppressed"], "", said), dtype="str"),
    )


def class_columns(profile: Profile, language: str, *, coded: bool, full: bool = False) -> tuple[Column, ...]:
    """Say which columns of a class are shown, under which heading.

    Parameters
    ----------
    profile : Profile
    language : {"fr", "en"}
    coded : bool
        Whether classes have codes that a reader knows (groups, types).
    full : bool
        With all that a workbook holds.
    """
    words = PROFILE_WORDS[language]
    persons = "_persons" if profile.counted_by.unit == "persons" else ""
    head = [Column("code", words["code"], "code")] if coded else []
    weighted = [Column("value", words["value"], "number")] if profile.weighted_by else []
    columns = [
        *head,
        Column("name", words["name" if coded else "plain_class"]),
        Column("customers", words["count"], "count"),
        *weighted,
        Column("share", words["share_weighted" if profile.weighted_by else "share"], "share"),
        Column("base_share", words[f"base_share{persons}"], "share"),
        Column("index", words["index"], "index", "index_low", "index_high", "significant"),
        Column("penetration_per_thousand", words[f"penetration{persons}"], "number", *_penetration_ends(full=full)),
        Column("verdict", words["verdict"]),
    ]
    return tuple(columns + _further_columns(words, persons) if full else columns)


def _penetration_ends(*, full: bool) -> tuple[str, ...]:
    return ("penetration_low", "penetration_high") if full else ()


def _further_columns(words: dict[str, str], persons: str) -> list[Column]:
    """Give the columns of a class that only the workbook shows."""
    labels = (words[f"base_count{persons}"], *(words[key] for key in ("expected", "shrunken", "p_value", "q_value")))
    kinds = ("count", "number", "index", "number", "number")
    return [
        *(Column(name, label, kind) for name, label, kind in zip(FURTHER, labels, kinds, strict=True)),  # type: ignore[arg-type]  # literals of a loop
        Column("established", words["significant"]),
        Column("detectable_low_index", words["detectable_low"], "number"),
        Column("detectable_high_index", words["detectable_high"], "number"),
        Column("reading", words["reading"]),
    ]


def best_frame(profile: Profile, best: BestCustomers, language: str) -> pd.DataFrame:
    """Give the classes of best customers with a name and a sentence in one language."""
    return best.table.assign(
        name=best.table[f"name_{language}"], reading=read_best_customers(profile, best, language).array
    )


def best_columns(language: str, *, first: tuple[Column, ...]) -> tuple[Column, ...]:
    """Say which columns of best customers are shown behind the first ones."""
    words = PROFILE_WORDS[language]
    return (
        *first,
        Column("best_customers", words["best_count"], "count"),
        Column("other_customers", words["other_count"], "count"),
        Column("best_share", words["best_share"], "share"),
        Column("other_share", words["other_share"], "share"),
        Column("index", words["index"], "index", "index_low", "index_high", "significant"),
    )


def variables_frame(result: CustomerProfile, language: str) -> pd.DataFrame:
    """Give every class of every variable, one below the other, with where the variable comes from."""
    parts = [
        class_frame(own.profile, language).assign(
            variable=own.variable.name,
            label=label_of(own.variable, language),
            theme=THEME_NAMES[language][own.theme],
            level=LEVEL_NAMES[language].get(own.variable.zone_level, own.variable.zone_level),
            source=own.variable.source,
            vintage=own.variable.vintage,
            licence=own.variable.licence,
        )
        for own in result.variables
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def fifths_frame(variables: Iterable[VariableProfile], distances: dict[str, float], language: str) -> pd.DataFrame:
    """Lay out one row a variable: the index of each fifth where a difference is established, NaN elsewhere.

    A variable that is not marked has none: chance alone makes some class of some variable differ.

    Returns
    -------
    DataFrame
        `label`, `bounds`, `fifth_1` to `fifth_5`, `distance` (NaN for a variable that is not marked).
    """
    words, rows = PROFILE_WORDS[language], []
    for own in variables:
        table = own.profile.table
        places = PLACES[len(table)]
        firm = table["index"].where(table["significant"] & (own.variable.name in distances))
        fifths = {f"fifth_{place}": value for place, value in zip(places, firm, strict=True)}
        first, last = (str(table[f"name_{language}"].iloc[place]) for place in (0, -1))
        ends = first.removeprefix(words["below"]), last.removesuffix(words["above"])
        rows.append(
            {
                "label": label_of(own.variable, language),
                "bounds": f"<\N{NO-BREAK SPACE}{ends[0]} … ≥\N{NO-BREAK SPACE}{ends[1]}",
                **{f"fifth_{place}": fifths.get(f"fifth_{place}", np.nan) for place in range(1, FIFTHS + 1)},
                "distance": distances.get(own.variable.name, np.nan),
            }
        )
    return pd.DataFrame(rows)
