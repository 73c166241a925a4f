"""A trained score kept in a folder: JSON and arrays, nothing that can run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.errors import ScoreError, UnknownNameError
from geoprofile.model_files import ModelFiles
from geoprofile.scoring.bins import UNKNOWN, Bins
from geoprofile.scoring.boosted import BoostedScore
from geoprofile.scoring.criteria import OTHER_FAMILY, load_criteria
from geoprofile.scoring.drift import Reference
from geoprofile.scoring.grades import GRADES
from geoprofile.scoring.inputs import Input
from geoprofile.scoring.logistic import Logistic
from geoprofile.scoring.model import METHODS, ScoreModel
from geoprofile.scoring.scorecard import Criterion, Scorecard
from geoprofile.scoring.trees import TREE_ARRAYS, Trees
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["ARRAYS_FILE", "TEXT_FILE", "load_score", "save_score"]

FILES = ModelFiles(
    name="score",
    format="geoprofile score",
    version=2,
    what="score",
    make="make one there with 'geoprofile score train -o {folder}'",
    again="train the score again with 'geoprofile score train'",
    error=ScoreError,
)
# Points are whole numbers that add up far from any limit of arrays.
MOST_POINTS = 2**31 - 1
TEXT_FILE, ARRAYS_FILE = FILES.text_file, FILES.arrays_file


def save_score(folder: Path | str, model: ScoreModel) -> None:
    """Write `score.json` and `score.npz` into a folder that is there; the same score gives the same bytes.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    trees = model.boosted.trees_
    card, calibration = model.scorecard, model.boosted.calibration_
    text = {
        "outcome": model.outcome,
        "trained_rows": model.trained_rows,
        "language": model.language,
        "rows_seen": model.rows_seen,
        "method": model.method,
        "inputs": [asdict(own) for own in model.inputs],
        "cuts": {name: list(cuts) for name, cuts in model.cuts.items()},
        "references": {name: asdict(own) for name, own in model.references.items()},
        "scorecard": {
            "base_rate": card.base_rate_,
            "base_points": card.base_points_,
            "criteria": [
                {"weight": own.weight, "points": own.points.tolist(), "bins": _written(own.bins)}
                for own in card.criteria_
            ],
        },
        "boosted": {
            "baseline": trees.baseline,
            "intercept": calibration.intercept,
            "slope": float(calibration.coefficients[0]),
            "bins": [_written(own) for own in model.boosted.bins_],
        },
    }
    FILES.write(Path(folder), text, {"roots": trees.roots, **{name: getattr(trees, name) for name in TREE_ARRAYS}})


def load_score(folder: Path | str) -> ScoreModel:
    """Read what `save_score` wrote; nothing is learned again.

    Raises
    ------
    ScoreError
        If the folder holds no score, one of another version, or a damaged one.
    """
    source = Path(folder)
    text, arrays = FILES.read(source, ("roots", *TREE_ARRAYS))
    try:
        return _model(text, arrays)
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError, UnknownNameError) as error:
        raise FILES.damaged(source, type(error).__name__) from error


def _written(bins: Bins) -> dict[str, Any]:
    """Give bins as JSON knows them."""
    return {
        "of": bins.of.name,
        "edges": list(bins.edges),
        "levels": dict(bins.levels),
        "others": bins.others,
        "missing": bins.missing,
        "yes": bins.yes.tolist(),
        "rows": bins.rows.tolist(),
        "woe": bins.woe.tolist(),
        "information": bins.information,
        "chance": None if np.isnan(bins.chance) else bins.chance,
        "monotone": bins.monotone,
        "whole": bins.whole,
        "lowest": None if np.isnan(bins.lowest) else bins.lowest,
    }


def _read(stated: Mapping[str, Any], inputs: Mapping[str, Input]) -> Bins:
    _check_bins(stated)
    chance, lowest = (np.nan if stated[name] is None else float(stated[name]) for name in ("chance", "lowest"))
    yes, rows, woe = (np.array(stated[name], dtype=float) for name in ("yes", "rows", "woe"))
    levels = {str(level): int(place) for level, place in stated["levels"].items()}
    edges = tuple(map(float, stated["edges"]))
    places = [*levels.values(), len(edges), int(stated["others"]), int(stated["missing"])]
    fits = len(yes) == len(rows) == len(woe) > max(places) and min(places) >= UNKNOWN
    if not fits or list(edges) != sorted(edges):
        raise ValueError("bins do not fit")
    return Bins(
        inputs[stated["of"]], edges, levels, int(stated["others"]), int(stated["missing"]), yes, rows, woe,
        float(stated["information"]), chance, bool(stated["monotone"]), bool(stated["whole"]), lowest,
    )  # fmt: skip


