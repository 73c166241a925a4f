"""Area typology: groups and types of zones, their traits, names and portraits."""
