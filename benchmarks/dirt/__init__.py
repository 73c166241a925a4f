"""Dirty address rows with their truth, made from the rows of an address base: for calibration and for speed.

A kind of dirt changes one or two parts (slots) of an address as somebody writes it; kinds with different slots
stack. Words come from general knowledge of French and Belgian addresses, never from a file that is tested on.
A row whose dirt would name another address of the base is drawn anew.
"""

from dirt.base import read_base
from dirt.kinds import KINDS, NEGATIVES, kinds_of
from dirt.soil import clean_rows, hard_rows, mixed_rows, soil

__all__ = ["KINDS", "NEGATIVES", "clean_rows", "hard_rows", "kinds_of", "mixed_rows", "read_base", "soil"]
