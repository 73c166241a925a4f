"""How each class of zones differs from all zones and, for a type, from its group: means, indexes, tests."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.zones.profiles import FROM_COARSER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.zones.profiles import ZoneProfiles

    Floats = NDArray[np.float64]
    Codes = Sequence[object] | pd.Series | NDArray[np.object_] | NDArray[np.str_] | NDArray[np.int64]

__all__ = ["FALSE_DISCOVERY_RATE", "LEAST_DIFFERENCE_SD", "class_codes", "trait_table"]

# Among thousands of zones any difference passes a test. What a reader is told must also be seen: a fifth of the spread
# between zones, which Cohen calls a small effect; below it, more than 92 % of the two distributions overlap.
LEAST_DIFFERENCE_SD = 0.2
# Share of the differences called significant that may be chance.
FALSE_DISCOVERY_RATE = 0.05
# A variable whose spread is below this part of its size does not vary: what is left is rounding.
FLAT = 1e-9
# Squared error of a mean, in squared deviations, below which a set of zones does not vary: above what is left of sums
# that cancel, below what a million zones would give.
NO_SPREAD = 1e-11


@dataclass(frozen=True)
class Moments:
    """Weighted sums over the zones of each class: arrays of shape (classes, variables).

    Values are in standard deviations of all zones from the mean of all zones.
    """

    weight: Floats
    weight_squared: Floats
    first: Floats
    second: Floats

    def without(self, part: Moments) -> Moments:
        """Give the sums over the zones of these classes that are not in `part`."""
        return Moments(
            np.maximum(self.weight - part.weight, 0),
            np.maximum(self.weight_squared - part.weight_squared, 0),
            self.first - part.first,
            self.second - part.second,
        )

    def rows(self, at: NDArray[np.intp]) -> Moments:
        """Give the classes at the given places."""
        return Moments(self.weight[at], self.weight_squared[at], self.first[at], self.second[at])

    def added_up(self, into: NDArray[np.intp], count: int) -> Moments:
        """Add classes up into coarser ones."""
        sums = []
        for part in (self.weight, self.weight_squared, self.first, self.second):
            total = np.zeros((count, part.shape[1]))
            np.add.at(total, into, part)
            sums.append(total)
        return Moments(*sums)

    def mean(self) -> Floats:
        """Weighted means; NaN where nothing is known."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.weight > 0, self.first / self.weight, np.nan)


def trait_table(
    profiles: ZoneProfiles,
    labels: Codes,
    *,
    parents: Codes | None = None,
    least_difference_sd: float = LEAST_DIFFERENCE_SD,
    false_discovery_rate: float = FALSE_DISCOVERY_RATE,
) -> pd.DataFrame:
    """Compare every class with all zones and, if it has a group, with its group.

    Means are weighted by households times trust. A class is tested against the zones outside it, a type against the
    other zones of its group, by Welch's t over zones: weighted means and variances, the effective number of zones
    (sum w)^2 / sum w^2 (Kish 1965) in place of their number, degrees of freedom of Satterthwaite. All tests of the
    table share one control of false discoveries (Benjamini-Hochberg). The classes were made from the same variables,
    so a test says that a difference of means is firm, not that the classes are natural.

    Parameters
    ----------
    profiles : ZoneProfiles of z zones and v variables
    labels : sequence of z codes
        The class of each zone, in the order of `profiles`: text or integers, "" or missing where none.
    parents : sequence of z codes, optional
        The group of each zone where `labels` are types; the table then holds groups and types.
    least_difference_sd : float
        Smaller differences are never significant (see `LEAST_DIFFERENCE_SD`).
    false_discovery_rate : float

    Returns
    -------
    DataFrame of one row a class and variable, by code, then in the order of `profiles.variables`
        `code`; `parent` (group of a type, "" otherwise); `variable`; `zones`, `households`, `households_share` of
        the class; `mean`, `base_mean` in the unit of the variable; `index` (100 = all zones; NaN where the base is 0
        or of another sign); `difference_sd` (mean less base mean, in standard deviations between zones); `q_value`;
        `significant`; `group_mean`, `difference_in_group_sd` (in the same deviations), `q_value_in_group`,
        `significant_in_group` (NaN and False for a group). A class under 11 households has no means.

    Raises
    ------
    TableError
        If there is not one code a zone, or a type lies in two groups.
    """
    count = len(profiles.households)
    codes, row = np.unique(class_codes(labels, count, what="labels"), return_inverse=True)
    groups, group_of = _groups(codes, row, parents, count)
    center, spread = _spread(profiles)
    fine = _moments(profiles, row, len(codes), center, spread)
    coarse = fine.added_up(group_of, len(groups))
    # Zones without a code count in the base alone.
    named_groups, named = np.flatnonzero(groups != ""), np.flatnonzero(codes != "")
    classes = _stacked(coarse.rows(named_groups), fine.rows(named))
    homes = _stacked(coarse.rows(named_groups), coarse.rows(group_of[named]))
    base = fine.added_up(np.zeros(len(codes), dtype=np.intp), 1).rows(np.zeros(len(homes.weight), dtype=np.intp))

    sizes = _sizes(profiles, row, codes, groups, group_of)
    published = (sizes["households"].to_numpy() >= SMALLEST_CELL)[:, None]
    is_type = published & (sizes["parent"].to_numpy() != "")[:, None]
    mean, home_mean = np.where(published, classes.mean(), np.nan), np.where(is_type, homes.mean(), np.nan)
    q_base, q_home = _controlled(
        np.where(published, _welch_p(classes, base.without(classes)), np.nan),
        np.where(is_type, _welch_p(classes, homes.without(classes)), np.nan),
    )
    real_mean, real_base = center + mean * spread, np.broadcast_to(center, mean.shape)
    # A mean of zeros comes out a rounding error to either side.
    real_mean = np.where(np.abs(real_mean) < FLAT * spread, 0.0, real_mean)
    columns = {
        "mean": real_mean,
        "base_mean": real_base,
        "index": _index(real_mean, real_base),
        "difference_sd": mean,
        "q_value": q_base,
        "significant": (q_base <= false_discovery_rate) & (np.abs(mean) >= least_difference_sd),
        "group_mean": center + home_mean * spread,
        "difference_in_group_sd": mean - home_mean,
        "q_value_in_group": q_home,
        "significant_in_group": (q_home <= false_discovery_rate) & (np.abs(mean - home_mean) >= least_difference_sd),
    }
    table = sizes.loc[np.repeat(np.arange(len(sizes)), len(center))].reset_index(drop=True)
    table.insert(2, "variable", np.tile([variable.name for variable in profiles.variables], len(sizes)))
    filled: pd.DataFrame = table.assign(**{name: values.ravel() for name, values in columns.items()})
    return filled.sort_values("code", kind="stable", ignore_index=True)


