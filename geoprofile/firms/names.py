"""Names and streets of firms as they compare: capitals, no accents, no legal forms, words in their core."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "FILLER",
    "KEY_LETTERS",
    "STREET_TYPES",
    "acronym",
    "core_words",
    "fold_name",
    "glued_name",
    "house_numbers",
    "name_keys",
    "street_words",
]

NOT_WORD = re.compile(r"[^A-Z0-9]+")
APOSTROPHE = re.compile(r"\b([DLSJ])['\N{RIGHT SINGLE QUOTATION MARK}]")
DOTS = re.compile(r"(?<=\b[A-Z0-9])\.(?=[A-Z0-9]\b)")
NUMBER = re.compile(r"\b(\d{1,4})(?=\b|\s*(?:BIS|TER|[A-D])\b)")
# Letters of a word that two names must share to be compared.
KEY_LETTERS = 4
LEAST_ACRONYM = 3

FILLER = frozenset(
    [
        "LE",
        "LA",
        "LES",
        "DE",
        "DU",
        "DES",
        "D",
        "L",
        "ET",
        "AU",
        "AUX",
        "A",
        "EN",
        "UN",
        "UNE",
        "SUR",
        "SOUS",
        "CHEZ",
        "THE",
        "OF",
        "AND",
        "VAN",
        "DER",
        "DEN",
    ]
)
LEGAL = frozenset(
    [
        "SARL",
        "SA",
        "SAS",
        "SASU",
        "EURL",
        "EI",
        "EIRL",
        "SCI",
        "SCP",
        "SCM",
        "SELARL",
        "SELAS",
        "SELAFA",
        "SNC",
        "SCA",
        "SCS",
        "GIE",
        "GIP",
        "SCOP",
        "SCIC",
        "SEM",
        "SEML",
        "SC",
        "SCEA",
        "EARL",
        "GAEC",
        "GFA",
        "SICA",
        "CUMA",
        "SPFPL",
        "ASSOCIATION",
        "ASSOC",
        "ASSO",
        "ASS",
        "ETS",
        "ETABLISSEMENT",
        "ETABLISSEMENTS",
        "STE",
        "SOCIETE",
        "SOC",
        "CIE",
        "COMPAGNIE",
        "ENTREPRISE",
        "ENT",
        "SPRL",
        "SRL",
        "BVBA",
        "BV",
        "NV",
        "ASBL",
        "VZW",
        "MONSIEUR",
        "MADAME",
        "MR",
        "MME",
        "MLLE",
        "FILS",
    ]
)
STREET_TYPES = {
    "AV": "AVENUE", "AVE": "AVENUE", "BD": "BOULEVARD", "BLD": "BOULEVARD", "BLVD": "BOULEVARD", "BVD": "BOULEVARD",
    "R": "RUE", "PL": "PLACE", "CHE": "CHEMIN", "CH": "CHEMIN", "CHEM": "CHEMIN", "RTE": "ROUTE", "ALL": "ALLEE",
    "IMP": "IMPASSE", "SQ": "SQUARE", "QU": "QUAI", "CRS": "COURS", "PAS": "PASSAGE", "PASS": "PASSAGE",
    "FG": "FAUBOURG", "FBG": "FAUBOURG", "ZI": "ZONE", "ZA": "ZONE", "ZAC": "ZONE", "LD": "LIEUDIT",
    "ST": "SAINT", "STE": "SAINTE", "GAL": "GENERAL", "MAL": "MARECHAL", "DR": "DOCTEUR", "PDT": "PRESIDENT",
    "CDT": "COMMANDANT", "COL": "COLONEL", "CAP": "CAPITAINE", "PROF": "PROFESSEUR", "GDE": "GRANDE", "GD": "GRAND",
    "RPT": "ROND", "RES": "RESIDENCE", "VLA": "VILLA", "HAM": "HAMEAU",
}  # fmt: skip
NOT_STREET = frozenset(["BIS", "TER", "QUATER", "CEDEX", "BP", "CS", "BATIMENT", "BAT", "RDC", "ETAGE"])


@lru_cache(maxsize=500_000)
def fold_name(text: str) -> str:
    """Write a name in capitals without accents and signs, its words parted by one space."""
    plain = unicodedata.normalize("NFKD", text.upper().replace("Œ", "OE").replace("Æ", "AE"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = DOTS.sub("", APOSTROPHE.sub(r"\1 ", plain)).replace("&", " ET ")
    return NOT_WORD.sub(" ", plain).strip()


@lru_cache(maxsize=500_000)
def core_words(text: str) -> tuple[str, ...]:
    """Give the words that tell a firm from others, filler where nothing else is left; none of a mere legal form."""
    words = tuple(word for word in fold_name(text).split() if word not in LEGAL)
    return tuple(word for word in words if word not in FILLER) or words


@lru_cache(maxsize=500_000)
def glued_name(text: str) -> str:
    """Write a name without its legal form as one word: who forgets a space forgets it anywhere."""
    return "".join(word for word in fold_name(text).split() if word not in LEGAL)


def acronym(words: tuple[str, ...]) -> str:
    """Give the first letters of words, empty where they are too few to mean anything."""
    letters = "".join(word[0] for word in words)
    return letters if len(letters) >= LEAST_ACRONYM else ""


def name_keys(text: str) -> set[str]:
    """Give what another name must share one of to be compared: beginnings of words, and the acronym."""
    words = core_words(text)
    keys = {word[:KEY_LETTERS] for word in words if len(word) > 1}
    short = acronym(words)
    return keys | ({short[:KEY_LETTERS]} if short else set()) or {word[:KEY_LETTERS] for word in words}


@lru_cache(maxsize=500_000)
def street_words(text: str) -> tuple[str, ...]:
    """Give the words of a street, abbreviations written out, without numbers and filler."""
    words = (STREET_TYPES.get(word, word) for word in fold_name(text).split())
    return tuple(w for w in words if w not in FILLER and w not in NOT_STREET and not w[0].isdigit())


@lru_cache(maxsize=500_000)
def house_numbers(text: str) -> frozenset[str]:
    """Give the house numbers of an address: both ends of "12-14", none where there is none."""
    return frozenset(str(int(found)) for found in NUMBER.findall(fold_name(text).replace("CEDEX", " "))[:2])
