"""The best sites together. Importing this registers the objectives."""

from geoprofile.siting.location import service, share
from geoprofile.siting.location.choice import SiteChoice, choose_sites
from geoprofile.siting.location.closing import stores_to_close
from geoprofile.siting.location.objective import SITE_OBJECTIVES
from geoprofile.siting.location.question import HuffMarket, SiteQuestion

__all__ = [
    "SITE_OBJECTIVES",
    "HuffMarket",
    "SiteChoice",
    "SiteQuestion",
    "choose_sites",
    "service",
    "share",
    "stores_to_close",
]