def _sizes(
    profiles: ZoneProfiles,
    row: NDArray[np.intp],
    codes: NDArray[np.object_],
    groups: NDArray[np.object_],
    group_of: NDArray[np.intp],
) -> pd.DataFrame:
    """Count zones and households of each class that has a code, groups first."""
    counts = pd.DataFrame({"zones": 1.0, "households": profiles.households}).groupby(row).sum()
    fine = counts.assign(code=codes, parent=groups[group_of])
    coarse = counts.groupby(group_of).sum().assign(code=groups, parent="")
    sizes = pd.concat([coarse[groups != ""], fine[codes != ""]], ignore_index=True)
    total = float(profiles.households.sum())
    share = sizes["households"] / total if total else np.nan
    columns = ["code", "parent", "zones", "households", "households_share"]
    ordered: pd.DataFrame = sizes.assign(households_share=share)[columns]
    return ordered.astype({"code": "str", "parent": "str", "zones": "int64"})


def class_codes(labels: Codes, count: int, *, what: str) -> NDArray[np.object_]:
    """Read codes as text, "" where there is none; raise TableError unless there is one a zone."""
    series = pd.Series(list(labels), dtype=object)
    if len(series) != count:
        raise TableError(f"The {what} are {len(series)} and the zones {count}: give one code a zone, in their order.")
    return series.where(series.notna(), "").map(_code_text).to_numpy(dtype=object)


def _code_text(code: object) -> str:
    """Write a code; a whole number that pandas made a float loses its point."""
    return str(int(code)) if isinstance(code, float | np.floating) and code == int(code) else str(code)


