"""From customers to their profile, its page and workbook."""

from geoprofile.recipes.profile.flow import CustomerProfile, Reach, profile_customers

__all__ = ["CustomerProfile", "Reach", "profile_customers"]
