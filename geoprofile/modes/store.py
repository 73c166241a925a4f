"""Segments as they are kept: text and arrays, nothing that can run."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.modes.choice import Choice
from geoprofile.modes.columns import ModeColumn
from geoprofile.modes.drift import Bins
from geoprofile.modes.encoding import CategoryCode, NumberCode
from geoprofile.modes.estimator import CustomerModes
from geoprofile.modes.preparation import MixedPreparation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.modes.encoding import ColumnCode

    Arrays = dict[str, NDArray[Any]]

__all__ = ["ARRAYS", "model_from", "model_parts"]

# Arrays of a model, by the letters of their shapes: p columns of the matrix, a axes, k segments, c columns, s = k + 1.
ARRAYS = {"weights": "p", "axes": "pa", "shrink": "a", "missing": "c", "centres": "ka", "counts": "s"}


def model_parts(model: CustomerModes) -> tuple[dict[str, Any], Arrays]:
    """Take a fitted model apart: what JSON holds, and the arrays."""
    preparation, choice = model.preparation_, model.choice_
    text = {
        "number": model.number,
        "seed": model.seed,
        "fitted_on": model.fitted_on_,
        "explained": preparation.explained_,
        "flat": list(preparation.flat_),
        "codes": [_code_text(code) for code in preparation.codes_],
        "bins": [{"edges": list(part.edges), "counts": list(part.counts)} for part in model.bins_],
        "choice": {"number": choice.number, "reason": choice.reason, "is_natural": choice.is_natural},
        "tried": choice.table.astype(object).where(choice.table.notna(), None).to_dict("records"),
    }
    arrays = {
        "weights": preparation.weights_,
        "axes": preparation.axes_,
        "shrink": preparation.shrink_,
        "missing": preparation.missing_,
        "centres": model.centres_,
        "counts": model.counts_,
    }
    return text, {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def model_from(text: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> CustomerModes:
    """Put a model together again; nothing is fitted.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a part is missing or does not fit the others.
    """
    codes = tuple(_code(part) for part in text["codes"])
    _check(codes, arrays)
    preparation = MixedPreparation()
    preparation.codes_, preparation.flat_ = codes, tuple(map(str, text["flat"]))
    preparation.weights_, preparation.axes_ = arrays["weights"].astype(float), arrays["axes"].astype(float)
    preparation.shrink_, preparation.missing_ = arrays["shrink"].astype(float), arrays["missing"].astype(float)
    preparation.explained_ = float(text["explained"])
    model = CustomerModes(None if text["number"] is None else int(text["number"]), int(text["seed"]))
    model.preparation_, model.centres_ = preparation, arrays["centres"].astype(float)
    model.counts_, model.fitted_on_ = arrays["counts"].astype(np.int64), int(text["fitted_on"])
    choice = text["choice"]
    tried = pd.DataFrame(text["tried"]).astype({"number": int, "chosen": bool}) if text["tried"] else pd.DataFrame()
    floats = tried.columns.difference(["number", "chosen"])
    model.choice_ = Choice(
        int(choice["number"]), choice["reason"], bool(choice["is_natural"]), tried.astype(dict.fromkeys(floats, float))
    )
    model.bins_ = tuple(
        Bins(code, tuple(map(float, part["edges"])), tuple(map(int, part["counts"])))
        for code, part in zip(codes, text["bins"], strict=True)
    )
    return model


def _code_text(code: ColumnCode) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(code).items()}


def _code(part: Mapping[str, Any]) -> ColumnCode:
    column = ModeColumn(**part["column"])
    if column.kind == "number":
        return NumberCode(column, *(float(part[name]) for name in ("unit", "centre", "spread")))
    return CategoryCode(column, tuple(map(str, part["levels"])), tuple(map(float, part["shares"])))


def _check(codes: tuple[ColumnCode, ...], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Refuse arrays that do not fit each other or the columns."""
    sizes = {"p": sum(code.width for code in codes), "c": len(codes), "s": len(arrays["centres"]) + 1}
    for name, letters in ARRAYS.items():
        array = arrays[name]
        fits = array.ndim == len(letters) and all(
            sizes.setdefault(letter, size) == size for letter, size in zip(letters, array.shape, strict=True)
        )
        if not fits or not np.issubdtype(array.dtype, np.number) or not np.isfinite(array).all():
            raise ValueError(f"the array {name!r} does not fit the others")
