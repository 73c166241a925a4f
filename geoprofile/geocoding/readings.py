"""The ways in which a delivery line can be read: a house number, its suffix, a street name.

A line often has several readings (`8 154E R I`, `12 R DE PARIS`, `RUE DU 8 MAI 1945`); all of them are
looked up, and the base decides. They come most literal first.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoprofile.countries.country import Country

__all__ = ["Reading", "holds_address", "read_lines"]

MOST_READINGS = 10
RANGE = re.compile(
    r"([0-9]{1,5})(?: ?(?:BIS|TER|[A-Z]))?(?:-| (?:A|ET|AU|OU) )[0-9]{1,5}(?:-[0-9]+)*(?: ?(?:BIS|TER)\b)?"
)
TWO_NUMBERS = re.compile(r"[0-9]{1,5}(?: ?(?:BIS|TER|[A-Z]))? [0-9]{1,5}[A-Z]? [A-Z]")
LEADING = re.compile(r"(?:NUMERO |NUM |NO |NR |N )?([0-9]{1,5})(?![0-9-]) ?(.*)")
TRAILING = re.compile(
    r"(.*?[A-Z].*?)(?: (?:NUMERO|NUM|NO|NR|N))? ([0-9]{1,5})(?:(?:-| (?:A|ET) )[0-9]{1,5})? ?(BIS|TER|QUATER|[A-Z])?"
)
MIDDLE = re.compile(r"([^0-9]*[A-Z]{3}[^0-9]*?) ([0-9]{1,5})(?: ?(BIS|TER|QUATER|[A-Z]))?\b .+")
INNER_NUMBER = re.compile(r"(?<= )[0-9]{1,5}")
SURE_SUFFIX = re.compile(r"(BIS|TER|QUATER|QUAT|QUINQUIES)\b ?")
LETTER_SUFFIX = re.compile(r"([A-Z])(?: ?(BIS|TER))?\b ?")
CODE_SUFFIX = re.compile(r"([A-Z][0-9]{1,2}|[A-Z]{2,3}[0-9]{0,2})\b ?")


class Reading(NamedTuple):
    """One way to read a line: number 0 where it has none; `street` is folded, not yet normalised."""

    number: int
    suffix: str
    street: str


def read_lines(lines: tuple[str, ...], country: Country, *, most: int | None = None) -> list[Reading]:
    """List the first `most` readings of the delivery lines (by default 10), most literal first, each once."""
    most = most or MOST_READINGS
    found: dict[Reading, None] = {}
    for reading in _readings(lines, country):
        if reading.street and not reading.street.isdigit():
            found.setdefault(reading)
            if len(found) == most:
                break
    return list(found)


def _readings(lines: tuple[str, ...], country: Country) -> Iterator[Reading]:
    """Read each line with and without its noise, then all lines as one: a name may hold a comma of its own."""
    ranked = lines
    if len(lines) > 1:
        ranked = (*sorted(lines, key=lambda one: -_streetness(one, country)), " ".join(lines))
    for line in ranked:
        texts = list(_without_noise(line, country))
        for text in texts:
            yield from _read(text, country)
        for inner in dict.fromkeys((texts[-1], _clean(line, country))):  # a host may stand before the street or behind
            if not _opens_fully(inner, country):
                yield from _read_inside(inner, country)


def _opens_fully(text: str, country: Country) -> bool:
    """Tell whether a text opens with a range, or with a number and a street type: nothing begins inside it."""
    return _is_plain(text, country) or bool(RANGE.match(text) or TWO_NUMBERS.match(text))


def _is_plain(text: str, country: Country) -> bool:
    leading = LEADING.fullmatch(text)
    if leading is None:
        return False
    street = SURE_SUFFIX.sub("", leading.group(2), count=1)
    return country.grammar.opens_with_type(street) and not holds_address(street, country)


def holds_address(text: str, country: Country) -> bool:
    """Tell whether a number with a street type behind it stands inside a text (`RESIDENCE DU LAC 12 RUE`)."""
    words = text.split()
    types = country.grammar.types
    return any(one[0].isdigit() and other in types for one, other in pairwise(words))


def _streetness(line: str, country: Country) -> int:
    """Rank the lines of one address: a number and a street type first, what is all noise last."""
    words = line.split()
    types = country.grammar.types
    has_type = any(word in types and len(word) > 1 for word in words[:4])
    return 2 * has_type + line[:1].isdigit() - 3 * (not country.noise.sub("", line).strip())


def _without_noise(line: str, country: Country) -> Iterator[str]:
    """Give the line, then without flats, boxes and buildings, then without what stands behind the street."""
    yield line
    clean = _clean(line, country)
    if clean != line:
        yield clean
    for tail in reversed(list(country.tail_noise.finditer(clean))):
        yield clean[: tail.start()]


def _clean(line: str, country: Country) -> str:
    """Take flats, boxes and buildings out of a line, unless nothing stays."""
    return " ".join(country.noise.sub(" ", line).split()) or line


def _read(text: str, country: Country) -> Iterator[Reading]:
    """Read one text: number in front, in figures or words, no number, number behind, more behind the number."""
    yield from _read_leading(text, country)
    if not text[:1].isdigit():
        words = text.split()
        number, length = country.grammar.leading_number(words)
        if number:
            yield Reading(number, "", " ".join(words[length:]))
        yield Reading(0, "", text)
    trailing = TRAILING.fullmatch(text)
    if trailing:
        yield Reading(int(trailing.group(2)), trailing.group(3) or "", trailing.group(1))
    middle = None if trailing else MIDDLE.fullmatch(text)
    if middle:
        yield Reading(int(middle.group(2)), middle.group(3) or "", middle.group(1))
    if text[:1].isdigit() and not _is_plain(text, country):
        yield Reading(0, "", text)


def _read_inside(text: str, country: Country) -> Iterator[Reading]:
    """Read a text from a number inside it on, then from a street type inside it on."""
    for inner in INNER_NUMBER.finditer(text):
        yield from _read_leading(text[inner.start() :], country)
    words = text.split()
    if not text[:1].isdigit() and words[0] not in country.grammar.types:
        opening = next(
            (place for place, word in enumerate(words) if len(word) > 1 and word in country.grammar.types), 0
        )
        if 0 < opening < len(words) - 1:
            yield Reading(0, "", " ".join(words[opening:]))


def _read_leading(text: str, country: Country) -> Iterator[Reading]:
    """Read a number in front, with each suffix that the words behind it allow."""
    several = RANGE.match(text)
    if several:
        yield Reading(int(several.group(1)), "", text[several.end() :].strip())
        return
    leading = LEADING.fullmatch(text)
    if not leading:
        return
    number, rest = int(leading.group(1)), leading.group(2)
    sure = SURE_SUFFIX.match(rest)
    suffix, behind = (sure.group(1), rest[sure.end() :]) if sure else ("", rest)
    plain = Reading(number, suffix, behind)
    second = LEADING.fullmatch(behind)
    if second and country.grammar.opens_with_type(second.group(2)):
        yield plain
        yield Reading(number, suffix, second.group(2))  # `12 14 RUE`, a range that lost its dash
        return
    if sure:
        yield plain
        return
    letter = LETTER_SUFFIX.match(rest) or _code_suffix(rest, country)
    if not letter:
        yield plain
        return
    behind = rest[letter.end() :]
    lettered = Reading(number, "".join(part or "" for part in letter.groups()), behind)
    if letter.group(1) in country.grammar.types:
        yield plain  # `R FBG POISSONNIERE`, or the street R of number 12
        if country.grammar.opens_with_type(behind):
            yield lettered
    elif country.grammar.opens_with_type(behind):
        yield lettered
        if country.noise.fullmatch(letter.group(1)):
            yield Reading(number, "", behind)
    else:
        yield from (lettered, plain)


def _code_suffix(rest: str, country: Country) -> re.Match[str] | None:
    """Match a suffix of several characters (`P1`, `BP3`), only where a street type stands behind it."""
    code = CODE_SUFFIX.match(rest)
    known = country.grammar
    if code is None or code.group(1) in known.types or code.group(1) in known.articles or code.group(1) in known.words:
        return None
    words = rest[code.end() :].split()[:2]
    return code if any(word in country.grammar.types for word in words) else None
