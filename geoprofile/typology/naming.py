"""Names of groups and types from their traits: deterministic, in three languages, none used twice."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.suppression import SMALLEST_CELL
from geoprofile.typology.vocabulary import HOUSEHOLDS, LANGUAGES, Phrase, Role, TraitWords, Words, commonness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geoprofile.tables import Variable
    from geoprofile.typology.vocabulary import Subject

__all__ = ["NAME_LENGTH", "name_classes"]

NAME_LENGTH = 60
# From this distance on a trait bears its strong words ("très aisés").
STRONG_SD = 1.4
# A name says a place of a class where it holds for half of the households, or for a third and half as often again as
# elsewhere; and an income where it lies this far from the mean.
MOST_OF, MANY_OF, MARKED_INDEX, WELL_APART_SD = 0.5, 1 / 3, 150, 0.4
# A further trait is cited where it is at least this telling beside the first.
WORTH_CITING = 0.5
# Traits that a name is made of, best first; more would be too faint to tell a class by.
CANDIDATES = 9
# A trait that a type only shares with its group tells less of the type.
SHARED = 0.5
# Behind this digit the order of sums shows; ranks must not depend on it.
DIGITS = 9
# How many of each role one name bears.
MOST: dict[Role, int] = {"people": 2, "adjective": 1, "place": 1, "tail": 2}

AND = ("et", "and", "en")


@dataclass(frozen=True)
class Lexicon:
    """The variables that may be cited: their words, which of them are shares, and whom they are said of."""

    words: Mapping[str, TraitWords]
    shares: frozenset[str]
    subject: Subject


@dataclass(frozen=True)
class Trait:
    """One thing that may be said of a class: how it is worded, how much it tells, what it excludes."""

    variable: str
    theme: str
    phrase: Phrase
    strong: bool
    score: float
    apart: bool


def name_classes(traits: pd.DataFrame, variables: Sequence[Variable], *, subject: Subject = HOUSEHOLDS) -> pd.DataFrame:
    """Name every class by its most marked significant traits, at most one a theme.

    A group is named by how it differs from all zones. A type is named first by what sets it apart from its group
    in the direction in which it differs from all zones too, so that its name can be read alone. Where two classes
    would share a name, the smaller one takes the next combination of traits; when none is left, it is compared
    with its namesake on the variable in which they differ most.

    Parameters
    ----------
    traits : DataFrame
        Of `traits.trait_table`, groups and types together.
    variables : sequence of Variable
        Those of the traits; a variable without words of its own is cited by its label.
    subject : Subject
        Whom the classes are made of.

    Returns
    -------
    DataFrame
        Index `code`, in order; `name_fr`, `name_en`, `name_nl`: no two groups share one, nor two types.
    """
    lexicon = Lexicon(
        {variable.name: words for variable in variables if (words := subject.words(variable)) is not None},
        frozenset(variable.name for variable in variables if variable.unit in {"share", "rate"}),
        subject,
    )
    classes = {str(code): rows for code, rows in traits.groupby("code", sort=True)}
    taken: list[dict[tuple[str, ...], str]] = [{} for _ in LANGUAGES]
    named: dict[str, Words] = {}
    for code in sorted(classes, key=lambda code: _precedence(classes[code])):
        named[code] = _free_name(code, classes, lexicon, taken)
        for name, owners in zip(named[code], taken, strict=True):
            owners[_read(name)] = code
    return pd.DataFrame.from_dict(
        {code: named[code] for code in classes}, orient="index", columns=[f"name_{language}" for language in LANGUAGES]
    ).rename_axis("code")


def _precedence(rows: pd.DataFrame) -> tuple[object, ...]:
    """Order classes by what they are, never by their code: groups first, then the larger, then their traits."""
    differences = rows.sort_values("variable")["difference_sd"].fillna(0).round(DIGITS)
    first = rows.iloc[0]
    return (first["parent"] != "", -round(float(first["households"]), 6), *differences)


def _free_name(
    code: str, classes: Mapping[str, pd.DataFrame], lexicon: Lexicon, taken: Sequence[Mapping[tuple[str, ...], str]]
) -> Words:
    """Give the best name of a class that no other bears yet, in any language; at worst a type bears its group's."""
    rows = classes[code]

    def is_free(name: Words, *but_of: str) -> bool:
        owned = (owners.get(_read(text)) for text, owners in zip(name, taken, strict=True))
        return all(owner is None or owner in but_of for owner in owned)

    plain = _without_traits(rows, lexicon.subject)
    has_traits = plain is lexicon.subject.average
    names = list(_names(_ranked(rows, lexicon), lexicon.subject)) if has_traits else []
    tried = names or [plain]
    found = next((name for name in tried if is_free(name)), None)
    if found is not None:
        return found
    # Each language may have another namesake; the first is as good as any to differ from.
    namesake = next(owners[_read(text)] for text, owners in zip(tried[0], taken, strict=True) if _read(text) in owners)
    compared = _compared(tried, rows, classes[namesake], lexicon) if has_traits else iter(())
    told = next((name for name in compared if is_free(name)), None)
    group = str(rows["parent"].iloc[0])
    return told or next(name for name in chain(tried, _numbered(tried[0])) if is_free(name, group))


