"""The grid of segments: recency to the right, frequency upwards, how many customers in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geoprofile.colours import NO_TYPE_COLOUR, ink_on
from geoprofile.errors import TableError
from geoprofile.pages.blocks import Figure
from geoprofile.pages.svg import Plot, attribute, drawing, element
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.words import check_language, count_text, share_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

__all__ = ["segment_grid"]

SIZE = 5
COLUMNS = ("recency_score", "frequency_score", "segment", "customers", "share", "suppressed")
LEFT, TOP, CELL_WIDTH, CELL_HEIGHT = 104.0, 8.0, 124.0, 82.0
WIDTH, HEIGHT = LEFT + SIZE * CELL_WIDTH + 8, TOP + SIZE * CELL_HEIGHT + 82
NAME_SIZE, NAME_STEP, LETTER_WIDTH = 13, 15.0, 6.9
BORDER = "#10181f"
HIDDEN_SIGN = "s"
WORDS = {
    "fr": {
        "alt": "Grille des segments : récence et fréquence, nombre de clients par case",
        "recency": "Récence : dernier achat",
        "frequency": "Fréquence : commandes",
        "long_ago": "ancien",
        "lately": "récent",
        "hidden": "s : case non publiée (moins de {least} clients, ou case qui en révélerait une autre)",
    },
    "en": {
        "alt": "Grid of segments: recency and frequency, number of customers by cell",
        "recency": "Recency: last purchase",
        "frequency": "Frequency: orders",
        "long_ago": "long ago",
        "lately": "lately",
        "hidden": "s: cell not published (fewer than {least} customers, or one that would give another away)",
    },
}


def segment_grid(
    cells: pd.DataFrame,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    *,
    language: str,
    recency_labels: Sequence[str] = (),
    frequency_labels: Sequence[str] = (),
    caption: str = "",
) -> Figure:
    """Draw the 25 cells in the colours of their segments, each block of a segment framed and named once.

    Parameters
    ----------
    cells : DataFrame of 25 rows
        `recency_score` and `frequency_score` (1 to 5), `segment` (code), `customers`, `share` (0-1), `suppressed`:
        the figures of such a cell are not drawn.
    names : mapping of code to name
    colours : mapping of code to `#rrggbb`
    language : {"fr", "en"}
    recency_labels, frequency_labels : sequence of five str, optional
        What each score stands for, score 1 first ("over 124 d").
    caption : str

    Raises
    ------
    TableError
        If a column is lacking, or a cell of the grid is missing or stands twice.
    """
    check_language(language)
    words, table = WORDS[language], _table(cells)
    parts: list[Markup] = []
    for (recency, frequency), row in sorted(table.items()):
        colour = colours.get(row["segment"], NO_TYPE_COLOUR)
        parts += _cell(recency, frequency, row, colour, language)
    parts += _frames(table)
    for code in sorted({row["segment"] for row in table.values()}):
        for cell, width in _blocks(table, code):
            parts += _name(names.get(code, code), cell, width, ink_on(colours.get(code, NO_TYPE_COLOUR)))
    parts += _scales(words, recency_labels, frequency_labels)
    if any(row["suppressed"] for row in table.values()):
        text = words["hidden"].format(least=SMALLEST_CELL)
        parts.append(element("text", text, x=LEFT, y=HEIGHT - 6, class_="gp-tick"))
    return Figure(drawing(Plot(width=WIDTH, height=HEIGHT), parts, alt=words["alt"]), caption)


def _table(cells: pd.DataFrame) -> dict[tuple[int, int], dict[str, Any]]:
    """Lay out the cells by recency and frequency."""
    for name in COLUMNS:
        if name not in cells.columns:
            raise TableError(f"The table of the grid lacks column {name!r}, which the drawing shows.")
    found = cells[list(COLUMNS)].astype(object).to_numpy().tolist()
    rows: list[dict[str, Any]] = [dict(zip(COLUMNS, row, strict=True)) for row in found]
    table = {(int(row["recency_score"]), int(row["frequency_score"])): row for row in rows}
    if len(table) != len(rows) or set(table) != {(r, f) for r in range(1, SIZE + 1) for f in range(1, SIZE + 1)}:
        raise TableError(f"The table of the grid needs each of the {SIZE * SIZE} cells once, scores 1 to {SIZE}.")
    return table


def _corner(recency: int, frequency: int) -> tuple[float, float]:
    """Give the upper left corner of a cell."""
    return LEFT + (recency - 1) * CELL_WIDTH, TOP + (SIZE - frequency) * CELL_HEIGHT


def _cell(recency: int, frequency: int, row: Mapping[str, Any], colour: str, language: str) -> list[Markup]:
    x, y = _corner(recency, frequency)
    ink, middle = ink_on(colour), x + CELL_WIDTH / 2
    drawn = [element("rect", x=x, y=y, width=CELL_WIDTH, height=CELL_HEIGHT, fill=colour, stroke="#ffffff")]
    if row["suppressed"]:
        return [*drawn, _text(HIDDEN_SIGN, middle, y + 62, ink, size=15)]
    drawn.append(_text(count_text(float(row["customers"]), language), middle, y + 56, ink, size=19, weight=650))
    drawn.append(_text(share_text(float(row["share"]), language), middle, y + 73, ink, size=12))
    return drawn


def _frames(table: Mapping[tuple[int, int], Mapping[str, Any]]) -> list[Markup]:
    """Draw a line wherever one segment ends and another begins, and around the grid."""
    lines = []
    for (recency, frequency), row in sorted(table.items()):
        x, y = _corner(recency, frequency)
        right, bottom = x + CELL_WIDTH, y + CELL_HEIGHT
        for beside, ends in (
            ((recency - 1, frequency), (x, y, x, bottom)),
            ((recency + 1, frequency), (right, y, right, bottom)),
            ((recency, frequency + 1), (x, y, right, y)),
            ((recency, frequency - 1), (x, bottom, right, bottom)),
        ):
            if beside not in table or table[beside]["segment"] != row["segment"]:
                lines.append("M{} {}L{} {}".format(*map(attribute, ends)))
    path = "".join(dict.fromkeys(lines))
    return [element("path", d=path, fill="none", stroke=BORDER, stroke_width=2.0, stroke_linecap="square")]


def _blocks(table: Mapping[tuple[int, int], Mapping[str, Any]], code: str) -> list[tuple[tuple[int, int], int]]:
    """Give, for each connected block of a segment, the left cell of its highest row, and how many it has there."""
    left = {cell for cell, row in table.items() if row["segment"] == code}
    blocks = []
    while left:
        block, edge = set(), [min(left)]
        while edge:
            recency, frequency = cell = edge.pop()
            if cell in left:
                left.remove(cell)
                block.add(cell)
                edge += [(recency - 1, frequency), (recency + 1, frequency), (recency, frequency - 1),
                         (recency, frequency + 1)]  # fmt: skip
        recency, frequency = first = min(block, key=lambda cell: (-cell[1], cell[0]))
        width = next(n for n in range(1, SIZE + 2) if (recency + n, frequency) not in block)
        blocks.append((first, width))
    return blocks


def _name(name: str, cell: tuple[int, int], width: int, ink: str) -> list[Markup]:
    """Write the name of a block over its highest row, on two lines where it is long."""
    x, y = _corner(*cell)
    most = int((width * CELL_WIDTH - 10) / LETTER_WIDTH)
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [
        _text(line, x + 8, y + 18 + NAME_STEP * number, ink, size=NAME_SIZE, weight=650, anchor="start")
        for number, line in enumerate(lines)
    ]


def _scales(words: Mapping[str, str], recency_labels: Sequence[str], frequency_labels: Sequence[str]) -> list[Markup]:
    """Write scores, what they stand for and the names of the axes."""
    bottom = TOP + SIZE * CELL_HEIGHT
    drawn = []
    for score in range(1, SIZE + 1):
        x, y = _corner(score, score)
        middle, centre = x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2
        drawn.append(_text(f"R{score}", middle, bottom + 18, "#16202b", size=13, weight=650))
        drawn.append(_text(f"F{score}", LEFT - 10, centre - 2, "#16202b", size=13, weight=650, anchor="end"))
        if len(recency_labels) == SIZE:
            drawn.append(_text(recency_labels[score - 1], middle, bottom + 34, "#566472", size=12))
        if len(frequency_labels) == SIZE:
            drawn.append(_text(frequency_labels[score - 1], LEFT - 10, centre + 14, "#566472", size=12, anchor="end"))
    axis = f"{words['recency']} ({words['long_ago']} → {words['lately']})"
    drawn.append(_text(axis, LEFT + SIZE * CELL_WIDTH / 2, bottom + 54, "#16202b", size=13))
    centre = TOP + SIZE * CELL_HEIGHT / 2
    turned = f"rotate(-90 14 {attribute(centre)})"
    name = f"{words['frequency']} →"
    look = {"text_anchor": "middle", "transform": turned, "fill": "#16202b", "font_size": 13}
    drawn.append(element("text", name, x=14.0, y=centre, **look))
    return drawn


def _text(text: str, x: float, y: float, ink: str, *, size: int, weight: int = 400, anchor: str = "middle") -> Markup:
    return element("text", text, x=x, y=y, fill=ink, font_size=size, font_weight=weight, text_anchor=anchor)
