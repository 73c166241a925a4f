"""Slips of the fingers and spelling by ear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dirt.base import is_a_place
from dirt.spelling import folded, plain, split_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from random import Random

    from dirt.address import Written
    from dirt.base import Draw

KEYBOARD = "azertyuiop", "qsdfghjklm", "wxcvbn"
NEIGHBOURS = {
    key: "".join(
        KEYBOARD[at][beside]
        for at, beside in ((row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column))
        if 0 <= at < len(KEYBOARD) and 0 <= beside < len(KEYBOARD[at])
    )
    for row, keys in enumerate(KEYBOARD)
    for column, key in enumerate(keys)
}
# An error put in a text.
Slip: TypeAlias = "Callable[[str, Random], str]"
# How French is misheard and misspelt; each pair is tried inside words.
SLIPS = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        ("ph", "f"), ("f(?=[aeiou])", "ph"), (r"([bcdflmnprst])\1", r"\1"),
        (r"(?<=[aeiou])([lmnprt])(?=[aeiou])", r"\1\1"),
        ("ai", "é"), (r"(?<=\w)é(?=\w)", "ai"), ("eau", "o"), ("au", "o"), (r"(?<=[a-z])o(?=[a-z])", "au"),
        (r"\bh(?=[aeiouéè])", ""), ("th", "t"), (r"(?<=[a-z]{3})[stx]\b", ""), (r"(?<=[a-z]{3}[aeiou])\b", "s"),
        (r"(?<=[a-z]{3}[en])\b", "t"), (r"(?<=[a-z])qu(?=[ei])", "k"), ("y", "i"), (r"(?<=[a-z])i(?=[a-z])", "y"),
        ("en(?=[cdt])", "an"), ("an(?=[cdgt])", "en"), ("ch", "sh"), ("gu(?=[ei])", "g"), ("ss", "c"), ("ç", "ss"),
        (r"(?<=[aeiou])s(?=[aeiou])", "z"), (r"(?<=[aeiou])z", "s"), ("oe|œ", "e"), ("ill", "y"),
        (r"(?<=\w{3})e\b", ""),
        ("ein|ain", "in"), (r"(?<=[a-z])in(?=[a-z])", "ain"), ("ge(?=[aeo])", "j"), (r"(?<=[a-z]{2})er\b", "é"),
    )
)  # fmt: skip


def typo_one(written: Written, draw: Draw) -> Written | None:
    return _mistyped(written, draw, [_edit])


def typo_two(written: Written, draw: Draw) -> Written | None:
    return _mistyped(written, draw, draw.random.choice([(_edit, _edit), (_edit, _slip), (_slip, _slip)]))


def typo_by_ear(written: Written, draw: Draw) -> Written | None:
    return _mistyped(written, draw, [_slip])


def typo_city(written: Written, draw: Draw) -> Written | None:
    make = draw.random.choice([_edit, _edit, _slip])
    new = make(written.city, draw.random)
    if len(written.city) < 4 or folded(new) == folded(written.city) or is_a_place(new, draw.base):
        return None
    return written._replace(city=new)


def typo_both(written: Written, draw: Draw) -> Written | None:
    street = typo_one(written, draw)
    return typo_city(street, draw) if street else None


def _mistyped(written: Written, draw: Draw, makers: Sequence[Slip]) -> Written | None:
    """Mistype the street, unless the outcome is as near to another street of the commune."""
    if sum(letter.isalpha() for letter in split_type(written.street)[1]) < 4:
        return None
    new = _mistype(written.street, makers, draw.random)
    if folded(new) == folded(written.street) or not _nearest_is_its_own(new, written, draw):
        return None
    return written._replace(street=new)


def _nearest_is_its_own(new: str, written: Written, draw: Draw) -> bool:
    """Whether no other street of the commune is as few edits away as the right one."""
    mine, name = folded(written.truth.street), folded(new)
    edits = OSA.distance(name, mine)
    hits = process.extract(name, draw.base.streets[written.truth.citycode].keys(), scorer=OSA.distance,
                           score_cutoff=edits, limit=2, processor=None)  # fmt: skip
    return all(hit[0] == mine for hit in hits)


def _mistype(street: str, makers: Sequence[Slip], random: Random) -> str:
    """Put errors in a street, in one of ten in its type, else in its name."""
    kind, name = split_type(street)
    if kind and random.random() < 0.1 and len(kind) > 3:
        return f"{makers[0](kind, random)} {_chain(name, makers[1:], random)}"
    return f"{kind} {_chain(name, makers, random)}".strip()


def _chain(text: str, makers: Iterable[Slip], random: Random) -> str:
    """Make one error after the other."""
    for make in makers:
        text = make(text, random)
    return text


def _edit(text: str, random: Random) -> str:
    """Make one slip of the fingers: a letter left out, put in, put for another, or two in the wrong order."""
    at = [i for i in range(1, len(text)) if text[i].isalpha() and text[i - 1].isalpha()]
    if not at:
        return text
    i = random.choice(at)
    letter, edit = text[i], random.randrange(5)
    beside = random.choice(NEIGHBOURS.get(plain(letter.lower()), "e") or "e")
    if edit == 0:
        return text[:i] + text[i + 1 :]
    if edit == 1:
        return text[:i] + _cased(beside, letter) + text[i:]
    if edit == 2:
        return text[:i] + letter + text[i:]
    if edit == 3:
        return text[:i] + _cased(beside, letter) + text[i + 1 :]
    return text[: i - 1] + _cased(letter, text[i - 1]) + _cased(text[i - 1].lower(), letter) + text[i + 1 :]


def _cased(letter: str, model: str) -> str:
    """Write a letter as a capital where its model is one."""
    return letter.upper() if model.isupper() else letter


def _slip(text: str, random: Random) -> str:
    """Misspell as one who writes by ear."""
    start = random.randrange(len(SLIPS))
    for step in range(len(SLIPS)):
        pattern, replacement = SLIPS[(start + step) % len(SLIPS)]
        found = list(pattern.finditer(text))
        if found:
            hit = random.choice(found)
            model = hit[0] or text[max(hit.start() - 1, 0) : hit.start()]
            new = hit.expand(replacement)
            return text[: hit.start()] + (new.upper() if model.isupper() else new) + text[hit.end() :]
    return text
