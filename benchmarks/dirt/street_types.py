"""Dirt of the type of a street: rue, avenue, place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dirt.address import whole_city
from dirt.spelling import OPENINGS, bare, cased_like, folded, split_type
from dirt.words import TYPES

if TYPE_CHECKING:
    from dirt.address import Written
    from dirt.base import Draw


def type_abbreviated(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    if not kind:
        return None
    return written._replace(street=f"{draw.random.choice(TYPES[OPENINGS[folded(kind)]])} {name}")


def type_missing(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    if not kind or len(name) < 4 or not _one_of_its_name(written, draw):
        return None
    return written._replace(street=name)


def type_wrong(written: Written, draw: Draw) -> Written | None:
    kind, name = split_type(written.street)
    if not kind or OPENINGS[folded(kind)] == "grande rue" or not _one_of_its_name(written, draw):
        return None
    others = [t for t in ("rue", "rue", "avenue", "place", "chemin", "route", "boulevard", "allée", "impasse")
              if t != OPENINGS[folded(kind)]]  # fmt: skip
    return written._replace(street=f"{cased_like(kind, draw.random.choice(others).capitalize())} {name}")


def _one_of_its_name(written: Written, draw: Draw) -> bool:
    """Whether no other street of the city differs from this one by its type alone."""
    return draw.base.bares[whole_city(written.truth)][bare(written.truth.street)] == 1
