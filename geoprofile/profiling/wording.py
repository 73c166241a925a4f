"""Numbers and nouns of a profile, in French and in English."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geoprofile.errors import UnknownNameError

if TYPE_CHECKING:
    from geoprofile.tables import Variable

__all__ = ["LANGUAGES", "check_language", "count_text", "number_text", "share_text", "unit_text"]

LANGUAGES = ("fr", "en")
THIN_SPACE, SPACE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
DIGITS = 3
SIGNS = {"eur": "€", "km2": "km²", "per_km2": "/km²"}
UNIT_WORDS = {
    "fr": {"persons": "personnes", "households": "ménages", "dwellings": "logements", "years": "ans"},
    "en": {},
}
BARE = frozenset({"", "index", "ratio", "gini", "code", "class", "count"})


def check_language(language: str) -> None:
    """Raise UnknownNameError, with the choices, for a language that sentences are not written in."""
    if language not in LANGUAGES:
        raise UnknownNameError("language of sentences", language, LANGUAGES)


def count_text(value: float, language: str) -> str:
    """Write a whole number with the separators of the language."""
    return _localised(f"{round(value):,}", language)


def number_text(value: float, language: str) -> str:
    """Write a number to three significant digits, without trailing zeros."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "–"  # noqa: RUF001  an en dash, as tables write "no value"
    decimals = max(0, DIGITS - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return _localised(text.rstrip("0").rstrip(".") if "." in text else text, language)


def share_text(share: float, language: str) -> str:
    """Write a share as a percentage: to the unit from 10 % on, with one decimal below."""
    percent = 100 * share
    if 0 < percent < 0.1:  # noqa: PLR2004  what one decimal would write as nothing
        text = f"<{SPACE}0.1" if language == "fr" else "<0.1"
    else:
        text = f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}".removesuffix(".0")  # noqa: PLR2004
    return f"{_localised(text, language)}{SPACE if language == 'fr' else ''}%"


def unit_text(value: float, variable: Variable, language: str) -> str:
    """Write a value of a variable with its unit."""
    if variable.unit in {"share", "rate"}:
        return f"{number_text(100 * value, language)}{SPACE if language == 'fr' else ''}%"
    number = number_text(value, language)
    if variable.unit == "eur" and language == "en":
        return f"€{number}"
    if variable.unit in BARE:
        return number
    return f"{number}{SPACE}{SIGNS.get(variable.unit) or UNIT_WORDS[language].get(variable.unit, variable.unit)}"


def _localised(text: str, language: str) -> str:
    return text.replace(",", THIN_SPACE).replace(".", ",") if language == "fr" else text
