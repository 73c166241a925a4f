"""The panels of the map of a leaflet plan: totals, classes that can be seen alone, kinds of zones, sectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.maps.escaping import plain_html
from geoprofile.maps.place_panels import sign_legend, sign_row
from geoprofile.maps.plan_classes import STATUSES
from geoprofile.maps.words import words_of
from geoprofile.words import MISSING_SIGN, fixed_text, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from geoprofile.maps.plan_classes import PlanClass

__all__ = ["plan_legend", "sector_list"]


def plan_legend(
    zones: gpd.GeoDataFrame,
    classes: Mapping[str, Sequence[PlanClass]],
    language: str,
    *,
    cost_eur: float | None = None,
    stores: int = 0,
) -> str:
    """Write totals, the switch between stores, waves and sectors, and what the other zones look like.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
        `status`, `letterboxes`, `expected_response`.
    classes : mapping of kind to classes
    language : {"fr", "en"}
    cost_eur : float, optional
        Of the whole plan.
    stores : int
        Marks of stores on the map.
    """
    words = words_of(language)
    chosen = zones[zones["status"] == "chosen"]
    letterboxes, expected = (chosen[name].sum(min_count=1) for name in ("letterboxes", "expected_response"))
    lines = [(words["letterboxes"], _count(letterboxes, language)), (words["expected"], _count(expected, language))]
    if cost_eur is not None:
        lines.append((words["cost"], value_text(cost_eur, "eur", language)))
    body = "".join(f"<tr><td>{plain_html(name)}</td><td>{plain_html(text)}</td></tr>" for name, text in lines)
    totals = f'<section><h2>{plain_html(words["total"])}</h2><table class="gp-totals">{body}</table></section>'
    rows = [
        sign_row(f'<i class="gp-box gp-{status}"></i>', words[status], int(count), language)
        for status in STATUSES
        if (count := (zones["status"] == status).sum()) and status != "chosen"
    ]
    signs = rows + (
        [sign_row('<i class="gp-diamond"></i>', words["stores"], stores, language, layer="stores")] if stores else []
    )
    return totals + _switch(classes, language) + sign_legend(words["status"], signs)


def _switch(classes: Mapping[str, Sequence[PlanClass]], language: str) -> str:
    """Write the switch and the classes of each kind; sectors are listed in their own panel."""
    words = words_of(language)
    choices, lists = "", ""
    for place, (kind, own) in enumerate(classes.items()):
        checked, hidden = (" checked", "") if place == 0 else ("", " hidden")
        choices += (
            f'<label><input type="radio" name="gp-kind" value="{kind}"{checked}> '
            f"{plain_html(words[f'by_{kind}'])}</label>"
        )
        rows = "" if kind == "sector" else "".join(_pick(one, language) for one in own)
        lists += f'<ul data-kind="{kind}"{hidden}>{rows}</ul>'
    return (
        f'<section><div class="gp-switch" role="group">{choices}</div>'
        f'<p class="gp-hint">{plain_html(words["plan_hint"])}</p>{lists}'
        f'<button type="button" id="gp-all" disabled>{plain_html(words["show_all"])}</button></section>'
    )


def _pick(own: PlanClass, language: str) -> str:
    return (
        f'<li><button type="button" class="gp-pick" aria-pressed="false" data-code="{plain_html(own.code)}">'
        f'<i class="gp-box" style="background:{own.colour}"></i><span>{plain_html(own.code)}</span>'
        f"<small>{_figures(own, language)}</small></button></li>"
    )


def sector_list(sectors: Sequence[PlanClass], language: str) -> str:
    """Write the sectors as a list of buttons, each of which goes to its sector and shows it alone."""
    words = words_of(language)
    heading = words["sectors"].format(count=len(sectors)) if len(sectors) > 1 else words["sectors_one"]
    rows, last = "", ""
    for own in sectors:
        if own.store and own.store != last:
            rows += f'<li class="gp-group"><b>{plain_html(own.store)}</b></li>'
            last = own.store
        rows += (
            f'<li><button type="button" class="gp-pick gp-sector" aria-pressed="false" '
            f'data-code="{plain_html(own.code)}"><i class="gp-box" style="background:{own.colour}"></i>'
            f"<b>{plain_html(own.code)}</b><small>{_figures(own, language)}</small></button></li>"
        )
    hint = f'<p class="gp-hint">{plain_html(words["plan_hint"])}</p>'
    return f"<section><h2>{plain_html(heading)}</h2>{hint}<ol>{rows}</ol></section>"


def _figures(own: PlanClass, language: str) -> str:
    """Write letterboxes and expected customers of a class."""
    return f"{plain_html(_count(own.letterboxes, language))} · {plain_html(_count(own.expected, language))}"


def _count(value: float, language: str) -> str:
    """Write a sum: whole, or with one decimal where it is small; a dash where it is unknown."""
    if value != value:  # noqa: PLR0124  NaN
        return MISSING_SIGN
    return fixed_text(value, 0 if value >= 10 or value == round(value) else 1, language)  # noqa: PLR2004  under ten expected customers a decimal matters
