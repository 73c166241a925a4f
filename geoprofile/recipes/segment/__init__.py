"""Customers known by what they buy and where they live: segments, value, modes, messages, personas."""
