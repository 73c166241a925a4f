"""Makers of customers whose law of buying, leaving and spending is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Days:
    customer_ids: np.ndarray
    customer: np.ndarray
    day: np.ndarray
    amount: np.ndarray

    @property
    def last(self) -> int:
        return int(self.day.max())


def days_of(rows, *, ids=None) -> Days:
    """Make a table of purchase days from (identifier, day, amount)."""
    names = sorted({row[0] for row in rows} | set(ids or ()))
    rows = sorted(rows)
    return Days(
        np.array(names, dtype=object),
        np.array([names.index(row[0]) for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype=float),
    )


def simulate(customers, *, span=700, leave=(0.9, 4.0), rate=(1.2, 50.0), spend=(3.0, 6.0, 100.0), seed=1) -> Days:
    """Draw customers who come for the first time in the first half of the span, by MBG/NBD and Gamma-Gamma."""
    draw = np.random.default_rng(seed)
    when = draw.integers(0, span // 2, customers).astype(float)
    pace = draw.gamma(rate[0], 1 / rate[1], customers)
    leaving = draw.beta(*leave, customers)
    price = draw.gamma(spend[1], 1 / spend[2], customers)
    here = np.arange(customers)
    who, days = [], []
    while len(here):
        who.append(here)
        days.append(np.floor(when[here]))
        here = here[draw.random(len(here)) >= leaving[here]]
        when[here] += draw.exponential(1 / pace[here])
        here = here[when[here] < span]
    customer, day = np.concatenate(who), np.concatenate(days).astype(np.int64)
    customer, day = np.unique(np.column_stack([customer, day]), axis=0).T
    ids = np.array([f"C{number:05d}" for number in range(customers)], dtype=object)
    return Days(ids, customer.astype(np.int64), day, draw.gamma(spend[0], 1, len(day)) / price[customer])
