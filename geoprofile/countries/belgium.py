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
from geoprofile.countries.grammar import StreetGrammar

__all__ = ["BELGIUM"]

# Dutch and German words of a type stand behind the name, mostly glued to it: short forms are written out, and
# the German street is joined on as a Dutch one, whose short form is the same.
GERMANIC_ENDINGS = {
    "STRASSE": "STRAAT",
    "STR": "STRAAT",
    "STWG": "STEENWEG",
    "STW": "STEENWEG",
    "LN": "LAAN",
    "PLN": "PLEIN",
}
DUTCH_WORDS = {
    "STR": "STRAAT",
    "STRASSE": "STRAAT",
    "SANKT": "SAINT",
    "STW": "STEENWEG",
    "STWG": "STEENWEG",
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
    other_postcode=0.7,
    code_length=0,
    grammar=StreetGrammar(
        types=FRENCH_TYPES,
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
    context=_context,
)
COUNTRIES.register("be")(BELGIUM)
