"""The panels of maps of places: lists to pick from, and what each sign of the map stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.maps.escaping import plain_html
from geoprofile.maps.words import number_text, words_of
from geoprofile.words import digits_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["band_legend", "place_list", "sign_legend", "sign_row"]

LINES_OF_BANDS = 3


def place_list(heading: str, places: Sequence[dict[str, object]], first: int, figures: Sequence[str],
               language: str) -> str:  # fmt: skip
    """Write places as a list of buttons; the one that is pressed shows its figures and its catchment.

    Parameters
    ----------
    heading : str
    places : sequence of dict
        As `place_marks.mark_data` gives them.
    first : int
        Place of the first one in the data.
    figures : sequence of str
        What stands beside each name, "" for nothing.
    language : {"fr", "en"}
    """
    lost = words_of(language)["no_position"]
    rows = ""
    for own, (place, figure) in enumerate(zip(places, figures, strict=True), start=first):
        sign = '<i class="gp-diamond"></i>' if place["kind"] == "store" else f"<b>{_rank(place['rank'])}</b>"
        below = "" if place["at"] else f"<small>{plain_html(lost)}</small>"
        rows += (
            f'<li><button type="button" class="gp-go" aria-pressed="false" data-place="{own}">{sign}'
            f"<span>{plain_html(place['name'])}{below}</span><em>{plain_html(figure)}</em></button>"
            '<div class="gp-facts" hidden></div></li>'
        )
    return f"<section><h2>{plain_html(heading)}</h2><ol>{rows}</ol></section>"


def sign_row(swatch: str, text: str, count: int | None, language: str, *, layer: str = "") -> str:
    """Write one row of a legend: a swatch by its class, its text, how many there are, a switch if it has a layer."""
    box = f'<input type="checkbox" data-layer="{plain_html(layer)}" checked>' if layer else ""
    number = "" if count is None else f'<b class="gp-count">{number_text(count, language)}</b>'
    return f"<li><label>{box}{swatch}<span>{plain_html(text)}</span>{number}</label></li>"


def sign_legend(heading: str, rows: Sequence[str], hint: str = "") -> str:
    """Put rows under a heading; nothing where there is no row."""
    told = f'<p class="gp-hint">{plain_html(hint)}</p>' if hint else ""
    return f"<section><h2>{plain_html(heading)}</h2>{told}<ul>{''.join(rows)}</ul></section>" if rows else ""


def band_legend(minutes: Sequence[float], language: str, *, hint: str = "", colours: Sequence[str] = ()) -> str:
    """Write the bands of minutes: their lines, or their colours where they are filled.

    Parameters
    ----------
    minutes : sequence of float
        Ascending.
    language : {"fr", "en"}
    hint : str
    colours : sequence of str
        One a band; none, and the kinds of line are shown.
    """
    words = words_of(language)
    swatches = (
        [f'<i class="gp-box" style="background:{colour}"></i>' for colour in colours]
        if colours
        else [f'<i class="gp-line gp-{min(own, LINES_OF_BANDS)}"></i>' for own in range(1, len(minutes) + 1)]
    )
    rows = [
        sign_row(swatch, words["within"].format(minutes=digits_text(value, language)), None, language)
        for swatch, value in zip(swatches, minutes, strict=True)
    ]
    return sign_legend(words["nearest" if colours else "catchment"], rows, hint)


def _rank(rank: object) -> str:
    return "" if rank is None else str(rank)
