"""The words of a leaflet plan, in French and in English."""

from __future__ import annotations

import re

from geoprofile.recipes.leaflet.words_en import ENGLISH
from geoprofile.recipes.leaflet.words_fr import FRENCH

__all__ = ["COLUMN_LABELS", "LEAFLET_WORDS", "MODE_NAMES", "UNIT_NAMES"]

NBSP = "\N{NO-BREAK SPACE}"

MODE_NAMES: dict[str, dict[str, str]] = {
    "fr": {"solo": "distribution seule", "grouped": "distribution groupée", "addressed": "courrier adressé"},
    "en": {"solo": "distributed alone", "grouped": "distributed with others", "addressed": "addressed mail"},
}
UNIT_NAMES: dict[str, dict[str, str]] = {
    "fr": {"letterboxes": "boîtes aux lettres", "eur": "€"},
    "en": {"letterboxes": "letterboxes", "eur": "€"},
}
COLUMN_LABELS: dict[str, dict[str, str]] = {
    "fr": {
        "place": "Ordre", "wave": "Vague", "store": "Magasin", "sector": "Secteur", "zone_id": "Code de zone",
        "zone_label": "Zone", "zone_name": "Zone", "commune": "Commune", "households": "Ménages",
        "refusal_share": "Part de Stop Pub", "letterboxes": "Boîtes aux lettres", "cost_eur": f"Coût{NBSP}(€)",
        "expected_response": "Nouveaux clients attendus", "response_per_thousand": f"Pour 1{NBSP}000 boîtes",
        "index": "Indice", "minutes": "Minutes du magasin", "why": "Pourquoi", "status": "Statut",
        "postcode": "Code postal", "zones": "Zones", "cost_per_customer": f"Coût par client attendu{NBSP}(€)",
        "start_date": "Du", "end_date": "Au", "done": "Distribué", "round": "Tournée", "doors": "Adresses",
        "stops": "Arrêts", "walk_m": f"Marche{NBSP}(m)", "time_min": "Minutes", "line": "Ligne", "street": "Rue",
        "side": "Côté", "first": "Du n°", "last": "Au n°", "skip": "À passer", "citycode": "Code commune",
        "item": "Chiffre", "what": "Poste", "value": "Valeur", "kind": "Nature", "source": "D'où il vient",
        "role": "Rôle", "pair": "Paire", "choice": "Choix", "feature": "Caractère", "treated_mean": "Zones distribuées",
        "control_mean": "Zones témoins", "difference": "Écart (écarts-types)", "customers": "Clients venus",
        "before": "Clients avant", "rate": f"Pour 1{NBSP}000 boîtes", "own_customers": "Vos clients",
    },
    "en": {
        "place": "Order", "wave": "Wave", "store": "Store", "sector": "Sector", "zone_id": "Zone code",
        "zone_label": "Zone", "zone_name": "Zone", "commune": "Commune", "households": "Households",
        "refusal_share": "Share refusing leaflets", "letterboxes": "Letterboxes", "cost_eur": "Cost (€)",
        "expected_response": "Expected new customers", "response_per_thousand": "Per 1,000 letterboxes",
        "index": "Index", "minutes": "Minutes from the store", "why": "Why", "status": "Status",
        "postcode": "Postcode", "zones": "Zones", "cost_per_customer": "Cost per expected customer (€)",
        "start_date": "From", "end_date": "To", "done": "Served", "round": "Round", "doors": "Addresses",
        "stops": "Stops", "walk_m": "Walk (m)", "time_min": "Minutes", "line": "Line", "street": "Street",
        "side": "Side", "first": "From no.", "last": "To no.", "skip": "Pass by", "citycode": "Commune code",
        "item": "Figure", "what": "Item", "value": "Value", "kind": "Kind", "source": "Where it comes from",
        "role": "Role", "pair": "Pair", "choice": "Choice", "feature": "Trait", "treated_mean": "Zones served",
        "control_mean": "Zones held out", "difference": "Difference (standard deviations)",
        "customers": "Customers who came", "before": "Customers before", "rate": "Per 1,000 letterboxes",
        "own_customers": "Your customers",
    },
}  # fmt: skip
# French puts a space before these signs, and inside its quotation marks, at which no line may break.
FRENCH_SPACE = re.compile(r" (?=[;:?!»])|(?<=«) ")
LEAFLET_WORDS: dict[str, dict[str, str]] = {
    "fr": {name: FRENCH_SPACE.sub(NBSP, text) for name, text in FRENCH.items()},
    "en": ENGLISH,
}
