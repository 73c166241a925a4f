"""From the fields of a file to what is asked: delivery lines, postcode, commune name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from geoprofile.countries.country import Country

__all__ = ["Query", "read_place", "split_query"]

LONGEST_CITY = 8  # words of a commune name, as in "Saint Remy en Bouzemont Saint Genest et Isson"
INITIALS = 2  # a name is longer
RANGE_END = re.compile(r"[0-9]{1,5} ?(?:BIS|TER|[A-Z]\b)? ?(?=[A-Z])")
LONE_NUMBER = re.compile(r"[0-9]{1,5}(?:-[0-9]{1,5})?(?: ?(?:BIS|TER|QUATER|[A-Z](?: ?BIS|[0-9]{1,2})?))?")


class Query(NamedTuple):
    """One address as it is asked.

    Attributes
    ----------
    lines : tuple of str
        Folded delivery lines, without postcode and commune.
    postcode, city, citycode : str
        Folded; empty where the file says nothing.
    """

    lines: tuple[str, ...]
    postcode: str
    city: str
    citycode: str


def split_query(
    address: str,
    postcode: str,
    city: str,
    citycode: str,
    *,
    country: Country,
    is_city: Callable[[str, str], bool],
) -> Query:
    """Take the postcode and the commune out of the folded fields, wherever they stand.

    Parameters
    ----------
    is_city : callable
        Whether the index knows a commune of that folded name that goes with that postcode (empty: any).
    """
    if not address and (city[:1].isdigit() or country.grammar.opens_with_type(city)) and " " in city:
        address, city = city, ""  # the whole address in the field of the commune
    postcode, city = _postcode_field(postcode, city, country)
    lines = [line for line in address.split(",") if line not in country.outside]
    lines, inner_postcode, inner_city = _cut_postcode(lines, postcode, country, is_city)
    if not (postcode or city):
        postcode, city = inner_postcode, inner_city
    elif not city and inner_postcode == postcode:
        city = inner_city
    if city:
        lines = _without_city(lines, city, country)
    else:
        lines, city = _cut_city(lines, country, lambda name: is_city(name, postcode))
    return Query(tuple(_merge_lone_numbers(lines, country)), postcode, city, _code(citycode, country))


def read_place(postcode: str, city: str, citycode: str, *, country: Country) -> tuple[str, str, str]:
    """Read folded postcode, city and commune code where they have fields of their own."""
    return (*_postcode_field(postcode, city, country), _code(citycode, country))


def _code(text: str, country: Country) -> str:
    """Read a code: a leading zero that a spreadsheet cost it comes back."""
    code = text.replace(" ", "")
    return code.zfill(country.code_length) if code.isdigit() and len(code) == country.code_length - 1 else code


def _postcode_field(postcode: str, city: str, country: Country) -> tuple[str, str]:
    """Read a postcode from its own field, or from that of the city; a lost leading zero comes back."""
    digits = _code(postcode, country)
    city = _without_country(city, country)
    inside = country.postcode.search(city)
    if inside:
        city = f"{city[: inside.start()]} {city[inside.end() :]}".strip(" ,")
    found = country.postcode.search(digits) or country.postcode.search(postcode) or inside
    if not found:
        return digits, city
    rest = postcode.replace(found.group(), "").strip(" ,")
    return found.group(), city or (rest if rest != postcode and not rest.isdigit() else "")


def _without_country(city: str, country: Country) -> str:
    """Drop the name of the country behind a commune."""
    words = city.split()
    while words and words[-1] in country.outside:
        words.pop()
    return " ".join(words)


def _cut_postcode(
    lines: list[str], postcode: str, country: Country, is_city: Callable[[str, str], bool]
) -> tuple[list[str], str, str]:
    """Find `75001 PARIS` or `PARIS 75001` in the delivery lines, last line first, and take it out.

    A code that opens the only line is one where a commune follows it (`75001 PARIS RUE DE RIVOLI 88`).
    """
    leading = _cut_city_and_code(lines, postcode, country, is_city)
    if leading is not None:
        return leading
    for position in range(len(lines) - 1, -1, -1):
        codes = [
            code for code in country.postcode.finditer(lines[position]) if not postcode or code.group() == postcode
        ]
        if not codes:
            continue
        code = codes[-1]
        before, after = lines[position][: code.start()].strip(), lines[position][code.end() :].strip()
        if not before and not after and position == len(lines) - 1 and len(lines) == 1:
            continue
        after = " ".join(word for word in after.split() if word not in country.outside)
        rest = [*lines[:position], *([before] if before else []), *lines[position + 1 :]]
        if not rest and after:
            city, street = _cut_leading_city(after, code.group(), is_city)
            if not city:
                continue
            return [street] if street else [], code.group(), city
        if not after and len(rest) > position + (1 if before else 0):
            after, rest = rest[-1], rest[:-1]
        return rest, code.group(), after
    return lines, "", ""


def _cut_city_and_code(
    lines: list[str], postcode: str, country: Country, is_city: Callable[[str, str], bool]
) -> tuple[list[str], str, str] | None:
    """Take `PARIS 75001`, or a code alone, off the beginning, where a street stands behind it."""
    whole = ",".join(lines)
    code = country.postcode.search(whole)
    if code is None or (postcode and code.group() != postcode):
        return None
    city, street = whole[: code.start()].strip(" ,"), whole[code.end() :].strip(" ,")
    opens = country.grammar.opens_with_type
    if not street or is_city(street.replace(",", " "), code.group()):
        return None  # `RUE DE PARIS 75001 PARIS`
    is_known = is_city(city.replace(",", " "), code.group())
    if not (street[0].isdigit() or opens(street) or (is_known and street[-1].isdigit())):
        return None
    if city and (city[0].isdigit() or (opens(city) and not is_known)):
        return None
    return street.split(","), code.group(), city


def _cut_leading_city(text: str, postcode: str, is_city: Callable[[str, str], bool]) -> tuple[str, str]:
    """Take the longest commune that the index knows off the beginning of a text."""
    words = text.split()
    for length in range(min(LONGEST_CITY, len(words)), 0, -1):
        if words[length - 1].isdigit() and length < len(words):
            continue  # the house number behind `75004 PARIS`, rather than an arrondissement
        if is_city(" ".join(words[:length]), postcode):
            return " ".join(words[:length]), " ".join(words[length:])
    return "", text


def _without_city(lines: list[str], city: str, country: Country) -> list[str]:
    """Drop the commune where the delivery lines say it again.

    Where the last words of a line say it, the line stays too: it may be the street's own name.
    """
    name = country.city_key(city)
    kept = [line for line in lines if len(lines) == 1 or country.city_key(line) != name]
    if not kept:
        return lines
    last = kept[-1]
    if last.endswith(f" {city}"):
        shorter = last[: -len(city)].strip()
        words = shorter.split()
        if _ends_a_street(words, country) or (len(words) > 1 and words[-1].isdigit()):
            return [*kept, shorter]
    return kept


def _cut_city(lines: list[str], country: Country, is_city: Callable[[str], bool]) -> tuple[list[str], str]:
    """Take a commune that the index knows off the end of the delivery lines, or off their beginning."""
    for place in range(1, len(lines) - 1):
        if country.regions.issuperset(lines[place + 1 :]) and is_city(
            lines[place]
        ):  # street, city, departement, region
            lines = lines[: place + 1]
            break
    if len(lines) > 1:
        for position in (len(lines) - 1, 0):
            if is_city(lines[position]):
                return [*lines[:position], *lines[position + 1 :]], lines[position]
    for position in range(len(lines) - 1, -1, -1):
        words = lines[position].split()
        for length in range(min(LONGEST_CITY, len(words) - 2), 0, -1):
            if _ends_a_street(words[:-length], country) and is_city(" ".join(words[-length:])):
                rest = [*lines[:position], " ".join(words[:-length]), *lines[position + 1 :]]
                return rest, " ".join(words[-length:])
    return lines, ""


def _ends_a_street(words: list[str], country: Country) -> bool:
    """Tell whether a street could end here: not on an article, and with more than a type before it."""
    grammar = country.grammar
    is_open = words[-1] in grammar.articles or words[-1] in grammar.elisions or len(words[-1]) == 1
    is_open &= not words[-1].isdigit()
    return not is_open and any(len(word) > INITIALS and word.isalpha() and word not in grammar.types for word in words)


def _merge_lone_numbers(lines: list[str], country: Country) -> list[str]:
    """Join a number that stands alone to its street: the line behind it (`72, PLACE HENRI JURION`) or before it.

    The line before is its street where that opens with a street type and the next does not, or where nothing
    but a box or a floor comes after (`BERGENSESTEENWEG, 26, BUS 3`).
    """
    if len(lines) == 1:
        return lines if lines[0] else []
    out: list[str] = []
    pending = ""
    for place, line in enumerate(lines):
        if pending:
            line, pending = f"{pending} {line}", ""  # noqa: PLW2901  the number is now part of its line
            out.append(line)
            continue
        before = out[-1] if out else ""
        after = lines[place + 1] if place + 1 < len(lines) else ""
        number = _lone_number(line, after, country)
        if number:
            is_range = RANGE_END.match(after) and country.grammar.opens_with_type(RANGE_END.sub("", after, count=1))
            is_street = bool(is_range or (country.noise.sub("", after).strip() and not after[:1].isdigit()))
            is_behind = is_street and (
                is_range or country.grammar.opens_with_type(after) or not country.grammar.opens_with_type(before)
            )
            if is_behind:
                pending = number
                continue
            if before and not before[0].isdigit():
                out[-1] = f"{before} {number}"
                continue
        out.append(line)
    return [line for line in out if line]


def _lone_number(line: str, after: str, country: Country) -> str:
    """Give the number that is all of a line, in figures or words, maybe with a box; empty if there is more."""
    text = country.noise.sub("", line).strip()
    if LONE_NUMBER.fullmatch(text):
        return text
    words = line.split()
    number, length = country.grammar.leading_number([*words, *after.split()[:1]])
    return str(number) if number and length == len(words) else ""
