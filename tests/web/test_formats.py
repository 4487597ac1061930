"""Numbers, money and moments as Indonesian readers write them."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hub.web import formats
from hub.web.formats import Formats

NOON = dt.datetime(2026, 11, 21, 3, 5, tzinfo=dt.UTC)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "21 Nov 2026, 10.05 WIB"),
        ("Asia/Pontianak", "21 Nov 2026, 10.05 WIB"),
        ("Asia/Makassar", "21 Nov 2026, 11.05 WITA"),
        ("Asia/Jayapura", "21 Nov 2026, 12.05 WIT"),
    ],
)
def test_moment_bears_the_letters_of_its_zone(zone: str, said: str) -> None:
    assert Formats(ZoneInfo(zone)).moment(NOON) == said


def test_long_moment_and_what_is_absent() -> None:
    jakarta = Formats(ZoneInfo("Asia/Jakarta"))
    assert jakarta.long_moment(NOON) == "Sabtu, 21 November 2026 pukul 10.05 WIB"
    assert (jakarta.moment(None), jakarta.day(None)) == ("—", "—")


def test_day_of_a_moment_is_the_regions_day_and_a_day_stays_itself() -> None:
    jayapura = Formats(ZoneInfo("Asia/Jayapura"))
    assert jayapura.day(dt.datetime(2026, 4, 5, 16, tzinfo=dt.UTC)) == "6 Apr 2026"
    assert jayapura.day(dt.date(2026, 4, 5)) == "5 Apr 2026"


@pytest.mark.parametrize(
    ("amount", "long", "short"),
    [
        (Decimal(0), "Rp0", "Rp0"),
        (Decimal("1234567.50"), "Rp1.234.568", f"Rp1,2{SPACE}juta"),
        (Decimal(-4950000), "−Rp4.950.000", f"−Rp5,0{SPACE}juta"),
        (Decimal(412_600_000_000), "Rp412.600.000.000", f"Rp412,6{SPACE}miliar"),
        (Decimal(2_500_000_000_000), "Rp2.500.000.000.000", f"Rp2,5{SPACE}triliun"),
    ],
)
def test_rupiah_long_and_short(amount: Decimal, long: str, short: str) -> None:
    assert (formats.rupiah(amount), formats.short_rupiah(amount)) == (long, short)


def test_share_is_a_percentage_with_a_comma() -> None:
    assert [formats.percent(share) for share in (Decimal("0.6137"), 0, None)] == [f"61,4{SPACE}%", f"0,0{SPACE}%", "—"]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (dt.timedelta(seconds=20), "baru saja"),
        (dt.timedelta(hours=3), "3 jam yang lalu"),
        (dt.timedelta(days=-2), "dalam 2 hari"),
    ],
)
def test_distance_to_now(before: dt.timedelta, said: str) -> None:
    assert formats.ago(NOON - before, NOON) == said
