"""Audiences: a file of customers made ready for a channel, after everybody who objected has been taken out."""

from geoprofile.recipes.audiences.columns import find_columns
from geoprofile.recipes.audiences.files import check_audience_output, write_audience
from geoprofile.recipes.audiences.flow import Audience, make_audience
from geoprofile.recipes.audiences.objections import make_opposition_list
from geoprofile.recipes.audiences.record import audience_record
from geoprofile.recipes.audiences.wish import AudienceWish, read_condition

__all__ = [
    "Audience",
    "AudienceWish",
    "audience_record",
    "check_audience_output",
    "find_columns",
    "make_audience",
    "make_opposition_list",
    "read_condition",
    "write_audience",
]
