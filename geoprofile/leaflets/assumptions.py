"""Stated defaults: letterboxes that refuse leaflets, costs, response."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geoprofile.errors import UnknownNameError
from geoprofile.reference import reference_path

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MODES", "RefusalRate", "ResponseDefaults", "cost_defaults", "refusal_rates", "response_defaults"]

# How a leaflet comes into the letterbox: alone, in a bundle with others, by post to a name.
MODES = ("solo", "grouped", "addressed")


@dataclass(frozen=True)
class RefusalRate:
    """Share of letterboxes that refuse unaddressed advertising.

    Attributes
    ----------
    share : float
        0 to 1.
    scope : {"national", "regional"}
    year : int
    source : str
    prefixes : tuple of str
        Beginnings of the zone codes that it is for.
    """

    share: float
    scope: str
    year: int
    source: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class ResponseDefaults:
    """New customers per letterbox served; see reference_data/leaflets.toml."""

    base_rate: float
    contrast_share: float
    greatest_ratio: float


def refusal_rates(country: str) -> tuple[RefusalRate, ...]:
    """Give the stated rates of a country ("FR", "BE"), longest prefix first.

    Raises
    ------
    UnknownNameError
        For a country without one.
    """
    stated: list[dict[str, Any]] = _reference()["refusals"]
    found = [entry for entry in stated if entry["country"] == country.upper()]
    if not found:
        raise UnknownNameError("country with a stated Stop Pub rate", country, {entry["country"] for entry in stated})
    rates = (
        RefusalRate(entry["share"], entry["scope"], entry["year"], entry["source"], tuple(entry["prefixes"]))
        for entry in found
    )
    return tuple(sorted(rates, key=lambda rate: -max(len(prefix) for prefix in rate.prefixes)))


def cost_defaults() -> Mapping[str, Any]:
    """Give the stated costs: assumptions, to be replaced by a quotation."""
    stated: dict[str, Any] = _reference()["costs"]
    return stated


def response_defaults() -> ResponseDefaults:
    """Give the stated response: assumptions, to be replaced by a past campaign."""
    return ResponseDefaults(**_reference()["response"])


@lru_cache(maxsize=1)
def _reference() -> dict[str, Any]:
    return tomllib.loads(reference_path("leaflets.toml").read_text(encoding="utf-8"))
