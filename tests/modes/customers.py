"""Tables of customers that the tests of segments stand on."""

import numpy as np
import pandas as pd

from geoprofile.modes.columns import ModeColumn

COLUMNS = (
    ModeColumn("basket", "number", "purchases"),
    ModeColumn("orders", "number", "purchases"),
    ModeColumn("channel", "category", "own"),
    ModeColumn("income", "number", "place"),
)


def customers(count=600, *, seed=0):
    """Give customers of three kinds that lie far apart, and their ids."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(3, size=count)
    return pd.DataFrame(
        {
            "customer_id": [f"C{place:05d}" for place in range(count)],
            "kind": kind,
            "basket": np.array([20.0, 60.0, 200.0])[kind] * rng.lognormal(0, 0.15, count),
            "orders": np.array([1, 30, 6])[kind] + rng.integers(0, 3, count),
            "channel": np.array(["web", "shop", "app"])[kind],
            "income": np.array([18_000, 24_000, 33_000])[kind] + rng.normal(0, 1_500, count),
        }
    )
