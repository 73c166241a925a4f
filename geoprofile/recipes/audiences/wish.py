"""What is asked for: the channel, who, why, and for how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoprofile.errors import AddressFileError, UnknownNameError
from geoprofile.files.columns import name_words
from geoprofile.scoring.criteria import load_criteria

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd

__all__ = ["CHANNELS", "RETENTION_DAYS", "AudienceWish", "Condition", "read_condition"]

CHANNELS = ("post", "social", "zones")
EMAIL_WORDS = frozenset(("email", "e-mail", "mail", "emailing", "courriel"))
# From print to the last answer counted; then the file has served and goes.
RETENTION_DAYS = 90
CONDITION = re.compile(r"\s*([^=!]+?)\s*(!?=)\s*(.+?)\s*", re.DOTALL)
# Words in names of columns that say where somebody lives, or how poor the place is.
PLACE_WORDS = frozenset(
    [
        "type", "group", "groupe", "zone", "iris", "sector", "secteur", "grid", "commune", "city", "ville", "postcode",
        "postal", "cp", "quartier", "district", "departement", "department", "region", "citycode", "insee", "qpv",
        "income", "revenu", "revenus", "poverty", "poor", "pauvrete", "unemployment", "chomage", "benefits", "social",
    ]
)  # fmt: skip
# What a column that says no begins with: who is in it is to be left out, not taken.
NO_WORDS = ("desinscri", "desabonn", "optout", "unsub", "refus", "oppos", "stop", "blacklist", "uitgeschreven",
            "uitschrijv", "donot", "dontcontact", "robinson", "bloctel")  # fmt: skip
FOLDED_NO = re.compile("|".join(NO_WORDS))


@dataclass(frozen=True)
class Condition:
    """Rows whose column holds one of these values, or none of them."""

    column: str
    values: tuple[str, ...]
    excludes: bool = False

    @property
    def is_of_place(self) -> bool:
        """Tell whether people are chosen by where they live, or by how well off the place is."""
        return bool(PLACE_WORDS.intersection(name_words(self.column)))

    @property
    def grounds(self) -> tuple[str, ...]:
        """Give the grounds of discrimination that the column draws on (French Code penal, art. 225-1)."""
        return load_criteria().grounds_of(self.column)

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        """Find the rows for which it is true."""
        return rows[self.column].str.strip().isin(self.values) != self.excludes

    def __str__(self) -> str:
        return f"{self.column}{'!=' if self.excludes else '='}{','.join(self.values)}"


@dataclass(frozen=True)
class AudienceWish:
    """One audience.

    Attributes
    ----------
    channel : {"post", "social", "zones"}
    purpose : str
        What the audience is for, as the record of processing would say it.
    on : date
        The day it is made on.
    where : tuple of Condition
        All of them hold.
    messages : tuple of str
        Message keys, any of them; none means all.
    platform : str
        Of a social audience.
    consent : str
        Column that says who consented, "" where `consent_basis` does.
    consent_basis : str
        How consent was asked for and is proved, where no column says it.
    retention_days : int
        After which the export is to be deleted.
    country : str
        Of postal layout and telephone numbers; "" finds out from the postcodes.
    columns : mapping of role to columns

    Raises
    ------
    UnknownNameError
        If the channel is unknown.
    AddressFileError
        If the purpose is empty, a social audience has no platform or no consent, or the column of consent is one of
        refusals.
    """

    channel: str
    purpose: str
    on: date
    where: tuple[Condition, ...] = ()
    messages: tuple[str, ...] = ()
    platform: str = ""
    consent: str = ""
    consent_basis: str = ""
    retention_days: int = RETENTION_DAYS
    country: str = ""
    columns: Mapping[str, Sequence[str]] | None = None

    def __post_init__(self) -> None:
        if self.channel.strip().lower() in EMAIL_WORDS:
            raise AddressFileError(
                "There is no channel for e-mails: an e-mailing is sent by the tool that keeps consents and "
                "unsubscriptions, so import the groups of 'geoprofile segment' there by customer id; --channel social "
                "gives platforms hashed e-mails."
            )
        if self.channel not in CHANNELS:
            raise UnknownNameError("channel", self.channel, CHANNELS)
        if not self.purpose.strip():
            raise AddressFileError("An audience needs its purpose: say what it is for (--purpose TEXT).")
        if self.channel == "social" and not self.platform:
            raise AddressFileError("A social audience is made for a platform: name it (--platform meta).")
        if self.channel == "social" and not (self.consent or self.consent_basis.strip()):
            raise AddressFileError(
                "Electronic advertising to persons needs their consent first (ePrivacy directive, art. 13): name the "
                "column that says who gave it (--consent COL), or say how it was asked for (--consent-basis TEXT)."
            )
        if self.consent and FOLDED_NO.search("".join(name_words(self.consent))):
            raise AddressFileError(
                f"--consent {self.consent!r} reads as a column of who refuses: name the column that says who agreed, "
                "and hand those who refuse as a list (--opposition LIST)."
            )

    @property
    def is_of_place(self) -> bool:
        """Tell whether people are chosen by where they live."""
        return any(one.is_of_place for one in self.where) or any(not key.startswith("*|") for key in self.messages)

    @property
    def grounds(self) -> tuple[str, ...]:
        """Give the grounds of discrimination that people are chosen by."""
        return tuple(sorted({ground for one in self.where for ground in one.grounds}))


def read_condition(text: str) -> Condition:
    """Read a condition: ``segment=champions,loyal`` or ``type!=B03``.

    Raises
    ------
    AddressFileError
        If it is none, or has no value. The text is not repeated: it may name somebody.
    """
    found = CONDITION.fullmatch(text)
    if found is None:
        raise AddressFileError("A text of --where is no condition: write COLUMN=VALUE,VALUE or COLUMN!=VALUE.")
    values = tuple(one.strip() for one in found[3].split(",") if one.strip())
    if not values:
        raise AddressFileError(f"--where on column {found[1]!r} has no value: write COLUMN=VALUE,VALUE.")
    return Condition(found[1], values, excludes=found[2] == "!=")
