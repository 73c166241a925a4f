"""What there is to say of catchments: places without one, those that the streets end too soon for, the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.recipes.catchment.words import CATCHMENT_WORDS
from geoprofile.recipes.place_box import POSITION_TEXTS
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.travel.snapping import place_status_text
from geoprofile.words import count_text, digits_text, percent_text

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.recipes.catchment.clientele import Clientele
    from geoprofile.words import Language

__all__ = ["CUT_SHARE", "clientele_notes", "edge_notes", "lost_places", "place_reason"]

# A catchment of which more than this share of the outline is the end of the known streets is cut by it.
CUT_SHARE = 0.05
MOST_NAMED = 5
# As `recipes.places` and `travel.snapping` name why a place has no catchment.
REASONS = {"no position": "no-position", "no-position": "no-position", "off-network": "off-network"}


def place_reason(told: str, language: Language) -> str:
    """Say in words why a place has no catchment; empty where it has one."""
    if not told:
        return ""
    if told in POSITION_TEXTS[language]:
        return POSITION_TEXTS[language][told]
    status = REASONS.get(told)
    return CATCHMENT_WORDS[language]["not_found"] if status is None else place_status_text(status, language)


def lost_places(places: pd.DataFrame, language: Language) -> list[str]:
    """Say which places have no catchment, and why."""
    lost = places[places["reason"] != ""]
    words = CATCHMENT_WORDS[language]
    told = []
    for reason, own in lost.groupby("reason", sort=True):
        told.append(words["lost"].format(places=_named(own["place_name"].tolist(), language), reason=reason))
    return told


def edge_notes(polygons: pd.DataFrame, language: Language) -> list[str]:
    """Name the catchments that reach the end of the known streets, from which band on."""
    cut = polygons[polygons["edge_share"] > CUT_SHARE]
    if cut.empty:
        return []
    words = CATCHMENT_WORDS[language]
    first = cut.groupby("place_id", sort=False).first()
    worst = cut.groupby("place_id", sort=False)["edge_share"].max().max()
    listed = [
        words["from_band"].format(place=name, minutes=digits_text(minutes, language))
        for name, minutes in zip(first["place_name"], first["minutes"], strict=True)
    ]
    return [words["cut"].format(places=_named(listed, language), share=percent_text(float(worst), language))]


def clientele_notes(clientele: Clientele | None, language: Language, *, by_place: bool) -> list[str]:
    """Say how many customers count, why others do not, and what they are held against."""
    if clientele is None:
        return []
    words, counts = CATCHMENT_WORDS[language], clientele.counts
    told = [words["counted"].format(used=count_text(counts.used, language), rows=count_text(counts.rows, language))]
    for name in ("without_zone", "without_place"):
        count = getattr(counts, name)
        if count:
            told.append(words[name].format(count=count_text(count, language)))
    told.append(words["by_place" if by_place else "together_how"])
    return [*told, words["tiers_how"].format(least=SMALLEST_CELL)]


def _named(names: list[str], language: Language) -> str:
    """Name the first few, and count the rest."""
    words = CATCHMENT_WORDS[language]
    text = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return text if more <= 0 else words["and_more"].format(names=text, count=count_text(more, language))
