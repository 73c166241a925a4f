"""Belgium: Dutch, French and German street words, box numbers, codes and provinces."""

from __future__ import annotations

import re

from geoprofile.countries.country import COUNTRIES, Country
from geoprofile.countries.france import (
    FRENCH_ARTICLES,
    FRENCH_ELISIONS,
    FRENCH_LANDMARKS,
    FRENCH_NOISE,
    FRENCH_NUMBERS,
    FRENCH_PHRASES,
    FRENCH_TAIL_NOISE,
    FRENCH_TYPES,
    FRENCH_WORDS,
)
from geoprofile.countries.grammar import StreetGrammar, fold

__all__ = ["BELGIUM"]

# Dutch and German street types stand behind the name, mostly glued to it. The German street is joined on as a
# Dutch one, whose short form is the same. Longer endings come before those that they end in; the dash says that
# the type is written behind the name.
GERMANIC_ENDINGS = {
    "STEENWEG": "-STEENWEG", "STWG": "-STEENWEG", "STW": "-STEENWEG", "STRASSE": "-STRAAT",
    "STRAAT": "-STRAAT", "STR": "-STRAAT", "LAAN": "-LAAN", "LN": "-LAAN",
    "PLEIN": "-PLEIN", "PLN": "-PLEIN", "DREEF": "-DREEF", "BAAN": "-BAAN",
    "KAAI": "-KAAI", "PAD": "-PAD", "WEG": "-WEG", "LEI": "-LEI",
    "HOF": "-HOF", "PLATZ": "-PLEIN", "GASSE": "-GASSE",
}  # fmt: skip
DUTCH_WORDS = {
    "SANKT": "SAINT",
    "SINT": "SAINT",
    "SINTE": "SAINTE",
    "BURG": "BURGEMEESTER",
    "PASTR": "PASTOOR",
    "DOKTER": "DOCTEUR",
    "GENERAAL": "GENERAL",
    "MAARSCHALK": "MARECHAL",
}
DUTCH_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        ["EEN", "TWEE", "DRIE", "VIER", "VIJF", "ZES", "ZEVEN", "ACHT", "NEGEN", "TIEN", "ELF", "TWAALF"], start=1
    )
}
NOISE = re.compile(
    r"\b(?:BUS|BOX|BT|POSTFACH|PB|POSTBUS|BLOK|VERDIEPING|VERD|KAMER|LOKAAL|INGANG)"
    r"(?: ?(?:N |NR )?[A-Z]?[0-9]{1,4}[A-Z]?| (?:N |NR )?[A-Z])\b"
    r"|(?<=[0-9]) ?B ?[0-9]{1,4}(?= [A-Z]{2}|$)|(?<=[0-9][A-Z]) [0-9]{1,4}$"
    r"|\b(?:GELIJKVLOERS|GLVL)\b"
    f"|{FRENCH_NOISE.pattern}"
)
TAIL_NOISE = re.compile(rf" (?:BUS|BOX|RESIDENTIE|BLOK|GEBOUW|P A|T A V)\b|{FRENCH_TAIL_NOISE.pattern}")

# First two figures of a municipality's NIS code: its province and region (Statbel, REFNIS).
PROVINCES = {
    "11 12 13": "Antwerpen, Vlaanderen",
    "23 24": "Vlaams-Brabant, Vlaanderen",
    "25": "Brabant wallon, Wallonie",
    "31 32 33 34 35 36 37 38": "West-Vlaanderen, Vlaanderen",
    "41 42 43 44 45 46": "Oost-Vlaanderen, Vlaanderen",
    "51 52 53 54 55 56 57 58": "Hainaut, Wallonie",
    "61 62 63 64": "Liège, Wallonie",
    "71 72 73": "Limburg, Vlaanderen",
    "81 82 83 84 85": "Luxembourg, Wallonie",
    "91 92 93": "Namur, Wallonie",
    "21": "Bruxelles-Capitale - Brussel-Hoofdstad",
}
CONTEXTS = {code: place for codes, place in PROVINCES.items() for code in codes.split()}


def _context(citycode: str) -> str:
    return CONTEXTS.get(citycode[:2], "")


BELGIUM = Country(
    code="be",
    metric_crs="EPSG:3812",
    zone_levels=("statistical_sector", "commune"),
    postcode=re.compile(r"(?<![0-9-])[1-9][0-9]{3}(?![0-9-])"),
    address_sources=frozenset({"best"}),
    code_length=0,
    grammar=StreetGrammar(
        types=FRENCH_TYPES | {kind.removeprefix("-"): kind for kind in GERMANIC_ENDINGS.values()},
        words=FRENCH_WORDS | DUTCH_WORDS,
        phrases=FRENCH_PHRASES,
        articles=FRENCH_ARTICLES | frozenset({"DEN", "HET", "T", "S"}),
        elisions=FRENCH_ELISIONS,
        landmarks=FRENCH_LANDMARKS,
        numbers=FRENCH_NUMBERS | DUTCH_NUMBERS,
        endings=GERMANIC_ENDINGS,
    ),
    suffixes={"BIS": "B", "TER": "T", "QUATER": "Q"},
    noise=NOISE,
    tail_noise=TAIL_NOISE,
    city_words={"BXL": "BRUXELLES", "ST": "SAINT", "STE": "SAINTE", "SINT": "SAINT", "SINTE": "SAINTE"},
    cedex=re.compile(r"(?!)"),
    outside=frozenset({"BELGIQUE", "BELGIE", "BELGIEN", "BELGIUM", "BE", "B"}),
    regions=frozenset(fold([name for told in CONTEXTS.values() for name in told.split(", ")])),
    context=_context,
)
COUNTRIES.register("be")(BELGIUM)
