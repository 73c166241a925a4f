"""The words that traits are told in: French, English and Dutch, from `reference_data/traits.toml`."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args

from geoprofile.errors import TableError
from geoprofile.reference import reference_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geoprofile.tables import Variable

__all__ = [
    "CUSTOMER_THEMES",
    "HOUSEHOLDS",
    "LANGUAGES",
    "THEMES",
    "Phrase",
    "Role",
    "Subject",
    "TraitWords",
    "Words",
    "commonness",
    "elided",
    "is_never_cited",
    "load_sentences",
    "load_vocabulary",
    "words_for",
]

LANGUAGES = ("fr", "en", "nl")
THEMES = ("income", "age", "household", "housing", "occupation", "work", "mobility", "urbanity")
CUSTOMER_THEMES = ("frequency", "recency", "amount", "basket", "tenure", "goods", "returns", "engagement")
Role = Literal["people", "adjective", "place", "tail"]
# One text a language, in the order of LANGUAGES.
Words: TypeAlias = tuple[str, str, str]

# A variable without words of its own tells less than any that has: its label may be clumsy.
TELLING_OF_A_LABEL = 0.5
# A share that is far above the mean and still small (farmers in a city) tells little of who lives somewhere. Below the
# first share it is not cited, from the second on it counts in full.
LEAST_SHARE, COMMON_SHARE = 0.03, 0.2
# The longest label that a name can bear.
LABEL_LENGTH = 30
# What stands before a comma is a label of its own from this length on.
ENOUGH = 8
# Words that a label must not be cut behind.
LINKS = re.compile(
    r"(?:\s+(?:and|or|of|the|in|a|an|for|with|to|on|never|other|et|ou|de|du|des|la|le|les|en|à|un|une|par|sans|avec))+$",
    re.IGNORECASE,
)
# What a label says before it says what is counted.
PREAMBLE = re.compile(
    r"^(?:part|share|percentage|pourcentage|proportion|taux|rate|nombre|number)\s+"
    r"(?:des\s+|de la\s+|de l['\u2019]|du\s+|de\s+|d['\u2019]|of\s+)",
    re.IGNORECASE,
)
NUMBERING = re.compile(r"^[A-Z]{0,2}\d+[a-z]?[.:]?\s+(?=[A-Za-z])")
BRACKETS = re.compile(r"\s*\([^)]*\)")
# Before these French elides "de"; h aspiré stands before none of the words that open a label of open data.
VOWEL = re.compile(r"^(?:[aeiouyâàéèêëîïôöûùüœæ]|h(?:abit|omm|eur|ôt|ypoth|umain))", re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """How one side of a trait is worded in a name.

    Attributes
    ----------
    role : {"people", "adjective", "place", "tail"}
    words : tuple of three texts
        In French, English, Dutch. In an adjective "~" stands for the people and "|" parts the French genders.
    strong : tuple of three texts
        For a trait that lies very far from the mean; `words` where the vocabulary has no others.
    feminine : bool
        Whether the French noun is feminine.
    of_zone : tuple of three texts, optional
        For customers of whom only the zone is known: "quartiers aisés". None where the other words make it.
    """

    role: Role
    words: Words
    strong: Words
    feminine: bool = False
    of_zone: Words | None = None


@dataclass(frozen=True)
class TraitWords:
    """Everything that is said of one variable.

    Attributes
    ----------
    theme : str
        One of THEMES; the name of the variable where the vocabulary does not know it.
    telling_high, telling_low : float
        How much it tells a reader that the value is high or low, 0 to 1.
    high, low : Phrase
    more, less : tuple of three texts
        Comparison of two classes.
    says : tuple of three texts
        A figure in a portrait, "{}" where it stands.
    of_most : bool
        Whether a name says it only where it holds for most of a class; so it is of a `place` too.
    """

    theme: str
    telling_high: float
    telling_low: float
    high: Phrase
    low: Phrase
    more: Words
    less: Words
    says: Words
    of_most: bool = False


@lru_cache
def load_vocabulary(table: Literal["trait", "customer_trait"] = "trait") -> Mapping[str, TraitWords]:
    """Read the words of every variable that the project knows, of zones or of customers, by name of the variable.

    Raises
    ------
    TableError
        If an entry of the file is incomplete or says something that its comment does not allow.
    """
    content = _content()
    phrases = {name: _phrase(raw, name) for name, raw in content["phrase"].items()}
    themes = THEMES if table == "trait" else CUSTOMER_THEMES
    return {name: _trait(raw, name, phrases, themes) for name, raw in content[table].items()}


@lru_cache
def load_sentences(language: str, table: str = "sentences") -> Mapping[str, str]:
    """Read the sentences of a portrait in one language of LANGUAGES, "{}" where figures stand."""
    return cast("dict[str, str]", _content()[table][language])


def words_for(variable: Variable) -> TraitWords | None:
    """Give the words of a variable: its own, else made from its labels.

    Returns
    -------
    TraitWords or None
        None where the label tells of origin, religion, health, opinion or intimate life: never cited.
    """
    known = load_vocabulary().get(variable.name)
    if known is not None:
        return known
    is_silent = is_never_cited(f"{variable.name} {variable.label_fr} {variable.label_en}")
    return None if is_silent else _from_labels(variable)


def is_never_cited(label: str) -> bool:
    """Tell whether a label tells of origin, religion, health, opinion or intimate life."""
    return _never_cited().search(label.replace("_", " ")) is not None


@dataclass(frozen=True)
class Subject:
    """Whom classes are made of, and how they are spoken of.

    Attributes
    ----------
    everyone : Phrase
        Whom a trait qualifies where no trait names people.
    average, too_few, unknown : tuples of three texts
        Names of a class without traits: it is as all are, has too few members, or too few are known.
    sentences : str
        Table of `traits.toml` with the sentences of a portrait.
    words : function
        Gives the words of a variable, None where it is never cited.
    is_exact : bool
        Whether sums of money are told to the euro; to the hundred otherwise.
    """

    everyone: Phrase
    average: Words
    too_few: Words
    unknown: Words
    sentences: str
    words: Callable[[Variable], TraitWords | None]
    is_exact: bool = False


HOUSEHOLDS = Subject(
    Phrase("people", ("ménages", "households", "huishoudens"), ("ménages", "households", "huishoudens")),
    ("Ménages proches de la moyenne", "Households close to the average", "Huishoudens dicht bij het gemiddelde"),
    ("Très peu de ménages", "Very few households", "Zeer weinig huishoudens"),
    ("Trop peu de zones pour un profil", "Too few zones for a profile", "Te weinig zones voor een profiel"),
    "sentences",
    words_for,
)


def commonness(share: float) -> float:
    """Weigh a share (0-1) by how many it concerns: 0 where it is too small to cite, 1 where it is common."""
    return math.sqrt(min(1.0, share / COMMON_SHARE)) if share >= LEAST_SHARE else 0.0


def elided(before: str, noun: str) -> str:
    """Join a French "de" or "que" and what follows it: "de cadres", "d'ouvriers"."""
    return f"{before[:-1]}'{noun}" if VOWEL.match(noun) else f"{before} {noun}"


@lru_cache
def _content() -> dict[str, dict[str, dict[str, object]]]:
    with reference_path("traits.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache
def _never_cited() -> re.Pattern[str]:
    """Match a label that holds one of the words, at the start of a word."""
    words = cast("list[str]", _content()["never_cited"])
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in sorted(words))})", re.IGNORECASE)


def _trait(raw: Mapping[str, object], name: str, phrases: Mapping[str, Phrase], themes: tuple[str, ...]) -> TraitWords:
    """Read one `[trait.NAME]`; what it leaves out is made from its noun."""
    noun = _words(raw["noun"], name) if "noun" in raw else None
    scarce, more, less = _counted(noun, mass=raw.get("mass") is True) if noun else (None, None, None)
    telling = cast("list[float]", raw.get("telling", []))
    theme = str(raw.get("theme", ""))
    if len(telling) != len(("high", "low")) or theme not in themes:
        raise TableError(f"traits.toml: {name} needs `telling` for high and low, and a `theme` of {', '.join(themes)}.")
    low = Phrase("tail", scarce, scarce) if "low" not in raw and scarce else _side(raw.get("low"), name, phrases)
    return TraitWords(
        theme=theme,
        telling_high=telling[0],
        telling_low=telling[1],
        high=_side(raw.get("high"), name, phrases),
        low=low,
        more=_words(raw.get("more", more), name),
        less=_words(raw.get("less", less), name),
        says=_words(raw.get("says"), name),
    )


def _side(raw: object, name: str, phrases: Mapping[str, Phrase]) -> Phrase:
    """Read the wording of one side: the name of a shared phrase, or a phrase of its own."""
    if isinstance(raw, str) and raw in phrases:
        return phrases[raw]
    if isinstance(raw, dict):
        return _phrase(raw, name)
    raise TableError(f"traits.toml: {name} needs `high` and `low`: a phrase, the name of one, or a noun for `low`.")


def _phrase(raw: Mapping[str, object], name: str) -> Phrase:
    role = raw.get("role")
    if role not in get_args(Role):
        raise TableError(f"traits.toml: {name} has the role {role!r}; choose from {', '.join(get_args(Role))}.")
    words = _words(raw.get("words"), name)
    of_zone = _words(raw["of_zone"], name) if "of_zone" in raw else None
    strong = _words(raw.get("strong", words), name)
    return Phrase(cast("Role", role), words, strong, raw.get("feminine") is True, of_zone)


def _words(raw: object, name: str) -> Words:
    texts = tuple(raw) if isinstance(raw, list | tuple) else ()
    if len(texts) != len(LANGUAGES) or not all(isinstance(text, str) and text for text in texts):
        raise TableError(f"traits.toml: {name} needs three texts (French, English, Dutch), and has {raw!r}.")
    return cast("Words", texts)


def _counted(noun: Words, *, mass: bool) -> tuple[Words, Words, Words]:
    """Say that there is little, more and less of what is counted."""
    french, english, dutch = noun
    few, fewer = ("little", "less") if mass else ("few", "fewer")
    return (
        (f"peu {elided('de', french)}", f"{few} {english}", f"weinig {dutch}"),
        (f"plus {elided('de', french)}", f"more {english}", f"meer {dutch}"),
        (f"moins {elided('de', french)}", f"{fewer} {english}", f"minder {dutch}"),
    )


def _from_labels(variable: Variable) -> TraitWords:
    """Make words from the labels; Dutch borrows the English one, as the dictionary has no Dutch labels."""
    french, english = (_noun(label) or variable.name for label in (variable.label_fr, variable.label_en))
    more: Words = (f"plus {elided('de', french)}", f"more {english}", f"meer {english}")
    # Labels count or measure, nobody knows which: "less" is the safer word.
    less: Words = (f"moins {elided('de', french)}", f"less {english}", f"minder {english}")
    whole = tuple(_brace_free(label) for label in (variable.label_fr, variable.label_en, variable.label_en))
    return TraitWords(
        theme=variable.name,
        telling_high=TELLING_OF_A_LABEL,
        telling_low=TELLING_OF_A_LABEL,
        high=Phrase("tail", more, more),
        low=Phrase("tail", less, less),
        more=more,
        less=less,
        says=(f"{{}} pour « {whole[0]} »", f"{{}} for “{whole[1]}”", f"{{}} voor “{whole[2]}”"),
    )


def _noun(label: str) -> str:
    """Reduce a label to what it counts, in lower case, no longer than a name can bear."""
    text = NUMBERING.sub("", BRACKETS.sub("", label).strip())
    text = PREAMBLE.sub("", text.split(":")[0].strip())
    first = text.split(" ", maxsplit=1)[0]
    if not (first.isupper() or any(letter.isupper() for letter in first[1:])):
        text = text[:1].lower() + text[1:]
    return _shortened(_without_commas(text))


def _without_commas(text: str) -> str:
    """Keep what a label says before its first comma where that says enough; a comma would part a name."""
    before = text.split(",", maxsplit=1)[0]
    return before if len(before) >= ENOUGH else re.sub(r",\s*", "/", text)


def _shortened(text: str) -> str:
    """Cut a text between words, and not behind an "and"."""
    if len(text) <= LABEL_LENGTH:
        return text
    kept = text[: LABEL_LENGTH - 1].rsplit(" ", maxsplit=1)[0]
    return f"{LINKS.sub('', kept).rstrip(' ;/-')}…"


def _brace_free(text: str) -> str:
    """Keep braces of a label from being read as the place of a figure."""
    return text.replace("{", "(").replace("}", ")")
