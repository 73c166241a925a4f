"""The panels of maps of zones: types that can be picked one by one, and the list of the first zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoprofile.colours import group_of, type_colour
from geoprofile.maps.escaping import plain_html
from geoprofile.maps.words import words_of
from geoprofile.words import share_text, value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

__all__ = ["LegendClass", "legend_classes", "top_list", "type_legend"]


@dataclass(frozen=True)
class LegendClass:
    """A group or type of the legend; `share` is that of all households, or of all zones where none are counted."""

    code: str
    name: str
    share: float

    @property
    def colour(self) -> str:
        """Give its colour."""
        return type_colour(self.code)


def legend_classes(codes: pd.Series, weights: pd.Series, names: pd.Series) -> tuple[LegendClass, ...]:
    """Give the classes that occur, by their codes; a zone without one belongs to no class.

    Parameters
    ----------
    codes, weights : Series of shape (z,)
        Code of each zone ("" for none), and its households.
    names : Series
        Index: codes.
    """
    shares = weights.groupby(codes).sum() / max(float(weights.sum()), 1e-9)
    known = names.to_dict()
    return tuple(
        LegendClass(str(code), str(known.get(code, "")), float(shares[code])) for code in sorted(shares.index) if code
    )


def type_legend(
    groups: Sequence[LegendClass], types: Sequence[LegendClass], missing: int, language: str, *, sure: bool, shares: str
) -> str:
    """Write the legend: a switch between groups and types, and a button a class that shows it alone.

    Parameters
    ----------
    groups, types : sequences of LegendClass
    missing : int
        Zones without a type.
    language : {"fr", "en"}
    sure : bool
        Whether zones have a membership confidence, by which they can be made pale.
    shares : str
        What the shares are shares of, a key of the words of a map.
    """
    words = words_of(language)
    switch = "".join(
        f'<label><input type="radio" name="gp-kind" value="{kind}"{" checked" if kind == "group" else ""}> '
        f"{plain_html(words[word])}</label>"
        for kind, word in (("group", "groups"), ("type", "types"))
    )
    pale = ""
    if sure:
        pale = f'<label class="gp-wide"><input type="checkbox" id="gp-pale"> {plain_html(words["pale"])}</label>'
    rows = f'<ul data-kind="group">{"".join(_pick(own, language) for own in groups)}</ul>'
    rows += f'<ul data-kind="type" hidden>{_grouped(groups, types, language)}</ul>'
    none = ""
    if missing:
        none = f'<p class="gp-none"><i class="gp-hatch"></i> {plain_html(words["no_type"])} ({missing})</p>'
    return (
        f'<section><div class="gp-switch" role="group">{switch}</div>'
        f'<p class="gp-hint">{plain_html(words[shares])} · {plain_html(words["pick"])}</p>{rows}{none}'
        f'<button type="button" id="gp-all" disabled>{plain_html(words["show_all"])}</button>{pale}</section>'
    )


def _grouped(groups: Sequence[LegendClass], types: Sequence[LegendClass], language: str) -> str:
    """Write the types, each group's name above its own."""
    names = {own.code: own.name for own in groups}
    rows, last = "", ""
    for own in types:
        group = group_of(own.code)
        if group != last and group in names:
            rows += f'<li class="gp-group"><b>{plain_html(group)}</b> {plain_html(names[group])}</li>'
        rows += _pick(own, language)
        last = group
    return rows


def _pick(own: LegendClass, language: str) -> str:
    return (
        f'<li><button type="button" class="gp-pick" aria-pressed="false" data-code="{plain_html(own.code)}">'
        f'<i class="gp-box" style="background:{own.colour}"></i><b>{plain_html(own.code)}</b>'
        f"<span>{plain_html(own.name)}</span><small>{share_text(own.share, language)}</small></button></li>"
    )


def top_list(heading: str, first: pd.DataFrame, value: str, unit: str, language: str) -> str:
    """Write the first zones as a list of buttons, each of which goes to its zone.

    Parameters
    ----------
    heading : str
    first : DataFrame
        `rank`, `zone_name`, `place` (may be empty) and the value; its index is the place of the zone in the data.
    value, unit : str
    language : {"fr", "en"}
    """
    cells = zip(first.index, *(first[name].tolist() for name in ("rank", "zone_name", "place", value)), strict=True)
    rows = "".join(
        f'<li><button type="button" class="gp-go" data-zone="{zone}"><b>{int(rank)}</b>'
        f"<span>{plain_html(name)}<small>{plain_html(place)}</small></span>"
        f"<em>{plain_html(value_text(number, unit, language))}</em></button></li>"
        for zone, rank, name, place, number in cells
    )
    return f"<section><h2>{plain_html(heading)}</h2><ol>{rows}</ol></section>"