def _read(name: str) -> tuple[str, ...]:
    """Give the words of a name in no order: "Cadres et retraités" and "Retraités et cadres" are one name."""
    return tuple(sorted(re.findall(r"\w+", name.casefold())))


def _without_traits(rows: pd.DataFrame, subject: Subject) -> Words:
    """Name a class that has no trait: for want of households, of zones, or because it is as all are."""
    if rows["households"].iloc[0] < SMALLEST_CELL:
        return subject.too_few
    return subject.average if rows["q_value"].notna().any() else subject.unknown


def _ranked(rows: pd.DataFrame, lexicon: Lexicon) -> list[Trait]:
    """List the significant traits of a class, most telling first; what sets a type apart leads."""
    is_type = rows["parent"].iloc[0] != ""
    cited = rows[rows["significant"] & rows["variable"].isin(list(lexicon.words))]
    cited = cited[[_holds_for_most(row, lexicon) for _, row in cited.iterrows()]]
    found = [_trait(row, lexicon, is_type=is_type) for _, row in cited.iterrows()]
    found = sorted((trait for trait in found if trait.score > 0), key=lambda trait: (-trait.score, trait.variable))
    apart = _themes_apart(trait for trait in found if trait.apart)[:2]
    leading = [trait for trait in apart if trait.score >= WORTH_CITING * apart[0].score]
    return leading + [trait for trait in found if trait not in leading]


def _holds_for_most(row: pd.Series[Any], lexicon: Lexicon) -> bool:
    """Say whether a name may say it of a whole class: "in houses" of half of them, "modest" well under the mean."""
    variable, high = str(row["variable"]), row["difference_sd"] > 0
    words = lexicon.words[variable]
    phrase = words.high if high else words.low
    if phrase.role == "adjective":
        return bool(abs(row["difference_sd"]) >= WELL_APART_SD)
    if (phrase.role == "place" or words.of_most) and high and variable in lexicon.shares:
        return bool(row["mean"] >= MOST_OF or (row["mean"] >= MANY_OF and row["index"] >= MARKED_INDEX))
    return True


def _trait(row: pd.Series[Any], lexicon: Lexicon, *, is_type: bool) -> Trait:
    """Weigh one significant trait; twice as marked is less than twice as telling."""
    base, home, variable = float(row["difference_sd"]), float(row["difference_in_group_sd"]), str(row["variable"])
    words, high = lexicon.words[variable], base > 0
    # A rich type of a richer group is still rich, yet that is not what sets it apart.
    apart = is_type and bool(row["significant_in_group"]) and (home > 0) == high
    size = SHARED * abs(base) + (abs(home) if apart else 0) if is_type else abs(base)
    telling = words.telling_high if high else words.telling_low
    if variable in lexicon.shares:
        telling *= commonness(abs(float(row["mean"] if high else row["base_mean"])))
    score = round(telling * math.sqrt(size), DIGITS)
    phrase = words.high if high else words.low
    return Trait(variable, words.theme, phrase, abs(base) >= STRONG_SD, score, apart)


def _themes_apart(traits: Iterable[Trait]) -> list[Trait]:
    """Keep the first trait of each theme."""
    kept: dict[str, Trait] = {}
    for trait in traits:
        kept.setdefault(trait.theme, trait)
    return list(kept.values())


def _names(ranked: Sequence[Trait], subject: Subject) -> Iterator[Words]:
    """Make the names that traits allow, best first."""
    best = _themes_apart(ranked)
    pool = [trait for place, trait in enumerate(ranked) if place < CANDIDATES or trait in best]
    worth = sum(trait.score >= WORTH_CITING * ranked[0].score for trait in best[:3]) if best else 0
    usual = max(2, worth)
    for size in (usual, 5 - usual, 4, 1):
        for chosen in combinations(pool, size):
            if _fit_together(chosen):
                name = _composed(chosen, subject)
                if max(map(len, name)) <= NAME_LENGTH:
                    yield name


