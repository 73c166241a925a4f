"""Segments found in all that is known of customers: how many, how firm, who belongs, what has drifted."""
