"""The shares of categories of goods in the words of the dictionary of variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.tables import Variable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST_SHARES", "SHARE", "category_variables"]

SHARE, MOST_SHARES = "category_share_", 8


def category_variables(categories: Sequence[str]) -> tuple[Variable, ...]:
    """Describe the columns of `category_shares`: they bear the name of their category, whatever its place.

    Parameters
    ----------
    categories : sequence of str
        As `PurchaseDays.categories` holds them, most turnover first; the first eight are described.
    """
    return tuple(
        Variable(f"{SHARE}{name}", f"Part des achats : {name}", f"Share of purchases: {name}", "share", "intensive")
        for name in categories[:MOST_SHARES]
    )
