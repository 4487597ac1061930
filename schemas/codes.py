"""Codes of the region's books: regions, agencies, accounts, activities, SKPD (domain.md 3.4 and 3.5)."""

from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from schemas.marks import Own


def _no_blanks(text: str) -> str:
    """Exports of the budget system carry stray blanks around and inside codes."""
    return text.replace(" ", "")


def _code(pattern: str, longest: int = 40) -> StringConstraints:
    """A pattern that suffers blanks between and around the parts."""
    return StringConstraints(pattern="^ *" + pattern.replace(r"\.", r" *\. *") + " *$", max_length=longest)


RegionCode = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9](?:\.(?:0[1-9]|[1-6][0-9]|7[1-9]|[89][0-9])(?:\.(?:0[1-9]|[1-9][0-9])(?:\.[1-3][0-9]{3})?)?)?$"),
]
"""Kemendagri code PP.KK.CC.VVVV with dots (Permendagri 137/2017): regencies 01-69, cities 71-99; villages begin 1, 2 or 3.

BPS codes look alike and differ, but have no dots.
"""

AgencyCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$")]
"""Slug of an agency, 2 to 40 characters: it never changes; the SKPD code is a dated alias."""

OwnAgency = Annotated[AgencyCode, Own()]
UnitCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])$")]
"""Slug of a unit, unique in the region."""

SkpdCode = Annotated[str, _code(r"[0-9]\.[0-9]{2}\.[0-9]\.[0-9]{2}\.[0-9]\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}", 60), AfterValidator(_no_blanks)]
"""Up to three affairs (0.00: none), serial, unit (0000: parent), e.g. 5.01.5.05.0.00.01.0000."""

AccountCode = Annotated[str, _code(r"[1-8]\.[0-9]\.[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{3,4}"), AfterValidator(_no_blanks)]
"""Sub-rincian 1.1.2.2.2.4, e.g. 5.1.02.01.01.0024.

The first annex of Permendagri 90/2019 had three digits at the end, so the catalogue goes with the code.
"""

ActivityCode = Annotated[
    str, _code(r"(?:[1-8]\.[0-9]{2}|X\.XX)\.[0-9]{2}\.[12]\.[0-9]{2}\.(?:[0-9]{4}|[0-9]{2})"), AfterValidator(_no_blanks)
]
"""Sub-kegiatan urusan.bidang.program.level.kegiatan.sub, e.g. 1.02.01.2.01.0001; two digits at the end in the catalogue of 2021.

X.XX is a support programme: see `with_own_affair`.
"""

SUPPORT: Final = "X.XX."


def with_own_affair(activity: str, affair: str) -> str:
    """An activity code whose ``X.XX`` is the agency's own affair (urusan.bidang, e.g. ``1.02``): to be done before any join."""
    return affair + activity[len(SUPPORT) - 1 :] if activity.startswith(SUPPORT) else activity