def _fit_together(chosen: Sequence[Trait]) -> bool:
    """Say whether traits can stand in one name: a trait a theme, and no role too often."""
    roles = [trait.phrase.role for trait in chosen]
    return len({trait.theme for trait in chosen}) == len(chosen) and all(
        roles.count(role) <= most for role, most in MOST.items()
    )


def _composed(chosen: Sequence[Trait], subject: Subject) -> Words:
    """Write a name in each language: people with their adjective, how they are housed, then appositions."""
    french, english, dutch = (_composed_in(place, chosen, subject) for place in range(len(LANGUAGES)))
    return french, english, dutch


def _composed_in(language: int, chosen: Sequence[Trait], subject: Subject) -> str:
    texts = {role: [_text(t, language) for t in chosen if t.phrase.role == role] for role in MOST}
    people = [trait.phrase for trait in chosen if trait.phrase.role == "people"]
    if texts["adjective"] or texts["place"] or people:
        head = _people(people or [subject.everyone], texts["adjective"], language)
        tails = texts["tail"]
        name = " ".join([head, *texts["place"]])
    else:
        name, *tails = texts["tail"]
    whole = ", ".join([name, *tails])
    return whole[:1].upper() + whole[1:]


def _text(trait: Trait, language: int) -> str:
    return (trait.phrase.strong if trait.strong else trait.phrase.words)[language]


def _people(people: Sequence[Phrase], adjectives: Sequence[str], language: int) -> str:
    """Join people and make their adjective agree."""
    conjunction = f" {AND[language]} "
    ordered = sorted(people, key=lambda phrase: (conjunction in phrase.words[language], *_order(phrase, language)))
    nouns = [phrase.words[language] for phrase in ordered]
    # "Familles, artisans et commerçants": one conjunction is enough.
    together = (", " if conjunction in nouns[-1] else conjunction).join(nouns)
    if not adjectives:
        return together
    masculine, _, feminine = adjectives[0].partition("|")
    agreeing = feminine if feminine and all(phrase.feminine for phrase in people) else masculine
    return agreeing.replace("~", together)


def _order(phrase: Phrase, language: int) -> tuple[bool, int]:
    """Order people so that the adjective stands by a plain noun: in French behind a masculine one, elsewhere before."""
    length = len(phrase.words[language].split())
    return (not phrase.feminine, -length) if LANGUAGES[language] == "fr" else (False, length)


def _compared(names: Sequence[Words], rows: pd.DataFrame, namesake: pd.DataFrame, lexicon: Lexicon) -> Iterator[Words]:
    """Compare a class with its namesake, beginning with the variable in which they differ most tellingly.

    Only variables count in which one of the two differs significantly from its group, or from all zones and the
    other does not.
    """
    own, theirs = (part.set_index("variable").reindex(sorted(lexicon.words)) for part in (rows, namesake))
    tested = own["significant"] != theirs["significant"]
    for part in (own, theirs):
        tested |= part["significant_in_group"].fillna(value=False).astype(bool)
    gap = (own["difference_sd"] - theirs["difference_sd"])[tested].dropna()
    common = own["mean"].abs().combine(theirs["mean"].abs(), max).loc[gap.index]
    weights = [
        max(lexicon.words[name].telling_high, lexicon.words[name].telling_low)
        * (commonness(share) if name in lexicon.shares else 1)
        for name, share in zip(gap.index, common, strict=True)
    ]
    telling = (gap.abs() * weights).round(DIGITS)
    for variable in gap.index[np.argsort(-telling.to_numpy(), kind="stable")]:
        comparison = lexicon.words[variable].more if gap[variable] > 0 else lexicon.words[variable].less
        for name in names if telling[variable] > 0 else ():
            french, english, dutch = (f"{text}, {more}" for text, more in zip(name, comparison, strict=True))
            if max(map(len, (french, english, dutch))) <= NAME_LENGTH:
                yield french, english, dutch


def _numbered(plain: Words) -> Iterator[Words]:
    """Tell classes apart that differ in nothing known."""
    for number in range(2, 1_000_000):
        french, english, dutch = (f"{name} ({number})" for name in plain)
        yield french, english, dutch
