"""What is to be said of a ranking: what a reader must know first, and what became of the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.lookalikes.verdict import FEWEST_CUSTOMERS
from geoprofile.recipes.lookalike.words import LOOKALIKE_WORDS
from geoprofile.words import fixed_text, number_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geoprofile.recipes.lookalike.customers import CountedCustomers, CustomerCounts
    from geoprofile.words import Language

__all__ = ["count_notes", "model_notes", "warnings_of"]


def warnings_of(counts: CustomerCounts, *, wanted: bool, tested: bool, language: Language) -> tuple[str, ...]:
    """Say what must not be missed: too few customers, no test.

    Parameters
    ----------
    wanted, tested : bool
        Whether a test of the ranking was asked for, and could be made.
    """
    words, told = LOOKALIKE_WORDS[language], []
    if counts.used < FEWEST_CUSTOMERS:
        told.append(words["too_few"].format(used=fixed_text(counts.used, 0, language), least=FEWEST_CUSTOMERS))
    if not tested:
        told.append(words["one_block" if wanted else "not_validated"])
    return tuple(told)


def count_notes(counted: CountedCustomers, best: str | None, language: Language) -> tuple[str, ...]:
    """Say what became of the rows of the file."""
    words, counts = LOOKALIKE_WORDS[language], counted.counts
    number = {name: fixed_text(value, 0, language) for name, value in vars(counts).items()}
    told = [words["used"].format(used=number["used"], rows=number["rows"])]
    if best is not None:
        valued = counts.rows - counts.without_value
        told.append(
            words["best"].format(
                count=fixed_text(valued - counts.not_best, 0, language),
                valued=fixed_text(valued, 0, language),
                column=best,
                limit=number_text(counted.least_value, language),
            )
        )
    told += [
        words[name].format(count=number[name], column=best)
        for name in ("without_value", "without_zone", "outside", "in_empty_zones", "out_of_reach")
        if getattr(counts, name)
    ]
    return tuple(told)


def model_notes(
    reach: Collection[str] | None,
    examples: Sequence[str] | None,
    silent: Sequence[str],
    *,
    tested: bool,
    published: bool,
    language: Language,
) -> tuple[str, ...]:
    """Say where the model learnt, from which examples, without which variables, and who may see the result.

    Parameters
    ----------
    reach : collection of str or None
        Zones that it learns from.
    examples : sequence of str or None
        Names of the zones that others should be like.
    silent : sequence of str
        Labels of variables left out.
    """
    words = LOOKALIKE_WORDS[language]
    told = [words["no_reach"] if reach is None else words["reach"].format(zones=fixed_text(len(reach), 0, language))]
    if examples:
        told.append(words["twins"].format(zones=", ".join(dict.fromkeys(examples))))
        told += [words["twins_tested"]] if tested else []
    if silent:
        told.append(words["sensitive"].format(names=", ".join(silent)))
    return (*told, words["published" if published else "private"])
