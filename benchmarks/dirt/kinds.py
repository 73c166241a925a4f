"""Every kind of dirt: what it changes, where it stands in the order of changes, in which countries it is found."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from dirt import belgium, house_numbers, layout, letters, negatives, noise, places, street_names, street_types, typos
from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from dirt.address import Written
    from dirt.base import Draw

# A change of an address as written, None where the kind has nothing to change.
Change: TypeAlias = "Callable[[Written, Draw], Written | None]"


class Kind(NamedTuple):
    """A kind of dirt: its change, the parts that it changes, its place in the order of changes, its countries."""

    name: str
    change: Change
    slots: frozenset[str]
    stage: int
    countries: frozenset[str]


STAGES = ("truth", "name", "type", "typo", "number", "noise", "postcode", "city", "letters", "layout")
STAGE_OF = attrgetter("stage")
KINDS: Registry[Kind] = Registry("kind of dirt")
NEGATIVES = ("number_between", "number_beyond", "street_invented", "street_elsewhere", "commune_absent")


def clean(written: Written, _draw: Draw) -> Written | None:
    return written


# What each kind changes, where it is found, its function. The order is part of what a seed stands for.
CATALOGUE: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    ("truth", "fr be", (clean,)),
    ("letters", "fr be", (
        letters.case_upper, letters.case_lower, letters.case_mixed, letters.accents_lost, letters.accents_wrong,
        letters.encoding_misread, letters.encoding_misread_twice, letters.encoding_lost, letters.encoding_codepage,
        letters.hyphens_lost, letters.hyphens_added, letters.apostrophes_lost,
    )),
    ("type", "fr", (street_types.type_abbreviated, street_types.type_missing, street_types.type_wrong)),
    ("type", "be", (belgium.be_type_abbreviated, belgium.be_type_split)),
    ("name type", "be", (belgium.be_street_language,)),
    ("name", "fr be", (
        street_names.title_abbreviated, street_names.first_name_initial, street_names.first_name_missing,
    )),
    ("name", "fr", (street_names.first_name_added,)),
    ("name", "fr be", (street_names.words_swapped, street_names.articles_missing)),
    ("name", "fr", (street_names.articles_wrong,)),
    ("name", "fr be", (street_names.words_glued, street_names.word_split)),
    ("name", "fr", (street_names.date_rewritten, street_names.roman_rewritten)),
    ("typo", "fr be", (typos.typo_one, typos.typo_two, typos.typo_by_ear)),
    ("city", "fr be", (typos.typo_city,)),
    ("typo city", "fr be", (typos.typo_both,)),
    ("number", "fr be", (house_numbers.number_range, house_numbers.suffix_spelling)),
    ("number", "fr", (house_numbers.suffix_double, house_numbers.suffix_absent, house_numbers.number_behind)),
    ("number", "be", (belgium.be_number_before, belgium.be_box)),
    ("number", "fr be", (house_numbers.number_sign, house_numbers.number_comma)),
    ("number", "fr", (house_numbers.number_glued,)),
    ("number", "fr be", (house_numbers.number_in_words, house_numbers.number_zeros, house_numbers.number_missing)),
    ("number", "fr be", (negatives.number_between, negatives.number_beyond)),
    ("truth name type typo number postcode city", "fr be", (negatives.street_elsewhere, negatives.street_invented)),
    ("truth number", "fr be", (negatives.commune_absent,)),
    ("noise", "fr be", (
        noise.noise_building, noise.noise_estate, noise.noise_box, noise.noise_person, noise.noise_company,
    )),
    ("noise", "fr", (noise.noise_zone, noise.noise_locality)),
    ("postcode", "fr be", (
        places.postcode_missing, places.postcode_last_digit, places.postcode_transposed, places.postcode_neighbour,
    )),
    ("postcode", "fr", (places.postcode_chief_town, places.postcode_zero_lost)),
    ("postcode", "fr be", (places.postcode_dressed,)),
    ("postcode city", "fr", (places.cedex,)),
    ("city", "fr be", (places.city_missing, places.city_abbreviated, places.city_shortened, places.city_old_name)),
    ("city", "fr", (places.city_district, places.city_departement)),
    ("city", "be", (belgium.be_city_language,)),
    ("layout", "fr be", (
        layout.one_field_street_first, layout.one_field_city_first, layout.one_field_postcode_first,
        layout.line_breaks, layout.city_twice, layout.postcode_with_city, layout.country_behind, layout.spaces,
        layout.tabs, layout.quotes, layout.commas,
    )),
)  # fmt: skip


def _register() -> None:
    """Name every kind after its function; its stage is the first of what it changes."""
    for slots, countries, changes in CATALOGUE:
        parts = frozenset(slots.split())
        stage = min(STAGES.index(slot) for slot in parts)
        for change in changes:
            name = change.__name__
            KINDS.register(name)(Kind(name, change, parts, stage, frozenset(countries.split())))


_register()


def kinds_of(country: str) -> tuple[str, ...]:
    """List the kinds of a country (`fr`, `be`), without `clean`."""
    return tuple(name for name in KINDS if country in KINDS[name].countries and name != "clean")
