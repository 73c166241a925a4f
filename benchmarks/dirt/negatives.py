"""Numbers, streets and communes that the base does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from dirt.address import as_written
from dirt.spelling import bare, dutch_ending, folded, split_type
from dirt.words import ARTICLES

if TYPE_CHECKING:
    from dirt.address import Written
    from dirt.base import Draw

# Above this likeness to a street of the commune (0-100), an invented name could be meant for that street.
ALIKE = 75


def number_between(written: Written, draw: Draw) -> Written | None:
    """A number between two of its side of the street; its position is drawn between theirs."""
    if not written.truth.housenumber or not written.truth.alone:
        return None
    numbers, east, north = draw.base.numbers[written.truth.street_id]
    here = int(np.searchsorted(numbers, written.truth.housenumber))
    later = [j for j in range(here + 1, min(here + 20, len(numbers))) if (numbers[j] - numbers[here]) % 2 == 0]
    after = next((j for j in later if numbers[j] > numbers[here]), -1)
    if after < 0 or numbers[after] - numbers[here] < 4:
        return None
    number = int(numbers[here]) + 2 * draw.random.randrange(1, int(numbers[after] - numbers[here]) // 2)
    share = (number - numbers[here]) / (numbers[after] - numbers[here])
    longitude, latitude = (float(v[here] + share * (v[after] - v[here])) for v in (east, north))
    return _elsewhere_on_street(written, number, longitude, latitude)


def number_beyond(written: Written, draw: Draw) -> Written | None:
    """A number behind the last one; its position is that of the last one."""
    if not written.truth.housenumber or not written.truth.alone:
        return None
    numbers, east, north = draw.base.numbers[written.truth.street_id]
    number = int(numbers[-1]) + draw.random.randrange(1, 40) + int(numbers[-1]) // 4
    return _elsewhere_on_street(written, number, float(east[-1]), float(north[-1]))


def _elsewhere_on_street(written: Written, number: int, longitude: float, latitude: float) -> Written:
    """Write another number of the same street; its truth is the street, at this position."""
    truth = written.truth._replace(housenumber=number, suffix="", longitude=longitude, latitude=latitude)
    return written._replace(number=str(number), truth=truth, level="street")


def street_elsewhere(written: Written, draw: Draw) -> Written | None:
    """A street of another commune."""
    return _in_commune_only(written, draw.random.choice(draw.base.names), draw)


def street_invented(written: Written, draw: Draw) -> Written | None:
    """A name made of the words of two streets of other communes."""
    first_name, second_name = draw.random.choice(draw.base.names), draw.random.choice(draw.base.names)
    ending, other_ending = dutch_ending(first_name), dutch_ending(second_name)
    if ending and other_ending and draw.base.country == "be":
        stem = first_name[: -len(ending)] + second_name[: -len(other_ending)].lower()
        return _in_commune_only(written, stem + other_ending, draw)
    kind, one = split_type(first_name)
    _, other = split_type(second_name)
    words = [one.split()[0], other.split()[-1]] if " " in one else [other.split()[-1], one]
    if any(word.lower() in ARTICLES or not word.isalpha() for word in words) or words[0].lower() == words[1].lower():
        return None
    first = draw.random.choice(["", "", "de ", "des "]) if draw.base.country == "fr" else ""
    return _in_commune_only(written, f"{kind or 'Rue'} {first}{' '.join(words)}", draw)


def _in_commune_only(written: Written, street: str, draw: Draw) -> Written | None:
    """Write a street that the commune lacks; None where it, or one much like it, is there or shares its postcode."""
    truth = written.truth
    name = bare(street)
    known = draw.base.streets[truth.citycode]
    best = process.extractOne(name, list(known.values()), scorer=fuzz.ratio, score_cutoff=ALIKE)
    held = truth.needs_postcode or truth.needs_city or (truth.postcode, folded(street)) in draw.base.at_postcode
    if best or held or any(name in other or other in name for other in known.values() if len(other) > 3):
        return None
    longitude, latitude = draw.base.middle[truth.citycode]
    lost = truth._replace(street_id="", street="", suffix="", housenumber=0, longitude=longitude, latitude=latitude)
    return written._replace(street=street, truth=lost, level="municipality")


def commune_absent(_written: Written, draw: Draw) -> Written | None:
    """An address of a commune that was withheld: nothing of it is in the base."""
    if not draw.base.absent:
        return None
    other = draw.random.choice(draw.base.absent)
    return as_written(other, draw.base.country)._replace(truth=other._replace(street_id=""), level="none")
