"""Dirt of the house number and its suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dirt.spelling import split_type
from dirt.words import DUTCH_NUMBER_WORDS, NUMBER_WORDS

if TYPE_CHECKING:
    from dirt.address import Written
    from dirt.base import Draw

OTHER_SPELLING = {"b": "bis", "t": "ter", "q": "quater", "bis": "b", "ter": "t", "quater": "q"}


def number_range(written: Written, draw: Draw) -> Written | None:
    """10/12, 10-12, 10 A 12, 10 et 12: the first one is meant."""
    number = _plain_number(written)
    last = number + draw.random.choice([2, 2, 2, 4, 1])
    form = draw.random.choice(
        ["{}/{}", "{}-{}", "{} A {}", "{} à {}", "{} et {}", "{} - {}", "{} / {}", "{}/{}", "{}-{}"]
    )
    return written._replace(number=form.format(number, last)) if number else None


def suffix_spelling(written: Written, draw: Draw) -> Written | None:
    """Bis, B, b, ter, T, quater, glued or not, or behind a dash."""
    number, suffix = written.truth.housenumber, written.truth.suffix
    if not number or not suffix or not suffix.isalpha():
        return None
    other = OTHER_SPELLING.get(suffix, suffix)
    forms = [suffix, suffix.upper(), suffix.title()]
    # Where the base has both `12 b` and `12 bis`, each must keep its own spelling.
    if other not in draw.base.suffixes.get((written.truth.street_id, number), {suffix}):
        forms += [other, other.upper()]
    gap = draw.random.choice(["", "", " ", "-", ".", " - ", "/"])
    return written._replace(number=f"{number}{gap}{draw.random.choice(forms)}")


def suffix_double(written: Written, draw: Draw) -> Written | None:
    """`42 A bis` where the base has 42 A: that one is the truth."""
    suffix = written.truth.suffix
    if len(suffix) != 1 or suffix in "bt" or not written.truth.housenumber:
        return None
    form = draw.random.choice(["{} {} bis", "{}{} bis", "{} {} BIS", "{} bis {}"])
    return written._replace(number=form.format(written.truth.housenumber, suffix.upper()))


def suffix_absent(written: Written, draw: Draw) -> Written | None:
    """`12 ter` where the base has 12 alone: that one is the truth."""
    number = _plain_number(written)
    if not number or (written.truth.street_id, number) in draw.base.suffixes:
        return None
    return written._replace(number=f"{number} {draw.random.choice(['bis', 'ter', 'B', 'A', 'C', 'bis', 'Bis'])}")


def number_behind(written: Written, draw: Draw) -> Written | None:
    if not written.number or written.street[-1:].isdigit():
        return None
    sign = draw.random.choice(["", "", "n° ", "N°", ", "])
    return written._replace(number=sign + written.number, number_last=True)


def number_sign(written: Written, draw: Draw) -> Written | None:
    sign = draw.random.choice(["n°", "N° ", "No ", "n° ", "Num. ", "N°", "nr. "])
    return written._replace(number=sign + written.number) if written.number else None


def number_comma(written: Written, draw: Draw) -> Written | None:
    joint = draw.random.choice([", ", ",", " , ", "; ", " - "])
    if not written.number or (written.number_last and joint == " - "):
        return None
    return written._replace(joint=joint)


def number_glued(written: Written, _draw: Draw) -> Written | None:
    if not _plain_number(written) or len(split_type(written.street)[0]) < 3:
        return None
    return written._replace(joint="")


def number_in_words(written: Written, draw: Draw) -> Written | None:
    words = DUTCH_NUMBER_WORDS if draw.base.country == "be" else NUMBER_WORDS[:21]
    number = _plain_number(written)
    return written._replace(number=words[number].capitalize()) if 0 < number < len(words) else None


def number_zeros(written: Written, draw: Draw) -> Written | None:
    """`0012` or `12.0`, as exports of spreadsheets and mainframes have it."""
    number = _plain_number(written)
    return written._replace(number=draw.random.choice(["{:04d}", "{:05d}", "{}.0"]).format(number)) if number else None


def number_missing(written: Written, draw: Draw) -> Written | None:
    if not written.number or not written.truth.alone:
        return None
    numbers, east, north = draw.base.numbers[written.truth.street_id]
    middle = len(numbers) // 2
    truth = written.truth._replace(
        housenumber=0, suffix="", longitude=float(east[middle]), latitude=float(north[middle])
    )
    return written._replace(number="", truth=truth, level="street")


def _plain_number(written: Written) -> int:
    """Give the number where it stands alone, as it was, else 0."""
    truth = written.truth
    return truth.housenumber if truth.housenumber and not truth.suffix and written.number.isdigit() else 0
