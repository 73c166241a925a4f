"""The classes of values on a map, and the colours of match levels over them."""

from __future__ import annotations

from geoprofile.value_classes import CLASS_COUNT, RAMP, Classes, quantile_classes

__all__ = ["CLASS_COUNT", "LEVEL_COLOURS", "RAMP", "Classes", "quantile_classes"]

# Warm colours over the cool ramp, apart in lightness too; the finest match the darkest.
LEVEL_COLOURS = {
    "housenumber": "#7a0c2e",
    "interpolated": "#d1421b",
    "street": "#f58a07",
    "locality": "#f7c948",
    "municipality": "#fff7d6",
}
