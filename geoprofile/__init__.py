"""geoprofile."""
