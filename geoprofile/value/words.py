"""What value says in words, in French and English."""

from __future__ import annotations

from typing import Literal

__all__ = ["METHODS", "QUANTITIES", "REASONS", "SENTENCES", "Method", "Quantity", "Reason"]

Method = Literal["naive", "mean_for_all", "baseline", "model"]
Quantity = Literal["purchases", "value"]
Reason = Literal[
    "not_installed",
    "few_customers",
    "few_repeaters",
    "zero_amounts",
    "same_amounts",
    "value_depends_on_frequency",
    "not_converged",
    "short_file",
]

METHODS: dict[Method, dict[str, str]] = {
    "naive": {"fr": "chacun comme avant", "en": "each goes on as before"},
    "mean_for_all": {"fr": "la moyenne pour tous", "en": "the mean for all"},
    "baseline": {"fr": "méthode simple", "en": "plain baseline"},
    "model": {"fr": "modèle MBG/NBD et Gamma-Gamma", "en": "MBG/NBD and Gamma-Gamma model"},
}

QUANTITIES: dict[Quantity, dict[str, str]] = {
    "purchases": {"fr": "Achats", "en": "Purchases"},
    "value": {"fr": "Valeur", "en": "Value"},
}

REASONS: dict[Reason, dict[str, str]] = {
    "not_installed": {
        "fr": 'Le modèle demande le paquet pymc-marketing : pip install "geoprofile[value]".',
        "en": 'The model needs the package pymc-marketing: pip install "geoprofile[value]".',
    },
    "few_customers": {
        "fr": "Il y a moins de 50 clients : trop peu pour un modèle.",
        "en": "There are fewer than 50 customers: too few for a model.",
    },
    "few_repeaters": {
        "fr": "Moins de 20 clients sont revenus : trop peu pour un modèle.",
        "en": "Fewer than 20 customers came back: too few for a model.",
    },
    "zero_amounts": {
        "fr": "Moins de 20 clients revenus ont un montant au-dessus de zéro : trop peu pour un modèle.",
        "en": "Fewer than 20 customers who came back have an amount above zero: too few for a model.",
    },
    "same_amounts": {
        "fr": "Tous les montants sont les mêmes : un modèle n'y trouve rien à apprendre.",
        "en": "All amounts are the same: a model finds nothing to learn there.",
    },
    "value_depends_on_frequency": {
        "fr": "Le montant moyen dépend de la fréquence d'achat, ce que le modèle exclut.",
        "en": "The mean amount depends on how often one buys, which the model rules out.",
    },
    "not_converged": {
        "fr": "Le modèle n'a pas trouvé de paramètres utilisables.",
        "en": "The model found no usable parameters.",
    },
    "short_file": {
        "fr": (
            "Aucune prévision : les achats s'étendent sur moins de quatre semaines, ou les clients sont connus depuis "
            "moins d'une semaine en moyenne."
        ),
        "en": (
            "No forecast: purchases span less than four weeks, or customers have been known for less than a week on "
            "average."
        ),
    },
}

SENTENCES: dict[str, dict[str, str]] = {
    "fr": {
        "not_judged": (
            "La prévision n'a pas pu être vérifiée sur la fin du fichier : il est trop court, a trop peu de clients, "
            "ou n'a plus d'achats bien avant le jour de la prévision."
        ),
        "silent": (
            "Attention : le fichier n'a plus aucun achat depuis {days} jours. S'il s'arrête avant le jour de la "
            "prévision, les valeurs attendues sont trop basses : choisissez un jour plus proche du dernier achat."
        ),
        "held_out": (
            "Les {days} derniers jours ont été mis de côté : {customers} clients étaient déjà connus ; ils y ont eu, "
            "tous ensemble, {purchases} jours d'achat."
        ),
        "chosen": "{what} : c'est « {method} » qui prévoit le mieux, ou aussi bien au hasard près.",
        "chosen_below": (
            "{what} : « {method} » prévoit le mieux, ou aussi bien au hasard près ; erreur {gap} plus basse que si "
            "chacun continuait comme avant."
        ),
        "chosen_above": (
            "{what} : « {method} » prévoit aussi bien que le reste au hasard près ; erreur {gap} plus haute que si "
            "chacun continuait comme avant."
        ),
        "simple_wins": (
            "Une règle sans modèle fait ici aussi bien : les intervalles, qu'elle n'a pas, viennent de « {basis} »."
        ),
        "coverage": (
            "Intervalles à 95 % de « {method} » : ils ont tenu pour {purchases} des clients (achats) et "
            "{value} (valeur)."
        ),
        "beyond": "Une prévision sur {days} jours va plus loin que ce qui a pu être vérifié.",
        "total_less": "Au total, « {method} » attendait {share} de jours d'achat de moins que constaté.",
        "total_more": "Au total, « {method} » attendait {share} de jours d'achat de plus que constaté.",
        "season_more": (
            "Toutes les méthodes ont prévu trop peu : il y a eu au moins {share} d'achats de plus (saison ou "
            "croissance). Rien n'est corrigé."
        ),
        "season_less": (
            "Toutes les méthodes ont prévu trop : il y a eu au moins {share} d'achats de moins (saison ou recul). "
            "Rien n'est corrigé."
        ),
        "rests_on": "Les valeurs attendues viennent de « {method} ».",
        "checked": (
            "La part des clients restants a été apprise sur {days} jours ; au-delà, la prévision suppose que "
            "personne ne part."
        ),
        "unchecked": "Le fichier ne dit pas combien de clients partent : la prévision suppose que personne ne part.",
    },
    "en": {
        "not_judged": (
            "The forecast could not be checked on the end of the file: it is too short, has too few customers, or has "
            "no more purchases long before the day of the forecast."
        ),
        "silent": (
            "Beware: the file has had no purchase for {days} days. If it ends before the day of the forecast, the "
            "expected values are too low: choose a day nearer to the last purchase."
        ),
        "held_out": (
            "The last {days} days were held out: {customers} customers were known before; in them they had {purchases} "
            "days of purchase, all together."
        ),
        "chosen": "{what}: '{method}' foretells best, or as well within chance.",
        "chosen_below": (
            "{what}: '{method}' foretells best, or as well within chance; error {gap} below that of each going on as "
            "before."
        ),
        "chosen_above": (
            "{what}: '{method}' foretells as well as the rest within chance; error {gap} above that of each going on "
            "as before."
        ),
        "simple_wins": "A rule without a model does as well here: intervals, which it lacks, come from '{basis}'.",
        "coverage": (
            "95 % intervals of '{method}': they held for {purchases} of the customers (purchases) and {value} (value)."
        ),
        "beyond": "A forecast over {days} days reaches further than could be checked.",
        "total_less": "In all, '{method}' expected {share} fewer days of purchase than were seen.",
        "total_more": "In all, '{method}' expected {share} more days of purchase than were seen.",
        "season_more": (
            "All methods expected too little: there were at least {share} more purchases (season or growth). "
            "Nothing is corrected."
        ),
        "season_less": (
            "All methods expected too much: there were at least {share} fewer purchases (season or decline). "
            "Nothing is corrected."
        ),
        "rests_on": "Expected values come from '{method}'.",
        "checked": (
            "The share of customers who stay was learned over {days} days; beyond them the forecast takes nobody to "
            "leave."
        ),
        "unchecked": "The file does not say how many customers leave: the forecast takes nobody to leave.",
    },
}
