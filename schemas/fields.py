"""The types that fields are made of: text, days, money, references, decrees. Authors of a domain file import from here alone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from schemas.codes import AccountCode, ActivityCode, AgencyCode, OwnAgency, RegionCode, SkpdCode, UnitCode, with_own_affair
from schemas.identity import BankAccount, Nik, Nip, NipOrNiPppk, NiPppk, Phone, oddities, read_asn_number, read_nik
from schemas.marks import Classification, Joined, Personal, RefersTo, Restricted, Specific, SpecificPlain
from schemas.payload import Payload

__all__ = [
    "AccountCode",
    "ActivityCode",
    "AgencyCode",
    "BankAccount",
    "Classification",
    "Count",
    "Day",
    "Decree",
    "EmployeeRef",
    "Joined",
    "LongText",
    "Moment",
    "Month",
    "NiPppk",
    "Nik",
    "Nip",
    "NipOrNiPppk",
    "OwnAgency",
    "Payload",
    "Personal",
    "Phone",
    "RegionCode",
    "Restricted",
    "Rupiah",
    "SignedRupiah",
    "SkpdCode",
    "Slug",
    "Specific",
    "SpecificPlain",
    "SubjectRef",
    "Text",
    "UnitCode",
    "Year",
    "oddities",
    "read_asn_number",
    "read_nik",
    "sen",
    "subject_pattern",
    "with_own_affair",
]

Text = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"\S")]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"\S")]
"""A citizen's whole letter; well below the 64 KiB that every intermediary must forward."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Year = Annotated[int, Field(ge=1990, le=2199)]
Month = Annotated[str, StringConstraints(pattern=r"^(?:19[0-9]{2}|2[01][0-9]{2})-(?:0[1-9]|1[0-2])$")]
"""A pay or budget month, ``2026-03``."""

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
"""A calendar day in the region's zone. Bounded, so that no arithmetic on it can leave Python's or PostgreSQL's range."""


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST), AfterValidator(_in_utc)]
"""An instant with offset; kept in UTC, so that one instant has one spelling."""


def _shortest(amount: str) -> str:
    """One amount has one spelling: 1000.50 is 1000.5, 1000.00 is 1000, and -0 is 0."""
    if "." in amount:
        amount = amount.rstrip("0").rstrip(".")
    return "0" if amount == "-0" else amount


Rupiah = Annotated[str, StringConstraints(pattern=r"^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?$"), AfterValidator(_shortest)]
"""An amount in IDR as decimal text, not negative, two decimals at most.

Below a quadrillion, so that its sen fit PostgreSQL's int8, and so do sums.
"""
SignedRupiah = Annotated[str, StringConstraints(pattern=r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?$"), AfterValidator(_shortest)]
"""As Rupiah; a deduction is negative."""


def sen(amount: str | Decimal) -> int:
    """A Rupiah in sen (1/100), exactly."""
    return int(Decimal(amount) * 100)


KEY_PATTERN = "[!-~]{1,120}"
"""A source's own key: printable ASCII without blanks, so that it can stand in headers, URLs and logs as it is."""
SOURCE_SLUG = "[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"


def subject_pattern(kind: str) -> str:
    """Regular expression of the subjects of a kind; "" for any kind."""
    return f"^{kind or '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'}/{SOURCE_SLUG}:{KEY_PATTERN}$"


def _ref(kind: str) -> tuple[StringConstraints, RefersTo]:
    return StringConstraints(pattern=subject_pattern(kind)), RefersTo(kind)


SubjectRef = Annotated[str, *_ref("")]
EmployeeRef = Annotated[str, *_ref("employee")]
"""``employee/<source>:<its key>``; the key never is a NIP (`schemas.personal_keys`)."""


class Decree(Payload):
    """Surat keputusan atau surat perintah."""

    number: Text = Field(title="Nomor", description="Nomor surat keputusan atau surat perintah.", examples=["821.2/045/BKPSDM/2026"])
    date: Day = Field(title="Tanggal", description="Tanggal surat ditetapkan; bukan TMT.", examples=["2026-01-02"])
    issuer: Text = Field(title="Pejabat", description="Jabatan yang menetapkan.", examples=["Bupati"])
