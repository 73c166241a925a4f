"""Reasons of a ranking in words: what a zone has that others have not, and what that does to its rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.lookalikes.features import MISSING_SHARE
from geoprofile.recipes.lookalike.words import LOOKALIKE_WORDS
from geoprofile.typology.vocabulary import words_for
from geoprofile.words import share_text

if TYPE_CHECKING:
    from geoprofile.lookalikes.inputs import ZoneInputs
    from geoprofile.tables import Variable
    from geoprofile.words import Language
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["REASONS", "reason_themes", "worded_reasons"]

REASONS = ("reason_1", "reason_2", "reason_3")
MINUS = "\N{MINUS SIGN}"
# A zone within so many standard deviations of the mean is not told to have more or less: its surroundings have.
NEAR_THE_MEAN = 0.25
# Effects beyond this are written as "more than": the traits lean on each other out there.
MOST_PERCENT = 300


def reason_themes(profiles: ZoneProfiles) -> dict[str, str]:
    """Give the theme of each variable, under which variables that say nearly the same are told as one reason."""
    words = {variable.name: words_for(variable) for variable in profiles.variables}
    return {name: told.theme for name, told in words.items() if told is not None}


def worded_reasons(
    ranking: pd.DataFrame, inputs: ZoneInputs, profiles: ZoneProfiles, names: pd.DataFrame | None, language: Language
) -> pd.DataFrame:
    """Put the reasons of a ranking into words.

    Parameters
    ----------
    ranking : DataFrame
        With the columns of `lookalikes.reasons.theme_reasons`.
    names : DataFrame, optional
        Index: codes of groups and types; `name_fr`, `name_en`.

    Returns
    -------
    DataFrame
        `reason_1` to `reason_3` in place of them: "plus de cadres (+12 %)", "" where there are fewer. A zone
        without households has one reason, that it has none.
    """
    words, row = LOOKALIKE_WORDS[language], inputs.zone_id.searchsorted(ranking["zone_id"].to_numpy(dtype=object))
    variables = {variable.name: variable for variable in profiles.variables}
    place = {name: j for j, name in enumerate(inputs.names)}
    told = ranking.drop(columns=[f"{name}_{part}" for name in REASONS for part in ("theme", "trait", "effect")])
    for name in REASONS:
        texts = []
        parts = (ranking[f"{name}_{part}"].tolist() for part in ("trait", "effect"))
        for at, trait, effect in zip(row.tolist(), *parts, strict=True):
            if not trait:
                texts.append("")
            elif trait in place:
                own, around = inputs.features[at, place[trait]], inputs.around[at, place[trait]]
                texts.append(_reason(_what(variables.get(trait), trait, own, around, language), effect, language))
            else:
                code = str(inputs.groups[at] if trait == "group" else inputs.types[at])
                texts.append(_reason(_class_words(trait, code, names, language), effect, language))
        told[name] = pd.array(texts, dtype="str")
    empty = told["households"] == 0
    told.loc[empty, list(REASONS)] = [words["empty"], "", ""]
    return told


def _what(variable: Variable | None, trait: str, own: float, around: float, language: Language) -> str:
    """Say whether a zone has more or less of a trait than the average household's zone has."""
    words, at = LOOKALIKE_WORDS[language], ("fr", "en").index(language)
    value, nearby = (own, False) if abs(own) >= NEAR_THE_MEAN or abs(own) >= abs(around) else (around, True)
    if trait == MISSING_SHARE or variable is None:
        text = words["few_data"] if value > 0 else words["full_data"]
    else:
        told = words_for(variable)
        label = variable.label_fr if language == "fr" else variable.label_en
        sides = (
            (told.more[at], told.less[at])
            if told
            else tuple(words[side].format(label=label) for side in ("more", "less"))
        )
        text = sides[0] if value > 0 else sides[1]
    return words["around"].format(what=text) if nearby else text


def _class_words(trait: str, code: str, names: pd.DataFrame | None, language: Language) -> str:
    """Name a group or type."""
    name = "" if names is None or code not in names.index else str(names.loc[code, f"name_{language}"])
    return LOOKALIKE_WORDS[language][f"of_{trait}"].format(name=f"{code} {name}".strip())


def _reason(what: str, effect: float, language: Language) -> str:
    """Join what a zone has and by how much that changes its rate."""
    return LOOKALIKE_WORDS[language]["reason"].format(what=what, effect=effect_text(effect, language))


def effect_text(effect: float, language: Language) -> str:
    """Write a part of the log rate as a change in percent: +12 %."""
    change = math.expm1(min(effect, math.log(1 + MOST_PERCENT / 100)))
    percent = share_text(round(abs(change), 2), language).replace(",0", "").replace(".0", "")
    over = ">\N{NO-BREAK SPACE}" if effect > math.log(1 + MOST_PERCENT / 100) else ""
    return f"{over}{'+' if change > 0 else MINUS}{percent}"
