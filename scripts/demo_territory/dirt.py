"""How people write addresses: the kinds of dirt of a customer file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .addresses import OLD_NAMES
from .land import COMMUNES
from .names import plain_capitals

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

__all__ = ["DIRT", "soil"]

SHORT = {
    "Avenue": "AV", "Boulevard": "BD", "Place": "PL", "Impasse": "IMP", "Chemin": "CHE", "Allée": "ALL",
    "Lotissement": "LOT", "Route": "RTE", "Passage": "PAS", "Rue": "R", "Square": "SQ",
}  # fmt: skip
SHORT_INSIDE = {"Saint-": "ST ", "Sainte-": "STE ", "Général": "GAL", "Docteur": "DR", "Maréchal": "MAL",
                "Président": "PDT", "Professeur": "PR", "Capitaine": "CNE", "Colonel": "CEL"}  # fmt: skip
NOISE = (
    "Bât. {n}",
    "Appt {n}",
    "Résidence Les Jardins",
    "Esc {n} Et 2",
    "BP {n}",
    "Chez M. le gardien",
    "CS {n}0{n}",
)
ABSENT = (
    "Rue de l'Impossible",
    "Avenue du Désert Blanc",
    "Chemin de Nulle-Part",
    "Boulevard Zéphyrin Quatrebarbe",
)

Home = dict[str, str]


def clean(home: Home, _rng: np.random.Generator) -> Home:
    """Write the address as the base does."""
    suffix = f" {home['suffix']}" if home["suffix"] else ""
    return {"adresse": f"{home['number']}{suffix} {home['street']}", "complement": "",
            "code_postal": home["code_postal"], "ville": home["ville"]}  # fmt: skip


def capitals(home: Home, rng: np.random.Generator) -> Home:
    """Write in capitals, or all small."""
    row = clean(home, rng)
    change = str.upper if rng.random() < 0.7 else str.lower
    return {name: change(text) for name, text in row.items()}


def no_accents(home: Home, rng: np.random.Generator) -> Home:
    """Write as the post does: capitals without accents or hyphens."""
    return {name: plain_capitals(text) for name, text in clean(home, rng).items()}


def abbreviation(home: Home, rng: np.random.Generator) -> Home:
    """Shorten the type of the street, titles and Saint."""
    street = home["street"]
    kind, _, rest = street.partition(" ")
    street = f"{SHORT.get(kind, kind)} {rest}" if rest else street
    for long, short in SHORT_INSIDE.items():
        street = street.replace(long, short)
    ville = home["ville"].replace("Saint-", "St ").replace("-sur-", " s/ ") if rng.random() < 0.5 else home["ville"]
    return clean({**home, "street": street, "ville": ville}, rng)


def typo(home: Home, rng: np.random.Generator) -> Home:
    """Slip once on the keyboard within the name of the street."""
    street = home["street"]
    spots = [m.start() for m in re.finditer(r"(?<=\w)\w(?=\w)", street) if not street[m.start()].isdigit()]
    spots = [i for i in spots if i > street.find(" ")] or spots
    i = int(rng.choice(spots))
    slip = int(rng.integers(4))
    changed = {
        0: street[:i] + street[i + 1 :],
        1: street[:i] + street[i] + street[i:],
        2: street[: i - 1] + street[i] + street[i - 1] + street[i + 1 :],
        3: street[:i] + str(rng.choice(list("aeioustrnl"))) + street[i + 1 :],
    }[slip]
    return clean({**home, "street": changed}, rng)


def missing_postcode(home: Home, rng: np.random.Generator) -> Home:
    """Leave the postcode out."""
    return {**clean(home, rng), "code_postal": ""}


def wrong_postcode(home: Home, rng: np.random.Generator) -> Home:
    """Write the postcode of a neighbour."""
    others = sorted({town.postcode for town in COMMUNES.values()} - {home["code_postal"]})
    return {**clean(home, rng), "code_postal": str(rng.choice(others))}


def cedex(home: Home, rng: np.random.Generator) -> Home:
    """Write the delivery label of a firm: CEDEX and its own postcode."""
    row = clean(home, rng)
    number = int(rng.integers(1, 10))
    label = f"{plain_capitals(home['ville'])} CEDEX" + (f" {number}" if number > 3 else "")
    return {**row, "code_postal": f"{home['code_postal'][:4]}{number}", "ville": label}


def noise(home: Home, rng: np.random.Generator) -> Home:
    """Add a building, flat or box to the line, or to the complement."""
    row = clean(home, rng)
    extra = str(rng.choice(NOISE)).format(n=int(rng.integers(1, 40)))
    place = int(rng.integers(3))
    if place == 0:
        return {**row, "complement": extra}
    return {**row, "adresse": f"{extra}, {row['adresse']}" if place == 1 else f"{row['adresse']} {extra}"}


def number_range(home: Home, rng: np.random.Generator) -> Home:
    """Write a range of numbers."""
    sign = str(rng.choice(["-", "/", " à ", " et "]))
    return clean({**home, "number": f"{home['number']}{sign}{int(home['number']) + 2}"}, rng)


def suffix_variant(home: Home, rng: np.random.Generator) -> Home:
    """Write bis as B, glued or apart."""
    letter = home["suffix"][:1].upper()
    forms = [f"{home['number']}{letter}", f"{home['number']} {letter}", f"{home['number']}{home['suffix']}",
             f"{home['number']}, {home['suffix'].upper()}"]  # fmt: skip
    return clean({**home, "number": str(rng.choice(forms)), "suffix": ""}, rng)


def number_after(home: Home, rng: np.random.Generator) -> Home:
    """Write the number after the street."""
    comma = str(rng.choice([", ", " ", ", n° "]))
    tail = f" {home['suffix']}" if home["suffix"] else ""
    return {**clean(home, rng), "adresse": f"{home['street']}{comma}{home['number']}{tail}"}


def one_line(home: Home, rng: np.random.Generator) -> Home:
    """Write everything into the address."""
    row = clean(home, rng)
    return {
        **row,
        "adresse": f"{row['adresse']} {row['code_postal']} {row['ville']}",
        "code_postal": "",
        "ville": "",
    }


def old_commune(home: Home, rng: np.random.Generator) -> Home:
    """Write the commune that there was before the fusion."""
    return clean({**home, "ville": OLD_NAMES[home["old_commune"]]}, rng)


def not_in_base(home: Home, rng: np.random.Generator) -> Home:
    """Write a street that does not exist."""
    return clean({**home, "street": str(rng.choice(ABSENT)), "suffix": ""}, rng)


def empty(_home: Home, _rng: np.random.Generator) -> Home:
    """Write nothing at all."""
    return {"adresse": "", "complement": "", "code_postal": "", "ville": ""}


# Kind of dirt and its share of the file.
DIRT: dict[str, tuple[Callable[[Home, np.random.Generator], Home], float]] = {
    "clean": (clean, 0.38), "capitals": (capitals, 0.08), "no_accents": (no_accents, 0.09),
    "abbreviation": (abbreviation, 0.12), "typo": (typo, 0.09), "missing_postcode": (missing_postcode, 0.03),
    "wrong_postcode": (wrong_postcode, 0.02), "cedex": (cedex, 0.02), "noise": (noise, 0.06),
    "number_range": (number_range, 0.02), "number_after": (number_after, 0.03), "one_line": (one_line, 0.03),
    "not_in_base": (not_in_base, 0.02), "empty": (empty, 0.01),
}  # fmt: skip


def soil(home: Home, rng: np.random.Generator) -> Home:
    """Write an address with one kind of dirt, drawn at random; `dirt` names it."""
    shares = [share for _, share in DIRT.values()]
    kind = str(rng.choice(list(DIRT), p=[share / sum(shares) for share in shares]))
    if home["suffix"] and rng.random() < 0.6:
        return {**suffix_variant(home, rng), "dirt": "suffix_variant"}
    if home["old_commune"] and rng.random() < 0.4:
        return {**old_commune(home, rng), "dirt": "old_commune"}
    return {**DIRT[kind][0](home, rng), "dirt": kind}
