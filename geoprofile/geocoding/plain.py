"""Rows that can be read in one way only, read all at once: a number, maybe `bis`, a street that opens with its type.

They are most of an ordinary file. What is read here is the first reading that `readings` would give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.geocoding.readings import holds_address

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.countries.country import Country

__all__ = ["PlainRows", "read_plain"]

NUMBER_AND_STREET = r"^(?P<number>[0-9]{1,5}) (?:(?P<suffix>BIS|TER|QUATER) )?(?P<street>[A-Z][A-Z0-9 -]+)$"
# Figures that may be a postcode, or a second number.
LONG_NUMBER = r"[0-9]{4}| [0-9]+[A-Z]?$"


class PlainRows(NamedTuple):
    """Rows read; `street` says which of `streets` each has."""

    row: NDArray[np.int64]
    number: NDArray[np.int64]
    suffix: list[str]
    street: NDArray[np.int64]
    streets: list[str]

    def keep(self, mask: NDArray[np.bool_]) -> PlainRows:
        """Keep some of the rows."""
        suffix = [one for one, kept in zip(self.suffix, mask.tolist(), strict=True) if kept]
        return PlainRows(self.row[mask], self.number[mask], suffix, self.street[mask], self.streets)


def read_plain(address: list[str], country: Country) -> PlainRows:
    """Pick out and read the folded addresses that are plain."""
    text = pa.array(address, type=pa.string())
    read = pc.extract_regex(text, NUMBER_AND_STREET)
    streets = pc.struct_field(read, "street").dictionary_encode()
    distinct = streets.dictionary
    odd = pc.match_substring_regex(distinct, LONG_NUMBER).to_pylist()
    spelt = distinct.to_pylist()
    plainly = [not strange and _opens_plainly(one, country) for one, strange in zip(spelt, odd, strict=True)]
    code = pc.fill_null(streets.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    row = np.flatnonzero((code >= 0) & np.array([*plainly, False])[code])
    number = pc.struct_field(read, "number").take(pa.array(row))
    suffix = pc.fill_null(pc.struct_field(read, "suffix").take(pa.array(row)), "")
    numbers = pc.cast(number, pa.int64()).to_numpy(zero_copy_only=False)
    return PlainRows(row, numbers, suffix.to_pylist(), code[row], spelt)


def _opens_plainly(street: str, country: Country) -> bool:
    """Tell whether a text opens with a street type that cannot be a letter behind the number."""
    words = street.split(" ", 2)
    types = country.grammar.types
    opens = words[0] in types and len(words) > 1 and (len(words[0]) > 1 or words[1] not in types)
    return opens and not holds_address(street, country)
