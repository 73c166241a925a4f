"""The estimator: groups of areas, and types within each group, in the form of scikit-learn."""

from __future__ import annotations

from numbers import Integral
from typing import TYPE_CHECKING, Self

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.utils.validation import check_array, check_is_fitted, check_random_state, validate_data

from geoprofile.typology.clusters import best_clusters, divide, nearest
from geoprofile.typology.confidence import border_confidence
from geoprofile.typology.preparation import fit_preparation, guess_kinds, zone_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from geoprofile.typology.clusters import Clusters
    from geoprofile.typology.preparation import Kind

    Floats = NDArray[np.floating]
    Labels = NDArray[np.intp]

__all__ = ["AreaTypology", "group_letter"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What a zone weighs whose every value is missing, as a share of one that is fully measured.
LEAST_TRUST = 0.05


class AreaTypology(TransformerMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]  # sklearn is not typed
    """A two-level typology of areas: groups, and types that each lie in one group.

    Variables are spread, standardised and weighed (`preparation.fit_preparation`), groups found by weighted
    k-means on the first axes, and each group divided into types on more of them. The number of types of a
    group follows the spread that they take away.

    Parameters
    ----------
    n_groups, n_types : int
        As many as wanted; fewer come out where there are not `least_zones` zones for each.
    kinds : {"auto"} or sequence of str
        How each column is spread: `share`, `percent`, `log`, `plain`.
    group_axes, type_axes : int
        Axes that groups and types are found on.
    least_zones : int
        Zones that a type has at least.
    max_restarts : int
        Further starts for the groups and for the types of each group; they stop when the same optimum has
        come back three times.
    random_state : int or RandomState
        Draws the halves that further starts begin on.

    Attributes
    ----------
    preparation_ : Preparation
    group_centres_, type_centres_ : arrays of shape (groups, group_axes), (types, type_axes)
    group_of_type_ : array of shape (types,)
        Groups come in order of affluence, types in that order within their group.
    group_codes_, type_codes_ : tuples of str
        `A`, `B`, ... and `A01`, `A02`, `B01`, ...
    labels_ : array of shape (zones,)
        The type of each zone of the fit, as a number of `type_codes_`.
    within_squares_, total_squares_ : float
        Weighted sums of squares on `type_axes`, to the type's centre and in all.
    runs_, found_ : int
        Starts made for the groups, and how many of them found the same optimum.
    """

    def __init__(
        self,
        n_groups: int = 8,
        n_types: int = 33,
        *,
        kinds: str | Sequence[Kind] = "auto",
        group_axes: int = 8,
        type_axes: int = 30,
        least_zones: int = 4,
        max_restarts: int = 8,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.n_groups = n_groups
        self.n_types = n_types
        self.kinds = kinds
        self.group_axes = group_axes
        self.type_axes = type_axes
        self.least_zones = least_zones
        self.max_restarts = max_restarts
        self.random_state = random_state

    def __sklearn_tags__(self) -> object:
        """Tell scikit-learn that missing values are welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def fit(
        self,
        X: ArrayLike,  # noqa: N803  scikit-learn's name
        y: object = None,  # noqa: ARG002  scikit-learn's form
        sample_weight: ArrayLike | None = None,
        *,
        trust: ArrayLike | None = None,
        affluence: ArrayLike | None = None,
    ) -> Self:
        """Find groups and types.

        Parameters
        ----------
        X : array of shape (z, v)
            NaN where missing: no zone is dropped.
        sample_weight : array of shape (z,), optional
            Households of each zone; all alike by default.
        trust : array of shape (z, v), optional
            How far each value is trusted, 0 to 1.
        affluence : array of shape (z,), optional
            What orders groups and types, the greatest first (NaN where unknown); the first axis by default.
        """
        self._check_counts()
        values = validate_data(self, X, dtype=float, ensure_all_finite="allow-nan", ensure_min_samples=2)
        households, trusted = self._weights(sample_weight, len(values)), self._trust(trust, values)
        weights = zone_weights(households) * np.maximum(trusted.mean(axis=1), LEAST_TRUST)
        told = self._rank_by(affluence, len(values))
        # Sums and draws begin in an order that the zones themselves give: the order of the rows changes nothing.
        order = np.lexsort((weights, *np.where(trusted > 0, values, np.nan).T[::-1]))
        values, trusted, weights = values[order], trusted[order], weights[order]
        self.preparation_ = fit_preparation(values, trusted, weights, self._checked_kinds(values))
        standardised = self.preparation_.prepare(values, trusted)
        seed = check_random_state(self.random_state).randint(2**31)
        self._find(standardised, weights, np.random.default_rng(seed))
        rank_by = self.preparation_.axes_of(standardised, 1)[:, 0] if told is None else told[order]
        self._put_in_order(standardised, weights, rank_by)
        labels, _ = self._assign(standardised)
        self.labels_ = np.empty_like(labels)
        self.labels_[order] = labels
        points = self.preparation_.axes_of(standardised, self.type_centres_.shape[1])
        self.within_squares_ = float(weights @ ((points - self.type_centres_[labels]) ** 2).sum(axis=1))
        middle = np.average(points, axis=0, weights=weights)
        self.total_squares_ = float(weights @ ((points - middle) ** 2).sum(axis=1))
        return self

    def predict(self, X: ArrayLike, *, trust: ArrayLike | None = None) -> Labels:  # noqa: N803
        """Give the type of each zone, as a number of `type_codes_`."""
        return self._assign(self._standardised(X, trust))[0]

    def transform(self, X: ArrayLike, *, trust: ArrayLike | None = None) -> Floats:  # noqa: N803
        """Give the places (z, type_axes) of zones on the axes that types are found on."""
        standardised = self._standardised(X, trust)
        return self.preparation_.axes_of(standardised, self.type_centres_.shape[1])

    def membership(
        self,
        X: ArrayLike,  # noqa: N803
        sample_weight: ArrayLike | None = None,
        *,
        trust: ArrayLike | None = None,
    ) -> tuple[Labels, Floats, Floats, Labels]:
        """Say how sure the group and the type of each zone are.

        The chance that the zone's true place is on this side of the border to the runner-up, its values being
        off by sampling noise (variance 1 / 4n for n households) and by what filling leaves open.

        Returns
        -------
        (type, group_confidence, type_confidence, runner_up) : arrays of shape (z,)
            The confidence of a group is between 0.5 and 1. That of a type takes in that of its group, and is
            between 0.25 and 1. `runner_up` is the next type.
        """
        standardised = self._standardised(X, trust)
        households = self._weights(sample_weight, len(standardised))
        labels, runner_up = self._assign(standardised)
        known = {"households": households, "trust": self._trust(trust, np.asarray(X, dtype=float))}
        groups = self.group_of_type_[labels]
        group_points = self.preparation_.axes_of(standardised, self.group_centres_.shape[1])
        second = _second(group_points, self.group_centres_)
        of_group = border_confidence(self.preparation_, group_points, self.group_centres_, (groups, second), **known)
        points = self.preparation_.axes_of(standardised, self.type_centres_.shape[1])
        alone = runner_up == labels
        of_type = border_confidence(self.preparation_, points, self.type_centres_, (labels, runner_up), **known)
        of_type = np.where(alone, 1.0, of_type)
        other_group = np.array(
            [np.flatnonzero(self.group_of_type_ == group)[0] for group in range(len(self.group_codes_))]
        )
        return labels, of_group, of_group * of_type, np.where(alone, other_group[second], runner_up)

    # ------------------------------------------------------------------ finding

    def _find(self, standardised: Floats, weights: Floats, rng: np.random.Generator) -> None:
        """Find the groups, share out the types among them, and find those of each."""
        points = self.preparation_.axes_of(standardised, self.group_axes).astype(np.float32)
        zones = len(points)
        n_groups = max(1, min(self.n_groups, self.n_types, zones // (2 * self.least_zones)))
        groups = best_clusters(
            points, weights, n_groups, least=2 * self.least_zones, restarts=self.max_restarts, rng=rng
        )
        self.group_centres_ = groups.centres.astype(float)
        self.runs_, self.found_ = groups.runs, groups.found
        labels = nearest(points, groups.centres)
        points = self.preparation_.axes_of(standardised, self.type_axes).astype(np.float32)
        n_types = max(len(groups.centres), min(self.n_types, zones // self.least_zones))
        members = [np.flatnonzero(labels == group) for group in range(len(groups.centres))]
        counts = _share_out([points[of] for of in members], [weights[of] for of in members], n_types, self.least_zones)
        found = [
            best_clusters(points[of], weights[of], count, least=self.least_zones, restarts=self.max_restarts, rng=rng)
            for of, count in zip(members, counts, strict=True)
        ]
        self.type_centres_ = np.vstack([one.centres for one in found]).astype(float)
        self.group_of_type_ = np.repeat(np.arange(len(found)), [len(one.centres) for one in found])

    @staticmethod
    def _rank_by(affluence: ArrayLike | None, zones: int) -> Floats | None:
        if affluence is None:
            return None
        told = np.asarray(check_array(affluence, ensure_2d=False, ensure_all_finite="allow-nan"), dtype=float)
        if told.shape != (zones,):
            raise ValueError(f"affluence has shape {told.shape}: it needs one value a zone, ({zones},).")
        return told

    def _put_in_order(self, standardised: Floats, weights: Floats, rank_by: Floats) -> None:
        """Number groups by affluence, and types by affluence within their group."""
        labels, _ = self._assign(standardised)
        type_mean = _means(rank_by, weights, labels, len(self.type_centres_))
        group_mean = _means(rank_by, weights, self.group_of_type_[labels], len(self.group_centres_))
        group_order = np.argsort(-group_mean, kind="stable")
        group_rank = np.argsort(group_order, kind="stable")
        type_order = np.lexsort((-type_mean, group_rank[self.group_of_type_]))
        self.group_centres_ = self.group_centres_[group_order]
        self.type_centres_ = self.type_centres_[type_order]
        self.group_of_type_ = group_rank[self.group_of_type_][type_order]
        self.group_codes_ = tuple(group_letter(number) for number in range(len(group_order)))
        self.type_codes_ = tuple(_type_codes(self.group_of_type_, self.group_codes_))

    # ------------------------------------------------------------------ assigning

    def _assign(self, standardised: Floats) -> tuple[Labels, Labels]:
        """Give the nearest type of the nearest group, and the next type of that group (the same if it has one)."""
        axes = self.preparation_.axes_of
        groups = nearest(axes(standardised, self.group_centres_.shape[1]), self.group_centres_)
        points = axes(standardised, self.type_centres_.shape[1])
        labels, runner_up = np.zeros(len(points), dtype=np.intp), np.zeros(len(points), dtype=np.intp)
        for group in np.unique(groups):
            mine = groups == group
            types = np.flatnonzero(self.group_of_type_ == group)
            first = nearest(points[mine], self.type_centres_[types])
            labels[mine] = types[first]
            runner_up[mine] = types[_second(points[mine], self.type_centres_[types])]
        return labels, runner_up

    # ------------------------------------------------------------------ reading

    def _standardised(self, X: ArrayLike, trust: ArrayLike | None) -> Floats:  # noqa: N803
        check_is_fitted(self)
        values = validate_data(self, X, dtype=float, ensure_all_finite="allow-nan", reset=False)
        return self.preparation_.prepare(values, self._trust(trust, values))

    def _check_counts(self) -> None:
        for name in ("n_groups", "n_types", "group_axes", "type_axes", "least_zones"):
            value = getattr(self, name)
            if not isinstance(value, Integral) or value < 1:
                raise ValueError(f"{name} is {value!r}: it is a whole number, 1 or more.")

    def _checked_kinds(self, values: Floats) -> Sequence[Kind]:
        if isinstance(self.kinds, str):
            if self.kinds != "auto":
                raise ValueError(f'kinds is {self.kinds!r}: give "auto", or one kind a column.')
            return guess_kinds(values)
        if len(self.kinds) != values.shape[1]:
            raise ValueError(f"kinds has {len(self.kinds)} entries: it needs one a column, {values.shape[1]}.")
        return self.kinds

    @staticmethod
    def _weights(sample_weight: ArrayLike | None, zones: int) -> Floats:
        if sample_weight is None:
            return np.ones(zones)
        weights = np.asarray(check_array(sample_weight, ensure_2d=False, dtype=float), dtype=float)
        if weights.shape != (zones,):
            raise ValueError(f"sample_weight has shape {weights.shape}: it needs one value a zone, ({zones},).")
        if (weights < 0).any() or not weights.sum() > 0:
            raise ValueError("sample_weight holds households: no weight may be below zero, nor all of them zero.")
        return weights

    @staticmethod
    def _trust(trust: ArrayLike | None, values: Floats) -> Floats:
        known = np.isfinite(values).astype(float)
        if trust is None:
            return known
        told = np.asarray(trust, dtype=float)
        if told.shape != values.shape or not ((told >= 0) & (told <= 1)).all():
            raise ValueError("trust has a value between 0 and 1 for each value of X.")
        return np.asarray(told * known)


def group_letter(number: int) -> str:
    """Give the letter of a group: A to Z, then AA, AB, ..."""
    return (
        LETTERS[number]
        if number < len(LETTERS)
        else group_letter(number // len(LETTERS) - 1) + LETTERS[number % len(LETTERS)]
    )


def _type_codes(group_of_type: Labels, group_codes: Sequence[str]) -> list[str]:
    seen: dict[int, int] = {}
    codes = []
    for group in group_of_type.tolist():
        seen[group] = seen.get(group, 0) + 1
        codes.append(f"{group_codes[group]}{seen[group]:02d}")
    return codes


def _share_out(points: list[Floats], weights: list[Floats], count: int, least: int) -> list[int]:
    """Say how many types each group gets: one more goes where it takes away the most squares."""
    divisions = [divide(of, weight, least=least) for of, weight in zip(points, weights, strict=True)]
    squares = [[next(division).squares, _next_squares(division)] for division in divisions]
    counts = [1] * len(points)
    for _ in range(count - len(points)):
        gains = [mine[used - 1] - mine[used] for mine, used in zip(squares, counts, strict=True)]
        most = int(np.argmax(gains))
        if gains[most] <= 0:
            break
        counts[most] += 1
        squares[most].append(_next_squares(divisions[most]))
    return counts


def _next_squares(division: Iterator[Clusters]) -> float:
    """Give the squares that are left after one more cut; no fewer than any where nothing can be cut."""
    found = next(division, None)
    return np.inf if found is None else found.squares


def _means(values: Floats, weights: Floats, labels: Labels, count: int) -> Floats:
    """Give weighted means by label over what is known; the least of all where a class knows nothing."""
    known = np.where(np.isnan(values), 0, weights)
    total = np.bincount(labels, known, minlength=count)
    sums = np.bincount(labels, known * np.nan_to_num(values), minlength=count)
    return np.where(total > 0, sums / np.where(total > 0, total, 1), -np.inf)


def _second(points: Floats, centres: Floats) -> Labels:
    """Give the centre that is next nearest to each point; the only one where there is one."""
    if len(centres) == 1:
        return np.zeros(len(points), dtype=np.intp)
    squares = (centres**2).sum(axis=1) - 2 * points @ centres.T
    return np.argpartition(squares, 1, axis=1)[:, 1].astype(np.intp)
