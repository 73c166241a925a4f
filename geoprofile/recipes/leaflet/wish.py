"""What is asked of a leaflet plan."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.assumptions import MODES
from geoprofile.leaflets.plan_inputs import OBJECTIVES, Budget
from geoprofile.travel.straight import WAYS
from geoprofile.words import check_language

if TYPE_CHECKING:
    from geoprofile.leaflets.choosing import Shape
    from geoprofile.leaflets.plan_inputs import Objective
    from geoprofile.words import Language

__all__ = ["HALF_TIME_MIN", "SHARES", "WITHIN_MIN", "LeafletWish"]

# Which store a zone goes to: the one reached soonest, or the one with the greatest share of it by Huff's model.
SHARES = ("nearest", "huff")
# Stated, not measured: minutes within which a leaflet is worth its paper, and after which half as many come.
WITHIN_MIN, HALF_TIME_MIN = 15.0, 10.0


@dataclass(frozen=True)
class LeafletWish:
    """A leaflet plan as its buyer says it.

    Attributes
    ----------
    letterboxes, budget_eur : float, optional
        The most of all waves together; one of the two.
    contiguous : bool
        Connected sectors around stores.
    islands : int
        Connected islands of at least so many letterboxes; with `contiguous`, the least of a sector.
    waves : int
        Zones are served once, in so many waves of the same budget.
    share : {"nearest", "huff"}
    by : {"car", "bike", "foot", "straight"}
    within_min, half_time_min : float
        Minutes from the store; minutes after which half as many come.
    mode : {"solo", "grouped", "addressed"}
    cost_eur_per_thousand, printing_eur_per_thousand, fixed_eur : float, optional
        Stated prices where missing.
    response_rate : float, optional
        New customers per letterbox; stated, or learned from past campaigns, where missing.
    margin_eur : float, optional
        Of a new customer.
    objective : {"response", "margin"}
    round_letterboxes : int
        Letterboxes a round; 0 for no rounds.
    control_pairs : int
        Zones held out beside their twins.
    skip_customers, is_published : bool
    language : {"fr", "en"}

    Raises
    ------
    TableError, UnknownNameError
        If something is impossible, or two things contradict each other.
    """

    letterboxes: float | None = None
    budget_eur: float | None = None
    contiguous: bool = False
    islands: int = 0
    waves: int = 1
    share: str = "nearest"
    by: str = "foot"
    within_min: float = WITHIN_MIN
    half_time_min: float = HALF_TIME_MIN
    mode: str = "grouped"
    cost_eur_per_thousand: float | None = None
    printing_eur_per_thousand: float | None = None
    fixed_eur: float | None = None
    response_rate: float | None = None
    margin_eur: float | None = None
    objective: Objective = "response"
    round_letterboxes: int = 500
    control_pairs: int = 0
    skip_customers: bool = False
    is_published: bool = False
    language: Language = "fr"

    def __post_init__(self) -> None:
        check_language(self.language)
        for what, name, choices in (
            ("way to share zones among stores", self.share, SHARES),
            ("way of travelling", self.by, WAYS),
            ("way of distribution", self.mode, MODES),
            ("objective", self.objective, OBJECTIVES),
        ):
            if name not in choices:
                raise UnknownNameError(what, name, choices)
        self._check_amounts()
        if self.objective == "margin" and self.margin_eur is None:
            raise TableError("The objective 'margin' needs the margin of a new customer: give it (--margin EUR).")
        if self.is_published and self.skip_customers:
            raise TableError(
                "The letterboxes of a zone less its customers would tell how many customers it has: leave out "
                "--publish or --skip-customers."
            )

    def _check_amounts(self) -> None:
        if (self.letterboxes is None) == (self.budget_eur is None):
            given = "both were given" if self.letterboxes is not None else "neither was given"
            raise TableError(f"A leaflet plan needs either --letterboxes N or --budget EUR; {given}.")
        positive = {
            "--letterboxes": self.letterboxes, "--budget": self.budget_eur, "--waves": self.waves,
            "--within": self.within_min, "--half-time": self.half_time_min, "--margin": self.margin_eur,
            "--response": self.response_rate,
        }  # fmt: skip
        least = {
            "--cost-per-thousand": self.cost_eur_per_thousand, "--printing": self.printing_eur_per_thousand,
            "--fixed": self.fixed_eur, "--islands": self.islands, "--rounds": self.round_letterboxes,
            "--controls": self.control_pairs,
        }  # fmt: skip
        for option, amount in {**positive, **least}.items():
            if amount is not None and not (0 < amount < math.inf or (option in least and amount == 0)):
                wanted = "0 or more" if option in least else "above 0"
                raise TableError(f"{option} is {amount:g}: give a number {wanted}.")
        if self.response_rate is not None and self.response_rate > 1:
            raise TableError(
                f"--response is {self.response_rate:g}: give new customers per letterbox, such as 0.002 for 2 in 1,000."
            )

    @property
    def shape(self) -> Shape:
        """Give the shape of the choice."""
        if self.contiguous:
            return "sectors"
        return "islands" if self.islands else "free"

    @property
    def unit(self) -> Literal["letterboxes", "eur"]:
        """Give the unit of the budget."""
        return "eur" if self.letterboxes is None else "letterboxes"

    @property
    def amount(self) -> float:
        """Give the budget of all waves together."""
        return float((self.budget_eur if self.letterboxes is None else self.letterboxes) or 0.0)

    @property
    def budgets(self) -> list[Budget]:
        """Share the budget among the waves: evenly, whole letterboxes, the first ones one more."""
        if self.unit == "eur":
            return [Budget("eur", self.amount / self.waves)] * self.waves
        whole, rest = divmod(int(self.amount), self.waves)
        return [Budget("letterboxes", float(whole + (wave < rest))) for wave in range(self.waves)]
