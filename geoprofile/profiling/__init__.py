"""Customers against the population of their area."""
