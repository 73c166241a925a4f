"""The words of a map, in French and in English."""

from __future__ import annotations

from geoprofile.errors import UnknownNameError
from geoprofile.words import LANGUAGES, UNIT_SIGNS, Language, number_text, value_text

__all__ = ["LANGUAGES", "UNIT_SIGNS", "WORDS", "Language", "number_text", "value_text", "words_of"]

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "customers": "clients",
        "customer": "client",
        "housenumber": "au numéro",
        "interpolated": "au numéro, interpolé",
        "street": "à la rue",
        "locality": "au lieu-dit",
        "municipality": "à la commune",
        "on_map": "sur la carte",
        "located": "situés",
        "circles": "surface selon le nombre",
        "found": "Clients trouvés",
        "not_placed": "sans position, absents de la carte",
        "outside": "hors des zones",
        "zones": "zones",
        "zone": "zone",
        "missing": "valeur absente ou secrète",
        "sources": "Sources :",
        "counted": "clients comptés par zone",
        "fewer_than": "moins de",
        "no_customer": "aucun client",
        "privacy": "Cette carte montre où habitent des clients : ne la publiez pas. "
        "Elle s'ouvre sans réseau et n'envoie rien.",
        "privacy_counted": "Cette carte ne montre aucune position de client. "
        "Elle s'ouvre sans réseau et n'envoie rien.",
        "no_script": "Cette carte a besoin de JavaScript : autorisez-le pour ce fichier.",
        "groups": "Groupes",
        "types": "Types",
        "group": "Groupe",
        "type": "Type",
        "no_type": "sans type",
        "confidence": "Sûreté du classement",
        "pale": "Estomper les zones au classement peu sûr",
        "pick": "cliquez une classe pour l'isoler",
        "show_all": "Tout montrer",
        "share_households": "Part des ménages",
        "share_zones": "Part des zones",
        "rank": "Rang",
        "first": "Les {count} premières zones",
        "offline": "Cette carte s'ouvre sans réseau et n'envoie rien.",
        "zoom_in": "Agrandir",
        "zoom_out": "Réduire",
    },
    "en": {
        "customers": "customers",
        "customer": "customer",
        "housenumber": "at the number",
        "interpolated": "at the number, interpolated",
        "street": "at the street",
        "locality": "at the locality",
        "municipality": "at the municipality",
        "on_map": "on the map",
        "located": "placed",
        "circles": "area by number",
        "found": "Customers found",
        "not_placed": "without a position, not on the map",
        "outside": "outside the zones",
        "zones": "zones",
        "zone": "zone",
        "missing": "value missing or withheld",
        "sources": "Sources:",
        "counted": "customers counted by zone",
        "fewer_than": "fewer than",
        "no_customer": "no customer",
        "privacy": "This map shows where customers live: do not publish it. "
        "It opens without a network and sends nothing.",
        "privacy_counted": "This map shows no position of a customer. It opens without a network and sends nothing.",
        "no_script": "This map needs JavaScript: allow it for this file.",
        "groups": "Groups",
        "types": "Types",
        "group": "Group",
        "type": "Type",
        "no_type": "no type",
        "confidence": "Membership confidence",
        "pale": "Fade zones of uncertain type",
        "pick": "click a class to see it alone",
        "show_all": "Show all",
        "share_households": "Share of households",
        "share_zones": "Share of zones",
        "rank": "Rank",
        "first": "The first {count} zones",
        "offline": "This map opens without a network and sends nothing.",
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
    },
}


def words_of(language: str) -> dict[str, str]:
    """Give the words of one language, or raise UnknownNameError with the languages that there are."""
    if language not in WORDS:
        raise UnknownNameError("language of a map", language, LANGUAGES)
    return WORDS[language]
