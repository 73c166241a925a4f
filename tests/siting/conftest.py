"""Made markets whose truth is known."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from geoprofile.siting.attributes import StoreAttributes, store_attributes
from geoprofile.travel.reach import Reach


def make_reach(minutes, limit=30.0, shares=None):
    """Turn a table of minutes (places x zones) into a Reach; what is beyond the limit is absent."""
    inside = minutes <= limit if shares is None else shares > 0
    origin, zone = np.nonzero(inside)
    share = np.ones(len(origin)) if shares is None else shares[inside]
    return Reach(
        origin.astype(np.int64),
        zone.astype(np.int64),
        minutes[inside].astype(float),
        share[:, None].astype(float),
        (limit,),
        *minutes.shape,
        by="straight",
        basis="straight",
    )


def make_minutes(places, zones):
    """Give minutes between two tables of positions in minutes."""
    return np.linalg.norm(places[:, None] - zones[None, :], axis=2)


def sizes(values):
    return store_attributes(pd.DataFrame({"size_m2": values}), ["size_m2"])


def draw_market(rng, *, stores=12, zones=300, beta=1.0, distance=-2.0, mean=30.0, spread=None, limit=25.0):
    """Draw stores of known attraction and the customers of each pair; a small `spread` makes zones decide alike."""
    place, home = rng.uniform(0, 30, (stores, 2)), rng.uniform(0, 30, (zones, 2))
    reach = make_reach(make_minutes(place, home), limit)
    attributes = sizes(np.exp(rng.normal(7, 0.6, stores)))
    utility = beta * attributes.values[reach.origin, 0] + distance * np.log(reach.minutes + 1)
    weight = np.full((stores, zones), 0.0)
    weight[reach.origin, reach.zone] = np.exp(utility - utility.max())
    counts = np.zeros((stores, zones))
    for zone in np.flatnonzero(weight.sum(axis=0)):
        share = weight[:, zone] / weight[:, zone].sum()
        open_to = share > 0
        if spread is not None:
            share[open_to] = rng.dirichlet(np.maximum(share[open_to] * spread, 1e-3))
        counts[:, zone] = rng.multinomial(rng.poisson(mean), share / share.sum())
    return reach, attributes, counts[reach.origin, reach.zone]


@st.composite
def markets(draw, stores=(2, 6), zones=(1, 8)):
    """Draw a small market with zones that are partly reached, or not at all."""
    s, z = draw(st.integers(*stores)), draw(st.integers(*zones))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    minutes = rng.uniform(0, 30, (s, z))
    shares = rng.choice([0.0, 0.25, 0.5, 1.0], size=(s, z), p=[0.3, 0.15, 0.15, 0.4])
    attributes = StoreAttributes(("size_m2",), rng.normal(6, 1, (s, 1)), np.zeros((s, 1), dtype=bool))
    return make_reach(minutes, shares=shares), attributes, rng.uniform(0, 100, z)
