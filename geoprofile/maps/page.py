"""The HTML around a map: title, legend, sources and the note on privacy. Every text is escaped here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoprofile.maps.escaping import plain_html
from geoprofile.maps.words import number_text, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Title", "aside", "page_body", "page_frame", "page_title", "value_legend"]


@dataclass(frozen=True)
class Title:
    """The title of a page and the line under it, safe in HTML."""

    html: str
    below: str


def page_title(title: str, customers: int, language: str, *, counted: bool) -> Title:
    """Write the title; where customers are counted by zone it says so."""
    words = words_of(language)
    number = number_text(customers, language)
    noun = words["customers"] if customers != 1 else words["customer"]
    if counted:
        return Title(plain_html(f"{title} ({number} {words['counted']})"), "")
    return Title(plain_html(title), plain_html(f"{number} {noun} {words['on_map']}"))


def page_body(
    *,
    title: Title,
    label: str,
    language: str,
    attribution: Sequence[str],
    counted: bool,
    value_rows: Sequence[tuple[str, str, int]],
    missing: int,
    level_rows: Sequence[tuple[str, str, int]],
    lost: int,
    outside: int,
    data: str,
) -> str:
    """Write what stands around the map, and the data that its script draws.

    Parameters
    ----------
    value_rows, level_rows : sequences of (colour, text or level, count)
    missing, lost, outside : int
        Zones without a value; customers without a position; customers outside all zones.
    data : str
        From `escaping.script_json`.
    """
    words = words_of(language)
    legend = value_legend(label, value_rows, missing, language)
    legend += level_legend(level_rows, lost, outside, language, heading=words["counted" if counted else "found"])
    privacy = words["privacy_counted" if counted else "privacy"]
    return page_frame(
        title, [aside("gp-legend", legend)], note=privacy, attribution=attribution, data=data, language=language
    )


def aside(name: str, inside: str) -> str:
    """Put HTML that is safe into a panel over the map."""
    return f'<aside class="{name}" id="{name}">{inside}</aside>\n'


def page_frame(
    title: Title, asides: Sequence[str], *, note: str, attribution: Sequence[str], data: str, language: str
) -> str:
    """Write title, panels, note, sources and data around a map.

    Parameters
    ----------
    title : Title
    asides : sequence of str
        From `aside`.
    note : str
        What a reader must know before handing the map on.
    attribution : sequence of str
        One line a source.
    data : str
        From `escaping.script_json`.
    language : {"fr", "en"}
    """
    words = words_of(language)
    below = f'<p class="gp-below">{title.below}</p>' if title.below else ""
    sources = " · ".join(plain_html(line) for line in attribution)
    sources = f'<span class="gp-sources">{plain_html(words["sources"])} {sources}</span>' if sources else ""
    return (
        f'<header class="gp-title" lang="{plain_html(language)}"><h1>{title.html}</h1>{below}</header>\n'
        + "".join(asides)
        + f'<footer class="gp-footer"><span class="gp-privacy">{plain_html(note)}</span>{sources}</footer>\n'
        f'<noscript><p class="gp-noscript">{plain_html(words["no_script"])}</p></noscript>\n'
        f'<script type="application/json" id="gp-data">{data}</script>\n'
    )


def value_legend(label: str, rows: Sequence[tuple[str, str, int]], missing: int, language: str) -> str:
    """Write the classes of the value, then the hatched one where values are missing."""
    words = words_of(language)
    body = "".join(legend_row(f"background:{colour}", text, count, language) for colour, text, count in rows)
    if missing:
        body += legend_row("", words["missing"], missing, language, kind="gp-hatch")
    heading = f"<h2>{plain_html(label)} <small>({plain_html(words['zones'])})</small></h2>"
    switch = f'<label><input type="checkbox" data-layer="zones" checked>{heading}</label>'
    return f"<section>{switch}<ul>{body}</ul></section>"


def level_legend(rows: Sequence[tuple[str, str, int]], lost: int, outside: int, language: str, *, heading: str) -> str:
    """Write the match levels, each with a switch, and what is not on the map or in no zone."""
    words = words_of(language)
    body = "".join(
        legend_row(f"background:{colour}", words[level], count, language, kind="gp-dot", switch=level)
        for colour, level, count in rows
    )
    body += "".join(
        f'<li class="gp-note">{number_text(count, language)} {plain_html(words[word])}</li>'
        for count, word in ((lost, "not_placed"), (outside, "outside"))
        if count
    )
    return f"<section><h2>{plain_html(heading[:1].upper() + heading[1:])}</h2><ul>{body}</ul></section>" if body else ""


def legend_row(style: str, text: str, count: int, language: str, *, kind: str = "gp-box", switch: str = "") -> str:
    """Write one row: swatch, text, count; a switch turns its layer off."""
    box = f'<input type="checkbox" data-layer="{plain_html(switch)}" checked>' if switch else ""
    swatch = f'<i class="{kind}" style="{plain_html(style)}"></i>'
    return (
        f"<li><label>{box}{swatch}<span>{plain_html(text)}</span>"
        f'<b class="gp-count">{number_text(count, language)}</b></label></li>'
    )
