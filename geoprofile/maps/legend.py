"""The rows of a legend: colours, what they stand for, and how many there are of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geoprofile.maps.classes import LEVEL_COLOURS
from geoprofile.maps.layers import level_codes
from geoprofile.maps.words import number_text, words_of
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.value_classes import class_texts

if TYPE_CHECKING:
    from geoprofile.value_classes import Classes

__all__ = ["count_text", "level_rows", "levels_of", "value_rows"]

COUNT_COLOUR = LEVEL_COLOURS["housenumber"]


def count_text(count: int, language: str, *, exact: bool) -> str:
    """Write how many customers a zone has; unless the points are on the map too, few of them are not told."""
    if exact or count >= SMALLEST_CELL:
        return number_text(count, language)
    words = words_of(language)
    return f"{words['fewer_than']} {SMALLEST_CELL}"


def value_rows(classes: Classes, unit: str, language: str) -> list[tuple[str, str, int]]:
    """Give the classes as rows of a legend: colour, text, number of zones."""
    counts = [int((classes.number == i).sum()) for i in range(len(classes))]
    return list(zip(classes.colours, class_texts(classes, unit, language), counts, strict=True))


def level_rows(placed: pd.DataFrame, *, counted: bool) -> list[tuple[str, str, int]]:
    """Give the match levels that occur as rows of a legend: colour, level, number of customers."""
    if counted:
        return [(COUNT_COLOUR, "circles", len(placed))]
    counts: dict[Any, int] = pd.Series(level_codes(placed)).value_counts().to_dict()
    keys = level_keys(placed)
    return [
        (c, key, counts[i])
        for i, (c, key) in enumerate(zip(LEVEL_COLOURS.values(), keys, strict=True))
        if counts.get(i)
    ]


def level_keys(placed: pd.DataFrame) -> list[str]:
    """Name the layers of points: match levels, or only that they were placed."""
    return list(LEVEL_COLOURS) if "result_type" in placed.columns else ["located", *list(LEVEL_COLOURS)[1:]]


def levels_of(placed: pd.DataFrame, language: str) -> list[dict[str, str]]:
    """Give key, colour and words of each layer of points to the script."""
    words = words_of(language)
    pairs = zip(level_keys(placed), LEVEL_COLOURS.values(), strict=True)
    return [{"key": key, "colour": colour, "name": words[key]} for key, colour in pairs]
