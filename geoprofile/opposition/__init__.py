"""Who asked not to be written to: addresses and persons as keyed fingerprints, so that no list holds them in clear."""

from geoprofile.opposition.addresses import KEY_COLUMNS, address_keys, flat_keys, name_keys, raw_address_keys
from geoprofile.opposition.contacts import GOOGLE_DOMAINS, email_keys, email_texts, fold_gmail, phone_keys
from geoprofile.opposition.fingerprints import CHECK_COLUMN, check_value, hash_column, keyed_hashes
from geoprofile.opposition.identity import (
    IDENTITY_KINDS,
    PERSON_KINDS,
    IdentityColumns,
    identity_keys,
    same_persons,
    unread_cells,
)

__all__ = [
    "CHECK_COLUMN",
    "GOOGLE_DOMAINS",
    "IDENTITY_KINDS",
    "KEY_COLUMNS",
    "PERSON_KINDS",
    "IdentityColumns",
    "address_keys",
    "check_value",
    "email_keys",
    "email_texts",
    "flat_keys",
    "fold_gmail",
    "hash_column",
    "identity_keys",
    "keyed_hashes",
    "name_keys",
    "phone_keys",
    "raw_address_keys",
    "same_persons",
    "unread_cells",
]
