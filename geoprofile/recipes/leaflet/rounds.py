"""Rounds of a leaflet plan: the doors of the chosen zones, whom to pass by, and who walks where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.leaflets.doors import Skipped, skip_doors, zone_doors
from geoprofile.leaflets.rounds import plan_rounds
from geoprofile.leaflets.walking import street_lines
from geoprofile.recipes.leaflet.households import names_addresses, one_an_address
from geoprofile.travel.costs import cost_matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geoprofile.leaflets.rounds import RoundPlan
    from geoprofile.leaflets.walking import WalkMinutes
    from geoprofile.recipes.leaflet.inputs import LeafletInputs
    from geoprofile.recipes.leaflet.stores import StoreZones
    from geoprofile.recipes.leaflet.wish import LeafletWish
    from geoprofile.territory.street_network import StreetNetwork

__all__ = ["Rounds", "walk_rounds"]

# A walk between two stops of a round is never longer.
LIMIT_MIN = 30.0
DAY_MIN = 7 * 60.0
# In practice twice is enough.
MOST_PUT_BACK = 10


@dataclass(frozen=True, eq=False)
class Rounds:
    """Doors and rounds, as far as the territory allows.

    Attributes
    ----------
    plan : RoundPlan or None
        None where there are none; rounds of several waves are told apart by `wave` of `doors` and `rounds`.
    reason : {"", "not_asked", "no_addresses", "no_outlines", "no_doors"}
        Why there are none.
    postcodes : DataFrame
        `zone_id`, `postcode`, `share`: how the letterboxes of each zone lie in postcodes.
    streets : DataFrame
        Lines of streets in walking order, as `street_lines` gives them.
    unplaced : DataFrame
        `zone_id`, `letterboxes` of zones whose addresses the base does not know.
    customers, opposition : Skipped or None
        What the lists took away.
    customers_at_doors : bool
        Whether the file of customers names their addresses.
    """

    plan: RoundPlan | None
    reason: str
    postcodes: pd.DataFrame
    streets: pd.DataFrame
    unplaced: pd.DataFrame
    customers: Skipped | None = None
    opposition: Skipped | None = None
    customers_at_doors: bool = False


def walk_rounds(inputs: LeafletInputs, wish: LeafletWish, table: pd.DataFrame, near: StoreZones | None) -> Rounds:
    """Find the doors of the chosen zones, pass by those of the lists, and cut them into rounds.

    Parameters
    ----------
    table : DataFrame
        Of the plan, with `status`, `wave`, `store`, `letterboxes`, `own_customers`.
    """
    territory, level = inputs.territory, inputs.ranking.level
    nothing = pd.DataFrame({"zone_id": pd.Series(dtype="str"), "letterboxes": pd.Series(dtype="int64")})
    no_codes = pd.DataFrame({"zone_id": pd.Series(dtype="str"), "postcode": pd.Series(dtype="str"),
                             "share": pd.Series(dtype=float)})  # fmt: skip
    if level not in territory.levels or not (territory.folder / "addresses").is_dir():
        reason = "no_outlines" if level not in territory.levels else "no_addresses"
        return Rounds(None, reason, no_codes, pd.DataFrame(), nothing)
    served = table[(table["status"] == "chosen") & (table["letterboxes"] > 0)]
    wanted = served[["zone_id", "letterboxes"]].reset_index(drop=True)
    found = zone_doors(territory, level, wanted)
    postcodes = _postcodes(found.table)
    if not wish.round_letterboxes or found.table.empty:
        reason = "no_doors" if found.table.empty else "not_asked"
        return Rounds(None, reason, postcodes, pd.DataFrame(), found.unplaced)
    doors, customers, at_doors = found.table.assign(skip=0), None, False
    if wish.skip_customers and inputs.customers is not None:
        at_doors = names_addresses(inputs.customers.rows.columns)
        if at_doors:
            customers = _without_customers(inputs, level, wanted, doors)
            doors = customers.doors
    opposed = None
    if inputs.opposition is not None:
        opposed = skip_doors(doors, inputs.opposition, secret=inputs.secret)
        doors = opposed.doors
    doors = doors[doors["letterboxes"] > 0].reset_index(drop=True)
    if doors.empty:
        return Rounds(None, "no_doors", postcodes, pd.DataFrame(), found.unplaced, customers, opposed, at_doors)
    plan = _planned(doors, served, wish, near, territory.streets)
    lines = street_lines(plan.doors)
    return Rounds(plan, "", postcodes, lines, found.unplaced, customers, opposed, at_doors)


def between_of(network: StreetNetwork | None) -> WalkMinutes | None:
    """Give the function that tells minutes on foot along the streets; None without streets."""
    if network is None:
        return None

    def between(origins: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.floating]:
        places = [pd.DataFrame(some, columns=["easting", "northing"]) for some in (origins, targets)]
        return cost_matrix(network, *places, by="foot", limit_min=LIMIT_MIN)

    return between


def _without_customers(inputs: LeafletInputs, level: str, wanted: pd.DataFrame, doors: pd.DataFrame) -> Skipped:
    """Pass by the letterboxes of customers, so that as many others are left as the plan counts.

    The letterboxes of a zone are counted without its customers; those that are found at doors are put back before one
    of each is taken away again. Doors that had none may then have one to skip, so this goes on until none is lacking.
    """
    listed = one_an_address(inputs.customers.rows) if inputs.customers is not None else pd.DataFrame()
    placed = wanted["zone_id"].isin(doors["zone_id"])
    shared = wanted
    made = skip_doors(doors, listed, per="letterbox")
    for _ in range(MOST_PUT_BACK):
        # A door of which nothing is left is no longer in the table: what is lacking is what was passed by.
        left = made.doors.groupby("zone_id")["letterboxes"].sum()
        lacking = (wanted["letterboxes"] - wanted["zone_id"].map(left).fillna(0).astype("int64")).where(placed, 0)
        if not lacking.any():
            break
        shared = shared.assign(letterboxes=shared["letterboxes"] + lacking)
        made = skip_doors(zone_doors(inputs.territory, level, shared).table.assign(skip=0), listed, per="letterbox")
    return made


def _postcodes(doors: pd.DataFrame) -> pd.DataFrame:
    """Share the letterboxes of each zone among the postcodes of its doors."""
    sums = doors.groupby(["zone_id", "postcode"], as_index=False)["letterboxes"].sum()
    whole = sums.groupby("zone_id")["letterboxes"].transform("sum")
    shares: pd.DataFrame = sums.assign(share=sums["letterboxes"] / whole.where(whole > 0))
    told: pd.DataFrame = shares[shares["share"].notna()][["zone_id", "postcode", "share"]]
    return told.reset_index(drop=True)


def _planned(
    doors: pd.DataFrame, served: pd.DataFrame, wish: LeafletWish, near: StoreZones | None,
    network: StreetNetwork | None,
) -> RoundPlan:  # fmt: skip
    """Plan the rounds of each wave; they are numbered through."""
    by_zone = served.set_index("zone_id")
    told = doors.assign(wave=doors["zone_id"].map(by_zone["wave"]).astype("int64"))
    stores = None
    if near is not None:
        told["store"] = doors["zone_id"].map(by_zone["store"]).astype("str")
        stores = near.stores.rename(columns={"place_id": "store"})[["store", "easting", "northing"]]
    between, parts, first = between_of(network), [], 0
    for wave, own in told.groupby("wave"):
        plan = plan_rounds(
            own.reset_index(drop=True), letterboxes=float(wish.round_letterboxes), stores=stores, between=between
        )
        parts.append((plan.doors.assign(round=plan.doors["round"] + first),
                      plan.rounds.assign(round=plan.rounds["round"] + first, wave=wave)))  # fmt: skip
        first += len(plan.rounds)
    walked, rounds = (pd.concat(some, ignore_index=True) for some in zip(*parts, strict=True))
    return type(plan)(walked, rounds, plan.basis)
