"""An address of the base, and an address as somebody writes it, still in its parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dirt.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Callable

DISTRICT = re.compile(r"^(.+?) ([0-9]{1,2})(?:er|e|ème) Arrondissement$", re.IGNORECASE)


class Address(NamedTuple):
    """One row of the base.

    `needs_postcode` and `needs_city` tell that without them it would also be another row; `alone`, that no other
    street of the commune's name or of the postcode bears the name of its street.
    """

    street_id: str
    street: str
    street_alias: str
    housenumber: int
    suffix: str
    postcode: str
    citycode: str
    city: str
    city_alias: str
    old_city: str
    longitude: float
    latitude: float
    needs_postcode: bool
    needs_city: bool
    alone: bool


class Written(NamedTuple):
    """One address as somebody writes it, still in its parts, and what of it is in the base."""

    number: str
    street: str
    postcode: str
    city: str
    truth: Address
    front: str = ""
    inside: str = ""
    tail: str = ""
    joint: str = " "
    number_last: bool = False
    layout: str = ""
    level: str = "housenumber"


def as_written(address: Address, country: str) -> Written:
    """Write an address as its base has it, in the order of its country."""
    number = f"{address.housenumber} {address.suffix}".strip() if address.housenumber else ""
    level = "housenumber" if number else "street"
    city = written_city(address.city)
    return Written(number, address.street, address.postcode, city, address, number_last=country == "be", level=level)


def each_text(written: Written, change: Callable[[str], str]) -> Written:
    """Change every text of the address; the number and the postcode keep their digits."""
    return written._replace(
        number=change(written.number),
        street=change(written.street),
        city=change(written.city),
        front=change(written.front),
        inside=change(written.inside),
        tail=change(written.tail),
    )


def written_city(city: str) -> str:
    """Give the commune as people write it: Paris, not Paris 4e Arrondissement."""
    found = DISTRICT.match(city)
    return found[1] if found else city


def whole_city(address: Address) -> str:
    """Give what the streets of one city are kept under: its code, or the name over its arrondissements."""
    found = DISTRICT.match(address.city)
    return folded(found[1]) if found else address.citycode
