"""The kinds of neighbourhood of the invented town, and what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True)
class Kind:
    """What is typical of one kind of neighbourhood; shares add up to 1.

    Attributes
    ----------
    spacing_m : tuple of float
        Distance between parallel streets, then between those that cross them.
    gap_m : float
        Distance between two neighbouring numbers of one side of a street.
    dwellings : float
        Mean dwellings behind one address.
    income_eur, spread : float
        Median disposable income by consumption unit, and the sigma of its log.
    ages : tuple of float
        Shares of 0-14, 15-29, 30-44, 45-59, 60-74, 75 and over.
    households : tuple of float
        Shares of men alone, women alone, several unrelated persons, couples without and with child,
        single parents.
    occupations : tuple of float
        Shares of the eight socio-occupational groups of INSEE among persons of 15 and over.
    owners, social, flats : float
        Shares of households.
    affinity : float
        How much more often than elsewhere a household shops at the demo chain.
    """

    spacing_m: tuple[float, float]
    gap_m: float
    dwellings: float
    income_eur: float
    spread: float
    ages: tuple[float, ...]
    households: tuple[float, ...]
    occupations: tuple[float, ...]
    owners: float
    social: float
    flats: float
    affinity: float


KINDS: dict[str, Kind] = {
    "centre": Kind(
        (85, 100), 13, 2.5, 20500, 0.50,
        (0.11, 0.33, 0.22, 0.14, 0.11, 0.09), (0.24, 0.27, 0.05, 0.21, 0.16, 0.07),
        (0.00, 0.04, 0.17, 0.18, 0.15, 0.09, 0.17, 0.20), 0.31, 0.10, 0.93, 1.5,
    ),
    "young": Kind(
        (95, 120), 15, 2.0, 22500, 0.42,
        (0.22, 0.21, 0.28, 0.15, 0.09, 0.05), (0.13, 0.14, 0.04, 0.23, 0.36, 0.10),
        (0.00, 0.04, 0.20, 0.22, 0.18, 0.11, 0.12, 0.13), 0.47, 0.13, 0.70, 4.0,
    ),
    "west": Kind(
        (125, 160), 18, 1.1, 30500, 0.55,
        (0.16, 0.15, 0.17, 0.21, 0.19, 0.12), (0.11, 0.19, 0.02, 0.33, 0.30, 0.05),
        (0.00, 0.07, 0.26, 0.16, 0.09, 0.03, 0.28, 0.11), 0.71, 0.03, 0.42, 1.2,
    ),
    "estate": Kind(
        (190, 230), 26, 7.0, 12600, 0.36,
        (0.27, 0.22, 0.21, 0.15, 0.10, 0.05), (0.16, 0.17, 0.03, 0.14, 0.31, 0.19),
        (0.00, 0.02, 0.03, 0.10, 0.21, 0.25, 0.16, 0.23), 0.09, 0.79, 0.97, 0.35,
    ),
    "workers": Kind(
        (105, 140), 15, 1.3, 18200, 0.38,
        (0.19, 0.19, 0.20, 0.19, 0.15, 0.08), (0.15, 0.18, 0.02, 0.25, 0.29, 0.11),
        (0.00, 0.03, 0.06, 0.14, 0.19, 0.20, 0.23, 0.15), 0.46, 0.22, 0.48, 0.8,
    ),
    "ring": Kind(
        (110, 190), 17, 1.0, 24200, 0.36,
        (0.23, 0.14, 0.23, 0.21, 0.13, 0.06), (0.07, 0.09, 0.01, 0.29, 0.47, 0.07),
        (0.01, 0.05, 0.13, 0.21, 0.17, 0.12, 0.20, 0.11), 0.80, 0.06, 0.10, 1.6,
    ),
    "village": Kind(
        (130, 200), 19, 1.0, 22600, 0.40,
        (0.17, 0.13, 0.17, 0.21, 0.20, 0.12), (0.12, 0.16, 0.01, 0.34, 0.31, 0.06),
        (0.02, 0.05, 0.09, 0.16, 0.16, 0.13, 0.30, 0.09), 0.78, 0.04, 0.07, 0.7,
    ),
    "rural": Kind(
        (120, 170), 15, 1.0, 21400, 0.42,
        (0.14, 0.10, 0.13, 0.20, 0.25, 0.18), (0.15, 0.20, 0.01, 0.37, 0.22, 0.05),
        (0.07, 0.05, 0.05, 0.11, 0.14, 0.12, 0.39, 0.07), 0.83, 0.02, 0.02, 0.3,
    ),
    "activity": Kind(
        (210, 260), 55, 0.15, 19000, 0.40,
        (0.16, 0.22, 0.22, 0.19, 0.14, 0.07), (0.22, 0.20, 0.04, 0.24, 0.22, 0.08),
        (0.00, 0.05, 0.07, 0.14, 0.19, 0.20, 0.19, 0.16), 0.30, 0.10, 0.60, 0.5,
    ),
    "park": Kind(
        (900, 900), 60, 0.3, 26000, 0.45,
        (0.16, 0.15, 0.17, 0.21, 0.19, 0.12), (0.15, 0.20, 0.01, 0.32, 0.27, 0.05),
        (0.00, 0.06, 0.20, 0.16, 0.12, 0.06, 0.28, 0.12), 0.60, 0.05, 0.40, 0.5,
    ),
}  # fmt: skip
