"""The invented town of the demo territory, made from a seed."""
