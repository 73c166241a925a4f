"""What stands around an address: buildings, estates, boxes, persons, companies, zones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dirt.spelling import bare, folded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dirt.address import Written
    from dirt.base import Draw

# {A} is a letter, {n}, {nn}... a number, {N} a name. Companies are legal forms and trades, persons are
# placeholders of forms.
BUILDINGS = (
    "BAT {A}", "Bât. {A}", "BATIMENT {A}", "Bâtiment {n}", "ESC {n}", "Escalier {A}", "APPT {nn}", "Apt {nn}",
    "Appartement {nn}", "APPT {nn} ETG {n}", "{n}e étage", "{n}EME ETAGE", "RDC", "Porte {nn}", "PTE {A}",
    "BAT {A} APPT {nn}", "Hall {n}", "ENTREE {A}", "IMM {A}", "LOGT {nn}", "Bat {A} esc {n} apt {nn}",
    "{n}ème étage gauche", "1er étage droite", "Rez-de-chaussée", "Interphone {nn}", "Code {nn}A{nn}",
)  # fmt: skip
ESTATES = "RESIDENCE {N}", "Résidence {N}", "RES {N}", "Rés. {N}", "IMMEUBLE {N}", "Imm. {N}", "LOT {N}", "CLOS {N}"
ESTATE_NAMES = (
    "LES TOURTERELLES", "LE BEAU SITE", "LES TERRASSES", "LE PANORAMIC", "LES AMANDIERS", "LE MISTRAL", "L'ALBATROS",
    "LES HESPERIDES", "LE CLOS FLEURI", "LES ORCHIDEES", "LE VENDOME", "LES CIGALES", "BELLE RIVE", "LES MIMOSAS",
)  # fmt: skip
BOXES = "BP {nn}", "B.P. {nn}", "BP {nnn}", "CS {nnnnn}", "CS {nnnn}", "TSA {nnnnn}", "Boîte postale {nn}"
BELGIAN_BOXES = "Postbus {nnn}", "PB {nn}", "BP {nnn}", "B.P. {nn}", "Boîte postale {nnn}"
PERSONS = (
    "CHEZ M. X", "chez Mme X", "C/O M. X", "c/o Mme X", "A L'ATTENTION DE MME X", "Aux bons soins de M. X",
    "CHEZ MR ET MME X", "Chez M X",
)  # fmt: skip
COMPANIES = (
    "SARL DUPONT ET FILS", "SAS TRANSPORTS X", "GARAGE DU CENTRE", "BOULANGERIE PATISSERIE", "SCI LES TILLEULS",
    "EURL X PLOMBERIE", "CABINET MEDICAL", "PHARMACIE CENTRALE", "MAIRIE", "ECOLE PRIMAIRE", "SA X DISTRIBUTION",
    "SERVICE COMPTABILITE", "Tabac Presse", "Auto-école X", "Salon de coiffure", "SNC X ET CIE", "GAEC X",
)  # fmt: skip
ZONES = "ZA", "ZI", "Z.A.", "Z.I.", "ZAC", "Zone artisanale", "Zone industrielle", "Parc d'activités", "PA", "ZAE"
ZONE_NAMES = "NORD", "SUD", "EST", "OUEST", "DES QUATRE VENTS", "DE LA PLAINE HAUTE", "DES GRANDES TERRES", "EUROPARC"
LOCALITIES = "Lieu-dit {N}", "LIEU DIT {N}", "LD {N}", "Lieudit {N}", "Hameau de {N}", "Quartier {N}"
LOCALITY_NAMES = (
    "LE PETIT BOIS", "LA CROIX ROUGE", "LES TROIS CHENES", "LE MAS NEUF", "LA BORIE BLANCHE", "LES QUATRE CHEMINS",
    "LA MALADRERIE", "LE CHAMP LONG", "BEAUSEJOUR", "LA GRANDE BORNE",
)  # fmt: skip


def noise_building(written: Written, draw: Draw) -> Written | None:
    noise = _filled(draw.random.choice(BUILDINGS), ESTATE_NAMES, draw.random)
    return _placed(written, noise, draw, ["front", "tail", "tail", "inside"])


def noise_estate(written: Written, draw: Draw) -> Written | None:
    noise = _filled(draw.random.choice(ESTATES), ESTATE_NAMES, draw.random)
    if draw.random.random() < 0.3:
        noise += " " + _filled(draw.random.choice(BUILDINGS[:10]), ESTATE_NAMES, draw.random)
    return _placed(written, noise, draw, ["front", "front", "tail"])


def noise_box(written: Written, draw: Draw) -> Written | None:
    boxes = BOXES if draw.base.country == "fr" else BELGIAN_BOXES
    noise = _filled(draw.random.choice(boxes), ESTATE_NAMES, draw.random)
    return _placed(written, noise, draw, ["tail", "tail", "front"])


def noise_person(written: Written, draw: Draw) -> Written | None:
    return _placed(written, draw.random.choice(PERSONS), draw, ["front", "front", "tail"])


def noise_company(written: Written, draw: Draw) -> Written | None:
    return _placed(written, draw.random.choice(COMPANIES), draw, ["front", "front", "tail"])


def noise_zone(written: Written, draw: Draw) -> Written | None:
    noise = f"{draw.random.choice(ZONES)} {draw.random.choice(ZONE_NAMES)}"
    return _placed(written, noise, draw, ["front", "tail"])


def noise_locality(written: Written, draw: Draw) -> Written | None:
    noise = _filled(draw.random.choice(LOCALITIES), LOCALITY_NAMES, draw.random)
    return _placed(written, noise, draw, ["front", "tail"])


def _filled(form: str, names: Sequence[str], random: Random) -> str:
    """Fill the places of a form."""
    text = form.replace("{A}", random.choice("ABCDEF")).replace("{N}", random.choice(names))
    return re.sub(r"\{(n+)\}", lambda hit: str(random.randrange(10 ** (len(hit[1]) - 1), 10 ** len(hit[1]))), text)


def _placed(written: Written, noise: str, draw: Draw, where: Sequence[str]) -> Written | None:
    """Put noise before, behind or inside, unless it names a street of the commune."""
    known = draw.base.streets.get(written.truth.citycode, {})
    if folded(noise) in known or bare(noise) in known.values():
        return None
    spot = draw.random.choice(where)
    comma = draw.random.choice([", ", ", ", " - ", " "])
    if spot == "front":
        return written._replace(front=noise + comma)
    if spot == "inside":
        return written._replace(inside=noise + " ") if written.number and not written.number_last else None
    return written._replace(tail=comma + noise)
