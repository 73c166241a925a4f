"""Firms: their numbers checked, the register joined, the rest matched by name and address."""
