"""Where the reference data of the project lies: recipes, the dictionary of variables, the demo territory."""

from __future__ import annotations

from pathlib import Path

__all__ = ["reference_path"]

PACKAGE = Path(__file__).parent


def reference_path(*parts: str) -> Path:
    """Give the path of a reference file, in a checkout (beside the package) or an installed wheel (inside)."""
    inside = PACKAGE / "reference_data"
    root = inside if inside.is_dir() else PACKAGE.parent / "reference_data"
    return root.joinpath(*parts)
