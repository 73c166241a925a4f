"""Dirt of the name of a street: titles, first names, articles, words run together, dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dirt.address import whole_city
from dirt.spelling import cased_like, folded, split_type
from dirt.words import ARTICLES, FIRST_NAMES, MONTHS, NUMBER_WORDS, PEOPLE, ROMAN, TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dirt.address import Written
    from dirt.base import Draw

DAY = r"(?i)\b(1er|premier|[0-9]{1,2}|" + "|".join(NUMBER_WORDS[2:]).replace("-", "[- ]") + r")"
DATE = re.compile(DAY + r" (" + "|".join(MONTHS) + r")\b(?: ([0-9]{4}))?")
ROMAN_WORD = re.compile(r"(?<=\w )(" + "|".join(sorted(ROMAN, key=len, reverse=True)) + r")(?=$| )")
# What an article is mistaken for.
OTHER_ARTICLES = {
    "de la": ("de", "du", "des"), "de l'": ("de", "d'"), "d'": ("de l'", "de"), "de": ("du", "des"),
    "du": ("de", "des"), "des": ("de", "du", "de la"), "les": ("des",), "la": ("de la", "le"), "le": ("du", "la"),
}  # fmt: skip


def title_abbreviated(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    low = name.lower()
    for title in ("notre-dame", "notre dame"):
        if title in low:
            at = low.index(title)
            short = draw.random.choice(TITLES["notre-dame"])
            return written._replace(street=f"{kind} {name[:at]}{short}{name[at + len(title) :]}".strip())
    return written._replace(street=f"{kind} {_replace_word(name, TITLES, draw.random)}".strip())


def _replace_word(text: str, words: Mapping[str, Sequence[str]], random: Random) -> str:
    """Put a short form for one of the words, which are joined by spaces or hyphens."""
    parts = re.split(r"([ -])", text)
    at = [i for i, part in enumerate(parts) if part.lower() in words]
    if not at:
        return text
    i = random.choice(at)
    parts[i] = cased_like(parts[i], random.choice(words[parts[i].lower()]))
    if i + 1 < len(parts) and parts[i + 1] == "-":
        parts[i + 1] = random.choice(" -")
    return "".join(parts)


def first_name_initial(written: Written, draw: Draw) -> Written | None:
    """J. Jaurès, J Jaures, J.-J. Rousseau."""
    before, first, rest = _first_name(written.street)
    if not first or not _only_one_with(rest, written, draw):
        return None
    dot = draw.random.choice([".", "", "."])
    initials = "-".join(part[0] + dot for part in first.split("-"))
    return written._replace(street=f"{before} {initials} {rest}".strip())


def first_name_missing(written: Written, draw: Draw) -> Written | None:
    before, first, rest = _first_name(written.street)
    if not first or not _only_one_with(rest, written, draw):
        return None
    return written._replace(street=f"{before} {rest}".strip())


def _first_name(street: str) -> tuple[str, str, str]:
    """Split a street at its first name: what stands before, the name, what follows; empty without one."""
    kind, name = split_type(street)
    words = name.split(" ")
    if "et" in words:
        return "", "", ""
    for i, word in enumerate(words[:-1]):
        if all(part.upper() in FIRST_NAMES for part in word.split("-")) and words[i + 1][:1].isalpha():
            return f"{kind} {' '.join(words[:i])}".strip(), word, " ".join(words[i + 1 :])
    return "", "", ""


def _only_one_with(rest: str, written: Written, draw: Draw) -> bool:
    """Whether no other street of the city holds these words."""
    city, mine = whole_city(written.truth), folded(written.truth.street)
    held = [draw.base.with_word.get((city, word), set()) for word in folded(rest).split()]
    return bool(held) and set.intersection(*held) <= {mine}


def first_name_added(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    first = PEOPLE.get(name.title() if name.isupper() else name)
    if not first or not kind:
        return None
    return written._replace(street=f"{kind} {draw.random.choice([first, first, first[0] + '.'])} {name}")


def words_swapped(written: Written, _draw: Draw) -> Written | None:
    """`Rue Jaurès Jean`, as a register sorted by surname has it."""
    kind, name = split_type(written.street)
    words = name.split(" ")
    if len(words) < 2 or any(not w.isalpha() or w.lower() in ARTICLES for w in words[-2:]):
        return None
    return written._replace(street=" ".join([*kind.split(), *words[:-2], words[-1], words[-2]]))


def articles_missing(written: Written, _draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    kept = re.sub(r"(?i)\b(?:de|du|des|la|le|les|aux|au) |\b[ld]'", "", name)
    return written._replace(street=f"{kind} {kept}".strip())


def articles_wrong(written: Written, draw: Draw) -> Written | None:
    """`du` for `de la`, `des` for `les`."""
    kind, name = split_type(written.street)
    found = re.match(r"(?i)(de la|de l'|d'|de|du|des|les|la|le)(?: |(?<='))(?=\w)", name)
    if not kind or found is None:
        return None
    new = cased_like(found[1], draw.random.choice(OTHER_ARTICLES[found[1].lower()]))
    gap = "" if new.endswith("'") else " "
    return written._replace(street=f"{kind} {new}{gap}{name[found.end() :]}")


def words_glued(written: Written, draw: Draw) -> Written | None:
    gaps = [found.start() for found in re.finditer(r"(?<=[^\W\d]{2})[ -](?=[^\W\d]{2})", written.street)]
    if not gaps:
        return None
    at = draw.random.choice(gaps)
    return written._replace(street=written.street[:at] + written.street[at + 1 :])


def word_split(written: Written, draw: Draw) -> Written | None:
    """`Beau regard`: one word written as two."""
    kind, name = split_type(written.street)
    cuts = [found.start() + 4 for found in re.finditer(r"[^\W\d]{8,}", name)]
    if not cuts:
        return None
    at = draw.random.choice(cuts) + draw.random.randrange(2)
    return written._replace(street=f"{kind} {name[:at]} {name[at:]}".strip())


def date_rewritten(written: Written, draw: Draw) -> Written | None:
    """4 Septembre and Quatre Septembre, 11 Nov., 8 Mai 45."""
    found = DATE.search(written.street)
    if found is None:
        return None
    day, month, year = found.groups()
    number = _day_number(day)
    if not 1 <= number <= 31:
        return None
    words = "Premier" if number == 1 else NUMBER_WORDS[number].replace("-", draw.random.choice("- ")).title()
    shown = words if day[0].isdigit() else f"{number}{'er' if number == 1 else ''}"
    years = [f" {year}", f" {year}", f" {year[2:]}", ""] if year else [""]
    short = draw.random.choice(MONTHS[month.lower()])
    forms = [f"{shown} {month}", f"{shown} {month}", f"{number} {short}", f"{day} {short}"]
    date = draw.random.choice(forms) + draw.random.choice(years)
    street = written.street[: found.start()] + date + written.street[found.end() :]
    return written._replace(street=street) if folded(street) != folded(written.street) else None


def _day_number(day: str) -> int:
    """Read the day of a date: 4, 1er, quatre."""
    low = day.lower().replace(" ", "-")
    if low in {"1er", "premier"}:
        return 1
    return int(low) if low.isdigit() else NUMBER_WORDS.index(low)


def roman_rewritten(written: Written, draw: Draw) -> Written | None:
    """Henri IV as Henri 4 or Henri Quatre."""
    found = ROMAN_WORD.search(written.street)
    if found is None:
        return None
    value = ROMAN[found[1]]
    form = draw.random.choice([str(value), NUMBER_WORDS[value].title(), found[1].lower()])
    return written._replace(street=written.street[: found.start()] + form + written.street[found.end() :])
