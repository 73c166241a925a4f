"""From candidate sites, stores and customers to a comparison of where to open."""
