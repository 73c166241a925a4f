"""The words of a map, in French and in English, and numbers as each language writes them."""

from __future__ import annotations

import math
from numbers import Real
from typing import Literal

from geoprofile.errors import UnknownNameError

__all__ = ["LANGUAGES", "WORDS", "Language", "number_text", "value_text", "words_of"]

Language = Literal["fr", "en"]
LANGUAGES = ("fr", "en")

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "customers": "clients",
        "customer": "client",
        "housenumber": "au numéro",
        "interpolated": "au numéro, interpolé",
        "street": "à la rue",
        "locality": "au lieu-dit",
        "municipality": "à la commune",
        "on_map": "sur la carte",
        "located": "situés",
        "circles": "surface selon le nombre",
        "found": "Clients trouvés",
        "not_placed": "sans position, absents de la carte",
        "outside": "hors des zones",
        "zones": "zones",
        "zone": "zone",
        "missing": "valeur absente ou secrète",
        "sources": "Sources :",
        "counted": "clients comptés par zone",
        "fewer_than": "moins de",
        "no_customer": "aucun client",
        "privacy": "Cette carte montre où habitent des clients : ne la publiez pas. "
        "Elle s'ouvre sans réseau et n'envoie rien.",
        "privacy_counted": "Cette carte ne montre aucune position de client. "
        "Elle s'ouvre sans réseau et n'envoie rien.",
        "no_script": "Cette carte a besoin de JavaScript : autorisez-le pour ce fichier.",
        "zoom_in": "Agrandir",
        "zoom_out": "Réduire",
    },
    "en": {
        "customers": "customers",
        "customer": "customer",
        "housenumber": "at the number",
        "interpolated": "at the number, interpolated",
        "street": "at the street",
        "locality": "at the locality",
        "municipality": "at the municipality",
        "on_map": "on the map",
        "located": "placed",
        "circles": "area by number",
        "found": "Customers found",
        "not_placed": "without a position, not on the map",
        "outside": "outside the zones",
        "zones": "zones",
        "zone": "zone",
        "missing": "value missing or withheld",
        "sources": "Sources:",
        "counted": "customers counted by zone",
        "fewer_than": "fewer than",
        "no_customer": "no customer",
        "privacy": "This map shows where customers live: do not publish it. "
        "It opens without a network and sends nothing.",
        "privacy_counted": "This map shows no position of a customer. It opens without a network and sends nothing.",
        "no_script": "This map needs JavaScript: allow it for this file.",
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
    },
}
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
SPACE = "\N{NO-BREAK SPACE}"
# What follows a number, by unit of the dictionary of variables; a unit that is not here is written as it is.
UNIT_SIGNS = {
    "fr": {"persons": "habitants", "households": "ménages", "dwellings": "logements", "years": "ans"},
    "en": {},
}
SIGNS = {"eur": "€", "km2": "km²", "m2": "m²", "per_km2": "/km²"}
# Values that are numbers without a unit.
BARE_UNITS = frozenset({"", "index", "ratio", "gini", "code", "class", "count"})
# From this magnitude on a number is written without decimals, from the second with one.
WHOLE_FROM, ONE_DECIMAL_FROM = 100, 10


def words_of(language: str) -> dict[str, str]:
    """Give the words of one language, or raise UnknownNameError with the languages that there are."""
    if language not in WORDS:
        raise UnknownNameError("language of a map", language, LANGUAGES)
    return WORDS[language]


def number_text(value: float, language: str) -> str:
    """Write a number to about three digits, with the separators of the language."""
    size = abs(value)
    decimals = 0 if size >= WHOLE_FROM or value == round(value) else 1 if size >= ONE_DECIMAL_FROM else 2
    text = f"{value:,.{decimals}f}"
    if language == "fr":
        return text.replace(",", THIN_SPACE).replace(".", ",")
    return text


def value_text(value: object, unit: str, language: str) -> str:
    """Write a value with its unit; a share or rate becomes a percentage, a missing value a dash.

    Parameters
    ----------
    value : float, text or None
        A text is written as it is.
    unit : str
        As in the dictionary of variables (`eur`, `share`, `persons`...).
    language : {"fr", "en"}
    """
    if isinstance(value, str):
        return value
    if not isinstance(value, Real) or not math.isfinite(value):
        return "–"  # noqa: RUF001  an en dash, as tables write "no value"
    number = float(value)
    if unit in {"share", "rate"}:
        return f"{number_text(100 * number, language)}{SPACE if language == 'fr' else ''}%"
    sign = "" if unit in BARE_UNITS else SIGNS.get(unit) or UNIT_SIGNS[language].get(unit, unit)
    if unit == "eur" and language == "en":
        return f"€{number_text(number, language)}"
    return f"{number_text(number, language)}{SPACE}{sign}" if sign else number_text(number, language)
