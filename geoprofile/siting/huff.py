"""The Huff model: which store the people of each zone go to.

Huff, A probabilistic analysis of shopping center trade areas, Land Economics 39 (1963) 81-90; with several attributes,
Nakanishi and Cooper, J. of Marketing Research 11 (1974) 303-311. Utility = sum_k beta_k ln x_jk + f(minutes), with
f = lambda ln(minutes + 1) (power) or -rate x minutes (exponential); a store's share of a zone is its exp(utility) among
those of the stores that reach the zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.siting.availability import choice_shares, layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.travel.reach import Reach

__all__ = [
    "DECAYS",
    "DEFAULT_DISTANCE",
    "DEFAULT_EXPONENT",
    "MINUTES_AT_DOOR",
    "Decay",
    "HuffModel",
    "HuffShares",
    "default_huff",
    "distance_term",
    "huff_design",
    "huff_shares",
    "huff_utility",
]

Decay = Literal["power", "exponential"]
DECAYS: tuple[str, ...] = get_args(Decay)
# Proportional to size, as Reilly (The law of retail gravitation, 1931) and Huff (1963) have it.
DEFAULT_EXPONENT = 1.0
# The square of distance of Reilly, and of Converse (New laws of retail gravitation, J. of Marketing 14, 1949, 379-384).
# Huff (1963) estimated -2.7 and -3.2 on minutes, for furniture and for clothes. The rate has the elasticity of -2 at
# ten minutes.
DEFAULT_DISTANCE: dict[str, float] = {"power": -2.0, "exponential": -0.2}
# Nobody lives in the store: to leave home and to park count as one minute, and keep a power of no minutes finite.
MINUTES_AT_DOOR = 1.0


@dataclass(frozen=True, eq=False)
class HuffModel:
    """Parameters of the model.

    Attributes
    ----------
    names : tuple of k texts
        Attributes.
    exponents : array of shape (k,)
        beta.
    distance : float
        lambda of the power decay, or minus the rate of the exponential one; not above 0.
    decay : {"power", "exponential"}
    outside : float
        Utility of no store of these at all; minus infinity: everyone goes to one.
    competitor : float
        What is added to the utility of every store that is not one's own.
    covariance : array of shape (k + 1, k + 1)
        Of exponents and distance, zero where they are stated and not estimated.
    """

    names: tuple[str, ...]
    exponents: NDArray[np.float64]
    distance: float
    decay: str = "power"
    outside: float = -np.inf
    competitor: float = 0.0
    covariance: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        if self.decay not in DECAYS:
            raise UnknownNameError("distance decay", self.decay, DECAYS)
        if len(self.exponents) != len(self.names):
            raise TableError(f"A Huff model of {len(self.names)} attributes has {len(self.exponents)} exponents.")
        if not self.distance <= 0:
            raise TableError(f"A Huff model whose stores gain by being far away ({self.distance:+.3g}) is none.")
        if not self.covariance.size:
            size = len(self.names) + 1
            object.__setattr__(self, "covariance", np.zeros((size, size)))

    @property
    def parameters(self) -> NDArray[np.float64]:
        """Exponents, then distance, shape (k + 1,)."""
        return np.append(self.exponents, self.distance)

    def drawn(self, draws: int, *, seed: int) -> NDArray[np.float64]:
        """Draw parameters from their estimated distribution, shape (draws, k + 1); distance never above 0."""
        if not self.covariance.any():
            return np.tile(self.parameters, (draws, 1))
        rng = np.random.default_rng(seed)
        drawn = rng.multivariate_normal(
            self.parameters, self.covariance, size=draws, method="eigh", check_valid="ignore"
        )
        drawn[:, -1] = np.minimum(drawn[:, -1], 0.0)
        return np.asarray(drawn)

    def with_outside(self, outside: float, competitor: float = 0.0) -> HuffModel:
        """Give the same model with these constants."""
        return replace(self, outside=outside, competitor=competitor)


@dataclass(frozen=True, eq=False)
class HuffShares:
    """Where each zone goes. Per zone the shares of its stores, `away` and `unreached` sum to one.

    Attributes
    ----------
    share : array of shape (n,)
        Of each pair of the reach.
    away : array of shape (z,)
        Share that goes to no store of these, though in reach of one.
    unreached : array of shape (z,)
        Share that no store reaches: 1 for a zone without any.
    """

    share: NDArray[np.float64]
    away: NDArray[np.float64]
    unreached: NDArray[np.float64]


def default_huff(names: Sequence[str], *, decay: str = "power") -> HuffModel:
    """Give the model with stated parameters, for where nothing can be estimated.

    The first attribute is the size and counts in proportion; what the others are worth nobody has said: 0.
    """
    if decay not in DECAYS:
        raise UnknownNameError("distance decay", decay, DECAYS)
    exponents = np.zeros(len(names))
    exponents[:1] = DEFAULT_EXPONENT
    return HuffModel(tuple(names), exponents, DEFAULT_DISTANCE[decay], decay)


def distance_term(minutes: NDArray[np.float64], decay: str) -> NDArray[np.float64]:
    """Give what the distance parameter multiplies: ln(minutes + 1) or minutes."""
    if decay not in DECAYS:
        raise UnknownNameError("distance decay", decay, DECAYS)
    return np.log(minutes + MINUTES_AT_DOOR) if decay == "power" else np.asarray(minutes, dtype=float)


def huff_design(reach: Reach, attributes: StoreAttributes, decay: str) -> NDArray[np.float64]:
    """Lay out attributes and distance, shape (n, k + 1).

    Raises
    ------
    TableError
        If there are not as many stores as the reach has places.
    """
    if len(attributes.values) != reach.origin_count:
        raise TableError(
            f"{len(attributes.values)} stores have attributes but {reach.origin_count} have travel times: give both "
            f"for the same stores in the same order."
        )
    return np.column_stack([attributes.values[reach.origin], distance_term(reach.minutes, decay)])


def huff_utility(
    reach: Reach, attributes: StoreAttributes, model: HuffModel, *, own: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Give the utility of each pair, shape (n,); `own` says which stores are not competitors (all unless told).

    Raises
    ------
    TableError
        If the attributes are not those of the model.
    """
    if attributes.names != model.names:
        raise TableError(
            f"The model knows the attributes {', '.join(model.names) or '(none)'}, the stores have "
            f"{', '.join(attributes.names) or '(none)'}: give the same."
        )
    utility = huff_design(reach, attributes, model.decay) @ model.parameters
    return utility if own is None else utility + np.where(own[reach.origin], 0.0, model.competitor)


def huff_shares(
    reach: Reach, attributes: StoreAttributes, model: HuffModel, *, own: NDArray[np.bool_] | None = None
) -> HuffShares:
    """Share each zone among the stores that reach it.

    A store that reaches a part of a zone only counts for that part (see `availability`).

    Parameters
    ----------
    reach : Reach of s stores and z zones
    attributes : StoreAttributes of the s stores
    model : HuffModel
    own : bool array of shape (s,), optional
        False for a competitor, whose utility `model.competitor` changes.
    """
    utility = huff_utility(reach, attributes, model, own=own)
    rows = layout(reach.origin, reach.zone, reach.shares[:, -1])
    share, by_zone = choice_shares(rows, utility, model.outside)
    away, unreached = np.zeros(reach.zone_count), np.ones(reach.zone_count)
    away[rows.zones] = by_zone
    unreached[rows.zones] = 1 - rows.reached
    return HuffShares(share, away, unreached)
