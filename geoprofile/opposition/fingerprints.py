"""Keys as keyed fingerprints, so that a list holds nobody in clear."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CHECK_COLUMN", "check_value", "hash_column", "keyed_hashes"]

# A key shorter than this, or of fewer different characters, can be tried out.
LEAST_SECRET_BYTES, LEAST_DISTINCT_BYTES = 16, 8
# Tells the key of a list, and the forms that its fingerprints were made of: a new form of any key is a new number.
CHECK_COLUMN, CHECK_TEXT = "key_check", "geoprofile opposition list, forms of keys 2"


def keyed_hashes(keys: Sequence[str], secret: bytes) -> list[str]:
    """Hash keys of persons or addresses with a secret (HMAC-SHA-256, RFC 2104): a list need not hold them in clear.

    Parameters
    ----------
    keys : sequence of text
        As the functions of this module write them; an empty one stays empty.
    secret : bytes
        At least 16, of which 8 different; whoever has it can find out who is on the list by trying.

    Raises
    ------
    TableError
        If the key is too short, or repeats a few bytes.
    """
    if len(secret) < LEAST_SECRET_BYTES:
        raise TableError(f"The key of an opposition list is too short: give at least {LEAST_SECRET_BYTES} bytes.")
    if len(set(secret)) < LEAST_DISTINCT_BYTES:
        raise TableError(
            f"The key of an opposition list can be guessed: it has {len(set(secret))} different characters, of at "
            f"least {LEAST_DISTINCT_BYTES}; make one by chance."
        )
    return [hmac.digest(secret, key.encode(), "sha256").hex() if key else "" for key in keys]


def hash_column(kind: str) -> str:
    """Name the column of fingerprints of a kind (`email` -> `email_hash`)."""
    return f"{kind}_hash"


def check_value(secret: bytes) -> str:
    """Give the fingerprint of a fixed text, by which a list shows that it was made with this key.

    Raises
    ------
    TableError
        If the key is too short, or repeats a few bytes.
    """
    return keyed_hashes([CHECK_TEXT], secret)[0]
