"""The total order of a subject's facts, which does not depend on arrival, and the numbers that PostgreSQL and we share.

An order key is bytes that compare like the tuple (effective, time, rank of the type, id, hash of (source, id)). The id comes before the
hash because an id ends in its version: of two versions that a source recorded in one moment (many know the day alone) the later counts.
"""

import datetime as dt
import struct
from typing import Final
from zoneinfo import ZoneInfo

EPOCH: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""PostgreSQL counts microseconds from here."""
EPOCH_UNIX_US: Final = 946_684_800_000_000
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_BIAS: Final = 1 << 62
_ORDER: Final = struct.Struct(">QQH")
FIRST: Final = b""
"""Sorts before every order key."""


def order_key(effective: int, time: int, rank: int, tie: bytes) -> bytes:
    """The order key of a fact; instants in microseconds since 2000, negative before it; `tie` as below."""
    return _ORDER.pack(effective + _BIAS, time + _BIAS, rank) + tie


def tie(event_id: str, key: bytes) -> bytes:
    """What orders two that are equal in all else. An id is printable ASCII, so that NUL ends it below every other id that it begins."""
    return event_id.encode() + b"\0" + key


def tie_of(okey: bytes) -> bytes:
    """The tie in an order key."""
    return okey[_ORDER.size :]


def effective_of(okey: bytes) -> int:
    """The instant from which the fact with this order key holds."""
    return int.from_bytes(okey[:8], "big") - _BIAS


def time_of(okey: bytes) -> int:
    """The instant at which the fact with this order key was recorded."""
    return int.from_bytes(okey[8:16], "big") - _BIAS


def instant(moment: dt.datetime) -> int:
    """An aware moment as microseconds since 2000."""
    return (moment - EPOCH) // _MICROSECOND


def moment(at: int) -> dt.datetime:
    """Microseconds since 2000 as an aware moment in UTC."""
    return EPOCH + dt.timedelta(microseconds=at)


class Days:
    """Midnights of a zone as instants, remembered: a TMT is a day, and there are few of them."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[dt.date, int] = {}

    def instant(self, day: dt.date) -> int:
        """00:00 of the day in the zone, in microseconds since 2000."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = instant(dt.datetime.combine(day, dt.time(), self._zone))
        return known

    def day(self, at: int) -> dt.date:
        """The zone's day in which the instant lies."""
        return moment(at).astimezone(self._zone).date()
