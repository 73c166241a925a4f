"""The words of customers' variables: how they buy, and the areas they live in, which is not said of themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geoprofile.purchases.variables import SHARE
from geoprofile.typology.vocabulary import (
    Phrase,
    Subject,
    TraitWords,
    Words,
    elided,
    is_never_cited,
    load_vocabulary,
    words_for,
)

if TYPE_CHECKING:
    from geoprofile.tables import Variable

__all__ = ["CUSTOMERS", "LEVEL_SIGN", "PLACE", "customer_words"]

# Theme of all that is known of the area alone: a name cites one such trait, a portrait too.
PLACE = "place"
# What the area tells of the customer, beside what the customer does.
TELLING_OF_PLACE = 0.55
# That few buy mostly one thing follows from the others, and is told neither in a name nor in a portrait.
TELLING_OF_LEVEL = (0.7, -0.25)
# Between a column and its level in the name of a variable.
LEVEL_SIGN = "="
# Level of the variables that open data says of a zone.
AREAS = (("quartiers", "areas", "wijken"), ("quartiers avec", "areas with", "wijken met"))
# A level of a customer's file is cited no longer than this.
MOST_LETTERS = 24
TOP_CATEGORY = "top_category"


def customer_words(variable: Variable) -> TraitWords | None:
    """Give the words of a variable of customers.

    Returns
    -------
    TraitWords or None
        Its own; those of its level (`top_category=Maison`); those of the area where open data says it; else made from
        its label. None where the label tells of origin, religion, health, opinion or intimate life.
    """
    known = load_vocabulary("customer_trait").get(variable.name)
    if known is not None:
        return known
    if variable.zone_level:
        own = words_for(variable)
        return None if own is None else _of_area(own, variable)
    if is_never_cited(f"{variable.name} {variable.label_fr} {variable.label_en}"):
        return None
    if variable.name.startswith(SHARE):
        return _of_share(variable)
    return _of_level(variable) if LEVEL_SIGN in variable.name else words_for(variable)


CUSTOMERS = Subject(
    Phrase("people", ("clients", "customers", "klanten"), ("clients", "customers", "klanten")),
    ("Clients proches de la moyenne", "Customers close to the average", "Klanten dicht bij het gemiddelde"),
    ("Très peu de clients", "Very few customers", "Zeer weinig klanten"),
    ("Trop peu d'éléments connus", "Too little is known", "Te weinig bekend"),
    "customer_sentences",
    customer_words,
    is_exact=True,
)


def _of_level(variable: Variable) -> TraitWords:
    """Word the share of customers of one level of a category: "surtout Maison"."""
    column, _, level = variable.name.partition(LEVEL_SIGN)
    told = _plain(level)
    # "store S05": that the column holds ids is no matter of a reader's.
    head = "" if column == TOP_CATEGORY else f"{_plain(column.removesuffix('_id').replace('_', ' '))}\N{NO-BREAK SPACE}"
    french, english, dutch = (f"{word} {head}{told}" for word in ("surtout", "mostly", "vooral"))
    rare: Words = (f"peu de {head}{told}", f"little {head}{told}", f"weinig {head}{told}")
    high = Phrase("tail", (french, english, dutch), (french, english, dutch))
    more: Words = (f"plus de {head}{told}", f"more {head}{told}", f"meer {head}{told}")
    less: Words = (f"moins de {head}{told}", f"less {head}{told}", f"minder {head}{told}")
    if column == TOP_CATEGORY:
        says = (
            f"{{}} de clients qui achètent surtout « {told} »",
            f"{{}} of customers who buy mostly “{told}”",
            f"{{}} klanten die vooral “{told}” kopen",
        )
    else:
        says = (
            f"{{}} de clients « {head}{told} »",
            f"{{}} of customers “{head}{told}”",
            f"{{}} klanten “{head}{told}”",
        )
    theme = "goods" if column == TOP_CATEGORY else column
    return TraitWords(theme, *TELLING_OF_LEVEL, high, Phrase("tail", rare, rare), more, less, says, of_most=True)


def _of_share(variable: Variable) -> TraitWords:
    """Word the share that a category of goods has in purchases: "beaucoup de Maison"."""
    french, english = (_plain(label.partition(":")[2]) for label in (variable.label_fr, variable.label_en))
    much: Words = (f"beaucoup de {french}", f"much {english}", f"veel {english}")
    little: Words = (f"peu de {french}", f"little {english}", f"weinig {english}")
    return TraitWords(
        theme="goods",
        telling_high=TELLING_OF_LEVEL[0],
        telling_low=TELLING_OF_LEVEL[1],
        high=Phrase("tail", much, much),
        low=Phrase("tail", little, little),
        more=(f"plus de {french}", f"more {english}", f"meer {english}"),
        less=(f"moins de {french}", f"less {english}", f"minder {english}"),
        says=(
            f"{{}} des achats en « {french} »",
            f"{{}} of purchases in “{english}”",
            f"{{}} van de aankopen in “{english}”",
        ),
    )


def _plain(text: str) -> str:
    """Keep what a user wrote from being read as part of a name or as the place of a figure."""
    cleaned = " ".join(text.replace(",", " ").replace("{", "(").replace("}", ")").replace("~", " ").split())
    return cleaned if len(cleaned) <= MOST_LETTERS else f"{cleaned[: MOST_LETTERS - 1].rstrip()}…"


def _of_area(own: TraitWords, variable: Variable) -> TraitWords:
    """Say of the area what is known of the area: "quartiers aisés", not "aisés"."""
    french, english, dutch = own.says
    return replace(
        own,
        theme=PLACE,
        telling_high=round(own.telling_high * TELLING_OF_PLACE, 9),
        telling_low=round(own.telling_low * TELLING_OF_PLACE, 9),
        high=_area_phrase(own.high),
        low=_area_phrase(own.low),
        more=_with_areas(own.more),
        less=_with_areas(own.less),
        says=(f"{french} dans leurs quartiers", f"{english} in their areas", f"{dutch} in hun wijken"),
        of_most=own.high.role == "place" and variable.unit in {"share", "rate"},
    )


def _area_phrase(phrase: Phrase) -> Phrase:
    words = phrase.of_zone or _area_words(phrase, phrase.words)
    return Phrase("tail", words, words if phrase.of_zone else _area_words(phrase, phrase.strong))


def _area_words(phrase: Phrase, words: Words) -> Words:
    """Make an apposition of any words: the area is what the adjective qualifies, where people live, what it has."""
    french, english, dutch = words
    if phrase.role == "adjective":
        adjective = french.partition("|")[0]
        one, two, three = (
            text.replace("~", area) for text, area in zip((adjective, english, dutch), AREAS[0], strict=True)
        )
        return one, two, three
    if phrase.role == "people":
        return f"quartiers {elided('de', french)}", f"areas of {english}", f"wijken met {dutch}"
    return _with_areas(words)


def _with_areas(words: Words) -> Words:
    one, two, three = (
        text if area.split()[0] in text else f"{area} {text}" for text, area in zip(words, AREAS[1], strict=True)
    )
    return one, two, three
