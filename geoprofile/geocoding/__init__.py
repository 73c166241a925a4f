"""geocoding."""
