"""Store siting: catchments, choice between stores, forecasts, and the best places together."""
