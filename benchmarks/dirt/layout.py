"""The fields of the row: a layout is named by its kind, and laid out at the end, when all the parts are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dirt.address import Written
    from dirt.base import Draw

COUNTRY_NAMES = {"fr": ("FRANCE", "France", "F", "FR"), "be": ("BELGIQUE", "België", "Belgium", "BE")}
# What stands for a space, and before and behind the fields.
SPACED = {"spaces": "   ", "no-break spaces": "\xa0", "tabs": "\t"}


def one_field_street_first(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written, draw, "{line} {postcode} {city}", "{line}, {postcode} {city}", "{line} - {postcode} {city}",
        "{line}, {postcode}, {city}", "{line}, {city}, {postcode}", "{line} {city} {postcode}",
    )  # fmt: skip


def one_field_city_first(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written, draw, "{city} {postcode} {line}", "{city} ({postcode}), {line}", "{city}, {postcode}, {line}",
        "{city} - {line} - {postcode}",
    )  # fmt: skip


def one_field_postcode_first(written: Written, draw: Draw) -> Written | None:
    return _layout(written, draw, "{postcode} {city} {line}", "{postcode} {city}, {line}", "{postcode} {city} - {line}")


def line_breaks(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written, draw, "{line}\n{postcode} {city}", "{line}\r\n{postcode} {city}", "{line}\n{postcode}\n{city}"
    )


def city_twice(written: Written, draw: Draw) -> Written | None:
    """The commune, or the postcode and the commune, in the address as well as in its own field."""
    lines = "{line} {city}", "{line} {postcode} {city}", "{line}, {city}", "{line} - {city}"
    return _layout(written, draw, *(line + "|{postcode}|{city}" for line in lines))


def postcode_with_city(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written, draw, "{line}||{postcode} {city}", "{line}|{postcode} {city}|", "{line}|{postcode}|{postcode} {city}"
    )


def country_behind(written: Written, draw: Draw) -> Written | None:
    placed = _layout(
        written, draw, "{line}|{postcode}|{city} ", "{line}|{postcode}|{city}, ", "{line}, {postcode} {city}, ",
        "{line} {postcode} {city} ", "{line} {postcode} {city} - ",
    )  # fmt: skip
    return placed._replace(layout=placed.layout + draw.random.choice(COUNTRY_NAMES[draw.base.country]))


def spaces(written: Written, draw: Draw) -> Written | None:
    return written._replace(layout="spaces" if draw.random.random() < 0.7 else "no-break spaces")


def tabs(written: Written, _draw: Draw) -> Written | None:
    return written._replace(layout="tabs")


def quotes(written: Written, draw: Draw) -> Written | None:
    return _layout(
        written, draw, '"{line}"|{postcode}|{city}', "'{line}'|{postcode}|'{city}'", '="{line}"|="{postcode}"|{city}',
        "«{line}»|{postcode}|{city}",
    )  # fmt: skip


def commas(written: Written, draw: Draw) -> Written | None:
    """A delivery line split by commas, empty parts and stray marks among them."""
    return _layout(
        written, draw, "{line},,{postcode},{city}", ", {line}|{postcode}|{city}", "{line},|{postcode},|{city}",
        "{line} ;|{postcode}|{city}", "{line}.|{postcode}|{city}.", "{line}, , {postcode}, {city},",
    )  # fmt: skip


def _layout(written: Written, draw: Draw, *forms: str) -> Written:
    """Name one of the forms; `|` stands between the fields address, postcode and city."""
    return written._replace(layout=draw.random.choice(forms))


def laid_out(written: Written) -> tuple[str, str, str]:
    """Write the fields address, postcode and city."""
    number, street = written.number, written.inside + written.street
    if not number:
        line = street
    elif written.number_last:
        line = f"{street}{'' if number.startswith(',') else written.joint}{number}"
    else:
        line = f"{number}{written.joint}{street}"
    line = written.front + line + written.tail
    if not written.layout:
        return line, written.postcode, written.city
    if written.layout in SPACED:
        gap = SPACED[written.layout]
        return line.replace(" ", gap) + gap[0], gap[0] + written.postcode, written.city.replace(" ", gap) + gap[0]
    fields = [
        re.sub(r" {2,}", " ", part.format(line=line, postcode=written.postcode, city=written.city)).strip(" -")
        for part in written.layout.split("|")
    ]
    address, postcode, city = (*fields, "", "")[:3]
    return address, postcode, city
