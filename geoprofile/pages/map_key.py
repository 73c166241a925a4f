"""The legend of a small map, and the signs of its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.pages.street_names import text_width
from geoprofile.pages.svg import attribute, element
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.value_classes import class_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from geoprofile.pages.ground import Ground
    from geoprofile.value_classes import Classes

__all__ = ["MISSING_FILL", "SIGN_INK", "diamond", "map_key", "star"]

SIGN_INK = "#7a0c2e"
# The name of the pattern is made of the finished drawing: two of them on a page must not share it.
MISSING_FILL = "url(#gp-missing-0)"
LINE_PX = 20.0


def diamond(x: float, y: float) -> Markup:
    """Draw an own store."""
    d = f"M{attribute(x)} {attribute(y - 8)}l8 8l-8 8l-8 -8Z"
    return element("path", d=d, fill="#10181f", stroke="#fff", stroke_width=1.5)


def star(x: float, y: float) -> Markup:
    """Draw the place itself: a star, told from all other signs by its shape."""
    turns = [(10.5 if turn % 2 == 0 else 4.6, np.pi * turn / 5) for turn in range(10)]
    d = "M" + "L".join(
        f"{attribute(float(x + far * np.sin(angle)))} {attribute(float(y - far * np.cos(angle)))}"
        for far, angle in turns
    )
    return element("path", d=f"{d}Z", fill=SIGN_INK, stroke="#fff", stroke_width=1.6)


def map_key(
    ground: Ground,
    classes: Classes,
    label: str,
    unit: str,
    language: str,
    *,
    stores: bool,
    competitors: bool,
    store_sign: str = "",
) -> tuple[list[Markup], float]:
    """Write the legend under the map in as many lines as it takes; give its height too."""
    words = PAGE_WORDS[language]
    shades = list(zip(classes.colours, class_texts(classes, unit, language), strict=True))
    if (classes.number < 0).any():
        shades.append((MISSING_FILL, words["missing"]))
    signs = [(star(8.0, 0.0), words["place_sign"])]
    signs += [(diamond(8.0, 0.0), store_sign or words["store_sign"])] if stores else []
    dot = element("circle", cx=8.0, cy=0.0, r=2.2, fill="#10181f")
    signs += [(dot, words["rival_sign"])] if competitors else []
    swatches = [
        (element("rect", x=0.0, y=-7.0, width=22.0, height=14.0, fill=colour, stroke="#7d8b98", stroke_width=0.7), text)
        for colour, text in shades
    ]
    top = ground.height + 20
    drawn = [element("text", label, x=2.0, y=top, font_size=13.0, font_weight=600)]
    lines, top = _flow(ground.width, swatches, top + LINE_PX)
    more, top = _flow(ground.width, signs, top + LINE_PX)
    return [*drawn, *lines, *more], round(top + 14 - ground.height, 1)


def _flow(width: float, signs: Sequence[tuple[Markup, str]], top: float) -> tuple[list[Markup], float]:
    """Set signs with their texts one after the other; a new line begins where one is full."""
    drawn, left = [], 2.0
    for sign, text in signs:
        wide = 30 + text_width(text, 12.5) + 16
        if left + wide > width and left > 2.0:  # noqa: PLR2004  the left edge
            left, top = 2.0, top + LINE_PX
        word = element("text", text, x=28.0, y=4.5, font_size=12.5)
        drawn.append(element("g", sign, word, transform=f"translate({attribute(left)} {attribute(top)})"))
        left += wide
    return drawn, top
