"""The phrases that readings are made of, in French and in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geoprofile.profiling.classes import ZoneClasses

__all__ = ["PHRASES", "noun_of", "spaced"]


def spaced(text: str) -> str:
    """Put the no-break spaces that French wants before : ; ? ! % and within quotation marks."""
    return re.sub(r" (?=[:;?!%»])|(?<=«) ", "\N{NO-BREAK SPACE}", text)


_PHRASES: dict[str, dict[str, str]] = {
    "fr": {
        "type": "Type {code}",
        "group": "Groupe {code}",
        "named": "{noun} « {name} »",
        "class": "{label}, {name}",
        "over": "{noun} : surreprésenté, indice {index}, entre {low} et {high} "
        "({share} {of} pour {base_share} {base} ; {customers}).",
        "under": "{noun} : sous-représenté, indice {index}, entre {low} et {high} "
        "({share} {of} pour {base_share} {base} ; {customers}).",
        "near": "{noun} : proche de la moyenne, indice {index}, entre {low} et {high} "
        "({share} {of} pour {base_share} {base} ; {customers}).",
        "uncertain": "{noun} : écart non établi, indice {index}, entre {low} et {high} ({customers}) ; "
        "à comparer {classes} classes, le hasard suffit à l'expliquer, et {seen}.",
        "too_few": "{noun} : {customers}, c'est trop peu pour conclure (indice {index}, entre {low} et {high}) ; "
        "{seen}.",
        "suppressed": "{noun} : non publié (moins de {smallest} clients ou ménages, ou chiffre qui en trahirait "
        "un autre).",
        "unknown": "{noun} : aucun client à comparer.",
        "customers_1": "{count} client",
        "customers_n": "{count} clients",
        "of_customers": "des clients",
        "of_value": "de la valeur",
        "of_households": "des ménages",
        "of_persons": "des habitants",
        "n_households": "ménages",
        "n_persons": "habitants",
        "unbounded": "l'infini",
        "seen_both": "seul un indice d'au moins {high}, ou d'au plus {low}, avait 4 chances sur 5 d'être vu",
        "seen_high": "seul un indice d'au moins {high} avait 4 chances sur 5 d'être vu, et aucun indice bas",
        "seen_low": "seul un indice d'au plus {low} avait 4 chances sur 5 d'être vu, et aucun indice élevé",
        "seen_none": "aucun écart, si grand soit-il, n'aurait pu être vu",
        "compared": "Clients comparés : {profiled} sur {rows}, à {households} {base}.",
        "more_than": "plus de {count}",
        "fewer_than": "moins de {count}",
        "compared_few": "Moins de {smallest} clients à comparer : rien n'est publié.",
        "apart": "Laissés à part : {parts}.",
        "without_zone": "{count} sans zone",
        "outside_area": "{count} hors du territoire étudié",
        "without_class": "{count} dans une zone sans classe ou sans ménage",
        "without_weight": "{count} sans valeur utilisable",
        "no_customer": "Aucun client à comparer : il n'y a rien à conclure.",
        "no_weight": "Toutes les valeurs sont nulles : il n'y a rien à comparer.",
        "weighted": "Chacun pèse selon « {column} » : autant d'information que {size} clients de même poids.",
        "one_class": "Il n'y a qu'une classe : tous y sont, l'indice est 100 et rien n'est à comparer.",
        "findings": "Classes publiées : {shown} sur {classes}. Surreprésentées : {over} ; sous-représentées : {under} "
        "(au plus une telle annonce sur vingt est à attendre fausse). Proches de la moyenne : {near} ; sans conclusion "
        "possible : {rest}.",
        "no_finding": "Classes publiées : {shown} sur {classes}. Aucune de celles-ci ne s'écarte de l'ensemble plus "
        "que le hasard ne le fait. Proches de la moyenne : {near} ; sans conclusion possible : {rest}.",
        "all_hidden": "Aucune des {classes} classes n'atteint {smallest} clients et ménages sans en trahir une autre : "
        "aucune n'est publiée.",
        "chosen_high": "Classes publiées où moins de {smallest} clients étaient attendus : {count}. Elles ne le sont "
        "que parce que leur compte est élevé, et leur intervalle est souvent trop haut : s'en méfier.",
        "sensitivity": "Pour une classe moyenne ({share} {base}), {seen}.",
        "best_more": "{noun} : plus fréquent chez les meilleurs clients que chez les autres, indice {index}, "
        "entre {low} et {high} ({share} contre {base_share}).",
        "best_fewer": "{noun} : moins fréquent chez les meilleurs clients que chez les autres, indice {index}, "
        "entre {low} et {high} ({share} contre {base_share}).",
        "best_too_few": "{noun} : pas d'écart établi entre meilleurs clients et autres, indice {index}, "
        "entre {low} et {high} ({share} contre {base_share}).",
        "best_suppressed": "{noun} : non publié (moins de {smallest} clients d'un côté, ou chiffre qui en trahirait "
        "un autre).",
        "gains": "Les classes les plus favorables, à hauteur de {base} des ménages, réunissent {honest} {of} "
        "quand on les choisit sur une moitié des clients et qu'on compte l'autre ({apparent} si l'on compte ceux mêmes "
        "qui ont servi à choisir).",
        "gains_none": "Trop peu de clients pour une courbe de gains.",
    },
    "en": {
        "type": "Type {code}",
        "group": "Group {code}",
        "named": "{noun} “{name}”",
        "class": "{label}, {name}",
        "over": "{noun}: over-represented, index {index}, between {low} and {high} "
        "({share} {of} against {base_share} {base}; {customers}).",
        "under": "{noun}: under-represented, index {index}, between {low} and {high} "
        "({share} {of} against {base_share} {base}; {customers}).",
        "near": "{noun}: near the average, index {index}, between {low} and {high} "
        "({share} {of} against {base_share} {base}; {customers}).",
        "uncertain": "{noun}: no established difference, index {index}, between {low} and {high} ({customers}); "
        "among {classes} classes compared chance is enough to explain it, and {seen}.",
        "too_few": "{noun}: {customers} are too few to conclude (index {index}, between {low} and {high}); {seen}.",
        "suppressed": "{noun}: not published (fewer than {smallest} customers or households, or a figure that would "
        "give another away).",
        "unknown": "{noun}: no customer to compare.",
        "customers_1": "{count} customer",
        "customers_n": "{count} customers",
        "of_customers": "of the customers",
        "of_value": "of the value",
        "of_households": "of the households",
        "of_persons": "of the inhabitants",
        "n_households": "households",
        "n_persons": "inhabitants",
        "unbounded": "infinity",
        "seen_both": "only an index of at least {high}, or at most {low}, had 4 chances in 5 to be seen",
        "seen_high": "only an index of at least {high} had 4 chances in 5 to be seen, and no low one",
        "seen_low": "only an index of at most {low} had 4 chances in 5 to be seen, and no high one",
        "seen_none": "no difference, however large, could have been seen",
        "compared": "Customers compared: {profiled} of {rows}, to {households} {base}.",
        "more_than": "more than {count}",
        "fewer_than": "fewer than {count}",
        "compared_few": "Fewer than {smallest} customers to compare: nothing is published.",
        "apart": "Left apart: {parts}.",
        "without_zone": "{count} without a zone",
        "outside_area": "{count} outside the area",
        "without_class": "{count} in a zone without a class or without households",
        "without_weight": "{count} without a usable value",
        "no_customer": "No customer to compare: there is nothing to conclude.",
        "no_weight": "All values are zero: there is nothing to compare.",
        "weighted": "Each weighs by “{column}”: as much information as {size} customers of equal weight.",
        "one_class": "There is one class only: everyone is in it, the index is 100 and there is nothing to compare.",
        "findings": "Classes published: {shown} of {classes}. Over-represented: {over}; under-represented: {under} "
        "(at most one such call in twenty is expected to be false). Near the average: {near}; no conclusion "
        "possible: {rest}.",
        "no_finding": "Classes published: {shown} of {classes}. None of these differs from the whole by more than "
        "chance does. Near the average: {near}; no conclusion possible: {rest}.",
        "all_hidden": "None of the {classes} classes reaches {smallest} customers and households without giving "
        "another away: none is published.",
        "chosen_high": "Classes published where fewer than {smallest} customers were expected: {count}. They are only "
        "because their count is high, and their interval is often too high: distrust it.",
        "sensitivity": "For a class of middling size ({share} {base}), {seen}.",
        "best_more": "{noun}: more frequent among the best customers than the others, index {index}, "
        "between {low} and {high} ({share} against {base_share}).",
        "best_fewer": "{noun}: less frequent among the best customers than the others, index {index}, "
        "between {low} and {high} ({share} against {base_share}).",
        "best_too_few": "{noun}: no established difference between best customers and others, index {index}, "
        "between {low} and {high} ({share} against {base_share}).",
        "best_suppressed": "{noun}: not published (fewer than {smallest} customers on one side, or a figure that would "
        "give another away).",
        "gains": "The most favourable classes, up to {base} of the households, hold {honest} {of} when "
        "they are chosen on one half of the customers and counted on the other ({apparent} when counted on the very "
        "ones that chose them).",
        "gains_none": "Too few customers for a gains curve.",
    },
}

PHRASES = {"fr": {key: spaced(text) for key, text in _PHRASES["fr"].items()}, "en": _PHRASES["en"]}


def noun_of(classes: ZoneClasses, row: dict[Any, Any], language: str) -> str:
    """Name a class as a sentence does: `Type B03 « name »`, or the variable and the class of it."""
    phrases, name = PHRASES[language], str(row[f"name_{language}"])
    if classes.dimension not in {"type", "group"}:
        label = classes.label_fr if language == "fr" else classes.label_en
        told = phrases["class"].format(label=label, name=name or row["code"])
        return spaced(told) if language == "fr" else told
    noun = phrases[classes.dimension].format(code=row["code"])
    return phrases["named"].format(noun=noun, name=name) if name else noun
