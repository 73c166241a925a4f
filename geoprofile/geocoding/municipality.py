"""Rows without a street: answered with their commune where one is probable enough, else with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geoprofile.geocoding.answer import COMMUNE_REASON, commune_answers, empty_answers
from geoprofile.geocoding.choice import probabilities
from geoprofile.geocoding.evidence import CommuneEvidence, commune_features

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from geoprofile.geocoding.evidence import Weights
    from geoprofile.geocoding.gather import Evidence, Geocoder

__all__ = ["CandidateCommunes", "candidate_commune_table", "commune_or_nothing"]

# A commune is answered where it is rather right than not: a wrong one costs less than a wrong street.
LEAST_SHARE = 0.5
NO_COMMUNE = (
    "no commune in the address",
    "commune not in the base",
    "commune uncertain",
    "several communes fit and none has this street for sure",
    "several communes have such a street",
)


class CandidateCommunes(NamedTuple):
    """Candidate communes of some rows, one behind the other: which of the rows, the commune, what speaks for it."""

    which: NDArray[np.int64]
    commune: NDArray[np.int64]
    evidence: NDArray[np.int64]
    features: NDArray[np.float64]


def candidate_commune_table(
    rows: NDArray[np.int64], street_not_found: NDArray[np.bool_], evidence: Evidence, geocoder: Geocoder
) -> CandidateCommunes:
    """List the candidate communes of some rows; `street_not_found` has one value a row."""
    places = evidence.asked.places
    which, told = evidence.asked.communes(rows)
    commune = places.commune[told]
    counts, districts = (geocoder.index.numbers("communes", name)[commune] for name in ("names_count", "district"))
    table = commune_features(
        places.evidence[told],
        places.likeness[told],
        places.size[evidence.asked.place[rows]][which] == 1,
        street_not_found[which],
        counts == 0,
        districts > 0,
    )
    return CandidateCommunes(which, commune, places.evidence[told], table)


def commune_or_nothing(
    rows: NDArray[np.int64], rivals: NDArray[np.bool_], evidence: Evidence, geocoder: Geocoder, weights: Weights
) -> list[tuple[NDArray[np.int64], pa.Table]]:
    """Answer some rows, in parts: which rows, and their answers."""
    asked, count = evidence.asked, len(rows)
    has_street, is_told = asked.has_street[rows], asked.places.is_told[asked.place[rows]]
    table = candidate_commune_table(rows, has_street, evidence, geocoder)
    utility = table.features @ weights.commune
    share = probabilities(table.which, utility, count)
    best, following = _best_two(table.which, share, count)
    known = np.flatnonzero(best >= 0)
    sure = known[share[best[known]] >= LEAST_SHARE]
    parts = []
    if len(sure):
        chosen = best[sure]
        reasons = _commune_reasons(table, utility, chosen, has_street[sure], rivals[rows[sure]], geocoder)
        answers = commune_answers(
            table.commune[chosen], share[chosen], following[sure], reasons, geocoder.index, geocoder.country
        )
        parts.append((rows[sure], answers))
    several = np.bincount(table.which, minlength=count) > 1
    reason = np.select([~is_told, best < 0, ~several, ~rivals[rows]], [0, 1, 2, 3], 4)
    nothing = np.ones(count, dtype=bool)
    nothing[sure] = False
    for status, some in (("skipped", ~has_street & ~is_told), ("not-found", has_street | is_told)):
        open_ = np.flatnonzero(nothing & some)
        told = [
            NO_COMMUNE[code] if status == "not-found" else "no address in this row" for code in reason[open_].tolist()
        ]
        parts.append((rows[open_], empty_answers(len(open_), status=status, reason=told)))
    return parts


def _best_two(
    which: NDArray[np.int64], share: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the most probable candidate of each row, -1 for none, and the probability of the next one."""
    order = np.lexsort([-share, which])
    opening = np.flatnonzero(np.diff(which[order], prepend=-1))
    best = np.full(count, -1, dtype=np.int64)
    best[which[order][opening]] = order[opening]
    following = np.zeros(count)
    second = opening[np.diff(opening, append=len(order)) > 1] + 1
    following[which[order][second]] = share[order][second]
    return best, following


def _commune_reasons(
    table: CandidateCommunes,
    utility: NDArray[np.float64],
    chosen: NDArray[np.int64],
    has_street: NDArray[np.bool_],
    rivals: NDArray[np.bool_],
    geocoder: Geocoder,
) -> list[str]:
    """Name what speaks for each commune, and why there is no street."""
    has_addresses = geocoder.index.numbers("communes", "names_count")[table.commune[chosen]] > 0
    columns = (table.evidence[chosen], utility[chosen], has_street, has_addresses, rivals)
    return [
        f"commune: {COMMUNE_REASON[CommuneEvidence(kind)]} {part:+.1f}; "
        f"{_street_reason(has_street=asked, has_addresses=known, is_open=is_open)}"
        for kind, part, asked, known, is_open in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _street_reason(*, has_street: bool, has_addresses: bool, is_open: bool) -> str:
    """Say why a row is answered with its commune only."""
    if not has_street:
        return "no street asked"
    if not has_addresses:
        return "addresses of this commune not in the base"
    return "several streets fit" if is_open else "street not found"
