"""Addresses and names brought to one form each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import TableError
from geoprofile.opposition.texts import WORD, each, folded, joined, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["KEY_COLUMNS", "address_keys", "flat_keys", "name_keys", "raw_address_keys"]

# Spellings of one address in tables of doors and in enriched files.
KEY_COLUMNS = (("citycode", "street", "number"), ("result_citycode", "result_street", "result_housenumber"))
CIVILITIES = frozenset(
    ["m", "mr", "mme", "mlle", "mrs", "ms", "dhr", "mevr", "mevrouw", "heer", "monsieur", "madame", "mademoiselle",
     "et", "en", "and"]
)  # fmt: skip
SMALL_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "of",
        "op",
        "the",
        "van",
        "den",
        "der",
    ]
)
ABBREVIATIONS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "bvd": "boulevard",
    "ch": "chemin", "che": "chemin", "chee": "chaussee", "crs": "cours", "dr": "docteur", "fg": "faubourg",
    "gal": "general", "gen": "general", "imp": "impasse", "mal": "marechal", "pl": "place", "pass": "passage",
    "r": "rue", "res": "residence", "rte": "route", "sq": "square", "st": "saint", "ste": "sainte", "str": "straat",
    "stwg": "steenweg",
}  # fmt: skip
# What stands within a house: two people of one house write it differently, or not at all.
SIDE = r"(?:\W*\b(?:a\s+)?(?:gauche|droite|face|milieu|g|d)\b)?"
FLAT = (
    r"\b(?:app|appt|apt|appartement|bat|batiment|esc|escalier|etage|hall|porte|bte|boite|bus|box)\b\W*(?:\d+\w*|[a-z])\b"
    rf"|\b\d+\s*(?:er|e|eme|ere)?\s*(?:etage|verdieping)\b{SIDE}|\b(?:rdc|rez[ -]de[ -]chaussee)\b{SIDE}"
)
WITHIN = re.compile(FLAT + r"|\b(?:res|residence)\b[^,]*,|(?:^|,)\s*(?:res|residence)\b[^,\d]*(?=\d)")
FLAT_WORDS = {"apt": "app", "appt": "app", "appartement": "app", "batiment": "bat", "escalier": "esc", "boite": "bte",
              "bus": "bte", "box": "bte"}  # fmt: skip
# With whom somebody lives, and the box at the post office beside a house: neither tells where the house is.
BESIDE = re.compile(r"(?:^|,)\s*(?:chez|c/o|p/a)\b[^,\d]*,?|\b(?:bp|b\.p\.|cs|tsa)\s*\d+")
NUMBER_SIGN = re.compile(r"\bn\s*(?:[°º]|o(?=\s*\d)|r\b\.?)?\s*(?=\d)")
TWICE = re.compile(r"\b(\d+)\s*[-/]\s*\1\b")
# Digits that a spreadsheet has made a number of, and the letter of a country.
CODE = re.compile(r"(?:[fb][\s-]*)?(\d[\d\s]*?)(?:\.0)?")


def address_keys(addresses: pd.DataFrame) -> pd.Series[str]:
    """Write addresses as one text each: commune, street, number and suffix in plain small letters, ``|`` between them.

    Parameters
    ----------
    addresses : DataFrame
        Doors (`citycode`, `street`, `number`, `suffix`), or an enriched file (`result_citycode`, `result_street`,
        `result_housenumber`).

    Returns
    -------
    Series
        Empty where the address has no number.

    Raises
    ------
    TableError
        If the table has neither set of columns.
    """
    names = next((names for names in KEY_COLUMNS if set(names) <= set(addresses.columns)), None)
    if names is None:
        wanted = " or ".join(", ".join(some) for some in KEY_COLUMNS)
        raise TableError(f"A list of addresses needs the columns {wanted}: enrich it first.")
    city, street, number = (addresses[name].astype("str").fillna("") for name in names)
    if "suffix" in addresses and names == KEY_COLUMNS[0]:
        number = number + addresses["suffix"].astype("str").fillna("")
    parts = [[plain(text) for text in some] for some in (city, street, number)]
    keys = ["|".join(some) if some[2].strip("0") else "" for some in zip(*parts, strict=True)]
    return pd.Series(keys, index=addresses.index, dtype="str")


def raw_address_keys(lines: Sequence[pd.Series[str]], postcode: pd.Series[str]) -> pd.Series[str]:
    """Write addresses as their files do, brought to one form: postcode, then the words of the lines in order.

    Order, accents, small words and usual abbreviations tell no address apart (``12 bis, av. de la Gare`` is
    ``Avenue de la Gare 12bis``), nor do flats, floors and buildings, with whom one lives, post boxes, and zeros that a
    number or postcode begins with. The commune is left out, as its name is written in too many ways.

    Returns
    -------
    Series
        Empty where there is no number in the lines, or no postcode.
    """
    street = each(joined(lines, " , "), _street_words)
    code = each(postcode, _postcode)
    return (code + "|" + street).where((code != "") & (street != ""), "")


def flat_keys(lines: Sequence[pd.Series[str]]) -> pd.Series[str]:
    """Write what lines of an address say of the flat or building, in one form; empty where they say nothing."""

    def within(text: str) -> str:
        words = WORD.findall(" ".join(re.findall(FLAT, folded(text))))
        return " ".join(FLAT_WORDS.get(word, word) for word in words)

    return each(joined(lines, ", "), within)


def name_keys(names: Sequence[pd.Series[str]]) -> pd.Series[str]:
    """Write names as their words in order, without titles: ``Mme Anne DUPONT`` is ``Dupont Anne``."""
    return each(joined(names, " "), lambda text: " ".join(sorted(set(WORD.findall(folded(text))) - CIVILITIES)))


def _street_words(text: str) -> str:
    """Give the words of an address in order, empty without a number."""
    whole = WITHIN.sub(" ", NUMBER_SIGN.sub("", folded(text.replace("°", "º"))))
    street = BESIDE.sub(" , ", whole)
    # Who has a post box alone is known by it.
    street = street if any(map(str.isdigit, street)) else whole
    found = (word.lstrip("0") or "0" if word.isdigit() else word for word in WORD.findall(TWICE.sub(r"\1", street)))
    words = sorted(ABBREVIATIONS.get(word, word) for word in found if word not in SMALL_WORDS)
    return " ".join(words) if any(word.isdigit() for word in words) else ""


def _postcode(text: str) -> str:
    """Write a postcode without the zeros that a spreadsheet takes away."""
    code = folded(text).strip()
    found = CODE.fullmatch(code)
    return plain(found[1]).lstrip("0") if found else plain(code)
