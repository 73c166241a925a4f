"""geoprofile: geocode an address file offline, join it to open-data zones, and say what life is like there.

>>> import geoprofile
>>> territory = geoprofile.open_territory("demo")            # doctest: +SKIP
>>> enriched = geoprofile.enrich(customers, territory)       # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geoprofile.errors import GeoprofileError
    from geoprofile.recipes import enrich, geocode, reverse
    from geoprofile.territory.build import build_territory
    from geoprofile.territory.territory import Territory, open_territory

__all__ = ["GeoprofileError", "Territory", "build_territory", "enrich", "geocode", "open_territory", "reverse"]

# Each verb is imported when it is first asked for, so that the package itself imports at once.
_HOMES = {
    "GeoprofileError": "geoprofile.errors",
    "Territory": "geoprofile.territory.territory",
    "build_territory": "geoprofile.territory.build",
    "enrich": "geoprofile.recipes",
    "geocode": "geoprofile.recipes",
    "open_territory": "geoprofile.territory.territory",
    "reverse": "geoprofile.recipes",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'geoprofile' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, *globals()]
