"""Typed registries: a name stands for one object, and an unknown name lists the choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from geoprofile.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """Names and the objects they stand for, in order of registration.

    Parameters
    ----------
    what : str
        The noun of an entry, as an error message would say it ("zone source").
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """Decorate an object so that `name` stands for it; a name is taken once."""

        def add(entry: T) -> T:
            if name in self._entries:
                raise ValueError(f"The {self.what} {name!r} is registered twice.")
            self._entries[name] = entry
            return entry

        return add

    def __getitem__(self, name: str) -> T:
        """Return the object, or raise UnknownNameError with the choices."""
        if name not in self._entries:
            raise UnknownNameError(self.what, name, self._entries)
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
