"""From customers to a ranking: which zones hold more people like them, and what that ranking is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import TableError
from geoprofile.lookalikes import LOOKALIKE_METHODS, rank_zones, validate_methods
from geoprofile.lookalikes.inputs import zone_inputs
from geoprofile.lookalikes.verdict import FEWEST_CUSTOMERS
from geoprofile.recipes.area import zones_within
from geoprofile.recipes.enriched import Enriched, find_zones
from geoprofile.recipes.lookalike.customers import count_customers
from geoprofile.recipes.lookalike.examples import find_examples
from geoprofile.recipes.lookalike.notes import count_notes, model_notes, warnings_of
from geoprofile.recipes.lookalike.reasons import reason_themes, worded_reasons
from geoprofile.recipes.sources import source_lines
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.typology.vocabulary import words_for
from geoprofile.words import check_language
from geoprofile.zones.profiles import rare_shares, usual_level, zone_profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geoprofile.lookalikes.inputs import ZoneInputs
    from geoprofile.lookalikes.validation import Validation
    from geoprofile.recipes.area import Area
    from geoprofile.recipes.lookalike.customers import CustomerCounts
    from geoprofile.territory.territory import Territory
    from geoprofile.words import Language
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["LookalikeResult", "lookalike_zones"]

DEFAULT_METHOD, EXAMPLE_METHOD = "pu_model", "twin_zones"
# A hundredth of a percent of a customer is no difference between two machines.
DECIMALS = {"households": 2, "penetration_rate": 6, "index": 2} | dict.fromkeys(
    [
        "expected_customers", "expected_customers_low", "expected_customers_high", "likeness",
        "expected_prospects", "expected_prospects_low", "expected_prospects_high",
        "prospects_per_thousand", "prospects_per_km2",
    ],
    4,
)  # fmt: skip

# Cells of the European grid bear their south-west corner in metres; hundreds of metres are enough to tell them apart.
CELL = re.compile(r"CRS3035RES\d+mN(\d+)00E(\d+)00")


@dataclass(frozen=True)
class LookalikeResult:
    """A ranking of zones with what is to be said of it.

    Attributes
    ----------
    ranking : DataFrame, a row a zone
        `rank`, `zone_id`, `zone_name`, `commune`; `group`, `type` and `type_name` where types are given;
        `households`, `own_customers`, `penetration_rate`, `index`, `expected_customers` (unless published),
        `likeness`, `expected_prospects` with `_low` and `_high`, `prospects_per_thousand` (households),
        `prospects_per_km2`, `reason_1` to `reason_3` (text).
    validation : Validation or None
        None where it was not wanted, or nothing could be held out.
    method : str
    warnings, notes : tuple of str
        Sentences in the language: what a reader must know first, and what there is to know besides.
    counts : CustomerCounts
    level, language, sort_by : str
    is_published : bool
        Whether small cells are hidden.
    counted_by : str
        Label of what counts households.
    sources : tuple of str
        One line a source.
    territory : Territory
    """

    ranking: pd.DataFrame
    validation: Validation | None
    method: str
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    counts: CustomerCounts
    level: str
    language: Language
    sort_by: str
    is_published: bool
    counted_by: str
    sources: tuple[str, ...]
    territory: Territory

    @property
    def is_too_small(self) -> bool:
        """Tell whether there are too few customers to say what the ranking is worth."""
        return self.counts.used < FEWEST_CUSTOMERS

    @property
    def verdict(self) -> str:
        """Say what the method is worth, "" where it was not tested."""
        return self._told(f"verdict_{self.language}")

    @property
    def is_chance(self) -> bool:
        """Tell whether the method finds no more customers than chance does."""
        return self._told("judgement") == "chance"

    def _told(self, column: str) -> str:
        if self.validation is None:
            return ""
        return str(self.validation.summary.set_index("method").loc[self.method, column])


def lookalike_zones(
    enriched: Enriched | pd.DataFrame,
    territory: Territory,
    *,
    typed: pd.DataFrame | None = None,
    names: pd.DataFrame | None = None,
    typed_level: str | None = None,
    level: str | None = None,
    method: str | None = None,
    like: Sequence[str] = (),
    best: str | None = None,
    area: Area | None = None,
    sort_by: str | None = None,
    validate: bool = True,
    language: Language = "fr",
    publish: bool = False,
    seed: int = 0,
) -> LookalikeResult:
    """Rank all zones of a level by the customers that they could still give.

    Parameters
    ----------
    enriched : Enriched or DataFrame
        Customers with their zones, a row a customer.
    territory : Territory
        The one that they were enriched with.
    typed, names, typed_level : DataFrames and str, optional
        Of `recipes.typology.read_types`: types of zones, their names, and the level they are of.
    level : str, optional
        By default that of the types, else the country's small census areas.
    method : str, optional
        One of `LOOKALIKE_METHODS`; by default `twin_zones` with `like`, else `pu_model`.
    like : sequence of str
        Zones or stores to resemble: codes of zones, `LONGITUDE,LATITUDE`, or addresses.
    best : str, optional
        Column of a value: only the best fifth of the customers by it count.
    area : Area, optional
        Where customers could come from; the model learns there, all zones are rated.
    sort_by : {"prospects", "rate", "density"}, optional
        By default the number of prospects; for `twin_zones` the rate, as a twin is a twin whatever its size.
    validate : bool
        Whether every method is tested on neighbourhoods held out.
    language : {"fr", "en"}
        Of reasons, notes and warnings.
    publish : bool
        Whether the result is to be handed on: customers of zones with fewer than 11 are hidden, and what would help
        to work them out.
    seed : int
        Of the blocks held out.

    Raises
    ------
    AddressFileError
        If the file has no zones of the level, or lacks a column.
    TableError
        If types, examples or area do not go with the level or the method, or there is nothing to learn from.
    UnknownNameError
        For an unknown level, method, order or language.
    """
    check_language(language)
    chosen = _method_of(method, like=like, typed=typed)
    order = sort_by or ("rate" if chosen == EXAMPLE_METHOD else "prospects")
    found = enriched if isinstance(enriched, Enriched) else find_zones(enriched, territory)
    # STEP 1: the zones
    at = _level_of(level, typed_level, territory)
    profiles, silent = _speakable(territory, at, language)
    inputs = zone_inputs(profiles, typed, _centroids(territory, at))
    reach = _reach(area, territory, at)
    examples = find_examples(like, territory, at) if like else None
    # STEP 2: the customers
    counted = count_customers(found, inputs, at, best=best, reach=reach)
    if publish and counted.counts.used < SMALLEST_CELL:
        raise TableError(f"With fewer than {SMALLEST_CELL} customers nothing may be published: leave --publish out.")
    if counted.counts.used < SMALLEST_CELL and chosen != EXAMPLE_METHOD:
        raise TableError(
            f"{counted.counts.used} customers in zones of this level are too few to learn from, {SMALLEST_CELL} the "
            "least: 'geoprofile lookalike --like ZONE' finds the zones that are like one you name."
        )
    # STEP 3: the ranking, and what it is worth
    ranking = rank_zones(
        profiles, inputs, counted.zone_ids, method=chosen, reach=reach, examples=examples, sort_by=order, seed=seed,
        parent_names=pd.Series(territory.commune_names, dtype="str"), hide_small_cells=publish,
        themes=reason_themes(profiles),
    )  # fmt: skip
    validation = _tested(inputs, counted.zone_ids, reach, seed=seed) if validate else None
    # STEP 4: what there is to say
    ranking = worded_reasons(_with_type_names(ranking, names, language), inputs, profiles, names, language)
    tested = validation is not None
    placed = None if examples is None else zone_labels(ranking.set_index("zone_id", drop=False).loc[examples])
    return LookalikeResult(
        ranking=ranking.round(DECIMALS),
        validation=validation,
        method=chosen,
        warnings=warnings_of(counted.counts, wanted=validate, tested=tested, language=language),
        notes=count_notes(counted, best, language)
        + model_notes(reach, placed, silent, tested=tested, published=publish, language=language),
        counts=counted.counts,
        level=at,
        language=language,
        sort_by=order,
        is_published=publish,
        counted_by=profiles.counted_by.label_fr if language == "fr" else profiles.counted_by.label_en,
        sources=source_lines(territory, profiles),
        territory=territory,
    )


def zone_labels(ranking: pd.DataFrame) -> list[str]:
    """Name zones as a reader would: by their name, and where they have none (cells of a grid) by their commune.

    Parameters
    ----------
    ranking : DataFrame
        `zone_id`, `zone_name`, `commune`.
    """
    columns = (ranking[name].tolist() for name in ("zone_id", "zone_name", "commune"))
    return [
        name or " ".join(filter(None, (commune, CELL.sub(r"N\1 E\2", zone))))
        for zone, name, commune in zip(*columns, strict=True)
    ]


def _method_of(method: str | None, *, like: Sequence[str], typed: pd.DataFrame | None) -> str:
    """Choose the method, and refuse what does not go together."""
    chosen = method or (EXAMPLE_METHOD if like else DEFAULT_METHOD)
    LOOKALIKE_METHODS[chosen]  # refuses an unknown name before any work
    if chosen == "typology_index" and typed is None:
        raise TableError("The method 'typology_index' needs area types: name the folder of a typology (--typology).")
    if chosen == EXAMPLE_METHOD and not like:
        raise TableError("The method 'twin_zones' needs an example: name a zone or a store (--like).")
    if like and chosen not in {EXAMPLE_METHOD, "similarity_to_best"}:
        raise TableError(
            f"The method {chosen!r} learns from all customers and takes no examples: leave --like out, or choose "
            "twin_zones or similarity_to_best."
        )
    return chosen


def _level_of(level: str | None, typed_level: str | None, territory: Territory) -> str:
    if level and typed_level and level != typed_level:
        raise TableError(
            f"The typology is of level {typed_level!r} and the ranking of level {level!r}: rank that level, or build a "
            "typology of this one."
        )
    return level or typed_level or usual_level(territory)


def _speakable(territory: Territory, level: str, language: Language) -> tuple[ZoneProfiles, tuple[str, ...]]:
    """Give the zones without the variables that may not be spoken of, and the labels of those.

    A share that hardly anyone has goes too: nine farmers of a town are a chance of the sample, and no reason.
    """
    whole = zone_profiles(territory, level)
    silent = [variable for variable in whole.variables if words_for(variable) is None]
    labels = tuple(variable.label_fr if language == "fr" else variable.label_en for variable in silent)
    left_out = [variable.name for variable in (*silent, *rare_shares(whole))]
    return whole.without(left_out), labels


def _centroids(territory: Territory, level: str) -> pd.DataFrame | None:
    """Give the middle of each zone in metres, None where the territory has no outlines."""
    if level not in territory.levels:
        return None
    zones = territory.levels[level].zones
    middle = zones.geometry.centroid
    places = {"easting": middle.x.to_numpy(), "northing": middle.y.to_numpy()}
    return pd.DataFrame(places, index=zones["zone_id"].to_numpy(dtype=object))


def _reach(area: Area | None, territory: Territory, level: str) -> Collection[str] | None:
    if area is None:
        return None
    zones = zones_within(area, territory, level)
    if zones is None:
        raise TableError(
            f"The area is made of zones of level {area.level!r}, finer than {level!r}, or it cannot be told which "
            f"{level!r} lie in it: name communes, or zones of level {level!r}."
        )
    known = set(territory.described_levels[level].table["zone_id"])
    return sorted(known.intersection(zones))


def _tested(
    inputs: ZoneInputs, zone_ids: Sequence[str], reach: Collection[str] | None, *, seed: int
) -> Validation | None:
    """Test all methods; None where all customers live so near together that nothing can be held out."""
    try:
        return validate_methods(inputs, zone_ids, reach=reach, seed=seed)
    except TableError:  # the ranking was made of the same tables: this is the one thing that is left
        return None


def _with_type_names(ranking: pd.DataFrame, names: pd.DataFrame | None, language: Language) -> pd.DataFrame:
    """Put the name of each zone's type behind its code; both are left out where there are no types."""
    if names is None:
        return ranking.drop(columns=["group", "type"])
    told = ranking["type"].map(names[f"name_{language}"]).fillna("").astype("str")
    ranking.insert(list(ranking.columns).index("type") + 1, "type_name", told)
    return ranking
