"""Modes of customers by all that is known of them: found, kept, shown, applied to others, watched for drift."""

from geoprofile.recipes.modes.classes import class_traits
from geoprofile.recipes.modes.flow import Applied, Modes, StoredModes, apply_modes, drift, find_modes
from geoprofile.recipes.modes.folder import read_modes, save_modes
from geoprofile.recipes.modes.section import drift_blocks, modes_section
from geoprofile.recipes.modes.sentences import applied_notes, modes_notes

__all__ = [
    "Applied",
    "Modes",
    "StoredModes",
    "applied_notes",
    "apply_modes",
    "class_traits",
    "drift",
    "drift_blocks",
    "find_modes",
    "modes_notes",
    "modes_section",
    "read_modes",
    "save_modes",
]
