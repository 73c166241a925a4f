"""Countries: each module registers what geoprofile knows of one."""

from geoprofile.countries import belgium, france
from geoprofile.countries.country import COUNTRIES, Country

__all__ = ["COUNTRIES", "Country", "belgium", "france"]
