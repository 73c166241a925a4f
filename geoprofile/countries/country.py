"""What geoprofile knows of a country, and the registry of countries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from geoprofile.countries.grammar import ROMAN
from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geoprofile.countries.grammar import StreetGrammar

__all__ = ["COUNTRIES", "Country"]

CITY_NUMBER = re.compile(
    r"(.*?[A-Z].*?)"
    r"(?: ?\b([0-9]{1,2}|[IVX]{1,5})(?:E|EME|ER|ERE|IEME|ND|NDE)?(?: ?(?:ARRONDISSEMENT|ARRDT|ARDT|ARR))?)?"
)
# Numbers of arrondissements in Roman figures.
DISTRICTS = ROMAN | {"I": "1", "V": "5", "X": "10"}
CITY_NOISE = frozenset({"CEDEX", "CDX", "CEDX"})
LEADING_ARTICLES = frozenset({"LE", "LA", "LES", "L"})


@dataclass(frozen=True, eq=False)
class Country:
    """Codes, zone levels, metric CRS and address grammar of one country.

    Attributes
    ----------
    code : str
        ISO 3166-1 alpha-2, lower case.
    metric_crs : str
        The CRS that zones are kept in (metres).
    zone_levels : tuple of str
        From finest to coarsest.
    address_sources : frozenset
        Kinds of address source that are written in its grammar.
    postcode : re.Pattern
        A postcode in folded text.
    code_length : int
        Digits of a postcode and of a commune code that can begin with a zero; 0 where none does.
    grammar : StreetGrammar
    suffixes : mapping
        House number suffixes to one form each (`BIS` to `B`).
    noise : re.Pattern
        Parts of a delivery address that are not the street: flat, building, box.
    tail_noise : re.Pattern
        Words with which what stands behind the street begins: a residence, a host, a box.
    city_words : mapping
        Words of commune names to one form each (`SAINT` to `ST`).
    cedex : re.Pattern
        What a city name bears for bulk mail.
    outside : frozenset
        Names of the country itself, as they stand at the end of an address.
    regions : frozenset
        Folded names of its departements or provinces and regions, as they stand behind a commune.
    context : callable
        Code of a commune to what stands behind its name (`75, Paris, Ile-de-France`).
    whole_city : callable
        Code of an arrondissement to that of its city; any other code comes back as it is.
    district_number : callable
        Code of an arrondissement to its number, any other code to 0.
    """

    code: str
    metric_crs: str
    zone_levels: tuple[str, ...]
    address_sources: frozenset[str]
    postcode: re.Pattern[str]
    code_length: int
    grammar: StreetGrammar
    suffixes: Mapping[str, str]
    noise: re.Pattern[str]
    tail_noise: re.Pattern[str]
    city_words: Mapping[str, str]
    cedex: re.Pattern[str]
    outside: frozenset[str]
    regions: frozenset[str]
    context: Callable[[str], str] = field(default=lambda _code: "")
    whole_city: Callable[[str], str] = field(default=lambda code: code)
    district_number: Callable[[str], int] = field(default=lambda _code: 0)

    @lru_cache(maxsize=2**16)  # noqa: B019  countries live as long as the program
    def city_key(self, city: str) -> tuple[str, int]:
        """Bring a folded commune name to the form that is joined on.

        Returns
        -------
        name : str
            Without CEDEX, spaces and leading article, saints written out: `SAINTAFFRIQUE`, `PARIS`.
        district : int
            The number behind it (`PARIS 4EME`, `LYON CEDEX 03`), 0 for none.
        """
        match = CITY_NUMBER.fullmatch(self.cedex.sub(lambda cedex: cedex.group().split(" ", 1)[-1], city).strip(" ,"))
        name, number = (match.group(1), match.group(2) or "0") if match else (city, "0")
        number = DISTRICTS.get(number, number)
        if not number.isdigit():
            name, number = city, "0"
        words = [word for word in name.replace(",", " ").split() if word not in CITY_NOISE]
        if len(words) > 1 and words[0] in LEADING_ARTICLES:
            words = words[1:]
        return "".join(self.city_words.get(word, word) for word in words), int(number)


COUNTRIES: Registry[Country] = Registry("country")