def _model(text: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> ScoreModel:
    """Set up the estimators as if they had been fitted."""
    _check_numbers(text)
    own_inputs = tuple(_input(own) for own in text["inputs"])
    inputs = {own.name: own for own in own_inputs}
    card, stated = Scorecard(), text["scorecard"]
    card.base_rate_, card.base_points_ = float(stated["base_rate"]), int(stated["base_points"])
    card.criteria_ = tuple(
        Criterion(_read(own["bins"], inputs), float(own["weight"]), np.array(own["points"], dtype=np.int64))
        for own in stated["criteria"]
    )
    if not card.criteria_ or any(len(own.points) != len(own.bins.rows) for own in card.criteria_):
        raise ValueError("points do not fit")
    if not 0 < card.base_rate_ < 1 or max(map(abs, _points(card))) > MOST_POINTS:
        raise ValueError("scale does not fit")
    boosted, told = BoostedScore(), text["boosted"]
    boosted.bins_ = tuple(_read(own, inputs) for own in told["bins"])
    boosted.trees_ = _trees(arrays, float(told["baseline"]), len(boosted.bins_))
    boosted.calibration_ = Logistic(float(told["intercept"]), np.array([float(told["slope"])]))
    cuts = {name: tuple(map(float, text["cuts"][name])) for name in METHODS}
    references = {
        name: Reference(tuple(map(float, own["edges"])), tuple(map(float, own["counts"])))
        for name, own in text["references"].items()
    }
    if text["method"] not in METHODS or set(references) != set(METHODS):
        raise ValueError("methods do not fit")
    if any(len(own) != len(GRADES) - 1 or list(own) != sorted(own, reverse=True) for own in cuts.values()):
        raise ValueError("cuts do not fit")
    if any(len(own.counts) != len(own.edges) + 1 or min(own.counts) < 0 for own in references.values()):
        raise ValueError("references do not fit")
    language = str(text.get("language", "fr"))
    check_language(language)
    return ScoreModel(
        str(text["outcome"]), own_inputs, card, boosted, text["method"], cuts, references, int(text["trained_rows"]),
        language, str(text.get("rows_seen", "")),
    )  # fmt: skip


def _input(stated: Mapping[str, Any]) -> Input:
    """Read an input; one that no score may be made of is refused, whoever wrote it here."""
    own = Input(
        stated["name"], stated["kind"], stated["family"], tuple(map(str, stated["grounds"])), stated["comma"] is True
    )
    criteria = load_criteria()
    families, grounds = ({rule.name for rule in rules} for rules in (criteria.families, criteria.grounds))
    if not isinstance(own.name, str) or own.kind not in ("number", "category"):
        raise ValueError("inputs do not fit")
    if own.family not in families | {OTHER_FAMILY} or not set(own.grounds) <= grounds:
        raise ValueError("families do not fit")
    if criteria.forbidden_rule(own.name) is not None:
        raise ValueError("it reads a column that no score may be made of")
    return own


def _points(card: Scorecard) -> list[int]:
    return [card.base_points_, *(point for own in card.criteria_ for point in own.points.tolist())]


def _check_bins(stated: Mapping[str, Any]) -> None:
    """Refuse counts that are none."""
    if any(not 0 <= yes <= rows for yes, rows in zip(stated["yes"], stated["rows"], strict=True)):
        raise ValueError("counts do not fit")


def _check_numbers(part: object) -> None:
    """Refuse a number that is none or endless, wherever it stands."""
    if isinstance(part, float) and not np.isfinite(part):
        raise ValueError("a number is not finite")
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in inside:
        _check_numbers(each)


def _trees(arrays: Mapping[str, NDArray[Any]], baseline: float, inputs: int) -> Trees:
    """Set up trees whose every way ends in a leaf."""
    parts: dict[str, Any] = {name: arrays[name].astype(kind) for name, kind in TREE_ARRAYS.items()}
    nodes, roots = len(parts["leaf"]), arrays["roots"].astype(np.int32)
    inner = np.flatnonzero(~parts["leaf"])
    below = np.array([parts[side][inner] for side in ("left", "right")])
    fits = (
        all(len(part) == nodes for part in parts.values())
        and bool(((roots >= 0) & (roots < nodes)).all())
        and bool(((below > inner) & (below < nodes)).all())  # always further on: no way is endless
        and bool(((parts["feature"] >= 0) & (parts["feature"] < inputs)).all())
    )
    if not fits or not np.isfinite(parts["value"]).all():
        raise ValueError("trees do not fit")
    return Trees(roots, **parts, baseline=baseline)
