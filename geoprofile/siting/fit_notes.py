"""What is said of a model of choice that could not be estimated whole."""

from __future__ import annotations

from geoprofile.siting.note import Note
from geoprofile.words import count_text, digits_text

__all__ = [
    "no_competitors_seen",
    "no_decay",
    "no_maximum",
    "no_outside",
    "nobody_away",
    "tells_nothing",
    "too_few",
    "too_few_stores",
]


def too_few(customers: float, zones: int) -> Note:
    """Nothing is estimated."""
    return Note(
        f"{count_text(customers, 'fr')} clients dans {count_text(zones, 'fr')} zones avaient le choix entre deux "
        f"magasins au moins : trop peu pour estimer un modèle ; ses paramètres sont des valeurs usuelles.",
        f"{count_text(customers, 'en')} customers in {count_text(zones, 'en')} zones had a choice of at least two "
        f"stores: too few to estimate a model; its parameters are stated, not estimated.",
    )


def no_maximum() -> Note:
    """The likelihood has no greatest value that can be found."""
    return Note(
        "Les clients choisissent presque sans exception le même magasin dans chaque zone : les paramètres sont "
        "incertains.",
        "Customers of a zone choose the same store nearly without exception: the parameters are uncertain.",
    )


def no_decay(value: float) -> Note:
    """The distance is stated."""
    return Note(
        f"Rien dans ces clients ne montre que la distance les retienne : son paramètre est une valeur usuelle "
        f"({digits_text(value, 'fr')}).",
        f"Nothing in these customers shows that distance holds them back: its parameter is a stated value "
        f"({digits_text(value, 'en')}).",
    )


def too_few_stores(name: str, value: float, stores: int, needed: int) -> Note:
    """An attribute is stated as there are too few stores."""
    return Note(
        f"Le poids de « {name} » ne s'estime pas avec {stores} magasins (il en faut {needed}) : valeur usuelle "
        f"{digits_text(value, 'fr')}.",
        f"The weight of {name!r} cannot be estimated with {stores} stores (it takes {needed}): stated value "
        f"{digits_text(value, 'en')}.",
    )


def tells_nothing(name: str, value: float) -> Note:
    """An attribute is stated as it does not tell stores apart."""
    return Note(
        f"« {name} » ne distingue pas les magasins entre eux, ou répète un autre critère : valeur usuelle "
        f"{digits_text(value, 'fr')}.",
        f"{name!r} does not tell the stores apart, or repeats another attribute: stated value "
        f"{digits_text(value, 'en')}.",
    )


def no_outside(customers: float) -> Note:
    """The share that stays away is not estimated."""
    return Note(
        f"{count_text(customers, 'fr')} clients : trop peu pour estimer la part des ménages qui ne vont dans aucun de "
        f"ces magasins.",
        f"{count_text(customers, 'en')} customers: too few to estimate the share of households that go to none of "
        f"these stores.",
    )


def no_competitors_seen() -> Note:
    """What competitors weigh is not estimated."""
    return Note(
        "Aucun concurrent n'atteint les zones des clients, ou tous les atteignent de même : un concurrent compte comme "
        "un magasin de l'enseigne de même taille.",
        "No competitor reaches the zones of the customers, or all reach them alike: a competitor counts as one of our "
        "stores of its size would.",
    )


def nobody_away() -> Note:
    """The share that stays away is nothing."""
    return Note(
        "Les concurrents listés suffisent à expliquer les clients que l'enseigne n'a pas : aucun ménage n'est supposé "
        "n'aller nulle part.",
        "The competitors listed explain all the customers that our stores do not have: nobody is taken to stay away.",
    )
