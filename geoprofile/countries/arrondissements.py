"""Municipal arrondissements of Paris, Lyon and Marseille and the commune each belongs to (INSEE, COG)."""

from __future__ import annotations

__all__ = ["ARRONDISSEMENTS", "whole_commune"]

ARRONDISSEMENTS: dict[str, str] = (
    {f"{code}": "75056" for code in range(75101, 75121)}
    | {f"{code}": "69123" for code in range(69381, 69390)}
    | {f"{code}": "13055" for code in range(13201, 13217)}
)


def whole_commune(citycode: str) -> str:
    """Give the commune of an arrondissement; the code of any other commune comes back as it is."""
    return ARRONDISSEMENTS.get(citycode, citycode)


def arrondissement_number(citycode: str) -> int:
    """Give the number of an arrondissement in its city (75104 is 4, 69389 is 9), 0 for any other commune."""
    if citycode not in ARRONDISSEMENTS:
        return 0
    return int(citycode[-2:]) % 80 if citycode.startswith("69") else int(citycode[-2:])
