"""A profile in sentences that say no more than the figures do, in French and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.profiling.phrases import PHRASES, noun_of
from geoprofile.words import check_language, count_text, percent_text

if TYPE_CHECKING:
    from geoprofile.profiling.best_customers import BestCustomers
    from geoprofile.profiling.gains import Gains
    from geoprofile.profiling.profile import Profile

__all__ = ["judge_classes", "least_rows", "read_best_customers", "read_classes", "read_gains", "read_profile"]

# An interval that lies within these says that a class is about as frequent as everywhere.
NEAR_LOW, NEAR_HIGH = 80.0, 120.0
LEFT_APART = ("without_zone", "outside_area", "without_class", "without_weight")
# Share of the households at which a gains curve is read.
GAINS_AT = 0.2


def read_classes(profile: Profile, language: str) -> pd.Series:
    """Write one sentence a class.

    A class is called over- or under-represented only when it is `significant`. One whose whole interval
    lies between 80 and 120 is called near the average; of any other it is said that its customers are too few
    to conclude, or that chance is enough, and what could have been seen.

    Parameters
    ----------
    profile : Profile
    language : {"fr", "en"}

    Returns
    -------
    Series of text
        Index code, in the order of the table.
    """
    check_language(language)
    sentences = [_class_sentence(row, profile, language) for row in profile.table.to_dict("records")]
    return pd.Series(sentences, index=pd.Index(profile.table["code"], name="code"), dtype="str", name="reading")


def judge_classes(profile: Profile) -> pd.Series:
    """Give in one word what each sentence of `read_classes` says.

    Returns
    -------
    Series of text
        Index code; `over`, `under`, `near`, `uncertain`, `too_few`, `suppressed` or `unknown`.
    """
    kinds = [_kind(row) for row in profile.table.to_dict("records")]
    return pd.Series(kinds, index=pd.Index(profile.table["code"], name="code"), dtype="str", name="verdict")


def read_profile(profile: Profile, language: str) -> str:
    """Write what the whole profile says: who was compared to whom, what stands out, what could have been seen."""
    check_language(language)
    phrases = PHRASES[language]
    account = profile.account
    if 0 < account.profiled < profile.smallest_cell:
        return phrases["compared_few"].format(smallest=profile.smallest_cell)
    parts = [_compared(profile, language), *_apart(profile, language)]
    if not profile.effective_size:
        return " ".join([*parts, phrases["no_customer" if not account.profiled else "no_weight"]])
    if profile.weighted_by:
        size = count_text(profile.effective_size, language)
        parts.append(phrases["weighted"].format(column=profile.weighted_by, size=size))
    if len(profile.table) == 1:
        return " ".join([*parts, phrases["one_class"]])
    return " ".join(
        [*parts, _findings(profile, language), *_chosen_high(profile, language), _sensitivity(profile, language)]
    )


def least_rows(profile: Profile) -> int:
    """Give the customers of the file less those left apart for a reason that holds fewer than the smallest cell.

    Equal to the rows of the file where there is no such reason; otherwise all that may be told of them, as the
    exact number would give the small one back by subtraction.
    """
    apart: list[int] = [getattr(profile.account, name) for name in LEFT_APART]
    return profile.account.profiled + sum(count for count in apart if count >= profile.smallest_cell)


def read_best_customers(profile: Profile, best: BestCustomers, language: str) -> pd.Series:
    """Write one sentence a class on the best customers against the others.

    Returns
    -------
    Series of text
        Index code, in the order of the table.
    """
    check_language(language)
    phrases = PHRASES[language]
    sentences = []
    for row in best.table.to_dict("records"):
        words = {
            "noun": noun_of(profile.classes, row, language),
            "index": _index(row["index"], language),
            "low": _index(row["index_low"], language),
            "high": _index(row["index_high"], language),
            "share": "" if row["suppressed"] else percent_text(row["best_share"], language),
            "base_share": "" if row["suppressed"] else percent_text(row["other_share"], language),
            "smallest": profile.smallest_cell,
        }
        kind = "best_too_few"
        if row["suppressed"]:
            kind = "best_suppressed"
        elif row["significant"]:
            kind = "best_more" if row["index"] > 100 else "best_fewer"  # noqa: PLR2004  index 100: as the others
        sentences.append(phrases[kind].format(**words))
    return pd.Series(sentences, index=pd.Index(best.table["code"], name="code"), dtype="str", name="reading")


def read_gains(gains: Gains, language: str, *, weighted: bool = False) -> str:
    """Write what the best fifth of the households holds, honestly measured: of the customers, or of what they weigh."""
    check_language(language)
    row = gains.curve.iloc[int(np.abs(gains.curve["base_share"] - GAINS_AT).argmin())]
    if np.isnan(row["honest_share"]):
        return PHRASES[language]["gains_none"]
    return PHRASES[language]["gains"].format(
        base=percent_text(GAINS_AT, language),
        of=PHRASES[language]["of_value" if weighted else "of_customers"],
        honest=percent_text(float(row["honest_share"]), language),
        apparent=percent_text(float(row["apparent_share"]), language),
    )


def _class_sentence(row: dict[Any, Any], profile: Profile, language: str) -> str:
    phrases = PHRASES[language]
    noun, kind = noun_of(profile.classes, row, language), _kind(row)
    if kind in {"suppressed", "unknown"}:
        return phrases[kind].format(noun=noun, smallest=profile.smallest_cell)
    words = {
        "noun": noun,
        "index": _index(row["index"], language),
        "low": _index(row["index_low"], language),
        "high": _index(row["index_high"], language),
        "share": percent_text(row["share"], language),
        "base_share": percent_text(row["base_share"], language),
        "base": phrases["of_" + base_noun(profile)],
        "customers": phrases["customers_1" if row["customers"] == 1 else "customers_n"].format(
            count=count_text(row["customers"], language)
        ),
        "of": phrases["of_value" if profile.weighted_by else "of_customers"],
        "seen": _seen(row, language),
        "classes": len(profile.table),
    }
    return phrases[kind].format(**words)


def _kind(row: dict[Any, Any]) -> str:
    """Say which sentence a class has earned."""
    if row["suppressed"] or np.isnan(row["index"]):
        return "suppressed" if row["suppressed"] else "unknown"
    if row["significant"]:
        return "over" if row["index"] > 100 else "under"  # noqa: PLR2004  index 100: everyone
    if row["index_low"] >= NEAR_LOW and row["index_high"] <= NEAR_HIGH:
        return "near"
    chance = row["index_low"] > 100 or row["index_high"] < 100  # noqa: PLR2004
    return "uncertain" if chance else "too_few"


def _seen(row: dict[Any, Any], language: str) -> str:
    """Say which indices could have been seen."""
    phrases = PHRASES[language]
    low, high = row["detectable_low_index"], row["detectable_high_index"]
    if np.isnan(low) and np.isnan(high):
        return phrases["seen_none"]
    words = {"low": _index(low, language), "high": _index(high, language)}
    return phrases["seen_high" if np.isnan(low) else "seen_low" if np.isnan(high) else "seen_both"].format(**words)


def _compared(profile: Profile, language: str) -> str:
    """Say who is compared to whom."""
    lower = least_rows(profile)
    rows = count_text(lower, language)
    return PHRASES[language]["compared"].format(
        profiled=count_text(profile.account.profiled, language),
        rows=rows if lower == profile.account.rows else PHRASES[language]["more_than"].format(count=rows),
        households=count_text(profile.households, language),
        base=PHRASES[language]["n_" + base_noun(profile)],
    )


def _apart(profile: Profile, language: str) -> list[str]:
    """Say what became of the customers that are not profiled."""
    phrases, few = PHRASES[language], PHRASES[language]["fewer_than"].format(count=profile.smallest_cell)
    parts = [
        phrases[name].format(count=count_text(count, language) if count >= profile.smallest_cell else few)
        for name in LEFT_APART
        if (count := getattr(profile.account, name))
    ]
    return [phrases["apart"].format(parts=", ".join(parts))] if parts else []


def _findings(profile: Profile, language: str) -> str:
    """Count what stands out."""
    phrases, table = PHRASES[language], profile.table
    shown = table[~table["suppressed"]]
    over = int((shown["significant"] & (shown["index"] > 100)).sum())  # noqa: PLR2004  index 100: everyone
    under = int(shown["significant"].sum()) - over
    near = int(sum(_kind(row) == "near" for row in shown.to_dict("records")))
    words = {
        "classes": len(table),
        "over": over,
        "under": under,
        "near": near,
        "rest": len(shown) - over - under - near,
        "shown": len(shown),
        "smallest": profile.smallest_cell,
    }
    kind = "all_hidden" if shown.empty else "findings" if over + under else "no_finding"
    return phrases[kind].format(**words)


def _chosen_high(profile: Profile, language: str) -> list[str]:
    """Warn of classes that are published only because chance, or a real difference, made them large enough.

    The count that lets a cell be published is the one that its interval is made of: of 50 customers, intervals of
    published cells hold the truth 43 times in a hundred, of 200 customers 94 times, and 95 times where at least
    11 were expected (benchmarks/profile_coverage.py).
    """
    shown = profile.table[~profile.table["suppressed"]]
    count = int((shown["expected_customers"] < profile.smallest_cell).sum())
    told = {"count": count_text(count, language), "smallest": profile.smallest_cell}
    return [PHRASES[language]["chosen_high"].format(**told)] if count else []


def _sensitivity(profile: Profile, language: str) -> str:
    """Say what could have been seen of a class of middling size."""
    table = profile.table.dropna(subset=["base_share"]).sort_values(["base_share", "code"])
    if table.empty:
        return PHRASES[language]["seen_none"].capitalize() + "."
    middle = table.iloc[(len(table) - 1) // 2].to_dict()
    share = percent_text(middle["base_share"], language)
    return PHRASES[language]["sensitivity"].format(
        share=share, base=PHRASES[language]["of_" + base_noun(profile)], seen=_seen(middle, language)
    )


def base_noun(profile: Profile) -> str:
    """Say whom the population counts."""
    unit = profile.counted_by.unit
    return unit if unit in {"households", "persons"} else "households"


def _index(value: float, language: str) -> str:
    """Write an index; one that nothing bounds as such."""
    if np.isnan(value):
        return ""
    return count_text(value, language) if np.isfinite(value) else PHRASES[language]["unbounded"]
