"""Which columns of a file of customers hold what an audience is made from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import AddressFileError, UnknownNameError
from geoprofile.files import guess_columns
from geoprofile.files.columns import name_words
from geoprofile.opposition import KEY_COLUMNS, IdentityColumns, email_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geoprofile.files import AddressFile

__all__ = ["MESSAGE_COLUMN", "ROLES", "AudienceColumns", "find_columns", "hash_columns"]

MESSAGE_COLUMN = "message_key"
SAMPLE_ROWS = 200
# A column of other e-mail addresses or telephone numbers may be empty for most.
CONTACT_SAMPLE_ROWS = 10_000
MOST = 0.5
PHONE_CELL = re.compile(r"[^\d+]{0,12}(?:\+|00)\d{2}[\d\s./()-]{7,16}|'?0[1-9][\d\s./-]{7,13}")
RESULT_COLUMNS = ("result_type", "result_status", "result_citycode", "result_street", "result_housenumber",
                  "result_postcode", "result_city")  # fmt: skip
ZONE_LEVELS = ("iris", "statistical_sector", "commune", "grid_200m")
# Words of names of columns, joined; the first are the surest. A role that is not here is never guessed.
WORDS: dict[str, tuple[str, ...]] = {
    "email": ("email", "mail", "courriel", "mel", "adresseemail", "adressemail", "emailaddress", "adressemel"),
    "phone": ("telephone", "phone", "tel", "mobile", "portable", "gsm", "telephonemobile", "telephonefixe", "telmobile",
              "telfixe", "telportable", "phonenumber", "mobilephone", "numerotelephone", "telefoon"),
    "id": ("customerid", "clientid", "idclient", "idcustomer", "prospectid", "idprospect", "numclient", "numeroclient",
           "codeclient", "customernumber", "klantnummer", "id", "identifiant"),
    "name": ("nom", "name", "lastname", "familyname", "nomdefamille", "nomfamille", "surname", "nomclient", "fullname",
             "nomprenom", "nometprenom", "nomcomplet", "customername", "naam", "achternaam"),
    "first_name": ("prenom", "firstname", "givenname", "voornaam"),
    "complement": ("complement", "complementadresse", "adressecomplement", "complementdadresse", "boite", "bus", "box",
                   "bte"),
    "amount": ("turnovereur", "turnover", "amounteur", "amount", "monetary", "ca", "caeur", "chiffreaffaires",
               "montant"),
    "last_contact": ("lastcontact", "lastpurchase", "contactdate", "lastorder", "lastorderdate", "lastpurchasedate",
                     "derniercontact", "datederniercontact", "dernierachat", "datedernierachat", "dernierecommande",
                     "datedernierecommande"),
}  # fmt: skip
SEVERAL = ("email", "phone", "address")
ROLES = (*WORDS, "address", "postcode", "city", "zone")
HASH_END = "_hash"


@dataclass(frozen=True)
class AudienceColumns:
    """Columns by role, "" or () where the file has none.

    Attributes
    ----------
    identity : IdentityColumns
        Told, or known by their names: what a channel takes and persons are put together by.
    also : IdentityColumns
        Columns of other names that hold e-mail addresses or telephone numbers: objections are looked for there too.
    first_name, complement, city, amount, last_contact, zone, message : str
    """

    identity: IdentityColumns = field(default_factory=IdentityColumns)
    also: IdentityColumns = field(default_factory=IdentityColumns)
    family_name: str = ""
    first_name: str = ""
    complement: str = ""
    city: str = ""
    amount: str = ""
    last_contact: str = ""
    zone: str = ""
    message: str = ""

    @property
    def personal(self) -> frozenset[str]:
        """Give the columns that name a person: nothing may be chosen by their values."""
        own = self.identity
        named = (
            *own.email,
            *own.phone,
            *self.also.email,
            *self.also.phone,
            own.customer_id,
            *own.name,
            *own.address,
            self.complement,
        )
        return frozenset(name for name in named if name)

    def read(self, columns: Sequence[str]) -> list[str]:
        """Give the columns of the file that are read, each once, in its order."""
        more = (self.identity.postcode, self.city, self.amount, self.last_contact, self.zone, self.message)
        geocoded = {*RESULT_COLUMNS, *(name for names in KEY_COLUMNS for name in names)}
        wanted = {*self.personal, *more, self.first_name, *geocoded} - {""}
        return [name for name in columns if name in wanted]


def find_columns(
    opened: AddressFile, told: Mapping[str, Sequence[str]], *, option: str = "--column"
) -> AudienceColumns:
    """Say which columns hold what: those told, the others by their names.

    Parameters
    ----------
    opened : AddressFile
    told : mapping of role to columns
        Of `ROLES`; several columns only for e-mail addresses, telephone numbers and lines of an address.
    option : str
        By which they are told, for messages.

    Raises
    ------
    UnknownNameError
        If a role is unknown.
    AddressFileError
        If a column is not in the file, or there are several where one is wanted.
    """
    for role, columns in told.items():
        _check_told(opened, role, columns, option)
    found = {role: list(told.get(role) or _named(opened.columns, role)) for role in WORDS}
    first = {role: next(iter(columns), "") for role, columns in found.items()}
    sample = next(opened.batches(CONTACT_SAMPLE_ROWS), pd.DataFrame(columns=list(opened.columns), dtype="str"))
    address = _address(opened, told, sample.head(SAMPLE_ROWS))
    names = tuple(one for one in (first["name"], first["first_name"]) if one)
    identity = IdentityColumns(
        email=tuple(found["email"]),
        phone=tuple(found["phone"]),
        customer_id=first["id"],
        name=names,
        address=tuple(address["address"]),
        postcode=next(iter(address["postcode"]), ""),
    )
    levels = [name for level in ZONE_LEVELS for name in opened.columns if name == level]
    return AudienceColumns(
        identity,
        _other_contacts(sample, {*identity.email, *identity.phone, identity.customer_id, identity.postcode}),
        family_name=first["name"],
        first_name=first["first_name"],
        complement=first["complement"] if first["complement"] not in address["address"] else "",
        city=next(iter(address["city"]), ""),
        amount=first["amount"],
        last_contact=first["last_contact"],
        zone=next(iter(told.get("zone") or levels), ""),
        message=MESSAGE_COLUMN if MESSAGE_COLUMN in opened.columns else "",
    )


def hash_columns(columns: Sequence[str]) -> list[tuple[str, str]]:
    """Give the columns of fingerprints with the kind of key that each is of: `phone_hash`, `phone_hash_2`."""
    found = []
    for name in columns:
        base = name.rstrip("0123456789").removesuffix("_") if name[-1:].isdigit() else name
        if base.endswith(HASH_END):
            found.append((name, base.removesuffix(HASH_END)))
    return found


def _check_told(opened: AddressFile, role: str, columns: Sequence[str], option: str) -> None:
    if role not in ROLES:
        raise UnknownNameError("role of a column", role, ROLES)
    for name in columns:
        if name not in opened.columns:
            raise AddressFileError(
                f"{opened.path.name} has no column {name!r}: name one of {', '.join(map(repr, opened.columns))}."
            )
    if len(columns) > 1 and role not in SEVERAL:
        raise AddressFileError(f"{option} {role}=... is given {len(columns)} times: one column holds it.")


def _named(columns: Sequence[str], role: str) -> list[str]:
    """Give the columns whose whole name is a word of the role, the surest first."""
    words = WORDS[role]
    ranked = [
        (words.index(joined), place, name)
        for place, name in enumerate(columns)
        if (joined := "".join(name_words(name))) in words and not name.startswith("result_")
    ]
    return [name for _, _, name in sorted(ranked)]


def _other_contacts(sample: pd.DataFrame, known: set[str]) -> IdentityColumns:
    """Find by their values the columns of other names that hold e-mail addresses (any does) or telephone numbers."""
    others = [str(name) for name in sample if name not in known and not str(name).endswith(HASH_END)]
    texts = {name: sample[name].astype("str").fillna("").str.strip() for name in others}
    emails = [name for name in others if (email_keys(texts[name])[0] != "").any()]
    return IdentityColumns(
        email=tuple(emails),
        phone=tuple(
            name
            for name in others
            if name not in emails and _share(texts[name][texts[name] != ""].str.fullmatch(PHONE_CELL)) > MOST
        ),
    )


def _share(marks: pd.Series[bool]) -> float:
    return float(marks.mean()) if len(marks) else 0.0


def _address(opened: AddressFile, told: Mapping[str, Sequence[str]], sample: pd.DataFrame) -> dict[str, list[str]]:
    """Find the file's own address: what geocoding added stands behind it and is none of it."""
    columns = list(opened.columns)
    if "result_score" in columns:
        end = columns.index("result_score")
        columns = [name for name in columns[:end] if name not in {"longitude", "latitude"}]
    columns = [name for name in columns if not name.endswith(HASH_END)]
    guess = guess_columns(columns, sample[columns])
    if "complement" in told:
        guess = replace(guess, address=tuple(name for name in guess.address if name not in told["complement"]))
    return {
        "address": list(told.get("address") or guess.address),
        "postcode": list(told.get("postcode") or ([guess.postcode] if guess.postcode else [])),
        "city": list(told.get("city") or ([guess.city] if guess.city else [])),
    }
