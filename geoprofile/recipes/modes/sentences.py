"""What is said of segments beyond their tables: why so many, what a reader must know, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.modes.columns import LEFT_OUT
from geoprofile.modes.estimator import LEAST_CUSTOMERS
from geoprofile.recipes.modes.words import LEFT_OUT_WORDS, MODES_WORDS
from geoprofile.scoring.criteria import load_criteria
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.words import check_language, count_text, fixed_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geoprofile.recipes.modes.flow import Applied, Modes, StoredModes

__all__ = ["applied_notes", "cautions", "modes_notes", "protected_columns", "why_so_many"]

MOST_NAMES = 8
UNSTABLE_ARI = 0.6
# A column is named among those filled from this share on.
WORTH_NAMING = 0.005


def why_so_many(modes: Modes, language: str) -> str:
    """Say in one sentence why there are so many segments."""
    check_language(language)
    words, choice = MODES_WORDS[language], modes.stored.model.choice_
    found = len(modes.stored.names)
    figures = dict.fromkeys(("ari", "silhouette", "cloud"), "")
    row = choice.table[choice.table["number"] == choice.number]
    if len(row):
        for key, column in (("ari", "ari_halves"), ("silhouette", "silhouette"), ("cloud", "silhouette_cloud")):
            figures[key] = fixed_text(float(row[column].iloc[0]), 2, language)
    return words[choice.reason].format(segments=words["many"].format(number=found), **figures)


def cautions(modes: Modes, language: str) -> list[str]:
    """Say what a reader must not miss: segments that are cuts of a continuum, unstable ones, fewer than asked."""
    words, model = MODES_WORDS[language], modes.stored.model
    choice, told = model.choice_, []
    row = choice.table[choice.table["number"] == choice.number]
    if not choice.is_natural:
        told.append(words["continuum"])
    if len(row) and float(row["ari_halves"].iloc[0]) < UNSTABLE_ARI:
        told.append(words["unstable"])
    if len(model.codes_) < choice.number:
        told.append(words["fewer"].format(asked=choice.number, found=len(model.codes_), least=LEAST_CUSTOMERS))
    protected = protected_columns(modes.stored, language)
    if protected:
        named = [words["protected_column"].format(name=name, ground=ground) for name, ground in protected.items()]
        told.append(words["protected"].format(columns=_some(named, language)))
    return told


def protected_columns(stored: StoredModes, language: str) -> dict[str, str]:
    """Give the user's own columns that tell of a ground of discrimination (age, family), and the labels of these."""
    criteria, found = load_criteria(), {}
    for code in stored.model.preparation_.codes_:
        if code.column.theme != "own":
            continue
        grounds = criteria.grounds_of(code.column.name)
        labels = dict.fromkeys(rule.label(language) for rule in criteria.grounds if rule.name in grounds)
        if labels:
            found[code.column.name] = ", ".join(labels)
    return found


def modes_notes(modes: Modes, language: str) -> list[str]:
    """Say what was done: what was filled, who is in no segment, what was left out, how themes weigh."""
    check_language(language)
    words, model = MODES_WORDS[language], modes.stored.model
    told = [words["weights"]]
    filled = [
        words["filled_column"].format(label=name, share=percent_text(share, language))
        for name, share in _missing(modes)
    ]
    if filled:
        told.append(words["filled"].format(columns=_some(filled, language)))
    unplaced = int((modes.labels == "").sum())
    if unplaced:
        many = unplaced >= SMALLEST_CELL
        told.append(words["unplaced" if many else "unplaced_few"].format(count=count_text(unplaced, language)))
    if model.fitted_on_ < len(modes.segments):
        told.append(words["sampled"].format(count=count_text(model.fitted_on_, language)))
    left_out = list(_left_out(modes, language))
    if left_out:
        told.append(words["left_out"].format(listed="; ".join(left_out)))
    return told


def applied_notes(applied: Applied, language: str) -> list[str]:
    """Say what was not as it had been when customers were put into kept segments."""
    check_language(language)
    words = MODES_WORDS[language]
    told = [words["absent"].format(listed=_some(applied.absent, language))] if applied.absent else []
    for key in ("unseen", "unread"):
        told += [
            words[key].format(name=name, count=count_text(count, language)) for name, count in getattr(applied, key)
        ]
    return told


def _missing(modes: Modes) -> list[tuple[str, float]]:
    """Give the columns with missing cells, most of them first, and their share."""
    preparation = modes.stored.model.preparation_
    shares = zip([code.column.name for code in preparation.codes_], preparation.missing_.tolist(), strict=True)
    found = [(name, share) for name, share in shares if share >= WORTH_NAMING]
    return sorted(found, key=lambda pair: (-round(pair[1], 6), pair[0]))


def _left_out(modes: Modes, language: str) -> Iterator[str]:
    words = MODES_WORDS[language]
    flat = modes.stored.model.preparation_.flat_
    for reason in LEFT_OUT:
        names = [column.name for column in modes.left_out if column.reason == reason]
        names += flat if reason == "constant" else ()
        if names:
            yield words["reason_of"].format(names=_some(names, language), reason=LEFT_OUT_WORDS[language][reason])


def _some(names: Sequence[str], language: str) -> str:
    """List names, and how many more there are."""
    listed = ", ".join(names[:MOST_NAMES])
    rest = len(names) - MOST_NAMES
    return MODES_WORDS[language]["and_more"].format(names=listed, count=rest) if rest > 0 else listed
