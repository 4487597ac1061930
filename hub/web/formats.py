"""Numbers, money, days and moments as Indonesian readers write them. Moments are shown in the region's zone, with its letters."""

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal

LOCALE: Final = "id_ID"
DASH: Final = "—"
_SCALES: Final = ((Decimal(10**12), "triliun"), (Decimal(10**9), "miliar"), (Decimal(10**6), "juta"))


class Formats:
    """The formats of a region."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def moment(self, at: dt.datetime | None) -> str:
        """`5 Jan 2026, 10.05 WIB`."""
        return DASH if at is None else f"{self.day(at)}, {self.clock(at)}"

    def clock(self, at: dt.datetime) -> str:
        """`10.05 WIB`."""
        local = at.astimezone(self.zone)
        return f"{local:%H.%M} {local.tzname()}"

    def day(self, at: dt.date | None) -> str:
        """`5 Jan 2026`."""
        return DASH if at is None else format_date(self.local(at), "d MMM y", locale=LOCALE)

    def long_day(self, at: dt.date) -> str:
        """`Senin, 5 Januari 2026`."""
        return format_date(self.local(at), "EEEE, d MMMM y", locale=LOCALE)

    def long_moment(self, at: dt.datetime) -> str:
        """`Senin, 5 Januari 2026 pukul 10.05 WIB`."""
        return f"{self.long_day(at)} pukul {self.clock(at)}"

    def whole_month(self, at: dt.date) -> str:
        """`Maret 2026`."""
        return format_date(at, "MMMM y", locale=LOCALE)

    def month(self, at: dt.date) -> str:
        """`Jan`, and in January the year with it: `Jan 2026`."""
        local = self.local(at)
        return format_date(local, "MMM y" if local.month == 1 else "MMM", locale=LOCALE)

    def local(self, at: dt.date) -> dt.date:
        """The region's day of a moment; a day stays what it is."""
        return at.astimezone(self.zone).date() if isinstance(at, dt.datetime) else at

    def machine(self, at: dt.datetime) -> str:
        """For `<time datetime>`: RFC 3339 in the region's zone."""
        return at.astimezone(self.zone).isoformat(timespec="seconds")


def ago(at: dt.datetime, now: dt.datetime) -> str:
    """`3 jam yang lalu`, or `dalam 2 hari`."""
    if abs(now - at) < dt.timedelta(minutes=1):
        return "baru saja"
    return format_timedelta(at - now, add_direction=True, locale=LOCALE)


def span(length: dt.timedelta) -> str:
    """`3 jam`, `12 hari`."""
    return format_timedelta(length, locale=LOCALE, threshold=2)


def number(value: Decimal | float, digits: int = 0) -> str:
    """`1.234,5`."""
    shown: str = format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=LOCALE)
    return shown


def percent(share: Decimal | float | None) -> str:
    """A share (0.614) as `61,4 %`."""
    return DASH if share is None else f"{number(Decimal(share) * 100, 1)}\N{NO-BREAK SPACE}%"


def rupiah(amount: Decimal | None) -> str:
    """`Rp1.234.568`, to the whole rupiah."""
    if amount is None:
        return DASH
    whole = amount.quantize(Decimal(1), ROUND_HALF_EVEN)
    return f"{'−' if whole < 0 else ''}Rp{number(abs(whole))}"


def short_rupiah(amount: Decimal | None) -> str:
    """`Rp412,6 miliar`: in words, for an English reader takes M for million."""
    if amount is None:
        return DASH
    for scale, word in _SCALES:
        if abs(amount) >= scale:
            return f"{'−' if amount < 0 else ''}Rp{number(abs(amount) / scale, 1)}\N{NO-BREAK SPACE}{word}"
    return rupiah(amount)


def from_sen(amount: int) -> Decimal:
    """An amount as rows of views hold it (1/100 rupiah) in rupiah."""
    return Decimal(amount) / 100
