"""Leaflets and door-to-door: which zones, in which rounds, and what came of it."""
