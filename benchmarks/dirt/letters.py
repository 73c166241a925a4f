"""Dirt of letters: the whole text in another case or another encoding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dirt.address import each_text
from dirt.spelling import plain, split_type

if TYPE_CHECKING:
    from dirt.address import Written
    from dirt.base import Draw


def case_upper(written: Written, _draw: Draw) -> Written | None:
    return each_text(written, str.upper)


def case_lower(written: Written, _draw: Draw) -> Written | None:
    return each_text(written, str.lower)


def case_mixed(written: Written, draw: Draw) -> Written | None:
    """A shift key held too long, or caps lock: rUE dES lILAS, RUe des Lilas."""
    form = draw.random.randrange(3)
    if form == 0:
        return each_text(written, str.swapcase)
    if form == 1:
        return each_text(written, lambda text: re.sub(r"\w+", lambda word: word[0][:2].upper() + word[0][2:], text))
    return written._replace(street=written.street.upper(), city=written.city.lower())


def accents_lost(written: Written, _draw: Draw) -> Written | None:
    return each_text(written, plain)


def accents_wrong(written: Written, draw: Draw) -> Written | None:
    """É for è, or an accent where there is none."""
    swaps = str.maketrans("éèêàâôûîç", draw.random.choice(["èééaaoüïc", "eéèâàoùic", "êêéáaöuîç"]))
    return each_text(written, lambda text: text.translate(swaps))


def _misread(text: str) -> str:
    """Read the bytes of UTF-8 as cp1252 does."""
    data = text.encode()
    try:
        return data.decode("cp1252")
    except UnicodeError:
        return data.decode("latin-1")


def encoding_misread(written: Written, _draw: Draw) -> Written | None:
    return each_text(written, _misread)


def encoding_misread_twice(written: Written, _draw: Draw) -> Written | None:
    return each_text(written, lambda text: _misread(_misread(text)))


def encoding_lost(written: Written, draw: Draw) -> Written | None:
    """Letters that the target could not hold, as `?` or U+FFFD, once or twice a letter."""
    mark = draw.random.choice(["?", "\ufffd", "\ufffd", "??", "\ufffd\ufffd"])
    return each_text(written, lambda text: re.sub(r"[^\x00-\x7f]", mark, text))


def encoding_codepage(written: Written, draw: Draw) -> Written | None:
    """A cp1252 export opened as the old DOS or Mac code page."""
    page = draw.random.choice(["cp850", "mac_roman"])
    return each_text(written, lambda text: text.encode("cp1252", "replace").decode(page))


def hyphens_lost(written: Written, draw: Draw) -> Written | None:
    gap = draw.random.choice([" ", " ", ""])
    street, city = (part.replace("-", gap) for part in (written.street, written.city))
    return written._replace(street=street, city=city)


def hyphens_added(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    gap = draw.random.choice(["-", "-", " - "])
    city = written.city if draw.random.random() < 0.5 else written.city.replace(" ", "-")
    return written._replace(street=f"{kind} {name.replace(' ', gap)}".strip(), city=city)


def apostrophes_lost(written: Written, draw: Draw) -> Written | None:
    mark = draw.random.choice([" ", " ", "", "\u2019", "`", "' "])
    return each_text(written, lambda text: text.replace("\u2019", "'").replace("'", mark))
