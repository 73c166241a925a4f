"""How firm a typology is: models of two halves of the zones, compared with each other and with the full one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.typology.preparation import zone_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from geoprofile.typology.estimator import AreaTypology

    Floats = NDArray[np.floating]
    Labels = NDArray[np.intp]

__all__ = ["matched_share", "pairs_of_halves", "stability"]

# Pairs of halves that stability is averaged over: one pair of London alone is off by some .03.
PAIRS_OF_HALVES = 3
# From so many zones on one pair says enough.
MANY_ZONES = 60_000
# Fewest zones that can be halved: an estimator needs two.
LEAST_HALVED = 4
AGREEMENT = ("ari_halves", "ari_half_full", "same_halves", "same_half_full")


def stability(
    model: AreaTypology,
    values: pd.DataFrame | Floats,
    households: Floats,
    trust: ArrayLike | None,
    types: Labels,
    *,
    pairs: list[tuple[Labels, Labels]],
) -> pd.DataFrame:
    """Compare models of halves of the zones with each other and with the full one, over all zones.

    Parameters
    ----------
    model : AreaTypology
        Fitted; the models of halves take its parameters.
    values : DataFrame or array of shape (z, v)
    households : array of shape (z,)
    trust : array of shape (z, v) or None
    types : array of shape (z,)
        What the full model says of each zone.
    pairs : list
        Of `pairs_of_halves`.

    Returns
    -------
    DataFrame
        Index `groups`, `types`; means over the pairs, NaN without any: `ari_halves`, `ari_half_full` (adjusted Rand
        index; Hubert & Arabie, Comparing partitions, Journal of Classification 2, 1985, 193-218), `same_halves`,
        `same_half_full` (share of households in the same class, `matched_share`).
    """
    full = {"groups": np.asarray(model.group_of_type_[types]), "types": types}
    measured: dict[str, list[list[float]]] = {level: [] for level in full}
    for halves in pairs:
        one, other = (_labels_of_half(model, values, households, trust, half) for half in halves)
        for level, found in measured.items():
            found.append(_agreement(one[level], other[level], full[level], households))
    means = {
        level: np.mean(found, axis=0) if found else np.full(len(AGREEMENT), np.nan) for level, found in measured.items()
    }
    return pd.DataFrame.from_dict(means, orient="index", columns=list(AGREEMENT))


def pairs_of_halves(households: Floats) -> list[tuple[Labels, Labels]]:
    """Draw pairs of disjoint halves of the zones, each with zones of all sizes; always the same ones.

    Of two zones of like size one goes to each half. Three pairs, one for 60,000 zones or more, none for fewer
    than four.
    """
    rng, zones = np.random.default_rng(0), len(households)
    if zones < LEAST_HALVED:
        return []
    twos = np.argsort(households, kind="stable")[: zones // 2 * 2].reshape(-1, 2)
    at = np.arange(len(twos))
    firsts = rng.integers(2, size=(PAIRS_OF_HALVES if zones < MANY_ZONES else 1, len(twos)))
    return [(np.sort(twos[at, first]), np.sort(twos[at, 1 - first])) for first in firsts]


def matched_share(one: Labels, other: Labels, weights: Floats) -> float:
    """Give the share of weight in the same class once each class of one is matched with one of the other.

    The matching is the best there is (Kuhn, The Hungarian method, Naval Research Logistics 2, 1955, 83-97).
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  half a second that plain reading does not need

    together = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(together, (one, other), weights)
    rows, columns = linear_sum_assignment(together, maximize=True)
    return float(together[rows, columns].sum() / together.sum())


def _labels_of_half(
    model: AreaTypology, values: pd.DataFrame | Floats, households: Floats, trust: ArrayLike | None, half: Labels
) -> dict[str, Labels]:
    from sklearn.base import clone  # noqa: PLC0415  sklearn takes a second

    trusted = None if trust is None else np.asarray(trust, dtype=float)
    fitted = clone(model).fit(
        values[half] if isinstance(values, np.ndarray) else values.iloc[half],
        sample_weight=zone_weights(households)[half],  # a half may hold no household at all
        trust=None if trusted is None else trusted[half],
    )
    types = fitted.predict(values, trust=trusted)
    return {"groups": fitted.group_of_type_[types], "types": types}


def _agreement(one: Labels, other: Labels, full: Labels, households: Floats) -> list[float]:
    """Give the four figures of `AGREEMENT`."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415  sklearn takes a second

    halves = ((one, full), (other, full))
    return [
        float(adjusted_rand_score(one, other)),
        float(np.mean([adjusted_rand_score(*pair) for pair in halves])),
        matched_share(one, other, households),
        float(np.mean([matched_share(*pair, households) for pair in halves])),
    ]
