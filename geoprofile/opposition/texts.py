"""Cells read as keys: each distinct one once, brought to plain small letters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["WORD", "each", "folded", "joined", "plain", "several", "visible"]

WORD = re.compile(r"\d+|[a-z]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def each(texts: Iterable[str], change: Callable[[str], str]) -> pd.Series[str]:
    """Change each trimmed text, the same one only once; an empty one stays empty."""
    series = pd.Series(texts, dtype="str").fillna("").str.strip()
    changed = {text: change(text) if text else "" for text in series.unique()}
    return series.map(changed).astype("str")


def several(texts: Iterable[str], read: Callable[[str], Sequence[str]]) -> tuple[pd.Series[str], ...]:
    """Read what each cell holds, one Series for the first find of each cell, one for the second...; at least one."""
    series = pd.Series(texts, dtype="str").fillna("").str.strip()
    found = {text: read(text) if text else () for text in series.unique()}
    width = max((len(some) for some in found.values()), default=1)
    return tuple(
        series.map({text: some[k] if k < len(some) else "" for text, some in found.items()}).astype("str")
        for k in range(max(width, 1))
    )


def joined(parts: Sequence[pd.Series[str]], sign: str) -> pd.Series[str]:
    """Join columns into one text a row."""
    text = parts[0].astype("str").fillna("")
    for part in parts[1:]:
        text = text + sign + part.astype("str").fillna("")
    return text


def visible(text: str) -> str:
    """Leave out what is not seen: zero-width spaces, marks of direction, soft hyphens."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


def folded(text: str) -> str:
    """Write a text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", visible(text).casefold().translate(LIGATURES))
    return "".join(one for one in apart if not unicodedata.combining(one))


def plain(text: str) -> str:
    """Bring a text to small letters and digits without accents or signs."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if one.isalnum())
