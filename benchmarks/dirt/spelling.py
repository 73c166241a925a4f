"""How a name is spelled: without accents, folded, split in its type and the rest."""

from __future__ import annotations

import re
from functools import lru_cache

from dirt.words import ARTICLES, DUTCH_TYPES, TYPES

DROPPED = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
ACCENTED = "àâäáãéèêëîïíôöóõùûüúçñÿÀÂÄÁÃÉÈÊËÎÏÍÔÖÓÕÙÛÜÚÇÑŸ"
PLAIN = str.maketrans(ACCENTED, "aaaaaeeeeiiioooouuuucnyAAAAAEEEEIIIOOOOUUUUCNY")
WORDLESS = re.compile(r"[^A-Z0-9]+")


def plain(text: str) -> str:
    """Give the text without accents."""
    return text.translate(DROPPED).translate(PLAIN)


@lru_cache(maxsize=2**19)
def folded(text: str) -> str:
    """Give the upper-case words of a text, as two names are compared here; no word of the geocoder's own."""
    return WORDLESS.sub(" ", plain(text).upper()).strip()


# Each type by its folded spelling.
OPENINGS = {folded(name): name for name in TYPES}


@lru_cache(maxsize=2**19)
def split_type(street: str) -> tuple[str, str]:
    """Split a French street name in its type, empty if it has none, and the rest with its articles."""
    words = street.split(" ")
    for count in (2, 1):
        if len(words) > count and folded(" ".join(words[:count])) in OPENINGS:
            return " ".join(words[:count]), " ".join(words[count:])
    return "", street


@lru_cache(maxsize=2**19)
def bare(street: str) -> str:
    """Give the folded name without its type and its articles."""
    words = folded(split_type(street)[1]).split()
    return " ".join(word for word in words if word.lower() not in ARTICLES and word not in {"L", "D"}) or folded(street)


def dutch_ending(street: str) -> str:
    """Give the Dutch type that a name ends in, empty if none."""
    low = street.lower()
    return next((ending for ending in DUTCH_TYPES if low.endswith(ending) and len(low) > len(ending) + 2), "")


def cased_like(model: str, text: str) -> str:
    """Write a text in capitals where its model is in capitals."""
    return text.upper() if model.isupper() and len(model) > 1 else text
