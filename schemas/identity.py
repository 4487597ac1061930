"""Numbers of people: NIP, NI PPPK, NIK, phone, bank account. Structure that cannot be is refused; what merely looks odd is a warning.

Sources: NIP Perka BKN 22/2007 and 43/2007; NI PPPK as BKN issues it (year and contract count where a NIP has year and month); NIK
UU 23/2006 art. 13.
All values are personal data: no message here ever shows one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

WOMEN_DAY: Final = 40
"""A woman's day of birth has 40 added in a NIK."""
FEMALE: Final = "2"
YOUNGEST, OLDEST = 18, 40
"""Usual ages in years at the start of service; others are only odd."""
PIVOT: Final = 100


def _refuse(code: str, sentence: str) -> PydanticCustomError:
    return PydanticCustomError(code, sentence)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class AsnNumber:
    """What a NIP or an NI PPPK says.

    Attributes:
        birth: day of birth.
        since: year in which the service (NIP) or the contract (NI PPPK) began.
        month: month of that beginning; None where the digits are no month, which only an NI PPPK may have.
        female: sex.
    """

    birth: date
    since: int
    month: int | None
    female: bool


def read_asn_number(text: str) -> AsnNumber:
    """Parts of an 18-digit NIP or NI PPPK; spaces are ignored. Which of the two it is cannot be seen when its digits 13-14 are 01-12.

    Raises:
        PydanticCustomError: it can be neither.
    """
    digits = text.replace(" ", "")
    birth = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if int(digits[:4]) else None
    if birth is None:
        raise _refuse("asn_number", "Delapan angka pertama NIP/NI PPPK harus tanggal lahir (tahun, bulan, tanggal) yang ada.")
    since = int(digits[8:12])
    if since <= birth.year:
        raise _refuse("asn_number", "Tahun TMT dalam NIP/NI PPPK harus sesudah tahun lahir.")
    if digits[14] not in "12":
        raise _refuse("asn_number", "Angka ke-15 NIP/NI PPPK adalah jenis kelamin: 1 atau 2.")
    if digits[15:] == "000":
        raise _refuse("asn_number", "Nomor urut NIP/NI PPPK mulai dari 001.")
    month = int(digits[12:14])
    return AsnNumber(birth, since, month if 1 <= month <= 12 else None, digits[14] == FEMALE)  # noqa: PLR2004 -- months of a year


def _asn_number(text: str) -> str:
    read_asn_number(text)
    return text.replace(" ", "")


def _nip(text: str) -> str:
    if read_asn_number(text).month is None:
        raise _refuse("nip", "Angka ke-13 dan ke-14 NIP adalah bulan TMT CPNS: 01 sampai 12. NI PPPK bukan NIP.")
    return text.replace(" ", "")


@dataclass(frozen=True, slots=True)
class NikParts:
    """What a NIK says: place of *first registration* (PPKKCC) and day of birth without its century."""

    region: str
    day: int
    month: int
    year: int
    female: bool

    def births(self) -> tuple[date, ...]:
        """The days of birth that it can mean, one for each century; none where the calendar has no such day."""
        return tuple(day for century in (1900, 2000) if (day := _day(century + self.year, self.month, self.day)))


def read_nik(text: str) -> NikParts:
    """Parts of a 16-digit NIK; spaces are ignored.

    A day that the calendar lacks (31 April) passes: a NIK is never changed, even where it is wrong.

    Raises:
        PydanticCustomError: it can be no NIK.
    """
    digits = text.replace(" ", "")
    day, month = int(digits[6:8]), int(digits[8:10])
    female = day > WOMEN_DAY
    if not (1 <= day - WOMEN_DAY * female <= 31 and 1 <= month <= 12):  # noqa: PLR2004 -- days of a month, months of a year
        raise _refuse("nik", "Angka ke-7 sampai ke-10 NIK adalah tanggal (perempuan ditambah 40) dan bulan lahir.")
    if digits[0] == "0" or digits[2:4] == "00" or digits[4:6] == "00":
        raise _refuse("nik", "Enam angka pertama NIK adalah kode provinsi, kabupaten/kota, dan kecamatan.")
    if digits[12:] == "0000":
        raise _refuse("nik", "Nomor urut NIK mulai dari 0001.")
    return NikParts(digits[:6], day - WOMEN_DAY * female, month, int(digits[10:12]), female)


def _nik(text: str) -> str:
    read_nik(text)
    return text.replace(" ", "")


def oddities(*, asn_number: str | None = None, nik: str | None = None, birth: date | None = None, female: bool | None = None) -> list[str]:
    """Indonesian warnings about numbers that contradict each other or the record, without any value; never a reason to refuse."""
    asn, resident = asn_number and read_asn_number(asn_number), nik and read_nik(nik)
    found: list[tuple[bool, str]] = []
    if asn:
        found += [
            (not YOUNGEST <= asn.since - asn.birth.year <= OLDEST, "Umur saat mulai bertugas menurut NIP di luar 18 sampai 40 tahun."),
            (birth is not None and birth != asn.birth, "Tanggal lahir berbeda dengan NIP."),
            (female is not None and female != asn.female, "Jenis kelamin berbeda dengan NIP."),
        ]
    if resident:
        found += [
            (not resident.births(), "Tanggal lahir dalam NIK tidak ada di kalender."),
            (birth is not None and birth not in resident.births(), "Tanggal lahir berbeda dengan NIK."),
            (female is not None and female != resident.female, "Jenis kelamin berbeda dengan NIK."),
        ]
    if asn and resident:
        found += [
            (asn.birth not in resident.births(), "Tanggal lahir dalam NIP berbeda dengan NIK."),
            (asn.female != resident.female, "Jenis kelamin dalam NIP berbeda dengan NIK."),
        ]
    return [sentence for holds, sentence in found if holds]


def _phone(text: str) -> str:
    """International form: ``0812-3456-7890`` and ``+62 812 3456 7890`` are one number."""
    digits = re.sub(r"[^0-9]", "", text)
    return "+62" + digits[1:] if digits.startswith("0") else "+" + digits


def _digits_alone(text: str) -> str:
    return re.sub(r"[ .-]", "", text)


def _spaced(count: int) -> StringConstraints:
    return StringConstraints(pattern=rf"^ *[0-9](?: *[0-9]){{{count - 1}}} *$", max_length=2 * count)


def _number(constraints: StringConstraints, clean: Callable[[str], str]) -> tuple[StringConstraints, AfterValidator]:
    return constraints, AfterValidator(clean)


Nip = Annotated[str, *_number(_spaced(18), _nip)]
NiPppk = Annotated[str, *_number(_spaced(18), _asn_number)]
NipOrNiPppk = Annotated[str, *_number(_spaced(18), _asn_number)]
Nik = Annotated[str, *_number(_spaced(16), _nik)]
Phone = Annotated[str, StringConstraints(pattern=r"^(?:\+|0)[0-9](?:[ .()-]*[0-9]){6,14}$", max_length=40), AfterValidator(_phone)]
BankAccount = Annotated[str, StringConstraints(pattern=r"^[0-9](?:[ .-]*[0-9]){4,24}$", max_length=60), AfterValidator(_digits_alone)]
