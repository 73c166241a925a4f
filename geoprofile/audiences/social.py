"""Social networks: e-mail addresses and telephone numbers in the form that each platform hashes, and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from geoprofile.opposition import email_texts, fold_gmail, phone_keys
from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PLATFORMS", "Contacts", "Platform", "hashed_contacts", "social_contacts"]


@dataclass(frozen=True)
class Platform:
    """What a platform takes.

    Attributes
    ----------
    name : str
        As its firm writes it.
    email, phone : str
        Headings of its columns; empty where it takes none.
    phone_sign : {"+", ""}
        Whether a number begins with ``+`` before it is hashed.
    folds_gmail : bool
        Whether dots and what follows a ``+`` are taken out of Gmail addresses first.
    least_rows : int
        Under which it refuses a list or shows no advertisement to it.
    source : str
        Where it says so.
    """

    name: str
    email: str
    phone: str
    phone_sign: Literal["+", ""]
    folds_gmail: bool
    least_rows: int
    source: str


PLATFORMS: Registry[Platform] = Registry("platform")
PLATFORMS.register("meta")(
    Platform(
        "Meta", "email", "phone", "", folds_gmail=False, least_rows=100,
        source="Meta Business Help Centre 2082575038703844; Marketing API, Customer File Custom Audiences",
    )
)  # fmt: skip
PLATFORMS.register("google")(
    Platform(
        "Google", "Email", "Phone", "+", folds_gmail=True, least_rows=100,
        source="Google Ads Help 7659867; Data Manager API, Format user data",
    )
)  # fmt: skip
PLATFORMS.register("linkedin")(
    Platform(
        "LinkedIn", "email", "", "", folds_gmail=False, least_rows=300,
        source="LinkedIn Marketing Solutions Help a1489764",
    )
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Contacts:
    """What a platform would match people by, in its own form and not hashed yet: never written anywhere.

    Attributes
    ----------
    emails, phones : Series of n str
        "" where there is none.
    invalid_emails, invalid_phones : int
        Filled cells that are none.
    """

    emails: pd.Series[str]
    phones: pd.Series[str]
    invalid_emails: int
    invalid_phones: int

    @property
    def found(self) -> pd.Series[bool]:
        """Find the rows that have any."""
        return (self.emails != "") | (self.phones != "")


def social_contacts(
    rows: pd.DataFrame, platform: Platform, *, email: Sequence[str], phone: Sequence[str], region: str
) -> Contacts:
    """Bring what a platform matches people by to the form that it hashes.

    Parameters
    ----------
    rows : DataFrame of n rows
    platform : Platform
    email, phone : sequences of str
        Columns, the best first: the first that can be read counts.
    region : str
        Country of numbers without a country code.
    """
    empty = pd.Series("", index=rows.index, dtype="str")
    emails, bad_emails, numbers, bad_numbers = empty, 0, empty, 0
    if platform.email:
        emails, bad_emails = _first(rows, email, lambda cells: _emails(cells, platform))
    if platform.phone:
        numbers, bad_numbers = _first(rows, phone, lambda cells: phone_keys(cells, region=region)[0])
    return Contacts(emails, numbers, bad_emails, bad_numbers)


def hashed_contacts(contacts: Contacts, platform: Platform, kept: NDArray[np.bool_]) -> pd.DataFrame:
    """Hash the contacts of the rows kept.

    Parameters
    ----------
    contacts : Contacts
    platform : Platform
    kept : bool array of shape (n,)

    Returns
    -------
    DataFrame
        The headings of the platform, SHA-256 in hexadecimal digits or "", each row once, in the order of the hashes.
    """
    numbers = contacts.phones if platform.phone_sign else contacts.phones.str.removeprefix("+")
    made = pd.DataFrame(
        {
            heading: cells[kept].map(_sha256).astype("str")
            for heading, cells in ((platform.email, contacts.emails), (platform.phone, numbers))
            if heading
        }
    )
    some = made[(made != "").any(axis=1)].drop_duplicates()
    return some.sort_values(list(made.columns), kind="stable").reset_index(drop=True)


def _first(
    rows: pd.DataFrame, columns: Sequence[str], read: Callable[[pd.Series[str]], pd.Series[str]]
) -> tuple[pd.Series, int]:
    """Take the first column of each row that can be read, and count the filled cells that cannot."""
    chosen, bad = pd.Series("", index=rows.index, dtype="str"), 0
    for name in columns:
        texts = read(rows[name])
        bad += int(((rows[name].astype("str").fillna("").str.strip() != "") & (texts == "")).sum())
        chosen = chosen.where(chosen != "", texts)
    return chosen, bad


def _emails(cells: pd.Series[str], platform: Platform) -> pd.Series[str]:
    texts = email_texts(cells)
    return texts.map(fold_gmail).astype("str") if platform.folds_gmail else texts


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
