"""From a territory to its typology, its report and maps."""

from geoprofile.recipes.typology.flow import (
    ASSIGNED_FILE,
    Assigned,
    BuiltTypology,
    assign_typology,
    build_typology,
    read_types,
    read_typology,
    save_assigned,
    save_built,
)

__all__ = [
    "ASSIGNED_FILE",
    "Assigned",
    "BuiltTypology",
    "assign_typology",
    "build_typology",
    "read_types",
    "read_typology",
    "save_assigned",
    "save_built",
]
