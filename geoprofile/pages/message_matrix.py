"""The matrix of messages as a heat table: types in rows under their groups, segments in columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from geoprofile.colours import ink_on, type_colour
from geoprofile.errors import TableError
from geoprofile.pages.blocks import Figure
from geoprofile.pages.svg import element
from geoprofile.words import check_language, count_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["message_matrix_figure"]

COLUMNS = ("type", "group", "segment", "customers", "index", "significant", "pooled")
# Upper ends of the classes of the index, and their grounds, from far under to far over.
STEPS = (50.0, 80.0, 125.0, 200.0, math.inf)
GROUNDS = ("#e9a876", "#f6dcc6", "#ffffff", "#c3e0e8", "#7fbccd")
WORDS = {
    "fr": {
        "alt": "Clients par type et par segment",
        "type": "Type",
        "unknown_type": "Type inconnu",
        "unknown_segment": "Sans segment",
        "under": "indice sous 50",
        "low": "50 à 80",
        "near": "80 à 125, ou écart non établi",
        "high": "125 à 200",
        "over": "plus de 200",
        "group": "message du groupe",
        "segment": "message du segment seul",
        "hidden": "{sign} non publié : moins de {least} clients, ou de quoi les retrouver",
        "how": "Dans chaque case, les clients (en gras : un message à elle seule) et, où l'écart est établi, l'indice "
        "(100 : comme si type et segment étaient indépendants).",
    },
    "en": {
        "alt": "Customers by type and segment",
        "type": "Type",
        "unknown_type": "Type unknown",
        "unknown_segment": "No segment",
        "under": "index under 50",
        "low": "50 to 80",
        "near": "80 to 125, or no sure difference",
        "high": "125 to 200",
        "over": "over 200",
        "group": "message of the group",
        "segment": "message of the segment alone",
        "hidden": "{sign} not published: fewer than {least} customers, or what would give them away",
        "how": "In each cell, customers (in bold: a message of its own) and, where the difference is sure, the index "
        "(100: as if type and segment were independent).",
    },
}
HIDDEN_SIGN = "\N{MIDDLE DOT}"
STYLE = """
.gp-heat { overflow-x: auto; max-width: 100%; }
.gp-heat table { width: auto; min-width: 0; border-collapse: separate; border-spacing: 2px; font-size: 12px; }
.gp-heat th { border: 0; padding: 3px 5px; text-align: left; font-size: 12px; line-height: 1.2; }
.gp-heat thead th { max-width: 88px; vertical-align: bottom; text-align: center; overflow-wrap: break-word; hyphens: auto; }
.gp-heat thead th:first-child { text-align: left; }
.gp-heat tbody th { position: sticky; left: 0; z-index: 1; min-width: 92px; max-width: 210px; background: #fff; font-weight: 400; }
.gp-heat tbody .gp-heat-group th { padding-top: 9px; font-weight: 650; }
.gp-heat td { min-width: 54px; padding: 2px 3px; border: 0; text-align: center; line-height: 1.2; background: #fff; box-shadow: inset 0 0 0 1px #e2e7eb; }
.gp-heat tbody tr:hover { background: none; }
.gp-heat td b { display: block; font-weight: 650; } .gp-heat td small { color: #3c4954; font-size: 10.5px; }
.gp-heat .gp-to-group b, .gp-heat .gp-to-segment b { font-weight: 400; }
.gp-heat .gp-to-group { background-image: repeating-linear-gradient(45deg, rgba(60,73,84,.20) 0 1px, transparent 1px 6px); }
.gp-heat .gp-to-segment { background-image: radial-gradient(rgba(60,73,84,.26) 0.8px, transparent 1px); background-size: 6px 6px; }
.gp-heat .gp-not-told { background-color: #f2f4f6; color: #8794a0; }
.gp-heat-key { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 6px 0 0; font-size: 12.5px; line-height: 1.35; }
.gp-heat-key i { display: inline-block; width: 22px; height: 13px; margin-right: 5px; vertical-align: -2px; box-shadow: inset 0 0 0 1px #b9c3cc; }
@media (max-width: 640px) { .gp-heat tbody th { max-width: 116px; font-size: 11px; } .gp-heat td { min-width: 46px; } }
@media print { figure.gp-drawing:has(.gp-heat) { display: block; break-inside: auto; } .gp-heat { overflow: visible; } .gp-heat table { font-size: 7.5pt; border-spacing: 1px; } .gp-heat th { font-size: 7.5pt; padding: 1px 3px; } .gp-heat td { min-width: 0; padding: 1px 2px; } .gp-heat thead th { max-width: 64px; font-size: 6.5pt; padding: 1px; } .gp-heat-group { break-after: avoid; } .gp-heat td small { font-size: 6.5pt; } .gp-heat thead th:first-child { text-align: left; }
.gp-heat tbody th { position: static; max-width: 130px; } }
"""  # noqa: E501  rules of a style sheet, one a line


def message_matrix_figure(
    cells: pd.DataFrame,
    hidden: NDArray[np.bool_],
    *,
    type_names: Mapping[str, str],
    segment_names: Mapping[str, str],
    language: str,
    least: int,
    caption: str = "",
) -> Figure:
    """Draw customers by type and segment, coloured by their index, with the cells that share a message marked.

    Parameters
    ----------
    cells : DataFrame
        One row a type and segment, all segments of a type together and in one order: `type`, `group`, `segment`,
        `customers`, `index`, `significant`, `pooled`.
    hidden : bool array of shape (cells,)
        Cells that are not published.
    type_names : mapping of type or group to name
    segment_names : mapping of segment to name
    language : {"fr", "en"}
    least : int
        Customers under which a cell is not published, for the key.
    caption : str

    Raises
    ------
    TableError
        If a column is lacking.
    """
    check_language(language)
    lacking = [name for name in COLUMNS if name not in cells.columns]
    if lacking or len(hidden) != len(cells):
        raise TableError(f"The matrix of messages lacks {lacking[0] if lacking else 'a mark of what is hidden'!r}.")
    words = WORDS[language]
    segments = list(dict.fromkeys(cells["segment"]))
    head = [element("th", words["type"], scope="col")]
    head += [element("th", segment_names.get(one, one) or words["unknown_segment"], scope="col") for one in segments]
    rows = list(_rows(cells, hidden, type_names, len(segments), language))
    table = element("table", element("thead", element("tr", *head)), element("tbody", *rows))
    box = element("div", table, class_="gp-heat", tabindex=0, role="region", aria_label=caption or words["alt"])
    return Figure(Markup("").join([element("style", Markup(STYLE)), box, _key(words, least)]), caption)  # noqa: S704  the style is ours


def _rows(
    cells: pd.DataFrame, hidden: NDArray[np.bool_], type_names: Mapping[str, str], width: int, language: str
) -> Iterator[Markup]:
    """Write a row a type, the name of a group before its first."""
    group = ""
    marked = cells.assign(hidden=hidden)
    for code, some in marked.groupby("type", sort=False):
        own = str(some["group"].iloc[0])
        if own and own != group:
            heading = element("th", _chip(own), " ", type_names.get(own, ""), colspan=width + 1, scope="rowgroup")
            yield element("tr", heading, class_="gp-heat-group")
        group = own
        name = WORDS[language]["unknown_type"] if code == "" else type_names.get(str(code), "")
        first = element("th", *([_chip(str(code)), " "] if code else []), name, scope="row")
        yield element(
            "tr",
            first,
            *(
                _cell(dict(zip(some.columns, one, strict=True)), language)
                for one in some.itertuples(index=False, name=None)
            ),
        )


def _cell(cell: Mapping[str, object], language: str) -> Markup:
    """Write one cell: what is not told, how many, and the index where it is sure."""
    if cell["hidden"]:
        return element("td", HIDDEN_SIGN, class_="gp-not-told")
    pooled = {"group": "gp-to-group", "segment": "gp-to-segment"}.get(str(cell["pooled"]), "")
    index, sure = float(str(cell["index"])), bool(cell["significant"])
    count = element("b", count_text(float(str(cell["customers"])), language))
    told = [element("small", count_text(index, language))] if sure and math.isfinite(index) else []
    ground = GROUNDS[int(np.searchsorted(STEPS, index, side="right"))] if told else GROUNDS[2]
    return element("td", count, *told, class_=pooled, style=f"background-color:{ground}")


def _chip(code: str) -> Markup:
    """Write a code in its colour."""
    colour = type_colour(code)
    return element("span", code, class_="gp-chip", style=f"background:{colour};color:{ink_on(colour)}")


def _key(words: Mapping[str, str], least: int) -> Markup:
    """Write what the colours and patterns stand for."""
    named = zip(GROUNDS, ("under", "low", "near", "high", "over"), strict=True)
    parts = [element("span", element("i", style=f"background:{ground}"), words[name]) for ground, name in named]
    parts += [element("span", element("i", class_=f"gp-to-{name}"), words[name]) for name in ("group", "segment")]
    parts.append(element("span", words["hidden"].format(sign=HIDDEN_SIGN, least=least)))
    parts.append(element("span", words["how"]))
    return element("div", *parts, class_="gp-heat gp-heat-key")
