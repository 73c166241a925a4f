"""Where the customers of one candidate would come from, zone by zone and band by band."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.siting.attributes import join_attributes
from geoprofile.siting.huff import huff_shares
from geoprofile.siting.totals import totals
from geoprofile.travel.reach import part_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.siting.flow import SitesResult
    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.travel.reach import Reach

__all__ = ["bands_of_site", "commune_of", "net_gain", "reach_of_site", "zones_of_site"]


def reach_of_site(result: SitesResult, row: int) -> Reach:
    """Keep one candidate of the reach; `row` is that of `result.sites`."""
    return part_of(result.site_reach, result.site_rows == row)


def zones_of_site(result: SitesResult, row: int) -> pd.DataFrame:
    """Open one candidate and give the zones that it draws from, the greatest part first.

    Returns
    -------
    DataFrame
        `zone_id`, `zone_name`, `commune`, `minutes`, `households`, `customers` (that it gains there, in the unit of
        the comparison).
    """
    reach = reach_of_site(result, row)
    joined, attributes, own = _with_sites(result, result.site_rows == row)
    shares = huff_shares(joined, attributes, result.choice.model, own=own).share
    zones = result.market.profiles.zones.iloc[reach.zone]
    found = pd.DataFrame(
        {
            "zone_id": zones["zone_id"].to_numpy(dtype=object),
            "zone_name": zones["zone_name"].to_numpy(dtype=object),
            "commune": commune_of(result, zones),
            "minutes": reach.minutes,
            "households": result.market.profiles.households[reach.zone],
            "customers": shares[len(result.choice.reach.origin) :] * result.market.potential[reach.zone],
        }
    )
    return found.sort_values(["customers", "zone_id"], ascending=[False, True], kind="stable", ignore_index=True)


def net_gain(result: SitesResult, opened: NDArray[np.bool_]) -> float:
    """Open some candidates together and give what the chain gains, in the unit of the comparison.

    Parameters
    ----------
    result : SitesResult
    opened : bool array, one a candidate with a position
        In the order of `result.site_rows`.
    """
    joined, attributes, own = _with_sites(result, opened)
    shares = huff_shares(joined, attributes, result.choice.model, own=own).share
    captured = (shares * result.market.potential[joined.zone])[own[joined.origin]].sum()
    return float(captured - result.choice.expected[result.choice.own].sum())


def _with_sites(result: SitesResult, opened: NDArray[np.bool_]) -> tuple[Reach, StoreAttributes, NDArray[np.bool_]]:
    """Put candidates below the stores that there are; whether each is ours comes with them."""
    there, new = result.choice.reach, part_of(result.site_reach, opened)
    joined = replace(
        there,
        origin=np.concatenate([there.origin, new.origin + there.origin_count]),
        zone=np.concatenate([there.zone, new.zone]),
        minutes=np.concatenate([there.minutes, new.minutes]),
        shares=np.concatenate([there.shares, new.shares]),
        origin_count=there.origin_count + new.origin_count,
    )
    attributes = join_attributes(result.choice.attributes, result.site_attributes.take(np.flatnonzero(opened)))
    return joined, attributes, np.append(result.choice.own, np.ones(new.origin_count, dtype=bool))


def bands_of_site(result: SitesResult, row: int) -> pd.DataFrame:
    """Sum up what lies within each band of a candidate.

    Returns
    -------
    DataFrame
        `minutes`, `households`, `prospects`, cumulative; `new_households`, those of the band alone.
    """
    reach, market = reach_of_site(result, row), result.market
    values = np.column_stack([market.profiles.households, market.prospects])[reach.zone]
    sums = [
        totals(reach.origin, np.nan_to_num(values) * reach.shares[:, [band]], 1)[0] for band in range(len(reach.bands))
    ]
    frame = pd.DataFrame(np.array(sums), columns=["households", "prospects"])
    frame.insert(0, "minutes", list(reach.bands))
    return frame.assign(new_households=frame["households"].diff().fillna(frame["households"]))


def commune_of(result: SitesResult, zones: pd.DataFrame) -> list[str]:
    """Name the commune of each zone, "" where it is not known or the zone is one."""
    communes = result.market.territory.described_levels.get("commune")
    if communes is None or result.market.level == "commune":
        return [""] * len(zones)
    names = communes.table.set_index("zone_id")["zone_name"]
    return zones["parent_id"].map(names).fillna("").astype("str").tolist()
