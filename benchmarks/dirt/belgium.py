"""Dirt of Belgium: Dutch types, streets and communes of two languages, boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dirt.spelling import dutch_ending, folded
from dirt.street_types import type_abbreviated
from dirt.words import DUTCH_TYPES

if TYPE_CHECKING:
    from dirt.address import Written
    from dirt.base import Draw


def be_type_abbreviated(written: Written, draw: Draw) -> Written | None:
    ending = dutch_ending(written.street)
    if ending:
        short = draw.random.choice(DUTCH_TYPES[ending])
        return written._replace(street=written.street[: -len(ending)] + draw.random.choice(["", "", " "]) + short)
    return type_abbreviated(written, draw)


def be_type_split(written: Written, draw: Draw) -> Written | None:
    """`Dorp straat`, `Dorp-straat`."""
    ending = dutch_ending(written.street)
    if not ending or written.street[-len(ending) - 1] in " -":
        return None
    return written._replace(street=written.street[: -len(ending)] + draw.random.choice([" ", " ", "-"]) + ending)


def be_street_language(written: Written, draw: Draw) -> Written | None:
    aliases = [alias for alias in written.truth.street_alias.split("|") if alias]
    return written._replace(street=draw.random.choice(aliases)) if aliases else None


def be_number_before(written: Written, draw: Draw) -> Written | None:
    if not written.number:
        return None
    return written._replace(number_last=False, joint=draw.random.choice([" ", ", "]))


def be_box(written: Written, draw: Draw) -> Written | None:
    """12 bus 3, 12/3, 12 b3, 12 bte 3, 12 boîte 3."""
    if not written.number:
        return None
    box = draw.random.randrange(1, 40)
    forms = [" bus {}", "/{}", " b{}", " bte {}", " boîte {}", " Bus {}", "/00{}", " box {}", " bt.{}", ", bus {}"]
    return written._replace(number=written.number + draw.random.choice(forms).format(box))


def be_city_language(written: Written, draw: Draw) -> Written | None:
    aliases = [a for a in written.truth.city_alias.split("|") if a and folded(a) != folded(written.city)]
    return written._replace(city=draw.random.choice(aliases)) if aliases else None
