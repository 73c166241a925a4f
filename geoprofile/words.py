"""Numbers and values as French and English write them."""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING, Literal

from geoprofile.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "LANGUAGES",
    "MISSING_SIGN",
    "UNIT_SIGNS",
    "Language",
    "check_language",
    "count_text",
    "digits_text",
    "fixed_text",
    "number_text",
    "percent_text",
    "share_text",
    "value_text",
]

Language = Literal["fr", "en"]
LANGUAGES = ("fr", "en")

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
SPACE = "\N{NO-BREAK SPACE}"
MISSING_SIGN = "\N{EN DASH}"
# What follows a number, by unit of the dictionary of variables; a unit that is not here is written as it is.
UNIT_SIGNS = {
    "fr": {"persons": "personnes", "households": "ménages", "dwellings": "logements", "years": "ans", "days": "jours"},
    "en": {},
}
SIGNS = {"eur": "€", "km2": "km²", "m2": "m²", "per_km2": "/km²"}
# Values that are numbers without a unit.
BARE_UNITS = frozenset({"", "index", "ratio", "gini", "code", "class", "count"})
# From this magnitude on a number is written without decimals, from the second with one.
WHOLE_FROM, ONE_DECIMAL_FROM = 100, 10
SIGNIFICANT_DIGITS = 3
# What one decimal of a percentage would write as nothing.
LEAST_PERCENT = 0.1


def check_language(language: str) -> None:
    """Raise UnknownNameError, with the languages that there are, if this is none of them."""
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)


def fixed_text(value: float, decimals: int, language: str) -> str:
    """Write a number to a fixed number of decimals, with the separators of the language."""
    text = f"{value:,.{decimals}f}"
    if language == "fr":
        return text.replace(",", THIN_SPACE).replace(".", ",")
    return text


def count_text(value: float, language: str) -> str:
    """Write a whole number with the separators of the language."""
    return fixed_text(value, 0, language)


def digits_text(value: float, language: str) -> str:
    """Write a number to three significant digits without trailing zeros, all of a larger one; a dash if missing."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else MISSING_SIGN
    decimals = max(0, SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{decimals}f}"
    return fixed_text(value, len(text.rstrip("0").partition(".")[2]), language)


def number_text(value: float, language: str) -> str:
    """Write a number to about three digits, with the separators of the language."""
    size = abs(value)
    decimals = 0 if size >= WHOLE_FROM or value == round(value) else 1 if size >= ONE_DECIMAL_FROM else 2
    return fixed_text(value, decimals, language)


def share_text(share: float, language: str) -> str:
    """Write a share (0-1) as a percentage with one decimal, as a column of shares wants it."""
    return f"{fixed_text(100 * share, 1, language)}{SPACE if language == 'fr' else ''}%"


def percent_text(share: float, language: str) -> str:
    """Write a share (0-1) as a percentage as a sentence wants it: to the unit from 10 % on, one decimal below."""
    percent = 100 * share
    if 0 < percent < LEAST_PERCENT:
        text = f"<{SPACE if language == 'fr' else ''}{fixed_text(LEAST_PERCENT, 1, language)}"
    else:
        text = fixed_text(percent, 0 if percent >= ONE_DECIMAL_FROM or f"{percent:.1f}"[-1] == "0" else 1, language)
    return f"{text}{SPACE if language == 'fr' else ''}%"


def value_text(value: object, unit: str, language: str, *, write: Callable[[float, str], str] = number_text) -> str:
    """Write a value with its unit; a share or rate becomes a percentage, a missing value a dash.

    Parameters
    ----------
    value : float, text or None
        A text is written as it is.
    unit : str
        As in the dictionary of variables (`eur`, `share`, `persons`...).
    language : {"fr", "en"}
    write : function
        Of a number and a language: how many digits there are.
    """
    if isinstance(value, str):
        return value
    if not isinstance(value, Real) or not math.isfinite(value):
        return MISSING_SIGN
    number = float(value)
    if unit in {"share", "rate"}:
        return f"{write(100 * number, language)}{SPACE if language == 'fr' else ''}%"
    sign = "" if unit in BARE_UNITS else SIGNS.get(unit) or UNIT_SIGNS[language].get(unit, unit)
    if unit == "eur" and language == "en":
        return f"€{write(number, language)}"
    return f"{write(number, language)}{SPACE}{sign}" if sign else write(number, language)
