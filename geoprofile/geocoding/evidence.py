"""What speaks for a candidate, by name: the commune, the street, the number, the reading.

Each kind of evidence has a weight in log-odds (`calibration.json`, made by `benchmarks/calibrate_geocoder.py`).
The weights of a candidate add up to its utility, which `choice` turns into a probability.
"""

from __future__ import annotations

import json
from enum import IntEnum
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geoprofile.geocoding.similarity import DIFFERENCES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.geocoding.numbers import Numbers
    from geoprofile.geocoding.streets import Candidates

__all__ = [
    "PARTS",
    "CommuneEvidence",
    "NumberEvidence",
    "TypeEvidence",
    "Weights",
    "commune_features",
    "feature_names",
    "features",
    "load_weights",
    "part_utilities",
]

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class CommuneEvidence(IntEnum):
    """What speaks for a commune, the strongest first."""

    NAME_AND_POSTCODE = 0
    CODE = 1
    NAME = 2
    NAME_NEAR = 3
    ALIKE_AND_POSTCODE = 4
    POSTCODE = 5
    ALIKE = 6
    NAME_FAR = 7
    CODE_AGAINST_NAME = 8
    NAME_AGAINST_CODE = 9


class TypeEvidence(IntEnum):
    """How the street type asked goes with that of the candidate."""

    SAME = 0
    NOT_ASKED = 1
    NOT_KNOWN = 2
    OTHER = 3


class NumberEvidence(IntEnum):
    """How the house number was found, in order of trust."""

    FOUND = 0
    OTHER_SUFFIX = 1
    INTERPOLATED = 2
    MISSING = 3
    NOT_ASKED = 4


PARTS = ("commune", "street", "number", "reading")
# Share of edited letters above which a name is another one rather.
MANY_EDITS = 0.2
LAST_RANK = 5


class Weights(NamedTuple):
    """What the calibration script found.

    Attributes
    ----------
    address, commune : float arrays
        Weights in log-odds of `feature_names()` and of `commune_features`.
    threshold : float
        Probability below which an answer steps down to a coarser level, or to none.
    """

    address: Floats
    commune: Floats
    threshold: float


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the weights that are shipped."""
    text = resources.files("geoprofile.geocoding").joinpath("calibration.json").read_text(encoding="utf-8")
    told = json.loads(text)
    address = np.array([told["address"][name] for name in feature_names()])
    commune = np.array([told["commune"][name] for name in commune_feature_names()])
    return Weights(address, commune, float(told["threshold"]))


def feature_names() -> list[str]:
    """Name the columns of `features`; what stands before the dot is the part that they belong to."""
    return [
        *(f"commune.{one.name.lower()}" for one in CommuneEvidence),
        "commune.unlike",
        "commune.other_postcode",
        "commune.other_former",
        *(f"street.type_{one.name.lower()}" for one in TypeEvidence if one),
        "street.alike",
        *(f"street.{name}" for name in DIFFERENCES),
        "street.many_edits",
        "street.spelt_otherwise",
        *(f"number.{one.name.lower()}" for one in NumberEvidence if one),
        "number.not_found_alike",
        "reading.rank",
    ]


def features(candidates: Candidates, numbers: Numbers) -> Floats:
    """Lay out the evidence for each candidate, a row a candidate, columns as `feature_names` says."""
    edits = candidates.differences[:, 0]
    alike = candidates.likeness < 1
    columns = [
        *(candidates.commune_evidence == one for one in CommuneEvidence),
        1 - candidates.commune_likeness,
        candidates.other_postcode,
        candidates.other_former,
        *(candidates.type_evidence == one for one in TypeEvidence if one),
        alike,
        *candidates.differences.T,
        np.maximum(0, edits - MANY_EDITS),
        candidates.spelt_otherwise,
        *(numbers.how == one for one in NumberEvidence if one),
        alike & (numbers.how >= NumberEvidence.INTERPOLATED) & (numbers.how <= NumberEvidence.MISSING),
        np.minimum(candidates.reading, LAST_RANK),
    ]
    return np.column_stack(columns).astype(np.float64)


def part_utilities(table: Floats, weights: Floats) -> dict[str, Floats]:
    """Add up the weighted evidence of each part, in log-odds."""
    owner = np.array([name.split(".", 1)[0] for name in feature_names()])
    return {part: table[:, owner == part] @ weights[owner == part] for part in PARTS}


def commune_feature_names() -> list[str]:
    """Name the columns of `commune_features`."""
    names = [one.name.lower() for one in CommuneEvidence]
    return [*names, "unlike", "only", "only_postcode", "street_not_found", "district_not_found", "without_addresses"]


def commune_features(
    evidence: NDArray[np.int64],
    likeness: Floats,
    is_only: NDArray[np.bool_],
    street_not_found: NDArray[np.bool_],
    without_addresses: NDArray[np.bool_],
    is_district: NDArray[np.bool_],
) -> Floats:
    """Lay out what speaks for communes that are to be answered without a street; arrays of one length.

    `is_only` says whether nothing speaks for another commune.
    """
    columns = [
        *(evidence == one for one in CommuneEvidence),
        1 - likeness,
        is_only,
        is_only & (evidence == CommuneEvidence.POSTCODE),
        street_not_found & ~without_addresses,
        street_not_found & is_district,
        without_addresses,
    ]
    return np.column_stack(columns).astype(np.float64)
