"""Portraits of classes in two to four sentences with figures, and the zones that typify each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.suppression import SMALLEST_CELL
from geoprofile.typology.traits import class_codes
from geoprofile.typology.vocabulary import HOUSEHOLDS, LANGUAGES, TraitWords, commonness, elided, load_sentences
from geoprofile.words import SPACE, fixed_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from geoprofile.tables import Variable
    from geoprofile.typology.traits import Codes
    from geoprofile.typology.vocabulary import Subject
    from geoprofile.zones.profiles import ZoneProfiles

    Floats = NDArray[np.float64]

__all__ = ["portray_classes", "typical_zones"]

# Figures of one sentence: high ones, low ones, those that set a type apart.
MOST_HIGH, MOST_LOW, MOST_APART = 3, 2, 3
# A trait that tells less than this is left to the index table.
LEAST_TELLING = 0.25
# Zones that may typify a class are known at least this well, and hold this part of the median zone of their class.
LEAST_TRUST, LEAST_PART = 0.5, 0.5
# From this value on a percentage is written without decimals.
WHOLE_PERCENT = 10
DIGITS = 9
# Unit of sums that are told to the euro, up to the second number.
MONEY, LARGE_SUM = "money", 10_000
# Belgian Dutch writes numbers as French does.
NUMBERS_LIKE = {"fr": "fr", "en": "en", "nl": "fr"}


@dataclass(frozen=True)
class Cited:
    """One trait of a class with its figures, in the unit of its variable."""

    words: TraitWords
    unit: str
    mean: float
    reference: float
    score: float


def portray_classes(traits: pd.DataFrame, profiles: ZoneProfiles, *, subject: Subject = HOUSEHOLDS) -> pd.DataFrame:
    """Portray every class: its size, its significant traits with figures, what sets a type apart from its group.

    Parameters
    ----------
    traits : DataFrame
        Of `traits.trait_table`, groups and types together.
    profiles : ZoneProfiles
        Those that the traits were made from: what counts households, and the variables.
    subject : Subject
        Whom the classes are made of.

    Returns
    -------
    DataFrame
        Index `code`, in order; `portrait_fr`, `portrait_en`, `portrait_nl`. A class under 11 households has no
        figures.
    """
    said = {
        v.name: (words, MONEY if subject.is_exact and v.unit == "eur" else v.unit)
        for v in profiles.variables
        if (words := subject.words(v)) is not None
    }
    told = {
        str(code): {
            f"portrait_{language}": " ".join(
                _sentences(rows, said, profiles.counted_by, load_sentences(language, subject.sentences), language)
            )
            for language in LANGUAGES
        }
        for code, rows in traits.groupby("code", sort=True)
    }
    columns = [f"portrait_{language}" for language in LANGUAGES]
    return pd.DataFrame.from_dict(told, orient="index", columns=columns).rename_axis("code")


def typical_zones(
    profiles: ZoneProfiles,
    labels: Codes,
    *,
    distances: Floats | None = None,
    parent_names: Mapping[str, str] | None = None,
    most: int = 5,
) -> pd.DataFrame:
    """Find the zones nearest to the mean of their class, of real size and known well enough.

    Parameters
    ----------
    labels : sequence of z codes
        The class of each zone, "" or missing where none.
    distances : array of shape (z,), optional
        How far each zone lies from the middle of its class, as an estimator measured it; by default the root of the
        mean squared difference from the class's mean, in standard deviations, each variable weighted by its trust.
    parent_names : mapping, optional
        Name of the zone around (the commune) by its code.
    most : int
        Zones a class.

    Returns
    -------
    DataFrame
        `code`, `rank` (from 1), `zone_id`, `zone_name`, `parent_id`, `parent_name` (empty where unknown),
        `households`, `distance`; by code and rank, ties by zone_id.

    Raises
    ------
    TableError
        If there is not one code a zone.
    """
    codes = class_codes(labels, len(profiles.households), what="labels")
    far = _distances(profiles, codes) if distances is None else np.asarray(distances, dtype=float)
    table = profiles.zones[["zone_id", "zone_name", "parent_id"]].reset_index(drop=True)
    table = table.assign(
        code=codes,
        households=profiles.households,
        distance=far.round(DIGITS),
        parent_name=pd.array([(parent_names or {}).get(str(parent), "") for parent in table["parent_id"]], dtype="str"),
    )
    usual = table.groupby("code")["households"].transform("median")
    known = np.mean(profiles.trust, axis=1) >= LEAST_TRUST if profiles.variables else np.zeros(len(codes), dtype=bool)
    large = (table["households"] >= SMALLEST_CELL) & (table["households"] >= LEAST_PART * usual)
    found = table[(table["code"] != "") & known & large & table["distance"].notna()]
    found = found.sort_values(["code", "distance", "zone_id"], ignore_index=True)
    found.insert(0, "rank", found.groupby("code").cumcount() + 1)
    columns = ["code", "rank", "zone_id", "zone_name", "parent_id", "parent_name", "households", "distance"]
    kept: pd.DataFrame = found.loc[found["rank"] <= most, columns]
    return kept.astype({"code": "str"}).reset_index(drop=True)


def _distances(profiles: ZoneProfiles, codes: NDArray[np.object_]) -> Floats:
    """Measure each zone against the mean of its class, one variable at a time to spare memory."""
    _, row = np.unique(codes, return_inverse=True)
    squares, trusts = np.zeros(len(codes)), np.zeros(len(codes))
    for j in range(len(profiles.variables)):
        values = profiles.values.iloc[:, j].to_numpy(dtype=float, na_value=np.nan)
        trust = np.where(np.isfinite(values), profiles.trust[:, j], 0.0)
        weights, values = trust * profiles.households, np.nan_to_num(values)
        if weights.sum() > 0:
            spread = np.sqrt(np.cov(values, aweights=weights, ddof=0)) if (weights > 0).sum() > 1 else 0.0
            totals = np.bincount(row, weights=weights)
            means = np.bincount(row, weights=weights * values) / np.where(totals > 0, totals, 1)
            squares += trust * ((values - means[row]) / (spread or 1.0)) ** 2
            trusts += trust
    return np.sqrt(squares / np.where(trusts > 0, trusts, np.nan))


def _sentences(
    rows: pd.DataFrame,
    said: Mapping[str, tuple[TraitWords, str]],
    counted_by: Variable,
    frames: Mapping[str, str],
    language: str,
) -> Iterator[str]:
    """Write the sentences of one portrait."""
    first = rows.iloc[0]
    counted = frames["persons" if counted_by.unit == "persons" else "households"]
    if first["households"] < SMALLEST_CELL:
        yield frames["too_few"].format(SMALLEST_CELL, counted)
        return
    is_type = first["parent"] != ""
    yield (frames["type_size"] if is_type else frames["group_size"]).format(
        count=_number(float(first["households"]), 0, language),
        counted=counted,
        share=_share(float(first["households_share"]), 1, language),
        zones=frames["zone"]
        if first["zones"] == 1
        else frames["zones"].format(_number(float(first["zones"]), 0, language)),
    )
    if rows["q_value"].isna().all():
        yield frames["unknown"]
        return
    yield from _against_all(rows, said, frames, language)
    if is_type:
        apart = _cited(rows[rows["significant_in_group"]], said, "group_mean", "difference_in_group_sd")
        chosen = _one_a_theme(apart)[:MOST_APART]
        listed = _listed(chosen, "against_group", frames, language)
        yield frames["apart_group"].format(listed) if chosen else frames["like_group"]


def _against_all(
    rows: pd.DataFrame, said: Mapping[str, tuple[TraitWords, str]], frames: Mapping[str, str], language: str
) -> Iterator[str]:
    """Say what is higher and what is lower than in all zones, one trait a theme."""
    cited = _cited(rows[rows["significant"]], said, "base_mean", "difference_sd")
    high = [trait for trait in _one_a_theme(cited) if trait.mean > trait.reference][:MOST_HIGH]
    themes = {trait.words.theme for trait in high}
    rest = [trait for trait in cited if trait.mean < trait.reference and trait.words.theme not in themes]
    low = _one_a_theme(rest)[:MOST_LOW]
    if high:
        yield frames["high"].format(_listed(high, "against_average", frames, language))
    if low:
        listed = _listed(low, "against_average", frames, language)
        # French: "on n'y relève que 4 % d'ouvriers", "qu'un niveau de vie de".
        only = elided("que", listed) if language == "fr" else listed
        yield (frames["low"] if high else frames["low_alone"]).format(only)
    if not high and not low:
        yield frames["average"]


def _cited(
    rows: pd.DataFrame, said: Mapping[str, tuple[TraitWords, str]], reference: str, difference: str
) -> list[Cited]:
    """List the traits worth a figure, most telling first."""
    found = []
    for _, row in rows[rows["variable"].isin(list(said))].iterrows():
        words, unit = said[str(row["variable"])]
        mean, other = float(row["mean"]), float(row[reference])
        # A figure makes a low value worth more than in a name, and what there is still says more than what is not.
        telling = words.telling_high if mean > other else (words.telling_high + words.telling_low) / 2
        common = commonness(max(abs(mean), abs(other))) if unit in {"share", "rate"} else 1
        if telling >= LEAST_TELLING and common > 0:
            score = round(telling * common * float(np.sqrt(abs(row[difference]))), DIGITS)
            found.append((str(row["variable"]), Cited(words, unit, mean, other, score)))
    return [cited for _, cited in sorted(found, key=lambda pair: (-pair[1].score, pair[0]))]


def _one_a_theme(cited: Sequence[Cited]) -> list[Cited]:
    kept: dict[str, Cited] = {}
    for trait in cited:
        kept.setdefault(trait.words.theme, trait)
    return list(kept.values())


def _listed(cited: Sequence[Cited], against_first: str, frames: Mapping[str, str], language: str) -> str:
    """Join figures as a list; what they are set against is said with the first."""
    place = LANGUAGES.index(language)
    texts: list[str] = []
    for trait in cited:
        mean, reference = _figures(trait, language)
        against = frames["against" if texts else against_first]
        texts.append(f"{trait.words.says[place].format(mean)} {against.format(reference)}")
    return frames["and_"].join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def _figures(trait: Cited, language: str) -> tuple[str, str]:
    """Write a figure and its reference to as many decimals as tell them apart."""
    few = _decimals(trait)
    for decimals in range(few, few + 4):
        pair = (
            _figure(trait.mean, trait.unit, decimals, language),
            _figure(trait.reference, trait.unit, decimals, language),
        )
        if pair[0] != pair[1]:
            break
    return pair


def _decimals(trait: Cited) -> int:
    size = max(abs(trait.mean), abs(trait.reference))
    if trait.unit in {"share", "rate"}:
        return 0 if 100 * min(abs(trait.mean), abs(trait.reference)) >= WHOLE_PERCENT else 1
    return 0 if size >= 100 else 1 if size >= 10 else 2  # noqa: PLR2004  three digits in all


def _figure(value: float, unit: str, decimals: int, language: str) -> str:
    if unit in {"share", "rate"}:
        return _share(value, decimals, language)
    # An income to the nearest hundred: more digits are noise of the sample and hard to read.
    if decimals == 0 and (unit == "eur" or (unit == MONEY and abs(value) >= LARGE_SUM)):
        value = round(value, -2)
    number = _number(value, decimals, language)
    if unit in {"eur", MONEY}:
        return {"en": f"€{number}", "nl": f"{number}{SPACE}euro"}.get(language, f"{number}{SPACE}€")
    if unit in {"percent", "%"}:
        return f"{number}{'' if language == 'en' else SPACE}%"
    return f"{number}{SPACE}m²" if unit == "m2" else number


def _share(share: float, decimals: int, language: str) -> str:
    return f"{_number(100 * share, decimals, language)}{'' if language == 'en' else SPACE}%"


def _number(value: float, decimals: int, language: str) -> str:
    return fixed_text(value, decimals, NUMBERS_LIKE[language])
