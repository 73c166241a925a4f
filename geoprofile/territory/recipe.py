"""Recipes: a TOML file that lists the sources of a territory."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geoprofile.countries import COUNTRIES
from geoprofile.errors import RecipeError, UnknownNameError
from geoprofile.reference import reference_path
from geoprofile.sources.source import (
    ADDRESS_SOURCES,
    COMMUNE_NAME_SOURCES,
    STREET_SOURCES,
    VARIABLE_SOURCES,
    ZONE_NAME_SOURCES,
    ZONE_SOURCES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Recipe", "RecipeSource", "load_recipe", "shipped_recipes"]

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
TOP_KEYS = frozenset({"name", "title_fr", "title_en", "country", "source"})
SOURCE_KEYS = frozenset({"kind", "path", "url", "sha256", "vintage", "licence", "publisher"})


@dataclass(frozen=True)
class RecipeSource:
    """One `[[source]]` of a recipe, before its file is looked for.

    Attributes
    ----------
    kind : str
        A name in one of the registries of sources.
    path : str
        Relative to the folder of sources, or absolute; empty where there is a url.
    url, sha256 : str
        Where it is downloaded from, and what it must be; either may be empty.
    vintage, licence, publisher : str
    options : mapping
        Everything else, for the reader of that kind.
    """

    kind: str
    path: str = ""
    url: str = ""
    sha256: str = ""
    vintage: str = ""
    licence: str = ""
    publisher: str = ""
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """A territory to build: its name, country and sources, and the folder of the recipe file."""

    name: str
    title_fr: str
    title_en: str
    country: str
    sources: tuple[RecipeSource, ...]
    folder: Path


def shipped_recipes() -> dict[str, Path]:
    """Give the recipes that come with geoprofile, by name."""
    return {path.stem: path for path in sorted(reference_path("recipes").glob("*.toml"))}


def load_recipe(recipe: str | Path) -> Recipe:
    """Read a recipe file, or a shipped recipe by its name.

    Raises
    ------
    RecipeError
        If it is not there, not TOML, or a key or kind in it is missing or unknown.
    """
    path = Path(recipe)
    if not path.is_file():
        shipped = shipped_recipes()
        if str(recipe) not in shipped:
            raise RecipeError(
                f"There is no recipe file {recipe}: give the path of a .toml file, or a shipped recipe "
                f"({', '.join(shipped)})."
            )
        path = shipped[str(recipe)]
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RecipeError(f"{path.name} cannot be read as TOML: {error}.") from error
    return _recipe(document, path)


def _recipe(document: Mapping[str, object], path: Path) -> Recipe:
    _refuse_unknown(document, TOP_KEYS, f"{path.name}")
    name, country = _text(document, "name", path.name), _text(document, "country", path.name)
    if not NAME.fullmatch(name):
        raise RecipeError(f"{path.name}: the name {name!r} must be lower-case letters, digits, '-' and '_'.")
    COUNTRIES[country]
    entries = document.get("source")
    if not isinstance(entries, list) or not entries:
        raise RecipeError(f"{path.name} lists no [[source]]: a territory needs at least one.")
    sources = tuple(_source(entry, f"{path.name}, source {number}") for number, entry in enumerate(entries, start=1))
    title = str(document.get("title_en") or name)
    return Recipe(name, str(document.get("title_fr") or title), title, country, sources, path.parent.resolve())


def _source(entry: object, where: str) -> RecipeSource:
    if not isinstance(entry, dict):
        raise RecipeError(f"{where} is not a table: write each source under a line [[source]].")
    kind = _text(entry, "kind", where)
    zoned = [*ZONE_SOURCES, *ZONE_NAME_SOURCES, *VARIABLE_SOURCES]
    known = [*ADDRESS_SOURCES, *COMMUNE_NAME_SOURCES, *zoned, *STREET_SOURCES]
    if kind not in known:
        raise RecipeError(f"{where}: {UnknownNameError('kind of source', kind, known)}")
    if bool(entry.get("path")) == bool(entry.get("url")):
        raise RecipeError(f"{where} ({kind}): give either a path or a url.")
    if str(entry.get("url", "https://")).partition("://")[0] != "https":
        raise RecipeError(f"{where} ({kind}): a url must begin with https://.")
    told = {key: _text(entry, key, where) for key in SOURCE_KEYS if key in entry}
    return RecipeSource(**told, options={key: value for key, value in entry.items() if key not in SOURCE_KEYS})


def _text(mapping: Mapping[str, object], key: str, where: str) -> str:
    value = mapping.get(key)
    if not isinstance(value, str) or not value:
        raise RecipeError(f'{where}: {key} is missing or is not a text: write {key} = "...".')
    return value


def _refuse_unknown(mapping: Mapping[str, object], known: frozenset[str], where: str) -> None:
    for key in mapping:
        if key not in known:
            raise RecipeError(f"{where}: {UnknownNameError('key of a recipe', key, known)}")
