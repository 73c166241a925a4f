"""Colours of area types, the same on every map and page: one hue a group, its shades for its types.

The twelve hues were chosen so that any two differ by at least 0.11 in OKLab, for eyes that see all
colours and for those that lack red or green (Machado, Oliveira and Fernandes 2009). The first ones go
from cool to warm, as the groups go from affluent to modest.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GROUP_COLOURS", "NO_TYPE_COLOUR", "group_of", "ink_on", "type_colour", "type_colours"]

GROUP_COLOURS = (
    "#2e40a3",
    "#42a3fd",
    "#4bb3a1",
    "#7cebb4",
    "#facb39",
    "#f98942",
    "#b16512",
    "#633f5f",
    "#6a6bd6",
    "#7bd0f9",
    "#367c78",
    "#901308",
)
NO_TYPE_COLOUR = "#d3d9de"
# How far the shade of type 01, 02... goes towards white (above 0) or black (below): neighbours lie far apart.
SHADES = (0.0, 0.36, -0.3, 0.6, 0.18, -0.5, 0.48, -0.15)
TYPE_CODE = re.compile(r"([A-Z])(\d*)")
LIGHT_GROUND = 0.3  # relative luminance from which black reads better than white


def group_of(code: str) -> str:
    """Give the group of a code: its letter (`B03` -> `B`), or the code itself where it is none of ours."""
    found = TYPE_CODE.fullmatch(code)
    return found[1] if found else code


def type_colour(code: str) -> str:
    """Give the colour of a group (`B`) or type (`B03`); it hangs on the code alone.

    A code of another form gets one of the hues by its spelling; no code, grey.

    Examples
    --------
    >>> type_colour("A"), type_colour("A01"), type_colour("")
    ('#2e40a3', '#2e40a3', '#d3d9de')
    """
    if not code:
        return NO_TYPE_COLOUR
    found = TYPE_CODE.fullmatch(code)
    if found is None:
        return GROUP_COLOURS[zlib.crc32(code.encode()) % len(GROUP_COLOURS)]
    hue = GROUP_COLOURS[(ord(found[1]) - ord("A")) % len(GROUP_COLOURS)]
    number = int(found[2] or 1)
    return _shade(hue, SHADES[(number - 1) % len(SHADES)])


def type_colours(codes: Iterable[str]) -> dict[str, str]:
    """Give the colour of each code of groups and types."""
    return {code: type_colour(code) for code in codes}


def ink_on(colour: str) -> str:
    """Choose black or white for text on a ground of this colour (`#rrggbb`)."""
    return "#10181f" if _luminance(colour) > LIGHT_GROUND else "#ffffff"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _shade(colour: str, amount: float) -> str:
    """Mix a colour with white (amount above 0) or black (below)."""
    aim = 255 if amount > 0 else 0
    mixed = (round(part + (aim - part) * abs(amount)) for part in _parts(colour))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2.2."""
    linear = (((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in (p / 255 for p in _parts(colour)))  # noqa: PLR2004  constants of the sRGB standard
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
