"""Dirt of the postcode and of the commune."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from dirt.address import DISTRICT
from dirt.base import is_a_place
from dirt.spelling import folded, plain
from dirt.words import ROMAN

if TYPE_CHECKING:
    from dirt.address import Written
    from dirt.base import Draw


def postcode_missing(written: Written, draw: Draw) -> Written | None:
    return _other_postcode(written, "", draw)


def postcode_last_digit(written: Written, draw: Draw) -> Written | None:
    digits = draw.random.choice([1, 1, 2])
    end = "".join(draw.random.choice("0123456789") for _ in range(digits))
    return _other_postcode(written, written.truth.postcode[:-digits] + end, draw)


def postcode_transposed(written: Written, draw: Draw) -> Written | None:
    code = written.truth.postcode
    i = draw.random.randrange(1, len(code)) if len(code) > 3 else 0
    return _other_postcode(written, code[: i - 1] + code[i] + code[i - 1] + code[i + 1 :], draw) if i else None


def postcode_neighbour(written: Written, draw: Draw) -> Written | None:
    near = draw.base.near.get(written.truth.citycode)
    return _other_postcode(written, draw.random.choice(near), draw) if near else None


def postcode_chief_town(written: Written, draw: Draw) -> Written | None:
    return _other_postcode(written, written.truth.postcode[:2] + "000", draw)


def postcode_zero_lost(written: Written, _draw: Draw) -> Written | None:
    return written._replace(postcode=written.postcode[1:]) if written.postcode.startswith("0") else None


def postcode_dressed(written: Written, draw: Draw) -> Written | None:
    """F-75011, 75 011, 75011.0, B-1500."""
    sign = "B" if draw.base.country == "be" else "F"
    form = draw.random.choice([sign + "-{}", sign + " {}", "{}.0", "({})", "{} "])
    spaced = f"{written.postcode[:2]} {written.postcode[2:]}"
    dressed = draw.random.choice([form.format(written.postcode), spaced]) if written.postcode else ""
    return written._replace(postcode=dressed) if dressed else None


def _other_postcode(written: Written, postcode: str, draw: Draw) -> Written | None:
    """Write another postcode, unless the address needs its own or the street is at the other one too."""
    truth = written.truth
    clash = (postcode, folded(truth.street)) in draw.base.at_postcode
    if truth.needs_postcode or clash or postcode == truth.postcode:
        return None
    return written._replace(postcode=postcode)


def cedex(written: Written, draw: Draw) -> Written | None:
    """A company's own code of the departement, and the label of its sorting office."""
    district = DISTRICT.match(written.truth.city)
    code = f"{written.truth.postcode[:2]}{draw.random.randrange(10, 1000):03d}"
    if written.truth.needs_postcode or code in draw.base.postcodes:
        return None
    if district:
        return written._replace(postcode=code, city=f"{district[1].upper()} CEDEX {int(district[2]):02d}")
    number = draw.random.choice(["", "", f" {draw.random.randrange(1, 10)}", f" {draw.random.randrange(1, 10):02d}"])
    label = draw.random.choice(["CEDEX", "CEDEX", "Cedex", "CDX"])
    return written._replace(postcode=code, city=plain(written.city).upper().replace("-", " ") + f" {label}{number}")


def city_missing(written: Written, _draw: Draw) -> Written | None:
    if written.truth.needs_city or written.postcode != written.truth.postcode:
        return None
    return written._replace(city="")


def city_abbreviated(written: Written, draw: Draw) -> Written | None:
    """ST ETIENNE, ROMILLY S/SEINE."""
    random = draw.random
    new = re.sub(
        r"(?i)\bsaint(e?)(?=[- ])", lambda hit: random.choice(["ST", "St", "St."]) + hit[1].lower(), written.city
    )
    new = re.sub(r"(?i)[- ]sur[- ]", lambda _: random.choice([" S/", " s/ ", " S ", " /"]), new)
    new = re.sub(r"(?i)[- ]sous[- ]", lambda _: random.choice([" S/S ", " s/s "]), new)
    return written._replace(city=new) if not is_a_place(new, draw.base) else None


def city_shortened(written: Written, draw: Draw) -> Written | None:
    """Romilly for Romilly-sur-Seine, where the base has no other Romilly."""
    new = re.split(r"(?i)[- ](?:sur|sous|lès|les|le|la|en|de|du|des|d'|devant|près)\b", written.city)[0]
    if len(new) < 4 or written.postcode != written.truth.postcode:
        return None
    short, own = folded(new), folded(written.city)
    at = bisect_left(draw.base.places, short)
    others = [place for place in draw.base.places[at : at + 2] if place.startswith(short) and place != own]
    return None if others else written._replace(city=new)


def city_old_name(written: Written, draw: Draw) -> Written | None:
    """The commune that was fused into this one."""
    old = written.truth.old_city
    if not old or folded(old) == folded(written.city) or is_a_place(old, draw.base):
        return None
    form = draw.random.choice(["{}", "{}", "{} {new}", "{}, commune de {new}"])
    return written._replace(city=form.format(old, new=written.city))


def city_district(written: Written, draw: Draw) -> Written | None:
    """PARIS 4EME, PARIS 04, PARIS IV, Paris 4e Arrondissement, 75116, PARIS CEDEX 08."""
    found = DISTRICT.match(written.truth.city)
    if found is None:
        return None
    name, number = found[1], int(found[2])
    roman = next((text for text, value in ROMAN.items() if value == number), "Ier" if number == 1 else str(number))
    ending = "er" if number == 1 else "e"
    forms = [
        f"{name.upper()} {number}{'ER' if number == 1 else 'EME'}", f"{name} {number}", f"{name.upper()} {number:02d}",
        f"{name} {roman}", written.truth.city, f"{name.upper()} CEDEX {number:02d}", f"{name} {number}{ending} arr.",
        f"{name}-{number}{ending}", f"{name} ({number}{ending})", f"{name} {number}ème arrondissement",
        f"{name}{number:02d}",
    ]  # fmt: skip
    postcode = written.postcode
    if postcode == "75016" and draw.random.random() < 0.5:
        postcode = "75116"
    return written._replace(city=draw.random.choice(forms), postcode=postcode)


def city_departement(written: Written, draw: Draw) -> Written | None:
    """`Rodez (12)`, as a web form shows its choices."""
    code = written.truth.citycode[:2]
    return written._replace(city=written.city + draw.random.choice([f" ({code})", f" - {code}", f", {code}"]))
