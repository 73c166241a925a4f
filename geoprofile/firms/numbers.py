"""Numbers of firms as people write them: which number it is, its plain form, and whether its check holds.

python-stdnum is the judge of the checks. Beyond it: a number of nothing but zeros is none (its Luhn sum holds), an
establishment 00000 is none, and a Belgian establishment number is checked as an enterprise number is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import pandas as pd

from geoprofile.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NUMBER_COLUMNS", "NUMBER_KINDS", "NUMBER_STATUSES", "FirmNumber", "read_firm_number", "read_firm_numbers"]

Country = Literal["fr", "be"]

NUMBER_KINDS: dict[str, str] = {
    "siret": "French establishment, 14 digits",
    "siren": "French firm, 9 digits",
    "tva_fr": "French VAT number: a key of two signs, then the SIREN",
    "tva_mc": "VAT number of Monaco: a French key, then nine digits that begin with 000",
    "be_enterprise": "Belgian enterprise number (KBO, BCE, VAT), 10 digits",
    "be_establishment": "Belgian establishment unit, 10 digits from 2 on",
}
NUMBER_STATUSES: dict[str, str] = {
    "valid": "the check holds",
    "zeros_restored": "the check holds once the zeros that a spreadsheet took from the front are back",
    "empty": "nothing written",
    "not_a_number": "no number of a firm is written so",
    "wrong_length": "too many or too few digits",
    "wrong_check": "the check digits do not fit: a digit is wrong",
    "digits_lost": "a spreadsheet rounded the number (1.23E+13): its last digits are gone",
    "unassigned": "well formed, but never given out: nothing but zeros, or establishment 00000",
}
NUMBER_COLUMNS = ("kind", "number", "siren", "status")

# Words that people put before a number; of "RCS Paris B 732 829 320" the registry is dropped too.
LABEL = re.compile(
    r"^(?:NUMERO|NUMEROS|NR|NO|N(?=[^A-Z])|N(?=FR|BE|TVA|SIRE)|DE?(?=[A-Z])|TVA|VAT|BTW|KBO|BCE|SIRET|SIREN|INTRACOMMUNAUTAIRE|"
    r"INTRACOM|INTRA|ENTREPRISE|ONDERNEMINGSNUMMER|RC[SM][A-Z]*(?=[0-9])|RP[RM][A-Z]*(?=[0-9]))+"
)
# And behind it: "732 829 320 RCS Paris", "0403.019.261 RPR Bruxelles".
REGISTRY = re.compile(r"(?<=[0-9])(?:RC[SM]|RP[RM]|SIREN|SIRET|TVA|VAT|BTW|KBO|BCE)[A-Z]*$")
NOT_PLAIN = re.compile(r"[^0-9A-Z]")
SCIENTIFIC = re.compile(r"([0-9](?:[.,][0-9]+)?)E\+?([0-9]{1,2})")
FLOAT_END = re.compile(r"(?<=[0-9]{7})[.,]0+$")
# Keys have no I and no O; without its country a number of two letters may be of any other.
TVA = re.compile(r"(?:FR(?=[0-9A-Z]{11})|(?![A-Z]{2}))([0-9A-HJ-NP-Z]{2})([0-9]{9})")
BELGIAN = re.compile(r"BE([0-9]+)")
FRENCH = re.compile(r"FR([0-9]{9}|[0-9]{14})")
SIREN_DIGITS, BELGIAN_DIGITS, SIRET_DIGITS = 9, 10, 14
# A spreadsheet drops zeros from the front; the lowest SIREN numbers given out begin with three.
MOST_ZEROS_LOST = 3
# Belgian units of establishment begin with 2 to 8 (Crossroads Bank for Enterprises).
UNIT_STARTS = "2345678"
MONACO_START = "000"


@dataclass(frozen=True)
class FirmNumber:
    """What one cell holds.

    Attributes
    ----------
    kind : str
        One of `NUMBER_KINDS`, empty where that cannot be told.
    number : str
        Digits alone, VAT numbers with FR before them; empty unless the check holds.
    siren : str
        Nine digits where the number tells them. A few SIREN begin with 000 as the numbers of Monaco do: where the
        check of a SIREN holds too, it stands here, and the register decides.
    status : str
        One of `NUMBER_STATUSES`.
    """

    kind: str
    number: str
    siren: str
    status: str

    @property
    def is_valid(self) -> bool:
        """Tell whether the check holds."""
        return bool(self.number)


def read_firm_numbers(column: pd.Series, *, country: Country = "fr") -> pd.DataFrame:
    """Read a column of numbers of firms; each distinct text is judged once.

    Parameters
    ----------
    column : Series of n texts
        SIREN, SIRET, VAT and Belgian enterprise numbers, as people and spreadsheets write them.
    country : {"fr", "be"}
        Whose number nine bare digits are where both checks hold.

    Returns
    -------
    DataFrame of n rows
        `NUMBER_COLUMNS`, in the order and with the index of `column`.

    Raises
    ------
    UnknownNameError
        If the country is neither.
    """
    if country not in ("fr", "be"):
        raise UnknownNameError("country", country, ("fr", "be"))
    codes, distinct = pd.factorize(column.fillna("").astype("str"))
    judged = [read_firm_number(str(text), country=country) for text in distinct]
    columns = {
        name: pd.array([getattr(number, name) for number in judged], dtype="str").take(codes) for name in NUMBER_COLUMNS
    }
    return pd.DataFrame(columns, index=column.index)


def read_firm_number(text: str, *, country: Country = "fr") -> FirmNumber:
    """Read one number of a firm, as `read_firm_numbers` does."""
    folded = _fold(text)
    if not folded:
        return FirmNumber("", "", "", "empty")
    rounded = SCIENTIFIC.fullmatch(folded.replace(" ", ""))
    if rounded:
        exact = _exact_digits(rounded)
        return _read_plain(exact, country) if exact else FirmNumber("", "", "", "digits_lost")
    plain = NOT_PLAIN.sub("", FLOAT_END.sub("", folded))
    return _read_plain(REGISTRY.sub("", LABEL.sub("", plain)), country)


def _fold(text: str) -> str:
    """Write a text in capitals without accents, degree signs or odd spaces."""
    spaced = text.replace("\N{DEGREE SIGN}", " ").replace("\N{MASCULINE ORDINAL INDICATOR}", " ")
    plain = unicodedata.normalize("NFKD", spaced)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).upper().split()).strip("'\"=")


def _exact_digits(written: re.Match[str]) -> str:
    """Give the whole number that scientific notation stands for, nothing where digits were rounded away."""
    mantissa, power = written[1].replace(",", "."), int(written[2])
    decimals = len(mantissa.partition(".")[2])
    return str(int(Decimal(mantissa).scaleb(power))) if decimals >= power else ""


def _read_plain(plain: str, country: Country) -> FirmNumber:
    """Tell which number it is by its signs."""
    if belgian := BELGIAN.fullmatch(plain):
        return _belgian(belgian[1])
    if french := FRENCH.fullmatch(plain):
        return _digits(french[1], country)
    if tva := TVA.fullmatch(plain):
        found = _tva(tva[1], tva[2])
        spread = _restored(_siret(plain.zfill(SIRET_DIGITS))) if plain.isdigit() else found
        return spread if spread.is_valid and not found.is_valid else found
    if not plain.isdigit():
        return FirmNumber("", "", "", "not_a_number")
    return _digits(plain, country)


def _digits(digits: str, country: Country) -> FirmNumber:
    """Tell bare digits apart by how many they are."""
    count = len(digits)
    if count == BELGIAN_DIGITS:
        return _belgian(digits)
    if count == SIREN_DIGITS:
        readings = [_siren(digits), _belgian(digits)]
        first, second = readings if country == "fr" else readings[::-1]
        return first if first.is_valid or not second.is_valid else second
    if SIREN_DIGITS - MOST_ZEROS_LOST <= count < SIREN_DIGITS:
        return _restored(_siren(digits.zfill(SIREN_DIGITS)))
    if count == SIRET_DIGITS:
        return _siret(digits)
    if SIRET_DIGITS - MOST_ZEROS_LOST <= count < SIRET_DIGITS:
        return _restored(_siret(digits.zfill(SIRET_DIGITS)))
    return FirmNumber("", "", "", "wrong_length")


def _restored(number: FirmNumber) -> FirmNumber:
    """Say of a number that its zeros are back; without a check that holds, it was just too short."""
    if number.is_valid:
        return FirmNumber(number.kind, number.number, number.siren, "zeros_restored")
    return FirmNumber(number.kind, "", "", "wrong_length")


def _siren(digits: str) -> FirmNumber:
    from stdnum.fr import siren  # noqa: PLC0415  only files of firms need it

    if not int(digits):
        return FirmNumber("siren", "", "", "unassigned")
    return _judged("siren", digits, digits, siren.is_valid)


def _siret(digits: str) -> FirmNumber:
    from stdnum.fr import siret  # noqa: PLC0415  only files of firms need it

    firm, place = digits[:SIREN_DIGITS], digits[SIREN_DIGITS:]
    if not int(firm) or not int(place):
        return FirmNumber("siret", "", "", "unassigned")
    return _judged("siret", digits, firm, siret.is_valid)


def _tva(key: str, digits: str) -> FirmNumber:
    from stdnum.fr import siren, tva  # noqa: PLC0415  only files of firms need it

    monaco = digits.startswith(MONACO_START)
    kind = "tva_mc" if monaco else "tva_fr"
    if not int(digits):
        return FirmNumber(kind, "", "", "unassigned")
    found = _judged(kind, key + digits, digits if siren.is_valid(digits) else "", tva.is_valid)
    return FirmNumber(kind, f"FR{found.number}", found.siren, found.status) if found.is_valid else found


def _belgian(digits: str) -> FirmNumber:
    from stdnum.be import vat  # noqa: PLC0415  only files of firms need it

    number = digits.zfill(BELGIAN_DIGITS) if len(digits) == BELGIAN_DIGITS - 1 else digits
    if len(number) != BELGIAN_DIGITS:
        return FirmNumber("be_enterprise", "", "", "wrong_length")
    if not int(number[:-2]):
        return FirmNumber("be_enterprise", "", "", "unassigned")
    if number[0] in UNIT_STARTS:  # stdnum knows enterprises alone, the check is the same
        return _judged("be_establishment", number, "", lambda unit: bool(vat.checksum(unit) == 0))
    return _judged("be_enterprise", number, "", vat.is_valid)


def _judged(kind: str, number: str, siren: str, is_valid: Callable[[str], bool]) -> FirmNumber:
    return FirmNumber(kind, number, siren, "valid") if is_valid(number) else FirmNumber(kind, "", "", "wrong_check")
