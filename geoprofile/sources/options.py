"""What a recipe says of one source beyond its path: read, and refused where it is not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.errors import RecipeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geoprofile.sources.source import Source

__all__ = ["check_options", "list_option", "switch_option", "text_option"]


def check_options(source: Source, allowed: Iterable[str]) -> None:
    """Refuse an option that the reader of this kind does not know, listing those it does.

    Raises
    ------
    RecipeError
        A misspelt option would otherwise be passed over in silence.
    """
    choices = sorted(allowed)
    for name in source.options:
        if name not in choices:
            raise RecipeError(
                f"{source.path.name}: a source of kind {source.kind!r} has no option {name!r}; "
                f"choose from: {', '.join(choices) or '(none)'}."
            )


def text_option(source: Source, name: str) -> str:
    """Give a text option, empty where the recipe does not set it."""
    value = source.options.get(name, "")
    if not isinstance(value, str):
        raise RecipeError(f'{source.path.name}: option {name!r} is a text: write {name} = "..." in the recipe.')
    return value


def switch_option(source: Source, name: str) -> bool:
    """Give an option that is true or false, false where the recipe does not set it."""
    value = source.options.get(name, False)
    if not isinstance(value, bool):
        raise RecipeError(f"{source.path.name}: option {name!r} is a switch: write {name} = true in the recipe.")
    return value


def list_option(source: Source, name: str) -> tuple[str, ...]:
    """Give an option that is a list of texts, empty where the recipe does not set it."""
    value = source.options.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RecipeError(
            f'{source.path.name}: option {name!r} is a list of texts: write {name} = ["..."] in the recipe.'
        )
    return tuple(value)
