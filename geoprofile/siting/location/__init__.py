"""The best sites together. Importing this registers the objectives."""

from geoprofile.siting.location import capture, service
from geoprofile.siting.location.choice import SiteChoice, choose_sites
from geoprofile.siting.location.closing import stores_to_close
from geoprofile.siting.location.objective import SITE_OBJECTIVES
from geoprofile.siting.location.question import HuffMarket, SiteQuestion

__all__ = [
    "SITE_OBJECTIVES",
    "HuffMarket",
    "SiteChoice",
    "SiteQuestion",
    "capture",
    "choose_sites",
    "service",
    "stores_to_close",
]
