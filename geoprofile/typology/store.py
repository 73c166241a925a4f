"""A typology kept in a folder: what it learned as arrays, all that is said of it as JSON, nothing that can run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pandas as pd

from geoprofile.errors import GeoprofileError, TypologyError
from geoprofile.model_files import ModelFiles
from geoprofile.tables import Variable
from geoprofile.typology.estimator import AreaTypology, group_letter
from geoprofile.typology.preparation import Kind, Preparation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

__all__ = ["ARRAYS_FILE", "TEXT_FILE", "StoredTypology", "load_typology", "save_typology"]

FILES = ModelFiles(
    name="typology",
    format="geoprofile typology",
    version=1,
    what="typology",
    make="make one there with `geoprofile typology build -o {folder}`",
    again="build the typology again",
    error=TypologyError,
)
TEXT_FILE, ARRAYS_FILE = FILES.text_file, FILES.arrays_file
NAMES = ("name_fr", "name_en", "name_nl")
PORTRAITS = ("portrait_fr", "portrait_en", "portrait_nl")
# Arrays of the preparation and of the estimator, by the letters of their shapes: v variables, f axes that fill,
# a axes in all, g groups, t types, b and c the axes of groups and of types.
PREPARED = {
    "centre": "v", "scale": "v", "weight": "v", "fill_axes": "vf", "fill_shrink": "f", "fill_signal": "f",
    "unexplained": "v", "axes": "va",
}  # fmt: skip
LEARNED = {"group_centres_": "gb", "type_centres_": "tc", "group_of_type_": "t"}


@dataclass(frozen=True)
class StoredTypology:
    """A typology as it is kept and used again.

    Attributes
    ----------
    model : AreaTypology
        Fitted. One that was loaded assigns zones; it has no `labels_`, those of the fit lie beside it.
    names, portraits : DataFrame
        Index `code`, groups and types; `name_fr`, `name_en`, `name_nl`, and `portrait_...` likewise.
    variables : tuple of Variable
        What the model reads, in the order of its columns.
    level, territory : str
        The zones that it was built on.
    counted_by : Variable
        What weighed them.
    sources : tuple of str
        One line a source: what, vintage, licence.
    """

    model: AreaTypology
    names: pd.DataFrame
    portraits: pd.DataFrame
    variables: tuple[Variable, ...]
    level: str
    territory: str
    counted_by: Variable
    sources: tuple[str, ...]

    def group_of(self, code: str) -> str:
        """Give the group of a type; a group is its own."""
        groups = dict(zip(self.model.type_codes_, self.model.group_of_type_.tolist(), strict=True))
        return self.model.group_codes_[groups[code]] if code in groups else code


def save_typology(folder: Path | str, typology: StoredTypology) -> None:
    """Write `typology.json` and `typology.npz` into a folder that is there; the same typology gives the same bytes.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    TypologyError
        If the model draws from a generator in use, which cannot be kept: give it a whole number.
    """
    model = typology.model
    params = model.get_params()
    if not isinstance(params["random_state"], int | np.integer | None):
        raise TypologyError("A model whose random_state is a generator cannot be kept: make it with a whole number.")
    arrays = {name: getattr(model.preparation_, name) for name in PREPARED}
    arrays |= {name: getattr(model, name) for name in LEARNED}
    numbers = {"within_squares": model.within_squares_, "total_squares": model.total_squares_}
    text = {
        "territory": typology.territory,
        "level": typology.level,
        "counted_by": asdict(typology.counted_by),
        "sources": list(typology.sources),
        "params": {name: _plain(value) for name, value in params.items()},
        "columns": [str(name) for name in getattr(model, "feature_names_in_", ())],
        "kinds": list(model.preparation_.kinds),
        "group_codes": list(model.group_codes_),
        "type_codes": list(model.type_codes_),
        "fit": numbers | {"runs": int(model.runs_), "found": int(model.found_)},
        "variables": [asdict(variable) for variable in typology.variables],
        "names": _rows(typology.names, NAMES),
        "portraits": _rows(typology.portraits, PORTRAITS),
    }
    FILES.write(Path(folder), text, {name: np.ascontiguousarray(array) for name, array in arrays.items()})


def load_typology(folder: Path | str) -> StoredTypology:
    """Read what `save_typology` wrote; nothing is fitted again.

    Raises
    ------
    TypologyError
        If the folder holds no typology, one of another version, or a damaged one.
    """
    source = Path(folder)
    text, arrays = FILES.read(source, (*PREPARED, *LEARNED))
    try:
        model = _model(text, arrays)
        return StoredTypology(
            model=model,
            names=_frame(text["names"], NAMES),
            portraits=_frame(text["portraits"], PORTRAITS),
            variables=tuple(Variable(**row) for row in text["variables"]),
            level=str(text["level"]),
            territory=str(text["territory"]),
            counted_by=Variable(**text["counted_by"]),
            sources=tuple(map(str, text["sources"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError, GeoprofileError) as error:
        raise FILES.damaged(source, error) from error


def _plain(value: object) -> object:
    """Make a parameter what JSON knows."""
    if isinstance(value, np.integer):
        return int(value)
    return value if isinstance(value, str | int | float | None) else [str(part) for part in value]  # type: ignore[attr-defined]


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    kept = [name for name in columns if name in frame]
    return {str(code): {name: str(row[name]) for name in kept} for code, row in frame.iterrows()}


def _frame(rows: Mapping[str, Mapping[str, str]], columns: tuple[str, ...]) -> pd.DataFrame:
    kept = [name for name in columns if all(name in row for row in rows.values())]
    index = pd.Index(list(rows), dtype="str", name="code")
    return pd.DataFrame({name: [row[name] for row in rows.values()] for name in kept}, index=index, dtype="str")


def _model(text: Mapping[str, Any], arrays: Arrays) -> AreaTypology:
    """Set up an estimator as if it had been fitted."""
    _check_shapes(text, arrays)
    known = AreaTypology().get_params()
    model = AreaTypology(**{name: text["params"][name] for name in known})
    model.preparation_ = Preparation(tuple(text["kinds"]), **{name: arrays[name].astype(float) for name in PREPARED})
    model.group_centres_ = arrays["group_centres_"].astype(float)
    model.type_centres_ = arrays["type_centres_"].astype(float)
    model.group_of_type_ = arrays["group_of_type_"].astype(np.intp)
    model.group_codes_ = tuple(map(str, text["group_codes"]))
    model.type_codes_ = tuple(map(str, text["type_codes"]))
    model.n_features_in_ = len(text["kinds"])
    if text["columns"]:
        model.feature_names_in_ = np.array(text["columns"], dtype=object)
    fit = text["fit"]
    model.within_squares_, model.total_squares_ = float(fit["within_squares"]), float(fit["total_squares"])
    model.runs_, model.found_ = int(fit["runs"]), int(fit["found"])
    return model


def _check_shapes(text: Mapping[str, Any], arrays: Arrays) -> None:
    """Refuse arrays that do not fit each other or the text."""
    sizes = {"v": len(text["kinds"]), "g": len(text["group_codes"]), "t": len(text["type_codes"])}
    for name, letters in (PREPARED | LEARNED).items():
        shape, numbers = arrays[name].shape, np.issubdtype(arrays[name].dtype, np.number)
        if len(shape) != len(letters) or any(
            sizes.setdefault(at, n) != n for at, n in zip(letters, shape, strict=True)
        ):
            raise ValueError(f"{name} of {ARRAYS_FILE} has the wrong shape {shape}")
        if not numbers or not np.isfinite(arrays[name]).all():
            raise ValueError(f"{name} of {ARRAYS_FILE} holds something other than numbers")
    if len(text["variables"]) != sizes["v"] or (text["columns"] and len(text["columns"]) != sizes["v"]):
        raise ValueError("it does not have as many variables as columns")
    if not set(text["kinds"]) <= set(get_args(Kind)):
        raise ValueError(f"its kinds are not among {', '.join(get_args(Kind))}")
    groups = arrays["group_of_type_"]
    if sorted(set(groups.tolist())) != list(range(sizes["g"])):
        raise ValueError("a group has no type, or a type no group")
    if max(sizes["b"], sizes["c"]) > sizes["a"]:
        raise ValueError("its centres have more axes than there are")
    if list(text["group_codes"]) != [group_letter(number) for number in range(sizes["g"])]:
        raise ValueError("its groups are not A, B, ...")
    if not set(text["names"]) <= {*text["group_codes"], *text["type_codes"]}:
        raise ValueError("it names a class that it does not have")