def _groups(
    codes: NDArray[np.object_], row: NDArray[np.intp], parents: Codes | None, count: int
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Give the groups and the place of each class's group among them ("" where it has none)."""
    if parents is None:
        return np.array([""], dtype=object), np.zeros(len(codes), dtype=np.intp)
    theirs = class_codes(parents, count, what="groups")
    pairs = pd.DataFrame({"code": codes[row], "group": theirs}).drop_duplicates()
    pairs = pairs[pairs["code"] != ""]
    twice = pairs.loc[pairs["code"].duplicated(), "code"]
    if len(twice):
        raise TableError(f"Type {twice.min()!r} has zones in two groups: a type belongs to one group.")
    group = pairs.set_index("code")["group"].reindex(codes).fillna("")
    found, place = np.unique(group.to_numpy(dtype=object), return_inverse=True)
    shared = set(found) & set(codes) - {""}
    if shared:
        raise TableError(f"Code {min(shared)!r} names a group and a type: give them different codes.")
    return found, place


def _weights(profiles: ZoneProfiles, column: int) -> tuple[Floats, Floats]:
    """Give the values of a variable (0 where missing) and how much each zone weighs.

    A value lent by the zone around weighs nothing: forty zones of one commune would pass for forty witnesses.
    """
    values = profiles.values.iloc[:, column].to_numpy(dtype=float, na_value=np.nan)
    trust = profiles.trust[:, column]
    known = np.isfinite(values) & (trust > FROM_COARSER)
    return np.where(known, values, 0.0), np.where(known, profiles.households * trust, 0.0)


def _spread(profiles: ZoneProfiles) -> tuple[Floats, Floats]:
    """Weighted mean of each variable over all zones, and standard deviation between zones (NaN where it is flat)."""
    count = len(profiles.variables)
    center, spread = np.full(count, np.nan), np.full(count, np.nan)
    for j in range(count):
        values, weights = _weights(profiles, j)
        total = weights.sum()
        if total > 0:
            center[j] = values @ weights / total
            deviation = float(np.sqrt(weights @ (values - center[j]) ** 2 / total))
            if deviation > FLAT * max(abs(center[j]), np.finfo(float).tiny):
                spread[j] = deviation
    return center, spread


def _moments(profiles: ZoneProfiles, row: NDArray[np.intp], count: int, center: Floats, spread: Floats) -> Moments:
    """Sum weights and standardised values by class, one variable at a time to spare memory."""
    sums = np.zeros((4, count, len(center)))
    for j in np.flatnonzero(np.isfinite(spread)):
        values, weights = _weights(profiles, int(j))
        weighted = weights * (values - center[j]) / spread[j]
        parts = (weights, weights**2, weighted, weighted * (values - center[j]) / spread[j])
        for part, target in zip(parts, sums, strict=True):
            target[:, j] = np.bincount(row, weights=part, minlength=count)
    return Moments(*sums)


def _stacked(above: Moments, below: Moments) -> Moments:
    """Put the classes of two tables one under the other."""
    return Moments(
        np.vstack([above.weight, below.weight]),
        np.vstack([above.weight_squared, below.weight_squared]),
        np.vstack([above.first, below.first]),
        np.vstack([above.second, below.second]),
    )


def _welch_p(one: Moments, other: Moments) -> Floats:
    """Two-sided p of Welch's t between two sets of zones; NaN where either has less than two effective zones."""
    from scipy.stats import t as student  # noqa: PLC0415  half a second that plain reading does not need

    with np.errstate(invalid="ignore", divide="ignore"):
        numbers = [part.weight**2 / part.weight_squared for part in (one, other)]
        means = [part.mean() for part in (one, other)]
        squares = [
            np.maximum(part.second / part.weight - mean**2, 0) for part, mean in zip((one, other), means, strict=True)
        ]
        # The error of a mean: the unbiased variance, n / (n - 1) of the plain one, over the effective number n.
        errors = [square / (number - 1) for square, number in zip(squares, numbers, strict=True)]
        error = errors[0] + errors[1]
        freedom = error**2 / sum(e**2 / (n - 1) for e, n in zip(errors, numbers, strict=True))
        p = 2 * student.sf(np.abs(means[0] - means[1]) / np.sqrt(error), freedom)
        # Two sets that do not vary at all: as different as can be, or not at all.
        p = np.where(error <= NO_SPREAD, np.where(np.abs(means[0] - means[1]) > math.sqrt(NO_SPREAD), 0.0, 1.0), p)
        # Two zones of one weight may come out a rounding error below two.
        enough = (numbers[0] >= 2 - FLAT) & (numbers[1] >= 2 - FLAT)
    return np.where(enough, p, np.nan)


def _controlled(*tables: Floats) -> list[Floats]:
    """Adjust all p-values together so that a threshold on them bounds the false discovery rate."""
    from geoprofile.significance import false_discovery_rates  # noqa: PLC0415  it loads scipy.stats, as above

    together = false_discovery_rates(np.concatenate([table.ravel() for table in tables]))
    sizes = np.cumsum([table.size for table in tables])[:-1]
    return [part.reshape(table.shape) for part, table in zip(np.split(together, sizes), tables, strict=True)]


def _index(mean: Floats, base: Floats) -> Floats:
    """Give 100 x mean / base, NaN where the base is 0 or the two differ in sign."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((base != 0) & (mean * base >= 0), 100 * mean / base, np.nan)
